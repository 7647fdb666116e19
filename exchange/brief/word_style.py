"""How a brief looks in Word: paper, fonts, tables with fine lines, page numbers, links."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.table import Table, _Cell, _Row
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

TEXT_MILLIMETRES = 210 - 2 * 18
"""Width of the text on A4 paper."""
_FONT = "Calibri"
_DARK = "1F3864"
_HEADINGS = (("Heading 1", 20, 0, 4), ("Heading 2", 14, 12, 4), ("Heading 3", 11, 9, 2))


def set_paper(document: "Document") -> None:
    """Make the pages A4 instead of what python-docx takes, American letter paper."""
    from docx.shared import Mm

    [section] = document.sections
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin, section.bottom_margin = Mm(16), Mm(18)
    section.footer_distance = Mm(9)


def set_styles(document: "Document") -> None:
    """Set small, even text; a heading stays with what it heads."""
    from docx.shared import Pt, RGBColor

    for name, points, before, after in (
        ("Normal", 10, 0, 4),
        ("List Bullet", 10, 0, 2),
        ("Footer", 8.5, 0, 0),
        *_HEADINGS,
    ):
        style = document.styles[name]
        style.font.size = Pt(points)
        properties = style.element.get_or_add_rPr()
        _set_complex_size(properties, points)
        fonts = properties.get_or_add_rFonts()
        for key in list(fonts.attrib):
            del fonts.attrib[key]  # those of the theme would win
        for kind in ("ascii", "hAnsi", "cs"):
            fonts.set(_name(f"w:{kind}"), _FONT)
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
        style.paragraph_format.line_spacing = 1.05
        if name.startswith("Heading"):
            style.font.color.rgb = RGBColor.from_string(_DARK)
            style.paragraph_format.keep_with_next = True


def set_run(run: "Run", points: float, *, is_bold: bool = False) -> None:
    """Set size and weight of a run, in Latin and, which Word keeps apart, in Arabic letters."""
    from docx.shared import Pt

    run.font.size, run.font.bold, run.font.cs_bold = Pt(points), is_bold, is_bold
    _set_complex_size(run._r.get_or_add_rPr(), points)


def _set_complex_size(properties: "BaseOxmlElement", points: float) -> None:
    """Give Arabic letters the size that the Latin ones have."""
    for old in properties.findall(_name("w:szCs")):
        properties.remove(old)
    half_points = str(round(2 * points))
    properties.find(_name("w:sz")).addnext(_element("w:szCs", val=half_points))


def style_table(table: "Table", *, is_turned: bool) -> None:
    """Give a table fine lines between its rows, and fixed columns.

    :param is_turned: its first column is on the right.
    """
    from docx.oxml import OxmlElement

    properties = table._tbl.tblPr
    if is_turned:  # the schema has a place for each element
        properties.insert(0, OxmlElement("w:bidiVisual"))
    table.autofit = False
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        borders.append(_element(f"w:{side}", val="single", sz="4", space="0", color="BFBFBF"))
    margins = OxmlElement("w:tblCellMar")
    for side, twentieths in (("top", 30), ("left", 70), ("bottom", 30), ("right", 70)):
        margins.append(_element(f"w:{side}", w=str(twentieths), type="dxa"))
    layout = properties.find(_name("w:tblLayout"))
    layout.addprevious(borders)
    layout.addnext(margins)


def repeat_row(row: "_Row") -> None:
    """Repeat a row at the top of each page that the table goes on to."""
    row._tr.get_or_add_trPr().append(_element("w:tblHeader", val="true"))


def keep_row(row: "_Row") -> None:
    """Let a row stand whole on one page."""
    row._tr.get_or_add_trPr().insert(0, _element("w:cantSplit", val="true"))


def shade(cell: "_Cell") -> None:
    """Give a cell the ground of a header."""
    cell._tc.get_or_add_tcPr().append(_element("w:shd", val="clear", color="auto", fill="E8EDF4"))


def add_footer(document: "Document", text: str) -> None:
    """Put a text and "page / pages" at the foot of every page."""
    [section] = document.sections
    [paragraph] = section.footer.paragraphs
    paragraph.add_run(f"{text} · ")
    _add_field(paragraph, "PAGE")
    paragraph.add_run(" / ")
    _add_field(paragraph, "NUMPAGES")


def _add_field(paragraph: "Paragraph", code: str) -> None:
    from docx.oxml import OxmlElement

    field = _element("w:fldSimple", instr=code)
    run = OxmlElement("w:r")
    run.text = "1"  # until the program that opens the file counts
    field.append(run)
    paragraph._p.append(field)


def add_link(paragraph: "Paragraph", url: str) -> "Run":
    """Add a web address as a link and return its text."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.shared import RGBColor

    relation = paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(_name("r:id"), relation)
    run = paragraph.add_run(url)
    link.append(run._r)
    paragraph._p.append(link)
    run.font.color.rgb = RGBColor.from_string("0B4F9E")
    return run


def _element(name: str, **values: str) -> "BaseOxmlElement":
    from docx.oxml import OxmlElement

    element = OxmlElement(name)
    for key, value in values.items():
        element.set(_name(f"w:{key}"), value)
    return element


def _name(tag: str) -> str:
    from docx.oxml.ns import qn

    return qn(tag)
