"""The search page: one box, filters with counts, and one page of the result list."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from exchange.engine import SearchEngine
from exchange.errors import ExchangeError, QueryError
from exchange.labels import label, text
from exchange.results import SORTS, SearchResult
from exchange.ui.advice import advice
from exchange.ui.cards import card
from exchange.ui.filters import filter_name, show_filters
from exchange.ui.frame import show_frame
from exchange.ui.markup import render
from exchange.ui.messages import show_message, show_not_ready
from exchange.ui.state import current_engine, current_view, go_to, keep_widget
from exchange.ui.view import TOP_40, Layout, View

PAGE_SIZE = 10
_EXAMPLES = ("example_1", "example_2", "example_3")
_LAYOUTS: Mapping[Layout, str] = {"list": "layout_list", "grid": "layout_grid"}
_PAGES_AROUND = 2


def show() -> None:
    """Show the page that the address asks for."""
    view = current_view()
    language = show_frame(view, view.query)
    try:
        engine = current_engine()
    except ExchangeError as exc:
        show_not_ready(exc, language)
        return
    _show_box(view, language)
    try:
        result = _search(engine, view)
    except QueryError as exc:
        links = [(view.unfiltered().href, text("try_no_filters", language))] if view.filters else []
        links.append((view.start().href, text("start_again", language)))
        show_message(text("query_error", language), language, detail=str(exc), links=links)
        return
    _show_count(view, result, language)
    st.html(_results_html(engine, view, result, language))
    show_filters(view, result, language)  # last: the list need not wait for the counts


def _search(engine: SearchEngine, view: View) -> SearchResult:
    return engine.search(
        view.query,
        mode=view.mode,
        filters=view.filters,
        sort=view.sort,
        offset=(view.page - 1) * PAGE_SIZE,
        limit=PAGE_SIZE,
        expand=view.expands,
    )


def _show_box(view: View, language: str) -> None:
    if view.is_start:
        st.html(f'<h1 class="tagline" lang="{language}">{text("tagline", language)}</h1>')
    keep_widget("q", view.query)
    with (
        st.form("search", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        st.text_input(
            text("search_label", language),
            key="q",
            placeholder=text("search_placeholder", language),
            label_visibility="visible" if view.is_start else "collapsed",
        )
        st.form_submit_button(
            text("search", language), key="search_button", type="primary", on_click=_query_changed
        )
    examples = [text(key, language) for key in _EXAMPLES] if view.is_start else []
    links = [(view.asking(words).href, words) for words in examples]
    if view.filters.get("award") != (TOP_40,):
        top_40 = view.start().filtered("award", [TOP_40])
        links.append((top_40.href, text("top_40", language)))
    if links:
        st.html(render("examples.html", language, links=links, is_start=view.is_start))


def _show_count(view: View, result: SearchResult, language: str) -> None:
    """Show how many there are, and beside it the order."""
    with st.container(horizontal=True, key="head", vertical_alignment="bottom"):
        st.html(
            render(
                "count.html",
                language,
                total=result.total,
                is_start=view.is_start,
                query=result.query,
                first=result.offset + 1,
                last=result.offset + len(result.hits),
                remark=_remark(view, result, language),
            )
        )
        if result.total > 1:
            # Without a question there is no best match; the newest come first.
            sorts = SORTS if result.query else tuple(s for s in SORTS if s != "relevance")
            keep_widget("sort", view.sort if view.sort in sorts else sorts[0])
            st.selectbox(
                text("sort", language),
                sorts,
                key="sort",
                format_func=lambda sort: label("sort", sort, language),
                on_change=_sort_changed,
                width=180,
            )


def _remark(view: View, result: SearchResult, language: str) -> str:
    """Say how many of the 40 there are: whoever clicks on "the 40" expects as many."""
    is_top_40 = not view.query and dict(view.filters) == {"award": (TOP_40,)}
    if not is_top_40 or result.total >= 40:
        return ""
    return text("top_40_have", language, total=result.total)


def _results_html(engine: SearchEngine, view: View, result: SearchResult, language: str) -> str:
    last_page = max(1, -(-result.total // PAGE_SIZE))
    beyond = bool(result.total) and not result.hits
    key = "beyond_end" if beyond else "no_hits_filters" if view.filters else "no_hits_query"
    return render(
        "results.html",
        language,
        result=result,
        view=view,
        layouts=[
            (layout, replace(view, layout=layout).href, text(key, language))
            for layout, key in _LAYOUTS.items()
        ],
        plain_words=replace(view, expands=False, page=1).href,
        other_words=replace(view, expands=True, page=1).href,
        cards=[card(hit, view, language) for hit in result.hits],
        chips=[
            (view.without(field, value).href, filter_name(field, value, language))
            for field, values in view.filters.items()
            for value in values
        ],
        clear_all=view.unfiltered().href,
        suggestions=[(view.asking(s.query).href, s.query) for s in result.suggestions],
        page=view.page,
        pages=_pages(view, last_page),
        previous=_page_href(view, view.page - 1) if 1 < view.page <= last_page else None,
        next=_page_href(view, view.page + 1) if view.page < last_page else None,
        explanation=text(key, language, pages=last_page),
        advice=advice(engine, view, result, language),
    )


def _pages(view: View, last: int) -> Sequence[tuple[int | None, str]]:
    """Return (number, address) of the pages to link to; None stands for those left out."""
    near = range(view.page - _PAGES_AROUND, view.page + _PAGES_AROUND + 1)
    shown = sorted({1, last} | {page for page in near if 1 <= page <= last})
    pages: list[tuple[int | None, str]] = []
    for page in shown:
        if pages and page - (pages[-1][0] or 0) > 1:
            pages.append((None, ""))
        pages.append((page, _page_href(view, page)))
    return pages


def _page_href(view: View, page: int) -> str:
    return replace(view, page=page).href


def _query_changed() -> None:
    go_to(current_view().asking(st.session_state["q"]))


def _sort_changed() -> None:
    sort = st.session_state["sort"]
    view = current_view()
    is_default = sort == "newest" and not view.query
    go_to(replace(view, sort="relevance" if is_default else sort, page=1))
