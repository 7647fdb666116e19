"""Other search engines, each set up as its own documentation recommends, for benchmark_peers.

Each indexes title and text as one string, with its default analysis of words, and gets the vectors
ready made. What each gives is the ids of ten documents.
"""

import os
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from exchange.benchmark.run import LIMIT
from exchange.benchmark.synthetic import SyntheticQuery
from exchange.encoder import Matrix

# Read when the packages are imported, which txtai does with lancedb, too. A warning at each search
# would be time that LanceDB does not need.
os.environ |= {"LANCEDB_LOG": "error", "TRANSFORMERS_OFFLINE": "1"}

RRF_K = 60
"""Of reciprocal rank fusion (Cormack, Clarke, Büttcher 2009); LanceDB's default, too."""
CANDIDATES = 100
"""Documents that bm25s and usearch each give to fusion; txtai takes as many, LanceDB ten."""

Ids = list[str]
Find = Callable[[SyntheticQuery], Ids]


class Peer(NamedTuple):
    """A built index.

    :param search: what is timed.
    :param nearest: vectors alone, with the same index; None for words alone.
    :param exact: the ten documents that the same fusion gives of two complete and exact rankings,
        from the query and the cosine of each document; None for words alone.
    """

    build_seconds: float
    search: Find
    nearest: Find | None = None
    exact: Callable[[SyntheticQuery, Matrix], Ids] | None = None


class Texts(NamedTuple):
    """What is indexed: one text and one vector, float32[n, 384], for each id."""

    ids: Ids
    texts: Sequence[str]
    vectors: Matrix


def build_txtai(given: Texts, folder: Path) -> Peer:
    """Hybrid as `hybrid=True` sets it up: BM25 of its own, faiss, normalised scores added."""
    from txtai import Embeddings
    from txtai.embeddings.search.hybrid import Hybrid

    vectors: dict[str, Any] = dict(zip(given.texts, given.vectors, strict=True))

    def known(texts: Sequence[str]) -> Matrix:
        return np.array([vectors[text] for text in texts], np.float32)

    began = time.perf_counter()
    embeddings = Embeddings({"method": "external", "transform": known, "hybrid": True})
    embeddings.index(zip(given.ids, given.texts, strict=True))
    seconds = time.perf_counter() - began

    def search(query: SyntheticQuery) -> Ids:
        vectors[query.text] = query.vector
        return [id for id, _ in embeddings.search(query.text, LIMIT)]

    def nearest(query: SyntheticQuery) -> Ids:
        found = embeddings.ann.search(query.vector[None], LIMIT)[0]
        return [given.ids[number] for number, _ in found]

    def exact(query: SyntheticQuery, cosines: Matrix) -> Ids:
        dense = [(n, score) for n, score in enumerate(cosines.tolist()) if score > 0]
        words = embeddings.scoring.search(query.text, len(given.ids))
        sparse = [(number, score) for number, score in words if score > 0]
        fused = Hybrid(embeddings.scoring)((dense, sparse), [0.5, 0.5], LIMIT)
        return [given.ids[number] for number, _ in fused]

    return Peer(seconds, search, nearest, exact)


def build_lancedb(given: Texts, folder: Path) -> Peer:
    """A full-text index, HNSW over one partition of scalar-quantised vectors, RRF."""
    import lancedb
    import pyarrow as pa
    from lancedb.index import FTS, HnswSq

    began = time.perf_counter()
    flat = pa.array(given.vectors.reshape(-1))
    columns = {
        "id": pa.array(given.ids),
        "text": pa.array(given.texts),
        "vector": pa.FixedSizeListArray.from_arrays(flat, given.vectors.shape[1]),
    }
    table = lancedb.connect(folder).create_table("documents", pa.table(columns))
    table.create_index("text", config=FTS(), name="text", wait_timeout=timedelta(hours=1))
    vector_index = HnswSq(distance_type="cosine", num_partitions=1)
    table.create_index(
        "vector", config=vector_index, name="vector", wait_timeout=timedelta(hours=1)
    )
    table.optimize()
    seconds = time.perf_counter() - began

    def search(query: SyntheticQuery) -> Ids:
        asked = table.search(query_type="hybrid").vector(query.vector).text(query.text)
        asked = asked.distance_type("cosine")
        return asked.select(["id"]).limit(LIMIT).to_arrow()["id"].to_pylist()

    def nearest(query: SyntheticQuery) -> Ids:
        asked = table.search(query.vector).distance_type("cosine")
        return asked.select(["id"]).limit(LIMIT).to_arrow()["id"].to_pylist()

    def exact(query: SyntheticQuery, cosines: Matrix) -> Ids:
        words = table.search(query.text, query_type="fts").select(["id"]).limit(len(given.ids))
        return fuse(by_cosine(given.ids, cosines), words.to_arrow()["id"].to_pylist())

    return Peer(seconds, search, nearest, exact)


