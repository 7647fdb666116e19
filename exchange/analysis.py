"""Words: what of a text enters the keyword index, and which of its terms a query word may mean.

A term is `language:stem`, or `=word` for the unstemmed word with its accents folded. A text has a
known language and gets both; a query word may be of any language, so it has one form for each.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import Stemmer
from stop_words import StopWordError, get_stop_words

from exchange.errors import QueryError
from exchange.text import (
    MAX_NEED_CHARACTERS,
    MAX_NEED_WORDS,
    MAX_QUERY_CHARACTERS,
    MAX_WORD_CHARACTERS,
    prepare_text,
)
from exchange.vocabulary import UNKNOWN

ANALYSER_VERSION = 1

_STEMMERS = {
    "ar": "arabic",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "fi": "finnish",
    "fr": "french",
    "hi": "hindi",
    "hu": "hungarian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "ms": "indonesian",
    "ne": "nepali",
    "nl": "dutch",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
}

# Scripts written without spaces: Thai, Lao, Myanmar, Khmer, kana, Han. They are cut into
# overlapping pairs of characters, as Lucene's CJKBigramFilter does.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
)
_NUMBER = r"\d+(?:[.,]\d+)+"
_MARKS = (
    "\u0300-\u036f\u064b-\u065f\u0670"  # Latin, Greek, Cyrillic; Arabic
    "\u0900-\u0903\u093a-\u094f\u0951-\u0963"  # Devanagari
    "\u0980-\u0983\u09bc-\u09cd\u0a00-\u0dff"  # Bengali and its neighbours
)
_LETTER = rf"[^\W_{_UNSPACED}]"
_WORD = rf"(?:{_LETTER}|[{_MARKS}])+"
_TOKEN = re.compile(rf"{_NUMBER}|{_WORD}(?:[-.]{_WORD})*|[{_UNSPACED}]+")
_UNSPACED_RUN = re.compile(rf"[{_UNSPACED}]+")
_LONG_WORD = re.compile(rf"(?:{_LETTER}|[{_MARKS}]){{{MAX_WORD_CHARACTERS + 1},}}")

# 2,000 quotation marks in a row took the encoder's tokenizer three seconds.
_REPEATED_SIGN = re.compile(r"([^\w\s])\1{2,}")

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
_FOLDED_MARKS = re.compile("[\u0300-\u036f\u064b-\u065f\u0670]")


class Token(NamedTuple):
    """A word where it stands: `start` and `end` are character offsets in the analysed text."""

    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class QueryWord:
    """A word of a query with every term that it may mean.

    :param text: the word as typed.
    :param count: how often it stands in the query.
    """

    text: str
    forms: tuple[str, ...]
    count: int = 1


def fold(word: str) -> str:
    """Return `word` in lower case without Latin, Greek, Cyrillic and Arabic accents."""
    word = word.casefold().translate(_LIGATURES)
    if word.isascii():
        return word
    decomposed = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", _FOLDED_MARKS.sub("", decomposed))


def tokenize(text: str) -> Iterator[Token]:
    """Yield the words of `text` in order.

    "e-procurement" gives its parts and the whole ("e", "procurement", "eprocurement"), so that
    either spelling finds it; numbers lose their separators; unspaced scripts give character pairs.
    """
    for match in _TOKEN.finditer(text):
        word, start, end = match.group().casefold(), match.start(), match.end()
        if word[0].isdigit() and re.fullmatch(_NUMBER, word):
            yield Token(re.sub("[.,]", "", word), start, end)
        elif _UNSPACED_RUN.fullmatch(match.group()):
            run = match.group()
            if len(run) == 1:
                yield Token(run, start, end)
            for i in range(len(run) - 1):
                yield Token(run[i : i + 2], start + i, start + i + 2)
        elif "-" in word or "." in word:
            offset = start
            for part in re.split("([-.])", match.group()):
                if part not in "-.":
                    yield Token(part.casefold(), offset, offset + len(part))
                offset += len(part)
            yield Token(re.sub("[-.]", "", word), start, end)
        else:
            yield Token(word, start, end)


@lru_cache(maxsize=64)
def stop_words(language: str) -> frozenset[str]:
    """Return the stop words of a language, accents folded; empty when none are known."""
    try:
        return frozenset(fold(word) for word in get_stop_words(language))
    except StopWordError:
        return frozenset()


@lru_cache(maxsize=200_000)
def stem_term(word: str, language: str) -> str | None:
    """Return the term `language:stem`, or None when the language has no stemmer."""
    stemmer = _stemmer(language)
    if stemmer is None:
        return None
    return f"{language}:{fold(stemmer.stemWord(word))}"


def terms(text: str, language: str) -> Iterator[tuple[str, ...]]:
    """Yield the terms at each position of a document's text; stop words leave no position."""
    if language == UNKNOWN:
        language = guess_language(text)
    stops = stop_words(language)
    for token in tokenize(text):
        surface = fold(token.word)
        if surface in stops or len(token.word) > MAX_WORD_CHARACTERS:
            continue
        stem = stem_term(token.word, language)
        yield (f"={surface}",) if stem is None else (stem, f"={surface}")


