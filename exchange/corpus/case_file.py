"""Read one case file: bytes to a Case, or to every problem that the file has."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import ValidationError

from exchange.case import Case
from exchange.corpus.body import parse_body
from exchange.corpus.case_rules import check_rules, line_of
from exchange.corpus.problem import FieldPath, Problem, field_name
from exchange.corpus.strict_yaml import YamlDocument, parse_yaml
from exchange.corpus.validation import describe_error
from exchange.vocabulary import CASE_LANGUAGES

MAX_FILE_BYTES = 65_536
"""Five times the longest real case; beyond it the Markdown parser would take seconds."""

# Control characters, and the two that YAML refuses without saying where.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class CaseFile:
    """What a case file says.

    :param case: None when there is any problem.
    :param document: the front matter as plain values, as far as it could be read.
    """

    file: str
    case: Case | None
    document: YamlDocument
    problems: tuple[Problem, ...]


def parse_case(raw: bytes, *, file: str) -> CaseFile:
    """Return the case in the bytes of a file, with every problem found; bad data raises nothing.

    :param file: the file's name in problems.
    """
    empty = YamlDocument(None, {}, (), frozenset())
    text = decode(raw, file) if len(raw) <= MAX_FILE_BYTES else too_large(file)
    if isinstance(text, Problem):
        return CaseFile(file, None, empty, (text,))
    parts = _FRONT_MATTER.match(text)
    if not parts:
        message = "has no front matter; begin with a line ---, the keys, and a second line ---"
        return CaseFile(file, None, empty, (Problem(file, 1, None, None, message),))

    document = parse_yaml(parts[1], file=file, first_line=2)
    data = document.value if isinstance(document.value, dict) else {}
    language = data.get("language")
    body = parse_body(
        text[parts.end() :],
        language if isinstance(language, str) and language in CASE_LANGUAGES else None,
        file=file,
        first_line=1 + text.count("\n", 0, parts.end()),
    )
    problems = [*document.problems, *body.problems]
    case = None
    if isinstance(document.value, dict):
        if "sections" in data:
            message = "is not a key of a case file; sections are the headings of the body"
            problems.append(
                Problem(file, line_of(document, ("sections",)), "sections", None, message)
            )
        try:
            case = Case.model_validate({**data, "sections": body.sections})
        except ValidationError as exc:
            problems += _value_problems(exc, document, file)
        problems += check_rules(document, body.citations, file=file)
    elif not document.problems:
        problems.append(Problem(file, 2, None, None, "has a front matter without keys"))
    ordered = tuple(sorted(problems, key=lambda problem: problem.line or 0))
    return CaseFile(file, None if ordered else case, document, ordered)


def decode(raw: bytes, file: str) -> str | Problem:
    """Return the text with line feeds only and without a byte order mark, or what is wrong."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        line = raw.count(b"\n", 0, exc.start) + 1
        message = f"is not UTF-8 at byte {exc.start} (0x{raw[exc.start]:02x}); save it as UTF-8"
        return Problem(file, line, None, None, message)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    unwanted = _UNWANTED.search(text)
    if unwanted:
        line = text.count("\n", 0, unwanted.start()) + 1
        message = f"contains the character U+{ord(unwanted[0]):04X}, which is no text; remove it"
        return Problem(file, line, None, None, message)
    return text


def too_large(file: str) -> Problem:
    """Return the problem of a file beyond the size limit."""
    message = f"has more than {MAX_FILE_BYTES} bytes; a case is a few pages of text"
    return Problem(file, None, None, None, message)


def _value_problems(exc: ValidationError, document: YamlDocument, file: str) -> Iterator[Problem]:
    for error in exc.errors(include_url=False):
        path: FieldPath = tuple(step for step in error["loc"] if step != "[key]")
        if any(path[:length] in document.damaged for length in range(len(path) + 1)):
            continue
        if error["type"] == "too_short" and error["input"]:
            continue  # the list has items, but none without a problem of its own
        value, message = describe_error(error, path)
        yield Problem(file, line_of(document, path), field_name(path), value, message)
