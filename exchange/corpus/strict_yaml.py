"""Read YAML that people write by hand: text, null, lists and mappings, and nothing else.

Every scalar stays text: YAML 1.1 would read `country: NO` as false and `08` as a number or not,
by its digits. Aliases, anchors, tags and duplicate keys are refused. The parser's events are read
one by one, so that neither deep nesting nor aliases that multiply cost time or memory.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import yaml

from exchange.corpus.problem import FieldPath, Problem, field_name, shorten

MAX_DEPTH = 8

# libyaml where PyYAML was built with it: 15 times as fast, the same events.
_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAGGED = (yaml.ScalarEvent, yaml.CollectionStartEvent)
_NULLS = ("", "~", "null", "Null", "NULL")
_QUOTE = 'put text that holds ": " or " #", or that begins with a sign, in double quotes'

YamlValue = str | list["YamlValue"] | dict[str, "YamlValue"] | None


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """A YAML text as plain values.

    :param value: what could be read; None also after a syntax error.
    :param lines: the line of every value, counted as in the whole file.
    :param damaged: paths whose value was refused, so that no other rule need complain about it.
    """

    value: YamlValue
    lines: Mapping[FieldPath, int]
    problems: tuple[Problem, ...]
    damaged: frozenset[FieldPath]


class _StopReading(Exception):
    """The rest of the text cannot be read; the reason is already among the problems."""


@dataclass(slots=True)
class _Frame:
    """A list or mapping that is being read; `key` is the mapping's key without a value yet."""

    container: list[YamlValue] | dict[str, YamlValue]
    path: FieldPath
    key: str | None = None
    is_repeated: bool = False


@dataclass(slots=True)
class _Reader:
    file: str
    first_line: int
    root: YamlValue = None
    stack: list[_Frame] = field(default_factory=list)
    lines: dict[FieldPath, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    damaged: set[FieldPath] = field(default_factory=set)

    def read(self, event: yaml.Event) -> None:
        line = self.first_line + (event.start_mark.line if event.start_mark else 0)
        if isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self.stack.pop()
            return
        if isinstance(event, yaml.NodeEvent):
            if self._expects_key():
                self._read_key(event, line)
            else:
                self._read_value(event, line)
        elif isinstance(event, yaml.DocumentStartEvent) and () in self.lines:
            self._refuse((), line, None, "holds a second YAML document; keep one")
            raise _StopReading

    def _expects_key(self) -> bool:
        top = self.stack[-1] if self.stack else None
        return top is not None and isinstance(top.container, dict) and top.key is None

    def _read_key(self, event: yaml.NodeEvent, line: int) -> None:
        frame = self.stack[-1]
        assert isinstance(frame.container, dict)
        if not isinstance(event, yaml.ScalarEvent):
            self._refuse(
                frame.path, line, None, "has a list, mapping or alias as a key; use a word"
            )
            raise _StopReading
        frame.key = event.value
        path = (*frame.path, event.value)
        self._check_extras(event, path, line)
        first = self.lines.setdefault(path, line)
        frame.is_repeated = event.value in frame.container
        if frame.is_repeated:
            self._report(path, line, None, f"stands twice (first in line {first}); keep one")

    def _read_value(self, event: yaml.NodeEvent, line: int) -> None:
        path = self._next_path()
        self.lines.setdefault(path, line)
        self._check_extras(event, path, line)
        value: YamlValue = None
        if isinstance(event, yaml.ScalarEvent):
            is_null = event.implicit[0] and event.value in _NULLS
            value = None if is_null else event.value
        elif isinstance(event, yaml.AliasEvent):
            message = "is an alias; write the value out"
            self._refuse(path, line, f"*{event.anchor}", message)
        else:
            value = {} if isinstance(event, yaml.MappingStartEvent) else []
        self._place(value)
        if isinstance(value, list | dict):
            self.stack.append(_Frame(value, path))
            if len(self.stack) > MAX_DEPTH:
                self._refuse(path, line, None, f"is nested deeper than {MAX_DEPTH} levels")
                raise _StopReading

    def _next_path(self) -> FieldPath:
        if not self.stack:
            return ()
        frame = self.stack[-1]
        step = len(frame.container) if isinstance(frame.container, list) else frame.key
        return (*frame.path, step if step is not None else "")

    def _place(self, value: YamlValue) -> None:
        if not self.stack:
            self.root = value
            return
        frame = self.stack[-1]
        if isinstance(frame.container, list):
            frame.container.append(value)
        elif frame.key is not None:
            if not frame.is_repeated:
                frame.container[frame.key] = value
            frame.key = None

    def _check_extras(self, event: yaml.NodeEvent, path: FieldPath, line: int) -> None:
        if isinstance(event, yaml.AliasEvent):
            return
        if event.anchor is not None:
            self._report(path, line, f"&{event.anchor}", "is an anchor; remove it")
        if isinstance(event, _TAGGED) and event.tag is not None:
            self._refuse(path, line, event.tag, "is a tag; remove it")

    def _report(self, path: FieldPath, line: int, value: str | None, message: str) -> None:
        shown = None if value is None else shorten(value)
        self.problems.append(Problem(self.file, line, field_name(path), shown, message))

    def _refuse(self, path: FieldPath, line: int, value: str | None, message: str) -> None:
        self._report(path, line, value, message)
        self.damaged.add(path)


def parse_yaml(text: str, *, file: str, first_line: int = 1) -> YamlDocument:
    """Return what `text` says, with every problem found; raises nothing for bad YAML.

    :param file: the file's name in problems.
    :param first_line: the line of the file on which `text` begins.
    """
    reader = _Reader(file, first_line)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            reader.read(event)
    except _StopReading:
        reader.root = None
    except yaml.YAMLError as exc:
        mark = getattr(exc, "problem_mark", None) or getattr(exc, "context_mark", None)
        line = first_line + (mark.line if mark else 0)
        what = getattr(exc, "problem", None) or "characters that YAML does not allow"
        reader.problems.append(
            Problem(file, line, None, None, f"cannot be read as YAML: {what}; {_QUOTE}")
        )
        reader.root = None
    return YamlDocument(
        reader.root, reader.lines, tuple(reader.problems), frozenset(reader.damaged)
    )
