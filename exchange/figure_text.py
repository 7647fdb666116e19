"""A figure in words of an interface language, with its unit and its year."""

from exchange.case import Figure
from exchange.labels import number_text
from exchange.translation import gettext

_SINGULAR = {
    f"{unit}s": unit for unit in ("minute", "hour", "day", "week", "month", "year", "death")
} | {"people": "person"}


def amount_text(figure: Figure, language: str) -> str:
    """Return value and unit, as in "2.7 per 1,000 residents"; units are English."""
    currency = figure.currency
    unit = _SINGULAR.get(figure.unit, figure.unit) if figure.value == 1 else figure.unit
    if currency is not None and currency not in unit:
        unit = f"{unit} {currency}"
    return f"{number_text(figure.value, language)} {unit}"


def year_text(figure: Figure, language: str) -> str:
    """Return the year, or that it is not known."""
    return gettext("year unknown", language) if figure.year is None else str(figure.year)


def dated_text(figure: Figure, language: str) -> str:
    """Return value, unit and year: a figure is never shown without them."""
    return f"{amount_text(figure, language)} ({year_text(figure, language)})"
