"""One set of documents behind every backend: arrays, Qdrant's local mode, its real engine."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from qdrant_client import QdrantClient

from exchange.document import Document, Passage, TextPart
from exchange.engine import SearchEngine
from exchange.indexing import IndexReport, index_documents
from exchange.publishing import writer_lock
from exchange.qdrant import connection
from exchange.results import FACET_FIELDS
from exchange.settings import Settings
from scripts.edge_client import EdgeClient
from tests.conftest import HASH_MODEL

SERVER = os.environ.get("QDRANT_URL", "")
needs_server = pytest.mark.skipif(not SERVER, reason="QDRANT_URL is not set")
QDRANT = ("local mode", "engine", pytest.param("server", marks=needs_server))
BACKENDS = ("embedded", *QDRANT)


def document(
    id: str, *texts: str, language: str = "en", has_passages: bool = True, **facets: str
) -> Document:
    """Return a document whose first text is its title, each text a passage of its own."""
    sections = ("title", *("text" for _ in texts[1:]))
    parts = [TextPart(language, name, text) for name, text in zip(sections, texts, strict=True)]
    passages = [Passage(language, part.section, "", part.text) for part in parts]
    values = {field: (facets.get(field, "unknown"),) for field in FACET_FIELDS}
    return Document(
        id, texts[0] if texts else "", tuple(parts), tuple(passages if has_passages else ()), values
    )


def qdrant_settings(folder: Path, **changes: Any) -> Settings:
    """Return settings for a Qdrant that :func:`answered_by` provides, or for the server."""
    facts = {
        "index": folder / "index",
        "model": HASH_MODEL,
        "backend": "qdrant",
        "qdrant_url": SERVER or "http://localhost:6333",
        "qdrant_api_key": SecretStr(os.environ.get("QDRANT_API_KEY", "") if SERVER else ""),
        "qdrant_prefix": "exchange-tests",
    }
    return Settings(**{**facts, **changes})


@contextmanager
def answered_by(client: object) -> Iterator[None]:
    """Let this client answer, whatever the address."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "QdrantClient", lambda **_: client)
        yield


def build(settings: Settings, documents: Sequence[Document]) -> IndexReport:
    """Index documents and publish them."""
    ordered = sorted(documents, key=lambda each: each.id)
    with writer_lock(settings.index, 1):
        return index_documents(ordered, settings, "tests", cache=settings.index)


@contextmanager
def opened(
    kind: str, folder: Path, documents: Sequence[Document], **changes: Any
) -> Iterator[SearchEngine]:
    """Yield an engine on `documents`, whose rankings are where `kind` says."""
    if kind == "embedded":
        settings = Settings(index=folder / "index", model=HASH_MODEL)
        build(settings, documents)
        yield SearchEngine.open(settings)
        return
    settings = qdrant_settings(folder, **changes)
    clients: dict[str, Callable[[], Any]] = {
        "local mode": lambda: QdrantClient(":memory:"),
        "engine": lambda: EdgeClient(folder / "shards"),
    }
    if kind == "server":
        build(settings, documents)
        yield SearchEngine.open(settings)
        client = connection.connect(settings, settings.qdrant_url)
        for found in client.get_collections().collections:
            if found.name.startswith(f"{settings.qdrant_prefix}-"):
                client.delete_collection(found.name)
        return
    with answered_by(clients[kind]()):
        build(settings, documents)
        yield SearchEngine.open(settings)
