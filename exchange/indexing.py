"""Build an index: documents to words and vectors, into a folder that can be published."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from exchange.analysis import ANALYSER_VERSION
from exchange.backend import backend_switch
from exchange.corpus import Corpus, hash_files, hash_of_hashes
from exchange.document import Document
from exchange.document_store import DocumentStore, write_documents
from exchange.embedding_cache import EmbeddingCache, Embeddings, embed
from exchange.encoder import open_passage_encoder, open_query_encoder
from exchange.errors import SnapshotError
from exchange.expansion import write_phrases
from exchange.facets import write_facets
from exchange.glossary import Glossary
from exchange.keyword_index import write_keyword_index
from exchange.lineage import write_lineage
from exchange.match import FLOOR
from exchange.passages import document_from_case
from exchange.projection import (
    Earlier,
    Projection,
    no_picture,
    project,
    read_projection,
    write_projection,
)
from exchange.publishing import publish, start_building, writer_lock
from exchange.qdrant import require_client
from exchange.settings import Settings
from exchange.snapshot import (
    DOCUMENTS,
    FORMAT,
    LINEAGE,
    PHRASES,
    PROJECTION,
    VECTORS,
    Manifest,
    current,
    verify,
)
from exchange.vector_index import Means, VectorIndex, write_vectors

NO_GLOSSARY = Glossary()

Progress = Callable[[str, int, int], None]
"""Called with the step's name, how much of it is done and how much there is."""


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What an indexing did.

    :param is_new: False when no file had changed, so that nothing was built.
    :param embedded: passages that were turned into vectors; all others were known.
    """

    snapshot: str
    is_new: bool
    documents: int
    passages: int
    embedded: int


def index_corpus(
    settings: Settings,
    *,
    full: bool = False,
    cache: Path | None = None,
    progress: Progress | None = None,
) -> IndexReport:
    """Build and publish a snapshot of the corpus; without a change in its files do nothing.

    :param full: build even when no file has changed. Vectors of unchanged text are kept.
    :param cache: folder of the vectors that are known already; without one the index folder.
    :raises CorpusError: a case file has a problem; the index stays as it was.
    :raises IndexBusyError: another process writes the index and does not finish in time.
    """
    with writer_lock(settings.index, settings.lock_timeout):
        hash_before = hash_of_hashes(hash_files(settings.corpus))
        if not full and (unchanged := _unchanged(settings, hash_before)):
            return unchanged
        corpus = Corpus.load(settings.corpus)
        documents = [document_from_case(case) for case in corpus.cases]
        return index_documents(
            documents,
            settings,
            corpus.hash,
            glossary=corpus.glossary,
            cache=cache or settings.index,
            progress=progress,
        )


def index_documents(
    documents: Sequence[Document],
    settings: Settings,
    corpus_hash: str,
    *,
    cache: Path,
    glossary: Glossary = NO_GLOSSARY,
    progress: Progress | None = None,
) -> IndexReport:
    """Build a snapshot of `documents`, sorted by id, and publish it in `settings.index`.

    Call it with the writer lock held.

    :param cache: folder of the vectors that are known already.
    :param glossary: what the words of these documents are called elsewhere.
    """
    report = progress or _silent
    if settings.backend == "qdrant":
        require_client()
        from exchange.qdrant.connection import require_server

        require_server(settings)
    passages = [passage for document in documents for passage in document.passages]
    with EmbeddingCache.open(cache) as known:
        embedded = embed(
            [passage.encoded_text for passage in passages],
            lambda new: open_passage_encoder(settings, new),
            known,
            _counting(report, "passages", len(passages)),
        )
    return index_embedded(
        documents,
        embedded,
        settings,
        corpus_hash,
        open_query_encoder(settings).fingerprint,
        glossary=glossary,
        progress=progress,
    )


def index_embedded(
    documents: Sequence[Document],
    embedded: Embeddings,
    settings: Settings,
    corpus_hash: str,
    fingerprint: str,
    *,
    glossary: Glossary = NO_GLOSSARY,
    progress: Progress | None = None,
) -> IndexReport:
    """Build a snapshot of documents whose vectors are there already, and publish it.

    Call it with the writer lock held.

    :param embedded: a vector for each passage, in the order of the documents.
    :param fingerprint: of the encoder that made the vectors; it is not opened.
    """
    report = progress or _silent
    is_remote = settings.backend == "qdrant"
    languages = [passage.language for document in documents for passage in document.passages]
    built = start_building(settings.index)
    report("words", 0, len(documents))
    languages_of_words = write_keyword_index(
        built / "keyword", documents, with_expert_syntax=not is_remote
    )
    means = write_vectors(
        built / VECTORS,
        embedded.vectors,
        languages,
        [len(document.passages) for document in documents],
    )
    write_facets(built / "facets.npz", documents)
    write_documents(built / DOCUMENTS, documents)
    write_phrases(built / PHRASES, glossary)
    write_lineage(built / LINEAGE, documents)
    report("words", len(documents), len(documents))
    if is_remote:
        from exchange.qdrant.publishing import move_to_qdrant, remove_unnamed

        projection = no_picture(len(documents))
        place = move_to_qdrant(
            built, documents, settings, _counting(report, "upload", len(documents))
        )
    else:
        projection = make_projection(built, means, documents, settings.index, fingerprint)
        place = None
    write_projection(built / PROJECTION, projection)
    manifest = Manifest(
        format=FORMAT,
        corpus_hash=corpus_hash,
        encoder=fingerprint,
        analyser=ANALYSER_VERSION,
        documents=len(documents),
        passages=len(languages),
        languages=languages_of_words,
        means=means,
        floor=FLOOR,
        qdrant=place,
    )
    switch = backend_switch(settings)
    name = publish(settings.index, built, manifest, settings.keep_snapshots, switch)
    if is_remote:
        remove_unnamed(settings, manifest)
    return IndexReport(name, True, len(documents), len(languages), embedded.new)


def make_projection(
    built: Path, means: Means, documents: Sequence[Document], index: Path, fingerprint: str
) -> Projection:
    """Return the picture of the cases, near to that of the current snapshot.

    Other documents than cases have no page to lead to, and no place.

    :param fingerprint: of the encoder; a picture made from other vectors counts for nothing.
    """
    vectors = VectorIndex.open(built / VECTORS, means).document_vectors()
    vectors[[document.case is None for document in documents]] = np.nan
    ids = [document.id for document in documents]
    return project(ids, vectors, _earlier_projection(index, fingerprint))


def _earlier_projection(index: Path, fingerprint: str) -> Earlier | None:
    """Return the current snapshot's picture, where it is whole and of the same encoder."""
    try:
        name, digest = current(index)
        manifest = verify(index / name, digest)
    except SnapshotError:
        return None
    if manifest.encoder != fingerprint or manifest.qdrant is not None:
        return None
    directory = index / name
    return Earlier(
        DocumentStore(directory / DOCUMENTS).ids,
        VectorIndex.open(directory / VECTORS, manifest.means).document_vectors(),
        read_projection(directory / PROJECTION),
    )


def _unchanged(settings: Settings, files_hash: str) -> IndexReport | None:
    """Return the current snapshot where it is whole and was made of the same in the same way."""
    try:
        name, digest = current(settings.index)
        manifest = verify(settings.index / name, digest)
    except SnapshotError:
        return None
    same = (files_hash, open_query_encoder(settings).fingerprint, ANALYSER_VERSION)
    if (manifest.corpus_hash, manifest.encoder, manifest.analyser) != same:
        return None
    if (manifest.qdrant is not None) != (settings.backend == "qdrant"):
        return None
    if manifest.qdrant is not None:
        require_client()
        from exchange.qdrant.publishing import is_there

        if not is_there(settings, manifest):
            return None
    return IndexReport(name, False, manifest.documents, manifest.passages, 0)


def _counting(report: Progress, step: str, total: int) -> Callable[[int], None]:
    """Return a function that takes what is newly done and reports what is done in all."""
    done = 0

    def count(newly_done: int) -> None:
        nonlocal done
        done += newly_done
        report(step, done, total)

    return count


def _silent(step: str, done: int, total: int) -> None:
    pass
