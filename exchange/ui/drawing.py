"""Drawings on a page: SVG, which st.html would take out, with links like those of other blocks."""

import streamlit as st
from markupsafe import Markup

# A choice in a drawing makes it anew: it stays where the reader moved it, with its list open.
# At first its data-middle, a share of its width, is in the middle of what is seen of it.
# The drawing comes from a template that escapes what is put into it, and has no script.
_SHOW = """export default function ({ parentElement, data }) {
  const place = parentElement.querySelector(".drawing");
  if (place.drawn === data) return;
  const find = (selector) => place.querySelector(selector) || {};
  const [left, open] = [find(".scroll").scrollLeft, find("details").open];
  place.innerHTML = place.drawn = data;
  const scroll = find(".scroll");
  scroll.scrollLeft = left ?? scroll.dataset?.middle * scroll.scrollWidth - scroll.clientWidth / 2;
  if (open) find("details").open = true;
}"""
_PLACE = '<div class="stHtml drawing"></div>'


def draw(markup: Markup, key: str) -> None:
    """Show HTML with SVG in it.

    :param key: of the element; a new drawing under the same key takes the place of the old one.
    """
    # Streamlit knows components by session; to register one again under its name costs nothing.
    component = st.components.v2.component("drawing", html=_PLACE, js=_SHOW, isolate_styles=False)
    component(key=key, data=markup)
