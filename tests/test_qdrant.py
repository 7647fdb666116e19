"""Qdrant: upload, aliases, keys and errors; that its local mode answers as its engine does.

What a network and a cluster do can only be imitated here: the clients below fail on purpose. With
QDRANT_URL set, the contract of the rankings runs against a server (tests/test_ranking_contract.py).
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import numpy as np
import pytest
from grpc import RpcError, StatusCode
from pydantic import SecretStr
from qdrant_client import QdrantClient, models
from qdrant_client.http.exceptions import ResponseHandlingException, UnexpectedResponse
from typer.testing import CliRunner

from exchange import cli
from exchange.backend import backend_switch
from exchange.engine import SearchEngine
from exchange.errors import BackendError, ExchangeError, SettingsError
from exchange.indexing import index_corpus
from exchange.publishing import roll_back
from exchange.qdrant import connection, upload
from exchange.qdrant.connection import connect, require_safe, translated, with_retries
from exchange.qdrant.schema import (
    PASSAGES,
    WORDS,
    create_collection,
    facet_filter,
    is_own,
    point_id,
)
from exchange.qdrant.upload import upload_missing, wait_until_indexed
from exchange.settings import Settings
from exchange.snapshot import current, read_manifest, snapshot_names
from scripts.edge_client import EdgeClient
from tests.backends import answered_by, build, document, qdrant_settings
from tests.conftest import copy_cases

DOCUMENTS = [document(f"d-{n}", "Water", f"service number {n} of villages") for n in range(10)]
OTHERS = [*DOCUMENTS, document("e-new", "Malaria", "nets")]


class Watched:
    """A client of the local mode; `before` is called with each call's name and arguments."""

    def __init__(self) -> None:
        self._client = QdrantClient(":memory:")
        self.before: Callable[[str, tuple[Any, ...]], None] = lambda name, given: None

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(*given: Any, **options: Any) -> Any:
            self.before(name, given)
            return getattr(self._client, name)(*given, **options)

        return call

    def collections(self) -> list[str]:
        return sorted(each.name for each in self._client.get_collections().collections)

    def alias(self) -> dict[str, str]:
        aliases = self._client.get_aliases().aliases
        return {each.alias_name: each.collection_name for each in aliases}


@pytest.fixture
def client() -> Iterator[Watched]:
    watched = Watched()
    with answered_by(watched):
        yield watched


def failing(times: int, error: Exception, name: str = "upsert") -> Callable[..., None]:
    """Return a watcher that raises `error` at the first `times` calls of a method."""
    left = [times]

    def before(called: str, _: tuple[Any, ...]) -> None:
        if called == name and left[0]:
            left[0] -= 1
            raise error

    return before


def refusal(status: int) -> UnexpectedResponse:
    return UnexpectedResponse(status, "", b"reason", httpx.Headers())


class RpcFailure(RpcError):
    """What a gRPC call raises, as far as we look at it."""

    def __init__(self, code: StatusCode) -> None:
        super().__init__()
        self.code = lambda: code


def points(numbers: Any) -> list[models.PointStruct]:
    words = models.SparseVector(indices=[1], values=[1.0])
    return [models.PointStruct(id=point_id(f"d-{n}"), vector={WORDS: words}) for n in numbers]


IDS = [f"d-{n}" for n in range(10)]
UNREACHABLE = ResponseHandlingException(ConnectionError("refused"))


@pytest.mark.parametrize(
    "error",
    [UNREACHABLE, refusal(503), refusal(429), RpcFailure(StatusCode.UNAVAILABLE)],
    ids=["no answer", "503", "429", "gRPC"],
)
def test_a_batch_that_fails_twice_is_sent_again(client: Watched, error: Exception) -> None:
    create_collection(client, "c", 4, qdrant_settings(Path()))  # type: ignore[arg-type]
    client.before = failing(2, error)
    pauses: list[float] = []
    done: list[int] = []
    sent = upload_missing(client, "c", IDS, points, report=done.append, sleep=pauses.append)  # type: ignore[arg-type]
    assert (sent, pauses, sum(done)) == (10, [0.5, 1.0], 10)


def test_what_would_fail_again_is_not_tried_again() -> None:
    calls: list[int] = []

    def refused() -> None:
        calls.append(1)
        raise refusal(403)

    with pytest.raises(UnexpectedResponse):
        with_retries(refused, sleep=lambda _: None)
    assert len(calls) == 1


