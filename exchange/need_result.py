"""What a need gets for an answer: frozen values that every door shows as they are."""

from collections.abc import Mapping
from dataclasses import dataclass

from exchange.case import Case
from exchange.results import ShownPassage


@dataclass(frozen=True, slots=True)
class NeedSentence:
    """A sentence of a need.

    :param number: 1 for the first.
    :param weight: 0 to 1, how much it counts: 0 when the corpus knows nothing of the kind.
    :param is_answered: whether a document of the whole corpus answers it.
    """

    number: int
    text: str
    weight: float
    is_answered: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """The passage of a hit that answers a sentence.

    :param score: the cosine of passage and sentence, centred; or the share of the sentence's
        words in the case, where the encoder has no measured thresholds. Never a probability.
    """

    sentence_number: int
    passage: ShownPassage
    score: float


@dataclass(frozen=True, slots=True)
class NeedHit:
    """One document of a need's list.

    :param rank: 1 for the first of the whole (filtered) list.
    :param score: `whole` and all `parts` together.
    :param whole: what the document has for the whole text, 0 to 1.
    :param parts: what it adds for each sentence, in their order.
    :param answers: the sentences that it answers, in their order.
    :param case: None when the document is not a case.
    """

    rank: int
    id: str
    title: str
    score: float
    whole: float
    parts: tuple[float, ...]
    answers: tuple[Answer, ...]
    case: Case | None


@dataclass(frozen=True, slots=True)
class NeedResult:
    """What the corpus has for a need.

    :param total: the length of the whole filtered list.
    :param unanswered: numbers of the sentences that no document of that list answers.
    :param facets: as of a search, over the whole list.
    """

    snapshot: str
    sentences: tuple[NeedSentence, ...]
    hits: tuple[NeedHit, ...]
    total: int
    unanswered: tuple[int, ...]
    facets: Mapping[str, Mapping[str, int]]
