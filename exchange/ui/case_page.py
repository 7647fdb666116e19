"""The page of one case: texts, figures, needs, family, sources, citation, and cases like it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import streamlit as st

from exchange.case import Case
from exchange.engine import SearchEngine
from exchange.errors import ExchangeError, UnknownDocumentError
from exchange.figures import measures
from exchange.fit import fit
from exchange.labels import country_name
from exchange.results import Hit
from exchange.translation import gettext
from exchange.ui.cards import card, reading_language
from exchange.ui.citation import bibtex, plain
from exchange.ui.frame import show_frame
from exchange.ui.markup import render
from exchange.ui.messages import show_message, show_not_ready
from exchange.ui.state import current_engine, current_view, language_of, whole_address
from exchange.ui.view import View
from exchange.vocabulary import EVIDENCE

SHOWN_AT_HOME = 3
SHOWN_ABROAD = 5


def show() -> None:
    """Show the case that the address names."""
    view = current_view("case")
    try:
        engine = current_engine()
        case = engine.case(view.case_id or "")
        home, abroad = _similar(engine, case)
    except UnknownDocumentError:
        language = show_frame(view)
        show_message(
            gettext("There is no such case", language),
            language,
            intro=gettext(
                "No case has the id “{id}”. It may have been renamed or removed.",
                language,
                id=view.case_id or "",
            ),
            links=[(view.at_results().href, gettext("To the search", language))],
        )
        return
    except ExchangeError as exc:
        show_not_ready(exc, show_frame(view))
        return
    language = language_of(view)
    reading = reading_language(case, view.text_language or language, language)
    show_frame(view, case.title_in(reading))
    st.html(_top_html(case, view, language))
    st.html(_case_html(case, view, reading, language))
    if home or abroad:
        st.html(_similar_html(case, home, abroad, view, language))


def _top_html(case: Case, view: View, language: str) -> str:
    is_compared = bool(view.compared)
    back = view.at_comparison(view.compared) if is_compared else view.at_results()
    return render(
        "case_top.html",
        language,
        case=case,
        back=back.href,
        is_compared=is_compared,
        case_href=lambda id: view.at_case(id).href,
    )


def _case_html(case: Case, view: View, reading: str, language: str) -> str:
    found = measures(case)
    # What others are sent: the case alone, without this reader's question and shortlist.
    permalink = whole_address(View(language=view.language).at_case(case.id))
    today = date.today()
    languages = [case.language, *sorted(set(case.translations) - {case.language})]
    return render(
        "case.html",
        language,
        case=case,
        view=view,
        reading=reading,
        readings=[(code, replace(view, text_language=code).href) for code in languages],
        title=case.title_in(reading),
        summary=case.summary_in(reading),
        evidence_levels=EVIDENCE,
        measures=found,
        charts=any(measure.is_chart for measure in found),
        fit=None if view.profile.is_empty else fit(case, view.profile),
        disagreements=sum(len(measure.disagreements) for measure in found),
        permalink=permalink,
        citation=plain(case, permalink, today, language),
        bibtex=bibtex(case, permalink, today),
        case_href=lambda id: view.at_case(id).href,
        filter_href=lambda field, value: view.start().filtered(field, [str(value)]).href,
    )


def _similar(engine: SearchEngine, case: Case) -> tuple[Sequence[Hit], Sequence[Hit]]:
    """Return the nearest cases of its country, and the nearest of others."""
    others = [code for code in engine.facets()["country"] if code != case.country]
    home = engine.similar(case.id, SHOWN_AT_HOME, {"country": [case.country]})
    return home, engine.similar(case.id, SHOWN_ABROAD, {"country": others}) if others else ()


def _similar_html(
    case: Case, home: Sequence[Hit], abroad: Sequence[Hit], view: View, language: str
) -> str:
    at_home = gettext("In {country}", language, country=country_name(case.country, language))
    groups = [
        (name, [card(hit, view, language) for hit in hits if hit.case is not None])
        for name, hits in ((at_home, home), (gettext("Elsewhere", language), abroad))
    ]
    return render(
        "similar.html",
        language,
        groups=groups,
        view=view,
        compare_href=lambda id: view.at_comparison([case.id, id]).href,
    )
