"""What an index answers: a score for each document that it knows something about."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]
DocumentNumbers = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
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
        scores = np.full(size, missing, dtype=np.float32)
        scores[self.documents] = self.scores
        return scores
