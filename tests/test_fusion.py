"""What a document's score is made of: words, meaning, language, likeness to the best."""

from math import log2

import numpy as np
import pytest

from exchange.centring import mean_scores
from exchange.feedback import (
    DEPTH,
    WEIGHT,
    Feedback,
    feedback_of,
    nearest_documents,
    refined_shares,
)
from exchange.fusion import WORD_WEIGHT, fuse, word_weight
from exchange.keyword_index import KeywordRanking
from exchange.parts import NO_PARTS
from exchange.ranking import Ranking

LANGUAGES = np.array([0, 0, 0, 1], np.int16)


def by_words(scores: list[float], coverage: float, words: int) -> KeywordRanking:
    numbers = np.flatnonzero(scores).astype(np.int32)
    each = np.array(scores, np.float32)[numbers]
    return KeywordRanking(numbers, each, np.full(len(numbers), coverage, np.float32), words)


MEANING = Ranking(np.arange(4, dtype=np.int32), np.array([0.2, 0.4, 0.6, 0.8], np.float32))


@pytest.mark.parametrize(
    ("coverage", "words", "expected"),
    [
        (1.0, 1, 0.25),  # log2(1 + 1) = 1
        (1.0, 7, 0.75),  # log2(1 + 7) = 3: a whole sentence is found
        (0.5, 6, 0.25),  # 0.5 * log2(1 + 3) = 1
        (0.0, 9, 0.0),
    ],
)
def test_words_weigh_what_they_cover(coverage: float, words: int, expected: float) -> None:
    weight = word_weight(by_words([1.0, 2.0, 0, 0], coverage, words))
    assert weight == pytest.approx(expected)


def test_parts_by_hand() -> None:
    fusion = fuse(by_words([2.0, 4.0, 0, 0], 1.0, 1), MEANING, LANGUAGES)
    assert fusion.keyword.tolist() == pytest.approx([0.125, 0.25, 0, 0])
    assert fusion.semantic.tolist() == pytest.approx([0, 1 / 3, 2 / 3, 1], abs=1e-6)
    mean = -(0.125 + 0.25) / (3 + 2)  # three documents of the language, shrunk by two
    assert fusion.language.tolist() == pytest.approx([mean, mean, mean, 0], abs=1e-6)
    total = fusion.keyword + fusion.semantic + fusion.language
    assert fusion.scores.tolist() == pytest.approx(total.tolist(), abs=2e-6)


def test_one_language_alone_is_not_reordered() -> None:
    one = np.zeros(4, np.int16)
    keyword = by_words([2.0, 4.0, 0, 1.0], 0.5, 3)
    offsets = fuse(keyword, MEANING, one).language
    assert len(set(offsets.tolist())) == 1
    assert mean_scores(np.array([1, 3, 0, 4], np.float32), one).tolist() == pytest.approx(
        [8 / 6] * 4
    )


def test_switched_off_words_weigh_one_half_everywhere() -> None:
    fusion = fuse(by_words([2.0, 4.0, 0, 0], 0.1, 1), MEANING, LANGUAGES, NO_PARTS)
    assert fusion.keyword.tolist() == [0.25, 0.5, 0, 0]
    assert fusion.language.tolist() == [0, 0, 0, 0]
    assert word_weight(by_words([1.0, 0, 0, 0], 1.0, 1)) == WORD_WEIGHT * log2(2)


def test_a_sure_first_document_speaks_alone_and_ties_go_by_number() -> None:
    candidates = np.array([0, 2, 3], np.int32)  # document 1 is none
    sure, weights, nearest = nearest_documents(np.array([0.1, 9.0, 1.0, 0.2]), candidates)
    assert sure.tolist() == [2, 3, 0]
    assert weights.tolist() == pytest.approx([1, 0, 0], abs=1e-6)
    assert nearest.tolist() == [0, 2, 3]
    level, weights, _ = nearest_documents(np.array([0.5, 0.5, 0.5, 0.5]), candidates)
    assert level.tolist() == [0, 2, 3]
    assert weights.tolist() == pytest.approx([1 / 3] * 3)


def test_only_the_best_documents_are_compared_with_the_first_ones() -> None:
    scores = np.arange(2 * DEPTH, dtype=np.float32)
    top, _, nearest = nearest_documents(scores, np.arange(2 * DEPTH, dtype=np.int32))
    assert top.tolist() == [2 * DEPTH - 1, 2 * DEPTH - 2, 2 * DEPTH - 3]
    assert nearest.tolist() == list(range(DEPTH, 2 * DEPTH))


def test_own_and_likeness_add_up_to_the_cosine_with_the_refined_query() -> None:
    rng = np.random.default_rng(3)
    unit = rng.normal(size=(6, 8)).astype(np.float32)
    unit /= np.linalg.norm(unit, axis=1, keepdims=True)
    query, passages = unit[0], unit[3:]
    documents = np.array([5, 7], np.int32)
    feedback = feedback_of(documents, np.array([0.75, 0.25], np.float32), unit[1:3])
    assert feedback is not None
    refined = query + WEIGHT * feedback.direction
    expected = passages @ (refined / np.linalg.norm(refined))
    own, likeness = refined_shares(query, feedback)
    found = own * (passages @ query) + likeness * (passages @ feedback.direction)
    np.testing.assert_allclose(found, expected, atol=1e-6)
    assert feedback.documents == (5, 7)


def test_no_documents_give_no_feedback() -> None:
    none, weights, nearest = nearest_documents(np.zeros(3), np.empty(0, np.int32))
    assert nearest.tolist() == []
    assert feedback_of(none, weights, np.empty((0, 2), np.float32)) is None
    opposite = np.array([[1, 0], [-1, 0]], np.float32)
    level = np.array([0.5, 0.5], np.float32)
    assert feedback_of(np.array([0, 1], np.int32), level, opposite) is None
    assert refined_shares(opposite[0], Feedback((0,), opposite[1]))[0] == pytest.approx(1 / 0.3)
