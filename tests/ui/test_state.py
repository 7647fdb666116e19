"""The engine that all sessions share, and its early opening."""

import asyncio
import gc
import threading
import weakref

import pytest

from exchange.errors import SnapshotError
from exchange.settings import Settings
from exchange.ui import state
from exchange.ui.opening import open_early
from exchange.ui.state import open_engine
from tests.conftest import environment


def test_garbage_collection_skips_imports_but_frees_an_engine_that_was_replaced(
    small_index: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment(small_index).items():
        monkeypatch.setenv(name, value)
    gc.unfreeze()
    open_engine.clear()
    first = weakref.ref(open_engine())
    assert gc.get_freeze_count() > len(gc.get_objects())
    open_engine.clear()
    kept = open_engine()
    gc.collect()
    assert first() is None
    assert kept.snapshot
    open_engine.clear()
    gc.unfreeze()


@pytest.mark.parametrize("problem", [None, SnapshotError("damaged")])
def test_the_server_opens_the_engine_early_and_starts_without_one_too(
    problem: SnapshotError | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, uncaught = threading.Event(), []

    def open_() -> None:
        opened.set()
        if problem:
            raise problem

    monkeypatch.setattr(state, "open_engine", open_)
    monkeypatch.setattr(threading, "excepthook", uncaught.append)
    asyncio.run(_start())
    assert opened.wait(timeout=30)
    for thread in threading.enumerate():
        if thread.name == "open early":
            thread.join()
    assert uncaught == []


async def _start() -> None:
    async with open_early(None):
        pass
