"""The web site: `streamlit run app.py`. It opens the engine early; pages.py routes."""

import streamlit as st

from exchange.ui.opening import open_early

app = st.App("pages.py", lifespan=open_early)
