"""Other words for what was typed: compounds written as one, and the glossary's equivalents.

An alternative stands for a stretch of the query. A document counts for the better of the two, what
was typed or the alternative, never for both; the glossary's words weigh less than typed ones.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from exchange.analysis import (
    QueryWord,
    fold,
    stem_term,
    stop_words,
    tokenize,
    word_forms,
)
from exchange.glossary import Glossary, Pair

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
    """Return every two neighbouring words of a query written as one ("land slide")."""
    places = {fold(word.text): place for place, word in enumerate(words)}
    tokens = [fold(token.word) for token in tokenize(text)]
    found = []
    for first, second in zip(tokens, tokens[1:], strict=False):
        if first in places and second in places and (first + second).isalpha():
            joined = QueryWord(first + second, (f"={first}{second}",))
            replaced = tuple(sorted({places[first], places[second]}))
            if len(replaced) == 2:
                found.append(
                    Alternative(replaced, (joined,), COMPOUND_WEIGHT, joined.text, "compound")
                )
    return tuple(found)


class Expander:
    """Finds the glossary's phrases in a query, inflected or not."""

    def __init__(self, glossary: Glossary) -> None:
        self._pairs: defaultdict[str, defaultdict[tuple[str, ...], list[Pair]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for pair in glossary.pairs():
            self._pairs[pair.language][_key(pair.phrase, pair.language)].append(pair)
        self._longest_from = {
            language: _longest_by_first_word(keys) for language, keys in self._pairs.items()
        }

    def expand(self, text: str, words: Sequence[QueryWord]) -> tuple[Alternative, ...]:
        """Return what else a document may say for the phrases of a query.

        The longest phrase counts where several begin at one word; they do not overlap.
        """
        places = {fold(word.text): place for place, word in enumerate(words)}
        tokens = [token.word for token in tokenize(text)]
        return tuple(
            alternative
            for start, end, pairs in self._phrases(tokens)
            for alternative in _alternatives(pairs, [fold(t) for t in tokens[start:end]], places)
        )

    def _phrases(self, tokens: Sequence[str]) -> Iterator[tuple[int, int, list[Pair]]]:
        stems = {name: [_stem(token, name) for token in tokens] for name in self._pairs}
        start = 0
        while start < len(tokens):
            longest = max(
                (self._longest_from[name].get(own[start], 0) for name, own in stems.items()),
                default=0,
            )
            for end in range(min(start + longest, len(tokens)), start, -1):
                pairs = [
                    pair
                    for name, own in stems.items()
                    for pair in self._pairs[name].get(tuple(own[start:end]), ())
                ]
                if pairs:
                    yield start, end, pairs
                    break
            else:
                end = start + 1
            start = end


def _alternatives(
    pairs: Sequence[Pair], typed: Sequence[str], places: dict[str, int]
) -> Iterator[Alternative]:
    replaced = tuple(sorted({places[word] for word in typed if word in places}))
    if not replaced:
        return
    shown = set()
    for pair in pairs:
        language = pair.equivalent_language
        tokens = {fold(token.word): token.word for token in tokenize(pair.equivalent)}
        kept = [word for surface, word in tokens.items() if surface not in stop_words(language)]
        if not kept or pair.equivalent.casefold() in shown:
            continue
        shown.add(pair.equivalent.casefold())
        words = tuple(QueryWord(word, word_forms(word, (language,))) for word in kept)
        yield Alternative(replaced, words, GLOSSARY_WEIGHT, pair.equivalent, "glossary")


def _longest_by_first_word(keys: Iterable[tuple[str, ...]]) -> dict[str, int]:
    longest: dict[str, int] = {}
    for key in filter(None, keys):
        longest[key[0]] = max(longest.get(key[0], 0), len(key))
    return longest


def _key(phrase: str, language: str) -> tuple[str, ...]:
    return tuple(_stem(token.word, language) for token in tokenize(phrase))


def _stem(word: str, language: str) -> str:
    return stem_term(word, language) or fold(word)
