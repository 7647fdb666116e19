"""The figures of a case's page: each with year and source, what they disagree on, what changed."""

from collections.abc import Iterator, Sequence

from exchange.brief.content import Line, Part, Table, cite, joined
from exchange.case import Case, Figure
from exchange.figure_text import amount_text, dated_text, year_text
from exchange.figures import BeforeAfter, Change, before_and_after, measures, targets
from exchange.labels import label, number_text
from exchange.translation import N_, gettext

# Promises beside results, whatever their order in the case.
_ROLE_PLACES = {"before": 0, "target": 1, "after": 2, "cost": 3}

_WIDTHS = (23, 20, 12, 27, 18)


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
    return Part(heading, Table(header, tuple(rows), _WIDTHS), items=items)


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
    return (*computed, *_without_change(pairs, language))


def _without_change(pairs: Sequence[BeforeAfter], language: str) -> Iterator[Line]:
    """Yield why no change is computed: a reason once, with all the measures that it is true of."""
    reasons: dict[str, dict[str, None]] = {}
    for pair in pairs:
        if pair.obstacle is not None:
            reason = label("obstacle", pair.obstacle, language)
            reasons.setdefault(pair.measure, {})[reason] = None
    shared: dict[str, list[str]] = {}
    for measure, each in reasons.items():
        shared.setdefault(" ".join(each), []).append(measure)
    for reason, measures_of in shared.items():
        if len(measures_of) == 1:
            message = N_("No change is computed for “{measure}”. {reason}")
            yield _told(message, language, measure=measures_of[0], reason=reason)
        else:
            message = N_("No change is computed for these: {measures}. {reason}")
            listed = gettext("; ", language).join(measures_of)
            yield _told(message, language, measures=listed, reason=reason)


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
