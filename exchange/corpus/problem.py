"""One problem of a case file: where it is, which value is wrong, what to do."""

from collections.abc import Sequence
from dataclasses import dataclass

_SHOWN_CHARACTERS = 80

FieldPath = tuple[str | int, ...]
"""Keys and list positions (0 for the first) from the top of a file to a value."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one value of one file.

    :param file: path, as a person would open it.
    :param line: 1 for the first line of the file; None when the whole file is meant.
    :param field: the key, as in `figures[2].role`; list items count from 1, like sources do.
    :param value: the value as written, shortened; None when there is none.
    :param message: what is wrong and what to do; it continues the value where there is one.
    """

    file: str
    line: int | None
    field: str | None
    value: str | None
    message: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        field = "" if self.field is None else f"{self.field}: "
        value = "" if self.value is None else f"{self.value!r} "
        return f"{place}: {field}{value}{self.message}"


def field_name(path: FieldPath) -> str | None:
    """Return `path` as people read it: ("figures", 1, "role") is "figures[2].role"."""
    name = ""
    for step in path:
        if isinstance(step, int):
            name += f"[{step + 1}]"
        else:
            word = step if step.isprintable() else step.encode("unicode_escape").decode("ascii")
            name += f".{shorten(word)}" if name else shorten(word)
    return name or None


def shorten(text: str) -> str:
    """Return `text` cut to what fits on a line of a terminal."""
    return text if len(text) <= _SHOWN_CHARACTERS else text[: _SHOWN_CHARACTERS - 1] + "…"


def either(words: Sequence[object]) -> str:
    """Return the words as a choice: "a, b or c"."""
    *head, last = [str(word) for word in words]
    return f"{', '.join(head)} or {last}" if head else last
