"""A brief as Markdown: text stays text, whatever is written in it."""

import re
from collections.abc import Iterator, Sequence

from exchange.brief.content import Brief, CasePage, Line, Part, Table
from exchange.report_files import escape_markdown, escape_within_line

# `[4]` is no link unless "(" or ":" follows, so it may stand as people read it.
_CITATION = re.compile(r"\\\[(\d+(?:, \d+)*)\\\](?![(:\[])")


def to_markdown(brief: Brief) -> bytes:
    """Return a brief as Markdown in UTF-8, with tables as GitHub writes them."""
    return ("\n\n".join(_blocks(brief)) + "\n").encode()


def _blocks(brief: Brief) -> Iterator[str]:
    yield f"# {_text(brief.title)}"
    yield from map(_text, brief.opening)
    for part in brief.overview:
        yield from _part(part, "##")
    for page in brief.pages:
        yield from _page(page)
    yield _text(brief.closing)


def _page(page: CasePage) -> Iterator[str]:
    yield f"## {page.number}. {_text(page.title.text)}"
    yield from (_text(line.text) for line in page.texts)
    for part in page.parts:
        yield from _part(part, "###")
    yield f"### {_text(page.sources_heading)}"
    if page.sources:
        yield "\n".join(f"- [{s.number}] {_text(s.about)} <{s.url}>" for s in page.sources)
    yield _text(page.sources_note)


def _part(part: Part, level: str) -> Iterator[str]:
    yield f"{level} {_text(part.heading)}"
    if part.table is not None:
        yield _table(part.table)
    yield from (_text(line.text) for line in part.lines)
    if part.items:
        yield "\n".join(f"- {_text(line.text)}" for line in part.items)


def _table(table: Table) -> str:
    rows = [_row([Line(name) for name in table.header]), _row_of_dashes(len(table.header))]
    return "\n".join((*rows, *map(_row, table.rows)))


def _row(cells: Sequence[Line]) -> str:
    return f"| {' | '.join(_cell(cell.text) for cell in cells)} |"


def _row_of_dashes(columns: int) -> str:
    return f"|{' --- |' * columns}"


def _cell(text: str) -> str:
    return _CITATION.sub(r"[\1]", escape_within_line(text))


def _text(text: str) -> str:
    return _CITATION.sub(r"[\1]", escape_markdown(text))
