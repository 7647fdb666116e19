"""Units of figures: which are the same, and how much a figure is of them."""

import re

from exchange.case import Figure

NOT_A_QUANTITY = "calendar year"
"""A date: neither a bar from zero nor a change would say anything."""

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
_PERCENT = re.compile(r"^(percent|per cent|percentage)\b")
_NOT_STATED = "not stated"


def unit_name(figure: Figure) -> str:
    """Return the unit of a figure in one spelling, all durations as one, without currency."""
    return "time" if figure.unit in _MINUTES else _PERCENT.sub("%", figure.unit)


def amount(figure: Figure) -> float:
    """Return the value; durations in minutes."""
    return figure.value * minutes_per_unit(figure)


def minutes_per_unit(figure: Figure) -> float:
    """Return how long a unit of a duration is; 1 for what is no duration."""
    return _MINUTES.get(figure.unit, 1.0)


def is_percentage(figure: Figure) -> bool:
    """Whether differences of such figures are percentage points: "%", "percent of calls"."""
    return unit_name(figure).split()[0] == "%"


def is_unit_known(figure: Figure) -> bool:
    """Whether the source says of what the value is: not so in "rupiah, period not stated"."""
    return _NOT_STATED not in figure.unit


def subject(figure: Figure) -> tuple[str, str | None, str, int | None, str]:
    """Return of what a figure speaks: two sources that give one subject two values disagree."""
    return unit_name(figure), figure.currency, figure.scope, figure.year, figure.role
