"""The years in which the listed innovations began: a bar each, spans of five years to choose."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from exchange.engine import SearchEngine
from exchange.results import SearchResult
from exchange.ui.markup import render
from exchange.ui.view import View
from exchange.vocabulary import UNKNOWN

SPAN = 5


@dataclass(frozen=True, slots=True)
class Bar:
    """One year, or a span of them.

    :param value: what the filter is called: "2016" or "2015..2019".
    :param share: its height, 1 for the highest; of single years.
    :param chosen: whether the filter holds it.
    :param href: the address with the filter set to it, or without it when it is all that is set.
    """

    value: str
    count: int
    share: float
    chosen: bool
    href: str


def html(engine: SearchEngine, view: View, result: SearchResult, language: str) -> Markup:
    """Return the panel of a result list."""
    counts = {int(y): n for y, n in result.facets["year"].items() if y != UNKNOWN}
    years = _years(counts, view)
    chosen = [place + 0.5 for place, bar in enumerate(years) if bar.chosen]
    return Markup(
        render(
            "years.html",
            language,
            years=years,
            # What a narrow window shows at first: what is chosen, else the newest.
            middle=sum(chosen) / len(chosen) / len(years) if chosen else 1,
            spans=_spans(counts, view),
            is_filtered="year" in view.filters,
            unknown=_bar(UNKNOWN, result.facets["year"].get(UNKNOWN, 0), 1, view),
        )
    )


def _years(counts: Mapping[int, int], view: View) -> list[Bar]:
    """Return a bar for each year from the first to the last, also for those without a case."""
    if not counts:
        return []
    highest = max(counts.values())
    years = range(min(counts), max(counts) + 1)
    return [_bar(str(y), counts.get(y, 0), counts.get(y, 0) / highest, view) for y in years]


def _spans(counts: Mapping[int, int], view: View) -> list[Bar]:
    first = {year: year - year % SPAN for year in counts}
    return [
        _bar(
            f"{start}..{start + SPAN - 1}",
            sum(counts[y] for y in counts if first[y] == start),
            1,
            view,
        )
        for start in sorted(set(first.values()))
    ]


def _bar(value: str, count: int, share: float, view: View) -> Bar:
    chosen = view.filters.get("year", ())
    only = chosen == (value,)
    href = view.filtered("year", [] if only else [value]).href
    return Bar(value, count, share, _holds(chosen, value), href)


def _holds(chosen: tuple[str, ...], value: str) -> bool:
    """Return whether one of the chosen years or ranges has the year in it, or is the range."""
    for choice in chosen:
        first, dots, last = choice.partition("..")
        inside = dots and value.isdigit() and (first or "0") <= value <= (last or "9999")
        if value == choice or inside:
            return True
    return False
