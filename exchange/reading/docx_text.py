"""The text of a Word file: paragraphs, list items and table cells in order, and nothing else.

Headers, footers, notes, comments and what was deleted under tracked changes are left out.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

import docx
from docx.oxml.ns import qn

from exchange.reading.refusal import Refusal

MAX_MEMBERS = 2_000
MAX_UNPACKED = 100 * 1024 * 1024
MAX_RATIO = 200
"""Unpacked to packed bytes of one member; XML packs to a tenth or a thirtieth."""
_SMALL = 1024 * 1024  # below this size no ratio matters

_DOCUMENT = "word/document.xml"
_CONTENT_TYPES = "[Content_Types].xml"
_PARAGRAPH, _TEXT, _TAB = qn("w:p"), qn("w:t"), qn("w:tab")
_BREAKS = frozenset({qn("w:br"), qn("w:cr")})
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LIST_STYLE = re.compile(r"list", re.IGNORECASE)


def docx_text(data: bytes) -> str:
    """Return the text of a Word file.

    :raises Refusal: it is another packed file, damaged, far too large, or holds macros.
    """
    try:
        _check(data)
        body = docx.Document(BytesIO(data)).element.body
        text = "\n\n".join(_paragraphs(body))
    except (Refusal, MemoryError):
        raise
    except Exception as exc:  # what python-docx and lxml raise for damaged files is not documented
        raise Refusal("broken DOCX") from exc
    if not re.search(r"\w", text):
        raise Refusal("no text")
    return text


def _check(data: bytes) -> None:
    """Refuse by the list of members, before any of them is unpacked."""
    try:
        archive = ZipFile(BytesIO(data))
    except BadZipFile as exc:
        raise Refusal("broken DOCX") from exc
    members = archive.infolist()
    names = [member.filename for member in members]
    sizes = [(member.file_size, member.compress_size) for member in members]
    if (
        len(members) > MAX_MEMBERS
        or len(set(names)) < len(names)
        or sum(size for size, _ in sizes) > MAX_UNPACKED
        or any(size > _SMALL and size > MAX_RATIO * packed for size, packed in sizes)
    ):
        raise Refusal("zip bomb")
    if _CONTENT_TYPES not in names or _DOCUMENT not in names:
        raise Refusal("other zip")
    is_macro_enabled = b"macroEnabled" in archive.read(_CONTENT_TYPES)
    if is_macro_enabled or any("vbaproject" in name.lower() for name in names):
        raise Refusal("macros")


def _paragraphs(body: Any) -> Iterator[str]:
    """Yield the paragraphs that have text, list items with a sign before them."""
    for paragraph in body.iter(_PARAGRAPH):
        if next(paragraph.iterancestors(_FALLBACK), None) is not None:
            continue  # a second version of a drawing with its text, for old readers
        text = "".join(_pieces(paragraph)).strip()
        if text:
            yield f"- {text}" if _is_item(paragraph) else text


def _pieces(element: Any) -> Iterator[str]:
    """Yield the text below an element, but not of paragraphs inside it: they come by themselves."""
    for child in element:
        if child.tag == _TEXT:
            yield child.text or ""
        elif child.tag == _TAB:
            yield " "
        elif child.tag in _BREAKS:
            yield "\n"
        elif child.tag not in (_PARAGRAPH, _FALLBACK):
            yield from _pieces(child)


def _is_item(paragraph: Any) -> bool:
    properties = paragraph.find(qn("w:pPr"))
    if properties is None:
        return False
    style = properties.find(qn("w:pStyle"))
    named = style is not None and _LIST_STYLE.match(style.get(qn("w:val")) or "")
    return bool(named) or properties.find(qn("w:numPr")) is not None
