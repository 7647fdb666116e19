"""A brief as one HTML file to print: everything escaped, nothing loaded, no scripts."""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from exchange.brief.content import CITATION, Brief, CasePage, Line
from exchange.text import prepare_text
from exchange.translation import direction

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

_TEMPLATE = Path(__file__).with_name("brief.html")


def to_html(brief: Brief) -> bytes:
    """Return a brief as a page in UTF-8 that stands alone; `[n]` leads to the source below."""
    made = _template().render(brief=brief, direction=direction(brief.language), linked=_linked)
    return (made.rstrip() + "\n").encode()


def _linked(line: Line, page: CasePage | None = None) -> "Markup":
    """Return a line, escaped, with its citations as links to the sources of its page."""
    from markupsafe import Markup, escape

    text = " ".join(prepare_text(line.text).split())
    if page is None or not line.sources:
        return escape(text)
    pieces, done = [], 0
    for match in CITATION.finditer(text):
        numbers = [int(number) for number in match[1].split(", ")]
        if not set(numbers) <= set(line.sources):
            continue  # brackets of the text itself
        anchors = [
            Markup('<a href="#{0}-{1}">{1}</a>').format(page.id, number) for number in numbers
        ]
        pieces += [
            escape(text[done : match.start()]),
            Markup("[{}]").format(Markup(", ").join(anchors)),
        ]
        done = match.end()
    return Markup("").join([*pieces, escape(text[done:])])


@lru_cache(maxsize=1)
def _template() -> "Template":
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(_TEMPLATE.read_text(encoding="utf-8"))
