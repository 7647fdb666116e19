"""Measure how well the engine finds: `python -m scripts.relevance`, on a built index.

It prints the tables of docs/relevance.md and fails when a figure is worse than the stored one in
docs/relevance.json by more than 0.005; `--write` stores the new figures and tables instead.

With `--collections DIR` the test collections in that folder are measured too. One of more than
2,000 documents takes over ten minutes to embed the first time; later its vectors are known.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from exchange.answerability import load_queries, measure_answerability
from exchange.collection import load_qrels, load_records, load_topics
from exchange.corpus import Corpus
from exchange.engine import SearchEngine
from exchange.errors import CorpusError, ExchangeError
from exchange.experiment import Experiment, evaluate_topics, open_collection
from exchange.indexing import Progress
from exchange.known_item import find_known_items, last_section_items
from exchange.parts import ALL_PARTS, NO_PARTS
from exchange.results import MODES, Mode
from exchange.settings import Settings, load_settings
from exchange.terminal import progress_bar
from exchange.topic_groups import group_topics, means_of
from scripts.relevance_report import (
    Figures,
    load_figures,
    merge,
    render,
    rounded,
    worse_than,
    write,
)

FIGURES = Path("docs") / "relevance.json"
DOCUMENT = Path("docs") / "relevance.md"
SLOW_DOCUMENTS = 2_000
GROUPINGS = ("language group", "type")

Variant = Callable[[Settings], SearchEngine]
"""Opens an engine on the index of some settings, maybe with a part of it switched off."""

_WITHOUT = {
    "without taking the language out of vectors": replace(ALL_PARTS, neutral_meaning=False),
    "without taking the language out of word scores": replace(ALL_PARTS, neutral_words=False),
    "words weigh 0.5 whatever they cover": replace(ALL_PARTS, coverage=False),
    "without feedback": replace(ALL_PARTS, feedback=False),
    "without compounds": replace(ALL_PARTS, compounds=False),
    "without the glossary": replace(ALL_PARTS, glossary=False),
    "without all of these": NO_PARTS,
}
VARIANTS: Mapping[str, Variant] = {
    "engine": SearchEngine.open,
    **{name: partial(SearchEngine.open, parts=parts) for name, parts in _WITHOUT.items()},
}


def measure(
    open_engine: Variant, settings: Settings, collections: Sequence[Path], progress: Progress
) -> Figures:
    """Return every figure of one variant: topics, labels, last sections, time, collections."""
    folder = settings.corpus / "eval"
    topics, qrels = load_topics(folder / "topics.jsonl"), load_qrels(folder / "qrels.tsv")
    off_domain = load_queries(folder / "off-domain.txt")
    engine = open_engine(settings)
    experiment = evaluate_topics(engine, topics, qrels, MODES, progress)
    label = measure_answerability(engine, topics, qrels, off_domain, "hybrid", progress)
    items = last_section_items(Corpus.load(settings.corpus).cases)
    found = find_known_items(engine, items)
    figures: Figures = {
        "topics": {mode: _means(experiment, mode) for mode in MODES},
        "groups": _groups(experiment),
        "labels": {
            "auc": label.separation.auc,
            "low": label.separation.low,
            "high": label.separation.high,
            "counts": label.labels,
            "pairs": label.pairs,
            "not_listed": label.lost,
        },
        "last_section": {"cases": found.asked, "share": found.share},
        "milliseconds": _milliseconds(engine, [topic.text for topic in topics]),
        "collections": {},
    }
    for directory in collections:
        with open_collection(directory, settings, progress, open_engine) as (engine, *judged):
            experiment = evaluate_topics(engine, *judged, MODES, progress)
        figures["collections"][directory.name] = {mode: _means(experiment, mode) for mode in MODES}
    return rounded(figures)


def find_collections(directory: Path, only: Sequence[str]) -> list[Path]:
    """Return the folders of a directory that hold a collection with queries, sorted by name.

    :param only: names of the wanted ones; without one all.
    :raises CorpusError: there is none, or not one of the wanted names.
    """
    found = sorted(path.parent for path in directory.glob("*/queries.jsonl"))
    names = [path.name for path in found]
    missing = [name for name in only if name not in names]
    if missing or not found:
        raise CorpusError(
            f"{directory}: no collection {', '.join(missing) or 'with queries.jsonl'} in it; "
            f"there are {', '.join(names) or 'none'}."
        )
    return [path for path in found if not only or path.name in only]


def _means(experiment: Experiment, mode: Mode) -> Figures:
    score = experiment.scores[mode]
    return {**score.means, "queries": score.queries}


def _groups(experiment: Experiment) -> Figures:
    groups: Figures = {grouping: {} for grouping in GROUPINGS}
    for group in group_topics(experiment.topics):
        if group.grouping in groups:
            groups[group.grouping][group.name] = {
                "queries": len(group.topics),
                **{
                    mode: means_of(score, group.topics)["ndcg@10"]
                    for mode, score in experiment.scores.items()
                },
            }
    return groups


def _milliseconds(engine: SearchEngine, queries: Sequence[str]) -> Figures:
    """Return the median time of a search in each mode; its query's vector is known already."""
    medians: Figures = {}
    for mode in MODES:
        times = []
        for query in queries:
            engine.search(query, mode=mode)
            began = time.perf_counter()
            engine.search(query, mode=mode)
            times.append((time.perf_counter() - began) * 1_000)
        medians[mode] = statistics.median(times)
    return medians


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and either store the figures or compare them with the stored ones."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--collections", type=Path, metavar="DIR", help="folder of collections")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="repeat it")
    parser.add_argument("--write", action="store_true", help="store the figures and tables")
    given = parser.parse_args(arguments)
    if given.only and given.collections is None:
        parser.error("--only names a collection: give --collections too")
    collections = find_collections(given.collections, given.only) if given.collections else []
    if not collections:
        print("Collections are skipped: give their folder with --collections.", file=sys.stderr)
    for directory in collections:
        if len(load_records(directory)) > SLOW_DOCUMENTS:
            print(
                f"{directory.name}: more than {SLOW_DOCUMENTS:,} documents, over ten minutes to "
                "embed the first time (--only NAME leaves it out).",
                file=sys.stderr,
            )
    stored = load_figures(FIGURES)
    with progress_bar() as progress:
        measured = {
            name: measure(open_engine, load_settings(), collections, progress)
            for name, open_engine in VARIANTS.items()
        }
    print(render(merge(stored, measured) if given.write else measured))
    if given.write:
        write(merge(stored, measured), FIGURES, DOCUMENT)
        return 0
    worse = worse_than(stored, measured)
    for line in worse:
        print(line, file=sys.stderr)
    return 1 if worse else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except ExchangeError as exc:
        sys.exit(str(exc))
