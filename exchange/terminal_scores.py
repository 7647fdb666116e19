"""What the command line prints of an evaluation: means, groups, topics, labels, comparisons."""

import textwrap
from collections.abc import Mapping, Sequence

from rich.table import Table
from rich.text import Text

from exchange.answerability import LABELS, Answerability
from exchange.comparison import MovedTopic
from exchange.experiment import Experiment
from exchange.results import Mode
from exchange.saved_run import MOVED_BY, ModeComparison, SavedRun
from exchange.terminal import out
from exchange.topic_groups import group_topics, means_of

TEXT_CHARACTERS = 120


def print_scores(experiment: Experiment) -> None:
    """Print a row of measures for each mode."""
    names = list(next(iter(experiment.scores.values())).means)
    rows = [
        (mode, *(_number(score.means[name]) for name in names), str(score.queries))
        for mode, score in experiment.scores.items()
    ]
    _print_table(None, ("mode", *names, "queries"), rows, texts=1)


def print_groups(experiment: Experiment) -> None:
    """Print nDCG@10 by type and by language; a grouping with a single group says nothing."""
    groups = group_topics(experiment.topics)
    for grouping in dict.fromkeys(group.grouping for group in groups):
        members = [group for group in groups if group.grouping == grouping]
        if len(members) == 1:
            continue
        rows = [
            (
                group.name,
                str(len(group.topics)),
                *(
                    _number(means_of(score, group.topics)["ndcg@10"])
                    for score in experiment.scores.values()
                ),
            )
            for group in members
        ]
        columns = (grouping, "queries", *experiment.scores)
        _print_table(f"nDCG@10 by {grouping}", columns, rows, texts=1)


def print_topics(experiment: Experiment) -> None:
    """Print a table for each mode: every topic with its measures."""
    for mode, score in experiment.scores.items():
        rows = [
            (
                f"{topic.id} · {topic.type} · {topic.language}\n{_short(topic.text)}",
                *(_number(value) for value in score.topics[topic.id].values()),
            )
            for topic in experiment.topics
        ]
        _print_table(f"Topics, {mode}", ("topic", *score.means), rows, texts=1)


def print_answerability(measured: Mapping[Mode, Answerability]) -> None:
    """Print how label and floor do: AUC with interval, lost pairs, labels of each group."""
    rows, label_rows = [], []
    for mode, found in measured.items():
        part = found.separation
        interval = "–" if part.low is None else f"{_number(part.low)}–{_number(part.high or 0.0)}"
        lost = f"{found.lost} of {found.pairs} ({found.lost_share:.1%})"
        rows.append((mode, _number(part.auc), interval, lost))
        for group, labels in found.labels.items():
            counts = [labels[label] for label in LABELS]
            label_rows.append((mode, group, *map(str, counts), str(sum(counts))))
    title = "Answerable against off-domain by the match signal (interval after DeLong)"
    _print_table(title, ("mode", "AUC", "95 %", "judged pairs not listed"), rows, texts=1)
    _print_table("Labels", ("mode", "queries", *LABELS, "all"), label_rows, texts=2)


def print_comparison(
    saved: SavedRun, experiment: Experiment, changes: Mapping[Mode, ModeComparison]
) -> None:
    """Print what changed since a saved run, and the topics that moved most."""
    out.print()
    for name, old, new in (
        ("Snapshot", saved.snapshot, experiment.snapshot),
        ("Encoder", saved.encoder, experiment.encoder),
    ):
        text = f"{name} {new}, before and now" if old == new else f"{name} {old}, now {new}"
        out.print(Text(text, style="dim"))
    rows = [
        (
            mode,
            measure,
            _number(change.before),
            _number(change.after),
            f"{change.difference:+.3f}",
            f"{change.p_value:.3f}",
            str(change.better),
            str(change.worse),
        )
        for mode, comparison in changes.items()
        for measure, change in comparison.changes.items()
    ]
    columns = ("mode", "measure", "before", "now", "change", "p", "better", "worse")
    title = "Change over the same topics (p: two-sided paired randomisation test)"
    _print_table(title, columns, rows, texts=2)
    texts = {topic.id: topic.text for topic in experiment.topics}
    for mode, comparison in changes.items():
        moved = [*comparison.risen, *reversed(comparison.fallen)]
        if moved:
            _print_table(
                f"Topics that moved most by {MOVED_BY}, {mode}",
                ("topic", "text", "before", "now", "change"),
                [_moved_row(topic, _short(texts[topic.topic])) for topic in moved],
                texts=2,
            )


def _moved_row(topic: MovedTopic, text: str) -> tuple[str, ...]:
    values = _number(topic.before), _number(topic.after), f"{topic.difference:+.3f}"
    return (topic.topic, text, *values)


def _short(text: str) -> str:
    return textwrap.shorten(text, TEXT_CHARACTERS, placeholder=" …")


def _number(value: float) -> str:
    return f"{value:.3f}"


def _print_table(
    title: str | None, columns: Sequence[str], rows: Sequence[Sequence[str]], *, texts: int
) -> None:
    """Print a table whose first `texts` columns are text and whose others are numbers."""
    table = Table(title=title, title_justify="left", title_style="bold")
    for place, column in enumerate(columns):
        table.add_column(column, justify="left" if place < texts else "right", overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    out.print(table)
