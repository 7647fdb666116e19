"""A message to the hosts of a case: who asks and what, made here, sent by the reader's own mail."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from exchange.case import Case
from exchange.errors import CopyingError
from exchange.labels import own_name
from exchange.questions import RULE_REASONS, Question, questions
from exchange.request import MAX_SENDER, Request, request
from exchange.translation import INTERFACE_LANGUAGES, direction, gettext
from exchange.ui.cards import reading_language
from exchange.ui.frame import show_frame
from exchange.ui.markup import render
from exchange.ui.one_case import open_case
from exchange.ui.state import current_view, keep_widget, language_of
from exchange.ui.view import View

_SENDER, _MESSAGE_LANGUAGE = "request_sender", "request_language"
_KEPT_SENDER, _KEPT_LANGUAGE = "kept_sender", "kept_request_language"
"""Streamlit forgets a widget that a page does not show: the reader's name is kept beside it,
for the session, and in no address."""


def show() -> None:
    """Show what to fill in, the questions to choose from, and the message."""
    view = current_view("request")
    opened = open_case(view)
    if opened is None:
        return
    _, case = opened
    language = show_frame(view, gettext("Ask the hosts", language_of(view)))
    reading = reading_language(case, language)
    st.html(render("request.html", language, case=case, view=view, reading=reading))
    tongue, recipient = _show_sender(case, language)
    chosen = _show_questions(case, view, language)
    asked = questions(case, view.profile, date.today(), tongue)
    _show_message(case, view, [asked[number] for number in chosen], tongue, recipient, language)


def _show_sender(case: Case, language: str) -> tuple[str, str]:
    """Ask who writes, in which language and to whom; return the language and the address."""
    keep_widget(_SENDER, st.session_state.get(_KEPT_SENDER, ""))
    st.text_input(
        gettext("Your name and your office", language),
        key=_SENDER,
        max_chars=MAX_SENDER,
        on_change=_keep,
    )
    keep_widget(_MESSAGE_LANGUAGE, st.session_state.get(_KEPT_LANGUAGE, language))
    tongue = st.selectbox(
        gettext("Language of the message", language),
        INTERFACE_LANGUAGES,
        key=_MESSAGE_LANGUAGE,
        format_func=own_name,
        on_change=_keep,
    )
    recipient = st.text_input(
        gettext("E-mail address of the hosts, if you know one", language),
        key=f"request_recipient_{case.id}",
    )
    return tongue, recipient


def _show_questions(case: Case, view: View, language: str) -> list[int]:
    """Show the questions, each with its reason and a box; return the numbers of those to ask."""
    found = questions(case, view.profile, date.today(), language)
    st.html(render("request_questions.html", language, view=view, total=len(found)))
    chosen = []
    with st.container(key="questions"):
        for number, question in enumerate(found):
            # The words beside a box are ours: text of a case would be read there as Markdown.
            name = gettext(
                "Question {number}: {reason}",
                language,
                number=number + 1,
                reason=gettext(RULE_REASONS[question.rule], language),
            )
            if st.checkbox(name, value=True, key=f"request_{case.id}_{number}"):
                chosen.append(number)
            st.html(render("request_question.html", language, question=question, case=case))
    return chosen


def _show_message(
    case: Case,
    view: View,
    asked: Sequence[Question],
    tongue: str,
    recipient: str,
    language: str,
) -> None:
    sender: str = st.session_state[_SENDER]
    message: Request | None = None
    note = ""
    if sender.strip():
        try:
            message = request(
                case, view.profile, asked, sender=sender, language=tongue, recipient=recipient
            )
        except CopyingError:  # the box for the sender takes no more than it may have
            note = gettext(
                "“{recipient}” is no e-mail address. Write one as in name@example.org, or none.",
                language,
                recipient=recipient,
            )
    else:
        note = gettext("Write your name and your office above; then the message is here.", language)
    st.html(
        render(
            "request_message.html",
            language,
            message=message,
            note=note,
            tongue=tongue,
            tongue_direction=direction(tongue),
        )
    )


def _keep() -> None:
    st.session_state[_KEPT_SENDER] = st.session_state[_SENDER]
    st.session_state[_KEPT_LANGUAGE] = st.session_state[_MESSAGE_LANGUAGE]
