"""Fuse the keyword and the semantic ranking into one score for each document.

Convex combination of min-max normalised scores (Bruch, Gai, Ingber 2023, "An Analysis of Fusion
Functions for Hybrid Retrieval") in which words weigh as much as they know: the share of the
query's inverse document frequency that the best document covers. See docs/relevance.md.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from exchange.keyword_index import KeywordRanking
from exchange.ranking import Ranking, Scores

DECIMALS = 6
KEYWORD_WEIGHT = 0.5


@dataclass(frozen=True, slots=True)
class Fusion:
    """What each side adds to each document's score: float32[N] each; they add up to it."""

    keyword: Scores
    semantic: Scores

    @property
    def scores(self) -> npt.NDArray[np.float64]:
        """float64[N], rounded, so that equal documents compare equal on every machine."""
        return np.round(self.keyword.astype(np.float64) + self.semantic, DECIMALS)


def fuse(keyword: KeywordRanking, semantic: Ranking, documents: int) -> Fusion:
    """Return both sides' parts for all `documents`, from their scores over the whole index."""
    return Fusion(
        keyword=np.round(_keyword_part(keyword, documents), DECIMALS),
        semantic=np.round(_semantic_part(semantic, documents), DECIMALS),
    )


def _keyword_part(keyword: KeywordRanking, documents: int) -> Scores:
    if not len(keyword):
        return np.zeros(documents, np.float32)
    weight = KEYWORD_WEIGHT * float(keyword.coverage.max())
    return keyword.dense(documents, 0.0) * np.float32(weight / keyword.scores.max())


def _semantic_part(semantic: Ranking, documents: int) -> Scores:
    if not len(semantic):
        return np.zeros(documents, np.float32)
    low, high = float(semantic.scores.min()), float(semantic.scores.max())
    return (semantic.dense(documents, low) - np.float32(low)) / np.float32(max(high - low, 1e-9))
