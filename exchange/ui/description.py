"""The described problem of a session: it is kept in the server's memory and nowhere else.

Never in the address, a log or a file; it is gone when the page is closed or loaded anew.
"""

from collections.abc import Sequence

import streamlit as st
from starlette.formparsers import MultiPartParser

from exchange.need_result import NeedResult
from exchange.reading.refusal import MAX_BYTES

_DRAFT, _ASKED, _ANSWER = "description_draft", "description_asked", "description_answer"
_NOTES, _UPLOADS = "description_notes", "description_uploads"

Question = tuple[str, str, tuple[tuple[str, tuple[str, ...]], ...]]
"""Snapshot, text and filters: what an answer depends on."""


def keep_uploads_in_memory() -> None:
    """Let the server hold uploads in memory: by itself it puts those above 1 MB on the disk."""
    MultiPartParser.spool_max_size = MAX_BYTES + 1024 * 1024  # with what the form adds


def draft() -> str:
    """Return what is to stand in the box."""
    text: str = st.session_state.get(_DRAFT, "")
    return text


def asked() -> str:
    """Return the text that the reader wants to be answered, or ""."""
    text: str = st.session_state.get(_ASKED, "")
    return text


def ask(text: str) -> None:
    """Take a text for the one to be answered."""
    st.session_state[_DRAFT] = st.session_state[_ASKED] = text
    if not text.strip():
        st.session_state.pop(_ASKED)


def put(text: str) -> None:
    """Put a text into the box; what was asked before is no longer shown below it."""
    st.session_state[_DRAFT] = text
    st.session_state.pop(_ASKED, None)


def note(notes: Sequence[str]) -> None:
    """Leave what the next page has to say once."""
    st.session_state[_NOTES] = list(notes)


def take_notes() -> list[str]:
    """Return what was left to be said."""
    notes: list[str] = st.session_state.pop(_NOTES, [])
    return notes


def kept_answer(question: Question) -> NeedResult | None:
    """Return the last answer when it is that of this question."""
    found: tuple[Question, NeedResult] | None = st.session_state.get(_ANSWER)
    return found[1] if found and found[0] == question else None


def keep_answer(question: Question, result: NeedResult) -> None:
    """Keep the last answer."""
    st.session_state[_ANSWER] = (question, result)


def upload_key() -> str:
    """Return the key of the file widget; each upload has a new one, so that it comes back empty."""
    return f"described_file_{st.session_state.setdefault(_UPLOADS, 0)}"


def renew_upload() -> None:
    """Let the file widget come back empty; with it the file goes."""
    st.session_state[_UPLOADS] += 1
