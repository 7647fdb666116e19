"""What an office has and lacks, held against every document of an index at once.

The needs of a case are a facet, so lists of any length are ordered and limited by fit without
reading a case; `exchange.fit` says the same of one case, need by need.
"""

from typing import get_args

import numpy as np
import numpy.typing as npt

from exchange.engine import SearchEngine
from exchange.profile import AdopterProfile
from exchange.ranking import Mask
from exchange.vocabulary import NEEDS, UNKNOWN, NeedKind


def fitting(engine: SearchEngine, profile: AdopterProfile) -> Mask:
    """Return bool[N], the documents of which no source says that they take what the office lacks.

    Those that say nothing of what they take are among them.
    """
    if not profile.lack:
        return np.ones(len(engine), np.bool_)
    return ~engine.mask({"need": profile.lack})


def fit_priority(engine: SearchEngine, profile: AdopterProfile) -> npt.NDArray[np.int32]:
    """Return int32[N], lowest for the best fit: the order of :func:`exchange.fit.fit_order`."""
    to_do, unknown = np.zeros(len(engine), np.int32), np.zeros(len(engine), np.int32)
    for need in get_args(NeedKind):
        holding = profile.holding(need)
        if holding == "lack":
            to_do += engine.mask({"need": [need]})
        elif holding == "unknown":
            unknown += engine.mask({"need": [need]})
    unknown[engine.mask({"need": [UNKNOWN]})] = len(NEEDS)
    return to_do * np.int32(len(NEEDS) + 1) + unknown
