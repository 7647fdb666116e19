"""Known items: is a case found by a sentence from the end of its text?

Titles and summaries are short and easy to match. A sentence from the last section, with two words
left out, shows whether the whole text was indexed and can be found by someone who half remembers.
"""

import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from exchange.case import Case
from exchange.engine import SearchEngine
from exchange.passages import plain_text
from exchange.results import Mode

MIN_WORDS = 8
LEFT_OUT = 2
TOP = 3
SEED = 42
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")


@dataclass(frozen=True, slots=True)
class KnownItem:
    """A query and the one case that it was taken from."""

    id: str
    query: str


@dataclass(frozen=True, slots=True)
class KnownItemScore:
    """How many known items were found.

    :param missed: those that were not among the first hits.
    """

    asked: int
    missed: tuple[KnownItem, ...]

    @property
    def share(self) -> float:
        return 1 - len(self.missed) / max(self.asked, 1)


def last_section_items(cases: Iterable[Case], seed: int = SEED) -> tuple[KnownItem, ...]:
    """Return a query for each case whose last section has a sentence of eight words or more.

    The choice depends on the seed and the case's id alone, not on the other cases.
    """
    items = []
    for case in cases:
        chance = random.Random(f"{seed} {case.id}")
        text = plain_text(case.sections[-1].text) if case.sections else ""
        sentences = [sentence.split() for sentence in _SENTENCE_END.split(text)]
        long_enough = [words for words in sentences if len(words) >= MIN_WORDS]
        if long_enough:
            words = chance.choice(long_enough)
            out = chance.sample(range(len(words)), LEFT_OUT)
            kept = " ".join(word for place, word in enumerate(words) if place not in out)
            items.append(KnownItem(case.id, kept))
    return tuple(items)


def find_known_items(
    engine: SearchEngine, items: Sequence[KnownItem], *, mode: Mode = "hybrid", top: int = TOP
) -> KnownItemScore:
    """Search for every item; it is found when its case is among the first `top` hits."""
    missed = [
        item
        for item in items
        if item.id not in {hit.id for hit in engine.search(item.query, mode=mode, limit=top).hits}
    ]
    return KnownItemScore(len(items), tuple(missed))
