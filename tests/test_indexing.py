"""Indexing: only what changed is embedded, and an incremental index equals a full one.

But for the picture: so that readers find a case where it was, its place depends on the index
before (docs/shape.md). Everything that a search answers is the same.
"""

from pathlib import Path

import numpy as np

from exchange.engine import SearchEngine
from exchange.indexing import index_corpus
from exchange.settings import Settings
from tests.conftest import copy_cases

QUERIES = ("malaria village", "timber legality", "transparansi", "birth registration", "")


def test_unchanged_files_build_nothing(small_corpus: Settings) -> None:
    first = index_corpus(small_corpus)
    again = index_corpus(small_corpus)
    assert (first.is_new, first.embedded) == (True, first.passages)
    assert (again.is_new, again.embedded, again.snapshot) == (False, 0, first.snapshot)


def test_a_changed_case_embeds_only_its_changed_passages(small_corpus: Settings) -> None:
    index_corpus(small_corpus)
    path = small_corpus.corpus / "cases" / "lk" / "malaria-elimination.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.rstrip() + "\n\nA new paragraph on mosquito nets.\n", encoding="utf-8")
    assert index_corpus(small_corpus).embedded == 1


def test_an_incremental_index_equals_a_full_one(small_corpus: Settings, tmp_path: Path) -> None:
    index_corpus(small_corpus)
    copy_cases(small_corpus.corpus, ("ua/prozorro",))
    (small_corpus.corpus / "cases" / "fj" / "birth-registration-app.md").unlink()
    incremental = index_corpus(small_corpus)
    full_settings = small_corpus.model_copy(update={"index": tmp_path / "full"})
    full = index_corpus(full_settings)
    assert 0 < incremental.embedded < full.embedded
    engines = SearchEngine.open(small_corpus), SearchEngine.open(full_settings)
    for query in QUERIES:
        one, other = (engine.search(query, limit=100) for engine in engines)
        assert one.total == len(one.hits) > 0
        assert one.hits == other.hits
        assert one.facets == other.facets
    one_picture, other_picture = (engine.positions() for engine in engines)
    assert one_picture.shape == other_picture.shape == (len(engines[0]), 2)
    assert np.isfinite(one_picture).all()


def test_an_index_of_the_same_files_has_the_same_picture(small_corpus: Settings) -> None:
    first = index_corpus(small_corpus)
    before = SearchEngine.open(small_corpus).positions()
    again = index_corpus(small_corpus, full=True)
    assert again.is_new and again.snapshot != first.snapshot
    np.testing.assert_array_equal(SearchEngine.open(small_corpus).positions(), before)


def test_a_new_case_moves_no_other(small_corpus: Settings) -> None:
    index_corpus(small_corpus)
    engine = SearchEngine.open(small_corpus)
    places = {engine.document(n).id: engine.positions()[n].tolist() for n in range(len(engine))}
    copy_cases(small_corpus.corpus, ("ua/prozorro",))
    index_corpus(small_corpus)
    engine = SearchEngine.open(small_corpus)
    now = {engine.document(n).id: engine.positions()[n].tolist() for n in range(len(engine))}
    assert np.isfinite(now.pop("ua-prozorro")).all()
    assert now == places
