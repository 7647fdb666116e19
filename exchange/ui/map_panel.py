"""Where the listed cases are: a map shaded by their number in each country, and a list of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from exchange.engine import SearchEngine
from exchange.results import SearchResult
from exchange.ui.markup import render
from exchange.ui.view import View
from exchange.ui.world import Shape, world
from exchange.vocabulary import UNKNOWN

STEPS = 5
LISTED = 12
"""Countries that are always seen; those that are chosen stand after them."""
TARGET = 17
"""Radius in units of the map around a small country: 12 px where the map is narrowest."""
_TARGET_AREA = 3.14 * TARGET**2


@dataclass(frozen=True, slots=True)
class Country:
    """A country with hits, or one that is chosen.

    :param step: its shade, 1 for the lightest; 0 without hits, and for cases of no known country.
    :param chosen: whether the filter holds it.
    :param href: the address with it in the filter, or without.
    :param shape: None where the map has none.
    """

    code: str
    count: int
    step: int
    chosen: bool
    href: str
    shape: Shape | None


def html(engine: SearchEngine, view: View, result: SearchResult, language: str) -> Markup:
    """Return the panel of a result list."""
    counts = result.facets["country"]
    tops = steps(max((n for code, n in counts.items() if code != UNKNOWN), default=0))
    listed = _countries(counts, tops, view)
    by_code = {country.code: country for country in listed}
    drawn = [by_code[code] for code in world().shapes if code in by_code]
    large = [c for c in drawn if c.shape and c.shape.area > _TARGET_AREA]
    return Markup(
        render(
            "map.html",
            language,
            width=world().width,
            height=world().height,
            land="".join(s.path for code, s in world().shapes.items() if code not in by_code),
            large=large,
            small=[c for c in drawn if c not in large],
            chosen=[c for c in drawn if c.chosen],
            target=TARGET,
            legend=list(zip([1, *(top + 1 for top in tops)], tops, strict=False)),
            middle=next((c.shape.at[0] / world().width for c in listed if c.shape), 0.5),
            listed=[c for n, c in enumerate(listed) if n < LISTED or c.chosen],
            more=[c for c in listed[LISTED:] if not c.chosen],
        )
    )


def steps(highest: int) -> Sequence[int]:
    """Return the largest count of each shade: each step is as many times the one before."""
    return sorted({round(highest ** (n / STEPS)) for n in range(1, STEPS + 1)} - {0})


def _countries(counts: Mapping[str, int], tops: Sequence[int], view: View) -> list[Country]:
    """Return the countries by count; a field's counts ignore its own filter."""
    chosen = view.filters.get("country", ())
    # An address may say country=id.
    missing = {v.upper(): 0 for v in chosen if v.casefold() not in {c.casefold() for c in counts}}
    return [
        _country(code, count, tops, view) for code, count in [*counts.items(), *missing.items()]
    ]


def _country(code: str, count: int, tops: Sequence[int], view: View) -> Country:
    return Country(
        code,
        count,
        next((step for step, top in enumerate([0, *tops]) if count <= top), 0),
        view.has_filter("country", code),
        view.toggled("country", code).href,
        world().shapes.get(code),
    )
