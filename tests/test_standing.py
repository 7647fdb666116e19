"""How a case stands today: its newest source, its age, and what followed it."""

from datetime import date

import pytest

from exchange.case import Case, Source, Successor
from exchange.corpus import Corpus
from exchange.standing import standing, successors
from tests.conftest import BRAZIL, case_of

TODAY = date(2026, 2, 28)


@pytest.fixture
def case(corpus: Corpus) -> Case:
    return case_of(corpus, BRAZIL)


def dated(case: Case, *dates: date | None, accessed: date | None = None) -> Case:
    sources = tuple(
        Source(url="https://a.org", title="A", publisher="B", date=day, accessed=accessed)
        for day in dates
    )
    return case.model_copy(update={"sources": sources})


def succeeded(case: Case, id: str, successor: str | None) -> Case:
    """Return the case under another id, with a successor of which there may be a case."""
    named = successor and Successor(name="Next", year=None, case=successor, source=1)
    lineage = case.lineage.model_copy(update={"superseded_by": named})
    return case.model_copy(update={"id": id, "lineage": lineage})


@pytest.mark.parametrize(
    ("dates", "as_of", "source", "is_old"),
    [
        ([date(2021, 2, 28)], date(2021, 2, 28), 1, False),  # five years, not older
        ([date(2021, 2, 27)], date(2021, 2, 27), 1, True),
        ([date(2019, 1, 1), None, date(2024, 1, 1)], date(2024, 1, 1), 3, False),
        ([None, date(2019, 1, 1), date(2019, 1, 1)], date(2019, 1, 1), 2, True),
        ([None], None, None, None),
    ],
)
def test_a_case_is_as_old_as_its_newest_dated_source(
    case: Case, dates: list[date | None], as_of: date | None, source: int, is_old: bool | None
) -> None:
    found = standing(dated(case, *dates), TODAY)
    assert (found.as_of, found.source, found.is_old) == (as_of, source, is_old)


def test_the_day_before_29_february_has_its_five_years(case: Case) -> None:
    leap_day = date(2028, 2, 29)
    assert standing(dated(case, date(2023, 2, 28)), leap_day).is_old
    assert not standing(dated(case, date(2023, 3, 1)), leap_day).is_old


def test_reading_an_old_source_or_checking_the_case_does_not_make_it_young(case: Case) -> None:
    read = dated(case, date(2012, 1, 1), accessed=date(2026, 1, 1))
    found = standing(read.model_copy(update={"reviewed": date(2026, 2, 1)}), TODAY)
    assert (found.as_of, found.is_old) == (date(2012, 1, 1), True)
    assert (found.accessed, found.reviewed) == (date(2026, 1, 1), date(2026, 2, 1))


def test_a_real_case_has_ended_and_has_a_successor_outside_the_corpus(case: Case) -> None:
    found = standing(case, TODAY)
    assert (found.has_ended, found.superseded_by) == (
        case.status == "ended",
        case.lineage.superseded_by,
    )
    [step] = successors({}.get, case)
    assert step.case == case
    assert step.successor.name == "Consulta Popular in its fully digital form, with the app Colab"


def test_successors_are_followed_to_the_last(case: Case) -> None:
    cases = {
        "xx-a": succeeded(case, "xx-a", "xx-b"),
        "xx-b": succeeded(case, "xx-b", "xx-c"),
        "xx-c": succeeded(case, "xx-c", None),
    }
    steps = successors(cases.get, cases["xx-a"])
    assert [(step.case.id, step.successor.case) for step in steps] == [
        ("xx-a", "xx-b"),
        ("xx-b", "xx-c"),
    ]


def test_a_ring_of_successors_is_followed_once(case: Case) -> None:
    cases = {
        "xx-a": succeeded(case, "xx-a", "xx-b"),
        "xx-b": succeeded(case, "xx-b", "xx-a"),
    }
    steps = successors(cases.get, cases["xx-a"])
    assert [step.case.id for step in steps] == ["xx-a", "xx-b"]


def test_a_successor_that_is_not_in_the_corpus_ends_the_chain(case: Case) -> None:
    gone = succeeded(case, "xx-a", "xx-gone")
    assert [step.successor.case for step in successors({}.get, gone)] == ["xx-gone"]
