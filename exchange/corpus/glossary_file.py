"""Read and check the glossary of a corpus: corpus/glossary.yaml."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from exchange.corpus.case_file import decode
from exchange.corpus.case_rules import line_of
from exchange.corpus.folder import CASES, find_case_files, id_of_path, label, read_file
from exchange.corpus.problem import FieldPath, Problem, field_name, shorten
from exchange.corpus.strict_yaml import YamlDocument, YamlValue, parse_yaml
from exchange.corpus.validation import describe_error
from exchange.glossary import Glossary, GlossaryEntry

GLOSSARY_FILE = "glossary.yaml"
MAX_BYTES = 1_000_000
"""Some 5,000 entries; beyond it the file is another one, put there by mistake."""


@dataclass(frozen=True, slots=True)
class GlossaryFile:
    """What a glossary file says; `glossary` has the entries without a problem of their own."""

    glossary: Glossary
    problems: tuple[Problem, ...] = ()


def load_glossary(path: Path) -> GlossaryFile:
    """Return the glossary in the file at `path`, checked against the cases beside it.

    A corpus need not have one: a file that does not exist is an empty glossary.
    """
    raw = read_glossary(path)
    if raw is None:
        return GlossaryFile(Glossary())
    if isinstance(raw, Problem):
        return GlossaryFile(Glossary(), (raw,))
    cases = path.parent / CASES
    ids = {id_of_path(each) for each in find_case_files(cases).paths} if cases.is_dir() else None
    return parse_glossary(raw, file=label(path), case_ids=ids)


def read_glossary(path: Path) -> bytes | Problem | None:
    """Return the bytes of a glossary file, why they cannot be read, or None without a file."""
    if not path.exists() and not path.is_symlink():
        return None
    return read_file(path, path.parent, suffix=path.suffix, max_bytes=MAX_BYTES)


def parse_glossary(
    raw: bytes, *, file: str, case_ids: Collection[str] | None = None
) -> GlossaryFile:
    """Return the entries in the bytes of a file, with every problem found.

    :param file: the file's name in problems.
    :param case_ids: of every case of the corpus; None when they are not known.
    """
    text = decode(raw, file)
    if isinstance(text, Problem):
        return GlossaryFile(Glossary(), (text,))
    document = parse_yaml(text, file=file)
    items = [] if document.value is None else document.value
    if not isinstance(items, list):
        message = "is not a list; begin each entry with `- term: `"
        return GlossaryFile(Glossary(), (*document.problems, Problem(file, 1, None, None, message)))

    problems = list(document.problems)
    entries: list[GlossaryEntry] = []
    first_lines: dict[tuple[str, str], int | None] = {}
    for position, item in enumerate(items):
        entry, found = _entry(item, position, document)
        if entry is not None:
            key = (entry.language, entry.term.casefold())
            if key in first_lines:
                message = f"is also the term of line {first_lines[key]}; join the two entries"
                found.append((("term",), entry.term, message))
            first_lines.setdefault(key, line_of(document, (position, "term")))
            found += [*_equivalent_problems(entry), *_case_problems(entry, case_ids)]
            entries.append(entry)
        name = _name(item, position)
        for path, value, message in found:
            line = line_of(document, (position, *path))
            field = ": ".join(filter(None, (name, field_name(path))))
            shown = None if value is None else shorten(value)
            problems.append(Problem(file, line, field, shown, message))
    return GlossaryFile(Glossary(tuple(entries)), tuple(problems))


_Found = tuple[FieldPath, str | None, str]
"""Path within the entry, value, message."""


def _entry(
    item: YamlValue, position: int, document: YamlDocument
) -> tuple[GlossaryEntry | None, list[_Found]]:
    """Return an entry, or None and what is wrong with its values."""
    if not isinstance(item, dict):
        shown = item if isinstance(item, str) else None
        return None, [((), shown, "is not an entry; write `term:` and the other keys")]
    try:
        return GlossaryEntry.model_validate(item), []
    except ValidationError as exc:
        found: list[_Found] = []
        for error in exc.errors(include_url=False):
            path: FieldPath = tuple(step for step in error["loc"] if step != "[key]")
            whole = (position, *path)
            if any(whole[:length] in document.damaged for length in range(len(whole) + 1)):
                continue
            if error["type"] == "too_short" and error["input"]:
                continue  # the list has items, but none without a problem of its own
            found.append((path, *describe_error(error, path, model=GlossaryEntry)))
        return None, found


def _equivalent_problems(entry: GlossaryEntry) -> Iterator[_Found]:
    """Find names that stand twice, and a term without any name in another language."""
    known = {entry.term.casefold()}
    if entry.stands_for is not None:
        if entry.stands_for.casefold() in known:
            yield ("stands_for",), entry.stands_for, "is the term itself; write the long form"
        known.add(entry.stands_for.casefold())
    for language, phrases in entry.equivalents.items():
        for number, phrase in enumerate(phrases):
            if phrase.casefold() in known:
                path: FieldPath = ("equivalents", language, number)
                yield path, phrase, "is the term or its long form; remove it"
    if set(entry.equivalents) == {entry.language}:
        message = f"has no language but the term's own ({entry.language}); add one, such as en"
        yield ("equivalents",), None, message


def _case_problems(entry: GlossaryEntry, case_ids: Collection[str] | None) -> Iterator[_Found]:
    for number, case_id in enumerate(entry.cases):
        if case_ids is not None and case_id not in case_ids:
            message = "is the id of no case of this corpus; correct it or remove it"
            yield ("cases", number), case_id, message


def _name(item: YamlValue, position: int) -> str:
    """Return what people call an entry: its term, or its number."""
    term = item.get("term") if isinstance(item, dict) else None
    return shorten(term) if isinstance(term, str) and term.isprintable() else f"[{position + 1}]"
