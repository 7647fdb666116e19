"""Vectors are kept: embedded once, found again, and never wrong after a crash or damage."""

import logging
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from exchange.embedding_cache import BATCH, EmbeddingCache, embed, passage_key
from exchange.encoder import Encoder, Progress
from exchange.encoder.hashing import HashEncoder
from exchange.encoder.windows import Matrix
from exchange.errors import EncoderError

ROOT = Path(__file__).parents[1]
TEXTS = [f"case number {i} about {'water ' * (i % 5)}" for i in range(2 * BATCH + 5)]
EXPECTED = HashEncoder().encode_passages(TEXTS)


class CountingEncoder(HashEncoder):
    """Remembers what it was asked to encode."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Matrix:
        self.texts.extend(texts)
        return super().encode_passages(texts, progress)


def embed_all(index: Path, texts: Sequence[str] = TEXTS) -> tuple[Matrix, list[str]]:
    """Embed `texts` with the cache in `index`; also return the texts that were encoded."""
    encoder = CountingEncoder()
    with EmbeddingCache.open(index) as cache:
        done = embed(texts, lambda new: encoder, cache)
    assert done.new == len(encoder.texts)
    return done.vectors, encoder.texts


def database(index: Path) -> Path:
    return index / "embeddings" / "vectors.sqlite"


def test_unchanged_text_is_never_embedded_again(tmp_path: Path) -> None:
    first, encoded = embed_all(tmp_path)
    second, again = embed_all(tmp_path, [*reversed(TEXTS), "a new one"])
    assert first.tobytes() == EXPECTED.tobytes()
    assert len(encoded) == len(TEXTS)
    assert again == ["a new one"]
    assert second[:-1].tobytes() == EXPECTED[::-1].tobytes()


def test_the_same_text_twice_is_embedded_once(tmp_path: Path) -> None:
    vectors, encoded = embed_all(tmp_path, ["a b", "c", "a  b\n", "a b"])
    assert sorted(encoded) == ["a b", "c"]
    assert vectors.tobytes() == HashEncoder().encode_passages(["a b", "c", "a b", "a b"]).tobytes()


def test_no_texts_give_no_rows(tmp_path: Path) -> None:
    vectors, encoded = embed_all(tmp_path, [])
    assert (vectors.shape, encoded) == ((0, 64), [])


def test_another_encoder_gets_vectors_of_its_own(tmp_path: Path) -> None:
    class Other(CountingEncoder):
        fingerprint = "f" * 64

    embed_all(tmp_path, ["a"])
    other = Other()
    with EmbeddingCache.open(tmp_path) as cache:
        assert embed(["a"], lambda new: other, cache).new == 1
        assert embed(["a"], lambda new: other, cache).new == 0
    assert embed_all(tmp_path, ["a"])[1] == []


def test_the_opener_hears_how_many_are_new(tmp_path: Path) -> None:
    asked: list[int] = []

    def opener(new: int) -> Encoder:
        asked.append(new)
        return HashEncoder()

    with EmbeddingCache.open(tmp_path) as cache:
        embed(["a", "b", "a"], opener, cache)
        embed(["a", "b"], opener, cache)
    assert asked == [0, 2, 0]


def test_an_encoder_that_changes_its_fingerprint_is_refused(tmp_path: Path) -> None:
    class Other(HashEncoder):
        fingerprint = "f" * 64

    with (
        EmbeddingCache.open(tmp_path) as cache,
        pytest.raises(EncoderError, match="another encoder"),
    ):
        embed(["a"], lambda new: Other() if new else HashEncoder(), cache)


def test_progress_adds_up_to_the_texts(tmp_path: Path) -> None:
    done: list[int] = []
    with EmbeddingCache.open(tmp_path) as cache:
        embed(TEXTS[:10], lambda new: HashEncoder(), cache)
        embed([*TEXTS, TEXTS[0]], lambda new: HashEncoder(), cache, done.append)
    assert done[0] == 11
    assert sum(done) == len(TEXTS) + 1


def test_what_was_done_before_a_failure_is_kept(tmp_path: Path) -> None:
    class Failing(CountingEncoder):
        def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Matrix:
            if len(self.texts) >= BATCH:
                raise KeyboardInterrupt
            return super().encode_passages(texts, progress)

    failing = Failing()
    with EmbeddingCache.open(tmp_path) as cache, pytest.raises(KeyboardInterrupt):
        embed(TEXTS, lambda new: failing, cache)
    vectors, encoded = embed_all(tmp_path)
    assert len(encoded) == len(TEXTS) - BATCH
    assert vectors.tobytes() == EXPECTED.tobytes()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_kill_loses_at_most_a_batch(tmp_path: Path) -> None:
    code = f"""
