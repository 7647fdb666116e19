"""Change the index folder: publish a snapshot, roll back, prune, one process at a time.

A snapshot is built in a folder whose name begins with a point, and gets its name when it is whole;
after that it is never changed. `CURRENT` is replaced atomically, so that a crash at any moment
leaves the old snapshot or the new one published.
"""

import contextlib
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from filelock import FileLock, Timeout

from exchange.errors import IndexBusyError, SnapshotError
from exchange.snapshot import (
    CURRENT,
    MANIFEST,
    Manifest,
    current,
    list_files,
    sha256_of,
    snapshot_names,
    try_to_own,
    verify,
)

LOCK = "writer.lock"
_BUILDING, _REMOVED = ".building-", ".removed-"
_STAMP = "%Y-%m-%dT%H-%M-%SZ"


@contextlib.contextmanager
def writer_lock(index: Path, timeout: float) -> Iterator[None]:
    """Hold the right to change the index folder.

    :raises IndexBusyError: another process still holds it after `timeout` seconds.
    """
    try:
        index.mkdir(parents=True, exist_ok=True)
        with FileLock(index / LOCK, timeout=timeout):
            yield
    except Timeout as exc:
        raise IndexBusyError(
            f"{index / LOCK}: another process is writing the index, waited {timeout:g} s. "
            "Try again when it has finished."
        ) from exc
    except OSError as exc:
        raise SnapshotError(f"{index}: cannot be written ({exc.strerror}).") from exc


def start_building(index: Path) -> Path:
    """Return a new, empty folder to build in; what crashed builds left behind is removed.

    Call it with the writer lock held.
    """
    for leftover in [*index.glob(f"{_BUILDING}*"), *index.glob(f"{_REMOVED}*")]:
        shutil.rmtree(leftover, ignore_errors=True)
    directory = index / f"{_BUILDING}{os.getpid()}"
    directory.mkdir()
    return directory


def _nothing_else(manifest: Manifest) -> None:
    """Switch nothing beside CURRENT."""


def publish(
    index: Path,
    built: Path,
    manifest: Manifest,
    keep: int,
    switch: Callable[[Manifest], None] = _nothing_else,
) -> str:
    """Give a built folder its manifest and name, verify it, and make it the current snapshot.

    Call it with the writer lock held. Afterwards at most `keep` snapshots are kept, beside those
    that a process has open.

    :param switch: called with the manifest before CURRENT is replaced; where it fails, CURRENT
        stays.
    """
    files = {name: sha256_of(built / name) for name in list_files(built)}
    moment = _next_moment(index)
    facts = {"files": files, "created": moment.isoformat(timespec="seconds")}
    content = manifest.model_copy(update=facts).model_dump_json().encode()
    digest = hashlib.sha256(content).hexdigest()
    _write_through(built / MANIFEST, content)
    for name in files:
        _sync(built / name)
    name = f"{moment.strftime(_STAMP)}-{digest[:12]}"
    built.rename(index / name)
    _sync(index)
    switch(verify(index / name, digest))
    _point_to(index, name, digest)
    _prune(index, keep)
    return name


def roll_back(
    index: Path, lock_timeout: float, switch: Callable[[Manifest], None] = _nothing_else
) -> str:
    """Make the newest whole snapshot before the current one the current one; return its name.

    :param switch: as for :func:`publish`.
    :raises SnapshotError: there is none.
    """
    with writer_lock(index, lock_timeout):
        names = snapshot_names(index)
        try:
            now = (index / CURRENT).read_text(encoding="ascii", errors="replace").split()[0]
        except (OSError, IndexError):
            now = ""
        earlier = [name for name in names if name < now] if now in names else names
        for name in reversed(earlier):
            with contextlib.suppress(SnapshotError):
                switch(verify(index / name))
                _point_to(index, name, sha256_of(index / name / MANIFEST))
                return name
    raise SnapshotError(f"{index}: no earlier whole snapshot. Run `exchange index`.")


def _next_moment(index: Path) -> datetime:
    """Return now, or a second after the newest snapshot where the clock has not got so far."""
    moment = datetime.now(UTC).replace(microsecond=0)
    for name in snapshot_names(index)[-1:]:
        stamp = datetime.strptime(name[:20], _STAMP).replace(tzinfo=UTC)
        moment = max(moment, stamp + timedelta(seconds=1))
    return moment


def _prune(index: Path, keep: int) -> None:
    name, _ = current(index)
    others = [other for other in snapshot_names(index) if other != name]
    for old in others[: max(len(others) - keep + 1, 0)]:
        with contextlib.suppress(OSError), try_to_own(index / old):
            removed = index / f"{_REMOVED}{old}"
            (index / old).rename(removed)
            shutil.rmtree(removed)


def _point_to(index: Path, name: str, digest: str) -> None:
    temporary = index / f"{CURRENT}.new"
    _write_through(temporary, f"{name} {digest}\n".encode("ascii"))
    temporary.replace(index / CURRENT)
    _sync(index)


def _write_through(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    _sync(path)


def _sync(path: Path) -> None:
    """Make a file or folder durable; folders cannot be opened on Windows."""
    with contextlib.suppress(PermissionError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
