"""What the listed cases have in common: the commonest values of a few fields, each a filter."""

from dataclasses import dataclass

from markupsafe import Markup

from exchange.engine import SearchEngine
from exchange.labels import label
from exchange.results import SearchResult
from exchange.ui.markup import render
from exchange.ui.view import View
from exchange.vocabulary import UNKNOWN

FIELDS = ("sector", "innovation_type", "need", "technology", "evidence", "level")
SHOWN_VALUES = 6


@dataclass(frozen=True, slots=True)
class Fact:
    """A value of a field.

    :param share: its count, 1 for the commonest value of the field.
    :param chosen: whether the filter holds it.
    :param href: the address with it in the filter, or without.
    """

    name: str
    count: int
    share: float
    chosen: bool
    href: str


def html(engine: SearchEngine, view: View, result: SearchResult, language: str) -> Markup:
    """Return the panel of a result list."""
    groups = [
        (label("field", field, language), facts)
        for field in FIELDS
        if (facts := _facts(field, view, result, language))
    ]
    return Markup(render("common.html", language, groups=groups))


def _facts(field: str, view: View, result: SearchResult, language: str) -> list[Fact]:
    """Return the commonest values of a field; a field's counts ignore its own filter."""
    known = {v: n for v, n in result.facets[field].items() if v != UNKNOWN}
    highest = max(known.values(), default=1)
    return [
        Fact(
            label(field, value, language),
            count,
            count / highest,
            view.has_filter(field, value),
            view.toggled(field, value).href,
        )
        for value, count in list(known.items())[:SHOWN_VALUES]
    ]
