"""The picture of the real corpus keeps neighbours, and shows meanings rather than languages."""

import numpy as np
import pytest
from sklearn.manifold import trustworthiness

from exchange.engine import SearchEngine
from exchange.projection import project
from scripts.shape_figures import NEAREST, chance, same

pytestmark = pytest.mark.model


def test_near_in_the_picture_is_near_in_meaning(real_engine: SearchEngine) -> None:
    positions, vectors = real_engine.positions(), real_engine.document_vectors()
    assert len(positions) == len(real_engine) > 170
    assert np.isfinite(positions).all()
    assert trustworthiness(vectors, positions, n_neighbors=NEAREST) > 0.84  # 0.88 when written
    shuffled = np.random.default_rng(0).permutation(positions)
    assert trustworthiness(vectors, shuffled, n_neighbors=NEAREST) < 0.6


def test_the_picture_does_not_fall_apart_into_languages(real_engine: SearchEngine) -> None:
    documents = [real_engine.document(number) for number in range(len(real_engine))]
    languages = [{document.case.language} for document in documents if document.case]
    vectors = real_engine.document_vectors()
    positions = np.asarray(real_engine.positions())
    # Not more than the neighbours that the engine itself calls similar.
    assert same(languages, positions) < same(languages, vectors) + 0.05
    assert same(languages, positions) < chance(languages) + 0.2
    sectors = [{document.facets["sector"][0]} for document in documents]
    assert same(sectors, positions) > 2 * chance(sectors)


def test_the_index_has_the_picture_of_its_vectors(real_engine: SearchEngine) -> None:
    ids = [real_engine.document(number).id for number in range(len(real_engine))]
    made = project(ids, real_engine.document_vectors()).positions
    np.testing.assert_array_equal(real_engine.positions(), made)
