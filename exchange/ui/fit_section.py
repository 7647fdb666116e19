"""The reader's office above a result list: what is left out, and how others got what it lacks."""

from dataclasses import replace

import streamlit as st

from exchange.engine import SearchEngine
from exchange.fit import SharedGap, shared_gaps
from exchange.fit_search import fit_priority, fitting
from exchange.results import SearchResult
from exchange.ui.cards import reading_language
from exchange.ui.markup import render
from exchange.ui.view import View

COMPARED = 30
"""So many of the first cases of a list are looked at for what they share."""
_GAPS, _EXAMPLES = 3, 3


def search(
    engine: SearchEngine, view: View, offset: int, limit: int, *, explain: bool = True
) -> SearchResult:
    """Return a page of the list that a view asks for, by fit where it asks for that.

    :raises QueryError: as from the engine.
    """
    return engine.search(
        view.query,
        mode=view.mode,
        filters=view.filters,
        sort=view.sort,
        offset=offset,
        limit=limit,
        expand=view.expands,
        explain=explain,
        among=fitting(engine, view.profile) if view.only_fitting else None,
        priority=fit_priority(engine, view.profile) if view.by_fit else None,
    )


def show_fit(engine: SearchEngine, view: View, language: str) -> None:
    """Show what of the list goes by the reader's office; nothing when nothing is said of it."""
    if view.profile.is_empty:
        return
    first = search(engine, view, 0, COMPARED, explain=False) if view.profile.lack else None
    cases = [hit.case for hit in first.hits if hit.case is not None] if first else []
    gaps = shared_gaps(cases, view.profile)[:_GAPS]
    st.html(
        render(
            "fit_bar.html",
            language,
            view=view,
            office=view.at_profile().href,
            other=replace(view, only_fitting=not view.only_fitting, page=1).href,
            compared=len(cases),
            gaps=[(gap, _examples(gap, view, language)) for gap in gaps],
        )
    )


def _examples(gap: SharedGap, view: View, language: str) -> list[dict[str, object]]:
    """Return the examples of a gap, those of other countries and the same one alike."""
    return [
        {
            "title": example.case.title_in(reading_language(example.case, language)),
            "reading": reading_language(example.case, language),
            "href": view.at_case(example.case.id).href,
            "note": example.note,
            "source": example.case.sources[example.source - 1],
            "number": example.source,
        }
        for example in gap.examples[:_EXAMPLES]
    ]
