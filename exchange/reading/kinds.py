"""What a file is, by its content; its name is only compared with that."""

import codecs
import re
from pathlib import PurePath
from typing import Literal

from exchange.reading.refusal import Refusal

Kind = Literal["pdf", "docx", "txt", "md"]
KINDS: tuple[Kind, ...] = ("pdf", "docx", "txt", "md")

_PDF_WITHIN = 1024  # readers take a PDF whose first line stands anywhere in here
_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",  # before UTF-16, whose mark is its beginning
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# Control characters that no text has; tab, line ends, form feed, escape and DOS's end sign may.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x19\x1c-\x1f\x7f]")


def kind_of(data: bytes, name: str) -> Kind:
    """Return what a file is.

    :raises Refusal: it is empty or of a kind that is not read.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise Refusal("empty")
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "docx"
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise Refusal("old Word")
    if data.startswith(b"{\\rtf"):
        raise Refusal("RTF")
    return "md" if _named(name) == "md" else "txt"


def is_misnamed(kind: Kind, name: str) -> bool:
    """Whether a file's name says that it is of another kind."""
    return _named(name) != kind


def decode(data: bytes) -> tuple[str, bool]:
    """Return the text of a file, and whether its encoding is a guess.

    :raises Refusal: it is no text.
    """
    for mark, encoding in _BOMS.items():
        if data.startswith(mark):
            return _text(data, encoding), False
    try:
        return _text(data, "utf-8"), False
    except Refusal:
        return _text(data, "cp1252"), True


def _text(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = "\x00"
    if _CONTROLS.search(text):
        raise Refusal("binary") from None
    return text


def _named(name: str) -> str:
    ending = PurePath(name).suffix.lower().lstrip(".")
    return {"markdown": "md", "text": "txt"}.get(ending, ending)
