"""What changed, and what was promised: figures of one measure, paired by scope.

A change is computed from two figures only where nothing speaks against it. Scopes are the same
when they are written the same: "Malang regency" and "Malang regency, to August 2018" are a year
and a part of one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from exchange.case import Case, Figure
from exchange.figures.bars import is_disputed, measures
from exchange.figures.units import (
    NOT_A_QUANTITY,
    amount,
    is_percentage,
    is_unit_known,
    minutes_per_unit,
    unit_name,
)

Obstacle = Literal[
    "different-scope",
    "year-unknown",
    "unit-unknown",
    "not-a-quantity",
    "different-unit",
    "different-currency",
    "sources-disagree",
    "several-values",
    "same-year",
    "different-year",
    "years-reversed",
]
"""Why two figures are not subtracted; the first in this order that holds."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a measure became: computed from two figures with sources and years, of one scope.

    :param difference: after minus before, in `unit`; in percentage points where `is_points`.
    :param unit: that of the figures; of durations the longer one ("months" of months and days).
    :param ratio: after divided by before; None of percentages and where before is not above 0.
    """

    measure: str
    before: Figure
    after: Figure
    difference: float
    unit: str
    ratio: float | None

    @property
    def is_points(self) -> bool:
        """Whether the figures are percentages, so that the difference is in percentage points."""
        return is_percentage(self.before)

    @property
    def percent(self) -> float | None:
        """The change in percent of before; None where there is no ratio."""
        return None if self.ratio is None else _tidy((self.ratio - 1) * 100)


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """Figures of one measure from before and after the innovation, oldest first.

    :param change: from the newest before to the newest after; None where `obstacle` says why.
    """

    measure: str
    before: tuple[Figure, ...]
    after: tuple[Figure, ...]
    change: Change | None
    obstacle: Obstacle | None


@dataclass(frozen=True, slots=True)
class Promise:
    """What was aimed at and what came of it, oldest first; a difference is never computed.

    :param obstacle: why the newest result does not show whether the newest target was met; None
        where both are of one year, scope and unit.
    """

    measure: str
    targets: tuple[Figure, ...]
    results: tuple[Figure, ...]
    obstacle: Obstacle | None


def before_and_after(case: Case) -> tuple[BeforeAfter, ...]:
    """Return every measure with figures from before and after, paired by scope.

    Figures whose scope has no partner stand in a pair of their own with "different-scope".
    """
    found: list[BeforeAfter] = []
    for measure in measures(case):
        figures = [row.figure for row in measure.rows]
        for before, after in _pairs(figures, "before", "after"):
            newest = (_newest(before), _newest(after))
            obstacle = _obstacle(*newest, figures) or _order_of_years(*newest)
            change = None if obstacle else _change(newest[0][0], newest[1][0])
            found.append(BeforeAfter(measure.name, before, after, change, obstacle))
    return tuple(found)


def changes(case: Case) -> tuple[Change, ...]:
    """Return the changes that can be computed honestly; see :func:`before_and_after`."""
    return tuple(pair.change for pair in before_and_after(case) if pair.change is not None)


def targets(case: Case) -> tuple[Promise, ...]:
    """Return every measure with a target and a result, paired by scope: promise and reality."""
    found: list[Promise] = []
    for measure in measures(case):
        figures = [row.figure for row in measure.rows]
        for aims, results in _pairs(figures, "target", "after"):
            newest = (_newest(aims), _newest(results))
            obstacle = _obstacle(*newest, figures)
            if obstacle is None and newest[0][0].year != newest[1][0].year:
                obstacle = "different-year"
            found.append(Promise(measure.name, aims, results, obstacle))
    return tuple(found)


def _pairs(
    figures: Sequence[Figure], first: str, second: str
) -> list[tuple[tuple[Figure, ...], tuple[Figure, ...]]]:
    """Return the figures of two roles scope by scope, those without a partner together at last.

    Where only one role has figures left, those of the other role stand beside them again.
    """
    ones = [figure for figure in figures if figure.role == first]
    others = [figure for figure in figures if figure.role == second]
    if not ones or not others:
        return []
    scopes = {figure.scope for figure in ones} & {figure.scope for figure in others}
    pairs = [
        (
            _oldest_first([figure for figure in ones if figure.scope == scope]),
            _oldest_first([figure for figure in others if figure.scope == scope]),
        )
        for scope in sorted(scopes)
    ]
    left = [figure for figure in ones if figure.scope not in scopes]
    right = [figure for figure in others if figure.scope not in scopes]
    if left or right:
        pairs.append((_oldest_first(left or ones), _oldest_first(right or others)))
    return pairs


def _oldest_first(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Return figures by year, unknown years first, whatever their order in the case."""
    return tuple(
        sorted(
            figures,
            key=lambda f: (f.year or 0, f.scope, f.source, amount(f), f.unit, f.currency or ""),
        )
    )


def _newest(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Return the figures of the newest year; all of them where a year is unknown."""
    if any(figure.year is None for figure in figures):
        return tuple(figures)
    return tuple(figure for figure in figures if figure.year == figures[-1].year)


def _obstacle(
    first: Sequence[Figure], second: Sequence[Figure], measure: Sequence[Figure]
) -> Obstacle | None:
    """Return what speaks against comparing two groups of figures, but for the order of years.

    :param measure: all figures of the measure, among which sources may disagree.
    """
    both = [*first, *second]
    units = {unit_name(figure) for figure in both}
    if len({figure.scope for figure in both}) > 1:
        return "different-scope"
    if any(figure.year is None for figure in both):
        return "year-unknown"
    if not all(is_unit_known(figure) for figure in both):
        return "unit-unknown"
    if NOT_A_QUANTITY in units:
        return "not-a-quantity"
    if len(units) > 1:
        return "different-unit"
    if len({figure.currency for figure in both}) > 1:
        return "different-currency"
    if any(is_disputed(figure, measure) for figure in both):
        return "sources-disagree"
    if any(len({amount(figure) for figure in group}) > 1 for group in (first, second)):
        return "several-values"  # the ends of a range, or two counts of one source
    return None


def _order_of_years(before: Sequence[Figure], after: Sequence[Figure]) -> Obstacle | None:
    first, second = before[0].year or 0, after[0].year or 0
    if first == second:
        return "same-year"
    return "years-reversed" if first > second else None


def _change(before: Figure, after: Figure) -> Change:
    longer = max(before, after, key=minutes_per_unit)
    difference = _tidy((amount(after) - amount(before)) / minutes_per_unit(longer))
    is_relative = before.value > 0 and not is_percentage(before)
    ratio = _tidy(amount(after) / amount(before)) if is_relative else None
    return Change(before.measure, before, after, difference, longer.unit, ratio)


def _tidy(number: float) -> float:
    """Return a computed number without what binary fractions add: 9.2 - 0.02 is 9.18."""
    return float(f"{number:.12g}")
