"""The text of a PDF, its wrapped lines and words put together again."""

import re
from collections.abc import Iterable, Sequence
from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import DependencyError, LimitReachedError

from exchange.reading.refusal import MAX_CHARACTERS, MAX_PAGES, Refusal

_ITEM = re.compile(r"(?:[-–•‣◦▪●○■*]|\(?(?:\d{1,3}|[A-Za-z])[.)])\s")
_PAGE_NUMBER = re.compile(r"\W*\d{1,4}(?:\s*(?:/|of|de|dari|sur|من)\s*\d{1,4})?\W*")
_HYPHENATED = re.compile(r"(?<=[^\W\d_])[-\u2010\u00ad]\Z")
_FULL_LINE = 0.75
"""A line of less than this share of the longest ones ends a paragraph."""


def pdf_text(data: bytes) -> str:
    """Return the text of a PDF.

    :raises Refusal: it needs a password, has too many pages or no text, or is damaged.
    """
    pages = _pages(data)
    text = join_lines(pages)
    if not re.search(r"\w", text):
        raise Refusal("no text in PDF")
    return text


def _pages(data: bytes) -> list[str]:
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not _opens(reader):
            raise Refusal("password")
        number = len(reader.pages)
        if number > MAX_PAGES:
            raise Refusal("too many pages", number)
        pages: list[str] = []
        for page in reader.pages:
            pages.append(page.extract_text())
            if sum(map(len, pages)) > MAX_CHARACTERS:
                break
        return pages
    except (Refusal, MemoryError):
        raise
    except LimitReachedError as exc:  # of what one stream may unpack to
        raise Refusal("too much memory") from exc
    except Exception as exc:  # pypdf lets many kinds pass from damaged files
        raise Refusal("broken PDF") from exc


def _opens(reader: PdfReader) -> bool:
    """Whether it opens without a password, as one does that only forbids printing."""
    try:
        return bool(reader.decrypt(""))
    except (DependencyError, NotImplementedError):  # AES needs another library
        return False


def join_lines(pages: Iterable[str]) -> str:
    """Return paragraphs, each on a line: words parted at a line's end and wrapped lines are whole.

    A paragraph goes on over the end of a page where the next begins with a small letter.
    """
    paragraphs: list[str] = []
    goes_on = False
    all_lines = [_lines(page) for page in pages]
    width = _width([line for lines in all_lines for line in lines if line])
    for lines in all_lines:
        first = True
        for line in lines:
            if not line:
                goes_on = False
                continue
            joins = bool(paragraphs) and (line[0].islower() if first else goes_on)
            if joins and not _ITEM.match(line):
                paragraphs[-1] = _joined(paragraphs[-1], line)
            else:
                paragraphs.append(line)
            goes_on, first = len(line) >= _FULL_LINE * width or _is_parted(line), False
        goes_on = False
    return "\n\n".join(paragraphs).replace("\u00ad", "")


def _lines(page: str) -> list[str]:
    """Return the lines of a page without the page's number."""
    lines = [" ".join(line.split()) for line in page.splitlines()]
    while lines and (not lines[-1] or _PAGE_NUMBER.fullmatch(lines[-1])):
        lines.pop()
    while lines and (not lines[0] or _PAGE_NUMBER.fullmatch(lines[0])):
        lines.pop(0)
    return lines


def _width(lines: Sequence[str]) -> int:
    """Return the length that only a tenth of the lines pass."""
    lengths = sorted(len(line) for line in lines)
    return lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0


def _is_parted(line: str) -> bool:
    return _HYPHENATED.search(line) is not None


def _joined(paragraph: str, line: str) -> str:
    if _is_parted(paragraph) and line[0].islower():
        return _HYPHENATED.sub("", paragraph) + line
    return f"{paragraph} {line}"
