"""Where the words of a query stand in a text."""

from collections.abc import Sequence
from functools import lru_cache

from exchange.analysis import QueryWord, fold, stem_term, tokenize
from exchange.document import Document
from exchange.results import MatchedWord

Span = tuple[int, int]
"""Character offsets, the end not included."""


def find_marks(text: str, language: str, words: Sequence[QueryWord]) -> tuple[Span, ...]:
    """Return the spans of `text` that one of `words` means, in order, not overlapping."""
    if not words:  # cases that are alike in meaning: cutting them into words took most of the time
        return ()
    forms = frozenset(form for word in words for form in word.forms)
    spans: list[Span] = []
    for token in tokenize(text):
        if not _terms_of(token.word, language) & forms:
            continue
        if spans and token.start <= spans[-1][1]:
            spans[-1] = spans[-1][0], max(spans[-1][1], token.end)
        else:
            spans.append((token.start, token.end))
    return tuple(spans)


def matched_words(document: Document, words: Sequence[QueryWord]) -> tuple[MatchedWord, ...]:
    """Return the words that stand in a document, each with the sections in which it stands."""
    if not words:
        return ()
    sections: dict[str, list[str]] = {word.text: [] for word in words}
    for part in document.parts:
        found = _terms_in(part.text, part.language)
        for word in words:
            if part.section not in sections[word.text] and not found.isdisjoint(word.forms):
                sections[word.text].append(part.section)
    return tuple(MatchedWord(text, tuple(where)) for text, where in sections.items() if where)


def has_all(document: Document, words: Sequence[QueryWord]) -> bool:
    """Whether every one of `words` stands somewhere in a document."""
    found = [_terms_in(part.text, part.language) for part in document.parts]
    return all(any(not terms.isdisjoint(word.forms) for terms in found) for word in words)


@lru_cache(maxsize=4096)
def _terms_in(text: str, language: str) -> frozenset[str]:
    """Return the terms of a text; kept, since the same cases are shown again and again."""
    words = {token.word for token in tokenize(text)}
    return frozenset().union(*(_terms_of(word, language) for word in words))


@lru_cache(maxsize=65_536)
def _terms_of(word: str, language: str) -> frozenset[str]:
    stem = stem_term(word, language)
    return frozenset((f"={fold(word)}",) if stem is None else (f"={fold(word)}", stem))
