"""The page of one case: texts, figures, needs, family, sources, citation, and cases like it."""

from dataclasses import replace
from datetime import date

import streamlit as st

from exchange.case import Case
from exchange.fit import fit
from exchange.standing import Standing, standing
from exchange.ui.cards import reading_language
from exchange.ui.citation import bibtex, plain
from exchange.ui.family_section import show_family
from exchange.ui.figure_section import measure_parts
from exchange.ui.frame import show_frame
from exchange.ui.markup import render
from exchange.ui.one_case import open_case
from exchange.ui.standing_section import standing_html
from exchange.ui.state import current_view, language_of, whole_address
from exchange.ui.travel_section import show_travel
from exchange.ui.view import View
from exchange.vocabulary import EVIDENCE


def show() -> None:
    """Show the case that the address names."""
    view = current_view("case")
    opened = open_case(view)
    if opened is None:
        return
    engine, case = opened
    language = language_of(view)
    reading = reading_language(case, view.text_language or language, language)
    show_frame(view, case.title_in(reading))
    now = standing(case, date.today())
    st.html(standing_html(engine, case, now, view, language))
    st.html(_case_html(case, now, view, reading, language))
    show_family(engine, view, language)
    st.html(_end_html(case, view, language))
    show_travel(engine, case, view, language)


def _case_html(case: Case, now: Standing, view: View, reading: str, language: str) -> str:
    figures = measure_parts(case)
    languages = [case.language, *sorted(set(case.translations) - {case.language})]
    return render(
        "case.html",
        language,
        case=case,
        now=now,
        view=view,
        reading=reading,
        readings=[(code, replace(view, text_language=code).href) for code in languages],
        title=case.title_in(reading),
        summary=case.summary_in(reading),
        evidence_levels=EVIDENCE,
        figures=figures,
        charts=any(part.measure.is_chart for part in figures),
        fit=None if view.profile.is_empty else fit(case, view.profile),
        disagreements=sum(len(part.measure.disagreements) for part in figures),
        filter_href=lambda field, value: view.start().filtered(field, [str(value)]).href,
    )


def _end_html(case: Case, view: View, language: str) -> str:
    # What others are sent: the case alone, without this reader's question and shortlist.
    permalink = whole_address(View(language=view.language).at_case(case.id))
    today = date.today()
    return render(
        "case_end.html",
        language,
        case=case,
        permalink=permalink,
        citation=plain(case, permalink, today, language),
        bibtex=bibtex(case, permalink, today),
    )
