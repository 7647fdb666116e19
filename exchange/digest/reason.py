"""Why a case is told now: the first rule that holds, with what it rests on.

In this order: an international day of the week, a round anniversary, a copy elsewhere of this year
or the last, a source of the last twelve months, a country or a sector that did not occur for long.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from exchange.case import Case
from exchange.digest.ledger import LEDGER_FILE, Ledger
from exchange.digest.observances import observance_for
from exchange.digest.week import Week
from exchange.labels import country_name, date_text, label, number_text
from exchange.translation import gettext, ngettext

ReasonKind = Literal[
    "observance",
    "anniversary",
    "copied",
    "new-source",
    "new-country",
    "country-waited",
    "sector-waited",
    "in-turn",
]
_YEARS = 5
_LONG_WAIT = 4
_YEAR_OF_DAYS = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why now.

    :param text: one sentence in an interface language.
    :param basis: what says so: a web address, or a field of the case or the ledger.
    """

    kind: ReasonKind
    text: str
    basis: str


@dataclass(frozen=True, slots=True)
class Background:
    """What a reason is looked for in.

    :param history: what was told before the week.
    :param known: id -> case of the index.
    """

    week: Week
    history: Ledger
    known: Mapping[str, Case]


def reason_for(case: Case, background: Background, language: str) -> Reason:
    """Return the first reason that holds; the last rule always does."""
    week = background.week
    return (
        _observance(case, week, language)
        or _anniversary(case, week, language)
        or _copied(case, week, language)
        or _new_source(case, week, language)
        or _waited(case, background, language)
    )


def _observance(case: Case, week: Week, language: str) -> Reason | None:
    found = observance_for(case, week)
    if found is None:
        return None
    observance, day = found
    opening = gettext("{name}:", language, name=date_text(day, language))
    text = f"{opening} {gettext(observance.name, language)}"
    return Reason("observance", text, observance.address)


def _anniversary(case: Case, week: Week, language: str) -> Reason | None:
    is_over = case.status == "ended" or case.lineage.superseded_by is not None
    if case.year_started is None or is_over:
        return None
    age = week.year - case.year_started
    if age < _YEARS or age % _YEARS:
        return None
    text = ngettext(
        "It began in {year}, {total} year ago.",
        "It began in {year}, {total} years ago.",
        age,
        language,
        year=case.year_started,
        total=number_text(age, language),
    )
    return Reason("anniversary", text, f"year_started: {case.year_started}")


def _copied(case: Case, week: Week, language: str) -> Reason | None:
    copies = [
        copy
        for copy in case.lineage.adopted_by
        if copy.year is not None and week.year - 1 <= copy.year <= week.year
    ]
    if not copies:
        return None
    copy = max(copies, key=lambda copy: (copy.year or 0, -copy.source))
    text = gettext(
        "A newer copy elsewhere ({year}): {name}.", language, year=copy.year, name=copy.name
    )
    return Reason("copied", text, case.sources[copy.source - 1].url)


def _new_source(case: Case, week: Week, language: str) -> Reason | None:
    dated = [
        (source.date, source.url)
        for source in case.sources
        if source.date and week.monday - _YEAR_OF_DAYS <= source.date <= week.sunday
    ]
    if not dated:
        return None
    day, url = max(dated)
    text = gettext("A source about it is from {day}.", language, day=date_text(day, language))
    return Reason("new-source", text, url)


def _waited(case: Case, background: Background, language: str) -> Reason:
    country = country_name(case.country, language)
    sector = label("sector", case.sectors[0], language)
    weeks = _weeks_since(background, lambda other: other.country == case.country)
    if weeks is None:
        text = gettext("In this digest for the first time: {name}.", language, name=country)
        return Reason("new-country", text, LEDGER_FILE)
    if weeks >= _LONG_WAIT:
        return Reason("country-waited", _not_for(weeks, country, language), LEDGER_FILE)
    weeks = _weeks_since(background, lambda other: other.sectors[0] == case.sectors[0])
    if weeks is not None and weeks >= _LONG_WAIT:
        return Reason("sector-waited", _not_for(weeks, sector, language), LEDGER_FILE)
    last = background.history.last_week_of(case.id)
    if last is None:
        text = gettext("New in this digest, from the sector “{sector}”.", language, sector=sector)
    else:
        day = date_text(last.monday, language)
        text = gettext("In this digest last in the week of {day}.", language, day=day)
    return Reason("in-turn", text, LEDGER_FILE)


def _not_for(weeks: int, name: str, language: str) -> str:
    return ngettext(
        "Not in this digest for {total} week: {name}.",
        "Not in this digest for {total} weeks: {name}.",
        weeks,
        language,
        name=name,
        total=number_text(weeks, language),
    )


def _weeks_since(background: Background, is_like: Callable[[Case], bool]) -> int | None:
    """Return how many weeks ago the last case of a kind was told; None for never."""
    known = background.known
    weeks = [
        told.week
        for told in background.history.entries
        if any(id in known and is_like(known[id]) for id in told.cases)
    ]
    return background.week.weeks_since(max(weeks)) if weeks else None
