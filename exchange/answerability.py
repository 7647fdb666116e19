"""Measure the label and the floor: is a query without an answer told apart, is an answer lost?"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from exchange.collection import Qrels, Topic
from exchange.engine import SearchEngine
from exchange.errors import CorpusError
from exchange.experiment import judged_topics
from exchange.indexing import Progress
from exchange.results import Match, Mode
from exchange.separation import Separation, separate

ANSWERABLE, UNJUDGED, OFF_DOMAIN = "answerable", "without judgments", "off-domain"
LABELS: tuple[Match, ...] = ("good", "weak", "none")


@dataclass(frozen=True, slots=True)
class Answerability:
    """What label and floor do in one mode.

    :param separation: of the answerable topics from the off-domain queries, by the signal.
    :param labels: "answerable", "without judgments", "off-domain" -> label -> how many.
    :param pairs: judged relevant pairs whose document is in the index.
    :param lost: those whose document is not in the topic's whole list.
    """

    separation: Separation
    labels: Mapping[str, Mapping[Match, int]]
    pairs: int
    lost: int

    @property
    def lost_share(self) -> float:
        return self.lost / max(self.pairs, 1)


def load_queries(path: Path) -> tuple[str, ...]:
    """Return the queries of a text file, one a line, without the empty lines.

    :raises CorpusError: the file cannot be read or has no query.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as exc:
        raise CorpusError(f"{path}: cannot be read ({exc}).") from exc
    queries = tuple(line.strip() for line in lines if line.strip())
    if not queries:
        raise CorpusError(f"{path}: no query in this file; write one a line.")
    return queries


def measure_answerability(
    engine: SearchEngine,
    topics: Sequence[Topic],
    qrels: Qrels,
    off_domain: Sequence[str],
    mode: Mode,
    progress: Progress,
) -> Answerability:
    """Ask all topics and the off-domain queries; at least one of each must be there."""
    answerable = {topic.id for topic in judged_topics(topics, qrels)}
    labels = {group: Counter[Match]() for group in (ANSWERABLE, UNJUDGED, OFF_DOMAIN)}
    signals: dict[str, list[float]] = {group: [] for group in labels}
    pairs = lost = 0
    asked = [(topic.id, topic.text) for topic in topics] + [("", text) for text in off_domain]
    for done, (id, text) in enumerate(asked, start=1):
        group = OFF_DOMAIN if not id else ANSWERABLE if id in answerable else UNJUDGED
        whole = engine.whole_list(text, mode=mode)
        labels[group][whole.match] += 1
        signals[group].append(whole.signal)
        if group == ANSWERABLE:
            relevant = {d for d, grade in qrels[id].items() if grade > 0 and engine.has(d)}
            pairs += len(relevant)
            lost += len(relevant.difference(whole.ids))
        progress(f"labels, {mode}", done, len(asked))
    return Answerability(
        separation=separate(signals[ANSWERABLE], signals[OFF_DOMAIN]),
        labels={
            group: {label: found[label] for label in LABELS} for group, found in labels.items()
        },
        pairs=pairs,
        lost=lost,
    )
