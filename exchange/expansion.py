"""Other words for what was typed: compounds written as one, and the glossary's equivalents.

An alternative stands for a stretch of the query. A document counts for the better of the two, what
was typed or the alternative, never for both; the glossary's words weigh less than typed ones.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Self

from exchange.analysis import (
    QueryWord,
    fold,
    stem_term,
    stop_words,
    tokenize,
    word_forms,
)

if TYPE_CHECKING:
    from exchange.glossary import Glossary

GLOSSARY_WEIGHT = 0.5
COMPOUND_WEIGHT = 1.0


@dataclass(frozen=True, slots=True)
class Alternative:
    """What may stand in a document in place of some words of the query.

    :param replaced: places in the query's words, rising.
    :param words: what a document must have all of.
    :param weight: how much it counts beside the typed words, 0 to 1.
    :param text: the alternative as it is shown.
    :param reason: why it means the same.
    """

    replaced: tuple[int, ...]
    words: tuple[QueryWord, ...]
    weight: float
    text: str
    reason: str


def find_compounds(text: str, words: Sequence[QueryWord]) -> tuple[Alternative, ...]:
    """Return every two neighbouring words of a query written as one ("land slide").

    The parts of a hyphenated word are left out: the whole is a word of the query already.
    """
    places = _places(words)
    tokens = [fold(token.word) for token in tokenize(text)]
    found = []
    for first, second in pairwise(tokens):
        joined = first + second
        replaced = sorted({places[word] for word in (first, second) if word in places})
        if len(replaced) == 2 and joined.isalpha() and joined not in places:
            word = QueryWord(joined, (f"={joined}",))
            found.append(Alternative(tuple(replaced), (word,), COMPOUND_WEIGHT, joined, "compound"))
    return tuple(found)


Phrases = Mapping[str, Mapping[str, Sequence[tuple[str, str]]]]
"""Language -> a phrase's stems with spaces between -> what it is called elsewhere, and the language
of that."""


def phrases_of(glossary: "Glossary") -> Phrases:
    """Return every phrase of a glossary, stemmed, with its equivalents."""
    phrases: defaultdict[str, defaultdict[str, list[tuple[str, str]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for pair in glossary.pairs():
        stems = " ".join(_stem(token.word, pair.language) for token in tokenize(pair.phrase))
        if stems:
            equivalent = pair.equivalent, pair.equivalent_language
            phrases[pair.language][stems].append(equivalent)
    return phrases


def write_phrases(path: Path, glossary: "Glossary") -> None:
    """Write a glossary as a search needs it, so that no search has to stem it."""
    path.write_text(json.dumps(phrases_of(glossary), ensure_ascii=False), encoding="utf-8")


class Expander:
    """Finds phrases in a query, inflected or not."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases
        self._longest_from = {
            language: _longest_by_first_word(known) for language, known in phrases.items()
        }

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read what :func:`write_phrases` wrote."""
        return cls(json.loads(path.read_text(encoding="utf-8")))

    def expand(self, text: str, words: Sequence[QueryWord]) -> tuple[Alternative, ...]:
        """Return what else a document may say for the phrases of a query.

        The longest phrase counts where several begin at one word; they do not overlap.
        """
        places = _places(words)
        tokens = [token.word for token in tokenize(text)]
        return tuple(
            alternative
            for start, end, found in self._find(tokens)
            for alternative in _alternatives(found, [fold(t) for t in tokens[start:end]], places)
        )

    def _find(self, tokens: Sequence[str]) -> Iterator[tuple[int, int, list[tuple[str, str]]]]:
        stems = {name: [_stem(token, name) for token in tokens] for name in self._phrases}
        start = 0
        while start < len(tokens):
            longest = max(
                (self._longest_from[name].get(own[start], 0) for name, own in stems.items()),
                default=0,
            )
            for end in range(min(start + longest, len(tokens)), start, -1):
                found = [
                    (equivalent, language)
                    for name, own in stems.items()
                    for equivalent, language in self._phrases[name].get(
                        " ".join(own[start:end]), ()
                    )
                ]
                if found:
                    yield start, end, found
                    break
            else:
                end = start + 1
            start = end


def _alternatives(
    equivalents: Sequence[tuple[str, str]], typed: Sequence[str], places: Mapping[str, int]
) -> Iterator[Alternative]:
    replaced = tuple(sorted({places[word] for word in typed if word in places}))
    if not replaced:
        return
    shown = set()
    for equivalent, language in equivalents:
        tokens = {fold(token.word): token.word for token in tokenize(equivalent)}
        kept = [word for surface, word in tokens.items() if surface not in stop_words(language)]
        if not kept or equivalent.casefold() in shown:
            continue
        shown.add(equivalent.casefold())
        words = tuple(QueryWord(word, word_forms(word, (language,))) for word in kept)
        yield Alternative(replaced, words, GLOSSARY_WEIGHT, equivalent, "glossary")


def _places(words: Sequence[QueryWord]) -> dict[str, int]:
    """Return where each word stands, by its first form, the folded word."""
    return {word.forms[0].removeprefix("="): place for place, word in enumerate(words)}


def _longest_by_first_word(phrases: Iterable[str]) -> dict[str, int]:
    longest: dict[str, int] = {}
    for phrase in phrases:
        first, *rest = phrase.split(" ")
        longest[first] = max(longest.get(first, 0), 1 + len(rest))
    return longest


def _stem(word: str, language: str) -> str:
    return stem_term(word, language) or fold(word)
