"""A pasted need of many sentences: the cases that answer it, and which sentence each answers.

A case's score is its score for the whole text plus what it has for each sentence, where every
further sentence counts less. How the constants were found, and how often a sentence is rightly
called unanswered: docs/need.md.
"""

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from exchange.analysis import count_words, prepare_need
from exchange.encoder import Matrix, Vector
from exchange.engine import MAX_LIMIT, SearchEngine
from exchange.errors import QueryError
from exchange.need_result import Answer, NeedHit, NeedResult, NeedSentence
from exchange.ranking import DECIMALS, Mask, Scores
from exchange.results import NO_FILTERS
from exchange.sentences import sentence_text, split_sentences
from exchange.text import MAX_NEED_CHARACTERS, MAX_NEED_WORDS
from exchange.text_scores import TextScores

SHARPNESS = 3
"""The power of a sentence's relative score: only what is near its best case counts."""

AGREEMENT_WEIGHT = 0.4
"""How much it adds that a sentence likes the cases that the rest of the need likes."""

NOTHING_BELOW, ANSWERED_FROM = 2.65, 2.75
"""Confidence by meaning: below the first a sentence has no weight, from the second it is
answered; between them its weight rises."""

MEASURED_ENCODER = "4ac1f624c82d132753a56f27a1d95dbb6e56b0bfe196fa0ea9007fc0278eb7f5"
"""The fingerprint of the encoder that has these thresholds; with another one, words decide."""

NOTHING_BELOW_COVERAGE, ANSWERED_FROM_COVERAGE = 0.2, 0.5

STANDS_OUT = 2.0
"""Standard deviations above the mean of all documents from which a document answers."""

CHUNK_WORDS = 150
"""Words that are encoded as one for the whole text; a longer one is a mean of such stretches."""

_MAX_BYTES = 10 * MAX_NEED_CHARACTERS

Row = npt.NDArray[np.float64]
Table = npt.NDArray[np.float64]
Masks = npt.NDArray[np.bool_]


def read_need(source: Path | BinaryIO) -> str:
    """Return the text of a file or of standard input.

    :raises QueryError: it cannot be read, is not UTF-8, or is far too long for a need.
    """
    name = str(source) if isinstance(source, Path) else "standard input"
    try:
        with contextlib.ExitStack() as stack:
            file = stack.enter_context(source.open("rb")) if isinstance(source, Path) else source
            content = file.read(_MAX_BYTES + 1)
    except OSError as exc:
        reason = exc.strerror or "unknown reason"
        raise QueryError(
            f"{name}: cannot be read ({reason}). Give the path of a text file, or - and the text "
            "on standard input."
        ) from exc
    if len(content) > _MAX_BYTES:
        raise QueryError(
            f"{name}: more than {_MAX_BYTES:,} bytes; a need has at most {MAX_NEED_WORDS:,} words. "
            "Paste the part that says what is needed."
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise QueryError(
            f"{name}: not UTF-8 text (byte {exc.start}). Save it as plain text in UTF-8; word "
            "processor files and PDF cannot be read."
        ) from exc


def answer_need(
    engine: SearchEngine,
    text: str,
    *,
    filters: Mapping[str, Sequence[str]] = NO_FILTERS,
    limit: int = 10,
) -> NeedResult:
    """Return the first documents of the one exact list of a need.

    :param text: up to 1,000 words in any language; it is neither kept nor logged.
    :raises QueryError: the text is empty or too long, or a filter or the limit cannot be.
    """
    if not 0 <= limit <= MAX_LIMIT:
        raise QueryError(f"limit must be 0 to {MAX_LIMIT}.")
    text = prepare_need(text)
    mask = engine.mask(filters)
    sentences = [sentence_text(text, span) for span in split_sentences(text)]
    whole, of_sentence = _score(engine, sentences)
    reading = _read(of_sentence, is_measured=engine.encoder == MEASURED_ENCODER)
    base = np.round(_relative(whole), DECIMALS)
    parts = np.round(_parts(of_sentence, reading.weights), DECIMALS)
    scores = np.round(base + parts.sum(axis=0), DECIMALS)
    listed = _listed(whole, reading)
    numbers = np.flatnonzero(listed & mask)
    order = numbers[np.argsort(-scores[numbers], kind="stable")]

    def hit(number: int, rank: int) -> NeedHit:
        document = engine.document(number)
        return NeedHit(
            rank=rank,
            id=document.id,
            title=document.title,
            score=float(scores[number]),
            whole=float(base[number]),
            parts=tuple(parts[:, number].tolist()),
            answers=_answers(engine, number, of_sentence, reading),
            case=document.case,
        )

    return NeedResult(
        snapshot=engine.snapshot,
        sentences=tuple(
            NeedSentence(place + 1, sentence, float(weight), bool(answered.any()))
            for place, (sentence, weight, answered) in enumerate(
                zip(sentences, reading.weights, reading.answers, strict=True)
            )
        ),
        hits=tuple(hit(number, rank) for rank, number in enumerate(order[:limit].tolist(), 1)),
        total=len(order),
        unanswered=tuple(
            place + 1 for place, answers in enumerate(reading.answers) if not answers[order].any()
        ),
        facets=engine.count(listed, filters),
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """What each of S sentences is worth, and who of N documents answers it.

    :param weights: float64[S].
    :param scores: float64[S, N], the score that an answer shows.
    :param answers: bool[S, N].
    """

    weights: Row
    scores: Table
    answers: Masks


def _score(
    engine: SearchEngine, sentences: Sequence[str]
) -> tuple[TextScores, tuple[TextScores, ...]]:
    """Return the scores of the whole text and of each sentence; all are encoded in one batch."""
    chunks = _chunks(sentences)
    vectors = engine.encode_texts([*sentences, *chunks])
    lengths = [count_words(chunk) for chunk in chunks]
    whole = engine.score_text(" ".join(sentences), _mean(vectors[len(sentences) :], lengths))
    each = zip(sentences, vectors, strict=False)  # the rows of the chunks are left over
    return whole, tuple(engine.score_text(sentence, vector) for sentence, vector in each)


def _chunks(sentences: Sequence[str]) -> list[str]:
    """Return the text in stretches of whole sentences, of CHUNK_WORDS words where it can."""
    chunks: list[str] = []
    words = 0
    for sentence in sentences:
        length = count_words(sentence)
        if chunks and words + length <= CHUNK_WORDS:
            chunks[-1] += f" {sentence}"
            words += length
        else:
            chunks.append(sentence)
            words = length
    return chunks


def _mean(vectors: Matrix, weights: Sequence[int]) -> Vector:
    """Return the weighted mean at unit length."""
    mean = np.asarray(weights, np.float32) @ vectors
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), np.float32)


