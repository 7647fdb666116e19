"""Innovations that travel: what is nearest to a case in other countries, by how it works.

Cases are grouped by the mechanisms, the types of innovation, that they share with the case; what
differs is told beside each, so that a reader sees what copying would change.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from exchange.case import Case, Figure, Source
from exchange.engine import SearchEngine
from exchange.figures import is_disputed
from exchange.vocabulary import UNKNOWN, InnovationType


@dataclass(frozen=True, slots=True)
class Cost:
    """A cost figure with the source that says it.

    :param is_disputed: whether another source of the case gives another value.
    """

    figure: Figure
    source: Source
    is_disputed: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """A property in which two cases differ: that of the case itself, and that of the other."""

    here: str
    there: str


@dataclass(frozen=True, slots=True)
class Traveller:
    """A case of another country, with what differs from the case that was asked for.

    :param rank: among all cases of other countries by meaning, 1 for the nearest.
    :param level: None where both have the same.
    :param evidence: None where both have the same.
    :param technologies_here: those that only the case itself names.
    :param technologies_there: those that only the other names.
    :param costs: what the other cost.
    """

    case: Case
    rank: int
    score: float
    level: Difference | None
    evidence: Difference | None
    technologies_here: tuple[str, ...]
    technologies_there: tuple[str, ...]
    costs: tuple[Cost, ...]


@dataclass(frozen=True, slots=True)
class Mechanism:
    """Cases that work alike.

    :param innovation_types: those that each of them shares with the case, and no other; none
        for cases that are near by meaning alone.
    :param travellers: the nearest first.
    """

    innovation_types: tuple[InnovationType, ...]
    travellers: tuple[Traveller, ...]


@dataclass(frozen=True, slots=True)
class Travels:
    """Where else something like a case is done.

    :param costs: what the case itself cost.
    :param mechanisms: those that share the most types of innovation first, then the nearest.
    """

    case: Case
    costs: tuple[Cost, ...]
    mechanisms: tuple[Mechanism, ...]


def travel(engine: SearchEngine, id: str, limit: int = 10) -> Travels:
    """Return the cases of other countries that are nearest in meaning to a case.

    :raises UnknownDocumentError: no case has this id.
    """
    case = engine.case(id)
    countries = engine.facets().get("country", {})
    elsewhere = sorted(set(countries) - {case.country, UNKNOWN})
    hits = engine.similar(id, limit, {"country": elsewhere}) if elsewhere else ()
    groups: dict[tuple[InnovationType, ...], list[Traveller]] = {}
    for hit in hits:
        if hit.case is not None:
            shared = tuple(
                each for each in case.innovation_types if each in hit.case.innovation_types
            )
            traveller = _traveller(case, hit.case, hit.rank, hit.score)
            groups.setdefault(shared, []).append(traveller)
    # Groups were begun in the order of their nearest case, which sorting keeps.
    ordered = sorted(groups.items(), key=lambda group: -len(group[0]))
    mechanisms = tuple(Mechanism(types, tuple(found)) for types, found in ordered)
    return Travels(case, costs(case), mechanisms)


def costs(case: Case) -> tuple[Cost, ...]:
    """Return the cost figures of a case, each with its source."""
    return tuple(
        Cost(figure, case.sources[figure.source - 1], is_disputed(figure, _same(case, figure)))
        for figure in case.figures
        if figure.role == "cost"
    )


def _traveller(here: Case, there: Case, rank: int, score: float) -> Traveller:
    return Traveller(
        case=there,
        rank=rank,
        score=score,
        level=_difference(here.level, there.level),
        evidence=_difference(here.evidence, there.evidence),
        technologies_here=_only(here.technologies, there.technologies),
        technologies_there=_only(there.technologies, here.technologies),
        costs=costs(there),
    )


def _same(case: Case, figure: Figure) -> Sequence[Figure]:
    return [other for other in case.figures if other.measure == figure.measure]


def _difference(here: str, there: str) -> Difference | None:
    return None if here == there else Difference(here, there)


def _only(these: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    known = {each.casefold() for each in others}
    return tuple(each for each in these if each.casefold() not in known)
