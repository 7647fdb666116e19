"""Scores of passages: of all, and of the nearest documents alone."""

from pathlib import Path

import numpy as np
import pytest

from exchange import feedback
from exchange.engine import SearchEngine
from exchange.vector_index import VectorIndex, write_vectors

PASSAGES = [2, 0, 1, 3, 1, 0]


@pytest.fixture
def vectors(tmp_path: Path) -> VectorIndex:
    found = np.random.default_rng(3).standard_normal((sum(PASSAGES), 8)).astype(np.float32)
    found /= np.linalg.norm(found, axis=1, keepdims=True)
    means = write_vectors(tmp_path, found, ["en"] * len(found), PASSAGES)
    return VectorIndex.open(tmp_path, means)


@pytest.mark.parametrize("documents", [[0, 2, 3, 4], [2], [0, 3], [3, 4]])
def test_only_the_named_documents_are_compared(vectors: VectorIndex, documents: list[int]) -> None:
    direction = np.eye(8, dtype=np.float32)[1]
    whole = vectors.passage_scores(direction)
    found = vectors.likeness_scores(direction, np.array(documents, np.int32))
    of_document = np.repeat(np.arange(len(PASSAGES)), PASSAGES)
    named = np.isin(of_document, documents)
    np.testing.assert_allclose(found[named], whole[named], atol=1e-6)
    assert (found[~named] == found[named].min()).all()


def test_a_document_is_where_its_passages_are(vectors: VectorIndex) -> None:
    found = vectors.document_vectors()
    for number, passages in enumerate(PASSAGES):
        alone = vectors.vector_of(number)
        assert (alone is None) == (passages == 0) == bool(np.isnan(found[number]).all())
        if alone is not None:
            np.testing.assert_allclose(found[number], alone.centred, atol=1e-6)
    numbers = np.array([3, 0, 4], np.int32)
    np.testing.assert_allclose(vectors.directions_of(numbers), found[numbers], atol=1e-6)
    assert vectors.directions_of(numbers[:0]).shape == (0, 8)


def test_far_documents_stay_on_the_list_below(
    small_engine: SearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = "malaria in remote villages"
    whole = [hit.id for hit in small_engine.search(query, limit=100).hits]
    monkeypatch.setattr(feedback, "DEPTH", 4)
    near = small_engine.search(query, limit=100)
    assert [hit.id for hit in near.hits][:2] == whole[:2]
    assert {hit.id for hit in near.hits} == set(whole) and len(near.hits) == len(whole)
    parts = [hit.likeness.part for hit in near.hits if hit.likeness is not None]
    assert len(parts) == len(whole) > 5 and parts[-1] == min(parts)
