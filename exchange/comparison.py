"""Compare two runs topic by topic: what changed, whether by chance, and which topics moved."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from exchange.evaluation import TopicScores

RESAMPLES = 100_000
"""Random sign changes tried, as many as Smucker, Allan, Carterette 2007 tried; where all of them
are fewer (up to 16 topics that differ), every one is tried and the p-value is exact."""

SEED = 42
MOVED = 5
_LEAST = 1e-9


@dataclass(frozen=True, slots=True)
class Change:
    """How one measure changed from one run to another over the same topics.

    :param p_value: two-sided, of the paired randomisation test.
    :param better: how many topics rose.
    :param worse: how many topics fell.
    """

    before: float
    after: float
    difference: float
    p_value: float
    better: int
    worse: int


@dataclass(frozen=True, slots=True)
class MovedTopic:
    """One topic's value in both runs."""

    topic: str
    before: float
    after: float

    @property
    def difference(self) -> float:
        return self.after - self.before


def compare(before: TopicScores, after: TopicScores, measure: str) -> Change:
    """Return how a measure changed; both runs must have the same topics, at least one."""
    old, new = (
        np.array([scores[topic][measure] for topic in sorted(before)]) for scores in (before, after)
    )
    differences = new - old
    return Change(
        before=float(old.mean()),
        after=float(new.mean()),
        difference=float(differences.mean()),
        p_value=randomisation_test(differences.tolist()),
        better=int((differences > _LEAST).sum()),
        worse=int((differences < -_LEAST).sum()),
    )


def randomisation_test(differences: Sequence[float]) -> float:
    """Return the two-sided p-value of paired differences: might their signs be mere chance?

    Were both runs equally good, each topic's two values could as well be exchanged, which changes
    the sign of its difference (Smucker, Allan, Carterette 2007, "A Comparison of Statistical
    Significance Tests for Information Retrieval Evaluation"). Topics without a difference change
    nothing and are left out; when none or one is left the value is 1.
    """
    moved = np.array([value for value in differences if abs(value) > _LEAST])
    if len(moved) < 2:  # a single difference is as large with either sign
        return 1.0
    from scipy.stats import permutation_test  # 1 s to import

    result = permutation_test(
        (moved,),
        lambda values, axis: values.mean(axis=axis),
        permutation_type="samples",
        vectorized=True,
        n_resamples=RESAMPLES,
        batch=1_000,
        rng=np.random.default_rng(SEED),
    )
    return float(result.pvalue)


def moved_most(
    before: TopicScores, after: TopicScores, measure: str, limit: int = MOVED
) -> tuple[tuple[MovedTopic, ...], tuple[MovedTopic, ...]]:
    """Return the topics that rose most and those that fell most, the largest step first."""
    topics = [
        MovedTopic(topic, before[topic][measure], after[topic][measure]) for topic in sorted(before)
    ]
    up = sorted(topics, key=lambda topic: -topic.difference)
    down = sorted(topics, key=lambda topic: topic.difference)
    return (
        tuple(topic for topic in up[:limit] if topic.difference > _LEAST),
        tuple(topic for topic in down[:limit] if topic.difference < -_LEAST),
    )
