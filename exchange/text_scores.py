"""How one text of several, such as a sentence of a need, scores every document of a snapshot."""

from dataclasses import dataclass

import numpy as np

from exchange.analysis import QueryWord
from exchange.centring import CentredQuery
from exchange.ranking import Mask, Scores
from exchange.retrieval import Retrieval
from exchange.vector_index import VectorIndex

_NO_PASSAGE = -1.0


@dataclass(frozen=True, slots=True)
class TextScores:
    """One text against every document; N documents, numbered in id order.

    :param fused: float32[N], the score that a search for the text gives.
    :param listed: bool[N], whether such a search lists the document.
    :param nearness: float32[N], the cosine of the nearest passage, centred.
    :param coverage: float32[N], the share of the text's words, by weight, in the document.
    :param vector_index: the passages that were scored.
    :param passage_scores: float32[P], the cosine of each, centred.
    :param signal: how near the nearest passage of all is, centred and not; see `exchange.match`.
    """

    words: tuple[QueryWord, ...]
    fused: Scores
    listed: Mask
    nearness: Scores
    coverage: Scores
    vector_index: VectorIndex
    passage_scores: Scores
    signal: float


def score_text(
    retrieval: Retrieval, words: tuple[QueryWord, ...], vector: CentredQuery
) -> TextScores:
    """Return the scores of a text that is read as plain words, never as expert syntax."""
    ranked = retrieval.rank("hybrid", words, (), vector, limited=None)
    assert ranked.keyword is not None and ranked.passage_scores is not None
    documents = len(ranked.listed)
    coverage = np.zeros(documents, np.float32)
    coverage[ranked.keyword.documents] = ranked.keyword.coverage
    nearest = retrieval.vector_index.rank(ranked.passage_scores)
    return TextScores(
        words=words,
        fused=ranked.scores,
        listed=ranked.listed,
        nearness=nearest.dense(documents, _NO_PASSAGE),
        coverage=coverage,
        vector_index=ranked.vector_index,
        passage_scores=ranked.passage_scores,
        signal=ranked.signal,
    )
