"""The web site: `streamlit run app.py`. It opens the engine early; exchange/ui/routes.py routes."""

import streamlit as st

from exchange.ui.opening import open_early

app = st.App("exchange/ui/routes.py", lifespan=open_early)
