"""Snapshots of the index: what they are made of, which is current, and whether they are whole.

`index/CURRENT` holds "<name> <sha256 of manifest.json>". A snapshot that does not match its
checksums is refused before anything in it is opened. Checksums find damage, not attackers: an
index from elsewhere is never opened.
"""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from pydantic import BaseModel, ConfigDict, ValidationError

from exchange.errors import SnapshotError
from exchange.results import SnapshotStatus

try:  # Windows has no flock; there, files that are open cannot be deleted anyway.
    import fcntl
except ImportError:  # pragma: no cover
    fcntl = None  # type: ignore[assignment]

FORMAT = 8
MANIFEST, CURRENT, PHRASES = "manifest.json", "CURRENT", "phrases.json"
DOCUMENTS, VECTORS, PROJECTION = "documents", "vectors", "projection"
LINEAGE = "lineage.json"
NEXT_STEP = "Run `exchange rollback` for an earlier snapshot, or `exchange index` for a new one."


class QdrantPlace(BaseModel):
    """Where the rankings of a snapshot are, when they are in Qdrant.

    :param prefix: the alias that names the current collection.
    """

    model_config = ConfigDict(frozen=True)

    url: str
    prefix: str
    collection: str


class Manifest(BaseModel):
    """What a snapshot is made of.

    :param created: UTC, set when it is published.
    :param corpus_hash: of the files that were read, to see without parsing that none changed.
    :param encoder: fingerprint of what made the vectors.
    :param means: "overall" and each language -> the mean vector that was taken away.
    :param floor: the least meaning, as the semantic ranking scores it, that a listed document has.
    :param qdrant: None where the rankings are beside the documents.
    :param files: path in the snapshot -> sha256, of every file but the manifest.
    """

    model_config = ConfigDict(frozen=True)

    format: int
    created: str = ""
    corpus_hash: str
    encoder: str
    analyser: int
    documents: int
    passages: int
    languages: tuple[str, ...]
    means: Mapping[str, Sequence[float]]
    floor: float
    qdrant: QdrantPlace | None = None
    files: Mapping[str, str] = {}


def current(index: Path) -> tuple[str, str]:
    """Return the name of the current snapshot and its manifest's sha256.

    :raises SnapshotError: there is none, or CURRENT is damaged.
    """
    path = index / CURRENT
    try:
        name, digest = path.read_text(encoding="ascii").split()
    except FileNotFoundError as exc:
        raise SnapshotError(f"{index}: there is no index yet. Run `exchange index`.") from exc
    except (OSError, ValueError) as exc:
        raise SnapshotError(f"{path}: damaged. {NEXT_STEP}") from exc
    if not name.endswith(digest[:12]) or not (index / name / MANIFEST).is_file():
        raise SnapshotError(f"{path}: damaged, it names {name!r}. {NEXT_STEP}")
    return name, digest


def verify(directory: Path, digest: str | None = None) -> Manifest:
    """Return the manifest of a snapshot in which every file is as it was published.

    :param digest: sha256 of the manifest, where it is known from CURRENT.
    :raises SnapshotError: a file is damaged, missing or too many, or the format is another one.
    """
    manifest = read_manifest(directory, digest)
    differing = set(manifest.files) ^ set(list_files(directory))
    differing |= {
        name
        for name, expected in manifest.files.items()
        if name not in differing and sha256_of(directory / name) != expected
    }
    if differing:
        name = min(differing)
        raise SnapshotError(f"{directory / name}: does not match its checksum. {NEXT_STEP}")
    return manifest


def read_manifest(directory: Path, digest: str | None = None) -> Manifest:
    """Return the manifest of a snapshot, without looking at its other files.

    :raises SnapshotError: it is damaged or missing, or the format is another one.
    """
    try:
        content = (directory / MANIFEST).read_bytes()
    except OSError as exc:
        raise SnapshotError(f"{directory / MANIFEST}: cannot be read. {NEXT_STEP}") from exc
    found = hashlib.sha256(content).hexdigest()
    if not directory.name.endswith(found[:12]) or digest not in (None, found):
        raise SnapshotError(f"{directory / MANIFEST}: damaged. {NEXT_STEP}")
    try:
        manifest = Manifest.model_validate_json(content)
    except ValidationError as exc:
        raise _old_format(directory) from exc
    if manifest.format != FORMAT:
        raise _old_format(directory)
    return manifest


def hold(directory: Path) -> IO[bytes]:
    """Keep a snapshot from being pruned for as long as the returned file is open."""
    file = (directory / MANIFEST).open("rb")
    if fcntl is not None:
        fcntl.flock(file, fcntl.LOCK_SH)
    return file


def try_to_own(directory: Path) -> IO[bytes]:
    """Return the manifest, opened and locked for this process alone, to remove the snapshot.

    :raises OSError: a process holds the snapshot.
    """
    file = (directory / MANIFEST).open("rb")
    if fcntl is not None:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            raise
    return file


def snapshot_names(index: Path) -> list[str]:
    """Return the names of all published snapshots, oldest first."""
    return sorted(
        path.name for path in index.glob("[0-9][0-9][0-9][0-9]-*Z-*") if (path / MANIFEST).exists()
    )


def statuses(index: Path) -> tuple[SnapshotStatus, ...]:
    """Return every snapshot, oldest first, each verified."""
    try:
        now, digest = current(index)
    except SnapshotError:
        now, digest = "", None
    found = []
    for name in snapshot_names(index):
        try:
            manifest = verify(index / name, digest if name == now else None)
        except SnapshotError as exc:
            found.append(SnapshotStatus(name, name == now, None, None, str(exc)))
        else:
            counts = manifest.documents, manifest.passages
            found.append(SnapshotStatus(name, name == now, *counts, None))
    return tuple(found)


def _old_format(directory: Path) -> SnapshotError:
    return SnapshotError(f"{directory}: made by another version of exchange. Run `exchange index`.")


def list_files(directory: Path) -> list[str]:
    """Return the paths of every file of a snapshot but its manifest, relative, sorted."""
    paths = (path for path in directory.rglob("*") if not path.is_dir())
    return sorted(
        path.relative_to(directory).as_posix() for path in paths if path != directory / MANIFEST
    )


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's content in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
