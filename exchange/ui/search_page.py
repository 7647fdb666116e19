"""The search page: one box, filters with counts, and one page of the result list."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from exchange.engine import SearchEngine
from exchange.errors import ExchangeError, QueryError
from exchange.labels import label
from exchange.results import SORTS, SearchResult
from exchange.translation import N_, gettext, ngettext
from exchange.ui.advice import advice
from exchange.ui.cards import card
from exchange.ui.filters import chips, show_filters
from exchange.ui.fit_section import search, show_fit
from exchange.ui.frame import show_frame
from exchange.ui.markup import render
from exchange.ui.messages import show_message, show_not_ready
from exchange.ui.panels import show_panels
from exchange.ui.state import current_engine, current_view, go_to, keep_widget
from exchange.ui.view import TOP_40, Layout, View

PAGE_SIZE = 10
_EXAMPLES = (
    N_("vehicle tax payment on remote islands"),
    N_("citizens report problems by phone"),
    N_("waiting times in hospitals"),
)
_LAYOUTS: Mapping[Layout, str] = {"list": N_("List"), "grid": N_("Grid")}
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
        result = search(engine, view, (view.page - 1) * PAGE_SIZE, PAGE_SIZE)
    except QueryError as exc:
        links = (
            [(view.unfiltered().href, gettext("Search without any filter", language))]
            if view.filters
            else []
        )
        links.append((view.start().href, gettext("Start again", language)))
        show_message(
            gettext("This search cannot be carried out", language),
            language,
            detail=str(exc),
            links=links,
        )
        return
    _show_count(view, result, language)
    if result.total or view.panel:
        show_panels(engine, view, result, language)
    if result.total:
        show_fit(engine, view, language)
    st.html(_results_html(engine, view, result, language))
    show_filters(view, result.facets, language)  # last: the list need not wait for the counts


def _show_box(view: View, language: str) -> None:
    if view.is_start:
        st.html(render("tagline.html", language))
    keep_widget("q", view.query)
    with (
        st.form("search", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        st.text_input(
            gettext("Describe your problem or what you are looking for", language),
            key="q",
            placeholder=gettext("In your own words, in any language", language),
            label_visibility="visible" if view.is_start else "collapsed",
        )
        st.form_submit_button(
            gettext("Search", language),
            key="search_button",
            type="primary",
            on_click=_query_changed,
        )
    examples = [gettext(words, language) for words in _EXAMPLES] if view.is_start else []
    links = [(view.asking(words).href, words) for words in examples]
    if view.filters.get("award") != (TOP_40,):
        top_40 = view.start().filtered("award", [TOP_40])
        links.append((top_40.href, gettext("The 40 innovations of 2018", language)))
    if view.is_start:
        words = gettext("Describe your problem in a longer text or a file", language)
        links.append((view.at_description().href, words))
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
                is_lower_bound=result.total_is_lower_bound,
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
            chosen = "fit" if view.by_fit else view.sort if view.sort in sorts else sorts[0]
            keep_widget("sort", chosen)
            st.selectbox(
                gettext("Sort by", language),
                sorts if view.profile.is_empty else (*sorts, "fit"),
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
    return gettext("{total} of the 40 are in this collection so far.", language, total=result.total)


def _results_html(engine: SearchEngine, view: View, result: SearchResult, language: str) -> str:
    last_page = max(1, -(-result.total // PAGE_SIZE))
    return render(
        "results.html",
        language,
        result=result,
        view=view,
        layouts=[
            (layout, replace(view, layout=layout).href, gettext(name, language))
            for layout, name in _LAYOUTS.items()
        ],
        plain_words=replace(view, expands=False, page=1).href,
        other_words=replace(view, expands=True, page=1).href,
        cards=[card(hit, view, language) for hit in result.hits],
        chips=chips(view, language),
        clear_all=view.unfiltered().href,
        suggestions=[(view.asking(s.query).href, s.query) for s in result.suggestions],
        page=view.page,
        pages=_pages(view, last_page),
        previous=_page_href(view, view.page - 1) if 1 < view.page <= last_page else None,
        next=_page_href(view, view.page + 1) if view.page < last_page else None,
        explanation=_why_none(view, result, last_page, language),
        advice=advice(engine, view, result, language),
    )


def _why_none(view: View, result: SearchResult, last_page: int, language: str) -> str:
    """Say why a page has no hits."""
    if result.total:
        return ngettext(
            "There is no such page. The list has {pages} page.",
            "There is no such page. The list has {pages} pages.",
            last_page,
            language,
            pages=last_page,
        )
    if view.filters:
        return gettext("No case meets your question and all of your filters.", language)
    return gettext("No case has these words.", language)


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
    if sort == "fit":
        go_to(view.ordered_by_fit())
        return
    is_default = sort == "newest" and not view.query
    go_to(replace(view, by_fit=False, sort="relevance" if is_default else sort, page=1))
