"""What an index answers: a score for each document that it knows something about."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]
DocumentNumbers = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]


DECIMALS = 6
"""Scores are compared when they are rounded so: equal documents are equal on every machine."""
_GROUPS = 8
"""Groups for each wanted document: more of them find fewer others, and take longer."""


@dataclass(frozen=True)
class Ranking:
    """Documents with their scores, over the whole index: nothing is cut, nothing is sorted.

    :param documents: int32[n], document numbers (places in id order), rising.
    :param scores: float32[n], higher is better.
    """

    documents: DocumentNumbers
    scores: Scores

    def __len__(self) -> int:
        return len(self.documents)

    def dense(self, size: int, missing: float) -> Scores:
        """Return float32[size], one score a document, `missing` for those not in the ranking."""
        if len(self) == size:
            return self.scores
        scores = np.full(size, missing, dtype=np.float32)
        scores[self.documents] = self.scores
        return scores

    @cached_property
    def rounded(self) -> Scores:
        """float32[n], the scores as they are compared."""
        return np.round(self.scores, DECIMALS)

    def place_of(self, document: int) -> int | None:
        """Return where a document stands in the arrays, or None."""
        place = int(np.searchsorted(self.documents, document))
        is_here = place < len(self) and self.documents[place] == document
        return place if is_here else None

    def rank_at(self, place: int) -> int:
        """Return the rank, from 1, of the document at a place; ties go by number."""
        scores = self.rounded
        better = np.count_nonzero(scores > scores[place])
        return int(better + np.count_nonzero(scores[:place] == scores[place])) + 1


def open_array(path: Path) -> npt.NDArray[Any]:
    """Return an array of a `.npy` file, memory-mapped: what is not asked for is not read.

    It is a plain view, since every element read through `np.memmap` makes an object of it first.
    """
    return np.asarray(np.load(path, mmap_mode="r"))


def best(scores: Scores, documents: DocumentNumbers, count: int | None = None) -> DocumentNumbers:
    """Return the `count` best of `documents`, the best first; ties go by number.

    Only those that may be among them are sorted, so that a page of a long list is cheap.

    :param scores: float32[N], of all documents.
    :param documents: int32[n], rising.
    :param count: None for all of them.
    """
    if count == 0:
        return documents[:0]
    own = scores if len(documents) == len(scores) else scores[documents]
    if count is not None and count < len(documents):
        places = np.flatnonzero(own >= _at_most_the_last(own, count))
        documents, own = documents[places], own[places]
    return documents[np.argsort(-own, kind="stable")[:count]]


def _at_most_the_last(scores: Scores, count: int) -> float:
    """Return a number that at least the `count` best of more scores reach, and few others.

    Of as many groups each has its best score, so that many are as good as the last of those.
    """
    groups = min(_GROUPS * count, len(scores))
    size = len(scores) // groups
    best_of_groups = scores[: size * groups].reshape(size, groups).max(axis=0)
    return float(np.partition(best_of_groups, -count)[-count])
