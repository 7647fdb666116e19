"""Questions to the hosts: each rule asks where it must and is silent where it must be."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from exchange.case import Case, Figure, Lineage, Need, Relative, Successor
from exchange.corpus import Corpus
from exchange.profile import AdopterProfile
from exchange.questions import RULE_REASONS, RULES, Question, questions
from tests.conftest import BRAZIL, case_of

TODAY = date(2026, 11, 24)
NOBODY = AdopterProfile()
MALARIA = "id-edat-malaria-teluk-bintuni"
COPYRIGHT = "id-copyright-cryptography"


def figure(value: float, role: str, *, source: int = 1, **others: object) -> Figure:
    given = {"measure": "wait", "unit": "days", "year": 2025, "scope": "all", "source": source}
    return Figure.model_validate({**given, "value": value, "role": role, **others})


def relative(name: str) -> Relative:
    return Relative(name=name, country="ID", year=2020, case=None, source=2)


@pytest.fixture
def case(corpus: Corpus) -> Case:
    """A case about which there is nothing to ask."""
    real = case_of(corpus, MALARIA)
    dated = real.sources[0].model_copy(update={"date": date(2025, 1, 1)})
    return real.model_copy(
        update={
            "status": "active",
            "evidence": "before-after",
            "level": "local",
            "figures": (figure(1, "cost", measure="budget"),),
            "needs": (),
            "lineage": Lineage(
                adapted_from=(), adopted_by=(relative("Kaimana"),), superseded_by=None
            ),
            "sources": (dated, *real.sources[1:]),
        }
    )


def need(kind: str, source: int | None) -> Need:
    return Need.model_validate({"need": kind, "note": "a note", "source": source})


def test_a_case_that_says_all_leaves_nothing_to_ask(case: Case) -> None:
    assert questions(case, NOBODY, TODAY) == ()


SUCCESSOR = Successor(name="EDAT 2", year=2026, case=None, source=3)
COST = figure(1, "cost", measure="budget")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            {"needs": (need("budget", 4),)},
            Question(
                "need-lacking",
                "How did you get this: Budget (“a note”)? We do not have it yet.",
                "Budget: a note",
                (4,),
            ),
        ),
        (
            {"needs": (need("volunteers", 4),)},
            Question(
                "need-unknown",
                "How much of this is needed at least: Volunteers (“a note”)?",
                "Volunteers: a note",
                (4,),
            ),
        ),
        (
            {"needs": (need("training", None),)},  # the office has it, but nobody says it takes it
            Question(
                "need-inferred",
                "Does it really take this: Training (“a note”)?",
                "Training: a note",
            ),
        ),
        (
            {"figures": ()},
            Question("cost-missing", "What did it cost to begin, and what does it cost each year?"),
        ),
        (
            {"figures": (COST, figure(3, "after"), figure(5, "after", source=2))},
            Question(
                "sources-disagree",
                "Sources disagree about “wait” (all, 2025): 3 days, United Nations Public Service "
                "Awards; 5 days, UN DESA, nomination profile. Which value is right, and how was "
                "it counted?",
                "wait: 3 days (2025); 5 days (2025)",
                (1, 2),
            ),
        ),
        (
            {"figures": (COST, figure(1, "target", year=2018, source=2), figure(9, "after"))},
            Question(
                "target-and-result",
                "For “wait” the target was 1 day (2018); what came of it is given as 9 days "
                "(2025). Was the target met?",
                "wait: 1 day (2018); 9 days (2025)",
                (1, 2),
            ),
        ),
        (
            {"figures": (COST, figure(1, "target", year=None))},
            Question(
                "target-without-result",
                "For “wait” the target was 1 day (year unknown). What came of it?",
                "wait: 1 day (year unknown)",
                (1,),
            ),
        ),
        (
            {"evidence": "none"},
            Question(
                "evidence-none", "What changed for people since it began, and how do you know?"
            ),
        ),
        (
            {"evidence": "outputs"},
            Question(
                "evidence-outputs",
                "What changed for the people who use it, compared with before?",
            ),
        ),
        ({"status": "ended"}, Question("ended", "Why did it end, and what would you keep of it?")),
        ({"status": "unknown"}, Question("status-unknown", "Does it still run today?")),
        (
            {"sections": ()},
            Question("replication-missing", "What must another office have in place to copy it?"),
        ),
        (
            {"level": "national"},
            Question(
                "other-level",
                "It runs at this level: National. What would you do otherwise at ours: Local?",
                "National",
            ),
        ),
    ],
    ids=lambda value: value.rule if isinstance(value, Question) else "",
)
def test_a_rule_asks(case: Case, change: Mapping[str, Any], expected: Question) -> None:
    office = AdopterProfile(level="local", have=("training",), lack=("budget",))
    assert questions(case.model_copy(update=change), office, TODAY) == (expected,)


def test_what_followed_and_who_copied_is_asked(case: Case) -> None:
    alone = Lineage(adapted_from=(), adopted_by=(), superseded_by=SUCCESSOR)
    assert [
        (q.rule, q.basis, q.sources)
        for q in questions(case.model_copy(update={"lineage": alone}), NOBODY, TODAY)
    ] == [("superseded", "EDAT 2", (3,)), ("not-copied", "", ())]


def test_old_and_undated_sources_are_asked_about(case: Case) -> None:
    undated = tuple(s.model_copy(update={"date": None}) for s in case.sources)
    old = (undated[0], undated[1].model_copy(update={"date": date(2019, 5, 7)}))
    found = [
        questions(case.model_copy(update={"sources": sources}), NOBODY, TODAY)
        for sources in (undated, old)
    ]
    assert [(q.rule, q.basis, q.sources) for each in found for q in each] == [
        ("source-undated", "", ()),
        ("source-old", "7 May 2019", (2,)),
    ]
    assert questions(case.model_copy(update={"sources": old}), NOBODY, date(2024, 5, 7)) == ()


@pytest.mark.parametrize(
    "figures",
    [
        (figure(3, "after"), figure(3, "after", source=2)),  # they agree
        (figure(5, "target"), figure(3, "after")),  # one year, scope and unit: no need to ask
    ],
)
def test_figures_that_are_clear_are_not_asked_about(
    case: Case, figures: tuple[Figure, ...]
) -> None:
    clear = case.model_copy(update={"figures": (COST, *figures)})
    assert questions(clear, NOBODY, TODAY) == ()


def test_the_real_cases_are_asked_about_what_is_doubtful(corpus: Corpus) -> None:
    def asked(id: str, rule: str) -> list[tuple[str, tuple[int, ...]]]:
        found = questions(case_of(corpus, id), NOBODY, TODAY)
        return [(q.basis, q.sources) for q in found if q.rule == rule]

    assert asked(MALARIA, "sources-disagree")[0] == (
        "malaria incidence: 2.7 per 1,000 residents (2016); 5 per 1,000 residents (2016)",
        (1, 4),
    )
    assert asked(COPYRIGHT, "target-and-result") == [
        (
            "waiting time for a certificate: 1 day (2018); 10 minutes (year unknown); "
            "23 days (year unknown)",
            (2, 6, 9),
        )
    ]
    assert [sources for _, sources in asked(BRAZIL, "superseded")] == [(6,)]


def test_questions_keep_one_order_and_cite_sources_that_exist(corpus: Corpus) -> None:
    office = AdopterProfile(level="local", have=("training",), lack=("budget",))
    asked: set[str] = set()
    for case in corpus.cases:
        found = questions(case, office, TODAY)
        places = [RULES.index(q.rule) for q in found]
        assert places == sorted(places)
        assert all(1 <= n <= len(case.sources) for q in found for n in q.sources)
        assert found == questions(case, office, TODAY)
        asked |= {q.rule for q in found}
    assert set(RULES) - asked == {"replication-missing"}  # every case has that section
    assert tuple(RULE_REASONS) == RULES
