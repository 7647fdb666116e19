"""Unit vectors as a multilingual encoder gives them: clustered by subject, apart by language.

All vectors share one direction, those of a language another, as in multilingual-e5 (which is why
the index takes them away, see `exchange.centring`). What is left lies in few of the dimensions:
real embeddings have an intrinsic dimension far below their length, and nearest-neighbour indexes
live by that.
"""

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from exchange.encoder import Matrix

DIMENSIONS = 384
_INNER_DIMENSIONS = 64
_COMMON, _LANGUAGE, _NOISE = 1.5, 0.4, 0.2
_DOCUMENT_SPREAD, _PASSAGE_SPREAD, _QUERY_SPREAD = 0.9, 0.5, 1.5


@dataclass(frozen=True, slots=True)
class VectorSpace:
    """Where subjects and languages lie.

    :param subjects: float32[S, 64], the middle of each subject's cluster.
    :param inner: float32[64, 384], the directions in which texts differ.
    :param languages: float32[L, 384], what all texts of a language have in common.
    """

    subjects: Matrix
    inner: Matrix
    languages: Matrix

    @classmethod
    def make(cls, rng: np.random.Generator, subjects: int, languages: int) -> Self:
        """Return a space with so many subjects and languages."""
        common = _COMMON * _unit(rng.standard_normal((1, DIMENSIONS), np.float32))
        own = _LANGUAGE * _unit(rng.standard_normal((languages, DIMENSIONS), np.float32))
        inner = _unit(rng.standard_normal((_INNER_DIMENSIONS, DIMENSIONS), np.float32))
        middles = rng.standard_normal((subjects, _INNER_DIMENSIONS), np.float32)
        return cls(middles, inner, common + own)

    def draw_places(self, rng: np.random.Generator, subjects: npt.NDArray[np.int64]) -> Matrix:
        """Return float32[n, 64], where documents on these subjects, int64[n], lie."""
        middles = self.subjects[subjects]
        return middles + _DOCUMENT_SPREAD * rng.standard_normal(middles.shape, np.float32)

    def passage_vectors(
        self,
        rng: np.random.Generator,
        places: Matrix,
        languages: npt.NDArray[np.int64],
        passages: int,
    ) -> Matrix:
        """Return float32[n * passages, 384], unit length, those of a document next to each other.

        :param places: float32[n, 64], from :meth:`draw_places`.
        :param languages: int64[n], a number for the language of each document.
        """
        spread = _PASSAGE_SPREAD if passages > 1 else 0.0
        repeated = np.repeat(places, passages, axis=0)
        return self._vectors(rng, repeated, np.repeat(languages, passages), spread)

    def query_vectors(
        self, rng: np.random.Generator, places: Matrix, languages: npt.NDArray[np.int64]
    ) -> Matrix:
        """Return float32[n, 384], unit length, of queries near documents at these places."""
        return self._vectors(rng, places, languages, _QUERY_SPREAD)

    def _vectors(
        self,
        rng: np.random.Generator,
        places: Matrix,
        languages: npt.NDArray[np.int64],
        spread: float,
    ) -> Matrix:
        if spread:
            places = places + np.float32(spread) * rng.standard_normal(places.shape, np.float32)
        vectors = _unit(places) @ self.inner + self.languages[languages]
        vectors += _NOISE * _unit(rng.standard_normal(vectors.shape, np.float32))
        return _unit(vectors)


def _unit(vectors: npt.NDArray[Any]) -> Matrix:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), np.float32)
