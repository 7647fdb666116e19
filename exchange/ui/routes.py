"""The script of the site, run for each view: it routes; the pages are in exchange/ui."""

import streamlit as st

from exchange.ui import (
    case_page,
    compare_page,
    describe_page,
    description,
    profile_page,
    search_page,
    shortlist_page,
)

pages = [
    st.Page(search_page.show, title="Search", default=True),
    st.Page(case_page.show, title="Case", url_path="case"),
    st.Page(compare_page.show, title="Compare", url_path="compare"),
    st.Page(describe_page.show, title="Describe", url_path="describe"),
    st.Page(profile_page.show, title="Office", url_path="profile"),
    st.Page(shortlist_page.show, title="Shortlist", url_path="shortlist"),
]
description.keep_uploads_in_memory()
st.navigation(pages, position="hidden").run()
