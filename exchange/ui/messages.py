"""Pages for what went wrong: they say what happened and what to do."""

from collections.abc import Sequence

import streamlit as st

from exchange.errors import ExchangeError
from exchange.translation import gettext
from exchange.ui.markup import markdown, render

Link = tuple[str, str]
"""Address and words."""


def show_message(
    title: str, language: str, *, intro: str = "", detail: str = "", links: Sequence[Link] = ()
) -> None:
    """Show a page that holds one message.

    :param detail: an error's own sentence, in English.
    """
    st.html(
        render("message.html", language, title=title, intro=intro, detail=detail, links=list(links))
    )


def show_not_ready(error: ExchangeError, language: str) -> None:
    """Say that nothing can be searched; the error names the command that puts it right."""
    show_message(
        gettext("The search is not ready", language),
        language,
        intro=gettext("Whoever runs this site has to put this right first:", language),
        detail=markdown(str(error)),
    )
