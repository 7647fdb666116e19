"""Print the figures of docs/shape.md: `python -m scripts.shape_figures`.

The vectors of EXCHANGE_INDEX are used, and the index itself is left as it is. `--encode` measures
a first index without known vectors, too, which takes minutes.
"""

import argparse
import multiprocessing
import shutil
import tempfile
import time
from pathlib import Path

import numpy as np
from sklearn.manifold import trustworthiness

from exchange import indexing
from exchange.centring import Vectors
from exchange.engine import SearchEngine
from exchange.projection import Earlier, project
from exchange.settings import Settings, load_settings

NEAREST = 10


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--encode", action="store_true")
    encode = parser.parse_args().encode
    settings = load_settings()
    with tempfile.TemporaryDirectory() as folder:
        corpus, index = Path(folder) / "corpus", Path(folder) / "index"
        shutil.copytree(settings.corpus, corpus)
        copied = settings.model_copy(update={"corpus": corpus, "index": index})
        if encode:
            unknown = copied.model_copy(update={"index": Path(folder) / "anew"})
            time_index("first index, no vector known", unknown, unknown.index)
        time_index("first index, vectors known", copied, settings.index)
        case = next(iter(sorted((corpus / "cases").rglob("*.md"))))
        case.write_text(case.read_text("utf-8").rstrip() + "\n\nOne more line.\n", "utf-8")
        time_index("index after a change in one case", copied, settings.index)
        print_quality(SearchEngine.open(copied))


def time_index(name: str, settings: Settings, cache: Path) -> None:
    """Print what the picture adds to an indexing, in a process of its own: imports count."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        whole, picture = pool.apply(_timed, (settings, cache))
    rest = whole - picture
    print(f"| {name} | {rest:.1f} s + {picture:.2f} s = {100 * picture / rest:.0f} % more |")


def _timed(settings: Settings, cache: Path) -> tuple[float, float]:
    spent = []
    inner = indexing.make_projection

    def measured(*arguments: object) -> object:
        begun = time.perf_counter()
        made = inner(*arguments)  # type: ignore[arg-type]
        spent.append(time.perf_counter() - begun)
        return made

    indexing.make_projection = measured  # type: ignore[assignment]
    begun = time.perf_counter()
    indexing.index_corpus(settings, cache=cache)
    return time.perf_counter() - begun, sum(spent)


def print_quality(engine: SearchEngine) -> None:
    documents = [engine.document(number) for number in range(len(engine))]
    ids = [document.id for document in documents]
    vectors = engine.document_vectors()
    made = project(ids, vectors).positions
    print(f"| trustworthiness, {NEAREST} nearest | {trust(vectors, made):.3f} |")
    for name, values in {
        "language": [{document.case.language} for document in documents if document.case],
        "first sector": [{document.facets["sector"][0]} for document in documents],
    }.items():
        print(
            f"| same {name} among the {NEAREST} nearest: picture, vectors, chance "
            f"| {same(values, made):.2f}, {same(values, vectors):.2f}, {chance(values):.2f} |"
        )
    rng = np.random.default_rng(0)
    for new in (1, len(ids) // 10, len(ids) // 5, len(ids) // 3):
        kept = np.sort(rng.permutation(len(ids))[new:])
        before = Earlier([ids[n] for n in kept], vectors[kept], project(kept, vectors[kept]))  # type: ignore[arg-type]
        after = project(ids, vectors, before).positions
        moved = np.linalg.norm(after[kept] - before.projection.positions, axis=1)
        print(
            f"| {new} new of {len(ids)}: the others move by (median, at most), trustworthiness "
            f"| {np.median(moved):.2f}, {moved.max():.2f}, {trust(vectors, after):.3f} |"
        )


def trust(vectors: Vectors, positions: Vectors) -> float:
    return float(trustworthiness(vectors, positions, n_neighbors=NEAREST))


def same(values: list[set[str]], places: Vectors) -> float:
    """Return the share of the nearest that have a value in common with the one they are near."""
    apart = ((places[:, None] - places[None]) ** 2).sum(axis=2)
    np.fill_diagonal(apart, np.inf)
    nearest = np.argsort(apart, axis=1, kind="stable")[:, :NEAREST]
    return float(
        np.mean([[bool(values[n] & values[i]) for i in nearest[n]] for n in range(len(values))])
    )


def chance(values: list[set[str]]) -> float:
    count = len(values)
    common = sum(bool(a & b) for n, a in enumerate(values) for m, b in enumerate(values) if n != m)
    return common / (count * (count - 1))


if __name__ == "__main__":
    main()
