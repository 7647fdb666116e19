"""The picture of the corpus: a place in the plane for each document, alike in meaning lies near.

The places come from t-SNE (van der Maaten, Hinton 2008, "Visualizing Data using t-SNE") on the
vectors that find similar documents. A reader who comes back finds a case where it was: as long as
few documents are new, the others do not move, and the new ones lie among their neighbours. So
the places depend on earlier indexes; nothing else of a snapshot does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from exchange.centring import Vectors

Flags = npt.NDArray[np.bool_]

FEW = 20
"""Below it t-SNE has no neighbourhoods to keep: the two principal components are the picture."""
MANY = 20_000
"""Above it t-SNE would take minutes: the two principal components again."""
NEW_SHARE = 0.1
"""Where more of the documents than this came after the picture was made, it is made anew."""
SAME = 0.98
"""Cosine from which a document counts as the one it was: the language means move a little too."""
NEIGHBOURS = 3
PERPLEXITY = 30
_ITERATIONS, _ITERATIONS_FROM_EARLIER = 1_000, 250


@dataclass(frozen=True, slots=True)
class Projection:
    """Where documents lie, in document-number order.

    :param positions: float32[N, 2], about -1 to 1; NaN for a document without a vector.
    :param settled: bool[N], whether a document was there when the picture was last made.
    """

    positions: Vectors
    settled: Flags


@dataclass(frozen=True, slots=True)
class Earlier:
    """The picture before, with the documents and vectors that it shows."""

    ids: Sequence[str]
    vectors: Vectors
    projection: Projection


def project(ids: Sequence[str], vectors: Vectors, earlier: Earlier | None = None) -> Projection:
    """Return a place for each document.

    :param vectors: float32[N, d] of unit length, or zero; NaN for a document without a vector.
    """
    projected = np.flatnonzero(~np.isnan(vectors).any(axis=1))
    positions = np.full((len(ids), 2), np.nan, np.float32)
    settled = np.zeros(len(ids), np.bool_)
    known, unsettled = np.zeros(len(ids), np.bool_), np.ones(len(ids), np.bool_)
    if earlier is not None:
        known, settled, positions = _carried_over(ids, vectors, earlier)
        unsettled = ~settled
    if known.any() and unsettled[projected].sum() <= NEW_SHARE * len(projected):
        return Projection(_with_new(vectors, positions, known), settled)
    start = _with_new(vectors, positions, known)[projected] if known.any() else None
    made = _picture(vectors[projected], start)
    if start is not None:
        made = _aligned(made, start, known[projected])
    positions[projected] = made
    settled[projected] = True
    return Projection(positions, settled)


def no_picture(documents: int) -> Projection:
    """Return a projection in which no document has a place."""
    positions = np.full((documents, 2), np.nan, np.float32)
    return Projection(positions, np.zeros(documents, np.bool_))


def write_projection(directory: Path, projection: Projection) -> None:
    """Write a projection as two arrays."""
    directory.mkdir(parents=True, exist_ok=True)
    np.save(directory / "positions.npy", projection.positions)
    np.save(directory / "settled.npy", projection.settled)


def read_projection(directory: Path) -> Projection:
    """Return what :func:`write_projection` wrote."""
    return Projection(open_positions(directory), np.load(directory / "settled.npy"))


def open_positions(directory: Path) -> Vectors:
    """Return the positions, memory-mapped."""
    return np.load(directory / "positions.npy", mmap_mode="r")  # type: ignore[no-any-return]


def _carried_over(
    ids: Sequence[str], vectors: Vectors, earlier: Earlier
) -> tuple[Flags, Flags, Vectors]:
    """Return which documents are as they were, which of them are settled, and their places."""
    numbers = {id: number for number, id in enumerate(earlier.ids)}
    before = np.array([numbers.get(id, -1) for id in ids], np.int64)
    positions = np.full((len(ids), 2), np.nan, np.float32)
    known = before >= 0
    positions[known] = earlier.projection.positions[before[known]]
    # A comparison with NaN is False: a document without a vector or place is not known.
    likeness = np.full(len(ids), np.nan, np.float32)
    likeness[known] = np.einsum("nd,nd->n", vectors[known], earlier.vectors[before[known]])
    unmoved = np.zeros(len(ids), np.bool_)
    unmoved[known] = (vectors[known] == earlier.vectors[before[known]]).all(axis=1)
    known &= ((likeness >= SAME) | unmoved) & ~np.isnan(positions[:, 0])
    positions[~known] = np.nan
    settled = known.copy()
    settled[known] = earlier.projection.settled[before[known]]
    return known, settled, positions


def _with_new(vectors: Vectors, positions: Vectors, known: Flags) -> Vectors:
    """Return the places, each new document at the mean of its nearest known ones."""
    filled = positions.copy()
    new = np.flatnonzero(~known & ~np.isnan(vectors).any(axis=1))
    for document in new.tolist():
        likeness = vectors[known] @ vectors[document]
        nearest = np.argsort(-likeness, kind="stable")[:NEIGHBOURS]
        weights = np.maximum(likeness[nearest], 1e-3)
        filled[document] = weights @ positions[known][nearest] / weights.sum()
    return filled


def _picture(vectors: Vectors, start: Vectors | None) -> Vectors:
    """Return the places of documents that all have a vector; anew where `start` is None."""
    plane = _principal_plane(vectors)
    if len(vectors) < FEW or len(vectors) > MANY:
        return plane
    from sklearn.manifold import TSNE
    from threadpoolctl import threadpool_limits

    model = TSNE(
        perplexity=min(PERPLEXITY, (len(vectors) - 1) / 3),
        init=plane * 1e-4 if start is None else start * _spread(len(vectors)),
        early_exaggeration=12 if start is None else 1,
        max_iter=_ITERATIONS if start is None else _ITERATIONS_FROM_EARLIER,
        random_state=0,
    )
    # One thread: several add up in any order, and wait for each other on a busy machine.
    with threadpool_limits(1):
        made = model.fit_transform(vectors)
    return _principal_plane(made) if start is None else np.asarray(made, np.float32)


def _spread(documents: int) -> float:
    """Return how far t-SNE's places reach, about, where those of a picture reach 1."""
    return float(np.sqrt(documents))


