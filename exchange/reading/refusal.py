"""Why a file is not read: what a child process may answer, and each reason in words."""

from collections.abc import Mapping
from typing import Literal

from exchange.translation import N_

MAX_BYTES = 10 * 1024 * 1024
MAX_PAGES = 100
MAX_SECONDS = 10
MAX_MEMORY = 768 * 1024 * 1024
"""Address space of the process that reads, its interpreter and libraries among it."""
MAX_CHARACTERS = 1_000_000
"""Of a text; a need has at most 10,000, the rest only tells how long the file is."""

Reason = Literal[
    "empty",
    "too large",
    "too many pages",
    "too slow",
    "too much memory",
    "zip bomb",
    "password",
    "broken PDF",
    "broken DOCX",
    "no text in PDF",
    "no text",
    "macros",
    "old Word",
    "RTF",
    "other zip",
    "binary",
    "failed",
]

REASONS: Mapping[str, str] = {
    "empty": N_("This file is empty. Choose another one, or paste the text."),
    "too large": N_(
        "This file is larger than {limit} MB. Save the part that describes the problem as a file "
        "of its own, or paste the text."
    ),
    "too many pages": N_(
        "This PDF has {pages} pages; at most {limit} are read. Save the pages that describe the "
        "problem as a file of their own, or paste the text."
    ),
    "too slow": N_(
        "Reading this file took longer than {limit} seconds and was stopped. Open it in the "
        "program that it comes from, and paste the text that describes the problem."
    ),
    "too much memory": N_(
        "Reading this file takes too much memory and was stopped. Open it in the program that it "
        "comes from, and paste the text that describes the problem."
    ),
    "zip bomb": N_(
        "This file unpacks to far more than a text needs, and was not opened. Save the document "
        "without its pictures, or paste the text."
    ),
    "password": N_(
        "This PDF is protected by a password. Save a copy without one, or paste the text."
    ),
    "broken PDF": N_(
        "This PDF is damaged and cannot be read. Open it in a PDF reader, save it anew, or paste "
        "the text."
    ),
    "broken DOCX": N_(
        "This Word file is damaged and cannot be read. Open it in a word processor, save it anew, "
        "or paste the text."
    ),
    "no text in PDF": N_(
        "There is no text in this PDF: it probably holds pictures of pages. Have its text "
        "recognised (OCR) first, or type what the problem is."
    ),
    "no text": N_("There are no words in this file. Choose another one, or paste the text."),
    "macros": N_(
        "This Word file holds macros, which are programs, and was not read. Save it as a plain "
        "Word document (DOCX), or paste the text."
    ),
    "old Word": N_(
        "This is a Word file of the old kind (DOC), or one that is protected by a password. Save "
        "it as DOCX without a password, or paste the text."
    ),
    "RTF": N_("This file is RTF, which is not read. Save it as DOCX, or paste the text."),
    "other zip": N_(
        "This file is no Word document, but a spreadsheet, a presentation or another packed file. "
        "Save its text as DOCX, PDF or TXT, or paste the text."
    ),
    "binary": N_(
        "This file holds no text that can be read. Choose a PDF, DOCX, TXT or MD file, or paste "
        "the text."
    ),
    "failed": N_(
        "This file could not be read. Open it in the program that it comes from, save it anew, or "
        "paste the text."
    ),
}


class Refusal(Exception):
    """A file that is not read; it holds nothing of the file but a count.

    :param pages: of a PDF that has too many.
    """

    def __init__(self, reason: Reason, pages: int = 0) -> None:
        super().__init__(reason)
        self.reason: Reason = reason
        self.pages = pages

    @property
    def message(self) -> str:
        """The interface text, not yet translated."""
        return REASONS[self.reason]

    @property
    def values(self) -> dict[str, object]:
        """What the message's {words} are."""
        limits = {
            "too large": MAX_BYTES // 1024**2,
            "too many pages": MAX_PAGES,
            "too slow": MAX_SECONDS,
        }
        return {"limit": limits.get(self.reason, 0), "pages": f"{self.pages:,}"}
