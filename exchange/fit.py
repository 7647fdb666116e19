"""What of a case's needs an office has, lacks, or has not said; a list, never a percentage."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from exchange.case import Case
from exchange.profile import AdopterProfile, Holding
from exchange.vocabulary import EVIDENCE, NEEDS, Evidence, NeedKind

FitState = Literal["met", "to-do", "unknown"]

_STATES: dict[Holding, FitState] = {"have": "met", "lack": "to-do", "unknown": "unknown"}


@dataclass(frozen=True, slots=True)
class FitLine:
    """One need of a case, held against a profile.

    :param note: what exactly is needed, in English, as in the case.
    :param source: number of the case's source that says it; None when it is inferred.
    """

    need: NeedKind
    note: str
    source: int | None
    state: FitState


@dataclass(frozen=True, slots=True)
class FitCard:
    """What of a case's needs an office has, lacks, or has not said.

    :param lines: in the order of the case; none where no source says what it takes.
    """

    id: str
    lines: tuple[FitLine, ...]

    @property
    def states_needs(self) -> bool:
        """Whether the case says what it takes: without it nothing is known, least a perfect fit."""
        return bool(self.lines)

    def needs(self, state: FitState) -> tuple[NeedKind, ...]:
        """Return the needs in a state, each once, in the order of the vocabulary."""
        found = {line.need for line in self.lines if line.state == state}
        return tuple(need for need in NEEDS if need in found)


@dataclass(frozen=True, slots=True)
class Example:
    """How another case got what an office lacks.

    :param source: number of the case's source that says it.
    """

    case: Case
    note: str
    source: int


@dataclass(frozen=True, slots=True)
class SharedGap:
    """A need that an office lacks and several cases have.

    :param ids: of the cases, in their order.
    :param examples: those with the best evidence of results first.
    """

    need: NeedKind
    ids: tuple[str, ...]
    examples: tuple[Example, ...]


def fit(case: Case, profile: AdopterProfile) -> FitCard:
    """Return the needs of a case, each met, to do or unknown: met only what the profile has."""
    return FitCard(
        case.id,
        tuple(
            FitLine(each.need, each.note, each.source, _STATES[profile.holding(each.need)])
            for each in case.needs
        ),
    )


def fit_order(card: FitCard) -> tuple[int, int]:
    """Return the sort key of a card: fewest needs to do, then fewest unknown ones.

    Needs are counted by kind: two notes on the budget are one gap. A case that states none is
    placed as if all sixteen were unknown: after those that are known to fit, and before those
    that are known to lack something.
    """
    unknown = card.needs("unknown") if card.states_needs else NEEDS
    return len(card.needs("to-do")), len(unknown)


def shared_gaps(
    cases: Sequence[Case], profile: AdopterProfile, *, examples_from: Iterable[Case] = ()
) -> tuple[SharedGap, ...]:
    """Return what the office lacks for two or more of the cases, the commonest first.

    :param examples_from: cases that may show how others got it, beside `cases` themselves; an
        example is a need with a note and a source.
    """
    pool = {case.id: case for case in (*cases, *examples_from)}
    gaps = []
    for need in profile.lack:
        ids = tuple(case.id for case in cases if any(each.need == need for each in case.needs))
        if len(ids) > 1:
            gaps.append(SharedGap(need, ids, _examples(need, pool.values())))
    return tuple(sorted(gaps, key=lambda gap: -len(gap.ids)))


def _examples(need: NeedKind, pool: Iterable[Case]) -> tuple[Example, ...]:
    found = [
        Example(case, each.note, each.source)
        for case in pool
        for each in case.needs
        if each.need == need and each.source is not None
    ]
    return tuple(sorted(found, key=lambda example: -_strength(example.case.evidence)))


def _strength(evidence: Evidence) -> int:
    return EVIDENCE.index(evidence)
