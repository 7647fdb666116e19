"""Names, numbers and dates in each interface language: by babel but for vocabularies (names.py).

babel loads at first use: its import and data would cost every start 0.15 s.
"""

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from exchange.names import NAMES
from exchange.translation import INTERFACE_LANGUAGES, gettext
from exchange.vocabulary import UNKNOWN

if TYPE_CHECKING:
    from babel import Locale


def label(vocabulary: str, value: str, language: str) -> str:
    """Return the name of a vocabulary's or facet field's value.

    :param vocabulary: a facet field, or "field", "sort", "mode", "section", "role", "need",
        "evidence_explained", "expansion", "obstacle" (why no change is computed), "kin" (what a
        member of a family is).
    :returns: `value` itself where it is a name already (awards, years) or has no label.
    """
    if vocabulary == "country":
        return country_name(value, language)
    if vocabulary == "language":
        return language_name(value, language)
    english = NAMES.get(vocabulary, {}).get(value)
    if english is None:
        return _unknown(language) if value == UNKNOWN else value
    name = gettext(english, language)
    return f"{value} · {name}" if vocabulary == "sdg" else name


def country_name(code: str, language: str) -> str:
    """Return a country's name; the code itself where babel does not know it."""
    if code == UNKNOWN:
        return _unknown(language)
    return str(_locale(language).territories.get(code, code))


def language_name(code: str, language: str) -> str:
    """Return a language's name; the code itself where babel does not know it."""
    if code == UNKNOWN:
        return _unknown(language)
    name = str(_locale(language).languages.get(code, code))
    return name[:1].upper() + name[1:]


def own_name(language: str) -> str:
    """Return an interface language's name in itself, as in "Bahasa Indonesia"."""
    return {"id": "Bahasa Indonesia"}.get(language) or language_name(language, language)


@lru_cache(maxsize=4096)  # a page has hundreds of counts
def number_text(value: int | float, language: str) -> str:
    """Return a number with the group and decimal signs of `language`."""
    from babel.numbers import format_decimal

    return format_decimal(value, locale=_locale(language), decimal_quantization=False)


def date_text(day: date, language: str) -> str:
    """Return a date written out, as in "7 November 2018"."""
    from babel.dates import format_date

    # English dates as most of its readers here write them: the day comes first.
    return format_date(day, "long", locale="en_GB" if language == "en" else _locale(language))


def _unknown(language: str) -> str:
    return label("status", UNKNOWN, language)


@lru_cache(maxsize=len(INTERFACE_LANGUAGES))
def _locale(language: str) -> "Locale":
    from babel import Locale

    return Locale.parse(language)
