"""The few calls of a Qdrant client that exchange makes, answered by Qdrant's engine in process.

`qdrant-edge-py` carries the storage and search code of the Qdrant server for one shard, without
network, cluster and aliases. The aliases here are a dictionary: they show nothing about a server.
"""

import shutil
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import qdrant_edge as edge
from qdrant_client import models
from qdrant_client.http.models import QueryResponse

from exchange.qdrant.schema import PASSAGES, WORDS

FULL_SCAN_KB = 10_000
"""Below it the engine compares with every vector, as a server does by default."""


def edge_config(dimensions: int, **options: Any) -> edge.EdgeConfig:
    """Return a collection as `exchange.qdrant.schema.create_collection` asks a server for."""
    return edge.EdgeConfig(
        vectors={
            PASSAGES: edge.EdgeVectorParams(
                size=dimensions,
                distance=edge.Distance.Dot,
                multivector_config=edge.MultiVectorConfig(edge.MultiVectorComparator.MaxSim),
            )
        },
        sparse_vectors={WORDS: edge.EdgeSparseVectorParams(modifier=edge.Modifier.Idf)},
        **options,
    )


def edge_filter(given: models.Filter | None) -> edge.Filter | None:
    """Return a filter of `exchange.qdrant.schema.facet_filter` for the engine."""
    if given is None:
        return None
    assert isinstance(given.must, list)
    conditions: list[Any] = []
    for each in given.must:
        assert isinstance(each, models.FieldCondition) and isinstance(each.match, models.MatchAny)
        conditions.append(edge.FieldCondition(each.key, match=edge.MatchAny(list(each.match.any))))
    return edge.Filter(must=conditions)


def edge_query(given: models.QueryRequest) -> edge.QueryRequest:
    """Return one of our queries for the engine."""
    query: Any = given.query
    if isinstance(query, models.SparseVector):
        query = edge.SparseVector(query.indices, query.values)
    exact = bool(given.params and given.params.exact)
    return edge.QueryRequest(
        limit=given.limit,
        query=edge.Query.Nearest(query, using=given.using),
        filter=edge_filter(given.filter),
        with_payload=given.with_payload,
        params=edge.SearchParams(exact=exact),
    )


class EdgeClient:
    """Collections as folders, each an opened shard."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._shards: dict[str, edge.EdgeShard] = {}
        self._dimensions: dict[str, int] = {}
        self._aliases: dict[str, str] = {}

    def create_collection(
        self, name: str, vectors_config: dict[str, models.VectorParams], **_: Any
    ) -> None:
        folder = self._folder / name
        folder.mkdir(parents=True)
        self._dimensions[name] = vectors_config[PASSAGES].size
        self._shards[name] = edge.EdgeShard.create(str(folder), edge_config(self._dimensions[name]))

    def create_payload_index(self, name: str, field: str, _: models.PayloadSchemaType) -> None:
        kind = edge.PayloadSchemaType.Keyword
        self._shards[name].update(edge.UpdateOperation.create_field_index(field, kind))

    def collection_exists(self, name: str) -> bool:
        return name in self._shards

    def delete_collection(self, name: str) -> None:
        self._shards.pop(name).close()
        shutil.rmtree(self._folder / name)

    def get_collections(self) -> Any:
        return SimpleNamespace(collections=[SimpleNamespace(name=name) for name in self._shards])

    def get_collection(self, name: str) -> Any:
        if name not in self._shards:
            raise ValueError(f"Collection {name} not found")
        vectors = {PASSAGES: SimpleNamespace(size=self._dimensions[name])}
        params = SimpleNamespace(vectors=vectors)
        config = SimpleNamespace(params=params)
        return SimpleNamespace(status=models.CollectionStatus.GREEN, config=config)

    def count(self, name: str, exact: bool = True) -> models.CountResult:
        return models.CountResult(count=self._shards[name].count(edge.CountRequest(exact=exact)))

    def upsert(self, name: str, points: Sequence[models.PointStruct], wait: bool = True) -> None:
        made = [edge.Point(p.id, _edge_vectors(p.vector), p.payload) for p in points]
        self._shards[name].update(edge.UpdateOperation.upsert_points(made))

    def retrieve(
        self,
        name: str,
        ids: Sequence[str],
        with_payload: Any = True,
        with_vectors: bool = False,
    ) -> list[models.Record]:
        found = self._shards[name].retrieve(list(ids), with_payload, with_vectors)
        return [
            models.Record(id=str(each.id), payload=each.payload, vector=_our_vectors(each.vector))
            for each in found
        ]

    def query_batch_points(
        self, name: str, requests: Sequence[models.QueryRequest]
    ) -> list[QueryResponse]:
        batch = edge.QueryBatchRequest([edge_query(request) for request in requests])
        return [
            QueryResponse(
                points=[
                    models.ScoredPoint(
                        id=str(each.id), version=0, score=each.score, payload=each.payload
                    )
                    for each in found
                ]
            )
            for found in self._shards[name].query_batch(batch)
        ]

    def get_aliases(self) -> models.CollectionsAliasesResponse:
        return models.CollectionsAliasesResponse(
            aliases=[
                models.AliasDescription(alias_name=alias, collection_name=name)
                for alias, name in self._aliases.items()
            ]
        )

    def update_collection_aliases(self, operations: Sequence[Any]) -> None:
        for each in operations:
            if isinstance(each, models.CreateAliasOperation):
                created = each.create_alias
                self._aliases[created.alias_name] = created.collection_name
            else:
                del self._aliases[each.delete_alias.alias_name]


def _edge_vectors(vectors: Any) -> dict[str, Any]:
    return {
        name: edge.SparseVector(each.indices, each.values)
        if isinstance(each, models.SparseVector)
        else each
        for name, each in vectors.items()
    }


def _our_vectors(vectors: Any) -> Any:
    if not isinstance(vectors, dict):
        return None
    return {
        name: models.SparseVector(indices=each.indices, values=each.values)
        if isinstance(each, edge.SparseVector)
        else each
        for name, each in vectors.items()
    }