def test_a_server_that_stays_away_is_an_error(client: Watched) -> None:
    create_collection(client, "c", 4, qdrant_settings(Path()))  # type: ignore[arg-type]
    client.before = failing(99, UNREACHABLE)
    pauses: list[float] = []
    with pytest.raises(BackendError, match="no answer .*EXCHANGE_QDRANT_URL"):
        upload_missing(client, "c", IDS, points, report=lambda _: None, sleep=pauses.append)  # type: ignore[arg-type]
    assert pauses == [0.5, 1.0, 2.0, 4.0]


def test_indexing_waits_until_the_server_has_built_its_indexes() -> None:
    states = [models.CollectionStatus.YELLOW] * 2 + [models.CollectionStatus.GREEN]

    class Slow:
        def get_collection(self, name: str) -> Any:
            return models.CollectionInfo.model_construct(status=states.pop(0))

    pauses: list[float] = []
    wait_until_indexed(Slow(), "c", sleep=pauses.append)  # type: ignore[arg-type]
    assert (states, len(pauses)) == ([], 2)


def test_an_upload_goes_on_where_a_crash_left_it(
    client: Watched, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload, "BATCH", 4)
    settings = qdrant_settings(tmp_path)
    build(settings, DOCUMENTS)
    before = current(settings.index), client.alias()
    uploaded: list[list[str]] = []

    def crash_at_third(called: str, given: tuple[Any, ...]) -> None:
        if called == "upsert":
            uploaded.append([point.payload["id"] for point in given[1]])
            if len(uploaded) == 3:
                raise KeyboardInterrupt

    client.before = crash_at_third
    with pytest.raises(KeyboardInterrupt):
        build(settings, OTHERS)
    assert (current(settings.index), client.alias()) == before
    assert len(client.collections()) == 2
    report = build(settings, OTHERS)
    names = [each.id for each in OTHERS]
    assert uploaded == [names[:4], names[4:8], names[8:], names[8:]]
    assert report.documents == 11
    assert SearchEngine.open(settings).search("malaria").hits[0].id == "e-new"


def test_switching_leaves_no_gap(client: Watched, tmp_path: Path) -> None:
    settings = qdrant_settings(tmp_path, keep_snapshots=1)
    build(settings, DOCUMENTS)
    first = current(settings.index)[0]
    seen: list[tuple[str, int]] = []
    reader = SearchEngine.open(settings)

    def look(called: str, _: tuple[Any, ...]) -> None:
        """At every call of the indexer: an old reader and a new one both get an answer."""
        client.before = lambda name, given: None
        assert reader.search("villages", mode="keyword").total == 10
        newest = SearchEngine.open(settings)
        [collection] = client.alias().values()
        assert collection in client.collections()
        seen.append((collection, newest.search("villages", mode="keyword").total))
        client.before = look

    client.before = look
    build(settings, OTHERS)
    client.before = lambda name, given: None
    collections = list(dict.fromkeys(collection for collection, _ in seen))
    assert len(collections) == 2 and {total for _, total in seen} == {10}
    assert client.collections() == sorted(collections)  # the reader still holds the first
    assert snapshot_names(settings.index)[0] == first
    assert client.alias() == {"exchange-tests": collections[1]}


def test_collections_of_pruned_snapshots_are_deleted(client: Watched, tmp_path: Path) -> None:
    client.create_collection("exchange-tests-other", vectors_config={})
    settings = qdrant_settings(tmp_path, keep_snapshots=2)
    for count in (3, 4, 5):
        build(settings, DOCUMENTS[:count])
    places = [read_manifest(settings.index / n).qdrant for n in snapshot_names(settings.index)]
    kept = [place.collection for place in places if place is not None]
    assert len(kept) == 2
    assert client.collections() == sorted([*kept, "exchange-tests-other"])


def test_roll_back_switches_the_alias_back(client: Watched, tmp_path: Path) -> None:
    settings = qdrant_settings(tmp_path)
    build(settings, DOCUMENTS)
    first, before = current(settings.index)[0], client.alias()
    build(settings, OTHERS)
    assert client.alias() != before
    assert roll_back(settings.index, 1, backend_switch(settings)) == first
    assert client.alias() == before
    assert not SearchEngine.open(settings).has("e-new")


def test_roll_back_to_a_lost_collection_changes_nothing(client: Watched, tmp_path: Path) -> None:
    settings = qdrant_settings(tmp_path)
    build(settings, DOCUMENTS)
    lost = client.alias()["exchange-tests"]
    build(settings, OTHERS)
    before = current(settings.index), client.alias()
    client.delete_collection(lost)
    with pytest.raises(BackendError, match="exchange index"):
        roll_back(settings.index, 1, backend_switch(settings))
    assert (current(settings.index), client.alias()) == before


