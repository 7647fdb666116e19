"""The command `exchange evaluate`: judged topics through the engine, scored, saved, compared."""

import contextlib
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from exchange.cli_options import Json, ModeName, open_engine, print_json
from exchange.settings import load_settings

if TYPE_CHECKING:
    from exchange.answerability import Answerability
    from exchange.experiment import Experiment
    from exchange.results import Mode
    from exchange.saved_run import ModeComparison, SavedRun


def evaluate(
    topics: Annotated[Path | None, typer.Option(help="Topics, JSON Lines.")] = None,
    qrels: Annotated[Path | None, typer.Option(help="Judgments, tab-separated.")] = None,
    collection: Annotated[Path | None, typer.Option(help="Folder of a test collection.")] = None,
    mode: Annotated[list[ModeName], typer.Option(help="Repeat it; without one all.")] = [],  # noqa: B006
    per_topic: Annotated[bool, typer.Option("--per-topic", help="Every topic's scores.")] = False,
    groups: Annotated[
        bool, typer.Option("--groups", help="By type and language in --json too.")
    ] = False,
    off_domain: Annotated[
        Path | None,
        typer.Option(help="Queries without an answer, one a line: measure label and floor."),
    ] = None,
    save: Annotated[Path | None, typer.Option(help="Write the run to this JSON file.")] = None,
    compare: Annotated[Path | None, typer.Option(help="A saved run: say what changed.")] = None,
    as_json: Json = False,
) -> None:
    """Score the engine's lists on judged topics, or on a test collection."""
    from exchange.answerability import load_queries, measure_answerability
    from exchange.collection import load_qrels, load_topics
    from exchange.experiment import evaluate_topics, open_collection
    from exchange.saved_run import compare_with, load_run, save_run
    from exchange.terminal import progress_bar

    if (collection is None) == (topics is None) or (topics is None) != (qrels is None):
        raise typer.BadParameter("give --topics and --qrels, or --collection")
    modes: list[Mode] = [name.value for name in (mode or list(ModeName))]
    saved = load_run(compare) if compare else None
    unanswerable = load_queries(off_domain) if off_domain else ()
    with progress_bar() as progress, contextlib.ExitStack() as stack:
        if collection is not None:
            opened = open_collection(collection, load_settings(), progress)
            engine, asked, judged = stack.enter_context(opened)
        else:
            assert topics is not None and qrels is not None
            engine, asked, judged = open_engine(), load_topics(topics), load_qrels(qrels)
        experiment = evaluate_topics(engine, asked, judged, modes, progress)
        answerability = {
            name: measure_answerability(engine, asked, judged, unanswerable, name, progress)
            for name in modes
            if unanswerable
        }
    changes = compare_with(saved, experiment) if saved else {}
    if save:
        save_run(experiment, save)
    if as_json:
        report = _means_json(experiment)
        report |= {"topics": _topics_json(experiment)} if per_topic else {}
        report |= {"groups": _groups_json(experiment)} if groups else {}
        report |= {"answerability": _answerability_json(answerability)} if unanswerable else {}
        report |= {"comparison": _comparison_json(saved, changes)} if saved else {}
        print_json(report)
    else:
        from exchange import terminal_scores as terminal

        terminal.print_scores(experiment)
        terminal.print_groups(experiment)
        if per_topic:
            terminal.print_topics(experiment)
        if unanswerable:
            terminal.print_answerability(answerability)
        if saved:
            terminal.print_comparison(saved, experiment, changes)


def _means_json(experiment: "Experiment") -> dict[str, Any]:
    return {
        str(mode): {**score.means, "queries": score.queries}
        for mode, score in experiment.scores.items()
    }


def _topics_json(experiment: "Experiment") -> dict[str, Any]:
    return {
        topic.id: {
            "text": topic.text,
            "type": topic.type,
            "language": topic.language,
            **{str(m): score.topics[topic.id] for m, score in experiment.scores.items()},
        }
        for topic in experiment.topics
    }


def _groups_json(experiment: "Experiment") -> dict[str, Any]:
    from exchange.topic_groups import group_topics, means_of

    report: dict[str, Any] = {}
    for group in group_topics(experiment.topics):
        report.setdefault(group.grouping, {})[group.name] = {
            "queries": len(group.topics),
            **{str(m): means_of(score, group.topics) for m, score in experiment.scores.items()},
        }
    return report


def _answerability_json(measured: Mapping["Mode", "Answerability"]) -> dict[str, Any]:
    return {
        str(mode): {
            "auc": found.separation.auc,
            "interval": [found.separation.low, found.separation.high],
            "labels": found.labels,
            "pairs": found.pairs,
            "not_listed": found.lost,
        }
        for mode, found in measured.items()
    }


def _comparison_json(
    saved: "SavedRun", changes: Mapping["Mode", "ModeComparison"]
) -> dict[str, Any]:
    return {
        "snapshot": saved.snapshot,
        "encoder": saved.encoder,
        "modes": {mode: asdict(comparison) for mode, comparison in changes.items()},
    }
