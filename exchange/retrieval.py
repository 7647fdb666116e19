"""One query against one snapshot: two rankings, fused into one exact list over the whole index."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from exchange.analysis import QueryWord
from exchange.centring import CentredQuery
from exchange.fusion import DECIMALS, Fusion, fuse
from exchange.keyword_index import KeywordIndex, KeywordRanking
from exchange.match import match_by_meaning, match_by_words, signal_by_meaning
from exchange.ranking import Mask, Ranking, Scores
from exchange.results import Match, Mode, SideScore
from exchange.vector_index import VectorIndex


@dataclass(frozen=True, slots=True)
class RankedList:
    """Every document that a query lists, with what each side says of it.

    :param order: int32[n], document numbers, best first.
    :param listed: bool[N], whether a document is in `order`.
    :param words: the words of the query, none where only meaning was asked for.
    :param passage_scores: float32[P], or None where only words were asked for.
    :param match: how good the best document is, over the whole index.
    :param signal: what `match` was read from; compare it within one mode only.
    """

    order: npt.NDArray[np.int32]
    listed: Mask
    scores: npt.NDArray[np.float64]
    fusion: Fusion
    words: tuple[QueryWord, ...]
    keyword: KeywordRanking | None
    semantic: Ranking | None
    passage_scores: Scores | None
    match: Match
    signal: float

    def keyword_score(self, document: int) -> SideScore | None:
        """Return a document's place by words, or None when it has no word of the query."""
        return _side(self.keyword, self.fusion.keyword, document)

    def semantic_score(self, document: int) -> SideScore | None:
        """Return a document's place by meaning, or None when it has no passage."""
        return _side(self.semantic, self.fusion.semantic, document)


def rank(
    keyword_index: KeywordIndex,
    vector_index: VectorIndex,
    documents: int,
    *,
    mode: Mode,
    words: tuple[QueryWord, ...],
    vector: CentredQuery | None,
    floor: float,
    limited: Mask | None,
) -> RankedList:
    """Return the list of a query.

    :param words: the query's words; empty in semantic mode.
    :param vector: the query's vector; None in keyword mode.
    :param floor: documents without a matching word are listed above this semantic score only.
    :param limited: bool[N], what an expert query matches; None for a plain one.
    """
    nothing = np.zeros(documents, np.float32)
    keyword = keyword_index.rank(words) if mode != "semantic" else None
    passage_scores = None if vector is None else vector_index.passage_scores(vector)
    semantic = None if passage_scores is None else vector_index.rank(passage_scores)
    listed = np.zeros(documents, np.bool_)
    if keyword is not None:
        listed[keyword.documents] = True
    if semantic is not None:
        listed[semantic.documents[semantic.scores >= floor]] = True
    if keyword is not None and semantic is not None:
        fusion = fuse(keyword, semantic, documents)
    elif keyword is not None:
        fusion = Fusion(np.round(keyword.dense(documents, 0.0), DECIMALS), nothing)
    else:
        assert semantic is not None
        fusion = Fusion(nothing, np.round(semantic.dense(documents, -1.0), DECIMALS))
    if limited is not None:
        listed = limited
    scores = fusion.scores
    match, signal = _match(vector_index, vector, passage_scores, keyword)
    numbers = np.flatnonzero(listed).astype(np.int32)
    order = numbers[np.argsort(-scores[numbers], kind="stable")]
    return RankedList(
        order=order,
        listed=listed,
        scores=scores,
        fusion=fusion,
        words=words,
        keyword=keyword,
        semantic=semantic,
        passage_scores=passage_scores,
        match=match,
        signal=signal,
    )


def _match(
    vectors: VectorIndex,
    vector: CentredQuery | None,
    passage_scores: Scores | None,
    keyword: KeywordRanking | None,
) -> tuple[Match, float]:
    if vector is not None and passage_scores is not None and len(passage_scores):
        best_raw = vectors.best_raw_score(vector, passage_scores)
        signal = signal_by_meaning(float(passage_scores.max()), best_raw)
        return match_by_meaning(signal), signal
    coverage = 0.0 if keyword is None or not len(keyword) else float(keyword.coverage.max())
    return match_by_words(coverage), coverage


def _side(ranking: Ranking | None, parts: Scores, document: int) -> SideScore | None:
    if ranking is None:
        return None
    place = int(np.searchsorted(ranking.documents, document))
    if place == len(ranking) or ranking.documents[place] != document:
        return None
    scores = np.round(ranking.scores.astype(np.float64), DECIMALS)
    better = scores > scores[place]
    level = (scores == scores[place]) & (ranking.documents < document)
    return SideScore(
        rank=int(better.sum() + level.sum()) + 1,
        score=float(scores[place]),
        part=round(float(parts[document]), DECIMALS),
    )
