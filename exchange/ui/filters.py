"""The filters beside the results: one widget a facet field, with counts that follow the query."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from exchange.labels import label, number_text
from exchange.results import FACET_FIELDS
from exchange.translation import N_, gettext
from exchange.ui.state import current_view, go_to, keep_widget
from exchange.ui.view import View
from exchange.vocabulary import EVIDENCE

# Fields with few values show all of them; the others are lists to choose from by typing.
_SHORT_FIELDS = frozenset({"sector", "innovation_type", "level", "status", "evidence", "language"})

_MODES = ("hybrid", "keyword", "semantic")


def filter_key(field: str) -> str:
    """Return the key of a field's widget."""
    return f"filter_{field}"


Counts = Mapping[str, Mapping[str, int]]
"""Facet field -> value -> how many cases of the list have it."""


def show_filters(view: View, facets: Counts, language: str, *, has_modes: bool = True) -> None:
    """Show the filters of a list in the side bar.

    :param has_modes: whether the reader chooses by what is searched.
    """
    with st.sidebar:
        for field in FACET_FIELDS:
            counts = _with_selected(facets.get(field, {}), view.filters.get(field, ()))
            if not counts:
                continue
            if field == "year":
                _show_years(view, counts, language)
            else:
                _show_field(field, view, counts, language)
        if has_modes:
            _show_modes(view, language)


def _show_modes(view: View, language: str) -> None:
    keep_widget("mode", view.mode)
    st.radio(
        gettext("Search by", language),
        _MODES,
        key="mode",
        format_func=lambda mode: label("mode", mode, language),
        on_change=_mode_changed,
    )


def filter_name(field: str, value: str, language: str) -> str:
    """Return a filter in words, as in "Country: Indonesia"."""
    shown = label(field, value, language).replace("..", "–")
    name = gettext("{name}:", language, name=label("field", field, language))
    return f"{name} {shown}"


def chips(view: View, language: str) -> list[tuple[str, str]]:
    """Return for each filter the address without it, and the filter in words."""
    return [
        (view.without(field, value).href, filter_name(field, value, language))
        for field, values in view.filters.items()
        for value in values
    ]


def _show_field(field: str, view: View, counts: Mapping[str, int], language: str) -> None:
    key = filter_key(field)
    selected = _spelt_as(view.filters.get(field, ()), counts)
    name = label("field", field, language)

    def shown(value: str) -> str:
        count = number_text(counts[value], language)
        # Names of closed vocabularies only: they hold nothing that Markdown would read.
        tail = f":gray[{count}]" if field in _SHORT_FIELDS else f"({count})"
        return f"{label(field, value, language)} {tail}"

    keep_widget(key, selected)
    if field in _SHORT_FIELDS:
        st.pills(
            name,
            list(counts),
            selection_mode="multi",
            format_func=shown,
            key=key,
            on_change=_values_changed,
            args=(field,),
            help=_evidence_help(language) if field == "evidence" else None,
        )
    else:
        st.multiselect(
            name,
            list(counts),
            format_func=shown,
            key=key,
            on_change=_values_changed,
            args=(field,),
            placeholder=gettext("Choose or type", language),
        )


def _show_years(view: View, counts: Mapping[str, int], language: str) -> None:
    """Show first and last year; an address with single years shows them as chips only."""
    first, last = _year_range(view)
    ends = [year for year in (first, last) if year is not None]
    years = sorted({*ends, *(int(year) for year in counts if year.isdigit())}, reverse=True)
    with st.container(horizontal=True, key="years"):
        for key, name, value in (
            ("year_from", N_("From year"), first),
            ("year_to", N_("To year"), last),
        ):
            keep_widget(key, value)
            st.selectbox(
                gettext(name, language),
                [None, *years],
                key=key,
                format_func=lambda year: gettext("Any", language) if year is None else str(year),
                on_change=_years_changed,
            )


def _year_range(view: View) -> tuple[int | None, int | None]:
    """Return first and last year of the one year or range that is chosen; None is an open end."""
    values = view.filters.get("year", ())
    first, dots, last = values[0].partition("..") if len(values) == 1 else ("", "..", "")
    return _year(first), _year(last if dots else first)


def _year(text: str) -> int | None:
    return int(text) if text.isdigit() else None


def _with_selected(counts: Mapping[str, int], selected: Sequence[str]) -> dict[str, int]:
    """Return the counts with a zero for each chosen value that the list does not have."""
    known = {value.casefold() for value in counts}
    return {**counts, **{value: 0 for value in selected if value.casefold() not in known}}


def _spelt_as(selected: Sequence[str], counts: Mapping[str, int]) -> list[str]:
    """Return the chosen values as the list spells them: an address may say country=id."""
    spelling = {value.casefold(): value for value in counts}
    return [spelling[value.casefold()] for value in selected]


def _evidence_help(language: str) -> str:
    return "\n".join(
        f"- **{label('evidence', value, language)}** – "
        f"{label('evidence_explained', value, language)}"
        for value in EVIDENCE
    )


def _values_changed(field: str) -> None:
    go_to(current_view().filtered(field, st.session_state[filter_key(field)]))


def _years_changed() -> None:
    first, last = st.session_state["year_from"], st.session_state["year_to"]
    chosen = [] if first is None and last is None else [f"{first or ''}..{last or ''}"]
    go_to(current_view().filtered("year", chosen))


def _mode_changed() -> None:
    go_to(replace(current_view(), mode=st.session_state["mode"], page=1))
