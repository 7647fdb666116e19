"""The picture of the corpus: near what is alike, the same every time, still while little is new."""

from pathlib import Path

import numpy as np
import pytest

from exchange import projection
from exchange.centring import Vectors
from exchange.projection import (
    FEW,
    Earlier,
    open_positions,
    project,
    read_projection,
    write_projection,
)

GROUPS, EACH = 4, 15


def unit(vectors: np.ndarray) -> Vectors:  # type: ignore[type-arg]
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)


@pytest.fixture(scope="module")
def vectors() -> Vectors:
    """Sixty documents in four groups of fifteen."""
    rng = np.random.default_rng(42)
    middles = np.repeat(rng.normal(size=(GROUPS, 32)), EACH, axis=0)
    return unit(middles + 0.5 * rng.normal(size=middles.shape))


def names(count: int) -> list[str]:
    return [f"x-{number:03}" for number in range(count)]


def nearest(positions: Vectors, number: int, count: int) -> set[int]:
    apart = ((positions - positions[number]) ** 2).sum(axis=1)
    apart[number] = np.inf
    return set(np.argsort(apart, kind="stable")[:count].tolist())


def test_documents_of_a_group_lie_together(vectors: Vectors) -> None:
    made = project(names(60), vectors)
    assert made.settled.all()
    assert np.abs(made.positions).max() == pytest.approx(1)
    for number in range(60):
        assert {other // EACH for other in nearest(made.positions, number, 5)} == {number // EACH}


def test_the_same_input_gives_the_same_picture(vectors: Vectors) -> None:
    one, other = project(names(60), vectors), project(names(60), vectors)
    np.testing.assert_array_equal(one.positions, other.positions)


@pytest.mark.parametrize("count", [0, 1, 2, 3, FEW - 1, FEW, FEW + 1])
@pytest.mark.parametrize("kind", ["different", "identical", "zero"])
def test_few_or_identical_documents_have_a_place(vectors: Vectors, count: int, kind: str) -> None:
    given = {
        "different": vectors[:count],
        "identical": np.repeat(vectors[:1], count, axis=0),
        "zero": np.zeros((count, 32), np.float32),
    }[kind]
    made = project(names(count), given)
    assert made.positions.shape == (count, 2)
    assert np.isfinite(made.positions).all()
    if kind == "different" and count > 1:
        assert len(np.unique(made.positions, axis=0)) == count
    again = project(names(count), given, Earlier(names(count), given, made))
    np.testing.assert_array_equal(again.positions, made.positions)


def test_a_document_without_a_vector_has_no_place(vectors: Vectors) -> None:
    gap = vectors.copy()
    gap[[0, 7]] = np.nan
    made = project(names(60), gap)
    assert np.flatnonzero(np.isnan(made.positions).any(axis=1)).tolist() == [0, 7]
    assert np.flatnonzero(~made.settled).tolist() == [0, 7]
    without = project(names(3), np.full((3, 32), np.nan, np.float32))
    assert np.isnan(without.positions).all()


def test_few_new_documents_move_no_other_and_lie_in_their_group(vectors: Vectors) -> None:
    kept = np.setdiff1d(np.arange(60), [3, 20, 59])
    ids = [names(60)[number] for number in kept]
    before = project(ids, vectors[kept])
    after = project(names(60), vectors, Earlier(ids, vectors[kept], before))
    np.testing.assert_array_equal(after.positions[kept], before.positions)
    assert np.flatnonzero(~after.settled).tolist() == [3, 20, 59]
    for number in (3, 20, 59):
        near = nearest(after.positions, number, 5)
        assert {other // EACH for other in near} == {number // EACH}


def test_new_documents_add_up_until_the_picture_is_made_anew(vectors: Vectors) -> None:
    ids, made = names(50), project(names(50), vectors[:50])
    settled = []
    for count in range(51, 58):
        before = Earlier(ids, vectors[: count - 1], made)
        ids = names(count)
        made = project(ids, vectors[:count], before)
        settled.append(int(made.settled.sum()))
    assert settled == [50, 50, 50, 50, 50, 56, 56]  # 6 of 56 are more than a tenth


def test_a_picture_made_anew_stays_near_to_the_one_before(vectors: Vectors) -> None:
    kept = np.arange(60) % 4 != 0
    ids = [id for id, old in zip(names(60), kept, strict=True) if old]
    before = project(ids, vectors[kept])
    after = project(names(60), vectors, Earlier(ids, vectors[kept], before))
    assert after.settled.all()
    moved = np.linalg.norm(after.positions[kept] - before.positions, axis=1)
    assert np.median(moved) < 0.2  # of a picture that is two wide
    fresh = project(names(60), vectors).positions[kept]
    assert np.median(moved) < np.median(np.linalg.norm(fresh - before.positions, axis=1)) / 2


def test_a_document_that_says_something_else_now_moves_to_its_like(vectors: Vectors) -> None:
    before = project(names(60), vectors)
    changed = vectors.copy()
    changed[0] = vectors[59]
    after = project(names(60), changed, Earlier(names(60), vectors, before))
    np.testing.assert_array_equal(after.positions[1:], before.positions[1:])
    assert {other // EACH for other in nearest(after.positions, 0, 5)} == {3}


def test_a_removed_document_moves_no_other(vectors: Vectors) -> None:
    before = project(names(60), vectors)
    after = project(names(60)[30:], vectors[30:], Earlier(names(60), vectors, before))
    np.testing.assert_array_equal(after.positions, before.positions[30:])


def test_many_documents_lie_by_principal_components(
    vectors: Vectors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(projection, "MANY", 59)
    made = project(names(60), vectors).positions.astype(np.float64)
    centred = vectors - vectors.mean(axis=0, dtype=np.float64)
    _, lengths, _ = np.linalg.svd(centred)
    wide = np.linalg.norm(made, axis=0)
    assert wide[1] / wide[0] == pytest.approx(lengths[1] / lengths[0], rel=1e-4)


def test_a_picture_is_read_as_it_was_written(vectors: Vectors, tmp_path: Path) -> None:
    made = project(names(60), vectors)
    write_projection(tmp_path / "projection", made)
    read = read_projection(tmp_path / "projection")
    np.testing.assert_array_equal(read.positions, made.positions)
    np.testing.assert_array_equal(read.settled, made.settled)
    assert isinstance(open_positions(tmp_path / "projection"), np.memmap)
