"""Collections and snapshots together: upload, switch the alias, follow a roll-back, clean up.

A reader asks the collection that its own snapshot names, and that one stays for as long as the
snapshot does; so no reader is ever without it. The alias `<prefix>` says to everyone else which
collection is current.
"""

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from qdrant_client import QdrantClient, models

from exchange.document import Document
from exchange.errors import BackendError
from exchange.keyword_index import TERM_FILES
from exchange.qdrant.backend import SAMPLE, SAMPLE_FILE
from exchange.qdrant.candidates import LocalPassages, sample_numbers
from exchange.qdrant.connection import connect, translated, with_retries
from exchange.qdrant.points import Points, sparse_rows
from exchange.qdrant.schema import collection_name, create_collection, is_own, point_id
from exchange.qdrant.upload import require_count, upload_missing, wait_until_indexed
from exchange.settings import Settings
from exchange.snapshot import (
    DOCUMENTS,
    VECTORS,
    Manifest,
    QdrantPlace,
    list_files,
    read_manifest,
    snapshot_names,
)
from exchange.vector_index import open_passages

_BM25 = "keyword/bm25"
_KEPT = {
    *(f"{VECTORS}/{name}.npy" for name in LocalPassages._fields),
    *(f"{_BM25}/{name}" for name in TERM_FILES),
}


def move_to_qdrant(
    built: Path,
    documents: Sequence[Document],
    settings: Settings,
    report: Callable[[int], None],
) -> QdrantPlace:
    """Upload postings and vectors of a built folder, and remove them from it.

    :param report: called with how many documents are newly there.
    :raises BackendError: the server cannot be reached, or does not hold all afterwards.
    """
    client = connect(settings, settings.qdrant_url)
    parts = (f"{_BM25}/", f"{VECTORS}/", "facets", f"{DOCUMENTS}/ids")
    files = [name for name in list_files(built) if name.startswith(parts)]
    collection = collection_name(settings, built, files)
    passages = open_passages(built / VECTORS)
    with translated(f"create collection {collection}"):
        if not with_retries(lambda: client.collection_exists(collection)):
            create_collection(client, collection, passages.vectors.shape[1], settings)
    points = Points(documents, passages, sparse_rows(built / _BM25, len(documents)))
    ids = [document.id for document in documents]
    upload_missing(client, collection, ids, points.make, report=report)
    wait_until_indexed(client, collection)
    for name in files:
        if name.startswith((f"{_BM25}/", f"{VECTORS}/")) and name not in _KEPT:
            (built / name).unlink()
    sample = sample_numbers([point_id(id) for id in ids], SAMPLE)
    np.save(built / SAMPLE_FILE, np.array(sample, np.int64))
    return QdrantPlace(
        url=settings.qdrant_url, prefix=settings.qdrant_prefix, collection=collection
    )


def switch_alias(settings: Settings, manifest: Manifest) -> None:
    """Let the alias name the collection of a snapshot, once it is seen to be whole.

    :raises BackendError: the collection is missing or not whole; the alias stays as it was.
    """
    if manifest.qdrant is None:
        return
    place = manifest.qdrant
    client = connect(settings, settings.qdrant_url or place.url)
    require_count(client, place.collection, manifest.documents)
    with translated(f"switch alias {place.prefix}"):
        aliases = {each.alias_name for each in client.get_aliases().aliases}
        operations: list[models.CreateAliasOperation | models.DeleteAliasOperation] = []
        if place.prefix in aliases:  # both in one request: the server does all of it or nothing
            operations.append(
                models.DeleteAliasOperation(
                    delete_alias=models.DeleteAlias(alias_name=place.prefix)
                )
            )
        create = models.CreateAlias(collection_name=place.collection, alias_name=place.prefix)
        operations.append(models.CreateAliasOperation(create_alias=create))
        with_retries(lambda: client.update_collection_aliases(operations))


def is_there(settings: Settings, manifest: Manifest) -> bool:
    """Whether the collection of a snapshot is where the settings say, and whole."""
    place = manifest.qdrant
    if place is None or (place.url, place.prefix) != (settings.qdrant_url, settings.qdrant_prefix):
        return False
    client = connect(settings, settings.qdrant_url)
    with translated("look for the collection"):
        if not client.collection_exists(place.collection):
            return False
    try:
        require_count(client, place.collection, manifest.documents)
    except BackendError:
        return False
    return True


def remove_unnamed(settings: Settings, manifest: Manifest) -> list[str]:
    """Delete the collections under the prefix that no snapshot of the index names; return them.

    A prefix belongs to one index folder. What cannot be deleted now is deleted the next time.
    """
    if manifest.qdrant is None:
        return []
    client = connect(settings, settings.qdrant_url or manifest.qdrant.url)
    named = _named(settings.index)
    removed: list[str] = []
    with contextlib.suppress(BackendError), translated("delete old collections"):
        for found in sorted(each.name for each in client.get_collections().collections):
            if is_own(found, manifest.qdrant.prefix) and found not in named:
                _delete(client, found)
                removed.append(found)
    return removed


def _delete(client: QdrantClient, collection: str) -> None:
    with_retries(lambda: client.delete_collection(collection))


def _named(index: Path) -> set[str]:
    """Return the collections of all snapshots, also of damaged ones."""
    named = set()
    for name in snapshot_names(index):
        place = read_manifest(index / name).qdrant
        if place is not None:
            named.add(place.collection)
    return named