def guess_language(text: str, candidates: Iterable[str] = tuple(_STEMMERS)) -> str:
    """Return the language whose stop words stand most often in `text`, or "unknown" on a tie."""
    return _guess_language([fold(token.word) for token in tokenize(text)], candidates)


def _guess_language(words: Sequence[str], candidates: Iterable[str]) -> str:
    """Return the language of a text by its folded words."""
    votes = sorted(
        ((sum(map(stop_words(language).__contains__, words)), language) for language in candidates),
        reverse=True,
    )
    if not votes or votes[0][0] == 0 or (len(votes) > 1 and votes[0][0] == votes[1][0]):
        return UNKNOWN
    return votes[0][1]


def prepare_query(query: str) -> str:
    """Return the query as every parser and encoder may see it.

    :raises QueryError: it has more than 2,000 characters, or a word of more than 100.
    """
    if len(query) > MAX_QUERY_CHARACTERS:
        raise QueryError(
            f"The query has {len(query):,} characters; at most {MAX_QUERY_CHARACTERS:,} are "
            "allowed. Shorten it to the problem itself."
        )
    query = prepare_text(query)
    _require_short_words("query", query)
    return " ".join(_REPEATED_SIGN.sub(r"\1\1", query).split())


def prepare_need(text: str) -> str:
    """Return a pasted need as every analysis and encoder may see it; its lines stay.

    :raises QueryError: it is empty or too long, or has a word of more than 100 characters.
    """
    if len(text) > MAX_NEED_CHARACTERS:
        raise QueryError(
            f"The need has {len(text):,} characters; at most {MAX_NEED_CHARACTERS:,} are allowed. "
            "Paste the part that says what is needed."
        )
    text = _REPEATED_SIGN.sub(r"\1\1", prepare_text(text))
    words = count_words(text)
    if words > MAX_NEED_WORDS:
        raise QueryError(
            f"The need has {words:,} words; at most {MAX_NEED_WORDS:,} are allowed. "
            "Paste the part that says what is needed."
        )
    if not words:
        raise QueryError("The need is empty: describe the problem in a sentence or more.")
    if long_word := _LONG_WORD.search(text):  # not quoted: what is pasted stands in no message
        raise QueryError(
            f"The need has a word of {len(long_word.group()):,} characters; "
            f"at most {MAX_WORD_CHARACTERS} are allowed."
        )
    return text


def count_words(text: str) -> int:
    """Return the words of a text; in scripts without spaces two characters count as one."""
    tokens = _TOKEN.findall(text)
    return sum((len(t) + 1) // 2 if _UNSPACED_RUN.fullmatch(t) else 1 for t in tokens)


def _require_short_words(name: str, text: str) -> None:
    if long_word := _LONG_WORD.search(text):
        raise QueryError(
            f"The {name} has a word of {len(long_word.group()):,} characters "
            f"({long_word.group()[:20]}…); at most {MAX_WORD_CHARACTERS} are allowed."
        )


def query_words(query: str, languages: Sequence[str]) -> tuple[QueryWord, ...]:
    """Return the words of a query in order of first use, each with its forms in `languages`.

    Stop words of the query's own language (by a vote among `languages`) are left out, unless
    nothing would be left.
    """
    tokens = list(tokenize(query))
    folded = [fold(token.word) for token in tokens]
    stops = stop_words(_guess_language(folded, languages))
    kept = [t for t, word in zip(tokens, folded, strict=True) if word not in stops] or tokens
    counts = Counter(token.word for token in kept)
    typed = {token.word: query[token.start : token.end] for token in reversed(kept)}
    return tuple(
        QueryWord(typed[word], word_forms(word, languages), count) for word, count in counts.items()
    )


def word_forms(word: str, languages: Sequence[str]) -> tuple[str, ...]:
    """Return the terms that a single word may mean: its surface and a stem in each language."""
    surface = fold(word)
    forms = [f"={surface}"]
    for language in languages:
        stem = stem_term(word, language)
        if stem is not None and surface not in stop_words(language):
            forms.append(stem)
    return tuple(forms)


@lru_cache(maxsize=64)
def _stemmer(language: str) -> Stemmer.Stemmer | None:
    algorithm = _STEMMERS.get(language)
    # No cache inside: it is not safe between threads, and stem_term has its own.
    return None if algorithm is None else Stemmer.Stemmer(algorithm, 0)
