"""What a page works with: the engine that all sessions share, and the view of this session."""

import gc
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urljoin

import streamlit as st

from exchange.case import Case
from exchange.engine import SearchEngine
from exchange.errors import UnknownDocumentError
from exchange.settings import load_settings
from exchange.translation import interface_language
from exchange.ui.view import Place, View


@st.cache_resource(show_spinner=False)
def open_engine() -> SearchEngine:
    """Open the published snapshot once for all sessions; tests put another engine here.

    :raises ExchangeError: a setting is wrong, or the index is missing, damaged or too old.
    """
    # After each run of a page Streamlit collects garbage, and would look at all that was imported:
    # 50 ms in which no other session gets on. Before the engine, since it may be replaced.
    if not gc.get_freeze_count():
        gc.freeze()
    return SearchEngine.open(load_settings())


def current_engine() -> SearchEngine:
    """Return the engine over the newest snapshot.

    :raises ExchangeError: as from :func:`open_engine`.
    """
    engine = open_engine()
    if engine.is_stale:
        open_engine.clear()
        engine = open_engine()
    return engine


def current_view(place: Place = "search") -> View:
    """Return the view that the address of this session means on a page."""
    parameters = st.query_params
    given = {name: parameters.get_all(name) for name in parameters}
    return View.from_parameters(given, place)


def cases_of(engine: SearchEngine, ids: Sequence[str]) -> tuple[list[Case], list[str]]:
    """Return the cases with these ids, in this order, and the ids that no case has."""
    cases, unknown = [], []
    for id in ids:
        try:
            cases.append(engine.case(id))
        except UnknownDocumentError:
            unknown.append(id)
    return cases, unknown


def whole_address(view: View) -> str:
    """Return the address of a view with scheme and host, as others can use it."""
    return urljoin(st.context.url or "", view.href)


def go_to(view: View) -> None:
    """Put a view of the same page into the address; for callbacks, whose rerun then shows it."""
    st.query_params.from_dict(view.parameters())


def language_of(view: View) -> str:
    """Return the interface language: what the address asks for, else what the browser prefers."""
    return interface_language(view.language, st.context.locale)


def keep_widget(key: str, value: object) -> None:
    """Let a widget show what the address says, without disturbing one that shows it already."""
    if st.session_state.get(key) != value:
        st.session_state[key] = value


def in_language(view: View, language: str) -> View:
    """Return the view in another interface language."""
    return replace(view, language=language)
