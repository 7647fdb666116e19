"""What a collection is: a point for each document, its vectors, and the facets as payload.

- `passages`: a multivector, the centred unit vectors of the document's passages. A query is one
  vector, and counts for the nearest passage (max-sim of one vector is the maximum).
- `words`: a sparse vector, term number -> what the term adds to BM25, divided by its idf. Qdrant
  multiplies it by the idf that it counts itself; we multiply it by ours, and get our BM25 back.
- payload: `id`, `number` (place in id order within the snapshot), and each facet's values.
"""

import hashlib
import warnings
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from uuid import UUID, uuid5

from qdrant_client import QdrantClient, models

from exchange.results import FACET_FIELDS
from exchange.settings import Settings

PASSAGES, WORDS, NUMBER, ID = "passages", "words", "number", "id"
SCHEMA = 1
_NAMESPACE = UUID("a7dbb2fd-5f0c-53a0-9f0e-3a1f3f0f6a51")
_HASH_LETTERS = 16


def point_id(document_id: str) -> str:
    """Return the id of a document's point: a UUID, always the same."""
    return str(uuid5(_NAMESPACE, document_id))


def collection_name(settings: Settings, folder: Path, files: Iterable[str]) -> str:
    """Return `<prefix>-<hash>` of what is going to be in the collection.

    Named after its content, so that an upload that was cut off finds what it left behind, and
    nothing is ever changed in a collection that a snapshot names.

    :param files: paths in `folder`, of everything that points are made from.
    """
    digest = hashlib.sha256()
    digest.update(f"{SCHEMA} {settings.qdrant_shards} {settings.qdrant_replicas}".encode())
    for name in sorted(files):
        with (folder / name).open("rb") as file:
            digest.update(f"\n{name} {hashlib.file_digest(file, 'sha256').hexdigest()}".encode())
    return f"{settings.qdrant_prefix}-{digest.hexdigest()[:_HASH_LETTERS]}"


def is_own(collection: str, prefix: str) -> bool:
    """Whether a collection has a name that :func:`collection_name` gives under this prefix."""
    head, _, tail = collection.rpartition("-")
    return head == prefix and len(tail) == _HASH_LETTERS and set(tail) <= set("0123456789abcdef")


def vector_params(dimensions: int) -> models.VectorParams:
    """Return how passages are kept: as they are, since they have unit length already."""
    return models.VectorParams(
        size=dimensions,
        distance=models.Distance.DOT,
        multivector_config=models.MultiVectorConfig(
            comparator=models.MultiVectorComparator.MAX_SIM
        ),
    )


def create_collection(client: QdrantClient, name: str, dimensions: int, settings: Settings) -> None:
    """Create an empty collection with an index for each facet."""
    client.create_collection(
        name,
        vectors_config={PASSAGES: vector_params(dimensions)},
        sparse_vectors_config={WORDS: models.SparseVectorParams(modifier=models.Modifier.IDF)},
        shard_number=settings.qdrant_shards,
        replication_factor=settings.qdrant_replicas,
        write_consistency_factor=settings.qdrant_replicas,
    )
    with warnings.catch_warnings():  # the local mode says that it has no such index
        warnings.simplefilter("ignore", UserWarning)
        for field in FACET_FIELDS:
            client.create_payload_index(name, field, models.PayloadSchemaType.KEYWORD)


def facet_filter(accepted: Mapping[str, Sequence[str]]) -> models.Filter:
    """Return OR within a field, AND between fields.

    :param accepted: facet field -> values, at least one each.
    """
    return models.Filter(
        must=[
            models.FieldCondition(key=field, match=models.MatchAny(any=list(values)))
            for field, values in accepted.items()
        ]
    )
