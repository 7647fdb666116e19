"""A pasted need: parts add up, filters give a subsequence, unanswered sentences are named."""

import io
import json
import logging
import subprocess
import sys
import time
from pathlib import Path

import pytest

from exchange.engine import SearchEngine
from exchange.errors import QueryError
from exchange.need import MEASURED_ENCODER, answer_need, read_need
from exchange.settings import Settings
from tests.conftest import CORPUS, environment

NOTE = """Dear colleagues,

Remote villages need malaria diagnosis by village health workers. Timber legality must be
verified: legalitas kayu.

- Register the copyright of digital works with cryptography.
- Zebras qwertz flibbert gnarzul blorp.
"""


def test_each_sentence_finds_its_own_case(small_engine: SearchEngine) -> None:
    result = answer_need(small_engine, NOTE, limit=12)
    assert [sentence.number for sentence in result.sentences] == [1, 2, 3, 4]
    assert result.sentences[3].text == "Zebras qwertz flibbert gnarzul blorp."
    answered = {hit.id: {a.sentence_number for a in hit.answers} for hit in result.hits}
    assert 2 in answered["id-silk-timber-legality"]
    assert 3 in answered["id-copyright-cryptography"]
    assert result.unanswered == (4,)
    assert [s.is_answered for s in result.sentences] == [True, True, True, False]
    assert result.sentences[3].weight == 0.0


def test_the_parts_add_up_to_the_score_and_order(small_engine: SearchEngine) -> None:
    result = answer_need(small_engine, NOTE, limit=12)
    assert len(result.hits) == result.total > 3
    for hit in result.hits:
        assert len(hit.parts) == len(result.sentences)
        assert hit.whole + sum(hit.parts) == pytest.approx(hit.score, abs=2e-6)
        assert all(0 <= part <= 1 for part in (hit.whole, *hit.parts))
        assert sum(hit.parts) <= 1 + 1e-5
    keys = [(-hit.score, hit.id) for hit in result.hits]
    assert keys == sorted(keys)
    assert [hit.rank for hit in result.hits] == list(range(1, result.total + 1))


@pytest.mark.parametrize("countries", [["ID"], ["KH", "LK"], ["FR"]])
def test_a_filtered_list_is_a_subsequence(small_engine: SearchEngine, countries: list[str]) -> None:
    whole = answer_need(small_engine, NOTE, limit=100)
    part = answer_need(small_engine, NOTE, limit=100, filters={"country": countries})
    expected = [h for h in whole.hits if h.case is not None and h.case.country in countries]
    assert expected
    assert [(h.id, h.score, h.parts, h.answers) for h in part.hits] == [
        (h.id, h.score, h.parts, h.answers) for h in expected
    ]
    assert part.sentences == whole.sentences
    assert set(part.unanswered) >= set(whole.unanswered)
    answered = {a.sentence_number for hit in part.hits for a in hit.answers}
    assert set(part.unanswered) == {1, 2, 3, 4} - answered


def test_limit_cuts_the_same_list(small_engine: SearchEngine) -> None:
    whole = answer_need(small_engine, NOTE, limit=100)
    assert answer_need(small_engine, NOTE, limit=2).hits == whole.hits[:2]
    none = answer_need(small_engine, NOTE, limit=0)
    assert (none.hits, none.total) == ((), whole.total)
    assert none.unanswered == whole.unanswered


