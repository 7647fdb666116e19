"""Watches a page in Chromium for anything that ran, was asked for, or is no element of ours."""

import re
from collections.abc import Mapping

from playwright.sync_api import ConsoleMessage, Dialog, Page

OUR_BARS = "data:image/svg+xml,%3Csvg"
_LOCAL = re.compile(r"(http|ws)://127\.0\.0\.1[:/]|(data|blob):")
_EVERYWHERE = "class lang dir id role tabindex aria-label aria-current aria-hidden aria-labelledby"
# What the templates and Markdown make: element -> its attributes beside those of EVERYWHERE.
_PLAIN = """article b blockquote br caption code dd div dl dt em h1 h2 h3 h4 h5 h6 header hr li mark
nav p pre q script section span style summary table tbody thead tr ul"""
_OURS: Mapping[str, str] = {
    **dict.fromkeys(_PLAIN.split(), ""),
    "a": "href rel data-route data-focus hreflang title",
    "button": "type data-copy data-done data-print",
    "details": "open",
    "img": "alt src",
    "ol": "start",
    "strong": "data-focus",
    "td": "style",
    "th": "scope style",
}
# What stands in a drawing only.
_DRAWN: Mapping[str, str] = {
    "circle": "cx cy r",
    "g": "",
    "path": "d",
    "rect": "x y width height",
    "svg": "viewBox width height",
    "text": "x y",
    "title": "",
}
_FIND = """([ours, drawn, everywhere, bars]) => {
  const found = [];
  if (window.__xss !== undefined) found.push(`ran: ${window.__xss}`);
  const scheme = /^[\\s\\x00-\\x20]*(javascript|vbscript|data)\\s*:/i;
  for (const e of document.querySelectorAll("*")) {
    const tag = e.localName;
    if (["iframe", "object", "embed", "base", "math"].includes(tag)) found.push(tag);
    for (const {name, value} of e.attributes) {
      const leads = /^(href|src|srcset|action|formaction|xlink:href|data|poster)$/.test(name);
      if (leads && scheme.test(value) && !value.startsWith("data:image/"))
        found.push(`${tag} ${name}=${value}`);
      if (/^on|^data-xss|^srcdoc$/.test(name)) found.push(`${tag} ${name}`);
      if (name === "style" && /url\\(/.test(value)) found.push(`${tag} ${name}=${value}`);
    }
  }
  for (const e of document.querySelectorAll(".stHtml *")) {
    const tag = e.localName, allowed = (e.closest(".drawing") && drawn[tag]) ?? ours[tag];
    if (allowed === undefined) { found.push(`ours: ${tag}`); continue; }
    for (const {name, value} of e.attributes) {
      const known = [...allowed.split(" "), ...everywhere.split(" ")].includes(name);
      const aligned = name !== "style" || /^text-align: ?(left|center|right);?$/.test(value);
      const bar = name !== "src" || value.startsWith(bars);
      if (!known || !aligned || !bar) found.push(`ours: ${tag} ${name}=${value}`);
    }
  }
  const scripts = document.querySelectorAll(".stHtml script").length;
  if (scripts > 1) found.push(`${scripts} scripts of ours`);
  // What Streamlit makes of Markdown, formulas, colours and icons in its own widgets.
  for (const e of document.querySelectorAll(".katex, .stMarkdownColoredText[style*=red]"))
    found.push(`streamlit: ${e.textContent}`);
  for (const e of document.querySelectorAll("[data-testid=stIconMaterial]"))
    if (e.textContent === "pest_control") found.push("streamlit: icon");
  return found;
}"""


class Watcher:
    """Collects what must not happen on a page, from the moment it is made."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._events: list[str] = []
        page.on("dialog", self._dialog)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._events.append(f"error: {error.message}"))
        page.on("popup", lambda other: self._events.append(f"popup: {other.url}"))
        page.on("request", lambda request: self._address("request", request.url))
        page.on("websocket", lambda socket: self._address("socket", socket.url))

    def found(self) -> list[str]:
        """Return what happened since the last time, and what stands on the page and must not."""
        now: list[str] = self._page.evaluate(
            _FIND, [dict(_OURS), dict(_DRAWN), _EVERYWHERE, OUR_BARS]
        )
        happened, self._events = self._events, []
        return [*happened, *now]

    def _dialog(self, dialog: Dialog) -> None:
        self._events.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _console(self, message: ConsoleMessage) -> None:
        # Below the address of a page Streamlit looks for its server before it looks above.
        if message.type == "error" and "/_stcore/" not in message.location["url"]:
            self._events.append(f"console: {message.text}")

    def _address(self, kind: str, url: str) -> None:
        if not _LOCAL.match(url):
            self._events.append(f"{kind}: {url}")
