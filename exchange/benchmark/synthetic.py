"""A synthetic corpus and its queries: the same for the same seed, of any size, quickly made.

Documents come in blocks that each have a random generator of their own, so that the first
documents of a large corpus are those of a small one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import numpy as np
import numpy.typing as npt

from exchange.benchmark.facet_values import Facets, draw_facets
from exchange.benchmark.vector_space import VectorSpace
from exchange.benchmark.words import (
    FREQUENT_WORDS,
    LANGUAGE_SHARES,
    LANGUAGES,
    Ranks,
    draw_ranks,
    draw_subject_ranks,
    word,
)
from exchange.document import Document, Passage, TextPart
from exchange.encoder import Matrix, Vector
from exchange.vocabulary import SECTION_NAMES, UNKNOWN

SECTIONS: tuple[str, ...] = ("text", "summary", *SECTION_NAMES)
"""The sections of a document with eight passages, the first of them that of a document with one."""
WORDS_OF_ONE_PASSAGE, WORDS_OF_EACH_PASSAGE = 220, 55
"""Mean words of a document with one passage, and of each where there are more (as in corpus/)."""

_BLOCK = 250
_QUERY_BLOCKS = 8
_SUBJECTS, _SUBJECT_WORDS, _SUBJECT_SHARE = 256, 60, 0.15
_LENGTH_SIGMA, _SHORTEST, _LONGEST = 0.5, 0.15, 6.0
_TITLE_WORDS, _QUERY_WORDS = (4, 10), (2, 6)
_SENTENCE = 16
_FILTERED_FIELDS = ("country", "sector", "year")


@dataclass(frozen=True, slots=True)
class SyntheticQuery:
    """Words of one document, frequent and rare ones, and a vector near to that document's.

    :param vector: float32[384], unit length.
    :param filters: one field's value that the document has, in every other query; else nothing.
    """

    text: str
    vector: Vector
    filters: Mapping[str, tuple[str, ...]]
    target: str


@dataclass(frozen=True, slots=True)
class _Block:
    """Documents before they become text.

    :param ranks: the words of each document, its title's first.
    :param titles: how many of them are the title.
    """

    first: int
    ranks: Sequence[Ranks]
    titles: Sequence[int]
    languages: npt.NDArray[np.int64]
    places: Matrix
    vectors: Matrix
    facets: Sequence[Facets]


@dataclass(frozen=True)
class SyntheticCorpus:
    """So many documents with so many passages each, 1 to 8, all from one seed."""

    size: int
    passages: int = 1
    seed: int = 0

    def documents(self) -> tuple[list[Document], Matrix]:
        """Return the documents, sorted by id, and float32[size * passages, 384], their vectors."""
        documents: list[Document] = []
        vectors: list[Matrix] = []
        for number in range(-(-self.size // _BLOCK)):
            block = self._block(number)
            documents += islice(self._texts(block), self.size - block.first)
            vectors.append(block.vectors)
        return documents, np.concatenate(vectors)[: self.size * self.passages]

    def queries(self, count: int) -> list[SyntheticQuery]:
        """Return different queries, each made from a document of the corpus."""
        rng = np.random.default_rng([self.seed, 1])
        all_blocks = -(-self.size // _BLOCK)
        numbers = np.unique(np.linspace(0, all_blocks - 1, _QUERY_BLOCKS).astype(int)).tolist()
        blocks = [self._block(number) for number in numbers]
        targets = [
            (block, place)
            for block in blocks
            for place in range(min(_BLOCK, self.size - block.first))
        ]
        chosen = [targets[n] for n in rng.integers(len(targets), size=count).tolist()]
        texts: dict[str, None] = {}
        for block, place in chosen:
            while (text := self._query_text(rng, block, place)) in texts:
                pass
            texts[text] = None
        vectors = self._space.query_vectors(
            rng,
            np.stack([block.places[place] for block, place in chosen]),
            np.array([block.languages[place] for block, place in chosen]),
        )
        return [
            SyntheticQuery(
                text,
                vector,
                _filters(number, block.facets[place]),
                _document_id(block.first + place),
            )
            for number, (text, vector, (block, place)) in enumerate(
                zip(texts, vectors, chosen, strict=True)
            )
        ]

    @cached_property
    def _space(self) -> VectorSpace:
        rng = np.random.default_rng([self.seed, 0])
        return VectorSpace.make(rng, _SUBJECTS, len(LANGUAGES))

    @cached_property
    def _subject_ranks(self) -> Ranks:
        return draw_subject_ranks(np.random.default_rng([self.seed, 2]), _SUBJECTS, _SUBJECT_WORDS)

    def _block(self, number: int) -> _Block:
        rng = np.random.default_rng([self.seed, 3, self.passages, number])
        languages = rng.choice(len(LANGUAGES), _BLOCK, p=list(LANGUAGE_SHARES.values()))
        subjects = rng.integers(_SUBJECTS, size=_BLOCK)
        titles = rng.integers(_TITLE_WORDS[0], _TITLE_WORDS[1] + 1, _BLOCK)
        lengths = titles + self._draw_lengths(rng)
        total = int(lengths.sum())
        own = self._subject_ranks[
            np.repeat(subjects, lengths), rng.integers(_SUBJECT_WORDS, size=total)
        ]
        ranks = np.where(rng.random(total) < _SUBJECT_SHARE, own, draw_ranks(rng, total))
        places = self._space.draw_places(rng, subjects)
        return _Block(
            first=number * _BLOCK,
            ranks=np.split(ranks, np.cumsum(lengths)[:-1]),
            titles=titles.tolist(),
            languages=languages,
            places=places,
            vectors=self._space.passage_vectors(rng, places, languages, self.passages),
            facets=draw_facets(rng, [LANGUAGES[each] for each in languages.tolist()]),
        )

    def _draw_lengths(self, rng: np.random.Generator) -> npt.NDArray[np.int64]:
        """Return the words of each body: log-normal, as the lengths of real documents are."""
        mean = WORDS_OF_ONE_PASSAGE if self.passages == 1 else WORDS_OF_EACH_PASSAGE * self.passages
        lengths = rng.lognormal(np.log(mean) - _LENGTH_SIGMA**2 / 2, _LENGTH_SIGMA, _BLOCK)
        return np.clip(lengths, _SHORTEST * mean, _LONGEST * mean).astype(np.int64)

    def _texts(self, block: _Block) -> Iterator[Document]:
        sections = SECTIONS[: self.passages]
        for place, language_number in enumerate(block.languages.tolist()):
            language = LANGUAGES[language_number]
            words = [word(language, rank) for rank in block.ranks[place].tolist()]
            title = " ".join(words[: block.titles[place]]).capitalize()
            body = words[block.titles[place] :]
            cuts = [len(body) * each // len(sections) for each in range(len(sections) + 1)]
            texts = [_sentences(body[cuts[n] : cuts[n + 1]]) for n in range(len(sections))]
            named = list(zip(sections, texts, strict=True))
            yield Document(
                _document_id(block.first + place),
                title,
                (
                    TextPart(language, "title", title),
                    *(TextPart(language, section, text) for section, text in named),
                ),
                tuple(Passage(language, section, title, text) for section, text in named),
                block.facets[place],
            )

    def _query_text(self, rng: np.random.Generator, block: _Block, place: int) -> str:
        """Return words of a document in any order, half of them from its more frequent half."""
        ranks = block.ranks[place]
        known = np.unique(ranks[ranks >= FREQUENT_WORDS])
        count = int(rng.integers(_QUERY_WORDS[0], _QUERY_WORDS[1] + 1))
        frequent, rare = np.array_split(known, 2)
        taken = (
            rng.choice(frequent, min(-(-count // 2), len(frequent)), replace=False),
            rng.choice(rare, min(count // 2, len(rare)), replace=False),
        )
        language = LANGUAGES[int(block.languages[place])]
        ranks_taken = rng.permutation(np.concatenate(taken)).tolist()
        return " ".join(word(language, rank) for rank in ranks_taken)


def _document_id(number: int) -> str:
    return f"synthetic-{number:08}"


def _sentences(words: Sequence[str]) -> str:
    starts = range(0, len(words), _SENTENCE)
    return " ".join(f"{' '.join(words[n : n + _SENTENCE]).capitalize()}." for n in starts)


def _filters(number: int, facets: Facets) -> dict[str, tuple[str, ...]]:
    """Return a filter that the facets meet for every other query, its field by turns."""
    if number % 2:
        return {}
    field = _FILTERED_FIELDS[number // 2 % len(_FILTERED_FIELDS)]
    value = facets[field][0]
    if field == "year" and value != UNKNOWN:
        value = f"{int(value) - 5}..{value}"
    return {field: (value,)}
