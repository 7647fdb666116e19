"""What all encoders share: vector types, text preparation, long texts, the fingerprint."""

import hashlib
import json
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from exchange.errors import EncoderError
from exchange.text import prepare_text

Vector = NDArray[np.float32]
Matrix = NDArray[np.float32]
Progress = Callable[[int], None]
Window = tuple[str, int]
"""A stretch of a text that fits an encoder, and its tokens."""

TEXT_PREPARATION = 1
"""Raised when :func:`prepare_passage` or the windows change: older vectors no longer match."""

MAX_CHARACTERS = 20_000
"""What is read of one text; 1,000 words are some 7,000 characters."""

MAX_WINDOWS = 4
"""Windows of `max_tokens` tokens encoded of one text. Time grows with tokens:
a word of 20,000 random letters has 11,000 of them, which took 22 s before this limit."""


def prepare_passage(text: str) -> str:
    """Return `text` as encoders see it: NFKC, prepared, single spaces, at most MAX_CHARACTERS.

    The tokenizer applies NFKC itself, character by character in one runtime and to whole
    sequences in the other; applying it first makes their tokens the same.
    """
    text = unicodedata.normalize("NFKC", text[:MAX_CHARACTERS])
    return " ".join(prepare_text(text).split())[:MAX_CHARACTERS].rstrip()


def fingerprint_of(
    weights: str, *, query_prefix: str, passage_prefix: str, max_tokens: int | None
) -> str:
    """Return the SHA-256 of all that decides a vector, in hexadecimal digits.

    :param weights: hash of the weights' content, or another name for exactly these weights.
    :param max_tokens: None when `weights` covers the length already.
    """
    facts = [
        weights,
        query_prefix,
        passage_prefix,
        max_tokens,
        TEXT_PREPARATION,
        MAX_WINDOWS,
    ]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


class WindowedEncoder(ABC):
    """An encoder that is safe for any text: it prepares it, and averages windows of a long one.

    A text longer than `max_tokens` is split at spaces into windows that fit, each encoded with
    the prefix; its vector is their mean, weighted by tokens. Doing this here rather than in the
    runtimes (one averages, one cuts) keeps them in agreement at every length.
    """

    batch_size = 16
    """Passages given to the runtime in one call, after sorting by length."""

    @property
    @abstractmethod
    def fingerprint(self) -> str: ...

    @property
    @abstractmethod
    def dimensions(self) -> int: ...

    @property
    @abstractmethod
    def max_tokens(self) -> int: ...

    @abstractmethod
    def _count(self, text: str, *, is_query: bool) -> int:
        """Return the tokens of a prepared text, prefix and special tokens included."""

    @abstractmethod
    def _encode(self, texts: Sequence[str], *, is_query: bool) -> Matrix:
        """Encode prepared texts that fit `max_tokens`; rows of unit length."""

    def count_tokens(self, passage: str) -> int:
        """Return the tokens of a passage, prefix and special tokens included."""
        return self._count(prepare_passage(passage), is_query=False)

    def encode_query(self, text: str) -> Vector:
        """Return the vector of a query, float32[dimensions], of unit length."""
        windows = self._windows(prepare_passage(text), is_query=True)
        vector: Vector = self._encode_windows([windows], is_query=True)[0]
        return vector

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Matrix:
        """Return the vectors of passages, float32[len(texts), dimensions], of unit length.

        :param progress: called after each batch with the number of texts newly done.
        """
        return self._encode_all(texts, progress, is_query=False)

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """Return the vectors of several queries, float32[len(texts), dimensions], unit length."""
        return self._encode_all(texts, None, is_query=True)

    def _encode_all(
        self, texts: Sequence[str], progress: Progress | None, *, is_query: bool
    ) -> Matrix:
        windows = [self._windows(prepare_passage(text), is_query=is_query) for text in texts]
        vectors = np.empty((len(windows), self.dimensions), dtype=np.float32)
        # Longest first: little padding, and memory fails at the start or not at all. By tokens:
        # by characters, batches of 32 in many languages were padding for 15 %, not for 2 %.
        order = sorted(range(len(windows)), key=lambda i: (-windows[i][0][1], i))
        for start in range(0, len(order), self.batch_size):
            batch = order[start : start + self.batch_size]
            vectors[batch] = self._encode_windows([windows[i] for i in batch], is_query=is_query)
            if progress is not None:
                progress(len(batch))
        return vectors

    def _encode_windows(self, windows: Sequence[Sequence[Window]], *, is_query: bool) -> Matrix:
        """Return one row for the windows of each text, float32[len(windows), dimensions]."""
        flat = [window for of_text in windows for window in of_text]
        vectors = self._encode([text for text, _ in flat], is_query=is_query)
        owner = np.repeat(np.arange(len(windows)), [len(of_text) for of_text in windows])
        weights = np.array([[tokens] for _, tokens in flat], dtype=np.float32)
        sums = np.zeros((len(windows), vectors.shape[1]), dtype=np.float32)
        np.add.at(sums, owner, vectors * weights)
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        if not (np.isfinite(lengths).all() and lengths.all()):
            raise EncoderError(
                "The encoder gave a vector without a direction: its model is damaged."
            )
        unit: Matrix = sums / lengths
        return unit

    def _windows(self, text: str, *, is_query: bool) -> list[Window]:
        """Return the windows of a prepared text with their tokens; one when it fits."""
        found: list[Window] = []
        while len(found) < MAX_WINDOWS:
            tokens = self._count(text, is_query=is_query)
            if tokens <= self.max_tokens:
                found.append((text, tokens))
                break
            end = self._fitting_length(text, is_query=is_query)
            space = text.rfind(" ", end // 2, end + 1)
            head = text[:space] if space > 0 else text[:end]
            found.append((head, self._count(head, is_query=is_query)))
            text = text[len(head) :].strip()
        return found

    def _fitting_length(self, text: str, *, is_query: bool) -> int:
        """Return how many leading characters fit `max_tokens`, at least one."""
        fits, too_long = 1, len(text)
        while too_long - fits > 1:
            middle = (fits + too_long) // 2
            if self._count(text[:middle], is_query=is_query) <= self.max_tokens:
                fits = middle
            else:
                too_long = middle
        return fits
