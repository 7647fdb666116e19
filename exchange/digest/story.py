"""One case as the digest tells it to the public: short, its strongest figure with its source."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from exchange.case import Case, Figure, Source
from exchange.corpus.retired import Retired
from exchange.digest.reason import Background, Reason, reason_for
from exchange.digest.week import Week
from exchange.figures import changes, effects
from exchange.labels import country_name, date_text, label, number_text
from exchange.standing import Standing, standing
from exchange.text import harmless, prepare_text
from exchange.translation import gettext

_T = TypeVar("_T")
_LARGE = {"million": 1e6, "billion": 1e9, "trillion": 1e12}
_NO_QUANTITY = "calendar year"
_IN_BRACKETS = re.compile(r"\s*\(([^()]*)\)")


@dataclass(frozen=True, slots=True)
class Link:
    """A web address and what stands on it."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure, or a change between two, with years and the sources that say it.

    :param text: in English, as the figures of a case are.
    """

    text: str
    sources: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """A case as it is told; every text is one line without what a terminal obeys.

    :param language: of title and summary.
    :param place: country, organisation and sector.
    :param standing: that the innovation has ended or has a successor, or that its newest source is
        more than five years old; "" for none of these.
    :param fact: None where no figure has both a year and one undisputed value.
    :param read_on: the case's page, or a source where no site is known.
    """

    id: str
    title: str
    language: str
    place: str
    summary: str
    standing: str
    fact: Fact | None
    reason: Reason
    read_on: Link


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A case that was told and has left the corpus since.

    :param text: why, and which case took its place.
    """

    id: str
    text: str


def tell_case(case: Case, background: Background, language: str, site: str) -> Story:
    """Return a case as it is told in an interface language.

    :param site: address of the pages, without a slash at its end; "" for none.
    """
    reading = language if language in (case.language, *case.translations) else "en"
    reason = reason_for(case, background, language)
    return Story(
        id=case.id,
        title=_clean(case.title_in(reading)),
        language=reading,
        place=_clean(
            " · ".join(
                (
                    country_name(case.country, language),
                    case.organisation,
                    label("sector", case.sectors[0], language),
                )
            )
        ),
        summary=_clean(case.summary_in(reading)),
        standing=_clean(_standing(case, background.week, language)),
        fact=_fact(case, language),
        reason=Reason(reason.kind, _clean(reason.text), reason.basis),
        read_on=_read_on(case, language, site),
    )


def tell_withdrawn(entry: Retired, language: str) -> Withdrawn:
    """Return what is told in the place of a case that has left the corpus."""
    text = gettext(
        "The case {id} has left the collection: {reason}.",
        language,
        id=entry.id,
        reason=entry.reason.rstrip("."),
    )
    return Withdrawn(entry.id, _clean(text))


def _standing(case: Case, week: Week, language: str) -> str:
    stands = standing(case, week.monday)
    told = _end(stands, language)
    if stands.is_old and stands.as_of is not None:
        day = date_text(stands.as_of, language)
        told.append(gettext("The newest dated source is from {day}.", language, day=day))
    return " ".join(told)


def _end(stands: Standing, language: str) -> list[str]:
    successor = stands.superseded_by
    if successor is not None and successor.year is not None:
        year, name = successor.year, successor.name
        return [gettext("Superseded in {year} by {name}.", language, year=year, name=name)]
    if successor is not None:
        return [gettext("Superseded by {name}.", language, name=successor.name)]
    return [gettext("This innovation has ended.", language)] if stands.has_ended else []


def _fact(case: Case, language: str) -> Fact | None:
    """Return a change where figures allow one, else a result about which no source disagrees.

    The newest that the summary gives too, since whoever wrote the case chose it; else the first.
    """
    change = _chosen(case, changes(case), lambda change: change.after)
    if change is not None:
        before, after = (_dated(figure, language) for figure in (change.before, change.after))
        return _sourced(case, f"{before} → {after}", change.before, change.after)
    figure = _chosen(case, _results(case), lambda figure: figure)
    if figure is None:
        return None
    return _sourced(case, _dated(figure, language), figure)


def _results(case: Case) -> tuple[Figure, ...]:
    """Return results that say something alone.

    A measure with figures from before is told as a change or not at all: what it became would be
    read as one, though scopes, years or sources do not allow that.
    """
    return tuple(
        row.figure
        for measure in effects(case)
        if all(row.figure.role != "before" for row in measure.rows)
        for row in measure.rows
        if row.figure.role == "after"
        and row.figure.year is not None
        and row.figure.unit != _NO_QUANTITY
        and not row.disputed
    )


def _chosen(case: Case, items: Sequence[_T], figure_of: Callable[[_T], Figure]) -> _T | None:
    summary = case.summary_in("en")
    given = [item for item in items if _stands_in(figure_of(item).value, summary)]
    newest = max(given, key=lambda item: figure_of(item).year or 0, default=None)
    return newest or next(iter(items), None)


def _stands_in(value: float, text: str) -> bool:
    """Return whether a text gives a value, in figures or as in "18 billion"."""
    written = [re.escape(number_text(value, "en"))]
    written += [
        rf"{re.escape(number_text(value / size, 'en'))} {name}\b"
        for name, size in _LARGE.items()
        if value >= size
    ]
    return any(re.search(rf"(?<![\d.,]){each}(?![\d]|[.,]\d)", text) for each in written)


def _sourced(case: Case, text: str, *figures: Figure) -> Fact:
    measure = figures[0].measure[:1].upper() + figures[0].measure[1:]
    numbers = dict.fromkeys(figure.source for figure in figures)
    return Fact(_clean(f"{measure}: {text}"), tuple(_link(case, number) for number in numbers))


def _quantity(figure: Figure, language: str) -> str:
    """Return the value with its unit, which the measure may name already ("schools built")."""
    value = number_text(figure.value, language)
    unit = figure.currency or figure.unit
    is_named = set(unit.split()) <= set(figure.measure.split())
    return value if is_named else f"{value} {unit}"


def _dated(figure: Figure, language: str) -> str:
    return f"{_quantity(figure, language)} ({_when(figure)})"


def _when(figure: Figure) -> str:
    """Return of whom and when a figure speaks, its year in any case."""
    scope = _IN_BRACKETS.sub(r", \1", figure.scope)
    return scope if str(figure.year) in scope else f"{scope}, {figure.year}"


def _read_on(case: Case, language: str, site: str) -> Link:
    if site:
        text = gettext("the whole case, with its sources", language)
        return Link(text, f"{site}/case?id={case.id}&lang={language}")
    safe = [number for number, source in enumerate(case.sources, 1) if _is_safe(source)]
    return _link(case, next(iter(safe), 1))


def _is_safe(source: Source) -> bool:
    return source.url.startswith("https://")


def _link(case: Case, number: int) -> Link:
    source: Source = case.sources[number - 1]
    return Link(_clean(f"{source.publisher}, “{source.title}”"), source.url)


def _clean(text: str) -> str:
    return " ".join(harmless(prepare_text(text)).split())
