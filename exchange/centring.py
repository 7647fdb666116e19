"""Take the language out of vectors: passages in one language lie together in the space.

A multilingual encoder puts every text of a language near that language's mean, so a query finds
texts in its own language first. Subtracting the mean removes that (Libovický, Rosa, Fraser 2020,
"On the Language Neutrality of Pre-trained Multilingual Representations"). A mean of few passages
says more about their subject than about their language: it is shrunk towards the overall mean by
n / (n + SHRINKAGE), as in empirical Bayes estimation (Efron, Morris 1975).
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]

SHRINKAGE = 60
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
) -> Vectors:
    """Return float32[n, d], each passage without the mean of its language."""
    if not len(vectors):
        return vectors
    return vectors - np.stack([means[language] for language in languages])


def centre_query(vector: Vectors, overall: Vectors) -> Vectors:
    """Return float32[d], a query without the overall mean."""
    return np.asarray(vector - overall, np.float32)
