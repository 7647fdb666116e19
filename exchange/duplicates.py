"""The same innovation filed twice: pairs of cases of one country that may be one.

Another source or another language hides a duplicate from every exact comparison, so pairs are
found by meaning first, and what else they share is told as a reason. A person decides.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import numpy as np

from exchange.case import Case
from exchange.centring import Vectors
from exchange.corpus import hash_files, hash_of_hashes
from exchange.engine import SearchEngine
from exchange.errors import SnapshotError
from exchange.snapshot import read_manifest

ALIKE = 0.5
"""Likeness (cosine) from which two cases of one country are a pair, whatever else they share.

With the built-in encoder the 178 cases of the project reach 0.455 in one country, where two are
different innovations, and one of all 15,753 pairs passes 0.5, of two countries. Two halves of one
case's passages have 0.60 or more, a case told anew in another language, in 130 words, had 0.52.
tests/test_duplicates.py measures it again.
"""

ALIKE_WITH_A_SIGN = 0.4
"""Likeness from which they are a pair when they share a source, organisation or title words too.

A summary alone in another language has 0.41 or more with the case that it sums up, 0.65 in the
middle; of 1,721 pairs of one country two reach 0.4.
"""

RARE = 3
"""Titles in which a word may stand to be a sign: "Blood Jek" names, "service" does not."""

SHARED_WORDS = 2
"""Rare words that two titles must share: one may be a place."""

_BLOCK = 512
_WORD = re.compile(r"[^\W_]{3,}")

Signal = Literal["meaning", "same-source", "same-organisation", "same-title-words", "same-year"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why two cases may be one.

    :param detail: the shared addresses, words, organisation or year; the likeness for meaning.
    """

    signal: Signal
    detail: str


@dataclass(frozen=True, slots=True)
class DuplicatePair:
    """Two cases that may be the same innovation, the first by id first.

    :param likeness: cosine of the two cases' vectors.
    """

    first: str
    second: str
    likeness: float
    reasons: tuple[Reason, ...]


def require_index_of(corpus: Path, index: Path, engine: SearchEngine) -> None:
    """Refuse an index that was made from other files.

    :raises SnapshotError: a case file or the glossary has changed since.
    """
    manifest = read_manifest(index / engine.snapshot)
    if manifest.corpus_hash != hash_of_hashes(hash_files(corpus)):
        raise SnapshotError(
            f"{index}: made before the last change of the case files, so that duplicates would be "
            "missed. Run `exchange index`."
        )


def find_duplicates(engine: SearchEngine) -> tuple[DuplicatePair, ...]:
    """Return the pairs of cases of one country that may be one innovation, the likest first."""
    documents = [engine.document(number) for number in range(len(engine))]
    cases = {
        number: document.case
        for number, document in enumerate(documents)
        if document.case is not None
    }
    titles = {number: _title_words(case) for number, case in cases.items()}
    frequencies = Counter(word for words in titles.values() for word in words)
    rare = {
        number: {word for word in words if frequencies[word] <= RARE}
        for number, words in titles.items()
    }
    vectors = engine.document_vectors()
    countries: dict[str, list[int]] = {}
    for number, case in cases.items():
        countries.setdefault(case.country, []).append(number)
    pairs = []
    for numbers in countries.values():
        for one, other, likeness in _near(vectors, numbers):
            signs = _signs(cases[one], cases[other], sorted(rare[one] & rare[other]))
            if likeness >= ALIKE or any(sign.signal != "same-year" for sign in signs):
                meaning = Reason("meaning", f"{likeness:.3f}")
                ids = cases[one].id, cases[other].id
                pairs.append(DuplicatePair(*ids, likeness, (meaning, *signs)))
    return tuple(sorted(pairs, key=lambda pair: (-pair.likeness, pair.first, pair.second)))


def _near(vectors: Vectors, numbers: Sequence[int]) -> Iterator[tuple[int, int, float]]:
    """Yield the pairs of documents whose likeness is enough with a sign, each once."""
    own = vectors[np.asarray(numbers)]
    for start in range(0, len(own), _BLOCK):
        products = own[start : start + _BLOCK] @ own.T
        rows, columns = np.nonzero(products >= ALIKE_WITH_A_SIGN)  # NaN is never
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
            if start + row < column:
                likeness = round(float(products[row, column]), 6)
                yield numbers[start + row], numbers[column], likeness


def _signs(one: Case, other: Case, title_words: Sequence[str]) -> list[Reason]:
    """Return what two cases share beside meaning."""
    signs = []
    addresses = sorted(_addresses(one) & _addresses(other))
    if addresses:
        signs.append(Reason("same-source", ", ".join(addresses)))
    if _words(one.organisation) == _words(other.organisation):
        signs.append(Reason("same-organisation", one.organisation))
    if len(title_words) >= SHARED_WORDS:
        signs.append(Reason("same-title-words", ", ".join(title_words)))
    if one.year_started is not None and one.year_started == other.year_started:
        signs.append(Reason("same-year", str(one.year_started)))
    return signs


def _addresses(case: Case) -> set[str]:
    return {normalise_address(source.url) for source in case.sources}


def normalise_address(url: str) -> str:
    """Return an address without what may differ for one page: scheme, www, port, #part, final /."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{parts.path.rstrip('/')}{query}"


def _title_words(case: Case) -> set[str]:
    titles = (case.title, *(translation.title for translation in case.translations.values()))
    return {word for title in titles for word in _words(title)}


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))
