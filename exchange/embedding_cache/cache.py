"""Keep vectors by the content they were made of, so that unchanged text is never embedded again."""

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import numpy as np

from exchange.embedding_cache.disposable_database import DisposableDatabase
from exchange.encoder import Encoder, require_same
from exchange.encoder.windows import Matrix, Progress, Vector, prepare_passage

BATCH = 64
"""Passages embedded and stored in one transaction: the most that a crash can lose."""

# A single B-tree: there is no second index that damage could set at odds with the rows.
_SCHEMA = """
    CREATE TABLE IF NOT EXISTS vectors (
        fingerprint TEXT NOT NULL,
        text TEXT NOT NULL,
        runtime TEXT NOT NULL,
        vector BLOB NOT NULL,
        checksum BLOB NOT NULL,
        PRIMARY KEY (fingerprint, text)
    ) WITHOUT ROWID
"""


@dataclass(frozen=True, slots=True)
class Embeddings:
    """The vectors of a list of texts.

    :param vectors: float32[number of texts, dimensions], in the order of the texts.
    :param new: how many distinct texts had to be embedded now.
    """

    vectors: Matrix
    new: int


class EmbeddingCache:
    """A SQLite file of vectors, keyed by encoder fingerprint and SHA-256 of the prepared text.

    Each row has a checksum: a damaged one counts as missing. A damaged file is set aside as
    `<name>.damaged-<n>` with a warning, and a new one begun. Two processes may use one file; an
    object of this class belongs to one thread.
    """

    def __init__(self, path: Path) -> None:
        """Open the file at `path`, made if it is missing.

        :raises EncoderError: it cannot be read or written.
        """
        self._database = DisposableDatabase(path, _SCHEMA)

    @classmethod
    def open(cls, index: Path) -> "EmbeddingCache":
        """Open the cache of an index folder: `embeddings/vectors.sqlite` in it."""
        return cls(index / "embeddings" / "vectors.sqlite")

    def __enter__(self) -> "EmbeddingCache":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; using the cache again opens it again."""
        self._database.close()

    def lookup(self, fingerprint: str, keys: Iterable[str]) -> dict[str, Vector]:
        """Return the vectors that are there and whole, by key.

        :param keys: as :func:`passage_key` gives them.
        """
        wanted = set(keys)
        return self._database.run(lambda connection: _select(connection, fingerprint, wanted))

    def store(self, fingerprint: str, runtime: str, vectors: Mapping[str, Vector]) -> None:
        """Store vectors by key in one transaction, in the place of older ones."""
        rows = [_row(fingerprint, key, runtime, vector) for key, vector in vectors.items()]
        self._database.run(lambda connection: _insert(connection, rows))


def passage_key(prepared: str) -> str:
    """Return the key of a text prepared by `prepare_passage`: SHA-256 in hexadecimal digits."""
    return hashlib.sha256(prepared.encode("utf-8")).hexdigest()


def embed(
    texts: Sequence[str],
    open_encoder: Callable[[int], Encoder],
    cache: EmbeddingCache,
    progress: Progress | None = None,
) -> Embeddings:
    """Return the vectors of passages, embedding each distinct unknown text once.

    What is done is stored every :data:`BATCH` texts, so a crash costs no more than that.

    :param open_encoder: gives the encoder for a number of new passages; first called with 0, for
        the fingerprint.
    :param progress: called with the number of texts newly done, those that were known first; the
        numbers add up to `len(texts)`.
    """
    report = progress or _silent
    encoder = open_encoder(0)
    fingerprint = encoder.fingerprint
    prepared = [prepare_passage(text) for text in texts]
    keys = [passage_key(text) for text in prepared]
    if not keys:
        return Embeddings(encoder.encode_passages([]), 0)
    text_of_key = dict(zip(keys, prepared, strict=True))
    vectors = cache.lookup(fingerprint, text_of_key)
    new = sorted(text_of_key.keys() - vectors.keys())
    report(len(keys) - len(new))
    if new:
        encoder = open_encoder(len(new))
        require_same(fingerprint, encoder)
    # Longest first, so that each batch holds texts of one length (see WindowedEncoder).
    tokens = {key: encoder.count_tokens(text_of_key[key]) for key in new}
    new.sort(key=lambda key: -tokens[key])
    for start in range(0, len(new), BATCH):
        batch = new[start : start + BATCH]
        rows = encoder.encode_passages([text_of_key[key] for key in batch], report)
        made: dict[str, Vector] = dict(zip(batch, rows, strict=True))
        cache.store(fingerprint, encoder.runtime, made)
        vectors.update(made)
    return Embeddings(np.stack([vectors[key] for key in keys]), len(new))


def _silent(newly_done: int) -> None:
    pass


def _select(connection: sqlite3.Connection, fingerprint: str, keys: Set[str]) -> dict[str, Vector]:
    """Read all rows: nearly all are wanted, and unlike seeking it finds a row next to a damaged
    key, by which SQLite would turn the wrong way."""
    found: dict[str, Vector] = {}
    wanted = {key.encode(): key for key in keys}
    rows = connection.execute("SELECT fingerprint, text, runtime, vector, checksum FROM vectors")
    for of_fingerprint, text, runtime, data, checksum in rows:
        if of_fingerprint != fingerprint.encode() or not isinstance(text, bytes):
            continue
        key = wanted.get(text)
        if (
            key is not None
            and isinstance(runtime, bytes)
            and isinstance(data, bytes)
            and checksum == _checksum(fingerprint, key, runtime, data)
        ):
            found[key] = np.frombuffer(data, dtype="<f4").astype(np.float32)
    return found


def _insert(connection: sqlite3.Connection, rows: Sequence[tuple[object, ...]]) -> None:
    connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?, ?, ?)", rows)


def _row(fingerprint: str, key: str, runtime: str, vector: Vector) -> tuple[object, ...]:
    data = vector.astype("<f4").tobytes()
    return fingerprint, key, runtime, data, _checksum(fingerprint, key, runtime.encode(), data)


def _checksum(fingerprint: str, key: str, runtime: bytes, data: bytes) -> bytes:
    parts = (fingerprint.encode(), key.encode(), runtime, data)
    return hashlib.sha256(b"\n".join(parts)).digest()
