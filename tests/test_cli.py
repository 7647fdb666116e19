"""The command line: what it prints, its exit status, and that no input gives a traceback."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from exchange.settings import Settings
from tests.conftest import CORPUS, copy_cases, environment

JUDGED = (f"--topics={CORPUS}/eval/topics.jsonl", f"--qrels={CORPUS}/eval/qrels.tsv")


def invoke(settings: Settings, *arguments: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "exchange", *arguments],
        env=environment(settings),
        capture_output=True,
        encoding="utf-8",
        errors="surrogateescape",
        timeout=60,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


def run(settings: Settings, *arguments: str, check: int = 0) -> str:
    """Return what is printed: standard output when 0 is expected, else standard error."""
    done = invoke(settings, *arguments)
    assert done.returncode == check, done.stderr
    return done.stdout if check == 0 else done.stderr


def test_search_json_has_the_agreed_shape(small_index: Settings) -> None:
    found = json.loads(run(small_index, "search", "malaria", "village", "--json", "--limit", "2"))
    assert set(found) == {
        *("query", "mode", "snapshot", "total", "total_is_lower_bound", "offset", "match"),
        *("expansions", "suggestions", "hits", "facets"),
    }
    assert (found["query"], found["mode"], found["offset"]) == ("malaria village", "hybrid", 0)
    assert found["match"] in ("good", "weak", "none")
    assert len(found["hits"]) == 2 <= found["total"]
    hit = found["hits"][0]
    reasons = {"keyword", "semantic", "likeness", "language_part"}
    assert set(hit) == {"id", "title", "score", "passage", *reasons}
    assert hit["keyword"]["rank"] >= 1 and set(hit["passage"]) == {"section", "text"}
    assert found["facets"]["country"]["ID"] >= 1


def test_pages_of_the_command_line_are_those_of_the_engine(small_index: Settings) -> None:
    first = json.loads(run(small_index, "search", "malaria", "--json", "--limit", "3"))
    second = json.loads(
        run(small_index, "search", "malaria", "--json", "--limit", "2", "--offset", "1")
    )
    assert [hit["id"] for hit in second["hits"]] == [hit["id"] for hit in first["hits"][1:]]


def test_search_prints_for_people(small_index: Settings) -> None:
    printed = run(small_index, "search", "timber legality", "--limit", "1", "--mode", "keyword")
    assert "id-silk-timber-legality" in printed
    assert "matched by words (timber, legality), rank 1" in printed


def test_similar_show_facets_and_status(small_index: Settings) -> None:
    shown = run(small_index, "show", "lk-malaria-elimination")
    assert "## " not in shown and "Sources" in shown and "[1] " in shown
    edat = run(small_index, "show", "id-edat-malaria-teluk-bintuni")
    assert "Sources disagree: 2.7 per 1,000 residents [1] / 5 per 1,000" in " ".join(edat.split())
    case = json.loads(run(small_index, "show", "lk-malaria-elimination", "--json"))
    assert case["country"] == "LK" and case["sources"]
    near = json.loads(run(small_index, "similar", "lk-malaria-elimination", "--json"))
    assert len(near["hits"]) == 5
    facets = json.loads(run(small_index, "facets", "--json", "--filter", "country=ID"))
    assert facets["language"] == {"id": 4} and facets["country"]["FJ"] == 1
    status = json.loads(run(small_index, "status", "--json"))
    assert [s["documents"] for s in status["snapshots"] if s["is_current"]] == [12]


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["search", "x", "--filter", "country=XX"], 1, "country=XX: no such value. Allowed are"),
        (["search", "x", "--filter", "country"], 2, "write FIELD=VALUE"),
        (["search", "x", "--mode", "magic"], 2, "keyword"),
        (["search", "x", "--limit", "-1"], 2, "--limit"),
        (["search", "x" * 2_001], 1, "at most 2,000 are allowed"),
        (["search", "x" * 101], 1, "a word of 101 characters"),
        (["show", "nobody"], 1, "No document has the id 'nobody'"),
        (["evaluate"], 2, "--collection"),
        (["evaluate", "--collection", "nowhere"], 1, "cannot be read"),
        (["evaluate", *JUDGED, "--off-domain", "nowhere"], 1, "cannot be read"),
        (["evaluate", *JUDGED, "--compare", "nowhere"], 1, "cannot be read"),
        (["evaluate", *JUDGED, f"--compare={CORPUS}/eval/topics.jsonl"], 1, "not a saved run"),
        (["check", "nowhere"], 1, "nowhere"),
        ([], 2, "Usage"),
    ],
)
def test_faults_have_a_line_and_a_status(
    small_index: Settings, arguments: list[str], status: int, message: str
) -> None:
    done = invoke(small_index, *arguments)
    assert done.returncode == status
    assert message in done.stderr + done.stdout
    if status == 1 and arguments[0] != "check":
        assert len(done.stderr.strip().splitlines()) == 1


def test_nothing_found_is_no_fault(small_index: Settings) -> None:
    arguments = ["--filter", "country=FJ", "--filter", "sector=defence", "--json"]
    assert json.loads(run(small_index, "search", "birth", *arguments))["total"] == 0


HOSTILE = {
    "empty": "",
    "lone surrogate": "\udcff\udc80 malaria",
    "brackets": '"(((',
    "star": "*",
    "operator": "AND",
    "double negation": "NOT NOT x",
    "markup": "<script>alert(1)</script> <b>malaria</b>",
    "right to left": "\u202e\u05d0\u05d1\u05d2 malaria \u0645\u0644\u0627\u0631\u064a\u0627",
    "special tokens": "<s></s><pad><mask>",
    "combining": "e" + "\u0301" * 99,
    "quotes": '"' * 99,
    "tildes": "a~9 " * 100,
    "wildcards": "a* " * 600,
    "fields": "title:title:title:a",
    "unassigned": "\U000e0fff\ufdd0 malaria",
}


@pytest.mark.parametrize("query", HOSTILE.values(), ids=HOSTILE)
def test_hostile_queries_get_an_answer(small_index: Settings, query: str) -> None:
    assert json.loads(run(small_index, "search", "--json", "--", query))["hits"] is not None


def test_check_prints_every_problem(tmp_path: Path) -> None:
    corpus = copy_cases(tmp_path / "corpus")
    path = corpus / "cases" / "lk" / "malaria-elimination.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("level: national", "level: village"), encoding="utf-8")
    settings = Settings(corpus=corpus, index=tmp_path / "index", model="hash-encoder")
    done = invoke(settings, "check", "--json")
    problems = [
        p for p in json.loads(done.stdout) if p["file"].endswith("lk/malaria-elimination.md")
    ]
    assert done.returncode == 1
    assert [(p["field"], p["value"]) for p in problems] == [("level", "village")]
    assert "international" in problems[0]["message"]
    assert "exchange check" in run(settings, "index", check=1)


def test_index_says_what_it_did(small_corpus: Settings) -> None:
    assert "12 documents" in run(small_corpus, "index")
    assert "Nothing changed" in run(small_corpus, "index")
    report = json.loads(run(small_corpus, "index", "--full", "--json"))
    assert (report["is_new"], report["embedded"]) == (True, 0)
    assert "is current now" in run(small_corpus, "rollback")
    assert "no earlier whole snapshot" in run(small_corpus, "rollback", check=1)


def test_evaluate_prints_the_three_modes(hash_index: Settings) -> None:
    scores = json.loads(run(hash_index, "evaluate", *JUDGED, "--json"))
    assert set(scores) == {"keyword", "semantic", "hybrid"}
    for values in scores.values():
        assert set(values) == {"ndcg@10", "recall@100", "mrr@10", "queries"}
        assert values["queries"] == 56
    assert scores["keyword"]["ndcg@10"] > 0.4


EVALUATE = ("evaluate", *JUDGED, "--per-topic", f"--off-domain={CORPUS}/eval/off-domain.txt")


def test_evaluate_breaks_down_saves_and_compares(hash_index: Settings, tmp_path: Path) -> None:
    file = tmp_path / "run.json"
    options = ("--mode=keyword", "--groups", f"--save={file}", "--json")
    report = json.loads(run(hash_index, *EVALUATE, *options))
    assert set(report) == {"keyword", "topics", "groups", "answerability"}

    first = report["topics"]["dev-001"]
    about = {"text": "prozoro ukraine", "type": "known-item", "language": "en"}
    assert {name: first[name] for name in about} == about
    mean = sum(topic["keyword"]["ndcg@10"] for topic in report["topics"].values()) / 56
    assert report["keyword"]["ndcg@10"] == pytest.approx(mean)

    counts = {
        grouping: {name: group["queries"] for name, group in groups.items()}
        for grouping, groups in report["groups"].items()
    }
    kinds = {"need": 16, "cross-lingual": 14, "keyword": 10, "known-item": 8}
    assert counts["type"] == {**kinds, "problem-statement": 8}
    assert counts["language group"] == {"en": 21, "other": 20, "id": 15}
    assert sum(counts["language"].values()) == 56 and counts["language"]["es"] == 3

    found = report["answerability"]["keyword"]
    asked = {group: sum(labels.values()) for group, labels in found["labels"].items()}
    assert asked == {"answerable": 56, "without judgments": 4, "off-domain": 40}
    assert found["interval"][0] < found["auc"] < found["interval"][1]
    assert 0 < found["not_listed"] < found["pairs"] == 277

    saved = json.loads(file.read_text(encoding="utf-8"))
    assert saved["modes"]["keyword"]["scores"]["dev-001"] == first["keyword"]
    saved["modes"]["keyword"]["scores"]["dev-001"]["ndcg@10"] = 0.0
    file.write_text(json.dumps(saved), encoding="utf-8")
    printed = run(hash_index, *EVALUATE, "--mode=keyword", f"--compare={file}")
    for wanted in (
        *("nDCG@10 by language group", "dev-001 · known-item · en", "off-domain"),
        *(f"{found['not_listed']} of 277", "Topics that moved most by ndcg@10, keyword"),
        f"{first['keyword']['ndcg@10']:+.3f}",
    ):
        assert wanted in printed
    fault = run(hash_index, *EVALUATE, "--mode=semantic", f"--compare={file}", check=1)
    assert "The saved run has keyword only" in fault
