"""A brief for a delegation: cases of a shortlist as a Word, Markdown or HTML file."""

from collections.abc import Callable, Mapping
from pathlib import Path

from exchange.brief.build import MAX_CASES, build_brief
from exchange.brief.content import Brief
from exchange.brief.html_file import to_html
from exchange.brief.markdown_file import to_markdown
from exchange.brief.word import to_docx
from exchange.errors import CopyingError

__all__ = [
    "FORMATS",
    "MAX_CASES",
    "Brief",
    "brief_format",
    "build_brief",
    "to_docx",
    "to_html",
    "to_markdown",
]

FORMATS: Mapping[str, Callable[[Brief], bytes]] = {
    ".docx": to_docx,
    ".md": to_markdown,
    ".html": to_html,
}
"""Suffix of a file -> what makes its content."""


def brief_format(path: Path) -> Callable[[Brief], bytes]:
    """Return what makes the content of a file, by its suffix.

    :raises CopyingError: a brief has no such format.
    """
    made = FORMATS.get(path.suffix.lower())
    if made is None:
        raise CopyingError(f"{path}: a brief ends in {', '.join(FORMATS)}. Name the file so.")
    return made
