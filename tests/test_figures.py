"""Figures side by side: one scale, what counts as a disagreement, and what as a change."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.case import Case, Figure
from exchange.corpus import Corpus
from exchange.figures import (
    BeforeAfter,
    Change,
    Measure,
    before_and_after,
    changes,
    costs,
    effects,
    measures,
    pedigree,
    targets,
)
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


def before(value: float, **others: object) -> Figure:
    return figure(value, **{"role": "before", "year": 2010, **others})


@pytest.mark.parametrize(
    ("figures", "obstacle"),
    [
        ([before(9), figure(4)], None),
        ([before(9), figure(4, scope="Nation, to August")], "different-scope"),
        ([before(9, year=None), figure(4)], "year-unknown"),
        ([before(9), figure(4), figure(3, year=None)], "year-unknown"),  # which is the newest?
        ([before(9, unit="unit not stated"), figure(4, unit="unit not stated")], "unit-unknown"),
        (
            [before(2009, unit="calendar year"), figure(2012, unit="calendar year")],
            "not-a-quantity",
        ),
        ([before(9), figure(4, unit="patients")], "different-unit"),
        ([before(9, unit="working days"), figure(4, unit="days")], "different-unit"),
        ([before(9, currency="IDR"), figure(4, currency="EUR")], "different-currency"),
        ([before(9, currency="IDR"), figure(4)], "different-currency"),
        ([before(9), figure(4), figure(5, source=2)], "sources-disagree"),
        ([before(9), before(8, source=2), figure(4)], "sources-disagree"),
        ([before(9), figure(4), figure(5)], "several-values"),  # the ends of a range
        ([before(9), figure(4), figure(4, source=2)], None),  # two sources that agree
        ([before(9, year=2018), figure(4)], "same-year"),
        ([before(9, year=2019), figure(4)], "years-reversed"),
    ],
)
def test_a_change_is_computed_only_where_nothing_speaks_against_it(
    case: Case, figures: list[Figure], obstacle: str | None
) -> None:
    changed = case.model_copy(update={"figures": tuple(figures)})
    [pair] = before_and_after(changed)
    assert pair.obstacle == obstacle
    assert changes(changed) == (() if obstacle else (pair.change,))
    assert Counter([*pair.before, *pair.after]) == Counter(figures)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (before(8), figure(2), (2 - 8, "cases", 2 / 8, -75, False)),
        (before(0), figure(2), (2, "cases", None, None, False)),
        (before(-1), figure(2), (3, "cases", None, None, False)),
        (before(9.2, unit="%"), figure(0.02, unit="percent"), (-9.18, "%", None, None, True)),
        (
            before(4, unit="percentage points"),
            figure(5, unit="percentage points"),
            (1, "percentage points", None, None, True),
        ),
        (
            before(2, unit="days"),
            figure(12, unit="hours"),
            (-1.5, "days", 12 / 48, -75, False),
        ),
    ],
    ids=["count", "from zero", "from below zero", "percent", "points", "durations"],
)
def test_what_a_change_says(
    case: Case,
    first: Figure,
    second: Figure,
    expected: tuple[float, str, float | None, float | None, bool],
) -> None:
    [change] = changes(case.model_copy(update={"figures": (first, second)}))
    assert (change.before, change.after) == (first, second)
    found = (change.difference, change.unit, change.ratio, change.percent, change.is_points)
    assert found == pytest.approx(expected)


def test_the_newest_figures_of_each_scope_are_compared(case: Case) -> None:
    figures = (
        before(1, year=2008),
        before(2),
        figure(3),
        figure(4, year=2020),
        before(5, scope="Capital"),
        figure(6, scope="Capital"),
        figure(7, scope="Harbour"),
    )
    pairs = before_and_after(case.model_copy(update={"figures": figures}))
    shown = [
        ([f.value for f in pair.before], [f.value for f in pair.after], pair.obstacle)
        for pair in pairs
    ]
    assert shown == [
        ([5], [6], None),
        ([1, 2], [3, 4], None),
        ([1, 5, 2], [7], "different-scope"),
    ]
    assert [(c.before.value, c.after.value) for c in changes_of(pairs)] == [(5, 6), (2, 4)]


def changes_of(pairs: tuple[BeforeAfter, ...]) -> list[Change]:
    return [pair.change for pair in pairs if pair.change is not None]


def test_a_promise_stands_beside_what_came_of_it(corpus: Corpus) -> None:
    [promise] = targets(case_of(corpus, "id-copyright-cryptography"))
    assert promise.measure == "waiting time for a certificate"
    assert [(f.value, f.unit, f.year) for f in promise.targets] == [(1, "days", 2018)]
    assert [(f.value, f.unit, f.year) for f in promise.results] == [
        (10, "minutes", None),
        (23, "days", None),
    ]
    assert promise.obstacle == "different-scope"


@pytest.mark.parametrize(
    ("result", "obstacle"),
    [
        (figure(4), None),
        (figure(4, year=2020), "different-year"),
        (figure(4, unit="patients"), "different-unit"),
    ],
)
def test_a_target_is_judged_by_a_result_of_its_own_year(
    case: Case, result: Figure, obstacle: str | None
) -> None:
    [promise] = targets(
        case.model_copy(update={"figures": (figure(9, role="target", source=3), result)})
    )
    assert promise.obstacle == obstacle


@pytest.mark.parametrize(
    ("id", "measure", "values"),
    [
        ("id-edat-malaria-teluk-bintuni", "malaria incidence", [2.7, 5]),
        ("id-edat-malaria-teluk-bintuni", "malaria cases", [331, 152]),
        ("id-copyright-cryptography", "copyright applications per year", [76537, 83070]),
    ],
)
def test_real_sources_that_disagree_are_flagged(
    corpus: Corpus, id: str, measure: str, values: list[float]
) -> None:
    found = {each.name: each for each in measures(case_of(corpus, id))}
    [rows] = found[measure].disagreements
    assert [row.figure.value for row in rows] == values


def test_a_disputed_year_gives_no_change_where_it_is_the_newest(corpus: Corpus) -> None:
    malaria = case_of(corpus, "id-edat-malaria-teluk-bintuni")
    shown = [
        (pair.measure, pair.after[-1].scope, pair.obstacle) for pair in before_and_after(malaria)
    ]
    assert shown == [
        ("malaria prevalence", "12 pilot villages", None),
        ("malaria incidence", "Teluk Bintuni regency", "sources-disagree"),
        ("malaria incidence", "Teluk Bintuni regency, to June 2018", "different-scope"),
    ]


FIGURES = st.builds(
    figure,
    value=st.sampled_from([0, 1, 2.5, 40]),
    measure=st.sampled_from(["wait", "cost"]),
    unit=st.sampled_from(["days", "months", "%", "percent", "cases", "unit not stated"]),
    year=st.sampled_from([None, 2010, 2015, 2020]),
    scope=st.sampled_from(["Nation", "Capital"]),
    role=st.sampled_from(["before", "after", "target", "cost"]),
    source=st.sampled_from([1, 2]),
    currency=st.sampled_from([None, "IDR", "EUR"]),
)


@given(st.lists(FIGURES, max_size=8), st.randoms(use_true_random=False))
@settings(max_examples=50, deadline=None)
def test_changes_hold_whatever_the_figures(
    corpus: Corpus, figures: list[Figure], random: Random
) -> None:
    case = case_of(corpus, BRAZIL).model_copy(update={"figures": tuple(figures)})
    pairs = before_and_after(case)
    for pair in pairs:
        assert (pair.change is None) == (pair.obstacle is not None)
    for change in changes(case):
        one, other = change.before, change.after
        assert one in figures and other in figures
        assert (one.role, other.role) == ("before", "after")
        assert one.year is not None and other.year is not None and one.year < other.year
        assert (one.scope, one.currency) == (other.scope, other.currency)
        kinds = {"days": "time", "months": "time", "percent": "%"}
        assert kinds.get(one.unit, one.unit) == kinds.get(other.unit, other.unit)
    shuffled = random.sample(figures, len(figures))
    again = case.model_copy(update={"figures": tuple(shuffled)})
    assert Counter(before_and_after(again)) == Counter(pairs)
    assert Counter(targets(again)) == Counter(targets(case))


def test_the_pedigree_holds_disagreements_changes_and_promises_with_their_sources(
    corpus: Corpus,
) -> None:
    edat = pedigree(case_of(corpus, "id-edat-malaria-teluk-bintuni"))
    said = [
        [(f["value"], f["year"], f["source"]) for f in group] for group in edat["disagreements"]
    ]
    assert said == [[(2.7, 2016, 1), (5, 2016, 4)], [(331, 2024, 11), (152, 2024, 12)]]
    [change] = [pair["change"] for pair in edat["before_and_after"] if pair["change"]]
    assert (change["difference"], change["unit"]) == (-9.18, "percentage points")
    assert [change[side]["year"] for side in ("before", "after")] == [2006, 2017]
    promises = pedigree(case_of(corpus, "id-copyright-cryptography"))["promises"]
    assert [[f["value"] for f in p["targets"]] for p in promises] == [[1]]
    assert {(f["value"], f["unit"], f["source"]) for f in promises[0]["results"]} == {
        (23, "days", 9),
        (10, "minutes", 2),
    }
    assert promises[0]["obstacle"] == "different-scope"
