"""How a case stands today: how old what it says is, whether the innovation ended, what followed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from exchange.case import Case, Successor
from exchange.vocabulary import Status

OLD_AFTER_YEARS = 5


@dataclass(frozen=True, slots=True)
class Standing:
    """What a reader must know of a case before relying on it.

    :param as_of: date of the newest dated source; None where no source has a date. When a source
        was read and when the case was checked say nothing of the time that it tells about.
    :param source: number of that source.
    :param is_old: whether `as_of` is more than five years past; None where it is unknown.
    :param accessed: when a source was last read; None where no source says.
    :param reviewed: when a person last checked the case; None where nobody has said so.
    :param status: as of the newest source, not of today.
    """

    as_of: date | None
    source: int | None
    is_old: bool | None
    accessed: date | None
    reviewed: date | None
    status: Status
    superseded_by: Successor | None

    @property
    def has_ended(self) -> bool:
        """Whether a source says that the innovation is no more."""
        return self.status == "ended"


@dataclass(frozen=True, slots=True)
class Succession:
    """One step from an innovation to what took its place.

    :param case: the case that names the successor.
    """

    case: Case
    successor: Successor


def standing(case: Case, today: date) -> Standing:
    """Return how a case stands on a day."""
    dated = [(s.date, -number) for number, s in enumerate(case.sources, 1) if s.date is not None]
    as_of, number = max(dated, default=(None, None))
    return Standing(
        as_of=as_of,
        source=None if number is None else -number,
        is_old=None if as_of is None else _is_old(as_of, today),
        accessed=max((s.accessed for s in case.sources if s.accessed is not None), default=None),
        reviewed=case.reviewed,
        status=case.status,
        superseded_by=case.lineage.superseded_by,
    )


def successors(lookup: Callable[[str], Case | None], case: Case) -> tuple[Succession, ...]:
    """Return what took the place of a case, what took the place of that, and so on.

    The last successor may have no case in the corpus; a ring of successors is followed once.

    :param lookup: returns the case of an id, or None.
    """
    steps: list[Succession] = []
    seen: set[str] = set()
    following: Case | None = case
    while following is not None and following.id not in seen:
        seen.add(following.id)
        successor = following.lineage.superseded_by
        if successor is None:
            break
        steps.append(Succession(following, successor))
        following = None if successor.case is None else lookup(successor.case)
    return tuple(steps)


def _is_old(as_of: date, today: date) -> bool:
    # Months and days compared as numbers: 29 February has no day five years before.
    limit = (today.year - OLD_AFTER_YEARS, today.month, today.day)
    return (as_of.year, as_of.month, as_of.day) < limit
