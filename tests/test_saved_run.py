"""Saved runs: what is written comes back, and only what can be paired is compared."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from exchange.collection import Topic
from exchange.comparison import MovedTopic
from exchange.errors import CorpusError
from exchange.evaluation import evaluate
from exchange.experiment import Experiment
from exchange.saved_run import compare_with, load_run, save_run

TOPICS = (Topic("one", "first", "need", "en"), Topic("two", "second", "need", "id"))
QRELS = {"one": {"a": 1}, "two": {"b": 1}}
BEFORE: Mapping[str, tuple[str, ...]] = {"one": ("x", "a"), "two": ("b",)}
AFTER: Mapping[str, tuple[str, ...]] = {"one": ("a",), "two": ("x", "y", "b")}


def experiment(run: Mapping[str, tuple[str, ...]], **changes: Any) -> Experiment:
    made = Experiment("snapshot", "encoder", TOPICS, QRELS, {"hybrid": evaluate(run, QRELS)})
    return replace(made, **changes)


def test_a_run_is_written_with_what_matters(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    save_run(experiment(BEFORE), path)
    written = json.loads(path.read_text(encoding="utf-8"))
    assert set(written) == {"format", "snapshot", "encoder", "judgments", "topics", "modes"}
    assert written["topics"]["one"] == {"text": "first", "type": "need", "language": "en"}
    assert written["modes"]["hybrid"]["ranked"] == {"one": ["x", "a"], "two": ["b"]}
    assert written["modes"]["hybrid"]["scores"]["one"]["mrr@10"] == 1 / 2
    assert load_run(path).model_dump(mode="json") == written


def test_a_later_run_is_compared(tmp_path: Path) -> None:
    save_run(experiment(BEFORE), tmp_path / "run.json")
    changes = compare_with(load_run(tmp_path / "run.json"), experiment(AFTER))
    assert list(changes) == ["hybrid"]
    mrr = changes["hybrid"].changes["mrr@10"]
    assert mrr.difference == pytest.approx(((1 - 1 / 2) + (1 / 3 - 1)) / 2)
    assert (mrr.better, mrr.worse) == (1, 1)
    assert [topic.topic for topic in changes["hybrid"].risen] == ["one"]
    assert changes["hybrid"].fallen == (MovedTopic("two", 1.0, 0.5),)  # 1 / log2(4)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"topics": TOPICS[:1]}, r"other topics \(1 differ: two\)"),
        ({"topics": (Topic("one", "asked otherwise"), TOPICS[1])}, r"\(1 differ: one\)"),
        ({"qrels": {"one": {"a": 2}, "two": {"b": 1}}}, "other judgments"),
        ({"scores": {"keyword": evaluate(AFTER, QRELS)}}, "has hybrid only"),
    ],
)
def test_what_cannot_be_paired_is_refused(
    tmp_path: Path, changes: dict[str, Any], message: str
) -> None:
    save_run(experiment(BEFORE), tmp_path / "run.json")
    saved = load_run(tmp_path / "run.json")
    now = experiment(AFTER, **changes)
    if "topics" in changes:
        ids = {topic.id for topic in now.topics}
        scores = evaluate(AFTER, {id: QRELS[id] for id in ids})
        now = replace(now, scores={"hybrid": scores})
    with pytest.raises(CorpusError, match=message):
        compare_with(saved, now)


def test_files_that_are_no_saved_run_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    with pytest.raises(CorpusError, match="cannot be read"):
        load_run(path)
    save_run(experiment(BEFORE), path)
    whole = path.read_text(encoding="utf-8")
    faults = {
        "": "Invalid JSON",
        "[1]": "not a saved run",
        "{}": "format: Field required",
        whole.replace("exchange run 1", "exchange run 9"): "format: ",
        whole.replace('"mrr@10": 0.5', '"mrr@11": 0.5'): "lacks a measure",
        whole.replace('"two": {\n     "ndcg', '"six": {\n     "ndcg'): "not of the file's topics",
    }
    for content, message in faults.items():
        assert content != whole
        path.write_text(content, encoding="utf-8")
        with pytest.raises(CorpusError, match=message):
            load_run(path)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="cannot be written"):
        save_run(experiment(BEFORE), tmp_path / "nowhere" / "run.json")
