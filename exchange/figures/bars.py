"""Figures by measure: bars of one scale, and where sources disagree."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from exchange.case import Case, Figure
from exchange.figures.units import NOT_A_QUANTITY, amount, subject, unit_name


@dataclass(frozen=True, slots=True)
class Row:
    """One figure with its bar.

    :param share: the length of its bar, 1 for the longest of the chart; None without a chart.
    :param disputed: whether another source gives another value for the same thing.
    """

    figure: Figure
    share: float | None
    disputed: bool


@dataclass(frozen=True, slots=True)
class Measure:
    """All figures of one measure, in the order of the case.

    :param is_chart: whether the rows have bars.
    """

    name: str
    rows: tuple[Row, ...]

    @property
    def is_chart(self) -> bool:
        return any(row.share is not None for row in self.rows)

    @property
    def disagreements(self) -> tuple[tuple[Row, ...], ...]:
        """The rows about which sources disagree, those about one thing together."""
        subjects = dict.fromkeys(subject(row.figure) for row in self.rows if row.disputed)
        return tuple(
            tuple(row for row in self.rows if subject(row.figure) == each) for each in subjects
        )


def measures(case: Case) -> tuple[Measure, ...]:
    """Return the figures of a case by measure, in the order in which measures first appear."""
    order = {name: n for n, name in enumerate(dict.fromkeys(f.measure for f in case.figures))}
    figures = sorted(case.figures, key=lambda figure: order[figure.measure])
    groups = [(name, tuple(group)) for name, group in groupby(figures, key=lambda f: f.measure)]
    return tuple(_measure(name, group) for name, group in groups)


def costs(case: Case) -> tuple[Measure, ...]:
    """Return what it cost."""
    return _with_role(case, is_cost=True)


def effects(case: Case) -> tuple[Measure, ...]:
    """Return all figures but the costs."""
    return _with_role(case, is_cost=False)


def _with_role(case: Case, *, is_cost: bool) -> tuple[Measure, ...]:
    figures = tuple(f for f in case.figures if (f.role == "cost") == is_cost)
    return measures(case.model_copy(update={"figures": figures}))


def _measure(name: str, figures: Sequence[Figure]) -> Measure:
    shares = _shares(figures)
    return Measure(
        name,
        tuple(
            Row(figure, share, is_disputed(figure, figures))
            for figure, share in zip(figures, shares, strict=True)
        ),
    )


def is_disputed(figure: Figure, others: Sequence[Figure]) -> bool:
    """Whether another source gives another value for the same thing."""
    return any(
        other.source != figure.source
        and subject(other) == subject(figure)
        and amount(other) != amount(figure)
        for other in others
    )


def _shares(figures: Sequence[Figure]) -> list[float | None]:
    """Return the length of each bar; none where there is nothing to compare on one scale."""
    amounts = [amount(figure) for figure in figures]
    longest = max(amounts)
    units = {(unit_name(figure), figure.currency) for figure in figures}
    is_quantity = all(figure.unit != NOT_A_QUANTITY for figure in figures)
    comparable = len(figures) > 1 and len(units) == 1 and is_quantity
    if not comparable or longest <= 0 or min(amounts) < 0:
        return [None] * len(figures)
    return [each / longest for each in amounts]
