"""The area under the ROC curve and its interval, by hand-computed values."""

import random
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.separation import Separation, separate

Z = NormalDist().inv_cdf(0.975)


@pytest.mark.parametrize(
    ("positives", "negatives", "expected", "reason"),
    [
        ([3.0, 2.0], [1.0, 0.0], 1.0, "every positive is above every negative"),
        ([0.0, 1.0], [2.0, 3.0], 0.0, "none is"),
        ([1.0, 1.0], [1.0, 1.0], 0.5, "ties count half"),
        ([3.0, 1.0], [2.0, 1.0], (2 + 0.5) / 4, "3>2, 3>1, 1<2, 1=1"),
        ([2.0], [1.0, 2.0, 3.0], (1 + 0.5) / 3, "groups of different size"),
    ],
)
def test_auc(positives: list[float], negatives: list[float], expected: float, reason: str) -> None:
    assert separate(positives, negatives).auc == pytest.approx(expected), reason


def test_interval_by_hand() -> None:
    # Wins: 4 beats 1, 3, 2; 2.5 beats 1 and 2; 2 beats 1 and ties with 2.
    found = separate([4.0, 2.5, 2.0], [1.0, 3.0, 2.0])
    of_positives = [3 / 3, 2 / 3, 1.5 / 3]
    of_negatives = [3 / 3, 1 / 3, 2.5 / 3]
    auc = 6.5 / 9
    variance = (
        sum((v - auc) ** 2 for v in of_positives) / 2 / 3
        + sum((v - auc) ** 2 for v in of_negatives) / 2 / 3
    )
    assert found.auc == pytest.approx(auc)
    assert found.low == pytest.approx(auc - Z * variance**0.5)
    assert found.high == pytest.approx(min(1.0, auc + Z * variance**0.5)) == 1.0


def test_one_member_has_no_interval() -> None:
    assert separate([1.0], [0.0, 2.0]) == Separation(0.5, None, None)


def test_the_interval_covers_what_repeated_samples_give() -> None:
    chance = random.Random(3)
    true_auc = NormalDist().cdf(1 / 2**0.5)  # of two normal groups one standard deviation apart
    covered = 0
    for _ in range(300):
        found = separate(
            [chance.gauss(1, 1) for _ in range(40)], [chance.gauss(0, 1) for _ in range(30)]
        )
        assert found.low is not None and found.high is not None
        covered += found.low <= true_auc <= found.high
    assert 0.91 <= covered / 300 <= 0.98


SIGNALS = st.lists(st.integers(-5, 5).map(float), min_size=1, max_size=8)


@given(SIGNALS, SIGNALS)
def test_exchanging_the_groups_mirrors_the_area(
    positives: list[float], negatives: list[float]
) -> None:
    mirrored = 1 - separate(negatives, positives).auc
    assert separate(positives, negatives).auc == pytest.approx(mirrored)
