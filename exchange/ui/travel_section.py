"""What is like a case: the nearest of its country, and elsewhere what works by the same means."""

from dataclasses import dataclass

import streamlit as st

from exchange.case import Case
from exchange.engine import SearchEngine
from exchange.labels import country_name, label
from exchange.translation import gettext
from exchange.travel import Traveller, travel
from exchange.ui.cards import reading_language
from exchange.ui.markup import render
from exchange.ui.view import View

SHOWN_AT_HOME = 3
SHOWN_ABROAD = 6


@dataclass(frozen=True, slots=True)
class Entry:
    """A case beside the open one.

    :param traveller: what differs; None of a case of the same country.
    """

    case: Case
    title: str
    reading: str
    href: str
    traveller: Traveller | None = None


def show_travel(engine: SearchEngine, case: Case, view: View, language: str) -> None:
    """Show the cases that are like the open one; nothing where there is no other."""
    home = engine.similar(case.id, SHOWN_AT_HOME, {"country": [case.country]})
    found = travel(engine, case.id, SHOWN_ABROAD)
    groups: list[tuple[str, list[Entry]]] = []
    cases = [hit.case for hit in home if hit.case is not None]
    if cases:
        name = gettext("In {country}", language, country=country_name(case.country, language))
        groups.append((name, [_entry(each, view, language) for each in cases]))
    for mechanism in found.mechanisms:
        types = gettext(", ", language).join(
            label("innovation_type", each, language) for each in mechanism.innovation_types
        )
        name = (
            gettext("Elsewhere, by the same means: {types}", language, types=types)
            if types
            else gettext("Elsewhere, by other means", language)
        )
        entries = [_entry(each.case, view, language, each) for each in mechanism.travellers]
        groups.append((name, entries))
    if groups:
        st.html(
            render(
                "similar.html",
                language,
                groups=groups,
                view=view,
                compare_href=lambda id: view.at_comparison([case.id, id]).href,
            )
        )


def _entry(case: Case, view: View, language: str, traveller: Traveller | None = None) -> Entry:
    reading = reading_language(case, language)
    href = view.at_case(case.id).href
    return Entry(case, case.title_in(reading), reading, href, traveller)
