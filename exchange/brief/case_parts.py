"""The parts of a case's page: facts, figures, what it takes, standing, family, questions."""

from collections.abc import Sequence
from datetime import date

from exchange.brief.content import Line, Part, Table, cite, joined
from exchange.case import Case, Figure, Relative
from exchange.figure_text import amount_text, dated_text, year_text
from exchange.figures import Change, before_and_after, measures, targets
from exchange.fit import FitState, fit
from exchange.labels import country_name, date_text, label, number_text
from exchange.profile import AdopterProfile
from exchange.questions import RULE_REASONS, questions
from exchange.standing import standing
from exchange.translation import N_, gettext

# Promises beside results, whatever their order in the case.
_ROLE_PLACES = {"before": 0, "target": 1, "after": 2, "cost": 3}
_FIT_NAMES: dict[FitState, str] = {
    "met": N_("we have it"),
    "to-do": N_("we lack it"),
    "unknown": N_("not known"),
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
    return Part(gettext("At a glance", language), Table(("", ""), rows))


def figures_part(case: Case, language: str) -> Part:
    """Return every figure with year and source, disagreements, promises and changes."""
    header = (
        gettext("Figure", language),
        gettext("Value", language),
        gettext("Year", language),
        gettext("Of whom and when", language),
        gettext("Note", language),
    )
    rows = []
    for measure in measures(case):
        for row in sorted(measure.rows, key=lambda row: _ROLE_PLACES[row.figure.role]):
            figure = row.figure
            note = label("role", figure.role, language)
            if row.disputed:
                disputed = gettext("sources disagree", language)
                note = gettext(", ", language).join((note, disputed))
            value = cite(amount_text(figure, language), figure.source)
            year = Line(year_text(figure, language))
            scope = Line(figure.scope, language="en")
            rows.append((Line(figure.measure, language="en"), value, year, scope, Line(note)))
    heading = gettext("Figures", language)
    if not rows:
        return Part(heading, lines=(Line(gettext("No source gives a figure.", language)),))
    items = (*_disagreements(case, language), *_promises(case, language), *_changes(case, language))
    return Part(heading, Table(header, tuple(rows)), items=items)


def _disagreements(case: Case, language: str) -> tuple[Line, ...]:
    return tuple(
        _told(
            N_("Sources disagree about “{measure}” ({scope}, {year}): {values}."),
            language,
            values=_amounts([row.figure for row in rows], language),
            measure=measure.name,
            scope=rows[0].figure.scope,
            year=year_text(rows[0].figure, language),
        )
        for measure in measures(case)
        for rows in measure.disagreements
    )


def _promises(case: Case, language: str) -> tuple[Line, ...]:
    lines = []
    for promise in targets(case):
        told = _told(
            N_(
                "Promised and found, “{measure}”: the target was {targets}; "
                "the result is {results}."
            ),
            language,
            targets=_scoped(promise.targets, language),
            results=_scoped(promise.results, language),
            measure=promise.measure,
        )
        if promise.obstacle is not None:
            reason = Line(label("obstacle", promise.obstacle, language))
            told = joined([told, reason], " ")
        lines.append(told)
    return tuple(lines)


def _changes(case: Case, language: str) -> tuple[Line, ...]:
    """Return what changed, and why no change is computed where that would mislead."""
    pairs = before_and_after(case)
    computed = [
        _told(
            N_("Changed, “{measure}” ({scope}): from {before} to {after}, {difference}."),
            language,
            before=_dated([change.before], language),
            after=_dated([change.after], language),
            measure=change.measure,
            scope=change.after.scope,
            difference=_difference(change, language),
        )
        for change in (pair.change for pair in pairs)
        if change is not None
    ]
    reasons: dict[str, dict[str, None]] = {}
    for pair in pairs:
        if pair.obstacle is not None:
            reason = label("obstacle", pair.obstacle, language)
            reasons.setdefault(pair.measure, {})[reason] = None
    message = N_("No change is computed for “{measure}”. {reason}")
    left_out = [
        _told(message, language, measure=measure, reason=" ".join(each))
        for measure, each in reasons.items()
    ]
    return (*computed, *left_out)


def _difference(change: Change, language: str) -> str:
    if change.is_points:
        points = _signed(change.difference, language)
        return gettext("{number} percentage points", language, number=points)
    difference = f"{_signed(change.difference, language)} {change.unit}"
    if change.percent is None:
        return difference
    return f"{difference} ({_signed(round(change.percent, 1), language)} %)"


def _signed(number: float, language: str) -> str:
    return f"{'−' if number < 0 else '+'}{number_text(abs(number), language)}"


def _amounts(figures: Sequence[Figure], language: str) -> Line:
    cited = [cite(amount_text(figure, language), figure.source) for figure in figures]
    return joined(cited, gettext("; ", language))


def _dated(figures: Sequence[Figure], language: str) -> Line:
    cited = [cite(dated_text(figure, language), figure.source) for figure in figures]
    return joined(cited, gettext("; ", language))


def _scoped(figures: Sequence[Figure], language: str) -> Line:
    """Return figures with year and scope: a promise and its results often differ in scope."""
    told = [
        cite(f"{amount_text(f, language)} ({f.scope}, {year_text(f, language)})", f.source)
        for f in figures
    ]
    return joined(told, gettext("; ", language))


def _told(message: str, language: str, /, **values: Line | str) -> Line:
    """Return an interface text with lines filled in, and the citations of all of them."""
    lines = [value for value in values.values() if isinstance(value, Line)]
    plain = {
        name: value.text if isinstance(value, Line) else value for name, value in values.items()
    }
    return Line(gettext(message, language, **plain), joined(lines, "").sources)


def needs_part(case: Case, profile: AdopterProfile, language: str) -> Part:
    """Return what a case takes and, with a profile, what of it the office has."""
    heading = label("field", "need", language)
    card = fit(case, profile)
    if not card.states_needs:
        return Part(heading, lines=(Line(gettext("No source says what it takes.", language)),))
    header = tuple(gettext(name, language) for name in (N_("Need"), N_("Note"), N_("With us")))
    columns = 2 if profile.is_empty else 3
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
    return Part(heading, Table(header[:columns], tuple(rows)))


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
    items = [
        cite(f"{gettext(name, language)}: {_relative(relative, language)}", relative.source)
        for name, relatives in (
            (N_("Adapted from"), lineage.adapted_from),
            (N_("Adopted by"), lineage.adopted_by),
        )
        for relative in relatives
    ]
    nobody = Line(gettext("No source names a model or a copy.", language))
    return Part(gettext("Family", language), items=tuple(items or [nobody]))


def _relative(relative: Relative, language: str) -> str:
    country = None if relative.country is None else country_name(relative.country, language)
    about = [str(each) for each in (country, relative.year, relative.case) if each is not None]
    return f"{relative.name} ({', '.join(about)})" if about else relative.name


def questions_part(case: Case, profile: AdopterProfile, today: date, language: str) -> Part:
    """Return the questions to the hosts, each with its reason."""
    items = tuple(
        cite(f"{each.text} – {gettext(RULE_REASONS[each.rule], language)}", *each.sources)
        for each in questions(case, profile, today, language)
    )
    return Part(gettext("Questions to ask the hosts", language), items=items)
