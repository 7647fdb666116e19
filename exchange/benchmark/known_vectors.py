"""An encoder that only looks up: the vectors of synthetic queries are ready before they are asked.

What encoding costs depends on the model, not on the index, so the benchmark leaves it out, for us
as for others.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from exchange.benchmark.synthetic import SyntheticQuery
from exchange.benchmark.vector_space import DIMENSIONS
from exchange.encoder import Matrix, Progress, Vector
from exchange.encoder.windows import fingerprint_of
from exchange.errors import EncoderError

SYNTHETIC_FINGERPRINT = fingerprint_of(
    "synthetic vectors 1", query_prefix="", passage_prefix="", max_tokens=None
)


class KnownVectors:
    """The vectors of these queries, as an :class:`exchange.encoder.Encoder`."""

    fingerprint = SYNTHETIC_FINGERPRINT
    runtime = "known-vectors"
    dimensions = DIMENSIONS
    max_tokens = 512

    def __init__(self, queries: Iterable[SyntheticQuery]) -> None:
        self._vectors = {query.text: query.vector for query in queries}

    def count_tokens(self, passage: str) -> int:
        """Return the words of a passage."""
        return len(passage.split())

    def encode_query(self, text: str) -> Vector:
        """Return float32[dimensions].

        :raises EncoderError: the text is none of the queries.
        """
        try:
            return self._vectors[text]
        except KeyError as exc:
            raise EncoderError(f"{text!r} is no query of the benchmark: it has no vector.") from exc

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """Return float32[len(texts), dimensions]."""
        return np.array([self.encode_query(text) for text in texts], np.float32).reshape(
            len(texts), self.dimensions
        )

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Matrix:
        """Return float32[len(texts), dimensions]; passages that are queries, too, have a vector."""
        vectors = self.encode_queries(texts)
        if progress is not None:
            progress(len(texts))
        return vectors
