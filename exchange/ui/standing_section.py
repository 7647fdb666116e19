"""How a case stands, above its page: what took its place, step by step; ended or a pilot."""

from dataclasses import dataclass

from exchange.case import Case
from exchange.engine import SearchEngine
from exchange.errors import UnknownDocumentError
from exchange.standing import Standing, Succession, successors
from exchange.ui.cards import reading_language
from exchange.ui.markup import render
from exchange.ui.view import View


@dataclass(frozen=True, slots=True)
class Step:
    """One step to what took the place of a case.

    :param title: of the case that was superseded.
    :param href: address of the successor's case, or None where it has none.
    """

    succession: Succession
    title: str
    href: str | None


def standing_html(
    engine: SearchEngine, case: Case, now: Standing, view: View, language: str
) -> str:
    """Return the block above a case: the way back, and what a reader must know first."""
    is_compared = bool(view.compared)
    back = view.at_comparison(view.compared) if is_compared else view.at_results()
    return render(
        "case_top.html",
        language,
        now=now,
        back=back.href,
        is_compared=is_compared,
        successions=_steps(engine, case, view, language),
    )


def _steps(engine: SearchEngine, case: Case, view: View, language: str) -> list[Step]:
    def lookup(id: str) -> Case | None:
        try:
            return engine.case(id)
        except UnknownDocumentError:
            return None

    steps = []
    for each in successors(lookup, case):
        id, title = each.successor.case, each.case.title_in(reading_language(each.case, language))
        is_there = id is not None and lookup(id) is not None
        steps.append(Step(each, title, view.at_case(id).href if id and is_there else None))
    return steps
