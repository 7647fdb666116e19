"""The engine that all sessions share."""

import gc
import weakref

import pytest

from exchange.settings import Settings
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
