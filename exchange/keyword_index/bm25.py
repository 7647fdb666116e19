"""BM25 from arrays: what each term adds to each document's score is computed when indexing.

Eager sparse scoring as in BM25S (Lù, 2024, arXiv:2407.03618), with the BM25 of Whoosh, so that
Whoosh's own scores are the test oracle: idf = ln(N / (n + 1)) + 1, k1 = 1.2, b = 0.75, field
lengths rounded to a byte, and the sum of one BM25 for each field. One thing differs: a field's
average length is that of the documents that have the field, since not all have every language.
"""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple, Protocol, cast

import numpy as np
import numpy.typing as npt

from exchange.ranking import DocumentNumbers, Scores, open_array

K1, B = 1.2, 0.75
_CACHED_TERMS = 50_000
TERM_FILES = (
    "terms.bin",
    "term_offsets.npy",
    "term_hashes.npy",
    "hashed_terms.npy",
    "idf.npy",
)
"""What :class:`TermDictionary` reads."""

# Whoosh keeps a field's length in a byte n that stands for (1.033^n - 1) * 27 terms
# (whoosh.util.numeric.byte_to_length).
_BYTE_LENGTHS = np.array([round((1.033**n - 1) * 27) for n in range(256)])

FieldTerms = Mapping[str, Sequence[str]]
"""Field -> the terms in it, in any order, repeated as often as they stand there."""


class Postings(NamedTuple):
    """The documents with a term.

    :param documents: int32[n], rising.
    :param weights: float32[n], the term's BM25 in each, summed over the fields.
    """

    documents: DocumentNumbers
    weights: Scores


class PostingSource(Protocol):
    """What the keyword ranking asks of terms, wherever they are kept."""

    def find(self, term: str, /) -> int | None:
        """Return the number of a term, or None when no document has it."""

    def idf(self, number: int, /) -> float:
        """Return the inverse document frequency of a term, over all fields together."""

    def postings(self, number: int, /) -> Postings:
        """Return the documents with a term."""