def _principal_plane(vectors: Vectors) -> Vectors:
    """Return the two principal components, float32[N, 2], the wider first, reaching 1 at most."""
    if not len(vectors):
        return np.empty((0, 2), np.float32)
    centred = vectors.astype(np.float64) - vectors.mean(axis=0, dtype=np.float64)
    _, axes = np.linalg.eigh(centred.T @ centred)
    axes = axes[:, : -min(2, axes.shape[1]) - 1 : -1]
    # An axis has no direction of its own: its largest component is made positive.
    axes = axes * np.sign(axes[np.abs(axes).argmax(axis=0), range(axes.shape[1])])
    return _scaled(np.asarray(centred @ axes, np.float32))


def _scaled(positions: Vectors) -> Vectors:
    reach = float(np.abs(positions).max(initial=0))
    return positions / reach if reach > 1e-6 else np.zeros_like(positions)


def _aligned(made: Vectors, start: Vectors, known: Flags) -> Vectors:
    """Turn, mirror, scale and shift a picture so that known documents lie nearest to before."""
    from scipy.linalg import orthogonal_procrustes

    here, there = made[known].astype(np.float64), start[known].astype(np.float64)
    middle, goal = here.mean(axis=0), there.mean(axis=0)
    size = float(((here - middle) ** 2).sum())
    if size < 1e-9:
        return start
    turn, stretch = orthogonal_procrustes(here - middle, there - goal)
    return np.asarray((made - middle) @ turn * (stretch / size) + goal, np.float32)