def test_a_lost_collection_is_said_and_mended(client: Watched, tmp_path: Path) -> None:
    copy_cases(tmp_path / "corpus", ("ua/prozorro", "fr/franceconnect"))
    settings = qdrant_settings(tmp_path, corpus=tmp_path / "corpus")
    assert index_corpus(settings).is_new
    assert not index_corpus(settings).is_new
    client.delete_collection(client.alias()["exchange-tests"])
    with pytest.raises(BackendError, match="Run `exchange index`"):
        SearchEngine.open(settings)
    assert index_corpus(settings).is_new
    assert SearchEngine.open(settings).search("procurement").total > 0
    assert index_corpus(settings.model_copy(update={"backend": "embedded"})).is_new


def test_vectors_of_another_length_are_refused(client: Watched, tmp_path: Path) -> None:
    settings = qdrant_settings(tmp_path)
    build(settings, DOCUMENTS)
    [name] = client.collections()
    client.delete_collection(name)
    create_collection(client, name, 5, settings)  # type: ignore[arg-type]
    with pytest.raises(BackendError, match="vectors of another length than 64"):
        SearchEngine.open(settings)


def test_expert_syntax_is_said_not_to_limit(client: Watched, tmp_path: Path) -> None:
    settings = qdrant_settings(tmp_path)
    build(settings, DOCUMENTS)
    engine = SearchEngine.open(settings)
    result = engine.search('"number 3" NOT water', mode="keyword")
    assert result.notice is not None and "plain words only" in result.notice
    assert result.total == 10
    assert engine.search("number 3").notice is None
    assert np.isnan(engine.positions()).all() and len(engine.positions()) == 10
    with pytest.raises(BackendError, match="--backend embedded"):
        engine.document_vectors()


@pytest.mark.parametrize(
    ("url", "has_key", "message"),
    [
        ("", False, "no http or https address"),
        ("qdrant.example:6333", False, "no http or https address"),
        ("http://qdrant.example:6333", True, "would travel unencrypted"),
        ("https://user:secret@qdrant.example", False, "password"),
        ("user:secret@qdrant.example", False, "its value"),
        ("http://qdrant.example:6333", False, None),
        ("http://localhost:6333", True, None),
        ("http://127.0.0.1:6333", True, None),
        ("https://qdrant.example:6333", True, None),
    ],
)
def test_an_address_is_looked_at_before_a_key_is_sent(
    url: str, has_key: bool, message: str | None
) -> None:
    if message is None:
        require_safe(url, has_key=has_key)
        return
    with pytest.raises(SettingsError, match=message) as caught:
        require_safe(url, has_key=has_key)
    assert "secret" not in str(caught.value)


def test_a_key_is_never_printed() -> None:
    settings = Settings(qdrant_api_key=SecretStr("hidden-key"))
    assert "hidden-key" not in repr(settings) + str(settings.model_dump())
    with pytest.raises(SettingsError) as caught:
        connect(settings, "http://qdrant.example")
    assert "hidden-key" not in str(caught.value)


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (refusal(401), "EXCHANGE_QDRANT_API_KEY"),
        (refusal(404), "exchange index"),
        (refusal(400), "it answers 400 .reason."),
        (UNREACHABLE, "EXCHANGE_QDRANT_TIMEOUT"),
        (RpcFailure(StatusCode.DEADLINE_EXCEEDED), "EXCHANGE_QDRANT_TIMEOUT"),
        (RpcFailure(StatusCode.UNAUTHENTICATED), "EXCHANGE_QDRANT_API_KEY"),
        (RpcFailure(StatusCode.NOT_FOUND), "exchange rollback"),
        (RpcFailure(StatusCode.INTERNAL), "it answers INTERNAL"),
        (ValueError("Collection c not found"), "Collection c not found. Run `exchange index`"),
    ],
)
def test_foreign_errors_say_what_to_do(error: Exception, message: str) -> None:
    with pytest.raises(ExchangeError, match=f"cannot search: .*{message}"), translated("search"):
        raise error


@contextmanager
def refusing_server(status: int) -> Iterator[tuple[str, list[str | None]]]:
    """Yield the address of a server that refuses all, and the keys that it was sent."""
    keys: list[str | None] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            keys.append(self.headers["api-key"])
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", keys
        server.shutdown()


