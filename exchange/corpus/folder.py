"""Find the case files of a folder and read their bytes, in an order that never changes."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath

from exchange.corpus.case_file import MAX_FILE_BYTES, too_large
from exchange.corpus.problem import Problem

CASES = "cases"
SUFFIX = ".md"


@dataclass(frozen=True, slots=True)
class Found:
    """The case files below a folder, sorted, and what stands there but must not."""

    paths: tuple[Path, ...]
    problems: tuple[Problem, ...]


def find_case_files(folder: Path, inside: Path | None = None) -> Found:
    """Return every `*.md` file below `folder`; hidden files and folders are passed over.

    What is named like a case file but is no plain file is a problem, as is a link that leads
    outside, or to a folder.

    :param inside: the folder that links must not leave; `folder` itself when None.
    """
    inside = (inside or folder).resolve()
    problems: list[Problem] = []
    paths: list[Path] = []

    def unreadable(error: OSError) -> None:
        name = os.fsdecode(error.filename)
        problems.append(_problem(Path(name), f"cannot be read: {error.strerror or error}"))

    for place, folders, names in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in folders:
            path = Path(place, name)
            if path.is_symlink():
                message = "is a link to a folder; put the folder itself here"
                problems.append(_problem(path, message))
        for name in names:
            path = Path(place, name)
            if name.startswith(".") or path.suffix.lower() not in (SUFFIX, ".markdown"):
                continue
            reason = _unfit(path, inside, SUFFIX)
            if reason:
                problems.append(_problem(path, reason))
            else:
                paths.append(path)
    return Found(tuple(sorted(paths, key=lambda path: path.parts)), tuple(problems))


def read_file(
    path: Path,
    inside: Path | None = None,
    *,
    suffix: str = SUFFIX,
    max_bytes: int = MAX_FILE_BYTES,
) -> bytes | Problem:
    """Return the bytes of a file, by default of a case file, or why it cannot be one.

    :param inside: the folder that a link must not leave; None for any.
    """
    reason = _unfit(path, None if inside is None else inside.resolve(), suffix)
    if reason:
        return _problem(path, reason)
    try:
        with path.open("rb") as stream:
            raw = stream.read(max_bytes + 1)
    except OSError as exc:
        return _problem(path, f"cannot be read: {exc.strerror or exc}")
    if len(raw) <= max_bytes:
        return raw
    if max_bytes == MAX_FILE_BYTES:
        return too_large(label(path))
    return _problem(path, f"has more than {max_bytes} bytes; make it smaller")


def id_of_path(path: PurePath) -> str:
    """Return the id that the file `…/<country>/<slug>.md` must have."""
    return f"{path.parent.name}-{path.name.removesuffix(SUFFIX)}"


def hash_bytes(raw: bytes) -> str:
    """Return the SHA-256 of a file's bytes in hexadecimal."""
    return hashlib.sha256(raw).hexdigest()


def hash_of_hashes(hashes: Mapping[str, str]) -> str:
    """Return one SHA-256 for many files: another name, content or number of files changes it.

    :param hashes: name -> SHA-256 of the file; their order does not matter.
    """
    lines = "".join(f"{name}\0{hashes[name]}\n" for name in sorted(hashes))
    return hash_bytes(lines.encode("utf-8", "surrogateescape"))


def label(path: Path) -> str:
    """Return a path as it can be printed, whatever bytes its name has."""
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    return text if text.isprintable() else text.encode("unicode_escape").decode("ascii")


def _unfit(path: Path, inside: Path | None, suffix: str) -> str | None:
    """Return why `path` is not read at all, without opening it: a pipe would wait for ever."""
    try:
        target = path.resolve(strict=True)
    except FileNotFoundError:
        return "is a link to nothing; remove it" if path.is_symlink() else "does not exist"
    except (OSError, RuntimeError):
        return "is a link to itself or cannot be reached; remove it"
    if inside is not None and not target.is_relative_to(inside):
        return "is a link that leaves the corpus; put the file itself here"
    if not target.is_file():
        return "is not a plain file; remove it"
    if path.suffix != suffix:
        return f"has a name that does not end in {suffix}; rename it"
    return None


def _problem(path: Path, message: str) -> Problem:
    return Problem(label(path), None, None, None, message)
