"""How one text of several, such as a sentence of a need, scores every document of a snapshot."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from exchange.analysis import QueryWord
from exchange.centring import CentredQuery
from exchange.keyword_index import KeywordIndex
from exchange.ranking import Mask, Scores
from exchange.retrieval import rank
from exchange.vector_index import VectorIndex

RAW_WEIGHT = 3.0
"""As in `exchange.match`; a constant of its own, since the thresholds of needs go with it."""

_NO_PASSAGE = -1.0


@dataclass(frozen=True, slots=True)
class TextScores:
    """One text against every document; N documents, numbered in id order.

    :param fused: float64[N], the score that a search for the text gives.
    :param listed: bool[N], whether such a search lists the document.
    :param nearness: float32[N], the cosine of the nearest passage, centred.
    :param coverage: float32[N], the share of the text's words, by weight, in the document.
    :param signal: how near the nearest passage of all is, centred and not; see `exchange.match`.
    """

    vector: CentredQuery
    words: tuple[QueryWord, ...]
    fused: npt.NDArray[np.float64]
    listed: Mask
    nearness: Scores
    coverage: Scores
    signal: float


def score_text(
    keyword_index: KeywordIndex,
    vector_index: VectorIndex,
    documents: int,
    *,
    words: tuple[QueryWord, ...],
    vector: CentredQuery,
    floor: float,
) -> TextScores:
    """Return the scores of a text that is read as plain words, never as expert syntax."""
    ranked = rank(
        keyword_index,
        vector_index,
        documents,
        mode="hybrid",
        words=words,
        vector=vector,
        floor=floor,
        limited=None,
    )
    passage_scores = vector_index.passage_scores(vector)
    coverage = np.zeros(documents, np.float32)
    if ranked.keyword is not None:
        coverage[ranked.keyword.documents] = ranked.keyword.coverage
    best = float(passage_scores.max()) if len(passage_scores) else _NO_PASSAGE
    return TextScores(
        vector=vector,
        words=words,
        fused=ranked.scores,
        listed=ranked.listed,
        nearness=vector_index.rank(passage_scores).dense(documents, _NO_PASSAGE),
        coverage=coverage,
        signal=best + RAW_WEIGHT * vector_index.best_raw_score(vector, passage_scores),
    )