import os, signal, sys
from pathlib import Path
from exchange.embedding_cache import EmbeddingCache, embed
from exchange.encoder.hashing import HashEncoder
class Killed(HashEncoder):
    calls = 0
    def encode_passages(self, texts, progress=None):
        Killed.calls += 1
        if Killed.calls == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().encode_passages(texts, progress)
texts = [f"text {{i}}" for i in range(4 * {BATCH})]
embed(texts, lambda new: Killed(), EmbeddingCache.open(Path(sys.argv[1])))
"""
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT)
    assert done.returncode == -signal.SIGKILL
    texts = [f"text {i}" for i in range(4 * BATCH)]
    vectors, encoded = embed_all(tmp_path, texts)
    assert len(encoded) == 2 * BATCH
    assert vectors.tobytes() == HashEncoder().encode_passages(texts).tobytes()


def test_a_damaged_row_is_embedded_anew(tmp_path: Path) -> None:
    embed_all(tmp_path)
    damaged = passage_key("case number 3 about water water water")
    with sqlite3.connect(database(tmp_path)) as connection:
        changed = connection.execute(
            "UPDATE vectors SET vector = zeroblob(256) WHERE text = ?", (damaged,)
        )
        assert changed.rowcount == 1
        connection.execute(
            "UPDATE vectors SET runtime = CAST(x'ff' AS TEXT) WHERE text = ?",
            (passage_key("case number 0 about"),),
        )
    vectors, encoded = embed_all(tmp_path)
    assert sorted(encoded) == ["case number 0 about", "case number 3 about water water water"]
    assert vectors.tobytes() == EXPECTED.tobytes()
    assert embed_all(tmp_path)[1] == []
    assert [path.name for path in database(tmp_path).parent.iterdir()] == ["vectors.sqlite"]


def test_any_flipped_byte_is_survived(tmp_path: Path) -> None:
    embed_all(tmp_path)
    whole = database(tmp_path).read_bytes()
    places = [*range(160), 3843, *range(160, len(whole), len(whole) // 200)]
    set_aside = 0
    for number, place in enumerate(places):
        index = tmp_path / str(number)
        database(index).parent.mkdir(parents=True)
        damaged = bytearray(whole)
        damaged[place] ^= 0xFF
        database(index).write_bytes(damaged)
        for _ in range(2):
            assert embed_all(index)[0].tobytes() == EXPECTED.tobytes(), place
        assert embed_all(index)[1] == [], place
        set_aside += (database(index).parent / "vectors.sqlite.damaged-1").exists()
    assert 20 < set_aside < len(places) / 2


@pytest.mark.parametrize(
    "content",
    [b"", b"not a database", b"\x00" * 5000, b"SQLite format 3\x00", None],
    ids=["empty", "text", "zeros", "magic only", "cut in half"],
)
def test_a_damaged_file_is_set_aside(
    tmp_path: Path, content: bytes | None, caplog: pytest.LogCaptureFixture
) -> None:
    embed_all(tmp_path)
    whole = database(tmp_path).read_bytes()
    database(tmp_path).write_bytes(whole[: len(whole) // 2] if content is None else content)
    with caplog.at_level(logging.WARNING):
        vectors, encoded = embed_all(tmp_path)
    assert vectors.tobytes() == EXPECTED.tobytes()
    assert len(encoded) == len(TEXTS)
    aside = database(tmp_path).with_name("vectors.sqlite.damaged-1")
    if content != b"":  # An empty file is a new database to SQLite.
        assert aside.exists()
        assert "set aside as vectors.sqlite.damaged-1" in caplog.text
    assert embed_all(tmp_path)[1] == []


def test_damaged_files_are_numbered(tmp_path: Path) -> None:
    for _ in range(2):
        database(tmp_path).parent.mkdir(exist_ok=True)
        database(tmp_path).write_text("not a database, " * 100)
        embed_all(tmp_path, ["a"])
    names = sorted(path.name for path in database(tmp_path).parent.iterdir())
    assert names == ["vectors.sqlite", *(f"vectors.sqlite.damaged-{n}" for n in (1, 2))]


def test_a_file_that_another_process_replaced_is_not_set_aside_again(tmp_path: Path) -> None:
    embed_all(tmp_path)
    with EmbeddingCache.open(tmp_path) as first:
        damaged = bytearray(database(tmp_path).read_bytes())
        damaged[4096:] = b"\xff" * (len(damaged) - 4096)
        with database(tmp_path).open("r+b") as file:
            file.write(damaged)
        database(tmp_path).replace(database(tmp_path).with_name("aside"))
        embed_all(tmp_path, TEXTS[:3])
        assert embed(TEXTS[:3], lambda new: HashEncoder(), first).new in (0, 3)
    assert embed_all(tmp_path, TEXTS[:3])[1] == []
    assert sorted(path.name for path in database(tmp_path).parent.iterdir()) == [
        "aside",
        "vectors.sqlite",
    ]


def test_two_processes_write_one_file(tmp_path: Path) -> None:
    code = """
