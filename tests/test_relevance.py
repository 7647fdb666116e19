"""The figures of docs/relevance.md: stored, compared and printed as they were measured."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from exchange.engine import SearchEngine
from exchange.errors import CorpusError
from exchange.settings import Settings
from scripts.relevance import find_collections, measure
from scripts.relevance_report import BEGIN, END, load_figures, merge, render, worse_than, write
from tests.conftest import CORPUS, ROOT, copy_cases

DOCUMENT = ROOT / "docs" / "relevance.md"


def means(value: float) -> dict[str, dict[str, float]]:
    measures = {"ndcg@10": value, "recall@100": value, "mrr@10": value, "queries": 2}
    return {mode: dict(measures) for mode in ("keyword", "semantic", "hybrid")}


def figures(value: float = 0.5, **changes: Any) -> dict[str, Any]:
    group = {"queries": 1, "keyword": value, "semantic": value, "hybrid": value}
    return {
        "topics": means(value),
        "groups": {"language group": {"id": group, "en": group}, "type": {"need": group}},
        "labels": {
            **{"auc": 0.9, "low": 0.8, "high": 1.0, "pairs": 100, "not_listed": 1},
            "counts": {"answerable": {"good": 1, "weak": 1, "none": 0}},
        },
        "last_section": {"cases": 10, "share": 0.9},
        "milliseconds": {"keyword": 1.0, "semantic": 2.0, "hybrid": 3.0},
        "collections": {"small": means(value)},
        **changes,
    }


def test_the_document_shows_the_stored_figures() -> None:
    stored = load_figures(ROOT / "docs" / "relevance.json")
    shown = DOCUMENT.read_text(encoding="utf-8").split(BEGIN)[1].split(END)[0]
    assert stored
    assert shown.strip() == render(stored)


def test_a_figure_may_fall_by_the_tolerance_and_no_more() -> None:
    stored = {"engine": figures()}
    lost = {**figures()["labels"], "not_listed": 2}
    assert worse_than(stored, {"engine": figures(0.9)}) == []
    assert worse_than(stored, {"engine": figures(0.496)}) == []
    fallen = worse_than(stored, {"engine": figures(topics=means(0.49))})
    assert len(fallen) == 3 * 3
    assert fallen[0] == "engine, topics, keyword, ndcg@10: 0.4900, stored 0.5000"
    assert worse_than(stored, {"engine": figures(labels=lost)}) == [
        "engine, floor, judged pairs listed: 0.9800, stored 0.9900"
    ]
    last = {"cases": 10, "share": 0.8}
    assert worse_than(stored, {"engine": figures(last_section=last)}) == [
        "engine, last section: 0.8000, stored 0.9000"
    ]


def test_collections_are_compared_where_both_have_them() -> None:
    stored = {"engine": figures()}
    assert worse_than(stored, {"engine": figures(collections={"new": means(0.1)})}) == []
    [first, *_] = worse_than(stored, {"engine": figures(collections={"small": means(0.1)})})
    assert first == "engine, small, keyword, ndcg@10: 0.1000, stored 0.5000"


def test_an_unknown_variant_is_to_be_stored_first() -> None:
    assert worse_than({}, {"engine": figures()}) == [
        "engine: no stored figures; store them with --write."
    ]


def test_what_was_not_measured_again_keeps_its_figures() -> None:
    measured = {"engine": figures(0.6, collections={"new": means(0.7)})}
    merged = merge({"engine": figures(), "gone": figures()}, measured)
    collections = {"new": means(0.7), "small": means(0.5)}
    assert merged == {"engine": figures(0.6, collections=collections)}


def test_tables_have_a_row_a_group_english_first() -> None:
    rows = render({"engine": figures()}).splitlines()
    assert rows[2:8] == [
        *(f"| all, {name} | 2 | 0.500 | 0.500 | 0.500 |" for name in ("nDCG@10", "recall@100")),
        "| all, MRR@10 | 2 | 0.500 | 0.500 | 0.500 |",
        "| English, nDCG@10 | 1 | 0.500 | 0.500 | 0.500 |",
        "| Indonesian, nDCG@10 | 1 | 0.500 | 0.500 | 0.500 |",
        "| need, nDCG@10 | 1 | 0.500 | 0.500 | 0.500 |",
    ]
    assert "| answerable | 1 | 1 | 0 | 2 |" in rows
    assert "| small, nDCG@10 | 2 | 0.500 | 0.500 | 0.500 |" in rows


def test_several_variants_stand_side_by_side() -> None:
    tables = render({"engine": figures(), "without centring": figures(0.4, collections={})})
    assert tables.splitlines()[-2:] == [
        "| engine | 0.500 | 0.500 | 0.500 | – | 0.900 | 0.900 | 0.500 |",
        "| without centring | 0.400 | 0.400 | 0.400 | – | 0.900 | 0.900 | – |",
    ]
    assert tables.count("| topics of corpus/eval |") == 1


def test_figures_are_written_between_the_marks(tmp_path: Path) -> None:
    document, path = tmp_path / "relevance.md", tmp_path / "relevance.json"
    document.write_text(f"before\n\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    write({"engine": figures()}, path, document)
    table = render({"engine": figures()})
    assert document.read_text(encoding="utf-8") == (
        f"before\n\n{BEGIN}\n\n{table}\n\n{END}\nafter\n"
    )
    assert load_figures(path) == {"engine": figures()}
    document.write_text("no marks", encoding="utf-8")
    with pytest.raises(CorpusError, match="must stand in it"):
        write({"engine": figures()}, path, document)
    path.write_text("{", encoding="utf-8")
    with pytest.raises(CorpusError, match="not JSON"):
        load_figures(path)


def write_collection(folder: Path) -> None:
    folder.mkdir(parents=True)
    texts = {"a": "malaria in villages", "b": "timber legality", "c": "birth registration"}
    corpus = [{"_id": id, "title": "", "text": text} for id, text in texts.items()]
    (folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, corpus)), encoding="utf-8")
    (folder / "queries.jsonl").write_text('{"_id": "1", "text": "timber"}\n', encoding="utf-8")
    (folder / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\n1\tb\t1\n", encoding="utf-8")


def test_collections_are_the_folders_with_queries(tmp_path: Path) -> None:
    for name in ("two", "one"):
        write_collection(tmp_path / name)
    (tmp_path / "load").mkdir()
    assert find_collections(tmp_path, []) == [tmp_path / "one", tmp_path / "two"]
    assert find_collections(tmp_path, ["two"]) == [tmp_path / "two"]
    with pytest.raises(CorpusError, match="no collection load in it; there are one, two"):
        find_collections(tmp_path, ["load"])
    with pytest.raises(CorpusError, match="no collection with queries"):
        find_collections(tmp_path / "load", [])


def test_every_figure_is_measured(small_index: Settings, tmp_path: Path) -> None:
    write_collection(tmp_path / "one")
    corpus = copy_cases(tmp_path / "corpus")
    shutil.copytree(CORPUS / "eval", corpus / "eval")
    settings = small_index.model_copy(update={"corpus": corpus})
    steps: list[str] = []
    found = measure(
        SearchEngine.open, settings, [tmp_path / "one"], lambda step, *_: steps.append(step)
    )
    assert found["topics"]["keyword"]["queries"] == 56
    assert found["groups"]["language group"]["id"]["queries"] == 15
    assert sum(found["labels"]["counts"]["off-domain"].values()) == 40
    assert found["last_section"]["cases"] == 12
    assert found["collections"]["one"]["keyword"]["ndcg@10"] == 1
    assert min(found["milliseconds"].values()) > 0
    assert worse_than({"engine": found}, {"engine": found}) == []
    assert f"| one, nDCG@10 | 1 | {1:.3f} |" in render({"engine": found})
