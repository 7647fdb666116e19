"""Ids of cases that left the corpus: corpus/retired.yaml."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from exchange.case_values import CaseId, Text
from exchange.corpus.case_rules import line_of
from exchange.corpus.folder import label
from exchange.corpus.problem import Problem, field_name
from exchange.corpus.strict_yaml import parse_yaml
from exchange.corpus.validation import describe_error

RETIRED_FILE = "retired.yaml"


class Retired(BaseModel):
    """A case that left the corpus; its id is never given to another.

    :param replaced_by: id of the case that took its place, or None.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: CaseId
    reason: Text
    replaced_by: CaseId | None


_RETIRED_LIST = TypeAdapter(tuple[Retired, ...])


def parse_retired(raw: bytes, *, file: str) -> tuple[Mapping[str, Retired], tuple[Problem, ...]]:
    """Return the retired cases by id, and every problem of the file.

    :param file: the file's name in problems.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        message = f"is not UTF-8 at byte {exc.start}; save it as UTF-8"
        return {}, (Problem(file, None, None, None, message),)
    document = parse_yaml(text, file=file)
    if document.problems:
        return {}, document.problems
    try:
        entries = _RETIRED_LIST.validate_python(document.value or [])
    except ValidationError as exc:
        return {}, tuple(
            Problem(
                file,
                line_of(document, error["loc"]),
                field_name(error["loc"]),
                *describe_error(error, error["loc"], model=Retired),
            )
            for error in exc.errors(include_url=False)
        )
    retired = {entry.id: entry for entry in entries}
    if len(retired) < len(entries):
        twice = [entry.id for entry in entries if retired[entry.id] is not entry]
        message = f"lists {', '.join(twice)} more than once; keep one entry"
        return retired, (Problem(file, None, None, None, message),)
    return retired, ()


def load_retired(corpus: Path) -> tuple[Mapping[str, Retired], tuple[Problem, ...]]:
    """Return the retired cases of the corpus in a folder; none when it has no such file."""
    path = corpus / RETIRED_FILE
    file = label(Path(corpus.name, RETIRED_FILE))
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return {}, ()
    except OSError as exc:
        message = f"cannot be read: {exc.strerror or exc}"
        return {}, (Problem(file, None, None, None, message),)
    return parse_retired(raw, file=file)
