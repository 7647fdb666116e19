"""The same innovation filed twice: found in another language and under another id, with reasons."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from exchange.case import Case
from exchange.duplicates import (
    ALIKE,
    ALIKE_WITH_A_SIGN,
    DuplicatePair,
    find_duplicates,
    normalise_address,
)
from exchange.engine import SearchEngine
from exchange.indexing import index_corpus
from exchange.settings import Settings
from exchange.snapshot import VECTORS, current, read_manifest
from exchange.vector_index import VectorIndex
from tests.conftest import CORPUS, ROOT, copy_cases
from tests.test_cli import invoke, run

BLOOD = "id-blood-jek-lumajang"
RETOLD = "id-red-cross-blood-couriers"
# Told anew from other sources, in another language than the corpus has it in.
RETOLD_TEXT = """\
---
id: id-red-cross-blood-couriers
language: en
title: "Motorcycle riders who bring blood from the Red Cross to hospital beds"
summary: "Riders of a regency's Red Cross carry blood bags in cool boxes, so that families no longer
  fetch them and patients wait minutes instead of hours."
translations: {}
country: ID
location: "Lumajang, East Java"
organisation: "Indonesian Red Cross, Lumajang branch"
level: local
sectors: [health]
innovation_types: [service-delivery]
sdgs: [3]
technologies: []
year_started: null
status: active
evidence: none
awards: []
figures: []
needs: []
lineage: {adapted_from: [], adopted_by: [], superseded_by: null}
sources:
  - {url: "https://example.org/riders", title: "Riders", publisher: "Example", date: null}
---

## Problem

When a patient needed a transfusion, relatives had to go to the blood bank themselves, wait, and
carry the bags back to the ward, at night often without any transport [1]. Blood that grows warm on
the way is spoilt, and a delay can kill a mother who bleeds after giving birth [1].

## Solution

The hospital sends a form and a blood sample; a courier of the blood bank then rides to the ward on
a motorcycle with cool boxes and a thermometer, day and night and free of charge [1].

## Results

