"""The delegation pack on the shortlist's page: a brief of its cases as a file, and what to ask."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from exchange.brief import FORMATS, build_brief
from exchange.case import Case
from exchange.labels import own_name
from exchange.questions import RULE_REASONS, SELF_EXPLAINING, questions
from exchange.translation import INTERFACE_LANGUAGES, N_, gettext
from exchange.ui.cards import reading_language
from exchange.ui.markup import render
from exchange.ui.view import View

FILE_NAME = "delegation-pack"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# Suffix of a file -> its media type, and what its button says.
_FILES = {
    ".docx": (_DOCX, N_("Download as a Word file")),
    ".md": ("text/markdown", N_("Download as Markdown")),
    ".html": ("text/html", N_("Download as a page to print")),
}


def show_pack(cases: Sequence[Case], view: View, language: str) -> None:
    """Show what the pack holds, its language and files, and the questions about each case."""
    today = date.today()
    st.html(render("pack.html", language, view=view, total=len(cases)))
    with st.container(horizontal=True, vertical_alignment="bottom", key="pack"):
        # Named after the page's language: in another one the pack's own begins with that.
        chosen = st.selectbox(
            gettext("Language of the pack", language),
            INTERFACE_LANGUAGES,
            INTERFACE_LANGUAGES.index(language),
            format_func=own_name,
            key=f"pack_language_{language}",
            width=180,
        )
        for suffix in FORMATS:
            _show_file(cases, view, suffix, (chosen, language), today)
    st.html(_questions_html(cases, view, language, today))


def _show_file(
    cases: Sequence[Case], view: View, suffix: str, languages: tuple[str, str], today: date
) -> None:
    """Show the button of a file; it is made when it is asked for, and not before.

    :param languages: of the pack and of the page.
    """
    chosen, language = languages
    media_type, words = _FILES[suffix]
    st.download_button(
        gettext(words, language),
        lambda: FORMATS[suffix](build_brief(cases, view.profile, today, chosen)),
        f"{FILE_NAME}-{today.isoformat()}-{chosen}{suffix}",
        media_type,
        key=f"pack_{suffix[1:]}",
        on_click="ignore",
    )


def _questions_html(cases: Sequence[Case], view: View, language: str, today: date) -> str:
    return render(
        "pack_questions.html",
        language,
        rows=[
            (case, reading_language(case, language), asked)
            for case in cases
            if (asked := questions(case, view.profile, today, language))
        ],
        reasons=RULE_REASONS,
        self_explaining=SELF_EXPLAINING,
    )
