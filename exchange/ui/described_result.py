"""What answers a described problem: matrix, cases with passages, what nobody answers, files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from exchange.need_report import MAX_CASES, report, shown_hits, summary_line
from exchange.need_result import NeedHit, NeedResult, NeedSentence
from exchange.report_files import to_docx, to_markdown
from exchange.translation import direction, gettext
from exchange.ui.cards import Text, excerpt, reading_language
from exchange.ui.filters import chips
from exchange.ui.markup import render
from exchange.ui.view import View
from exchange.vocabulary import UNKNOWN

MATRIX_COLUMNS = 8
FILE_NAME = "cases-for-a-problem"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_PASSAGE_CHARACTERS = 480


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """A sentence and the passage that answers it.

    :param anchor: of the passage on the page.
    """

    sentence: NeedSentence
    section: str
    passage: Text
    anchor: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A case of the result.

    :param href: address of its page, or None when it is no case.
    """

    hit: NeedHit
    title: Text
    href: str | None
    answers: tuple[ShownAnswer, ...]

    def answer_to(self, number: int) -> ShownAnswer | None:
        """Return the answer to a sentence, or None."""
        return next((a for a in self.answers if a.sentence.number == number), None)


def result_html(result: NeedResult, view: View, language: str) -> str:
    """Return the whole result as a block of the page."""
    entries = [_entry(hit, result, view, language) for hit in shown_hits(result)]
    columns = [entry for entry in entries if entry.hit.rank <= MATRIX_COLUMNS]
    return render(
        "described.html",
        language,
        result=result,
        view=view,
        summary=summary_line(result, language),
        entries=entries,
        further=MAX_CASES,
        columns=columns,
        far_answers={s.number: _far_answer(s.number, columns, entries) for s in result.sentences},
        unanswered=[result.sentences[number - 1] for number in result.unanswered],
        chips=chips(view, language),
        clear_all=view.unfiltered().href,
    )


def _far_answer(
    number: int, columns: Sequence[Entry], entries: Sequence[Entry]
) -> ShownAnswer | None:
    """Return the first answer to a sentence that no column of the matrix answers."""
    if any(entry.answer_to(number) for entry in columns):
        return None
    return next((answer for entry in entries if (answer := entry.answer_to(number))), None)


def show_downloads(result: NeedResult, view: View, language: str) -> None:
    """Show the two files; they are made when they are asked for, and not before."""
    today = date.today()
    filters = [words for _, words in chips(view, language)]
    with st.container(horizontal=True, key="described_files"):
        st.download_button(
            gettext("Download as Markdown", language),
            lambda: to_markdown(report(result, today, language, filters=filters)),
            f"{FILE_NAME}.md",
            "text/markdown",
            key="download_markdown",
            on_click="ignore",
        )
        st.download_button(
            gettext("Download as a Word file", language),
            lambda: to_docx(
                report(result, today, language, filters=filters),
                today,
                direction=direction(language),
            ),
            f"{FILE_NAME}.docx",
            _DOCX,
            key="download_docx",
            on_click="ignore",
        )


def _entry(hit: NeedHit, result: NeedResult, view: View, language: str) -> Entry:
    reading = "" if hit.case is None else reading_language(hit.case, language)
    return Entry(
        hit=hit,
        title=Text(reading, hit.title if hit.case is None else hit.case.title_in(reading)),
        href=None if hit.case is None else view.at_case(hit.case.id).href,
        answers=tuple(
            ShownAnswer(
                sentence=result.sentences[answer.sentence_number - 1],
                section=answer.passage.section,
                passage=_passage(answer.passage.language, answer.passage.text),
                anchor=f"answer-{answer.sentence_number}-{hit.rank}",
            )
            for answer in hit.answers
        ),
    )


def _passage(language: str, text: str) -> Text:
    shown = excerpt(text, (), _PASSAGE_CHARACTERS)
    return Text("" if language == UNKNOWN else language, shown.text)
