"""A report as a Markdown file and as a Word file: text stays text, whatever is written in it."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from exchange.need_report import Block, BlockKind
from exchange.text import prepare_text

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

# What begins something in Markdown anywhere, and what does at the beginning of a line.
_SIGNS = re.compile(r"[\\`*_\[\]<>&|~#$^{}!]")
_AT_LINE = re.compile(r"^([-+=:])|^(\d+)([.)])")
_BEFORE: dict[BlockKind, str] = {
    "title": "# ",
    "heading": "## ",
    "case": "### ",
    "quote": "> ",
}
_STYLES: dict[BlockKind, str] = {
    "title": "Heading 1",
    "heading": "Heading 2",
    "case": "Heading 3",
    "quote": "Quote",
    "item": "List Paragraph",
    "address": "List Bullet",
}


def to_markdown(blocks: Sequence[Block]) -> bytes:
    """Return a report as Markdown in UTF-8."""
    return ("\n\n".join(_markdown(block) for block in blocks) + "\n").encode()


def escape_markdown(text: str) -> str:
    """Return a text on one line, as Markdown that shows it as it is."""
    line = _SIGNS.sub(r"\\\g<0>", _line(text))
    return _AT_LINE.sub(_escaped_start, line)


def _line(text: str) -> str:
    """Return a text on one line, without what no file may hold."""
    return " ".join(prepare_text(text).split())


def _escaped_start(found: "re.Match[str]") -> str:
    sign, digits, stop = found.groups()
    return f"\\{sign}" if sign else f"{digits}\\{stop}"


def _markdown(block: Block) -> str:
    if block.kind == "address":
        return f"- <{block.text}>"
    text = escape_markdown(block.text)
    return f"**{text}**" if block.kind == "item" else _BEFORE.get(block.kind, "") + text


def to_docx(blocks: Sequence[Block], day: date, *, direction: str = "ltr") -> bytes:
    """Return a report as a Word file; the same blocks and day give the same bytes.

    :param direction: "rtl" where the interface language is written from right to left.
    """
    import docx

    document = docx.Document()
    _describe(document, _line(blocks[0].text), day)
    for block in blocks:
        paragraph = document.add_paragraph(style=_STYLES.get(block.kind))
        run = paragraph.add_run(_line(block.text))
        if block.kind == "item":
            run.bold = True
        is_foreign = block.kind in ("quote", "address")
        if direction == "rtl" and not is_foreign:
            _turn(paragraph)
    saved = BytesIO()
    document.save(saved)
    return _with_date(saved.getvalue(), day)


def _describe(document: "Document", title: str, day: date) -> None:
    properties = document.core_properties
    properties.title, properties.author, properties.comments = title, "", ""
    properties.created = properties.modified = datetime.combine(day, time(), UTC)


def _turn(paragraph: "Paragraph") -> None:
    """Let a paragraph and its text run from right to left."""
    from docx.oxml import OxmlElement

    paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
    for run in paragraph.runs:
        run._r.get_or_add_rPr().append(OxmlElement("w:rtl"))


def _with_date(packed: bytes, day: date) -> bytes:
    """Return a packed file whose members have one date instead of the time of writing."""
    written = BytesIO()
    with ZipFile(BytesIO(packed)) as old, ZipFile(written, "w", ZIP_DEFLATED) as new:
        for member in old.infolist():
            entry = ZipInfo(member.filename, (max(day.year, 1980), day.month, day.day, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            new.writestr(entry, old.read(member))
    return written.getvalue()
