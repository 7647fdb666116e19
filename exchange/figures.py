"""The figures of a case, set side by side: bars of one scale, and where sources disagree."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from exchange.case import Case, Figure

_NO_QUANTITY = "calendar year"  # a date: a bar from zero would say nothing
# Durations of one measure are compared whatever their unit: "9 months" before, "10 minutes" after.
_MINUTES = {
    unit: minutes
    for names, minutes in (
        ("minute minutes", 1.0),
        ("hour hours", 60.0),
        ("day days", 1440.0),
        ("week weeks", 7 * 1440.0),
        ("month months", 365 / 12 * 1440.0),
        ("year years", 365 * 1440.0),
    )
    for unit in names.split()
}


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
        subjects = dict.fromkeys(_subject(row.figure) for row in self.rows if row.disputed)
        return tuple(
            tuple(row for row in self.rows if _subject(row.figure) == subject)
            for subject in subjects
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
            Row(figure, share, _is_disputed(figure, figures))
            for figure, share in zip(figures, shares, strict=True)
        ),
    )


def _is_disputed(figure: Figure, others: Sequence[Figure]) -> bool:
    return any(
        other.source != figure.source
        and _subject(other) == _subject(figure)
        and _amount(other) != _amount(figure)
        for other in others
    )


def _subject(figure: Figure) -> tuple[str, str, int | None, str]:
    """Return of what a figure speaks: two sources that give one subject two values disagree."""
    return _unit(figure), figure.scope, figure.year, figure.role


def _shares(figures: Sequence[Figure]) -> list[float | None]:
    """Return the length of each bar; none where there is nothing to compare on one scale."""
    amounts = [_amount(figure) for figure in figures]
    longest = max(amounts)
    units = {_unit(figure) for figure in figures}
    comparable = len(figures) > 1 and len(units) == 1 and _NO_QUANTITY not in units
    if not comparable or longest <= 0 or min(amounts) < 0:
        return [None] * len(figures)
    return [amount / longest for amount in amounts]


def _unit(figure: Figure) -> str:
    return "time" if figure.unit in _MINUTES else f"{figure.unit} {figure.currency or ''}".strip()


def _amount(figure: Figure) -> float:
    return figure.value * _MINUTES.get(figure.unit, 1.0)
