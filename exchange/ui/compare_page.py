"""Up to four cases side by side: problem, solution, figures, cost, needs, status, evidence."""

from dataclasses import dataclass

import streamlit as st

from exchange.case import Case
from exchange.errors import ExchangeError
from exchange.figures import Measure, costs, effects
from exchange.translation import gettext
from exchange.ui.cards import reading_language
from exchange.ui.frame import show_frame
from exchange.ui.markup import render
from exchange.ui.messages import show_message, show_not_ready
from exchange.ui.state import cases_of, current_engine, current_view, language_of
from exchange.ui.view import COMPARED_LIMIT, View

_SECTIONS = ("problem", "solution")


@dataclass(frozen=True, slots=True)
class Column:
    """One case as the comparison shows it.

    :param reading: language of title and summary.
    :param sections: canonical name -> its first paragraph and the rest, both Markdown.
    :param remove: address of the comparison without it.
    """

    case: Case
    reading: str
    sections: dict[str, tuple[str, str]]
    effects: tuple[Measure, ...]
    costs: tuple[Measure, ...]
    href: str
    remove: str


def show() -> None:
    """Show the cases that the address names side by side."""
    view = current_view("compare")
    language = show_frame(view, gettext("Compare cases", language_of(view)))
    try:
        cases, unknown = cases_of(current_engine(), view.compared)
    except ExchangeError as exc:
        show_not_ready(exc, language)
        return
    shown, left_out = cases[:COMPARED_LIMIT], cases[COMPARED_LIMIT:]
    notes = []
    if unknown:
        notes.append(
            gettext(
                "These cases are not in this collection: {ids}.", language, ids=", ".join(unknown)
            )
        )
    if left_out:
        titles = "; ".join(case.title_in(reading_language(case, language)) for case in left_out)
        notes.append(
            gettext(
                "At most {limit} cases fit side by side. Left out: {titles}.",
                language,
                limit=COMPARED_LIMIT,
                titles=titles,
            )
        )
    if not shown:
        show_message(
            gettext("Compare cases", language),
            language,
            intro=" ".join(
                [
                    *notes,
                    gettext(
                        "Choose cases from your shortlist, or beside a similar case.", language
                    ),
                ]
            ),
            links=[
                (view.at_shortlist().href, gettext("To the shortlist", language)),
                (view.at_results().href, gettext("To the search", language)),
            ],
        )
        return
    if len(shown) == 1:
        notes.append(gettext("To compare, choose one more case from your shortlist.", language))
    st.html(
        render(
            "compare.html",
            language,
            columns=[_column(case, view, language) for case in shown],
            sections=_SECTIONS,
            view=view,
            notes=notes,
            results=view.at_results().href,
        )
    )


def _column(case: Case, view: View, language: str) -> Column:
    others = [id for id in view.compared if id != case.id]
    return Column(
        case=case,
        reading=reading_language(case, language),
        sections={s.name: _opening(s.text) for s in case.sections if s.name in _SECTIONS},
        effects=effects(case),
        costs=costs(case),
        href=view.at_case(case.id).href,
        remove=view.at_comparison(others).href,
    )


def _opening(markdown: str) -> tuple[str, str]:
    """Return the first paragraph of a section, with the list that it may announce, and the rest."""
    first, *rest = markdown.strip().split("\n\n")
    if first.endswith(":") and rest:
        first = f"{first}\n\n{rest.pop(0)}"
    return first, "\n\n".join(rest)