import sys
from pathlib import Path
from exchange.embedding_cache import EmbeddingCache, embed
from exchange.encoder.hashing import HashEncoder
texts = [f"{i // int(sys.argv[2])} text" for i in range(1000)]
print(embed(texts, lambda new: HashEncoder(), EmbeddingCache.open(Path(sys.argv[1]))).new)
"""
    children = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path), step],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for step in ("1", "1", "2")
    ]
    printed = [child.communicate()[0].strip() for child in children]
    assert [child.returncode for child in children] == [0, 0, 0]
    assert all(printed)
    assert embed_all(tmp_path, [f"{i} text" for i in range(1000)])[1] == []


def test_a_locked_file_is_an_error_not_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    embed_all(tmp_path)
    monkeypatch.setattr("exchange.embedding_cache.disposable_database._TIMEOUT_SECONDS", 0.05)
    with sqlite3.connect(database(tmp_path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(EncoderError, match="in use by another process"):
            embed_all(tmp_path)
        other.rollback()
    assert embed_all(tmp_path)[1] == []


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="root may write everything"
)
def test_a_folder_without_permission_is_an_error(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(EncoderError, match="embeddings cannot be made: Permission denied"):
        EmbeddingCache.open(tmp_path)


def test_a_file_in_the_place_of_the_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "embeddings").write_text("a file")
    with pytest.raises(EncoderError, match="embeddings cannot be made: File exists"):
        EmbeddingCache.open(tmp_path)


def test_vectors_are_float32_in_little_endian(tmp_path: Path) -> None:
    embed_all(tmp_path, ["a"])
    with sqlite3.connect(database(tmp_path)) as connection:
        ((runtime, data),) = connection.execute("SELECT runtime, vector FROM vectors").fetchall()
    assert runtime == "hash-encoder"
    assert np.frombuffer(data, "<f4").tolist() == HashEncoder().encode_passages(["a"])[0].tolist()
