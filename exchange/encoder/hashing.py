"""A small deterministic encoder without weights, for tests and for trying things out.

It knows spelling, not meaning: two texts are alike when they share words or parts of words.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from exchange.encoder.windows import Matrix, WindowedEncoder, fingerprint_of

_WORD_WEIGHT = 3
_TOKEN_CHARACTERS = 4
_SPECIAL_TOKENS = 4


class HashEncoder(WindowedEncoder):
    """Words and their trigrams, counted and projected by hashed signs to 64 dimensions."""

    runtime = "hash-encoder"
    dimensions = 64
    max_tokens = 512
    fingerprint = fingerprint_of(
        "hash-encoder 1", query_prefix="", passage_prefix="", max_tokens=max_tokens
    )

    def _count(self, text: str, *, is_query: bool) -> int:
        """A token is up to four characters of a word; prefix and borders are four more."""
        return _SPECIAL_TOKENS + sum(-(-len(word) // _TOKEN_CHARACTERS) for word in text.split())

    def _encode(self, texts: Sequence[str], *, is_query: bool) -> Matrix:
        vectors = np.empty((len(texts), self.dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            features = _features(text)
            signs = np.stack([_signs(feature) for feature in features])
            counts = np.fromiter(features.values(), dtype=np.float32, count=len(features))
            # The square root keeps frequent trigrams from drowning the rest.
            vectors[row] = np.sqrt(counts) @ signs
        return vectors


def _features(text: str) -> Counter[str]:
    features: Counter[str] = Counter()
    for word in text.casefold().split():
        features[f"word {word}"] += _WORD_WEIGHT
        padded = f" {word} "
        features.update(padded[i : i + 3] for i in range(len(padded) - 2))
    return features or Counter({"no text": 1})


@lru_cache(maxsize=100_000)
def _signs(feature: str) -> NDArray[np.float32]:
    """Return -1 or 1 for each dimension, the same on every machine."""
    digest = hashlib.blake2b(feature.encode("utf-8"), digest_size=HashEncoder.dimensions // 8)
    bits = np.unpackbits(np.frombuffer(digest.digest(), dtype=np.uint8))
    return bits.astype(np.float32) * 2 - 1
