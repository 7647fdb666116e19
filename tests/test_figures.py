"""Figures side by side: one scale, and what counts as a disagreement."""

import pytest

from exchange.case import Case, Figure
from exchange.corpus import Corpus
from exchange.figures import Measure, costs, effects, measures
from tests.conftest import BRAZIL, case_of


def figure(value: float, **others: object) -> Figure:
    given = {
        "measure": "waiting time",
        "unit": "cases",
        "year": 2018,
        "scope": "Nation",
        "role": "after",
        "source": 1,
    }
    return Figure.model_validate({**given, "value": value, **others})


@pytest.fixture
def case(corpus: Corpus) -> Case:
    return case_of(corpus, BRAZIL)


def of(case: Case, *figures: Figure) -> tuple[Measure, ...]:
    return measures(case.model_copy(update={"figures": figures}))


def test_measures_keep_the_order_in_which_they_first_appear(case: Case) -> None:
    found = of(
        case,
        figure(1, measure="b"),
        figure(2, measure="a"),
        figure(3, measure="b", role="before"),
    )
    assert [(m.name, [row.figure.value for row in m.rows]) for m in found] == [
        ("b", [1, 3]),
        ("a", [2]),
    ]


@pytest.mark.parametrize(
    ("figures", "shares"),
    [
        ([figure(4), figure(1, year=2019)], [4 / 4, 1 / 4]),
        ([figure(4)], [None]),  # nothing to compare
        ([figure(4), figure(1, unit="patients")], [None, None]),
        ([figure(1, unit="EUR", currency="EUR"), figure(1, unit="EUR")], [None, None]),
        ([figure(4), figure(-1)], [None, None]),  # a bar has no negative length
        ([figure(0), figure(0, year=2019)], [None, None]),
        ([figure(2012, unit="calendar year"), figure(2013, unit="calendar year")], [None, None]),
        (
            [figure(2, unit="days"), figure(12, unit="hours"), figure(36, unit="minutes")],
            [1, 12 / 48, 0.6 / 48],
        ),
    ],
)
def test_bars_are_to_scale_where_there_is_one(
    case: Case, figures: list[Figure], shares: list[float | None]
) -> None:
    [measure] = of(case, *figures)
    assert [row.share for row in measure.rows] == [
        share if share is None else pytest.approx(share) for share in shares
    ]
    assert measure.is_chart == (shares[0] is not None)


@pytest.mark.parametrize(
    ("other", "disagree"),
    [
        (figure(5, source=2), True),
        (figure(4, source=2), False),  # the same value
        (figure(5), False),  # the same source: a range, or two counts
        (figure(5, source=2, year=2019), False),
        (figure(5, source=2, scope="Capital"), False),
        (figure(5, source=2, role="target"), False),
        (figure(5, source=2, unit="patients"), False),
    ],
)
def test_sources_disagree_when_they_give_one_thing_two_values(
    case: Case, other: Figure, disagree: bool
) -> None:
    [measure] = of(case, figure(4), other)
    assert [row.disputed for row in measure.rows] == [disagree, disagree]
    assert len(measure.disagreements) == disagree


def test_equal_durations_in_other_units_agree(case: Case) -> None:
    [measure] = of(case, figure(1, unit="days"), figure(24, unit="hours", source=2))
    assert measure.disagreements == ()


def test_each_disagreement_holds_its_own_rows(case: Case) -> None:
    [measure] = of(
        case,
        figure(1, year=2017),
        figure(4),
        figure(5, source=2),
        figure(2, year=2017, source=3),
        figure(9, year=2016),
    )
    assert [[row.figure.value for row in rows] for rows in measure.disagreements] == [
        [1, 2],
        [4, 5],
    ]


def test_costs_stand_apart(case: Case) -> None:
    spent = case.model_copy(
        update={"figures": (figure(1), figure(2, measure="budget", role="cost"))}
    )
    assert [m.name for m in effects(spent)] == ["waiting time"]
    assert [m.name for m in costs(spent)] == ["budget"]
