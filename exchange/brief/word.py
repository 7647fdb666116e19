"""A brief as a Word file: a page for each case, tables that can be edited."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from exchange.brief.content import Brief, CasePage, Line, ListedSource, Part, Table
from exchange.brief.word_style import (
    TEXT_MILLIMETRES,
    add_footer,
    add_link,
    keep_row,
    repeat_row,
    set_paper,
    set_run,
    set_styles,
    shade,
    style_table,
)
from exchange.labels import date_text
from exchange.translation import direction
from exchange.word_file import one_line, packed, turn

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Row
    from docx.text.paragraph import Paragraph

_SMALL_POINTS = 8.5


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

    def closing(self, text: str) -> None:
        """Write a paragraph apart from what stands above it."""
        from docx.shared import Pt

        self.line(Line(text)).paragraph_format.space_before = Pt(8)

    def part(self, part: Part, style: str) -> None:
        """Write a part below its heading."""
        from docx.shared import Pt

        self.line(Line(part.heading), style)
        if part.table is not None:
            self._table(part.table)
        below = [self.line(line) for line in part.lines]
        below += [self.line(item, "List Bullet") for item in part.items]
        if part.table is not None and below:
            below[0].paragraph_format.space_before = Pt(6)

    def sources(self, sources: Sequence[ListedSource]) -> None:
        """Write a list of sources; an address runs from left to right."""
        from docx.shared import Mm, Pt

        for source in sources:
            paragraph = self.line(Line(f"[{source.number}] {source.about}", language="en"))
            paragraph.paragraph_format.left_indent = Mm(7)
            paragraph.paragraph_format.first_line_indent = Mm(-7)
            paragraph.paragraph_format.space_after = Pt(2)
            paragraph.add_run(" ")
            for run in [*paragraph.runs, add_link(paragraph, source.url)]:
                set_run(run, _SMALL_POINTS)

    def _table(self, table: Table) -> None:
        from docx.shared import Mm

        grid = self._document.add_table(0, len(table.header))
        style_table(grid, is_turned=self._is_turned)
        widths = [Mm(TEXT_MILLIMETRES * each / 100) for each in table.widths]
        for column, width in zip(grid.columns, widths, strict=True):
            column.width = width
        if not table.names_rows:
            header = grid.add_row()
            self._row(header, [Line(name) for name in table.header], bold=len(widths))
            repeat_row(header)
            for cell in header.cells:
                shade(cell)
        for row in table.rows:
            self._row(grid.add_row(), row, bold=int(table.names_rows))
        for row_of in grid.rows:
            keep_row(row_of)
            for cell, width in zip(row_of.cells, widths, strict=True):
                cell.width = width

    def _row(self, row: "_Row", lines: Sequence[Line], *, bold: int) -> None:
        """Fill a row, its first cells bold."""
        from docx.shared import Pt

        for place, (line, cell) in enumerate(zip(lines, row.cells, strict=True)):
            [paragraph] = cell.paragraphs
            self._fill(paragraph, line)
            paragraph.paragraph_format.space_after = Pt(0)
            for run in paragraph.runs:
                set_run(run, _SMALL_POINTS, is_bold=place < bold)

    def _fill(self, paragraph: "Paragraph", line: Line) -> None:
        paragraph.add_run(one_line(line.text))
        if self._is_turned and not line.language:
            turn(paragraph)


def to_docx(brief: Brief) -> bytes:
    """Return a brief as a Word file; the same brief gives the same bytes."""
    import docx

    document = docx.Document()
    set_paper(document)
    set_styles(document)
    add_footer(document, f"{brief.title} · {date_text(brief.day, brief.language)}")
    writer = _Writer(document, brief.language)
    writer.line(Line(brief.title), "Heading 1")
    for text in brief.opening:
        writer.line(Line(text))
    for part in brief.overview:
        writer.part(part, "Heading 2")
    if brief.overview:
        writer.closing(brief.closing)
    for page in brief.pages:
        _page(writer, page, begins_new=bool(brief.overview))
    if not brief.overview:
        writer.closing(brief.closing)
    return packed(document, brief.title, brief.day)


def _page(writer: _Writer, page: CasePage, *, begins_new: bool) -> None:
    title = Line(f"{page.number}. {page.title.text}", language=page.title.language)
    writer.line(title, "Heading 2").paragraph_format.page_break_before = begins_new
    for line in page.texts:
        writer.line(line)
    for part in page.parts:
        writer.part(part, "Heading 3")
    writer.line(Line(page.sources_heading), "Heading 3")
    writer.sources(page.sources)
    writer.closing(page.sources_note)