def write_bm25(directory: Path, documents: Sequence[FieldTerms], fields: Sequence[str]) -> None:
    """Write the arrays of `documents`, in document-number order, into `directory`.

    Files: `terms.bin` (UTF-8, sorted by bytes, nothing between), `term_offsets.npy` int64[T + 1],
    `term_hashes.npy` uint64[T], rising, `hashed_terms.npy` int32[T], the number of the term with
    each, `posting_offsets.npy` int64[T + 1], `posting_documents.npy` int32[P],
    `posting_weights.npy` float32[P], `idf.npy` float32[T] (of the documents that have the term in
    any field).
    """
    numbers: dict[str, int] = {}
    parts = [_field_weights(documents, field, numbers) for field in fields]
    pairs = np.concatenate([pair for pair, _ in parts]) if parts else np.empty(0, np.int64)
    weights = np.concatenate([weight for _, weight in parts]) if parts else np.empty(0)
    encoded = [term.encode() for term in numbers]
    by_bytes = sorted(range(len(encoded)), key=encoded.__getitem__)
    place = np.empty(len(encoded), np.int64)
    place[by_bytes] = np.arange(len(encoded))
    size = max(len(documents), 1)
    keys, inverse = np.unique(place[pairs // size] * size + pairs % size, return_inverse=True)
    frequency = np.bincount(keys // size, minlength=len(encoded))
    summed = np.bincount(inverse, weights=weights, minlength=len(keys))

    directory.mkdir(parents=True, exist_ok=True)
    (directory / "terms.bin").write_bytes(b"".join(encoded[i] for i in by_bytes))
    hashes = np.array([_hash(encoded[i]) for i in by_bytes], np.uint64)
    by_hash = np.argsort(hashes, kind="stable")
    np.save(directory / "term_hashes.npy", hashes[by_hash])
    np.save(directory / "hashed_terms.npy", by_hash.astype(np.int32))
    np.save(directory / "term_offsets.npy", _offsets([len(encoded[i]) for i in by_bytes]))
    np.save(directory / "posting_offsets.npy", _offsets(frequency))
    np.save(directory / "posting_documents.npy", (keys % size).astype(np.int32))
    np.save(directory / "posting_weights.npy", summed.astype(np.float32))
    np.save(directory / "idf.npy", _idf(len(documents), frequency).astype(np.float32))


class TermDictionary:
    """The terms of an index and their weights, without the documents that have them."""

    def __init__(self, directory: Path) -> None:
        # Views of memory, since a single element of them is a number of Python at once.
        self._terms = (directory / "terms.bin").read_bytes()
        self._term_offsets = open_array(directory / "term_offsets.npy").data
        self._hashes = open_array(directory / "term_hashes.npy").data
        self._hashed_terms = open_array(directory / "hashed_terms.npy").data
        self._idf = open_array(directory / "idf.npy").data
        self.find = lru_cache(_CACHED_TERMS)(self._find)

    def __len__(self) -> int:
        return len(self._idf)

    def _find(self, term: str) -> int | None:
        """Return the number of a term, or None when no document has it.

        By its hash, since a search for the term itself would take a step of Python for each half.
        """
        wanted = term.encode()
        hashed = _hash(wanted)
        for place in range(bisect_left(self._hashes, hashed), len(self)):
            if self._hashes[place] != hashed:
                break
            number: int = self._hashed_terms[place]
            if self._term(number) == wanted:
                return number
        return None

    def idf(self, number: int) -> float:
        """Return the inverse document frequency of a term, over all fields together."""
        return cast(float, self._idf[number])

    def _term(self, number: int) -> bytes:
        return self._terms[self._term_offsets[number] : self._term_offsets[number + 1]]


class BM25Index(TermDictionary):
    """The arrays, memory-mapped: nothing is read before a query needs it."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory)
        self._posting_offsets = open_array(directory / "posting_offsets.npy").data
        self._documents = open_array(directory / "posting_documents.npy")
        self._weights = open_array(directory / "posting_weights.npy")

    def terms_with_prefix(self, prefix: str) -> Iterator[tuple[str, int]]:
        """Yield every (term, number of documents with it) beginning with `prefix`, by bytes."""
        wanted = prefix.encode()
        for number in range(self._first_at_least(wanted), len(self)):
            term = self._term(number)
            if not term.startswith(wanted):
                return
            yield term.decode(), len(self.postings(number).documents)

    def postings(self, number: int) -> Postings:
        """Return the documents with a term."""
        span = slice(self._posting_offsets[number], self._posting_offsets[number + 1])
        return Postings(self._documents[span], self._weights[span])

    def _first_at_least(self, wanted: bytes) -> int:
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self._term(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return low


def _field_weights(
    documents: Sequence[FieldTerms], field: str, numbers: dict[str, int]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """Return one field's (term number * N + document) pairs and their BM25; fill `numbers`."""
    term_numbers, owners, counts = array("q"), array("q"), array("q")
    lengths = np.zeros(len(documents), np.int64)
    for owner, document in enumerate(documents):
        terms = document.get(field, ())
        lengths[owner] = len(terms)
        for term, count in Counter(terms).items():
            term_numbers.append(numbers.setdefault(term, len(numbers)))
            owners.append(owner)
            counts.append(count)
    term_of, owner_of = np.array(term_numbers, np.int64), np.array(owners, np.int64)
    frequency = np.bincount(term_of, minlength=1) if len(term_of) else np.zeros(1, np.int64)
    idf = _idf(len(documents), frequency)[term_of]
    average = lengths.sum() / max(np.count_nonzero(lengths), 1)
    rounded = _BYTE_LENGTHS[np.searchsorted(_BYTE_LENGTHS, np.minimum(lengths, _BYTE_LENGTHS[-1]))]
    tf = np.array(counts, np.float64)
    norm = K1 * ((1 - B) + B * rounded[owner_of] / average) if len(owner_of) else tf
    return term_of * max(len(documents), 1) + owner_of, idf * tf * (K1 + 1) / (tf + norm)


def _idf(documents: int, frequency: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    return np.asarray(np.log(max(documents, 1) / (frequency + 1.0)) + 1.0, np.float64)


def _hash(term: bytes) -> int:
    """Return 64 bits that are the same on every machine; different terms may share them."""
    return int.from_bytes(blake2b(term, digest_size=8).digest(), "little")


def _offsets(lengths: Sequence[int] | npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(np.asarray(lengths, np.int64))]).astype(np.int64)
