"""How well a signal tells two groups apart: the area under the ROC curve with its interval."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Separation:
    """The probability that a positive has the higher signal than a negative, ties counted half.

    :param low: lower end of the 95 % interval; None where a group has one member.
    :param high: its upper end.
    """

    auc: float
    low: float | None
    high: float | None


def separate(positives: Sequence[float], negatives: Sequence[float]) -> Separation:
    """Return the AUC (Mann and Whitney 1947) with its interval after DeLong, DeLong and
    Clarke-Pearson 1988, cut at 0 and 1. Both groups need a member.

    An AUC of exactly 0 or 1 has no variance to estimate: its interval is a point.
    """
    higher = np.array(positives)[:, None] - np.array(negatives)[None, :]
    wins = (higher > 0) + 0.5 * (higher == 0)
    auc = float(wins.mean())
    if min(wins.shape) < 2:
        return Separation(auc, None, None)
    of_positives, of_negatives = wins.mean(axis=1), wins.mean(axis=0)
    variance = of_positives.var(ddof=1) / len(positives) + of_negatives.var(ddof=1) / len(negatives)
    half = NormalDist().inv_cdf((1 + CONFIDENCE) / 2) * float(np.sqrt(variance))
    return Separation(auc, max(auc - half, 0.0), min(auc + half, 1.0))
