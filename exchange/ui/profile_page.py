"""The reader's office: what it is, has and lacks, asked in plain questions, kept in the address."""

import streamlit as st

from exchange.errors import ProfileError
from exchange.labels import country_name, label
from exchange.need_questions import NEED_QUESTIONS
from exchange.profile import HOLDINGS, MAX_BYTES, AdopterProfile, Holding, parse_profile
from exchange.profile_proposal import Proposal, propose
from exchange.text import MAX_NEED_CHARACTERS
from exchange.translation import N_, gettext
from exchange.ui.frame import show_frame
from exchange.ui.markup import render
from exchange.ui.state import current_view, go_to, keep_widget, language_of
from exchange.ui.view import View
from exchange.vocabulary import COUNTRIES, LEVELS, NeedKind

FILE_NAME = "profile.yaml"
HOLDING_NAMES: dict[Holding, str] = {
    "have": N_("We have it"),
    "lack": N_("We lack it"),
    "unknown": N_("Not sure"),
}
_PASTED, _TEXT = "office_pasted", "office_text"
_SAID, _UPLOADS = "office_said", "office_uploads"


def show() -> None:
    """Show the questions with the answers that the address holds."""
    view = current_view("profile")
    language = show_frame(view, gettext("Your office", language_of(view)))
    said: str = st.session_state.pop(_SAID, "")
    st.html(render("profile.html", language, view=view, said=said))
    _show_office(view.profile, language)
    _show_description(view, language)
    st.html(render("profile_needs.html", language))
    for need, question in NEED_QUESTIONS.items():
        _show_need(need, question, view.profile, language)
    st.html(
        render(
            "profile_end.html",
            language,
            view=view,
            fitting=view.at_results().ordered_by_fit().href,
            forgotten=view.with_profile(AdopterProfile()).href,
        )
    )
    _show_file(view.profile, language)


def _show_office(profile: AdopterProfile, language: str) -> None:
    anywhere = gettext("Not said", language)
    names = {code: country_name(code, language) for code in COUNTRIES}
    with st.container(horizontal=True, key="office"):
        keep_widget("office_country", profile.country)
        st.selectbox(
            gettext("Your country", language),
            [None, *sorted(names, key=names.__getitem__)],
            key="office_country",
            format_func=lambda code: anywhere if code is None else names[code],
            on_change=_office_changed,
        )
        keep_widget("office_level", profile.level)
        st.selectbox(
            gettext("Level of your office", language),
            [None, *LEVELS],
            key="office_level",
            format_func=lambda level: (
                anywhere if level is None else label("level", level, language)
            ),
            on_change=_office_changed,
        )


def _show_need(need: NeedKind, question: str, profile: AdopterProfile, language: str) -> None:
    key = f"office_{need}"
    keep_widget(key, profile.holding(need))
    st.radio(
        # Names and questions of our own: they hold nothing that Markdown would read.
        f"**{label('need', need, language)}.** {gettext(question, language)}",
        HOLDINGS,
        key=key,
        horizontal=True,
        format_func=lambda holding: gettext(HOLDING_NAMES[holding], language),
        on_change=_need_changed,
        args=(need,),
    )


def _show_description(view: View, language: str) -> None:
    """Show the box for a description, and what its sentences seem to say."""
    keep_widget(_TEXT, st.session_state.get(_PASTED, ""))
    with st.form("office_description", border=False):
        st.text_area(
            gettext("Or describe your office, in English or Indonesian", language),
            key=_TEXT,
            height=120,
            max_chars=MAX_NEED_CHARACTERS,
            placeholder=gettext(
                "What does it have, what does it lack? Money, people, laws, data, equipment …",
                language,
            ),
        )
        st.form_submit_button(
            gettext("Propose answers", language), key="office_propose", on_click=_described
        )
    pasted: str = st.session_state.get(_PASTED, "")
    if pasted.strip():
        rows = [_row(proposal, view) for proposal in propose(pasted)]
        st.html(render("proposals.html", language, rows=rows, names=HOLDING_NAMES))


def _row(proposal: Proposal, view: View) -> tuple[Proposal, str | None]:
    """Return a proposal with the address that takes it over; None where that is the answer."""
    if view.profile.holding(proposal.need) == proposal.holding:
        return proposal, None
    taken = view.profile.holding_as(proposal.need, proposal.holding)
    return proposal, view.with_profile(taken).href


def _show_file(profile: AdopterProfile, language: str) -> None:
    if not profile.is_empty:
        st.download_button(
            gettext("Download as a file", language),
            profile.dump(),
            FILE_NAME,
            "application/yaml",
            key="office_download",
            on_click="ignore",
        )
    key = f"office_file_{st.session_state.setdefault(_UPLOADS, 0)}"
    st.file_uploader(
        gettext("Take the answers from a file that was downloaded here", language),
        key=key,
        on_change=_uploaded,
        args=(key,),
        max_upload_size=1,
    )


def _put(profile: AdopterProfile) -> None:
    go_to(current_view("profile").with_profile(profile))


def _office_changed() -> None:
    given = {
        "country": st.session_state["office_country"],
        "level": st.session_state["office_level"],
    }
    _put(current_view("profile").profile.model_copy(update=given))


def _need_changed(need: NeedKind) -> None:
    _put(current_view("profile").profile.holding_as(need, st.session_state[f"office_{need}"]))


def _described() -> None:
    st.session_state[_PASTED] = st.session_state[_TEXT]


def _uploaded(key: str) -> None:
    """Put what a file says into the address, or say why it cannot be read."""
    file = st.session_state[key]
    if file is None:
        return
    st.session_state[_UPLOADS] += 1
    raw: bytes = file.getvalue()
    try:
        if len(raw) > MAX_BYTES:
            raise ProfileError(f"{file.name}: more than {MAX_BYTES:,} bytes; that is no profile.")
        _put(parse_profile(raw.decode("utf-8-sig", "replace"), file=file.name))
    except ProfileError as exc:
        st.session_state[_SAID] = str(exc)
