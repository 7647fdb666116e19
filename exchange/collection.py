"""Read test collections and topic files: what is searched, what is asked, what would be right.

A collection folder holds `corpus.jsonl` (or `.jsonl.gz`; `_id`, `title`, `text`, maybe `language`),
`queries.jsonl` (`_id`, `text`, maybe `language` and `type`) and `qrels.tsv` (header
`query-id corpus-id score`, tab-separated), as the BEIR benchmark lays them out.
"""

import csv
import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exchange.errors import CorpusError
from exchange.vocabulary import UNKNOWN

_QRELS_HEADER = ["query-id", "corpus-id", "score"]


@dataclass(frozen=True, slots=True)
class Record:
    """A document of a collection; `language` is ISO 639-1 or None."""

    id: str
    title: str
    text: str
    language: str | None


@dataclass(frozen=True, slots=True)
class Topic:
    """A query of a test set; `type` and `language` are "unknown" where the file has none."""

    id: str
    text: str
    type: str = UNKNOWN
    language: str = UNKNOWN


Qrels = Mapping[str, Mapping[str, int]]
"""Topic id -> document id -> grade, 0 for not relevant."""


def load_records(directory: Path) -> tuple[Record, ...]:
    """Return the documents of a collection, sorted by id.

    :raises CorpusError: no corpus file, a line that is not as it should be, or an id twice.
    """
    path = next(
        (directory / n for n in ("corpus.jsonl", "corpus.jsonl.gz") if (directory / n).is_file()),
        None,
    )
    if path is None:
        raise CorpusError(f"{directory}: no corpus.jsonl or corpus.jsonl.gz in this folder.")
    records: dict[str, Record] = {}
    for line, row in _rows(path):
        record = Record(
            _text(path, line, row, "_id"),
            _text(path, line, row, "title", ""),
            _text(path, line, row, "text", ""),
            row.get("language") or None,
        )
        if record.id in records:
            raise CorpusError(f"{path}:{line}: the _id {record.id!r} stands twice.")
        records[record.id] = record
    return tuple(records[id] for id in sorted(records))


def load_topics(path: Path) -> tuple[Topic, ...]:
    """Return the topics of a JSON Lines file, in its order.

    :raises CorpusError: the file is missing, a line is not as it should be, or an id stands twice.
    """
    topics: dict[str, Topic] = {}
    for line, row in _rows(path):
        topic = Topic(
            _text(path, line, row, "_id"),
            _text(path, line, row, "text"),
            _text(path, line, row, "type", UNKNOWN),
            _text(path, line, row, "language", UNKNOWN),
        )
        if topic.id in topics:
            raise CorpusError(f"{path}:{line}: the _id {topic.id!r} stands twice.")
        topics[topic.id] = topic
    return tuple(topics.values())


def load_qrels(path: Path) -> Qrels:
    """Return the judgments of a tab-separated file.

    :raises CorpusError: the file is missing, its header differs, or a grade is no whole number.
    """
    judged: dict[str, dict[str, int]] = {}
    with _open(path) as file:
        rows = csv.reader(file, delimiter="\t")
        if next(rows, None) != _QRELS_HEADER:
            raise CorpusError(f"{path}:1: the header must be {' '.join(_QRELS_HEADER)} (tabs).")
        for line, row in enumerate(rows, start=2):
            if len(row) != 3 or not row[2].lstrip("-").isdigit():
                raise CorpusError(
                    f"{path}:{line}: {row!r} is not a topic, a document and a whole grade."
                )
            judged.setdefault(row[0], {})[row[1]] = max(int(row[2]), 0)
    return judged


def _rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    with _open(path) as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except (json.JSONDecodeError, RecursionError) as exc:
                raise CorpusError(f"{path}:{number}: not JSON ({exc}).") from exc
            if not isinstance(row, dict):
                raise CorpusError(f"{path}:{number}: a line must be one JSON object.")
            yield number, row


def _open(path: Path) -> Any:
    try:
        if path.suffix == ".gz":
            return gzip.open(path, "rt", encoding="utf-8", newline="")
        return path.open(encoding="utf-8", newline="")
    except OSError as exc:
        raise CorpusError(f"{path}: cannot be read ({exc.strerror}).") from exc


def _text(
    path: Path, line: int, row: Mapping[str, Any], key: str, default: str | None = None
) -> str:
    value = row.get(key, default)
    if not isinstance(value, str) or (default is None and not value.strip()):
        raise CorpusError(f"{path}:{line}: {key} must be a text, not {value!r}.")
    return value
