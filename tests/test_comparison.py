"""Two runs compared: the test is exact for few topics, and what moved is named both ways."""

import itertools
import random

import pytest

from exchange.comparison import MovedTopic, compare, moved_most, randomisation_test

BEFORE = {"a": {"m": 0.2}, "b": {"m": 0.5}, "c": {"m": 0.9}, "d": {"m": 0.4}, "e": {"m": 1.0}}
AFTER = {"a": {"m": 0.8}, "b": {"m": 0.4}, "c": {"m": 0.9}, "d": {"m": 0.7}, "e": {"m": 0.5}}


def enumerate_signs(differences: list[float]) -> float:
    """The share of all changes of signs whose mean is at least as far from 0 as the real one."""
    real = abs(sum(differences))
    sums = [
        abs(sum(sign * value for sign, value in zip(signs, differences, strict=True)))
        for signs in itertools.product((1, -1), repeat=len(differences))
    ]
    return sum(total >= real - 1e-9 for total in sums) / len(sums)


@pytest.mark.parametrize("size", [2, 3, 5, 8, 12])
def test_few_topics_give_the_exact_value(size: int) -> None:
    chance = random.Random(size)
    differences = [chance.gauss(0.1, 0.2) for _ in range(size)]
    assert randomisation_test(differences) == pytest.approx(enumerate_signs(differences))


@pytest.mark.parametrize(
    ("differences", "expected", "reason"),
    [
        ([], 1.0, "no topic moved"),
        ([0.0, 0.0], 1.0, "no topic moved"),
        ([0.3], 1.0, "one difference is as large with either sign"),
        ([0.3, 0.1], 2 / 4, "++ and -- of four are as far from 0"),
        ([0.3, 0.1, 0.0, 0.0], 2 / 4, "topics that stay change nothing"),
        ([0.1] * 6, 2 / 2**6, "all up or all down"),
        ([-0.1] * 6, 2 / 2**6, "two-sided"),
    ],
)
def test_values_by_hand(differences: list[float], expected: float, reason: str) -> None:
    assert randomisation_test(differences) == pytest.approx(expected), reason


def test_many_topics_are_sampled_alike_each_time() -> None:
    chance = random.Random(7)
    differences = [chance.gauss(0.05, 0.3) for _ in range(40)]
    first = randomisation_test(differences)
    assert first == randomisation_test(differences)
    # The normal limit of the sign-flip distribution: sum of d over the root of the sum of d².
    z = sum(differences) / sum(value**2 for value in differences) ** 0.5
    assert 0.5 < abs(z) < 3
    from statistics import NormalDist

    assert first == pytest.approx(2 * (1 - NormalDist().cdf(abs(z))), abs=0.02)


def test_compare_says_what_changed() -> None:
    change = compare(BEFORE, AFTER, "m")
    assert change.before == pytest.approx((0.2 + 0.5 + 0.9 + 0.4 + 1.0) / 5)
    assert change.after == pytest.approx((0.8 + 0.4 + 0.9 + 0.7 + 0.5) / 5)
    assert change.difference == pytest.approx((0.6 - 0.1 + 0.3 - 0.5) / 5)
    assert (change.better, change.worse) == (2, 2)
    assert change.p_value == pytest.approx(enumerate_signs([0.6, -0.1, 0.3, -0.5]))


def test_the_order_of_topics_does_not_matter() -> None:
    assert compare(dict(reversed(BEFORE.items())), AFTER, "m") == compare(BEFORE, AFTER, "m")


def test_the_topics_that_moved_most_both_ways() -> None:
    risen, fallen = moved_most(BEFORE, AFTER, "m")
    assert risen == (MovedTopic("a", 0.2, 0.8), MovedTopic("d", 0.4, 0.7))
    assert fallen == (MovedTopic("e", 1.0, 0.5), MovedTopic("b", 0.5, 0.4))
    assert moved_most(BEFORE, AFTER, "m", limit=1) == (risen[:1], fallen[:1])
    assert moved_most(BEFORE, BEFORE, "m") == ((), ())
