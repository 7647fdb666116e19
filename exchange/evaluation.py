"""Measure result lists against judgments: nDCG, recall and reciprocal rank."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ir_measures
from ir_measures import RR, R, nDCG

from exchange.collection import Qrels

DEPTH = 100

# Gain 2^grade - 1, as in Burges et al. 2005.
_NDCG = nDCG(gains={grade: 2**grade - 1 for grade in range(8)}) @ 10
_MEASURES = {"ndcg@10": _NDCG, "recall@100": R @ DEPTH, "mrr@10": RR @ 10}

Run = Mapping[str, Sequence[str]]
"""Topic id -> document ids, best first."""

TopicScores = Mapping[str, Mapping[str, float]]
"""Topic id -> measure name -> value."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The scores of one run: each judged topic's, and their means.

    :param run: the lists that were scored, as far as they were given.
    :param queries: how many topics have judgments; the others are left out.
    """

    topics: TopicScores
    means: Mapping[str, float]
    queries: int
    run: Run


def evaluate(run: Run, qrels: Qrels) -> Evaluation:
    """Score a run; a judged topic that the run lacks scores 0."""
    judged = {topic: grades for topic, grades in qrels.items() if any(grades.values())}
    scores = {topic: dict.fromkeys(_MEASURES, 0.0) for topic in judged}
    name_of = {measure: name for name, measure in _MEASURES.items()}
    # Places become falling scores, so that the order given here is the order that is measured.
    ranked = {
        topic: {id: float(-place) for place, id in enumerate(run.get(topic, ()))}
        for topic in judged
        if run.get(topic)
    }
    for metric in ir_measures.iter_calc(list(name_of), judged, ranked):
        scores[metric.query_id][name_of[metric.measure]] = metric.value
    means = {
        name: sum(values[name] for values in scores.values()) / max(len(scores), 1)
        for name in _MEASURES
    }
    return Evaluation(scores, means, len(scores), {topic: tuple(ids) for topic, ids in run.items()})
