"""Words of no real language, drawn as words of a text are: a few often, most of them seldom.

The word of rank r is drawn in proportion to 1 / (r + 2.7)^1 (Mandelbrot 1953, "An informational
theory of the statistical structure of language"). The first ranks of a language are its real stop
words, so that analysis drops them as it does in real texts. The others are made of syllables with
an ending of their language. Every tenth is shared by all languages, as loanwords and names are.
"""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

from exchange.analysis import stop_words

Ranks = npt.NDArray[np.int64]

VOCABULARY_SIZE = 60_000
"""Different words of a language. In a real corpus they grow with it, here they do not."""
FREQUENT_WORDS = 100
"""The ranks that stop words take: a third of a text."""
SHARED_EVERY = 10
EXPONENT, SHIFT = 1.0, 2.7

LANGUAGE_SHARES: Mapping[str, float] = {"en": 0.4, "id": 0.25, "es": 0.15, "fr": 0.1, "pt": 0.1}
"""How many of the documents are in which language."""
LANGUAGES: tuple[str, ...] = tuple(LANGUAGE_SHARES)

_ENDINGS: Mapping[str, Sequence[str]] = {
    "en": ("s", "ing", "ed", "t", "n", "er"),
    "id": ("an", "i", "kan", "h", "ng", "k"),
    "es": ("o", "a", "as", "ción", "dad", "es"),
    "fr": ("e", "eur", "é", "tion", "ent", "x"),
    "pt": ("o", "ão", "ade", "inha", "ar", "em"),
}
_SYLLABLES = tuple(c + v for c in "bdfgjklmnprstvwz" for v in "aeiou")
_STEP = 7_919
"""A prime that divides no power of the number of syllables: places are shuffled, none is lost."""


@cache
def word(language: str, rank: int) -> str:
    """Return a word of a language, rank 0 for the most frequent."""
    frequent = _frequent_words(language)
    if rank < len(frequent):
        return frequent[rank]
    if rank % SHARED_EVERY == 0:
        return _stem(rank, 0) + "x"
    endings = _ENDINGS[language]
    return _stem(rank, LANGUAGES.index(language)) + endings[rank % len(endings)]


@lru_cache(maxsize=1)
def _cumulative() -> npt.NDArray[np.float64]:
    weights = 1 / (np.arange(1, VOCABULARY_SIZE + 1) + SHIFT) ** EXPONENT
    return np.asarray(np.cumsum(weights) / weights.sum())


def draw_ranks(rng: np.random.Generator, count: int) -> Ranks:
    """Return the ranks of `count` words of a text, int64[count], 0 for the most frequent word."""
    return np.asarray(np.searchsorted(_cumulative(), rng.random(count), side="right"), np.int64)


def draw_subject_ranks(rng: np.random.Generator, subjects: int, words: int) -> Ranks:
    """Return int64[subjects, words], the words that texts on each subject use more than others.

    They lie at ranks of an even logarithm, which keeps the frequencies of all words together in
    the shape that they have.
    """
    lowest, highest = np.log(FREQUENT_WORDS + 50), np.log(VOCABULARY_SIZE / 3)
    return np.exp(rng.uniform(lowest, highest, (subjects, words))).astype(np.int64)


@cache
def _frequent_words(language: str) -> Sequence[str]:
    found = sorted(stop_words(language), key=lambda each: (len(each), each))
    return found[:FREQUENT_WORDS]


def _stem(rank: int, place: int) -> str:
    """Return the beginning of a word: two syllables for frequent ones, else three."""
    length = 2 if rank < 2_000 else 3
    size = len(_SYLLABLES) ** length
    code = (rank + place * 1_000_003) * _STEP % size
    stem = ""
    for _ in range(length):
        code, syllable = divmod(code, len(_SYLLABLES))
        stem += _SYLLABLES[syllable]
    return stem
