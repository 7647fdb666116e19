"""Read the Markdown body of a case: its sections and citations, and what it must not hold."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from exchange.case import Section
from exchange.case_values import is_web_address
from exchange.corpus.problem import Problem, either, shorten
from exchange.vocabulary import HEADINGS, SECTION_NAMES, SectionName

# About half a second of markdown-it at worst; the longest body of the corpus has 4,000
# characters, 50 brackets and 60 lines.
MAX_CHARACTERS = 32_000
MAX_BRACKETS = 500
MAX_LINES = 2_000
MAX_NESTING = 20

_CITATION = re.compile(r"\[\s*([0-9]+(?:\s*[,;–-]\s*[0-9]+)*)\s*\]")
_RANGE = re.compile(r"([0-9]+)\s*[–-]\s*([0-9]+)")
# A file of the allowed size has no source beyond this; wider ranges are not written out.
_MAX_SOURCE_NUMBER = 1_000


@dataclass(frozen=True, slots=True)
class Citation:
    """A `[n]`, `[n, m]` or `[n–m]` in the body.

    :param numbers: of the sources, 1 for the first, ranges written out.
    """

    text: str
    numbers: tuple[int, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Body:
    """The sections of a body, in their order, its citations, and its problems."""

    sections: tuple[Section, ...]
    citations: tuple[Citation, ...]
    problems: tuple[Problem, ...]


def parse_body(text: str, language: str | None, *, file: str, first_line: int = 1) -> Body:
    """Return the sections and citations of `text`, with every problem found.

    :param language: the case's language; None when it is not known: any heading is accepted.
    :param first_line: the line of the file on which `text` begins.
    """

    def problem(line: int, value: str | None, message: str) -> Problem:
        shown = None if value is None else shorten(value)
        return Problem(file, first_line + line, "body", shown, message)

    for size, name, limit in (
        (len(text), "characters", MAX_CHARACTERS),
        (text.count("["), "brackets", MAX_BRACKETS),
        (text.count("\n"), "lines", MAX_LINES),
    ):
        if size > limit:
            return Body((), (), (problem(0, None, f"has more than {limit} {name}; shorten it"),))
    markdown = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING})
    # Else links that markdown-it thinks dangerous stay text and nobody learns of them.
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]
    environment: dict[str, Any] = {}
    try:
        tokens = markdown.parse(text, environment)
    except RecursionError:
        return Body((), (), (problem(0, None, "is nested too deep"),))

    problems = [
        problem(line, value, message)
        for line, value, message in (*_forbidden(tokens), *_references(environment))
    ]
    sections, heading_problems = _sections(text, tokens, language)
    problems += [problem(line, value, message) for line, value, message in heading_problems]
    citations = tuple(
        Citation(found.text, found.numbers, first_line + found.line) for found in _citations(tokens)
    )
    return Body(sections, citations, tuple(sorted(problems, key=lambda p: p.line or 0)))


_Found = tuple[int, str | None, str]
"""Line of the body (0 for the first), value, message."""


def _forbidden(tokens: Iterable[Token]) -> Iterator[_Found]:
    """Find raw HTML, images, links that leave the web, and nesting beyond the limit."""
    html = "is raw HTML; write Markdown, and &lt; for a less-than sign before a letter"
    for token in tokens:
        if token.level >= MAX_NESTING - 1:
            yield _line(token), None, f"is nested deeper than {MAX_NESTING} levels"
            return
        if token.type == "html_block":
            yield _line(token), token.content.strip(), html
        line = _line(token)
        for child in token.children or ():
            if child.type in ("softbreak", "hardbreak"):
                line += 1
            elif child.type == "html_inline":
                yield line, child.content, html
            elif child.type == "image":
                address = str(child.attrs.get("src", ""))
                yield line, address, "is an image; link to the page that shows it instead"
            elif child.type == "link_open":
                address = str(child.attrs.get("href", ""))
                if not is_web_address(address):
                    yield line, address, "is a link to no web address; use http:// or https://"


def _references(environment: Mapping[str, Any]) -> Iterator[_Found]:
    """Find link definitions (`[name]: address`) that lead to no web address."""
    for reference in environment.get("references", {}).values():
        if not is_web_address(reference["href"]):
            message = "is a link to no web address; use http:// or https://"
            yield reference["map"][0], reference["href"], message


def _sections(
    text: str, tokens: list[Token], language: str | None
) -> tuple[tuple[Section, ...], list[_Found]]:
    lines = text.split("\n")
    headings = [
        (token, tokens[position + 1].content)
        for position, token in enumerate(tokens)
        if token.type == "heading_open" and token.level == 0 and token.tag in ("h1", "h2")
    ]
    if not headings:
        return (), [(0, None, f"has no section; begin with `## {_headings(language)[0]}`")]
    problems: list[_Found] = []
    start = _line(headings[0][0])
    if any(token.map and token.map[0] < start for token in tokens):
        problems.append((_line(tokens[0]), None, "has text before the first heading"))
    sections: list[Section] = []
    names: list[SectionName] = []
    for position, (token, written) in enumerate(headings):
        heading = unicodedata.normalize("NFC", written.strip())
        line = _line(token)
        end = _line(headings[position + 1][0]) if position + 1 < len(headings) else len(lines)
        content = "\n".join(lines[(token.map or (0, 0))[1] : end]).strip()
        name, message = _section_name(heading, token.tag, language)
        if name is None:
            problems.append((line, heading, message))
            continue
        if name in names:
            problems.append((line, heading, "is the heading of two sections; join them"))
            continue
        if any(SECTION_NAMES.index(name) < SECTION_NAMES.index(other) for other in names):
            order = ", ".join(_headings(language))
            problems.append((line, heading, f"is in the wrong place; the order is {order}"))
        if not content:
            problems.append((line, heading, "has no text below it; leave the section out"))
        names.append(name)
        sections.append(Section(name=name, heading=heading, text=content))
    return tuple(sections), problems


def _section_name(heading: str, tag: str, language: str | None) -> tuple[SectionName | None, str]:
    """Return the canonical name of a heading, or None and what is wrong with it."""
    allowed = either(_headings(language))
    if tag == "h1":
        return None, "is a first-level heading; sections begin with ##"
    for other in (language, *HEADINGS) if language in HEADINGS else HEADINGS:
        for name, words in HEADINGS[str(other)].items():
            if words != heading:
                continue
            if language not in HEADINGS or other == language:
                return name, ""
            right = HEADINGS[str(language)][name]
            return None, f"is the heading in {other}; this case is in {language}: write {right}"
    return None, f"is not a section heading; use {allowed}"


def _headings(language: str | None) -> tuple[str, ...]:
    return tuple(HEADINGS.get(language or "en", HEADINGS["en"]).values())


def _citations(tokens: Iterable[Token]) -> Iterator[Citation]:
    for token in tokens:
        if not token.children:
            continue
        text = "".join(
            "\n" if child.type in ("softbreak", "hardbreak") else child.content
            for child in token.children
            if child.type in ("text", "softbreak", "hardbreak")
        )
        for match in _CITATION.finditer(text):
            line = _line(token) + text.count("\n", 0, match.start())
            yield Citation(match[0], tuple(_numbers(match[1])), line)


def _numbers(text: str) -> Iterator[int]:
    for part in re.split("[,;]", text):
        span = _RANGE.fullmatch(part.strip())
        ends = [_number(digits) for digits in (span.groups() if span else (part.strip(),))]
        if len(ends) == 2 and ends[0] < ends[1] < _MAX_SOURCE_NUMBER:
            yield from range(ends[0], ends[1] + 1)
        else:
            yield from ends


def _number(digits: str) -> int:
    return int(digits) if len(digits) < 5 else _MAX_SOURCE_NUMBER


def _line(token: Token) -> int:
    return token.map[0] if token.map else 0