Patients now wait about a quarter of an hour for blood [1].
"""


def of(engine: SearchEngine, *ids: str) -> list[DuplicatePair]:
    return [pair for pair in find_duplicates(engine) if {pair.first, pair.second} & set(ids)]


def signals(pair: DuplicatePair) -> list[str]:
    return [reason.signal for reason in pair.reasons]


def with_copy(folder: Path, text: str) -> Settings:
    """Return the settings of a small corpus in which a case was filed again, indexed."""
    corpus = copy_cases(folder / "corpus")
    (corpus / "cases" / "id" / "filed-again.md").write_text(text, encoding="utf-8")
    settings = Settings(corpus=corpus, index=folder / "index", model="hash-encoder")
    index_corpus(settings)
    return settings


def refiled() -> str:
    """Return the text of a real case under another id, each address written otherwise."""
    text = (CORPUS / "cases" / "id" / "blood-jek-lumajang.md").read_text(encoding="utf-8")
    text = text.replace(f"id: {BLOOD}", "id: id-filed-again")
    return text.replace("https://menpan.go.id/", "http://www.menpan.go.id/")


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return with_copy(tmp_path_factory.mktemp("copied"), refiled())


def test_a_case_filed_under_another_id_is_found_with_every_reason(copied: Settings) -> None:
    [pair] = of(SearchEngine.open(copied), BLOOD)
    assert (pair.first, pair.second) == (BLOOD, "id-filed-again")
    assert pair.likeness > 0.99
    assert signals(pair) == [
        "meaning",
        "same-source",
        "same-organisation",
        "same-title-words",
        "same-year",
    ]
    details = {reason.signal: reason.detail for reason in pair.reasons}
    assert "menpan.go.id/site/berita-terkini/blood-jek" in details["same-source"]
    assert details["same-year"] == "2011"


def test_the_same_text_in_another_country_is_no_pair(tmp_path: Path) -> None:
    text = refiled().replace("id: id-filed-again", "id: my-filed-again")
    text = text.replace("\ncountry: ID", "\ncountry: MY")
    corpus = copy_cases(tmp_path / "corpus")
    (corpus / "cases" / "my").mkdir()
    (corpus / "cases" / "my" / "filed-again.md").write_text(text, encoding="utf-8")
    settings = Settings(corpus=corpus, index=tmp_path / "index", model="hash-encoder")
    index_corpus(settings)
    assert of(SearchEngine.open(settings), BLOOD, "my-filed-again") == []


@pytest.fixture(scope="module")
def retold_engine(tmp_path_factory: pytest.TempPathFactory) -> SearchEngine:
    """The whole corpus with the built-in encoder, and one case told anew in another language."""
    folder = tmp_path_factory.mktemp("retold")
    corpus = folder / "corpus"
    shutil.copytree(CORPUS, corpus)
    (corpus / "cases" / "id" / "red-cross-blood-couriers.md").write_text(
        RETOLD_TEXT, encoding="utf-8"
    )
    settings = Settings(corpus=corpus, index=folder / "index")
    index_corpus(settings, cache=ROOT / "index")
    return SearchEngine.open(settings)


def test_an_innovation_told_anew_in_another_language_is_found(retold_engine: SearchEngine) -> None:
    [pair] = of(retold_engine, BLOOD, RETOLD)
    assert (pair.first, pair.second) == (BLOOD, RETOLD)
    assert signals(pair) == ["meaning", "same-title-words"]
    assert pair.likeness >= ALIKE  # it would be found by meaning alone


def test_the_real_corpus_has_one_pair_of_one_office_and_no_duplicate(
    real_engine: SearchEngine,
) -> None:
    assert [(pair.first, pair.second, signals(pair)) for pair in find_duplicates(real_engine)] == [
        # Coffee and cocoa of one plantation office: rightly two cases.
        (
            "id-kabinet-arabika-east-java",
            "id-planet-kakao-east-java",
            ["meaning", "same-organisation"],
        )
    ]


def test_the_thresholds_are_those_of_the_real_corpus(
    real_engine: SearchEngine, corpus_index: Settings
) -> None:
    """What the docstrings of the thresholds say of the corpus is measured here."""
    vectors = real_engine.document_vectors()
    cases = [_case(real_engine, number) for number in range(len(real_engine))]
    products = vectors @ vectors.T
    one, other = np.triu_indices(len(cases), 1)
    countries = np.array([case.country for case in cases])
    likeness, near = products[one, other], countries[one] == countries[other]
    assert (len(likeness), (likeness >= ALIKE).sum()) == (15753, 1)
    assert near.sum() == 1721 and likeness[near].max() == pytest.approx(0.455, abs=0.001)
    assert (likeness[near] >= ALIKE_WITH_A_SIGN).sum() == 2
    halves, languages = _within(real_engine, corpus_index)
    assert min(halves) > ALIKE and min(halves) == pytest.approx(0.604, abs=0.001)
    assert min(languages) > ALIKE_WITH_A_SIGN
    assert np.median(languages) == pytest.approx(0.646, abs=0.001)


def _case(engine: SearchEngine, number: int) -> Case:
    case = engine.document(number).case
    assert case is not None
    return case


def _within(engine: SearchEngine, settings: Settings) -> tuple[list[float], list[float]]:
    """Return how like two halves of each case are, and its text in other languages to its own."""
    directory = settings.index / current(settings.index)[0]
    index = VectorIndex.open(directory / VECTORS, read_manifest(directory).means)
    passages = np.load(directory / VECTORS / "vectors.npy")
    halves, languages = [], []
    for number in range(len(engine)):
        own = passages[index.passages_of(number)]
        document = engine.document(number)
        is_own = np.array([p.language == _case(engine, number).language for p in document.passages])
        if len(own) >= 4:
            halves.append(_likeness(own[::2], own[1::2]))
        if not is_own.all():
            languages.append(_likeness(own[is_own], own[~is_own]))
    return halves, languages


def _likeness(one: np.ndarray, other: np.ndarray) -> float:
    first, second = one.mean(axis=0), other.mean(axis=0)
    return float(first @ second / np.linalg.norm(first) / np.linalg.norm(second))


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://www.a.org/b/", "a.org/b"),
        ("http://A.org:80/b#top", "a.org/b"),
        ("https://a.org/?id=75", "a.org?id=75"),
        ("https://a.org/B", "a.org/B"),  # paths differ by case
    ],
)
def test_addresses_of_one_page_are_one(url: str, address: str) -> None:
    assert normalise_address(url) == address


def test_the_command_warns_and_exits_with_0(copied: Settings) -> None:
    printed = invoke(copied, "check", "--duplicates")
    assert printed.returncode == 0
    assert f"{BLOOD} and id-filed-again may be one innovation (meaning: 1.000; " in printed.stdout
    assert "this index has another one" in printed.stderr
    found = json.loads(run(copied, "check", "--duplicates", "--json"))
    assert found["problems"] == []
    assert [(pair["first"], pair["second"]) for pair in found["duplicates"]][:1] == [
        (BLOOD, "id-filed-again")
    ]
    assert set(found["duplicates"][0]) == {"first", "second", "likeness", "reasons"}
    assert set(found["duplicates"][0]["reasons"][0]) == {"signal", "detail"}


def test_the_command_needs_an_index_of_these_files(small_corpus: Settings) -> None:
    none = run(small_corpus, "check", "--duplicates", check=1)
    assert "there is no index yet. Run `exchange index`." in none
    index_corpus(small_corpus)
    path = small_corpus.corpus / "cases" / "id" / "blood-jek-lumajang.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    changed = run(small_corpus, "check", "--duplicates", check=1)
    assert "made before the last change of the case files" in changed
    assert "give no paths with it" in run(small_corpus, "check", "--duplicates", str(path), check=2)


def test_problems_come_first(small_corpus: Settings) -> None:
    path = small_corpus.corpus / "cases" / "id" / "blood-jek-lumajang.md"
    path.write_text("nothing", encoding="utf-8")
    printed = invoke(small_corpus, "check", "--duplicates", "--json")
    found = json.loads(printed.stdout)
    assert printed.returncode == 1
    assert found["duplicates"] is None and len(found["problems"]) >= 1