def test_expert_syntax_is_plain_text_here(small_engine: SearchEngine) -> None:
    plain = answer_need(small_engine, "malaria in villages not timber", limit=100)
    expert = answer_need(small_engine, '"malaria" in villages NOT timber', limit=100)
    assert expert.total == plain.total


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "The need is empty"),
        (" \n\x00\ud800 !!! ", "The need is empty"),
        ("water " * 1_001, "has 1,001 words; at most 1,000"),
        ("水" * 2_001, "has 1,001 words; at most 1,000"),
        ("x" * 10_001, "has 10,001 characters; at most 10,000"),
        ("We need " + "x" * 101, "a word of 101 characters"),
    ],
)
def test_what_cannot_be_a_need(small_engine: SearchEngine, text: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        answer_need(small_engine, text)


def test_other_faults(small_engine: SearchEngine) -> None:
    with pytest.raises(QueryError, match="limit must be"):
        answer_need(small_engine, NOTE, limit=-1)
    with pytest.raises(QueryError, match="country=XX"):
        answer_need(small_engine, NOTE, filters={"country": ["XX"]})


HOSTILE = {
    "nul": "malaria\x00village needs",
    "lone surrogates": "malaria \ud800\udfff\udcff in the villages",
    "dots": "." * 5_000 + " malaria " + "?!" * 2_000,
    "brackets": "malaria " + "(" * 9_000,
    "combining": "e" + "\u0301" * 99 + " malaria",
    "special tokens": "<s></s><pad> malaria in villages",
    "items": "- a\n" * 900,
    "one sentence": "malaria " * 1_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_texts_are_answered(small_engine: SearchEngine, text: str) -> None:
    begun = time.process_time()
    result = answer_need(small_engine, text)
    assert time.process_time() - begun < 10
    assert result.sentences


def test_the_text_is_never_logged(
    small_engine: SearchEngine, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    answer_need(small_engine, NOTE)
    assert "malaria" not in caplog.text


def test_files_that_cannot_be_read_say_what_to_do(tmp_path: Path) -> None:
    missing, latin, long = (tmp_path / name for name in ("missing.txt", "latin.txt", "long.txt"))
    latin.write_bytes("Gemeinde für".encode("latin-1"))
    long.write_bytes(b"x" * 100_001)
    with pytest.raises(QueryError, match=r"missing\.txt: cannot be read .* Give the path"):
        read_need(missing)
    with pytest.raises(QueryError, match="cannot be read"):
        read_need(tmp_path)
    with pytest.raises(QueryError, match=r"latin\.txt: not UTF-8 text \(byte 10\)"):
        read_need(latin)
    with pytest.raises(QueryError, match=r"long\.txt: more than 100,000 bytes"):
        read_need(long)
    assert read_need(io.BytesIO(b"\xef\xbb\xbfwater")) == "water"


def need(settings: Settings, *arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "exchange", "need", *arguments],
        env={**environment(settings), "COLUMNS": "80"},
        input=text,
        capture_output=True,
        encoding="utf-8",
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


def test_the_command_prints_one_json_document(small_index: Settings, tmp_path: Path) -> None:
    file = tmp_path / "note.txt"
    file.write_text(NOTE, encoding="utf-8")
    found = json.loads(need(small_index, str(file), "--json", "--limit", "2").stdout)
    assert set(found) == {"snapshot", "total", "sentences", "unanswered", "hits"}
    assert set(found["sentences"][0]) == {"number", "text", "weight", "is_answered"}
    assert found["unanswered"] == [4]
    assert len(found["hits"]) == 2
    hit = found["hits"][0]
    assert set(hit) == {"id", "title", "score", "whole", "parts", "answers"}
    assert set(hit["answers"][0]) == {"sentence", "score", "passage"}
    assert set(hit["answers"][0]["passage"]) == {"section", "text"}
    piped = json.loads(need(small_index, "-", "--json", "--limit", "2", text=NOTE).stdout)
    assert piped == found


def test_the_command_prints_for_people(small_index: Settings) -> None:
    done = need(small_index, "-", "--filter", "country=ID", text=NOTE)
    assert all(len(line) <= 80 for line in done.stdout.splitlines())
    assert "  2 Timber legality must be verified" in done.stdout
    assert "3 → " in done.stdout
    end = done.stdout.split("No case answers")[-1]
    assert "4 Zebras qwertz flibbert gnarzul blorp." in end


def test_the_command_fails_in_one_line(small_index: Settings) -> None:
    for arguments, message in (
        (["missing.txt"], "missing.txt: cannot be read"),
        (["-"], "The need is empty"),
        (["-", "--filter", "country=XX"], "country=XX"),
    ):
        done = need(small_index, *arguments, text="malaria" if len(arguments) > 1 else "")
        assert done.returncode == 1
        assert message in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.model
def test_the_thresholds_are_those_of_the_built_in_encoder(real_engine: SearchEngine) -> None:
    """When this fails, run `python -m scripts.measure_need` and set the thresholds anew."""
    assert real_engine.encoder == MEASURED_ENCODER


@pytest.mark.model
def test_problem_statements_find_a_best_case_early(real_engine: SearchEngine) -> None:
    lines = (CORPUS / "eval" / "topics.jsonl").read_text(encoding="utf-8").splitlines()
    topics = [t for t in map(json.loads, lines) if t["type"] == "problem-statement"]
    rows = (CORPUS / "eval" / "qrels.tsv").read_text(encoding="utf-8").splitlines()
    best = {tuple(row.split("\t")[:2]) for row in rows if row.endswith("\t3")}
    found = [
        any((topic["_id"], hit.id) in best for hit in answer_need(real_engine, t, limit=5).hits)
        for topic in topics
        for t in [topic["text"]]
    ]
    assert len(found) == 8
    assert sum(found) >= 7


@pytest.mark.model
def test_two_needs_in_one_note_are_both_answered(real_engine: SearchEngine) -> None:
    note = (
        "Pasien di kampung terpencil terlambat didiagnosis malaria.\n\n"
        "Our exporters must prove that every log was cut legally, from the stump to the ship."
        "\n\nWe also want to brew craft beer on the moon."
    )
    result = answer_need(real_engine, note, limit=5)
    answered = {hit.id: {a.sentence_number for a in hit.answers} for hit in result.hits}
    assert 1 in answered["id-edat-malaria-teluk-bintuni"]
    assert any(2 in numbers and 1 not in numbers for numbers in answered.values())
    assert result.unanswered == (3,)
    assert result.sentences[2].weight < 0.5
