"""A brief as a Word file: a page for each case, tables that can be edited."""

from typing import TYPE_CHECKING

from exchange.brief.content import Brief, CasePage, Line, Part, Table
from exchange.translation import direction
from exchange.word_file import one_line, packed, turn

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

_TABLE_POINTS = 8


class _Writer:
    """Writes lines and tables into a document, from right to left where the language is."""

    def __init__(self, document: "Document", language: str) -> None:
        self._document = document
        self._is_turned = direction(language) == "rtl"

    def line(self, line: Line, style: str | None = None) -> "Paragraph":
        """Write a paragraph."""
        paragraph = self._document.add_paragraph(style=style)
        self._fill(paragraph, line)
        return paragraph

    def part(self, part: Part, style: str) -> None:
        """Write a part below its heading."""
        self.line(Line(part.heading), style).paragraph_format.keep_with_next = True
        if part.table is not None:
            self._table(part.table)
        for line in part.lines:
            self.line(line)
        for item in part.items:
            self.line(item, "List Bullet")

    def _table(self, table: Table) -> None:
        from docx.oxml import OxmlElement

        grid = self._document.add_table(0, len(table.header), style="Table Grid")
        if self._is_turned:
            grid._tbl.tblPr.append(OxmlElement("w:bidiVisual"))
        if any(table.header):
            for name, cell in zip(table.header, grid.add_row().cells, strict=True):
                self._cell(cell, Line(name), is_bold=True)
        for row in table.rows:
            for line, cell in zip(row, grid.add_row().cells, strict=True):
                self._cell(cell, line)

    def _cell(self, cell: "_Cell", line: Line, *, is_bold: bool = False) -> None:
        from docx.shared import Pt

        [paragraph] = cell.paragraphs
        self._fill(paragraph, line)
        for run in paragraph.runs:
            run.font.size, run.bold = Pt(_TABLE_POINTS), is_bold

    def _fill(self, paragraph: "Paragraph", line: Line) -> None:
        paragraph.add_run(one_line(line.text))
        if self._is_turned and not line.language:
            turn(paragraph)


def to_docx(brief: Brief) -> bytes:
    """Return a brief as a Word file; the same brief gives the same bytes."""
    import docx

    document = docx.Document()
    _set_paper(document)
    writer = _Writer(document, brief.language)
    writer.line(Line(brief.title), "Heading 1")
    for text in brief.opening:
        writer.line(Line(text))
    for part in brief.overview:
        writer.part(part, "Heading 2")
    writer.line(Line(brief.closing))
    for page in brief.pages:
        _page(writer, page)
    return packed(document, brief.title, brief.day)


def _set_paper(document: "Document") -> None:
    """Make the pages A4 instead of what python-docx takes, American letter paper."""
    from docx.shared import Mm

    [section] = document.sections
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(16)
    section.top_margin = section.bottom_margin = Mm(18)


def _page(writer: _Writer, page: CasePage) -> None:
    title = Line(f"{page.number}. {page.title.text}", language=page.title.language)
    writer.line(title, "Heading 2").paragraph_format.page_break_before = True
    for line in page.texts:
        writer.line(line)
    for part in page.parts:
        writer.part(part, "Heading 3")
    writer.line(Line(page.sources_heading), "Heading 3")
    for source in page.sources:
        told = f"[{source.number}] {source.about} {source.url}"
        writer.line(Line(told, language="en"))  # an address runs from left to right
    writer.line(Line(page.sources_note))
