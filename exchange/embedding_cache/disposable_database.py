"""A SQLite file that may be lost: a damaged one is set aside and a new one begun."""

import logging
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from exchange.errors import EncoderError

LOGGER = logging.getLogger(__name__)

_TIMEOUT_SECONDS = 60.0
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
# The operating system refuses, or the file's header makes SQLite believe so.
_REFUSED = (
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
)
_Result = TypeVar("_Result")


class DisposableDatabase:
    """One SQLite file with one schema, opened when needed; belongs to one thread.

    Text comes back as bytes: damaged text must not fail to decode.
    """

    def __init__(self, path: Path, schema: str) -> None:
        """
        :param schema: a statement that changes nothing when it has been run before.
        :raises EncoderError: the file cannot be read or written.
        """
        self._path = path
        self._schema = schema
        self._connection: sqlite3.Connection | None = None
        self._opened: tuple[int, int] | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as exc:
            raise EncoderError(f"{path.parent} cannot be made: {exc.strerror}.") from exc
        self.run(lambda connection: None)

    def close(self) -> None:
        """Close the file; running something opens it again."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def run(self, work: Callable[[sqlite3.Connection], _Result]) -> _Result:
        """Do `work` in a transaction, again on a new file when the old one proves damaged.

        :raises EncoderError: the file is in use, the disk full, or access refused.
        """
        for _ in range(3):
            try:
                connection = self._connect()
                with connection:
                    return work(connection)
            # UnicodeDecodeError: SQLite quotes damaged text in its own message.
            except (sqlite3.Error, UnicodeDecodeError) as exc:
                self.close()
                self._raise_if_outside(exc)
                # Another process may have set the damaged file aside already.
                if self._opened in (None, _identity(self._path)):
                    self._set_aside(str(exc))
        raise EncoderError(f"{self._path} is damaged again and again: check the disk.")

    def _connect(self) -> sqlite3.Connection:
        if self._connection is None:
            self._opened = _identity(self._path)
            self._connection = sqlite3.connect(self._path, timeout=_TIMEOUT_SECONDS)
            self._connection.text_factory = bytes
            self._connection.execute(self._schema)
            self._opened = _identity(self._path)
        return self._connection

    def _raise_if_outside(self, exc: Exception) -> None:
        """Raise an EncoderError when the file is not to blame."""
        code = getattr(exc, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
        if code in _BUSY:
            raise EncoderError(
                f"{self._path} is in use by another process: run this again when it is done."
            ) from exc
        if code == sqlite3.SQLITE_FULL:
            raise EncoderError(f"{self._path} cannot grow: the disk is full.") from exc
        if code in _REFUSED and not _is_writable(self._path):
            raise EncoderError(
                f"{self._path} cannot be read and written: {exc}. Check its permissions."
            ) from exc

    def _set_aside(self, reason: str) -> None:
        number = 1
        while (aside := self._path.with_name(f"{self._path.name}.damaged-{number}")).exists():
            number += 1
        # The journal first: it would be played back into the new file.
        for suffix in ("-journal", "-wal", "-shm", ""):
            part = self._path.with_name(self._path.name + suffix)
            try:
                part.replace(aside.with_name(aside.name + suffix))
            except FileNotFoundError:
                continue
            except OSError as exc:
                raise EncoderError(
                    f"{part} is damaged and cannot be set aside: {exc.strerror}. Delete it."
                ) from exc
        LOGGER.warning(
            "%s is damaged (%s): set aside as %s and begun anew.", self._path, reason, aside.name
        )


def _identity(path: Path) -> tuple[int, int] | None:
    """Return what tells this file from another one of the same name that replaced it."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _is_writable(path: Path) -> bool:
    """Return whether the operating system lets this process write the file and its folder."""
    access = os.R_OK | os.W_OK
    return os.access(path.parent, access) and (not path.exists() or os.access(path, access))
