"""Run a test set through the engine and score the lists that a user would get."""

import contextlib
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from exchange.collection import Qrels, Topic, load_qrels, load_records, load_topics
from exchange.engine import SearchEngine
from exchange.errors import CorpusError
from exchange.evaluation import DEPTH, Evaluation, evaluate
from exchange.indexing import Progress, index_documents
from exchange.passages import document_from_text
from exchange.publishing import writer_lock
from exchange.results import Mode
from exchange.settings import Settings


@dataclass(frozen=True, slots=True)
class Experiment:
    """One run of judged topics through one engine, scored in each mode.

    :param encoder: the fingerprint of the encoder.
    :param topics: those that have judgments; only they are scored.
    :param qrels: their judgments.
    """

    snapshot: str
    encoder: str
    topics: tuple[Topic, ...]
    qrels: Qrels
    scores: Mapping[Mode, Evaluation]


def evaluate_files(
    engine: SearchEngine, topics: Path, qrels: Path, modes: Sequence[Mode], progress: Progress
) -> Mapping[Mode, Evaluation]:
    """Score each mode on the topics of a file.

    :raises CorpusError: a file is missing or not as it should be, or belongs to another index.
    """
    return evaluate_topics(engine, load_topics(topics), load_qrels(qrels), modes, progress).scores


def evaluate_topics(
    engine: SearchEngine,
    topics: Sequence[Topic],
    qrels: Qrels,
    modes: Sequence[Mode],
    progress: Progress,
) -> Experiment:
    """Score each mode on the topics that have judgments.

    :raises CorpusError: no judged document is in the index: it is not the index of this test set.
    """
    judged = judged_topics(topics, qrels)
    wanted = {id for topic in judged for id in qrels[topic.id]}
    if not any(engine.has(id) for id in wanted):
        raise CorpusError(
            "None of the judged documents is in the index; check --qrels, or run `exchange index`."
        )
    scored: dict[Mode, Evaluation] = {}
    grades = {topic.id: qrels[topic.id] for topic in judged}
    for mode in modes:
        run = {}
        for done, topic in enumerate(judged, start=1):
            run[topic.id] = engine.whole_list(topic.text, mode=mode).ids[:DEPTH]
            progress(mode, done, len(judged))
        scored[mode] = evaluate(run, grades)
    return Experiment(engine.snapshot, engine.encoder, judged, grades, scored)


def judged_topics(topics: Sequence[Topic], qrels: Qrels) -> tuple[Topic, ...]:
    """Return the topics for which some document is judged relevant."""
    return tuple(topic for topic in topics if any(qrels.get(topic.id, {}).values()))


@contextlib.contextmanager
def open_collection(
    directory: Path,
    settings: Settings,
    progress: Progress,
    open_engine: Callable[[Settings], SearchEngine] = SearchEngine.open,
) -> Iterator[tuple[SearchEngine, tuple[Topic, ...], Qrels]]:
    """Index a collection in a temporary folder and yield an engine on it, its topics and qrels.

    Its vectors stay in the cache of `settings.index`, so that a second run embeds nothing.

    :raises CorpusError: a file of the collection is missing or not as it should be.
    """
    topics = load_topics(directory / "queries.jsonl")
    qrels = load_qrels(directory / "qrels.tsv")
    documents = [
        document_from_text(record.id, record.title, record.text, record.language)
        for record in load_records(directory)
    ]
    with tempfile.TemporaryDirectory() as folder:
        temporary = settings.model_copy(update={"index": Path(folder)})
        with writer_lock(temporary.index, settings.lock_timeout):
            index_documents(
                documents, temporary, "collection", cache=settings.index, progress=progress
            )
        yield open_engine(temporary), topics, qrels
