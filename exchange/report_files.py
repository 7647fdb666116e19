"""A report as a Markdown file and as a Word file: text stays text, whatever is written in it."""

import re
from collections.abc import Sequence
from datetime import date

from exchange.need_report import Block, BlockKind
from exchange.word_file import one_line, packed, turn

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
    return _AT_LINE.sub(_escaped_start, escape_within_line(text))


def escape_within_line(text: str) -> str:
    """Return a text as Markdown that shows it as it is behind other text of a line."""
    return _SIGNS.sub(r"\\\g<0>", one_line(text))


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
    for block in blocks:
        paragraph = document.add_paragraph(style=_STYLES.get(block.kind))
        run = paragraph.add_run(one_line(block.text))
        if block.kind == "item":
            run.bold = True
        is_foreign = block.kind in ("quote", "address")
        if direction == "rtl" and not is_foreign:
            turn(paragraph)
    return packed(document, blocks[0].text, day)
