"""The web site: `streamlit run app.py`. This file routes; the pages are in exchange/ui."""

import streamlit as st

from exchange.ui import case_page, search_page

pages = [
    st.Page(search_page.show, title="Search", default=True),
    st.Page(case_page.show, title="Case", url_path="case"),
]
st.navigation(pages, position="hidden").run()
