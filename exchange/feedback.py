"""Pseudo-relevance feedback: the best documents say more of what is meant than a short query.

Rocchio's method (1971) on dense vectors, as in Li, Mourad, Zhuang, Koopman, Zuccon 2021, "Pseudo
Relevance Feedback with Deep Language Models and Dense Retrievers": the query moves towards the mean
of the best documents. Here each of them counts by how near its score is to the best one, so that a
sure first hit speaks alone and an unsure one together with the next.
"""

from dataclasses import dataclass

import numpy as np

from exchange.centring import Vectors
from exchange.ranking import DocumentNumbers, Scores, best

DOCUMENTS = 3
TEMPERATURE = 0.05
"""A document 0.05 below the best one, on the scale of fused scores, counts 1/e as much."""
WEIGHT = 0.7
DEPTH = 1_000
"""So many of the best documents are compared with them; any other is as unlike as the last one."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """What the best documents add to a query.

    :param documents: their numbers, the best first.
    :param direction: float32[d], unit length.
    """

    documents: tuple[int, ...]
    direction: Vectors


def nearest_documents(
    scores: Scores, candidates: DocumentNumbers
) -> tuple[DocumentNumbers, Scores, DocumentNumbers]:
    """Return the best of `candidates` with how much each counts, and those to compare with them.

    :param scores: float32[N], rounded; ties go by number.
    :param candidates: rising.
    :returns: the best, the best first; their weights, which add up to 1; the `DEPTH` best, rising.
    """
    nearest = best(scores, candidates, DEPTH)
    top = nearest[:DOCUMENTS]
    weights = np.exp((scores[top] - scores[top].max(initial=-np.inf)) / TEMPERATURE)
    return top, (weights / weights.sum()).astype(np.float32), np.sort(nearest)


def feedback_of(
    documents: DocumentNumbers, weights: Scores, directions: Vectors
) -> Feedback | None:
    """Return the direction in which the best documents lie, or None when there are none.

    :param directions: float32[n, d], a unit vector for each of `documents`.
    """
    if not len(documents):
        return None
    mean = np.vecdot(directions.T, weights)
    length = float(np.sqrt(np.vecdot(mean, mean)))
    if length < 1e-9:
        return None
    return Feedback(tuple(documents.tolist()), np.asarray(mean / length, np.float32))


def refined_shares(query: Vectors, feedback: Feedback) -> tuple[float, float]:
    """Return by what the query's and the feedback's cosines are multiplied to add up to the
    cosine with the refined query, `query + WEIGHT * direction` at unit length."""
    refined = query + WEIGHT * feedback.direction
    length = float(np.sqrt(np.vecdot(refined, refined)))
    return 1.0 / max(length, 1e-9), WEIGHT / max(length, 1e-9)
