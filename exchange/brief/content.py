"""What a brief says: texts in one language, tables and sources, whatever file will hold them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

CITATION = re.compile(r"\[(\d+(?:, \d+)*)\]")
"""`[4]` or `[1, 4]`, as :func:`cite` writes it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of plain text.

    :param sources: numbers of the case's sources that the text cites as `[n]`.
    :param language: of a text from the case, "" for one of the interface.
    """

    text: str
    sources: tuple[int, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Lines in rows and columns; every row is as long as the header.

    :param header: names of the columns; of empty names where the first column names the rows.
    :param widths: of the columns, in percent of the table's.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    widths: tuple[int, ...]

    @property
    def names_rows(self) -> bool:
        """Whether the first column names the rows, and no header the columns."""
        return not any(self.header)


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and what stands below it: a table, lines of text, items, in this order."""

    heading: str
    table: Table | None = None
    lines: tuple[Line, ...] = ()
    items: tuple[Line, ...] = ()

    def texts(self) -> Iterator[Line]:
        """Yield every line, those in the table too."""
        for row in () if self.table is None else self.table.rows:
            yield from row
        yield from self.lines
        yield from self.items


@dataclass(frozen=True, slots=True)
class ListedSource:
    """A source that a page cites.

    :param number: as in the case: `[4]` means the same source there and here.
    :param about: title, publisher and date.
    """

    number: int
    about: str
    url: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """The page of one case.

    :param number: its place in the brief, 1 for the first.
    :param texts: the summary.
    :param sources: exactly those that the page cites, by number.
    :param sources_note: how many sources the case has in all.
    """

    id: str
    number: int
    title: Line
    texts: tuple[Line, ...]
    parts: tuple[Part, ...]
    sources_heading: str
    sources: tuple[ListedSource, ...] = ()
    sources_note: str = ""

    @property
    def cited(self) -> tuple[int, ...]:
        """Numbers of the sources that the page cites."""
        lines = [*self.texts, *(line for part in self.parts for line in part.texts())]
        return tuple(sorted({number for line in lines for number in line.sources}))


@dataclass(frozen=True, slots=True)
class Brief:
    """A shortlist for a delegation: a comparison, then a page for each case.

    :param day: the day as of which it is written.
    :param language: an interface language.
    :param overview: of several cases the comparison, what of each the office has, and the gaps
        that they share; of one case nothing.
    """

    title: str
    day: date
    language: str
    opening: tuple[str, ...]
    overview: tuple[Part, ...]
    pages: tuple[CasePage, ...]
    closing: str


def cite(text: str, *sources: int | None, language: str = "") -> Line:
    """Return a line that ends in the numbers of its sources; None is no source."""
    numbers = tuple(sorted({number for number in sources if number is not None}))
    cited = f"{text} [{', '.join(map(str, numbers))}]" if numbers else text
    return Line(cited, numbers, language)


def joined(lines: Sequence[Line], separator: str) -> Line:
    """Return lines as one, with the citations of all."""
    numbers = sorted({number for line in lines for number in line.sources})
    return Line(separator.join(line.text for line in lines), tuple(numbers))
