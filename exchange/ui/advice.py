"""What to try when nothing, or nothing good, was found: one condition less, and what that gives."""

import re
from dataclasses import replace

from exchange.engine import SearchEngine
from exchange.labels import number_text
from exchange.results import SearchResult
from exchange.translation import gettext, ngettext
from exchange.ui.filters import filter_name
from exchange.ui.view import View

_EXPERT_SIGNS = re.compile(r'["():*~]')

Advice = tuple[str, str]
"""Address, or "" where there is nothing to click, and words."""


def advice(engine: SearchEngine, view: View, result: SearchResult, language: str) -> list[Advice]:
    """Return what a reader may try; nothing when good cases are shown."""
    if result.total and not result.hits:
        return [(replace(view, page=1).href, gettext("To the first page", language))]
    if result.hits and result.match != "none":
        return []
    found = _without_filters(engine, view, result, language)
    if view.query and view.mode != "hybrid":
        hybrid = replace(view, mode="hybrid", page=1)
        found.append((hybrid.href, gettext("Search by words and meaning", language)))
    plain = " ".join(_EXPERT_SIGNS.sub(" ", view.query).split())
    if plain != view.query and plain:
        found.append(
            (view.asking(plain).href, gettext("Search without quotes and signs", language))
        )
    if view.query:
        words = gettext(
            "Describe the problem in one plain sentence, in your own language", language
        )
        found.append(("", words))
    return [*found, (view.start().href, gettext("See all cases", language))]


def _without_filters(
    engine: SearchEngine, view: View, result: SearchResult, language: str
) -> list[Advice]:
    """Return each filter left out, with the number of cases that this gives where it gives more."""
    loosened = [
        (view.without(field, value), filter_name(field, value, language))
        for field, values in view.filters.items()
        for value in values
    ]
    found = []
    for wider, name in loosened:
        total = _count(engine, wider)
        if total > result.total:
            words = ngettext(
                "Leave out “{name}” ({total} case)",
                "Leave out “{name}” ({total} cases)",
                total,
                language,
                name=name,
                total=number_text(total, language),
            )
            found.append((wider.href, words))
    everything = _count(engine, view.unfiltered()) if len(loosened) > 1 else 0
    if everything > result.total:
        words = ngettext(
            "Search without any filter ({total} case)",
            "Search without any filter ({total} cases)",
            everything,
            language,
            total=number_text(everything, language),
        )
        found.append((view.unfiltered().href, words))
    return found


def _count(engine: SearchEngine, view: View) -> int:
    """Return how many cases a view lists."""
    return engine.search(
        view.query, mode=view.mode, filters=view.filters, limit=0, expand=view.expands
    ).total
