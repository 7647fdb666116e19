"""Build a brief of a shortlist: the comparison first, then a page for each case."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from exchange.brief.case_parts import (
    facts_part,
    family_part,
    needs_part,
    original_part,
    questions_part,
    standing_part,
)
from exchange.brief.content import Brief, CasePage, Line, ListedSource, Part, Table
from exchange.brief.figure_parts import figures_part
from exchange.case import Case, Source
from exchange.errors import CopyingError
from exchange.figures import costs
from exchange.fit import FitState, fit, shared_gaps
from exchange.labels import country_name, date_text, label, number_text
from exchange.profile import AdopterProfile
from exchange.translation import gettext, ngettext, require_interface_language

MAX_CASES = 30
"""As many as a shortlist holds."""


def build_brief(
    cases: Sequence[Case], profile: AdopterProfile, today: date, language: str = "en"
) -> Brief:
    """Return the brief of cases, in their order; the same input gives the same brief.

    :param today: the day as of which it is written.
    :param language: an interface language; what a case says itself stays in its own language or
        its translation.
    :raises CopyingError: there is no case, one stands twice, or there are too many.
    :raises QueryError: the language is none of the interface.
    """
    require_interface_language(language)
    _check([case.id for case in cases])
    overview: list[Part] = []
    if len(cases) > 1:
        overview.append(_comparison(cases, language))
        if not profile.is_empty:
            overview.append(_held_against(cases, profile, language))
        overview += _gaps(cases, profile, language)
    pages = [_page(case, n, profile, today, language) for n, case in enumerate(cases, 1)]
    return Brief(
        title=gettext("Brief: innovations to copy", language),
        day=today,
        language=language,
        opening=(_summary(cases, today, language), *_office(profile, language)),
        overview=tuple(overview),
        pages=tuple(pages),
        closing=gettext(
            "A number in square brackets names a source of the same case; measures, units and "
            "notes are in English, as in the case. Read the sources before you rely on them.",
            language,
        ),
    )


def _check(ids: Sequence[str]) -> None:
    if not 1 <= len(ids) <= MAX_CASES:
        raise CopyingError(f"A brief has 1 to {MAX_CASES} cases, not {len(ids)}.")
    twice = [id for id in dict.fromkeys(ids) if ids.count(id) > 1]
    if twice:
        raise CopyingError(f"{', '.join(twice)}: named more than once. Name each case once.")


def _summary(cases: Sequence[Case], today: date, language: str) -> str:
    count = ngettext(
        "{total} case",
        "{total} cases",
        len(cases),
        language,
        total=number_text(len(cases), language),
    )
    return gettext("{day}. {summary}", language, day=date_text(today, language), summary=count)


def _office(profile: AdopterProfile, language: str) -> list[str]:
    """Return what the office is, has and lacks, as far as it has said so."""
    comma = gettext(", ", language)
    place = [
        *([] if profile.country is None else [country_name(profile.country, language)]),
        *([] if profile.level is None else [label("level", profile.level, language)]),
    ]
    said = (
        (gettext("Our office", language), place),
        (gettext("We have", language), [label("need", n, language) for n in profile.have]),
        (gettext("We lack", language), [label("need", n, language) for n in profile.lack]),
    )
    return [f"{name}: {comma.join(values)}" for name, values in said if values]


def _comparison(cases: Sequence[Case], language: str) -> Part:
    header = (
        gettext("Case", language),
        *(label("field", name, language) for name in ("country", "level")),
        gettext("Started", language),
        *(label("field", name, language) for name in ("status", "evidence")),
        gettext("Cost", language),
    )
    rows = tuple(_compared(n, case, language) for n, case in enumerate(cases, 1))
    return Part(
        gettext("Side by side", language), Table(header, rows, (30, 12, 13, 10, 11, 13, 11))
    )


def _compared(number: int, case: Case, language: str) -> tuple[Line, ...]:
    unknown = gettext("not known", language)
    return (
        _numbered(number, case, language),
        Line(country_name(case.country, language)),
        Line(label("level", case.level, language)),
        Line(str(case.year_started or unknown)),
        Line(label("status", case.status, language)),
        Line(label("evidence", case.evidence, language)),
        Line(gettext("see its page", language) if costs(case) else unknown),
    )


def _numbered(number: int, case: Case, language: str) -> Line:
    reading = reading_language(case, language)
    return Line(f"{number}. {case.title_in(reading)}", language=reading)


def _held_against(cases: Sequence[Case], profile: AdopterProfile, language: str) -> Part:
    """Return what of each case's needs the office has, lacks, or has not said."""
    states: tuple[tuple[FitState, str], ...] = (
        ("met", gettext("We have", language)),
        ("to-do", gettext("We lack", language)),
        ("unknown", gettext("To find out", language)),
    )
    rows = []
    for number, case in enumerate(cases, 1):
        card = fit(case, profile)
        cells = [_numbered(number, case, language)]
        for state, _ in states:
            named = gettext(", ", language).join(
                label("need", need, language) for need in card.needs(state)
            )
            cells.append(
                Line(named or "–" if card.states_needs else gettext("not known", language))
            )
        rows.append(tuple(cells))
    header = (gettext("Case", language), *(name for _, name in states))
    heading = gettext("What we have and lack", language)
    return Part(heading, Table(header, tuple(rows), (34, 19, 19, 28)))


def _gaps(cases: Sequence[Case], profile: AdopterProfile, language: str) -> list[Part]:
    """Return what the office lacks for several of the cases, and which case shows how to get it."""
    numbers = {case.id: number for number, case in enumerate(cases, 1)}
    items = []
    for gap in shared_gaps(cases, profile):
        name = label("need", gap.need, language)
        listed = gettext(", ", language).join(str(numbers[id]) for id in gap.ids)
        told = gettext("{need}: cases {numbers} take it.", language, need=name, numbers=listed)
        shown = [
            gettext(
                "Case {number} says how: “{note}” (its source {source}).",
                language,
                number=numbers[example.case.id],
                note=example.note,
                source=example.source,
            )
            for example in gap.examples
        ]
        items.append(Line(" ".join((told, *shown))))
    heading = gettext("What we lack for several of them", language)
    return [Part(heading, items=tuple(items))] if items else []


def reading_language(case: Case, language: str) -> str:
    """Return the language in which title and summary are shown: `language`, or else English."""
    return language if language in (case.language, *case.translations) else "en"


def _page(case: Case, number: int, profile: AdopterProfile, today: date, language: str) -> CasePage:
    reading = reading_language(case, language)
    page = CasePage(
        id=case.id,
        number=number,
        title=Line(case.title_in(reading), language=reading),
        texts=(Line(case.summary_in(reading), language=reading),),
        parts=(
            facts_part(case, language),
            figures_part(case, language),
            needs_part(case, profile, language),
            standing_part(case, today, language),
            family_part(case, language),
            questions_part(case, profile, today, language),
            *([] if reading == case.language else [original_part(case, language)]),
        ),
        sources_heading=gettext("Sources", language),
    )
    sources = tuple(_listed(n, case.sources[n - 1], language) for n in page.cited)
    note = gettext(
        "{cited} of the {total} sources of case {id} are cited here.",
        language,
        cited=number_text(len(sources), language),
        total=number_text(len(case.sources), language),
        id=case.id,
    )
    return replace(page, sources=sources, sources_note=note)


def _listed(number: int, source: Source, language: str) -> ListedSource:
    date_of = [] if source.date is None else [date_text(source.date, language)]
    about = ". ".join((source.title, source.publisher, *date_of))
    return ListedSource(number, about, source.url)
