"""The documents of a snapshot on disk: one JSON line each, read only for the page that is shown."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydantic import TypeAdapter

from exchange.case import Case
from exchange.document import Document
from exchange.ranking import open_array

_DOCUMENT = TypeAdapter(Document)


@dataclass(frozen=True, slots=True)
class Head:
    """What a list without reasons says of a document: the rest of it is not built."""

    id: str
    title: str
    case: Case | None = None


_HEAD = TypeAdapter(Head)


def write_documents(directory: Path, documents: Sequence[Document]) -> None:
    """Write `documents`, sorted by id, so that a document's number is its place in id order."""
    directory.mkdir(parents=True, exist_ok=True)
    lines = [_DOCUMENT.dump_json(document) + b"\n" for document in documents]
    (directory / "documents.jsonl").write_bytes(b"".join(lines))
    offsets = np.concatenate([[0], np.cumsum([len(line) for line in lines] or [0])])
    np.save(directory / "offsets.npy", offsets[: len(lines) + 1].astype(np.int64))
    (directory / "ids.txt").write_text("".join(f"{d.id}\n" for d in documents), encoding="utf-8")


class DocumentStore:
    """The documents of an opened snapshot, by number or by id."""

    def __init__(self, directory: Path) -> None:
        self._offsets = open_array(directory / "offsets.npy").data
        self.ids: tuple[str, ...] = tuple(
            (directory / "ids.txt").read_text(encoding="utf-8").split("\n")[:-1]
        )
        self._numbers = {id: number for number, id in enumerate(self.ids)}
        path = directory / "documents.jsonl"
        self._lines = (
            np.asarray(np.memmap(path, np.uint8, "r")).data if self.ids else memoryview(b"")
        )

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[Document]:
        return map(self.read, range(len(self)))

    def number(self, id: str) -> int | None:
        """Return the number of the document with this id, or None."""
        return self._numbers.get(id)

    def read(self, number: int) -> Document:
        """Return a document from the disk."""
        return _DOCUMENT.validate_json(self._line(number))

    def head(self, number: int) -> Head:
        """Return the head of a document from the disk."""
        return _HEAD.validate_json(self._line(number))

    def _line(self, number: int) -> bytes:
        return bytes(self._lines[self._offsets[number] : self._offsets[number + 1]])
