"""Which cases a week tells: a plain greedy rule, the same choice on every machine.

A cycle tells every case once; what joins the corpus meanwhile is told in the same cycle, and the
last week of a cycle may tell fewer. Cases are taken one by one. Of those left, the one comes next

1. that is not of the half of the corpus that was told last, so that a new cycle begins with
   what was told long ago;
2. whose country, then whose first sector, the week has not had yet;
3. that goes with an international day of the week for which none was taken yet;
4. whose country, sector and level are furthest behind their share: a third of the corpus is a
   third of what was told at any time of the cycle, so that neither a large country nor a small
   one is left over for its end;
5. by a number made of cycle and id, so that no alphabet shows.
"""

from collections import Counter
from collections.abc import Sequence

from exchange.case import Case
from exchange.corpus.folder import hash_bytes
from exchange.digest.ledger import Ledger, Told
from exchange.digest.observances import observance_for
from exchange.digest.week import Week

_DECIMALS = 9


def choose(cases: Sequence[Case], history: Ledger, week: Week, count: int) -> Told:
    """Return what a week tells.

    :param cases: every case that can be told, at least one.
    :param history: what was told before that week.
    :param count: how many, at most.
    """
    cycle = history.cycle
    told = set(history.ids(cycle))
    if all(case.id in told for case in cases):
        cycle, told = cycle + 1, set()
    behind = _Shares(cases, [case for case in cases if case.id in told])
    resting = _told_last(history, len(cases) // 2)
    left = [case for case in cases if case.id not in told]
    chosen: list[Case] = []
    while left and len(chosen) < count:
        best = min(
            left,
            key=lambda case: (case.id in resting, *_key(case, chosen, behind, week, cycle)),
        )
        left.remove(best)
        chosen.append(best)
        behind.tell(best)
    return Told(week=week, cycle=cycle, cases=tuple(case.id for case in chosen))


def _told_last(history: Ledger, count: int) -> frozenset[str]:
    """Return the cases that were told last."""
    ids = [id for told in history.entries for id in told.cases]
    return frozenset(ids[-count:] if count else ())


class _Shares:
    """How far each country, first sector and level is behind its share of a cycle."""

    def __init__(self, cases: Sequence[Case], told: Sequence[Case]) -> None:
        self._all = Counter(group for case in cases for group in _groups(case))
        self._told = Counter(group for case in told for group in _groups(case))
        self._size, self._count = len(cases), len(told)

    def tell(self, case: Case) -> None:
        self._told.update(_groups(case))
        self._count += 1

    def of(self, case: Case) -> float:
        """Return by how many cases its groups are behind together, were one more told."""
        share = (self._count + 1) / self._size
        behind = sum(self._all[group] * share - self._told[group] for group in _groups(case))
        return round(behind, _DECIMALS)


def _groups(case: Case) -> tuple[tuple[str, str], ...]:
    return ("country", case.country), ("sector", case.sectors[0]), ("level", case.level)


def _key(
    case: Case, chosen: Sequence[Case], behind: _Shares, week: Week, cycle: int
) -> tuple[bool, bool, bool, float, str]:
    observance = observance_for(case, week)
    return (
        any(case.country == other.country for other in chosen),
        any(case.sectors[0] == other.sectors[0] for other in chosen),
        observance in (None, *(observance_for(other, week) for other in chosen)),
        -behind.of(case),
        hash_bytes(f"{cycle} {case.id}".encode()),
    )
