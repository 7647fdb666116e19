"""Safe HTML: every page block is a template that escapes what is put into it.

Text of cases and queries reaches a page only through here: as plain text, as text with marked
spans, or as Markdown without raw HTML and images.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from markupsafe import Markup, escape

from exchange.labels import (
    country_name,
    date_text,
    label,
    language_name,
    number_text,
    own_name,
)
from exchange.translation import direction, gettext, ngettext

_TEMPLATES = Path(__file__).with_name("templates")
_CITED = Markup('<a class="cite" href="{}" rel="noopener noreferrer">{}</a>')
_CITATION = re.compile(r"\[\d+(?:\s*[,;–-]\s*\d+)*\]")


def render(template: str, language: str, **values: object) -> str:
    """Return the HTML of a template in an interface language; all values are escaped."""

    def in_language(function: Callable[..., str]) -> Callable[..., str]:
        return lambda *arguments, **named: function(*arguments, language, **named)

    return (
        _environment()
        .get_template(template)
        .render(
            values,
            language=language,
            direction=direction(language),
            _=in_language(gettext),
            ngettext=in_language(ngettext),
            label=in_language(label),
            labels_of=lambda vocabulary, values: gettext(", ", language).join(
                label(vocabulary, value, language) for value in values
            ),
            country=in_language(country_name),
            language_name=in_language(language_name),
            number=in_language(number_text),
            day=in_language(date_text),
        )
    )


def mark(plain: str, spans: Sequence[tuple[int, int]]) -> Markup:
    """Return plain text as HTML with the character spans (start, end) in <mark>.

    Spans may come in any order and overlap; what lies outside the text is ignored.
    """
    pieces, done = [], 0
    for start, end in sorted(spans):
        start, end = max(start, done), min(end, len(plain))
        if start >= end:
            continue
        pieces += [escape(plain[done:start]), Markup("<mark>%s</mark>") % plain[start:end]]
        done = end
    return Markup("").join([*pieces, escape(plain[done:])])


def markdown(source: str, citations: int = 0, *, addresses: Sequence[str] = ()) -> Markup:
    """Return Markdown as HTML: raw HTML and images stay text, links are http(s) only.

    :param citations: how many sources there are: `[n]` up to it links to `#source-n`.
    :param addresses: of the sources, where `[n]` links to when they are not listed on the page.
    """
    targets = addresses or [f"#source-{number}" for number in range(1, citations + 1)]
    return Markup(_markdown().render(source, {"targets": targets}))


@lru_cache(maxsize=512)
def bar(share: float, role: str) -> str:
    """Return the bar of a figure as the address of an SVG picture.

    As a picture, because Streamlit takes SVG elements out of a page; it holds no text of a case.

    :param share: its length, 1 for the whole width.
    """
    width = f"{max(100 * share, 0.4):.4g}"
    svg = _environment().get_template("bar.svg").render(width=width, role=role)
    return f"data:image/svg+xml,{quote(svg)}"


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(bar=bar, mark=mark, markdown=markdown, own_name=own_name)
    return environment


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    parser.validateLink = _is_web_address  # type: ignore[method-assign]
    parser.add_render_rule("link_open", _link_open)
    parser.add_render_rule("text", _text)
    parser.add_render_rule("table_open", lambda *_: '<div class="scroll" tabindex="0"><table>')
    parser.add_render_rule("table_close", lambda *_: "</table></div>")
    return parser


def _is_web_address(url: str) -> bool:
    try:
        return urlsplit(url).scheme in ("http", "https")
    except ValueError:
        return False


def _link_open(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: Any
) -> str:
    tokens[index].attrSet("rel", "noopener noreferrer")
    return renderer.renderToken(tokens, index, options, env)


def _text(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: Any
) -> str:
    """Escape a text and turn its citations into links; inside a link they stay text."""
    content, targets = tokens[index].content, env.get("targets", ())
    depth = sum(token.nesting for token in tokens[:index] if token.type.startswith("link"))
    if depth or not targets:
        return str(escape(content))
    pieces, done = [], 0
    for match in _CITATION.finditer(content):
        pieces += [escape(content[done : match.start()]), _linked(match.group(), targets)]
        done = match.end()
    return str(Markup("").join([*pieces, escape(content[done:])]))


def _linked(citation: str, targets: Sequence[str]) -> Markup:
    parts = re.split(r"(\d+)", citation)
    return Markup("").join(
        _CITED.format(targets[int(part) - 1], part)
        if part.isdigit() and 1 <= int(part) <= len(targets)
        else escape(part)
        for part in parts
    )
