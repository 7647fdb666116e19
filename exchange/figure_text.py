"""A figure in words of an interface language, with its unit and its year."""

from exchange.case import Figure
from exchange.labels import number_text
from exchange.translation import gettext


def amount_text(figure: Figure, language: str) -> str:
    """Return value and unit, as in "2.7 per 1,000 residents"; units are English."""
    currency = figure.currency
    unit = (
        figure.unit if currency is None or currency in figure.unit else f"{figure.unit} {currency}"
    )
    return f"{number_text(figure.value, language)} {unit}"


def year_text(figure: Figure, language: str) -> str:
    """Return the year, or that it is not known."""
    return gettext("year unknown", language) if figure.year is None else str(figure.year)


def dated_text(figure: Figure, language: str) -> str:
    """Return value, unit and year: a figure is never shown without them."""
    return f"{amount_text(figure, language)} ({year_text(figure, language)})"
