"""The page of one case: texts, figures, needs, family, sources, and cases like it."""

from dataclasses import replace

import streamlit as st

from exchange.case import Case
from exchange.errors import ExchangeError, UnknownDocumentError
from exchange.labels import language_name, text
from exchange.ui.cards import card, reading_language
from exchange.ui.frame import show_frame
from exchange.ui.markup import render
from exchange.ui.messages import show_message, show_not_ready
from exchange.ui.state import current_engine, current_view, language_of
from exchange.ui.view import View

SIMILAR_CASES = 5


def show() -> None:
    """Show the case that the address names."""
    view = current_view()
    results = replace(view, case_id=None)
    try:
        engine = current_engine()
        case = engine.case(view.case_id or "")
        similar = engine.similar(case.id, limit=SIMILAR_CASES)
    except UnknownDocumentError:
        language = show_frame(view)
        show_message(
            text("unknown_case", language),
            language,
            intro=text("unknown_case_what", language, id=view.case_id or ""),
            links=[(results.href, text("to_search", language))],
        )
        return
    except ExchangeError as exc:
        show_not_ready(exc, show_frame(view))
        return
    language = language_of(view)
    show_frame(view, case.title_in(reading_language(case, language)))
    st.html(render("case_top.html", language, case=case, back=results.href, view=view))
    reading = _choose_language(case, language)
    st.html(_case_html(case, view, reading, language))
    cards = [card(hit, results, language) for hit in similar]
    if cards:
        st.html(render("similar.html", language, cards=cards))


def _choose_language(case: Case, language: str) -> str:
    """Return the language of title and summary; where there are several, let the reader choose."""
    available = [case.language, *sorted(set(case.translations) - {case.language})]
    first = reading_language(case, language)
    if len(available) == 1:
        return first

    def shown(code: str) -> str:
        name = language_name(code, language)
        return text("original", language, language=name) if code == case.language else name

    chosen = st.segmented_control(
        text("text_language", language),
        available,
        default=first,
        required=True,
        format_func=shown,
        # Another case, or another interface language, begins with its own choice.
        key=f"text_language_{case.id}_{language}",
    )
    return chosen or first


def _case_html(case: Case, view: View, reading: str, language: str) -> str:
    return render(
        "case.html",
        language,
        case=case,
        reading=reading,
        title=case.title_in(reading),
        summary=case.summary_in(reading),
        permalink=View(case_id=case.id, language=view.language).href,
        case_href=lambda id: View(case_id=id, language=view.language).href,
        filter_href=lambda field, value: view.start().filtered(field, [str(value)]).href,
    )
