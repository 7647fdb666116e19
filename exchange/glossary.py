"""The glossary: words of public administration and what they are called in other languages.

It is read and checked together with the case files (`exchange.corpus`); here is what it says.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations, product
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from exchange.case_values import CaseId, Language, Text, no_repeats

MAX_PHRASE_CHARACTERS = 100


def _phrase(phrase: str) -> str:
    if len(phrase) > MAX_PHRASE_CHARACTERS:
        raise PydanticCustomError(
            "long_phrase",
            "has {length} characters; at most {limit} are allowed",
            {"length": len(phrase), "limit": MAX_PHRASE_CHARACTERS},
        )
    if not any(character.isalnum() for character in phrase):
        raise PydanticCustomError("no_word", "holds no letter or digit; write a word")
    return phrase


Phrase = Annotated[Text, AfterValidator(_phrase)]
Phrases = Annotated[tuple[Phrase, ...], Field(min_length=1), AfterValidator(no_repeats)]


class GlossaryEntry(BaseModel):
    """A word or short phrase and the other names of the same thing.

    :param stands_for: the long form of an abbreviation, in the term's own language.
    :param equivalents: language -> what it is called there. Under the term's own language stand
        other names for it, which need not occur in the corpus.
    :param cases: ids of cases in which the term stands.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    term: Phrase
    language: Language
    stands_for: Phrase | None = None
    equivalents: Annotated[dict[Language, Phrases], Field(min_length=1)]
    cases: Annotated[tuple[CaseId, ...], Field(min_length=1), AfterValidator(no_repeats)]

    @property
    def names(self) -> tuple[str, ...]:
        """Every name in the term's own language, the term first."""
        long_form = () if self.stands_for is None else (self.stands_for,)
        return (self.term, *long_form, *self.equivalents.get(self.language, ()))


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    """A phrase, and one that a text may have in its place; each with its language."""

    phrase: str
    language: str
    equivalent: str
    equivalent_language: str


@dataclass(frozen=True, slots=True)
class Glossary:
    """The entries in the order of the file; none where a corpus has no glossary."""

    entries: tuple[GlossaryEntry, ...] = ()

    def pairs(self) -> tuple[Pair, ...]:
        """Return every two phrases that mean the same, in both directions, sorted, each once.

        Names in the term's own language are paired with each other and with every equivalent.
        Two equivalents are not paired: "clinic" may stand for a word without meaning all of it.
        Spelling with capitals makes no other pair; the first entry's spelling is kept.
        """
        found: dict[tuple[str, ...], Pair] = {}
        for entry in self.entries:
            for pair in _pairs(entry):
                key = (
                    pair.phrase.casefold(),
                    pair.language,
                    pair.equivalent.casefold(),
                    pair.equivalent_language,
                )
                found.setdefault(key, pair)
        return tuple(sorted(found.values()))


def _pairs(entry: GlossaryEntry) -> Iterator[Pair]:
    own = [(name, entry.language) for name in entry.names]
    others = [
        (phrase, language)
        for language, phrases in entry.equivalents.items()
        if language != entry.language
        for phrase in phrases
    ]
    for one, other in (*permutations(own, 2), *product(own, others), *product(others, own)):
        yield Pair(*one, *other)