def _read(sentences: Sequence[TextScores], *, is_measured: bool) -> _Reading:
    coverage = _table([each.coverage for each in sentences])
    nearness = _table([each.nearness for each in sentences])
    confidence: Row
    least: Row
    if is_measured:
        signals = np.array([each.signal for each in sentences], np.float64)
        confidence = np.round(signals + AGREEMENT_WEIGHT * _agreement(nearness), DECIMALS)
        low, high, scores = NOTHING_BELOW, ANSWERED_FROM, nearness
        outstanding = nearness.mean(axis=1) + STANDS_OUT * nearness.std(axis=1)
        least = np.minimum(np.round(outstanding, DECIMALS), nearness.max(axis=1, initial=-1.0))
    else:
        confidence = coverage.max(axis=1, initial=0.0)
        low, high, scores = NOTHING_BELOW_COVERAGE, ANSWERED_FROM_COVERAGE, coverage
        least = np.full(len(sentences), ANSWERED_FROM_COVERAGE)
    share = np.clip((confidence - low) / (high - low), 0.0, 1.0)
    weights: Row = np.asarray(np.round(share, DECIMALS), np.float64)
    answers: Masks = (confidence >= high)[:, None] & (scores >= least[:, None])
    return _Reading(weights, scores, answers)


def _table(rows: Sequence[Scores]) -> Table:
    return np.asarray(np.round(np.array(rows, np.float64), DECIMALS), np.float64)


def _agreement(nearness: Table) -> Row:
    """Return for each sentence how its documents correlate with those of the others, 0 to 1.

    A sentence that says little by itself ("surveyors are few") is answered where the rest of the
    need is; a sentence about another matter agrees with nothing.
    """
    if not nearness.size:
        return np.zeros(len(nearness))
    deviations = nearness - nearness.mean(axis=1, keepdims=True)
    norms = np.linalg.norm(deviations, axis=1, keepdims=True)
    unit = np.divide(deviations, norms, out=np.zeros_like(deviations), where=norms > 0)
    others = unit.sum(axis=0) - unit
    lengths = np.linalg.norm(others, axis=1)
    products = (unit * others).sum(axis=1)
    correlation = np.divide(products, lengths, out=np.zeros_like(products), where=lengths > 1e-6)
    return np.asarray(np.clip(correlation, 0.0, 1.0), np.float64)


def _relative(scores: TextScores) -> Row:
    """Return float64[N], 0 to 1, the fused score as a share of the best one."""
    positive = np.maximum(scores.fused, 0.0)
    best = float(positive.max(initial=0.0))
    return np.asarray(positive / best if best > 0 else positive, np.float64)


def _parts(sentences: Sequence[TextScores], weights: Row) -> Table:
    """Return float64[S, N], what each sentence adds to each document; at most 1 in all.

    The sentence that a document answers best counts whole, its second best half, its third a
    third, as in a reciprocal rank: breadth is rewarded, and depth on one matter is not lost.
    """
    gains = weights[:, None] * np.array([_relative(each) for each in sentences]) ** SHARPNESS
    by_gain = np.argsort(-np.round(gains, DECIMALS), axis=0, kind="stable")
    places = np.argsort(by_gain, axis=0, kind="stable") + 1
    return np.asarray(gains / places / (1.0 / np.arange(1, len(gains) + 1)).sum(), np.float64)


def _listed(whole: TextScores, reading: _Reading) -> Mask:
    return np.asarray(whole.listed | reading.answers.any(axis=0), np.bool_)


def _answers(
    engine: SearchEngine, number: int, sentences: Sequence[TextScores], reading: _Reading
) -> tuple[Answer, ...]:
    found: list[Answer] = []
    for place in np.flatnonzero(reading.answers[:, number]).tolist():
        passage = engine.passage_for(number, sentences[place])
        if passage is not None:
            found.append(Answer(place + 1, passage, float(reading.scores[place, number])))
    return tuple(found)
