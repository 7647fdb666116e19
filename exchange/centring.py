"""Take the language out of vectors: passages in one language lie together in the space.

A multilingual encoder puts every text of a language near that language's mean, so a query finds
texts in its own language first. Subtracting the mean removes that (Libovický, Rosa, Fraser 2020,
"On the Language Neutrality of Pre-trained Multilingual Representations"). A mean of few passages
says more about their subject than about their language: it is shrunk towards the overall mean by
n / (n + SHRINKAGE), as in empirical Bayes estimation (Efron, Morris 1975). Keyword scores have the
same bias, and lose it in the same way.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]

SHRINKAGE = 60
WORD_SHRINKAGE = 2
OVERALL = "overall"


def language_means(
    vectors: Vectors, languages: Sequence[str]
) -> tuple[Vectors, dict[str, Vectors]]:
    """Return the overall mean, float32[d], and the shrunken mean of each language.

    :param vectors: float32[n, d]; zero passages give zero vectors.
    :param languages: the language of each passage.
    """
    overall = vectors.mean(axis=0) if len(vectors) else np.zeros(vectors.shape[1], np.float32)
    means: dict[str, Vectors] = {}
    of_passage = np.array(languages)
    for language in sorted(set(languages)):
        own = vectors[of_passage == language]
        weight = len(own) / (len(own) + SHRINKAGE)
        means[language] = (weight * own.mean(axis=0) + (1 - weight) * overall).astype(np.float32)
    return overall.astype(np.float32), means


def centre_passages(
    vectors: Vectors, languages: Sequence[str], means: Mapping[str, Vectors]
) -> tuple[Vectors, Vectors]:
    """Return each passage without the mean of its language, unit length, and the lengths before.

    :returns: float32[n, d] and float32[n].
    """
    if not len(vectors):
        return vectors, np.empty(0, np.float32)
    centred = vectors - np.stack([means[language] for language in languages])
    lengths = np.maximum(np.linalg.norm(centred, axis=1), 1e-9).astype(np.float32)
    return np.asarray(centred / lengths[:, None], np.float32), lengths


@dataclass(frozen=True, slots=True)
class CentredQuery:
    """A query's vector as it is, and without the overall mean at unit length; float32[d] each."""

    raw: Vectors
    centred: Vectors
    length: float


def centre_query(vector: Vectors, overall: Vectors) -> CentredQuery:
    """Return a query without the overall mean."""
    centred = vector - overall
    length = max(float(np.linalg.norm(centred)), 1e-9)
    return CentredQuery(vector, np.asarray(centred / length, np.float32), length)


def mean_scores(
    scores: npt.NDArray[np.float32], languages: npt.NDArray[np.intp]
) -> npt.NDArray[np.float32]:
    """Return for each document, float32[N], the shrunken mean score of those in its language.

    :param scores: float32[N], 0 where a document has no word of the query.
    :param languages: int[N], a number for the main language of each document.
    """
    counts = np.bincount(languages)
    sums = np.bincount(languages, weights=scores)
    return (sums / (counts + WORD_SHRINKAGE)).astype(np.float32)[languages]
