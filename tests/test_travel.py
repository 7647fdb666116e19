"""Innovations that travel: cases of other countries by mechanism, and what differs there."""

import json

import pytest

from exchange.corpus import Corpus
from exchange.engine import SearchEngine
from exchange.errors import UnknownDocumentError
from exchange.settings import Settings
from exchange.travel import Difference, costs, travel
from tests.conftest import case_of
from tests.test_cli import run

EDAT = "id-edat-malaria-teluk-bintuni"


def test_only_other_countries_are_listed_each_case_once(small_engine: SearchEngine) -> None:
    found = travel(small_engine, EDAT, 50)
    listed = [each.case.id for group in found.mechanisms for each in group.travellers]
    elsewhere = [
        case.id
        for case in map(small_engine.case, _ids(small_engine))
        if case.country != found.case.country
    ]
    assert sorted(listed) == elsewhere
    ranks = sorted(each.rank for group in found.mechanisms for each in group.travellers)
    assert ranks == list(range(1, len(listed) + 1))


def _ids(engine: SearchEngine) -> list[str]:
    return [engine.document(number).id for number in range(len(engine))]


def test_groups_are_by_all_that_is_shared_the_most_first(small_engine: SearchEngine) -> None:
    found = travel(small_engine, EDAT, 50)
    own = found.case.innovation_types
    sizes = [len(group.innovation_types) for group in found.mechanisms]
    assert sizes == sorted(sizes, reverse=True) and sizes[0] > 0
    for group in found.mechanisms:
        for each in group.travellers:
            shared = tuple(name for name in own if name in each.case.innovation_types)
            assert shared == group.innovation_types
        assert [each.rank for each in group.travellers] == sorted(
            each.rank for each in group.travellers
        )


def test_what_differs_is_told_and_what_is_the_same_is_not(small_engine: SearchEngine) -> None:
    found = travel(small_engine, EDAT, 50)
    here = found.case
    for each in (each for group in found.mechanisms for each in group.travellers):
        there = each.case
        assert each.level == (
            None if here.level == there.level else Difference(here.level, there.level)
        )
        assert each.evidence == (
            None if here.evidence == there.evidence else Difference(here.evidence, there.evidence)
        )
        assert set(each.technologies_here) == set(here.technologies) - set(there.technologies)
        assert set(each.technologies_there) == set(there.technologies) - set(here.technologies)


def test_a_cost_has_its_source_and_says_when_sources_disagree(corpus: Corpus) -> None:
    case = case_of(corpus, EDAT)
    [figure, *_] = case.figures
    spent = figure.model_copy(update={"measure": "budget", "role": "cost", "source": 1})
    other = spent.model_copy(update={"value": spent.value + 1, "source": 2})
    elsewhere = spent.model_copy(update={"measure": "salaries"})
    found = costs(case.model_copy(update={"figures": (figure, spent, other, elsewhere)}))
    assert [(cost.figure, cost.source, cost.is_disputed) for cost in found] == [
        (spent, case.sources[0], True),
        (other, case.sources[1], True),
        (elsewhere, case.sources[0], False),
    ]


def test_an_unknown_case_is_refused(small_engine: SearchEngine) -> None:
    with pytest.raises(UnknownDocumentError, match="no-such-case"):
        travel(small_engine, "no-such-case")


def test_the_command_prints_for_people_and_json(small_index: Settings) -> None:
    assert "Shares " in run(small_index, "travel", EDAT, "--limit", "3")
    found = json.loads(run(small_index, "travel", EDAT, "--limit", "3", "--json"))
    assert set(found) == {"id", "costs", "mechanisms"}
    cases = [case for group in found["mechanisms"] for case in group["cases"]]
    assert sorted(case["rank"] for case in cases) == [1, 2, 3]
    assert set(cases[0]) == {
        *("id", "title", "country", "rank", "score", "level", "evidence"),
        *("technologies_here", "technologies_there", "costs"),
    }
