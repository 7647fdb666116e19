"""One query against one snapshot: two rankings, fused into one exact list over the whole index."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from exchange.analysis import QueryWord
from exchange.centring import CentredQuery
from exchange.expansion import Alternative
from exchange.feedback import Feedback, feedback_of, nearest_documents, refined_shares
from exchange.fusion import Fusion, fuse
from exchange.keyword_index import KeywordIndex, KeywordRanking
from exchange.match import match_by_meaning, match_by_words, signal_by_meaning
from exchange.parts import Parts
from exchange.ranking import DECIMALS, DocumentNumbers, Mask, Ranking, Scores, best
from exchange.results import Match, Mode, SideScore
from exchange.vector_index import VectorIndex


@dataclass(frozen=True, slots=True)
class RankedList:
    """Every document that a query lists, with what each side says of it.

    :param listed: bool[N], whether a document is on the list.
    :param scores: float32[N], rounded, of all documents.
    :param words: the words of the query, none where only meaning was asked for.
    :param semantic: the ranking by meaning, refined by `feedback`.
    :param vector_index: the passages that the scores below are of.
    :param passage_scores: float32[P], meaning before feedback, or None in keyword mode.
    :param likeness_scores: float32[P], what feedback adds to each passage's semantic score.
    :param match: how good the best document is, over the whole index.
    :param signal: what `match` was read from; compare it within one mode only.
    :param is_whole: whether no document that the query lists is missing.
    """

    listed: Mask
    scores: Scores
    fusion: Fusion
    words: tuple[QueryWord, ...]
    keyword: KeywordRanking | None
    semantic: Ranking | None
    vector_index: VectorIndex
    passage_scores: Scores | None
    match: Match
    signal: float
    is_whole: bool = True
    feedback: Feedback | None = None
    refined_scores: Scores | None = None
    likeness_scores: Scores | None = None

    def order(self, count: int | None = None, kept: Mask | None = None) -> DocumentNumbers:
        """Return the documents of the list, the best first.

        :param count: how many of them; None for all.
        :param kept: bool[N], those of the list that are wanted; None for all.
        """
        numbers = np.flatnonzero(self.listed if kept is None else kept).astype(np.int32)
        return best(self.scores, numbers, count)

    @property
    def alternatives(self) -> tuple[Alternative, ...]:
        """What some document has in place of words of the query."""
        return () if self.keyword is None else self.keyword.alternatives

    def keyword_score(self, document: int) -> SideScore | None:
        """Return a document's place by words, or None when it has no word of the query."""
        return _side(self.keyword, document, self.fusion.keyword[document])

    def semantic_score(self, document: int, likeness: float) -> SideScore | None:
        """Return a document's place by meaning, or None when it has no passage.

        :param likeness: the part of its score that comes from feedback.
        """
        return _side(self.semantic, document, self.fusion.semantic[document] - likeness)

    def language_part(self, document: int) -> float:
        """Return what is taken from a document's score for the language that it is in."""
        return round(float(self.fusion.language[document]), DECIMALS)

    def likeness_part(self, document: int) -> float:
        """Return the part of a document's score that comes from its likeness to the best ones."""
        if self.likeness_scores is None or self.refined_scores is None:
            return 0.0
        span = self.vector_index.passages_of(document)
        if span.start == span.stop:
            return 0.0
        gained = float(self.likeness_scores[span][np.argmax(self.refined_scores[span])])
        return round(gained / self.fusion.semantic_range, DECIMALS)


@dataclass(frozen=True, slots=True)
class Retrieval:
    """The two indexes of a snapshot, and what of the ranking is switched on.

    :param floor: documents without a matching word are listed above this semantic score only.
    :param is_whole: whether the indexes hold every document that the query may list.
    """

    keyword_index: KeywordIndex
    vector_index: VectorIndex
    floor: float
    parts: Parts
    is_whole: bool = True

    def rank(
        self,
        mode: Mode,
        words: tuple[QueryWord, ...],
        alternatives: Sequence[Alternative],
        vector: CentredQuery | None,
        limited: Mask | None,
        *,
        with_feedback: bool = True,
    ) -> RankedList:
        """Return the list of a query.

        :param words: the query's words; empty in semantic mode.
        :param vector: the query's vector; None in keyword mode.
        :param limited: bool[N], what an expert query matches; None for a plain one.
        """
        languages = self.keyword_index.document_languages
        keyword = self.keyword_index.rank(words, alternatives) if mode != "semantic" else None
        listed = np.zeros(len(languages), np.bool_)
        if keyword is not None:
            listed[keyword.documents] = True
        semantic = centred = own = refined = likeness = feedback = None
        if vector is None:
            assert keyword is not None
            nothing = np.zeros(len(languages), np.float32)
            fusion = Fusion(keyword.dense(len(languages), 0.0), nothing, nothing)
        else:
            centred = own = self.vector_index.passage_scores(vector.centred)
            semantic = self.vector_index.rank(centred)
            listed[semantic.documents[semantic.scores >= self.floor]] = True
            if not self.parts.neutral_meaning:
                own = self.vector_index.raw_scores(vector, centred)
                semantic = self.vector_index.rank(own)
            refined = own
            fusion = fuse(keyword, semantic, languages, self.parts)
            if with_feedback and self.parts.feedback:
                feedback, nearest = self._feedback(fusion, semantic, limited)
            if feedback is not None:
                own_share, share = refined_shares(vector.centred, feedback)
                likeness = self.vector_index.likeness_scores(feedback.direction, nearest)
                likeness *= share
                refined = own_share * own + likeness
                semantic = self.vector_index.rank(refined)
                fusion = fusion.by_meaning(semantic)
        if limited is not None:
            listed = limited
        match, signal = self._match(vector, centred, keyword)
        return RankedList(
            listed=listed,
            scores=fusion.scores,
            fusion=fusion,
            words=words,
            keyword=keyword,
            semantic=semantic,
            vector_index=self.vector_index,
            passage_scores=own,
            match=match,
            signal=signal,
            is_whole=self.is_whole,
            feedback=feedback,
            refined_scores=refined,
            likeness_scores=likeness,
        )

    def _feedback(
        self, fusion: Fusion, semantic: Ranking, limited: Mask | None
    ) -> tuple[Feedback | None, DocumentNumbers]:
        """Return what the best documents add, and the documents to compare with them, rising."""
        candidates = semantic.documents
        if limited is not None:
            candidates = candidates[limited[candidates]]
        documents, weights, nearest = nearest_documents(fusion.scores, candidates)
        vectors = [self.vector_index.vector_of(document) for document in documents.tolist()]
        found = feedback_of(documents, weights, [v.centred for v in vectors if v is not None])
        return found, nearest

    def _match(
        self,
        vector: CentredQuery | None,
        centred: Scores | None,
        keyword: KeywordRanking | None,
    ) -> tuple[Match, float]:
        if vector is not None and centred is not None and len(centred):
            best_raw = float(self.vector_index.raw_scores(vector, centred).max())
            signal = signal_by_meaning(float(centred.max()), best_raw)
            return match_by_meaning(signal), signal
        coverage = 0.0 if keyword is None or not len(keyword) else float(keyword.coverage.max())
        return match_by_words(coverage), coverage


def _side(ranking: Ranking | None, document: int, part: float) -> SideScore | None:
    if ranking is None:
        return None
    place = ranking.place_of(document)
    if place is None:
        return None
    return SideScore(
        rank=ranking.rank_at(place),
        score=round(float(ranking.rounded[place]), DECIMALS),
        part=round(float(part), DECIMALS),
    )
