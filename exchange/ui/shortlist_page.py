"""The shortlist: the cases that the address keeps, to compare, to download and to upload again."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from exchange.case import Case
from exchange.errors import ExchangeError
from exchange.translation import gettext
from exchange.ui import shortlist_file
from exchange.ui.cards import reading_language
from exchange.ui.frame import show_frame
from exchange.ui.markup import render
from exchange.ui.messages import show_not_ready
from exchange.ui.pack_section import show_pack
from exchange.ui.state import (
    cases_of,
    current_engine,
    current_view,
    go_to,
    language_of,
    whole_address,
)
from exchange.ui.view import COMPARED_LIMIT, SHORTLIST_LIMIT, View

FILE_NAME = "shortlist.json"
_SAID = "upload_said"  # what the last upload came to, shown once
_UPLOADS = "uploads"  # how many there were: each has a new widget, so that it comes back empty


def show() -> None:
    """Show the shortlist that the address holds."""
    view = current_view("shortlist")
    language = language_of(view)
    try:
        cases, unknown = cases_of(current_engine(), view.shortlist)
    except ExchangeError as exc:
        show_not_ready(exc, show_frame(view))
        return
    # What no case has is named once; the links of the page no longer carry it.
    view = replace(view, shortlist=tuple(case.id for case in cases))
    show_frame(view, gettext("Shortlist", language))
    notes: list[str] = st.session_state.pop(_SAID, [])
    if unknown:
        notes.append(
            gettext(
                "These cases are not in this collection: {ids}.", language, ids=", ".join(unknown)
            )
        )
    st.html(_list_html(cases, view, notes, language))
    if cases:
        show_pack(cases, view, language)
        st.html(_address_html(view, language))
    _show_files(cases, view, language)


def _list_html(cases: Sequence[Case], view: View, notes: Sequence[str], language: str) -> str:
    chosen = [case.id for case in cases if case.id in view.compared][:COMPARED_LIMIT]
    compared = chosen or [case.id for case in cases][:COMPARED_LIMIT]
    readings = [reading_language(case, language) for case in cases]
    return render(
        "shortlist.html",
        language,
        rows=list(zip(cases, readings, strict=True)),
        view=view,
        notes=notes,
        chosen=chosen,
        is_full=len(chosen) == COMPARED_LIMIT,
        compared=compared,
        compare=view.at_comparison(compared).href,
        choose_href=lambda id: _choosing(view, chosen, id).href,
        results=view.at_results().href,
    )


def _address_html(view: View, language: str) -> str:
    alone = View(language=view.language, shortlist=view.shortlist).at_shortlist()
    return render("shortlist_address.html", language, address=whole_address(alone))


def _choosing(view: View, chosen: Sequence[str], id: str) -> View:
    """Return the shortlist with a case chosen to be compared, or no longer chosen."""
    others = tuple(other for other in chosen if other != id)
    return replace(view, compared=others if id in chosen else (*others, id))


def _show_files(cases: Sequence[Case], view: View, language: str) -> None:
    if cases:
        st.download_button(
            gettext("Download as a file", language),
            shortlist_file.write(cases, whole_address(view)),
            FILE_NAME,
            "application/json",
            key="download",
            on_click="ignore",
        )
    key = f"upload_{st.session_state.setdefault(_UPLOADS, 0)}"
    st.file_uploader(
        gettext("Add the cases of a file that was downloaded here", language),
        key=key,
        on_change=_uploaded,
        args=(key,),
        max_upload_size=1,
    )


def _uploaded(key: str) -> None:
    """Put what an uploaded file lists into the address, and note what could not be taken."""
    file = st.session_state[key]
    if file is None:
        return
    view = current_view("shortlist")
    language = language_of(view)
    st.session_state[_UPLOADS] += 1
    try:
        ids = shortlist_file.read(file.getvalue())
        cases, unknown = cases_of(current_engine(), ids)
    except shortlist_file.ShortlistFileError as exc:
        st.session_state[_SAID] = [gettext(exc.reason, language, **exc.values)]
        return
    except ExchangeError:  # the page, which comes next, says what is wrong
        return
    kept = view.keeping(*[case.id for case in cases])
    added = len(kept.shortlist) - len(view.shortlist)
    notes = [gettext("Cases added from the file: {total}.", language, total=added)]
    if unknown:
        notes.append(
            gettext(
                "These cases are not in this collection: {ids}.", language, ids=", ".join(unknown)
            )
        )
    if any(case.id not in kept.shortlist for case in cases):
        notes.append(
            gettext(
                "A shortlist holds {limit} cases; the rest of the file was left out.",
                language,
                limit=SHORTLIST_LIMIT,
            )
        )
    st.session_state[_SAID] = notes
    go_to(kept)
