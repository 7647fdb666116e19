"""Fill a collection: in batches, again after a passing failure, on from where a crash left it."""

import time
from collections.abc import Callable, Sequence

from qdrant_client import QdrantClient, models

from exchange.errors import BackendError
from exchange.qdrant.connection import translated, with_retries
from exchange.qdrant.schema import point_id

BATCH = 64
"""Points a request: about 2 MB of JSON at eight passages of 384 dimensions each."""
ASKED = 1_000
"""Ids asked for at once when looking which points are there."""
_PAUSE = 1.0
MAX_WAIT = 3_600.0

Make = Callable[[Sequence[int]], list[models.PointStruct]]


def upload_missing(
    client: QdrantClient,
    collection: str,
    ids: Sequence[str],
    make: Make,
    *,
    report: Callable[[int], None],
    sleep: Callable[[float], None] = time.sleep,
) -> int:
    """Upload the points that the collection lacks, and see that all are there.

    :param ids: of all documents, in document-number order.
    :param make: document numbers -> their points.
    :param report: called with how many documents are newly there.
    :returns: how many points were sent.
    :raises BackendError: the server does not answer, or does not hold all points afterwards.
    """
    sent = 0
    with translated(f"fill collection {collection}"):
        missing = _missing(client, collection, ids, sleep)
        report(len(ids) - len(missing))
        for start in range(0, len(missing), BATCH):
            points = make(missing[start : start + BATCH])
            with_retries(lambda points=points: client.upsert(collection, points, wait=True), sleep)  # type: ignore[misc]
            sent += len(points)
            report(len(points))
    require_count(client, collection, len(ids))
    return sent


def require_count(client: QdrantClient, collection: str, documents: int) -> None:
    """Raise a BackendError where a collection does not hold so many documents."""
    with translated(f"count collection {collection}"):
        found = client.count(collection, exact=True).count
    if found != documents:
        raise BackendError(
            f"Qdrant: collection {collection} holds {found} documents, not {documents}. "
            "Run `exchange index`."
        )


def wait_until_indexed(
    client: QdrantClient, collection: str, *, sleep: Callable[[float], None] = time.sleep
) -> None:
    """Return when the server has built its indexes, so that the first searches are fast.

    :raises BackendError: it needs more than an hour, or has failed.
    """
    waited = 0.0
    while True:
        with translated(f"ask for the state of collection {collection}"):
            status = client.get_collection(collection).status
        if status == models.CollectionStatus.GREEN:
            return
        if status == models.CollectionStatus.RED or waited >= MAX_WAIT:
            raise BackendError(
                f"Qdrant: collection {collection} is {status.value}, not green. Look at the "
                "server's log; `exchange index` goes on from here."
            )
        sleep(_PAUSE)
        waited += _PAUSE


def _missing(
    client: QdrantClient, collection: str, ids: Sequence[str], sleep: Callable[[float], None]
) -> list[int]:
    if with_retries(lambda: client.count(collection, exact=True).count, sleep) == 0:
        return list(range(len(ids)))
    missing: list[int] = []
    for start in range(0, len(ids), ASKED):
        wanted = [point_id(id) for id in ids[start : start + ASKED]]
        found = with_retries(
            lambda wanted=wanted: client.retrieve(  # type: ignore[misc]
                collection, wanted, with_payload=False, with_vectors=False
            ),
            sleep,
        )
        there = {str(record.id) for record in found}
        missing += [start + place for place, id in enumerate(wanted) if id not in there]
    return missing
