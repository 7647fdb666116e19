"""The ledger of the digest: what was told in which week, in a file that people read and mend.

One line a week, the oldest first; `exchange digest` adds a line and leaves the others alone:

    - {week: 2026-W48, cycle: 1, cases: [id-silk-timber-legality, br-fala-br]}

A cycle tells every case once. Within a cycle no case stands twice.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
)
from pydantic_core import PydanticCustomError

from exchange.case_values import CaseId, no_repeats
from exchange.corpus.case_rules import line_of
from exchange.corpus.folder import label
from exchange.corpus.problem import FieldPath, Problem, field_name
from exchange.corpus.strict_yaml import YamlDocument, parse_yaml
from exchange.corpus.validation import describe_error
from exchange.digest.week import Week
from exchange.digest.writing import write_whole
from exchange.errors import CorpusError, QueryError

LEDGER_FILE = "told.yaml"
_HEADER = (
    "# What the digest told in which week; `exchange digest` adds a line. A cycle tells every\n"
    "# case once. Take a line out at the end only, and only before it was sent."
)
_MEND = "Mend the file, or take it back from version control."


def _week(value: object) -> Week:
    try:
        return value if isinstance(value, Week) else Week.parse(str(value))
    except QueryError:
        raise PydanticCustomError("week", "is not a week; write one as in 2026-W48") from None


def _cycle(value: object) -> int:
    if isinstance(value, int) or (isinstance(value, str) and value.isascii() and value.isdigit()):
        return int(value)
    raise PydanticCustomError("integer", "is not a whole number; write digits only")


class Told(BaseModel):
    """What one week told.

    :param cycle: how often every case is told with this one, 1 for the first time.
    :param cases: ids, in the order in which they were told.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    week: Annotated[Week, BeforeValidator(_week)]
    cycle: Annotated[int, Field(ge=1, le=9999), BeforeValidator(_cycle)]
    cases: Annotated[tuple[CaseId, ...], Field(min_length=1), AfterValidator(no_repeats)]

    @property
    def line(self) -> str:
        """The line of the ledger that says it."""
        return f"- {{week: {self.week}, cycle: {self.cycle}, cases: [{', '.join(self.cases)}]}}\n"


@dataclass(frozen=True, slots=True)
class Ledger:
    """What was told so far, the oldest week first."""

    entries: tuple[Told, ...] = ()

    def of(self, week: Week) -> Told | None:
        """Return what a week told, or None."""
        return next((told for told in self.entries if told.week == week), None)

    def before(self, week: Week) -> "Ledger":
        """Return the ledger as it was before a week."""
        return Ledger(tuple(told for told in self.entries if told.week < week))

    @property
    def cycle(self) -> int:
        """The cycle that was begun last; 1 where nothing was told."""
        return self.entries[-1].cycle if self.entries else 1

    def ids(self, cycle: int) -> tuple[str, ...]:
        """Return the cases that a cycle told, in order."""
        return tuple(id for told in self.entries if told.cycle == cycle for id in told.cases)

    def last_week_of(self, id: str) -> Week | None:
        """Return the week that told a case last, or None."""
        return max((told.week for told in self.entries if id in told.cases), default=None)


_ENTRIES = TypeAdapter(tuple[Told, ...])


def load_ledger(path: Path) -> Ledger:
    """Return the ledger in a file; an empty one where there is no file.

    :raises CorpusError: it cannot be read, or something in it is wrong.
    """
    return _parse(_read(path), label(path))


def record(path: Path, told: Told) -> Ledger:
    """Add what a week told to the ledger in a file, as a whole or not at all.

    :raises CorpusError: the file is wrong, has a later week or is laid out otherwise, or it
        cannot be written.
    """
    raw = _read(path)
    before = _parse(raw, label(path))
    kept = raw.decode("utf-8-sig").rstrip().removesuffix("[]").rstrip()
    added = f"{kept or _HEADER}\n{told.line}"
    ledger = Ledger((*before.entries, told))
    try:
        is_kept = _parse(added.encode(), label(path)) == ledger
    except CorpusError as exc:
        raise CorpusError(f"{exc} A line for {told.week} cannot be added to it.") from exc
    if not is_kept:
        raise CorpusError(
            f"{label(path)}: a line cannot be added; write one entry a line, `- {{…}}`."
        )
    write_whole(path, added.encode())
    return ledger


def require_known(ledger: Ledger, known: Sequence[str], path: Path) -> None:
    """Refuse a ledger that names what never was a case.

    :param known: ids of cases and of retired ones.
    :raises CorpusError: it does; with entry, place and id.
    """
    ids = frozenset(known)
    for number, told in enumerate(ledger.entries):
        for place, id in enumerate(told.cases):
            if id not in ids:
                field = field_name((number, "cases", place))
                raise CorpusError(
                    f"{label(path)}: {field}: {id!r} is neither a case of the index nor in "
                    "retired.yaml; mend the id, add the case to retired.yaml, or run "
                    "`exchange index`."
                )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as exc:
        raise CorpusError(f"{label(path)}: cannot be read ({exc.strerror or exc}).") from exc


def _parse(raw: bytes, file: str) -> Ledger:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise CorpusError(f"{file}: is not UTF-8 at byte {exc.start}. {_MEND}") from exc
    document = parse_yaml(text, file=file)
    if document.problems:
        raise CorpusError(f"{document.problems[0]}. {_MEND}")
    try:
        entries = _ENTRIES.validate_python(document.value or [])
    except ValidationError as exc:
        error = exc.errors(include_url=False)[0]
        path = error["loc"]
        shown, message = describe_error(error, path, model=Told)
        problem = Problem(file, line_of(document, path), field_name(path), shown, message)
        raise CorpusError(f"{problem}. {_MEND}") from exc
    for field, value, message in _contradictions(entries):
        problem = _problem(document, file, field, value, message)
        raise CorpusError(f"{problem}. {_MEND}")
    return Ledger(entries)


def _problem(
    document: YamlDocument, file: str, field: FieldPath, value: str, message: str
) -> Problem:
    return Problem(file, line_of(document, field), field_name(field), value, message)


def _contradictions(entries: Sequence[Told]) -> Iterator[tuple[FieldPath, str, str]]:
    """Yield place, value and message of what one entry has against those before it."""
    weeks: dict[tuple[int, str], Week] = {}
    for number, told in enumerate(entries):
        earlier = entries[number - 1] if number else None
        if earlier is not None and told.week <= earlier.week:
            message = f"does not come after {earlier.week}, the week above it; put the oldest first"
            yield (number, "week"), str(told.week), message
        allowed = (1,) if earlier is None else (earlier.cycle, earlier.cycle + 1)
        if told.cycle not in allowed:
            message = f"does not follow; write {' or '.join(map(str, allowed))}"
            yield (number, "cycle"), str(told.cycle), message
        for place, id in enumerate(told.cases):
            first = weeks.setdefault((told.cycle, id), told.week)
            if first != told.week:
                message = f"was told in {first} already, in the same cycle; keep it there"
                yield (number, "cases", place), id, message
