"""Pictures of a whole result list above it; the address names the one that is open."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import streamlit as st
from markupsafe import Markup

from exchange.engine import SearchEngine
from exchange.results import SearchResult
from exchange.translation import N_, gettext
from exchange.ui import common_panel, map_panel, shape_panel, years_panel
from exchange.ui.drawing import draw
from exchange.ui.markup import render
from exchange.ui.view import Panel, View

Draw = Callable[[SearchEngine, View, SearchResult, str], Markup]
_PANELS: Mapping[Panel, tuple[str, Draw]] = {
    "map": (N_("Map"), map_panel.html),
    "years": (N_("Years"), years_panel.html),
    "common": (N_("What they share"), common_panel.html),
    "shape": (N_("All cases by meaning"), shape_panel.html),
}


def show_panels(engine: SearchEngine, view: View, result: SearchResult, language: str) -> None:
    """Show the switches of the panels, and below them the one that is open."""
    links = [
        (
            name,
            replace(view, panel=None if name == view.panel else name).href,
            gettext(words, language),
        )
        for name, (words, _) in _PANELS.items()
    ]
    st.html(render("panels.html", language, links=links, open=view.panel))
    if view.panel:
        _, html = _PANELS[view.panel]
        draw(html(engine, view, result, language), key=f"panel_{view.panel}")