@pytest.mark.parametrize(
    ("status", "message"), [(401, "refuses the key"), (404, "exchange rollback"), (500, "500")]
)
def test_the_client_sends_the_key_and_a_refusal_is_said(status: int, message: str) -> None:
    settings = Settings(qdrant_api_key=SecretStr("hidden-key"))
    with refusing_server(status) as (url, keys):
        client = connect(settings, url)
        with pytest.raises(BackendError, match=message) as caught, translated("look"):
            client.get_collection("c")
    assert keys == ["hidden-key"]
    assert "hidden-key" not in str(caught.value)
    with pytest.raises(BackendError, match="no answer"), translated("look"):
        client.get_collection("c")


def test_without_the_client_it_is_said_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exchange.qdrant.find_spec", lambda name: None)
    with pytest.raises(BackendError, match=r"pip install 'exchange\[qdrant\]'"):
        build(qdrant_settings(tmp_path), DOCUMENTS)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("x-0123456789abcdef", True),
        ("x-y-0123456789abcdef", False),
        ("x-0123456789abcdeg", False),
        ("x-0123", False),
        ("x", False),
    ],
)
def test_only_own_collections_are_ever_deleted(name: str, expected: bool) -> None:
    assert is_own(name, "x") is expected


def test_the_command_line_indexes_into_qdrant(
    client: Watched, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_cases(tmp_path / "corpus", ("ua/prozorro", "fr/franceconnect"))
    settings = Settings(corpus=tmp_path / "corpus", index=tmp_path / "index", model="hash-encoder")
    for module in ("cli", "cli_options"):
        monkeypatch.setattr(f"exchange.{module}.load_settings", lambda: settings)
    run = CliRunner().invoke
    made = run(
        cli.app, ["index", "--backend", "qdrant", "--url", "http://localhost:6333", "--json"]
    )
    assert json.loads(made.stdout)["is_new"] is True
    found = json.loads(run(cli.app, ["search", "procurement", "--json"]).stdout)
    assert found["total_is_lower_bound"] is False
    assert {hit["id"] for hit in found["hits"]} == {"ua-prozorro", "fr-franceconnect"}


def test_the_local_mode_answers_as_the_engine_does(tmp_path: Path) -> None:
    random = np.random.default_rng(42)
    settings = qdrant_settings(tmp_path)
    clients: list[Any] = [QdrantClient(":memory:"), EdgeClient(tmp_path)]
    made = []
    for number in range(60):
        vectors = random.standard_normal((int(random.integers(1, 4)), 8))
        terms = np.unique(random.integers(0, 30, 6)).tolist()
        words = models.SparseVector(indices=terms, values=random.random(len(terms)).tolist())
        vector: Any = {PASSAGES: vectors.astype(np.float32).tolist(), WORDS: words}
        if number % 10 == 0:
            del vector[PASSAGES if number % 20 else WORDS]
        payload = {"number": number, "country": [["ID"], ["KH", "LK"], ["BR"]][number % 3]}
        made.append(models.PointStruct(id=point_id(str(number)), vector=vector, payload=payload))
    queries: list[tuple[Any, str]] = [([random.standard_normal(8).tolist()], PASSAGES)]
    queries += [(models.SparseVector(indices=[1, 7, 12], values=[1.0, 2.0, 0.5]), WORDS)]
    filters = [None, facet_filter({"country": ["ID", "LK"]})]
    requests = [
        models.QueryRequest(query=q, using=name, filter=kept, limit=50, with_payload=["number"])
        for q, name in queries
        for kept in filters
    ]
    for each in clients:
        create_collection(each, "c", 8, settings)
        each.upsert("c", made, wait=True)
    local, engine = (each.query_batch_points("c", requests) for each in clients)
    for ours, theirs in zip(local, engine, strict=True):
        assert len(ours.points) > 5
        assert [p.payload for p in ours.points] == [p.payload for p in theirs.points]
        scores = [[p.score for p in found.points] for found in (ours, theirs)]
        assert scores[0] == pytest.approx(scores[1], abs=1e-4)


def test_a_server_that_is_not_there_costs_no_embedding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "FIRST_PAUSE", 0.0)
    copy_cases(tmp_path / "corpus", ("ua/prozorro",))
    settings = qdrant_settings(tmp_path, corpus=tmp_path / "corpus")
    nowhere = settings.model_copy(update={"qdrant_url": "http://127.0.0.1:1"})
    with pytest.raises(BackendError, match="no answer"):
        index_corpus(nowhere)
    assert [path.name for path in nowhere.index.iterdir()] == ["writer.lock"]
