"""The report on a described problem, as blocks that any kind of file can hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from exchange.labels import country_name, date_text, label, number_text
from exchange.need_result import NeedHit, NeedResult
from exchange.translation import gettext, ngettext

BlockKind = Literal["title", "heading", "case", "text", "item", "quote", "address"]
MAX_CASES = 10


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph of a report: plain text of its kind.

    :param language: of a text from the corpus, "" otherwise.
    """

    kind: BlockKind
    text: str
    language: str = ""


def shown_hits(result: NeedResult, limit: int = MAX_CASES) -> tuple[NeedHit, ...]:
    """Return the first cases of a result, and the best for each sentence that they leave open."""
    shown = list(result.hits[:limit])
    answered = {answer.sentence_number for hit in shown for answer in hit.answers}
    for hit in result.hits[limit:]:
        numbers = {answer.sentence_number for answer in hit.answers}
        if numbers - answered:
            shown.append(hit)
            answered |= numbers
    return tuple(shown)


def summary_line(result: NeedResult, language: str) -> str:
    """Say how many sentences there are, and how many of them are answered."""
    total, open_ = len(result.sentences), len(result.unanswered)
    return gettext(
        "{sentences}, {answered} of them answered, {unanswered} not.",
        language,
        sentences=ngettext(
            "{total} sentence",
            "{total} sentences",
            total,
            language,
            total=number_text(total, language),
        ),
        answered=number_text(total - open_, language),
        unanswered=number_text(open_, language),
    )


def report(
    result: NeedResult, day: date, language: str, *, filters: Sequence[str] = ()
) -> tuple[Block, ...]:
    """Return the report in an interface language; the same input gives the same report.

    :param filters: the filters of the result in words.
    """

    opening = gettext(
        "{day}. {summary}",
        language,
        day=date_text(day, language),
        summary=summary_line(result, language),
    )
    blocks = [
        Block("title", gettext("Cases for a described problem", language)),
        Block("text", opening),
    ]
    if filters:
        named = gettext(", ", language).join(filters)
        only = gettext("Only cases with: {filters}", language, filters=named)
        blocks.append(Block("text", only))
    blocks.append(Block("heading", gettext("The text and what answers it", language)))
    blocks += _sentences(result, language)
    blocks.append(Block("heading", gettext("The cases", language)))
    for hit in shown_hits(result):
        blocks += _case(hit, result, language)
    if result.unanswered:
        blocks.append(Block("heading", gettext("Nobody answers these", language)))
        for number in result.unanswered:
            blocks.append(Block("item", f"{number}. {result.sentences[number - 1].text}"))
    hint = gettext(
        "A computer chose the cases and the passages, and a passage does not always answer its "
        "sentence; read the sources before you rely on them.",
        language,
    )
    return (*blocks, Block("text", hint))


def _sentences(result: NeedResult, language: str) -> list[Block]:
    hits = shown_hits(result)
    blocks = []
    for sentence in result.sentences:
        titles = [
            hit.title if hit.case is None else hit.case.title_in(language)
            for hit in hits
            if any(answer.sentence_number == sentence.number for answer in hit.answers)
        ]
        blocks.append(Block("item", f"{sentence.number}. {sentence.text}"))
        named = gettext("; ", language).join(titles)
        told = (
            gettext("Answered by: {titles}", language, titles=named)
            if titles
            else gettext("No case answers this.", language)
        )
        blocks.append(Block("text", told))
    return blocks


def _case(hit: NeedHit, result: NeedResult, language: str) -> list[Block]:
    case = hit.case
    if case is None:
        return [Block("case", hit.title), *_answers(hit, result, language)]
    reading = language if language in (case.language, *case.translations) else "en"
    return [
        Block("case", case.title_in(reading), reading),
        Block("text", f"{country_name(case.country, language)} · {case.organisation}"),
        Block("text", case.summary_in(reading), reading),
        *_answers(hit, result, language),
        Block("text", gettext("{name}:", language, name=gettext("Sources", language))),
        *(Block("address", source.url) for source in case.sources),
    ]


def _answers(hit: NeedHit, result: NeedResult, language: str) -> list[Block]:
    blocks = []
    for answer in hit.answers:
        sentence = result.sentences[answer.sentence_number - 1]
        blocks.append(Block("item", f"{sentence.number}. {sentence.text}"))
        section = label("section", answer.passage.section, language)
        blocks.append(Block("text", gettext("From {section}:", language, section=section)))
        blocks.append(Block("quote", answer.passage.text, answer.passage.language))
    return blocks
