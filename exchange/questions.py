"""What to ask the hosts of a case before copying it: by rule, each with what it rests on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from exchange.case import Case, Figure, Need
from exchange.figure_text import amount_text, dated_text, year_text
from exchange.figures import costs, measures, targets
from exchange.labels import date_text, label
from exchange.profile import AdopterProfile
from exchange.standing import standing
from exchange.translation import N_, gettext

Rule = Literal[
    "need-lacking",
    "cost-missing",
    "sources-disagree",
    "target-and-result",
    "target-without-result",
    "evidence-none",
    "evidence-outputs",
    "ended",
    "superseded",
    "status-unknown",
    "source-undated",
    "source-old",
    "replication-missing",
    "other-level",
    "not-copied",
    "need-unknown",
    "need-inferred",
]
RULES: tuple[Rule, ...] = get_args(Rule)
"""In the order in which their questions stand: what decides about copying comes first."""

RULE_REASONS: Mapping[Rule, str] = {
    "need-lacking": N_("You lack what the case takes."),
    "cost-missing": N_("No source gives a cost."),
    "sources-disagree": N_("Sources disagree."),
    "target-and-result": N_("A target and a result cannot be compared as they stand."),
    "target-without-result": N_("A target has no result."),
    "evidence-none": N_("The sources give no results."),
    "evidence-outputs": N_("The sources count what was delivered or used, not what changed."),
    "ended": N_("It has ended."),
    "superseded": N_("Something took its place."),
    "status-unknown": N_("No source says whether it still runs."),
    "source-undated": N_("No source has a date."),
    "source-old": N_("The newest source is more than five years old."),
    "replication-missing": N_("No source says what copying takes."),
    "other-level": N_("It runs at another level than yours."),
    "not-copied": N_("No source names anybody who copied it."),
    "need-unknown": N_("You have not said whether you have this."),
    "need-inferred": N_("No source says that this is needed; it was inferred."),
}

SELF_EXPLAINING: frozenset[Rule] = frozenset(
    {"need-lacking", "sources-disagree", "target-without-result", "superseded", "source-old"}
)
"""Rules whose questions say their reason themselves: for people it need not stand twice."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question to the hosts, in an interface language.

    :param rule: why it is asked; `RULE_REASONS` has it in words.
    :param basis: the figure, need or date that it rests on, "" where it rests on something missing.
    :param sources: numbers of the case's sources that say so.
    """

    rule: Rule
    text: str
    basis: str = ""
    sources: tuple[int, ...] = ()


def questions(
    case: Case, profile: AdopterProfile, today: date, language: str = "en"
) -> tuple[Question, ...]:
    """Return the questions to ask the hosts of a case, in the order of `RULES`.

    :param today: the day against which sources are old.
    """
    found = [
        *_about_needs(case, profile, language),
        *_about_figures(case, language),
        *_about_evidence(case, language),
        *_about_standing(case, today, language),
        *_about_copying(case, profile, language),
    ]
    return tuple(sorted(found, key=lambda question: RULES.index(question.rule)))


def _about_needs(case: Case, profile: AdopterProfile, language: str) -> Iterator[Question]:
    for need in case.needs:
        holding = profile.holding(need.need)
        if holding == "lack":
            message = N_("How did you get this: {need} (“{note}”)? We do not have it yet.")
            yield _about_need("need-lacking", message, need, language)
        elif need.source is None:
            message = N_("Does it really take this: {need} (“{note}”)?")
            yield _about_need("need-inferred", message, need, language)
        elif holding == "unknown":
            message = N_("How much of this is needed at least: {need} (“{note}”)?")
            yield _about_need("need-unknown", message, need, language)


def _about_need(rule: Rule, message: str, need: Need, language: str) -> Question:
    name = label("need", need.need, language)
    return Question(
        rule,
        gettext(message, language, need=name, note=need.note),
        f"{name}: {need.note}",
        () if need.source is None else (need.source,),
    )


def _about_figures(case: Case, language: str) -> Iterator[Question]:
    if not costs(case):
        message = N_("What did it cost to begin, and what does it cost each year?")
        yield Question("cost-missing", gettext(message, language))
    for measure in measures(case):
        for rows in measure.disagreements:
            figures = [row.figure for row in rows]
            told = gettext(
                "Sources disagree about “{measure}” ({scope}, {year}): {values}. Which value is "
                "right, and how was it counted?",
                language,
                measure=measure.name,
                scope=figures[0].scope,
                year=year_text(figures[0], language),
                values=_listed([_with_publisher(case, f, language) for f in figures], language),
            )
            yield _about("sources-disagree", told, figures, language)
    for promise in targets(case):
        if promise.obstacle is not None:
            told = gettext(
                "For “{measure}” the target was {targets}; what came of it is given as {results}. "
                "Was the target met?",
                language,
                measure=promise.measure,
                targets=_listed([dated_text(f, language) for f in promise.targets], language),
                results=_listed([dated_text(f, language) for f in promise.results], language),
            )
            yield _about("target-and-result", told, (*promise.targets, *promise.results), language)
    with_result = {figure.measure for figure in case.figures if figure.role == "after"}
    for figure in case.figures:
        if figure.role == "target" and figure.measure not in with_result:
            told = gettext(
                "For “{measure}” the target was {targets}. What came of it?",
                language,
                measure=figure.measure,
                targets=dated_text(figure, language),
            )
            yield _about("target-without-result", told, [figure], language)


def _about(rule: Rule, text: str, figures: Sequence[Figure], language: str) -> Question:
    """Return a question that rests on figures of one measure."""
    values = _listed([dated_text(figure, language) for figure in figures], language)
    sources = tuple(sorted({figure.source for figure in figures}))
    return Question(rule, text, f"{figures[0].measure}: {values}", sources)


def _with_publisher(case: Case, figure: Figure, language: str) -> str:
    return f"{amount_text(figure, language)}, {case.sources[figure.source - 1].publisher}"


def _about_evidence(case: Case, language: str) -> Iterator[Question]:
    if case.evidence == "none":
        message = N_("What changed for people since it began, and how do you know?")
        yield Question("evidence-none", gettext(message, language))
    elif case.evidence == "outputs":
        message = N_("What changed for the people who use it, compared with before?")
        yield Question("evidence-outputs", gettext(message, language))


def _about_standing(case: Case, today: date, language: str) -> Iterator[Question]:
    now = standing(case, today)
    if now.has_ended:
        yield Question("ended", gettext("Why did it end, and what would you keep of it?", language))
    if now.superseded_by is not None:
        told = gettext(
            "{name} took its place. Why, and which of the two should be copied?",
            language,
            name=now.superseded_by.name,
        )
        yield Question("superseded", told, now.superseded_by.name, (now.superseded_by.source,))
    if now.status == "unknown":
        yield Question("status-unknown", gettext("Does it still run today?", language))
    if now.as_of is None:
        message = N_("What has changed since it was described, and how many use it today?")
        yield Question("source-undated", gettext(message, language))
    elif now.is_old and now.source is not None:
        day = date_text(now.as_of, language)
        told = gettext(
            "The newest source that we have is of {day}. What has changed since?", language, day=day
        )
        yield Question("source-old", told, day, (now.source,))


def _about_copying(case: Case, profile: AdopterProfile, language: str) -> Iterator[Question]:
    if all(section.name != "replication" for section in case.sections):
        message = N_("What must another office have in place to copy it?")
        yield Question("replication-missing", gettext(message, language))
    if profile.level is not None and profile.level != case.level:
        level = label("level", case.level, language)
        told = gettext(
            "It runs at this level: {level}. What would you do otherwise at ours: {own_level}?",
            language,
            level=level,
            own_level=label("level", profile.level, language),
        )
        yield Question("other-level", told, level)
    if not case.lineage.adopted_by:
        message = N_("Has another office copied it, and whom there could we ask?")
        yield Question("not-copied", gettext(message, language))


def _listed(texts: Sequence[str], language: str) -> str:
    """Return texts with semicolons between them, each once."""
    return gettext("; ", language).join(dict.fromkeys(texts))
