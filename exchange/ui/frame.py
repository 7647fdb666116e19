"""What every page has around it: title, style, links without reload, the site's header."""

import json
from pathlib import Path

import streamlit as st

from exchange.translation import INTERFACE_LANGUAGES, direction, gettext
from exchange.ui.markup import render
from exchange.ui.state import in_language, language_of
from exchange.ui.view import View

_STATIC = Path(__file__).with_name("static")
# In the order of the cascade: what belongs to one page, then Streamlit's own parts, then paper.
_SHEETS = ("page", "case", "compare", "describe", "panels", "map", "streamlit", "print")
_STYLES = "".join((_STATIC / f"{name}.css").read_text(encoding="utf-8") for name in _SHEETS)
_LINKS = (_STATIC / "links.js").read_text(encoding="utf-8")


def show_frame(view: View, title: str = "") -> str:
    """Show the frame of a page and return the interface language of the session."""
    language = language_of(view)
    site = gettext("Public Innovation Exchange", language)
    st.set_page_config(page_title=f"{title} · {site}" if title else site, layout="wide")
    # Buttons to which Streamlit gives no name, or an English one.
    names = {
        "filters-button": gettext("Filters", language),
        "upload-button": gettext("Choose a file", language),
    }
    rules = [f"--{name}: {json.dumps(text, ensure_ascii=False)};" for name, text in names.items()]
    st.html(f"<style>{_STYLES} :root {{ {' '.join(rules)} }}</style>")
    with st.container(key="script"):
        # Both are ours: a file of the package, and one of INTERFACE_LANGUAGES.
        spoken = {"lang": language, "dir": direction(language)}
        tongue = f"Object.assign(document.documentElement, {json.dumps(spoken)});"
        st.html(f"<script>{_LINKS}\n{tongue}</script>", unsafe_allow_javascript=True)
    languages = [(code, in_language(view, code).href) for code in INTERFACE_LANGUAGES]
    st.html(
        render(
            "header.html",
            language,
            home=view.start().href,
            languages=languages,
            shortlist=view.at_shortlist().href,
            describe=view.at_description().href,
            profile=view.at_profile().href,
            view=view,
        )
    )
    return language
