"""What single values of a case may be: types that pydantic checks, with messages for people.

Each type also reads text ("2018", "2018-11-07") where a number or a date is meant, because case
files are read with every scalar as text.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Hashable
from datetime import date
from typing import Annotated, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from exchange.vocabulary import COUNTRIES, CURRENCIES, LANGUAGES

MAX_SUMMARY_CHARACTERS = 600
CASE_ID = re.compile(r"[a-z]{2}(-[a-z0-9]+)+")

_T = TypeVar("_T", bound=Hashable)
# 18 digits are enough for any figure and stay within what every JSON reader and index can hold.
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
_NUMBER = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?([eE][+-]?[0-9]{1,3})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UNSAFE_IN_URL = re.compile(r"[\s<>\"\\^`{|}\x00-\x1f\x7f]")


def _integer(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and _INTEGER.fullmatch(value):
        return int(value)
    raise PydanticCustomError("integer", "is not a whole number; write digits only")


def _number(value: object) -> int | float:
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        value = int(value) if _INTEGER.fullmatch(value) else float(value)
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return value
    raise PydanticCustomError(
        "number", "is not a number; write digits with a point for decimals, as in 920133 or 20.42"
    )


def _iso_date(value: object) -> object:
    if isinstance(value, date):
        return value
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise PydanticCustomError("date", "is not a date of the calendar; write YYYY-MM-DD")


def _printable(value: str) -> str:
    """Refuse line breaks, control characters and lone surrogates."""
    if value.isprintable():
        return value
    for character in value:
        if unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp"):
            raise PydanticCustomError(
                "unprintable",
                "contains a line break or control character (U+{code}); write one line of text",
                {"code": f"{ord(character):04X}"},
            )
    return value


def is_web_address(value: str) -> bool:
    """Whether `value` is a whole http or https address that is safe to put into a page."""
    try:
        address = urlsplit(value)
        is_web = address.scheme in ("http", "https") and bool(address.hostname)
    except ValueError:  # brackets that are no IPv6 address
        return False
    return is_web and not _UNSAFE_IN_URL.search(value)


def _url(value: str) -> str:
    if not is_web_address(value):
        raise PydanticCustomError(
            "url", "is not a web address; write a whole http:// or https:// address"
        )
    return value


def _country(value: str) -> str:
    if value not in COUNTRIES:
        raise PydanticCustomError(
            "country",
            "is not a country; write an upper-case ISO 3166-1 alpha-2 code such as ID, or XK",
        )
    return value


def _language(value: str) -> str:
    if value not in LANGUAGES:
        raise PydanticCustomError(
            "language", "is not a language; write an ISO 639-1 code such as en"
        )
    return value


def _currency(value: str) -> str:
    if value not in CURRENCIES:
        raise PydanticCustomError(
            "currency", "is not a currency; write an ISO 4217 code such as IDR"
        )
    return value


def no_repeats(values: tuple[_T, ...]) -> tuple[_T, ...]:
    """Refuse a list that holds a value more than once."""
    repeated = [str(value) for value, count in Counter(values).items() if count > 1]
    if repeated:
        raise PydanticCustomError(
            "repeated",
            "lists {repeated} more than once; keep it once",
            {"repeated": ", ".join(repeated)},
        )
    return values


Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_printable)
]
Summary = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_SUMMARY_CHARACTERS),
    AfterValidator(_printable),
]
Url = Annotated[str, AfterValidator(_printable), AfterValidator(_url)]
CaseId = Annotated[str, StringConstraints(pattern=f"^{CASE_ID.pattern}$")]
Country = Annotated[
    str, AfterValidator(_country), WithJsonSchema({"type": "string", "enum": sorted(COUNTRIES)})
]
Language = Annotated[str, AfterValidator(_language)]
Subdivision = Annotated[str, StringConstraints(pattern="^[A-Z]{2}-[A-Z0-9]{1,3}$")]
Currency = Annotated[
    str, AfterValidator(_currency), WithJsonSchema({"type": "string", "enum": sorted(CURRENCIES)})
]
Number = Annotated[int | float, BeforeValidator(_number)]
Year = Annotated[int, Field(ge=1000, le=9999), BeforeValidator(_integer)]
SourceNumber = Annotated[int, Field(ge=1), BeforeValidator(_integer)]
Sdg = Annotated[int, Field(ge=1, le=17), BeforeValidator(_integer)]
Date = Annotated[date, BeforeValidator(_iso_date)]
