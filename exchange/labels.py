"""Names in each interface language: own texts and vocabularies from labels.yaml, the rest by babel.

babel loads at first use: its import and data would cost every start 0.15 s.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from exchange.vocabulary import UNKNOWN

if TYPE_CHECKING:
    from babel import Locale

DEFAULT_LANGUAGE = "en"
INTERFACE_LANGUAGES = ("en", "id")

_FILE = Path(__file__).with_name("labels.yaml")


def text(key: str, language: str, /, **values: object) -> str:
    """Return an interface text with its {words} filled in."""
    template = labels()[language]["text"][key]
    return template.format(**values) if values else template


def label(vocabulary: str, value: str, language: str) -> str:
    """Return the name of a vocabulary's or facet field's value.

    :param vocabulary: a facet field, or "field", "sort", "mode", "section", "role", "need",
        "evidence_explained".
    :returns: `value` itself where it is a name already (awards, years) or has no label.
    """
    if vocabulary == "country":
        return country_name(value, language)
    if vocabulary == "language":
        return language_name(value, language)
    name = labels()[language].get(vocabulary, {}).get(value)
    if name is None:
        return _unknown(language) if value == UNKNOWN else value
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


def number_text(value: int | float, language: str) -> str:
    """Return a number with the group and decimal signs of `language`."""
    from babel.numbers import format_decimal

    return format_decimal(value, locale=_locale(language), decimal_quantization=False)


def date_text(day: date, language: str) -> str:
    """Return a date written out, as in "7 November 2018"."""
    from babel.dates import format_date

    return format_date(day, "d MMMM y", locale=_locale(language))


def interface_language(*wishes: str | None) -> str:
    """Return the first wish that is an interface language ("id", "id-ID"), else English."""
    for wish in wishes:
        language = (wish or "").replace("_", "-").split("-")[0].lower()
        if language in INTERFACE_LANGUAGES:
            return language
    return DEFAULT_LANGUAGE


@lru_cache(maxsize=1)
def labels() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Return language -> group -> key -> text, as labels.yaml has it."""
    # The base loader reads every scalar as text: no key turns into a number or a truth value.
    loaded: Mapping[str, Mapping[str, Mapping[str, str]]] = yaml.load(
        _FILE.read_text(encoding="utf-8"), Loader=yaml.BaseLoader
    )
    return loaded


def _unknown(language: str) -> str:
    return labels()[language]["status"][UNKNOWN]


@lru_cache(maxsize=len(INTERFACE_LANGUAGES))
def _locale(language: str) -> "Locale":
    from babel import Locale

    return Locale.parse(language)
