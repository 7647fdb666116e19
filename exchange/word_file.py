"""What Word files share: clean text, writing direction, and the same bytes every time."""

from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from exchange.text import prepare_text

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph


def one_line(text: str) -> str:
    """Return a text on one line, without what no file may hold."""
    return " ".join(prepare_text(text).split())


def turn(paragraph: "Paragraph") -> None:
    """Let a paragraph and its text run from right to left."""
    from docx.oxml import OxmlElement

    paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
    for run in paragraph.runs:
        run._r.get_or_add_rPr().append(OxmlElement("w:rtl"))


def packed(document: "Document", title: str, day: date) -> bytes:
    """Return a document as a file; the same content and day give the same bytes."""
    properties = document.core_properties
    properties.title, properties.author, properties.comments = one_line(title), "", ""
    properties.created = properties.modified = datetime.combine(day, time(), UTC)
    saved = BytesIO()
    document.save(saved)
    return _with_date(saved.getvalue(), day)


def _with_date(content: bytes, day: date) -> bytes:
    """Return a packed file whose members have one date instead of the time of writing."""
    written = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(written, "w", ZIP_DEFLATED) as new:
        for member in old.infolist():
            entry = ZipInfo(member.filename, (max(day.year, 1980), day.month, day.day, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            new.writestr(entry, old.read(member))
    return written.getvalue()
