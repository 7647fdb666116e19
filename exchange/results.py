"""What the engine answers: frozen values that every door (command line, page) shows as they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from exchange.analysis import QueryWord
from exchange.case import Case

Mode = Literal["keyword", "semantic", "hybrid"]
Sort = Literal["relevance", "newest", "oldest"]
Match = Literal["good", "weak", "none"]

MODES: tuple[Mode, ...] = ("keyword", "semantic", "hybrid")
SORTS: tuple[Sort, ...] = ("relevance", "newest", "oldest")
FACET_FIELDS: tuple[str, ...] = (
    "country",
    "sector",
    "sdg",
    "innovation_type",
    "level",
    "status",
    "evidence",
    "need",
    "technology",
    "award",
    "language",
    "year",
)

Filters = Mapping[str, tuple[str, ...]]
"""Facet field -> accepted values; OR within a field, AND between fields."""

NO_FILTERS: Filters = {}


@dataclass(frozen=True, slots=True)
class SideScore:
    """A document's place in one of the two rankings, over the whole index.

    :param rank: 1 for the best.
    :param score: BM25 for words, cosine for meaning.
    :param part: what this side adds to the hit's fused score.
    """

    rank: int
    score: float
    part: float


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a hit gains by being like the best ones.

    :param ids: the best documents, which said more of what is meant; the best first.
    :param part: what it adds to the hit's fused score.
    """

    ids: tuple[str, ...]
    part: float


@dataclass(frozen=True, slots=True)
class MatchedWord:
    """A word of the query that stands in the document.

    :param query_word: as typed.
    :param sections: canonical names of the sections in which it stands, in document order.
    """

    query_word: str
    sections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """The passage of a hit that answers the query best.

    :param section: canonical section name ("problem", "summary", "title", "text" …).
    :param language: ISO 639-1, or "unknown".
    :param marks: character spans (start, end) in `text` to be marked as matched words.
    """

    section: str
    language: str
    text: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One document of a result list; the parts of its reasons add up to its score.

    :param rank: 1 for the first of the whole (filtered) list.
    :param case: the full case, or None when the document is not a case.
    :param keyword: None when no word of the query stands in it, or words were not asked for.
    :param semantic: None when meaning was not asked for.
    :param passage: None when the document has no text.
    :param likeness: None when meaning was not asked for.
    :param words: what counts in it, to mark it in any text with `highlight.find_marks`.
    :param language_part: what is taken away because words found documents in its language.
    """

    rank: int
    id: str
    title: str
    score: float
    keyword: SideScore | None
    semantic: SideScore | None
    passage: ShownPassage | None
    matched: tuple[MatchedWord, ...]
    case: Case | None
    likeness: Likeness | None = None
    language_part: float = 0.0
    words: tuple[QueryWord, ...] = ()


@dataclass(frozen=True, slots=True)
class Expansion:
    """What the engine searched beside what was typed, and why.

    :param query_word: the words that it stands for, as typed.
    :param reason: "glossary", or "compound" for two words written as one.
    """

    query_word: str
    added: str
    reason: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A "did you mean": the whole query with one or more words corrected."""

    query: str


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One page of the one exact list of a query.

    :param match: how good the best hit is; None when nothing was asked (empty query).
    :param total: the length of the whole filtered list.
    :param facets: field -> value -> count over the whole list, each field counted without its own
        filter; values by falling count, then by name.
    :param notice: a sentence when the query could not be read as expert syntax, else None.
    :param total_is_lower_bound: whether more documents would be on the list than are: an index on
        other machines gives the best ones only. The counts of the facets are of the same list.
    """

    query: str
    mode: Mode
    snapshot: str
    total: int
    offset: int
    match: Match | None
    hits: tuple[Hit, ...]
    facets: Mapping[str, Mapping[str, int]]
    expansions: tuple[Expansion, ...]
    suggestions: tuple[Suggestion, ...]
    notice: str | None = None
    total_is_lower_bound: bool = False


@dataclass(frozen=True, slots=True)
class WholeList:
    """Every document that a query lists, and how good the best of them is.

    :param ids: best first.
    :param signal: the number from which `match` was read; comparable within one mode only.
    """

    ids: tuple[str, ...]
    match: Match
    signal: float


@dataclass(frozen=True, slots=True)
class SnapshotStatus:
    """One snapshot in the index folder.

    :param problem: why it cannot be used, or None when it is whole.
    """

    name: str
    is_current: bool
    documents: int | None
    passages: int | None
    problem: str | None
