"""The figures of a case page: each measure with its table, what changed, promises and results."""

from dataclasses import dataclass

from exchange.case import Case
from exchange.figures import (
    BeforeAfter,
    Change,
    Measure,
    Promise,
    before_and_after,
    measures,
    targets,
)


@dataclass(frozen=True, slots=True)
class MeasurePart:
    """A measure with all that its figures say together.

    :param changes: those that can be computed.
    :param uncomputed: before and after where a change would mislead, each with the reason.
    """

    measure: Measure
    changes: tuple[Change, ...]
    uncomputed: tuple[BeforeAfter, ...]
    promises: tuple[Promise, ...]


def measure_parts(case: Case) -> tuple[MeasurePart, ...]:
    """Return the figures of a case by measure, in the order in which measures first appear."""
    pairs, promises = before_and_after(case), targets(case)
    return tuple(
        MeasurePart(
            measure,
            tuple(p.change for p in pairs if p.measure == measure.name and p.change is not None),
            tuple(p for p in pairs if p.measure == measure.name and p.change is None),
            tuple(p for p in promises if p.measure == measure.name),
        )
        for measure in measures(case)
    )
