"""Describe a problem: a pasted or uploaded text, which cases answer which of its sentences."""

from collections.abc import Sequence

import streamlit as st

from exchange.engine import SearchEngine
from exchange.errors import ExchangeError, QueryError
from exchange.labels import number_text
from exchange.need import answer_need
from exchange.need_excerpt import first_part
from exchange.need_result import NeedResult
from exchange.reading.refusal import MAX_BYTES, Refusal
from exchange.reading.upload import ReadFile, read_upload
from exchange.translation import N_, gettext
from exchange.ui import description
from exchange.ui.described_result import result_html, show_downloads
from exchange.ui.filters import show_filters
from exchange.ui.frame import show_frame
from exchange.ui.markup import render
from exchange.ui.messages import show_message, show_not_ready
from exchange.ui.state import current_engine, current_view, keep_widget, language_of
from exchange.ui.view import View

MAX_MEGABYTES = MAX_BYTES // 1024**2
_MAX_HITS = 200
_TEXT = "need_text"
_CUT = N_(
    "The file has {all} words; the first {words} are here. Take out what is not needed, or paste "
    "another part."
)
_CUT_LONG = N_(
    "The file has more than {all} words; the first {words} are here. Take out what is not needed, "
    "or paste another part."
)
_KINDS = {"pdf": "PDF", "docx": "DOCX", "txt": "TXT", "md": "Markdown"}


def show() -> None:
    """Show the text of this session and, once it was asked, what answers it."""
    view = current_view("describe")
    language = show_frame(view, gettext("Describe your problem", language_of(view)))
    try:
        engine = current_engine()
    except ExchangeError as exc:
        show_not_ready(exc, language)
        return
    st.html(render("describe.html", language, notes=description.take_notes(), view=view))
    _show_form(language)
    asked = description.asked()
    if not asked:
        return
    too_long = first_part(asked)
    if too_long.is_cut:
        st.html(render("describe_problem.html", language, words=too_long.all_words))
        return
    try:
        with st.spinner(gettext("Comparing your text with the cases …", language)):
            result = _answer(engine, asked, view)
    except QueryError as exc:
        _show_refusal(exc, view, language)
        return
    st.html(result_html(result, view, language))
    show_downloads(result, view, language)
    show_filters(view, result.facets, language, has_modes=False)


def _answer(engine: SearchEngine, text: str, view: View) -> NeedResult:
    """Return what answers a text; a session keeps its last answer, since links come back to it."""
    question = (engine.snapshot, text, tuple(view.filters.items()))
    result = description.kept_answer(question)
    if result is None:
        result = answer_need(engine, text, filters=view.filters, limit=_MAX_HITS)
        description.keep_answer(question, result)
    return result


def _show_form(language: str) -> None:
    keep_widget(_TEXT, description.draft())
    with st.form("describe", border=False):
        st.text_area(
            gettext("Your text, in any language: at most 1,000 words", language),
            key=_TEXT,
            height=220,
            placeholder=gettext(
                "What is the problem, whom does it concern, what was tried, what is needed?",
                language,
            ),
        )
        st.form_submit_button(
            gettext("Find cases", language), key="describe_button", type="primary", on_click=_asked
        )
    key = description.upload_key()
    st.file_uploader(
        gettext(
            "Or take the text from a file: PDF, DOCX, TXT or MD, at most {limit} MB",
            language,
            limit=MAX_MEGABYTES,
        ),
        key=key,
        on_change=_uploaded,
        args=(key,),
        max_upload_size=MAX_MEGABYTES,
    )


def _asked() -> None:
    description.ask(st.session_state[_TEXT])


def _uploaded(key: str) -> None:
    """Put the text of a file into the box, or note why it cannot be read."""
    file = st.session_state[key]
    if file is None:
        return
    language = language_of(current_view("describe"))
    description.renew_upload()
    try:
        read = read_upload(file.getvalue(), file.name)
    except Refusal as refusal:
        description.note([gettext(refusal.message, language, **refusal.values)])
        return
    first = first_part(read.text)
    description.put(first.text)
    notes = _remarks(read, language)
    if first.is_cut:
        cut = _CUT if read.is_whole else _CUT_LONG
        total, words = (number_text(n, language) for n in (first.all_words, first.words))
        notes.append(gettext(cut, language, all=total, words=words))
    notes.append(
        gettext("The text of the file is in the box. Read it through, then find cases.", language)
    )
    description.note(notes)


def _remarks(read: ReadFile, language: str) -> list[str]:
    """Say where the file was not what its name says, or its letters are a guess."""
    remarks: Sequence[str | None] = (
        gettext(
            "The name of the file says something else, but by its content it is {kind}, and was "
            "read as such.",
            language,
            kind=_KINDS[read.kind],
        )
        if read.is_misnamed
        else None,
        gettext(
            "The file does not say how its letters are written (it is not UTF-8). Look whether "
            "those with accents are right.",
            language,
        )
        if read.is_guess
        else None,
    )
    return [remark for remark in remarks if remark]


def _show_refusal(error: QueryError, view: View, language: str) -> None:
    links = (
        [(view.unfiltered().href, gettext("Search without any filter", language))]
        if view.filters
        else []
    )
    show_message(
        gettext("This text cannot be answered", language), language, detail=str(error), links=links
    )