def build_bm25s_usearch(given: Texts, folder: Path) -> Peer:
    """The lower bound: sparse arrays compiled by numba, HNSW in C++, a few lines of fusion."""
    import bm25s
    import Stemmer
    from usearch.index import Index

    stemmer = Stemmer.Stemmer("english")

    def cut(texts: Sequence[str]) -> Any:
        return bm25s.tokenize(texts, stopwords="en", stemmer=stemmer, show_progress=False)

    began = time.perf_counter()
    words = bm25s.BM25(backend="numba")
    words.index(cut(given.texts), show_progress=False)
    vectors = Index(ndim=given.vectors.shape[1], metric="cos")
    vectors.add(np.arange(len(given.ids)), given.vectors)
    seconds = time.perf_counter() - began

    def by_words(query: SyntheticQuery, count: int) -> Ids:
        count = min(count, len(given.ids))
        found, scores = words.retrieve(cut([query.text]), k=count, show_progress=False)
        pairs = zip(found[0].tolist(), scores[0].tolist(), strict=True)
        return [given.ids[number] for number, score in pairs if score > 0]

    def by_vector(query: SyntheticQuery, count: int) -> Ids:
        return [given.ids[number] for number in vectors.search(query.vector, count).keys.tolist()]

    return Peer(
        seconds,
        lambda query: fuse(by_vector(query, CANDIDATES), by_words(query, CANDIDATES)),
        lambda query: by_vector(query, LIMIT),
        lambda query, cosines: fuse(by_cosine(given.ids, cosines), by_words(query, len(given.ids))),
    )


def build_tantivy(given: Texts, folder: Path) -> Peer:
    """The lower bound for words alone; its BM25 leaves out only what cannot be in the first ten."""
    import tantivy

    began = time.perf_counter()
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    builder.add_text_field("text", stored=False, tokenizer_name="en_stem")
    index = tantivy.Index(builder.build(), path=str(folder))
    writer = index.writer()
    for id, text in zip(given.ids, given.texts, strict=True):
        writer.add_document(tantivy.Document(id=id, text=text))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()
    seconds = time.perf_counter() - began

    def search(query: SyntheticQuery) -> Ids:
        hits = searcher.search(index.parse_query(query.text, ["text"]), LIMIT).hits
        return [searcher.doc(address)["id"][0] for _, address in hits]

    return Peer(seconds, search)


def fuse(*rankings: Iterable[str]) -> Ids:
    """Return the ten best by reciprocal rank fusion; ties by place of first use."""
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, id in enumerate(ranking, 1):
            scores[id] = scores.get(id, 0.0) + 1 / (RRF_K + rank)
    return sorted(scores, key=lambda id: -scores[id])[:LIMIT]


def by_cosine(ids: Sequence[str], cosines: Matrix) -> Ids:
    """Return all ids, the highest cosine first."""
    return [ids[number] for number in np.argsort(-cosines, kind="stable").tolist()]


PEERS: dict[str, Callable[[Texts, Path], Peer]] = {
    "txtai": build_txtai,
    "lancedb": build_lancedb,
    "bm25s+usearch": build_bm25s_usearch,
    "tantivy": build_tantivy,
}
