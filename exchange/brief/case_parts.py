"""The parts of a case's page but its figures: facts, needs, standing, family, questions."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from exchange.brief.content import Line, Part, Table, cite, joined
from exchange.case import Case, Relative
from exchange.fit import FitState, fit
from exchange.labels import country_name, date_text, label
from exchange.profile import AdopterProfile
from exchange.questions import RULE_REASONS, SELF_EXPLAINING, Rule, questions
from exchange.standing import standing
from exchange.translation import N_, gettext

_FIT_NAMES: dict[FitState, str] = {
    "met": N_("we have it"),
    "to-do": N_("we lack it"),
    "unknown": N_("not known"),
}

_ABOUT_SEVERAL: dict[Rule, str] = {
    "need-unknown": N_("How much of each of these is needed at least? {needs}"),
    "need-inferred": N_("Does it really take each of these? {needs}"),
}


def facts_part(case: Case, language: str) -> Part:
    """Return what a case is, at a glance."""
    comma = gettext(", ", language)

    def names(vocabulary: str, values: Sequence[object]) -> str:
        return comma.join(label(vocabulary, str(value), language) for value in values)

    unknown = gettext("not known", language)
    facts = (
        (label("field", "country", language), country_name(case.country, language)),
        (gettext("Place", language), case.location),
        (gettext("Organisation", language), case.organisation),
        (label("field", "level", language), label("level", case.level, language)),
        (gettext("Started", language), str(case.year_started or unknown)),
        (label("field", "sector", language), names("sector", case.sectors)),
        (
            label("field", "innovation_type", language),
            names("innovation_type", case.innovation_types),
        ),
        (gettext("Technologies", language), comma.join(case.technologies)),
        (label("field", "award", language), comma.join(award.label for award in case.awards)),
        (
            label("field", "evidence", language),
            f"{label('evidence', case.evidence, language)}. "
            f"{label('evidence_explained', case.evidence, language)}",
        ),
    )
    rows = tuple((Line(name), Line(value)) for name, value in facts if value)
    return Part(gettext("At a glance", language), Table(("", ""), rows, (24, 76)))


def needs_part(case: Case, profile: AdopterProfile, language: str) -> Part:
    """Return what a case takes and, with a profile, what of it the office has."""
    heading = label("field", "need", language)
    card = fit(case, profile)
    if not card.states_needs:
        return Part(heading, lines=(Line(gettext("No source says what it takes.", language)),))
    header = tuple(gettext(name, language) for name in (N_("Need"), N_("Note"), N_("With us")))
    columns = 2 if profile.is_empty else 3
    widths = (24, 76) if profile.is_empty else (24, 58, 18)
    rows = []
    for line in card.lines:
        if line.source is None:
            inferred = gettext("inferred", language)
            note = Line(f"{line.note} ({inferred})", language="en")
        else:
            note = cite(line.note, line.source, language="en")
        state = Line(gettext(_FIT_NAMES[line.state], language))
        row = (Line(label("need", line.need, language)), note, state)
        rows.append(row[:columns])
    return Part(heading, Table(header[:columns], tuple(rows), widths))


def standing_part(case: Case, today: date, language: str) -> Part:
    """Return whether it runs, as of when, and what took its place."""
    now = standing(case, today)
    lines = [Line(f"{label('field', 'status', language)}: {label('status', now.status, language)}")]
    if now.as_of is None:
        lines.append(Line(gettext("No source has a date.", language)))
    else:
        day = date_text(now.as_of, language)
        lines.append(
            cite(gettext("As of {day}, the newest dated source", language, day=day), now.source)
        )
    if now.is_old:
        message = N_("That is more than five years ago: ask whether it still holds.")
        lines.append(Line(gettext(message, language)))
    if now.superseded_by is not None:
        successor = now.superseded_by
        told = (
            gettext("Superseded by {name}.", language, name=successor.name)
            if successor.year is None
            else gettext(
                "Superseded in {year} by {name}.",
                language,
                year=successor.year,
                name=successor.name,
            )
        )
        lines.append(cite(told, successor.source))
    return Part(gettext("How it stands", language), items=tuple(lines))


def family_part(case: Case, language: str) -> Part:
    """Return what it was copied from and who copied it."""
    lineage = case.lineage
    semicolon = gettext("; ", language)
    items = []
    for name, relatives in (
        (N_("Adapted from"), lineage.adapted_from),
        (N_("Adopted by"), lineage.adopted_by),
    ):
        if relatives:
            told = [cite(_relative(each, language), each.source) for each in relatives]
            items.append(
                joined([Line(f"{gettext(name, language)}:"), joined(told, semicolon)], " ")
            )
    nobody = Line(gettext("No source names a model or a copy.", language))
    heading = gettext("Family", language)
    return Part(heading, items=tuple(items)) if items else Part(heading, lines=(nobody,))


def _relative(relative: Relative, language: str) -> str:
    country = None if relative.country is None else country_name(relative.country, language)
    about = [str(each) for each in (country, relative.year, relative.case) if each is not None]
    return f"{relative.name} ({', '.join(about)})" if about else relative.name


def questions_part(case: Case, profile: AdopterProfile, today: date, language: str) -> Part:
    """Return the questions to the hosts, with their reasons; those about needs together."""
    asked = questions(case, profile, today, language)
    items = []
    for rule, group in groupby(asked, key=lambda each: each.rule):
        together = list(group)
        if rule in _ABOUT_SEVERAL and len(together) > 1:
            needs = joined(
                [cite(each.basis, *each.sources) for each in together], gettext("; ", language)
            )
            text = gettext(_ABOUT_SEVERAL[rule], language, needs=needs.text)
            items.append(_with_reason(Line(text, needs.sources), rule, profile, language))
        else:
            items += [
                _with_reason(cite(each.text, *each.sources), rule, profile, language)
                for each in together
            ]
    return Part(gettext("Questions to ask the hosts", language), items=tuple(items))


def _with_reason(line: Line, rule: Rule, profile: AdopterProfile, language: str) -> Line:
    """Return a question with why it is asked, unless it says so itself or no office has spoken."""
    if rule in SELF_EXPLAINING or (rule == "need-unknown" and profile.is_empty):
        return line
    return joined([line, Line(gettext(RULE_REASONS[rule], language))], " – ")


def original_part(case: Case, language: str) -> Part:
    """Return title and summary as the case has them, to be shown to the hosts."""
    lines = tuple(Line(text, language=case.language) for text in (case.title, case.summary))
    return Part(gettext("In the language of the case", language), lines=lines)
