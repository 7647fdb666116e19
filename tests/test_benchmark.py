"""The benchmark: its corpus is what it says, its figures are what their names say."""

import json
import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from typer.testing import CliRunner

from exchange.analysis import guess_language
from exchange.benchmark.build import PARTS, Build, build_index, open_index
from exchange.benchmark.growth import fit_exponent
from exchange.benchmark.known_vectors import KnownVectors
from exchange.benchmark.latency import Latency, queries_per_second, time_by_turns
from exchange.benchmark.plot import draw_growth
from exchange.benchmark.report import report_json
from exchange.benchmark.run import Measurement, ModeLatency, SearchCost
from exchange.benchmark.synthetic import SECTIONS, SyntheticCorpus, SyntheticQuery
from exchange.benchmark.words import EXPONENT, FREQUENT_WORDS, LANGUAGES, draw_ranks, word
from exchange.cli import app
from exchange.cli_benchmark import benchmark
from exchange.document import Document
from exchange.encoder import Matrix
from exchange.engine import SearchEngine
from exchange.errors import EncoderError, SettingsError
from exchange.results import FACET_FIELDS, MODES, Mode
from exchange.settings import Settings
from exchange.terminal_benchmark import print_benchmark
from tests.test_cli import run

SIZE = 600
CORPUS = SyntheticCorpus(SIZE, seed=42)


@pytest.fixture(scope="module")
def made() -> tuple[list[Document], Matrix]:
    return CORPUS.documents()


@pytest.fixture(scope="module")
def queries() -> list[SyntheticQuery]:
    return CORPUS.queries(200)


@pytest.fixture(scope="module")
def small_benchmark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    corpus = SyntheticCorpus(60, seed=42)
    folder = tmp_path_factory.mktemp("benchmark")
    build = build_index(corpus, folder)
    assert set(build.part_seconds) == set(build.part_megabytes) == set(PARTS.values())
    assert sum(build.part_seconds.values()) == pytest.approx(build.seconds, rel=0.2)
    assert min(build.part_megabytes.values()) > 0
    yield open_index(folder, corpus.queries(20))


def test_one_seed_gives_one_corpus_and_its_beginning_does_not_depend_on_its_size(
    made: tuple[list[Document], Matrix],
) -> None:
    documents, vectors = made
    again, vectors_again = SyntheticCorpus(300, seed=42).documents()
    assert again == documents[:300]
    np.testing.assert_array_equal(vectors_again, vectors[:300])
    other, other_vectors = SyntheticCorpus(300, seed=43).documents()
    assert all(a.parts != b.parts for a, b in zip(other, again, strict=True))
    assert not np.allclose(other_vectors, vectors_again)


def test_one_seed_gives_the_same_different_queries(queries: list[SyntheticQuery]) -> None:
    again = SyntheticCorpus(SIZE, seed=42).queries(200)
    assert [(q.text, q.filters, q.target) for q in again] == [
        (q.text, q.filters, q.target) for q in queries
    ]
    assert len({query.text for query in queries}) == 200
    assert {len(query.text.split()) for query in queries} == {2, 3, 4, 5, 6}


def test_documents_are_as_long_and_in_the_languages_that_they_say(
    made: tuple[list[Document], Matrix],
) -> None:
    documents, _ = made
    assert [document.id for document in documents] == sorted({d.id for d in documents})
    lengths = [len(document.passages[0].text.split()) for document in documents]
    assert np.mean(lengths) == pytest.approx(220, rel=0.05)
    assert np.std(np.log(lengths)) == pytest.approx(0.5, rel=0.1)
    shares = Counter(document.parts[0].language for document in documents)
    assert list(LANGUAGES) == [name for name, _ in shares.most_common()]
    guessed = Counter(
        guess_language(document.parts[1].text, LANGUAGES) == document.parts[1].language
        for document in documents
    )
    assert guessed[True] > 0.95 * SIZE


def test_facets_are_all_there_and_uneven(made: tuple[list[Document], Matrix]) -> None:
    documents, _ = made
    assert {tuple(document.facets) for document in documents} == {FACET_FIELDS}
    for field in FACET_FIELDS:
        counts = Counter(value for document in documents for value in document.facets[field])
        assert len(counts) >= 4
        assert max(counts.values()) > 1.5 * SIZE / len(counts)


def test_words_follow_zipf(made: tuple[list[Document], Matrix]) -> None:
    ranks = draw_ranks(np.random.default_rng(42), 500_000)
    counts = np.sort(np.bincount(ranks))[::-1]
    places = np.unique(np.geomspace(20, 2_000, 40).astype(int))
    assert fit_exponent(places, counts[places - 1]) == pytest.approx(-EXPONENT, abs=0.15)
    english = [d for d in made[0] if d.parts[0].language == "en"]
    spoken = Counter(" ".join(part.text for d in english for part in d.parts).lower().split())
    counts = np.array(sorted(spoken.values(), reverse=True))
    places = places[places < 500]
    assert fit_exponent(places, counts[places - 1]) == pytest.approx(-EXPONENT, abs=0.25)
    shared = [rank for rank in range(FREQUENT_WORDS, 1_000) if word("en", rank) == word("pt", rank)]
    assert shared == list(range(FREQUENT_WORDS, 1_000, 10))


def test_vectors_are_of_unit_length_and_a_query_is_near_its_document(
    made: tuple[list[Document], Matrix], queries: list[SyntheticQuery]
) -> None:
    documents, vectors = made
    assert vectors.dtype == np.float32 and vectors.shape == (SIZE, 384)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-5)
    ids = [document.id for document in documents]
    cosines = np.stack([query.vector for query in queries]) @ vectors.T
    own = cosines[np.arange(len(queries)), [ids.index(query.target) for query in queries]]
    assert ((cosines > own[:, None]).sum(axis=1) < SIZE / 50).mean() > 0.9
    assert own.max() < 0.98  # near, not the same


def test_a_document_may_have_eight_passages() -> None:
    documents, vectors = SyntheticCorpus(50, passages=8, seed=42).documents()
    assert vectors.shape == (400, 384)
    assert {tuple(p.section for p in d.passages) for d in documents} == {SECTIONS}
    alike = vectors.reshape(50, 8, 384)
    inside = np.einsum("npd,nqd->npq", alike, alike).mean()
    assert inside > (vectors @ vectors.T).mean() + 0.1


def test_every_query_finds_documents_and_meets_its_filter(small_benchmark: SearchEngine) -> None:
    queries = SyntheticCorpus(60, seed=42).queries(20)
    assert [bool(query.filters) for query in queries[:4]] == [True, False, True, False]
    assert {name for query in queries for name in query.filters} == {"country", "sector", "year"}
    for query in queries:
        result = small_benchmark.search(query.text, mode="keyword", filters=query.filters)
        assert query.target in [hit.id for hit in result.hits]
        whole = small_benchmark.search(query.text, filters=query.filters)
        assert set(whole.facets) == set(FACET_FIELDS) and whole.total >= result.total


def test_a_text_that_is_no_query_has_no_vector(queries: list[SyntheticQuery]) -> None:
    encoder = KnownVectors(queries)
    np.testing.assert_array_equal(encoder.encode_query(queries[3].text), queries[3].vector)
    with pytest.raises(EncoderError, match="'other words' is no query"):
        encoder.encode_query("other words")


def test_percentiles_are_those_of_numpy() -> None:
    times = np.random.default_rng(42).lognormal(size=101).tolist()
    latency = Latency.of(times)
    ordered = sorted(times)
    assert latency.median_ms == ordered[50]
    assert latency.p95_ms == pytest.approx(ordered[95])
    assert latency.p99_ms == pytest.approx(ordered[99])


def test_searches_take_turns_and_each_query_is_asked_once(queries: list[SyntheticQuery]) -> None:
    asked: list[tuple[str, str]] = []
    searches = {
        name: lambda query, name=name: asked.append((name, query.text))  # type: ignore[misc]
        for name in ("a", "b")
    }
    times = time_by_turns(searches, {"a": queries[:3], "b": queries[3:6]})
    texts = [query.text for query in queries]
    assert asked == [
        *(("a", texts[0]), ("b", texts[3])),
        *(("b", texts[4]), ("a", texts[1])),
        *(("a", texts[2]), ("b", texts[5])),
    ]
    assert {name: len(each) for name, each in times.items()} == {"a": 3, "b": 3}
    done: list[str] = []
    assert queries_per_second(lambda query: done.append(query.text), queries[:7], 3) > 0
    assert sorted(done) == sorted(texts[:7])


@pytest.mark.parametrize("exponent", [0.0, 0.5, 1.0, 2.0])
def test_the_exponent_of_a_power_is_found(exponent: float) -> None:
    sizes = [1_000, 3_000, 10_000, 100_000]
    assert fit_exponent(sizes, [7 * n**exponent for n in sizes]) == pytest.approx(exponent)


def test_the_exponent_is_that_of_least_squares_and_unknown_for_one_size() -> None:
    sizes, costs = [10.0, 100.0, 1_000.0], [3.0, 50.0, 200.0]
    expected = np.polyfit(np.log(sizes), np.log(costs), 1)[0]
    assert fit_exponent(sizes, costs) == pytest.approx(expected)
    assert math.isnan(fit_exponent([10, 10], [1, 2]))
    assert math.isnan(fit_exponent([10, 100], [0, 2]))


def measurement(size: int) -> Measurement:
    """What a corpus of this size might cost: a millisecond a thousand documents, and so on."""
    latency = Latency(size / 1_000, size / 500, size / 400)
    modes: dict[Mode, ModeLatency] = {mode: ModeLatency(latency, latency) for mode in MODES}
    parts = dict.fromkeys(PARTS.values(), 1.0)
    build = Build(float(size) ** 1.5, parts, parts)
    search = SearchCost(0.1, modes, {1: 10.0, 2: float("nan")}, memory=float(size))
    return Measurement(SyntheticCorpus(size), 5, build, 50.0, search)


def test_growth_is_reported_and_drawn() -> None:
    measured = [measurement(size) for size in (1_000, 3_000, 10_000)]
    report = report_json(measured)
    assert (report["documents"], report["hybrid"]["median_ms"]) == (10_000, 10.0)
    assert report["throughput"] == {"1": 10.0, "2": None}
    assert [each["documents"] for each in report["growth"]["sizes"]] == [1_000, 3_000, 10_000]
    assert report["growth"]["exponents"] == {
        "keyword_median_ms": 1.0,
        "semantic_median_ms": 1.0,
        "hybrid_median_ms": 1.0,
        "build_seconds": 1.5,
        "build_memory_mb": 0.0,
        "search_memory_mb": 1.0,
        "disk_mb": 0.0,
    }
    picture = ElementTree.fromstring(draw_growth(measured))
    lines = [e for e in picture.iter() if e.tag.endswith("polyline")]
    assert [len(line.get("points", "").split()) for line in lines] == [3] * 7
    words = " ".join(e.text or "" for e in picture.iter())
    assert "hybrid: n^1.00" in words and "build: n^1.50" in words and "10,000" in words
    # On logarithmic axes a power is a straight line, here one that rises to the right.
    (x1, y1), (x2, y2), (x3, y3) = (
        tuple(map(float, point.split(","))) for point in lines[3].get("points", "").split()
    )
    assert x1 < x2 < x3 and y1 > y2 > y3
    assert (y2 - y1) / (x2 - x1) == pytest.approx((y3 - y2) / (x3 - x2), rel=0.02)


def test_growth_is_printed_with_its_exponents(capsys: pytest.CaptureFixture[str]) -> None:
    print_benchmark([measurement(size) for size in (1_000, 4_000)])
    printed = capsys.readouterr().out
    assert "hybrid, page" in printed and "Whoosh" in printed
    [row] = [line for line in printed.splitlines() if "build seconds" in line]
    assert row.split("│")[1:-1] == [" build seconds      ", " 31,623 ", " 252,982 ", "     1.50 "]


def test_the_command_prints_the_agreed_json(tmp_path: Path) -> None:
    settings = Settings(index=tmp_path / "index")
    options = ("--documents=30", "--queries=3", "--threads=2", "--json")
    report = json.loads(run(settings, "benchmark", *options))
    assert (report["documents"], report["queries"]) == (30, 3)
    for mode in MODES:
        row = report[mode]
        assert 0 < row["median_ms"] <= row["p95_ms"] <= row["p99_ms"]
        assert 0 < row["page_median_ms"] <= row["page_p95_ms"] <= row["page_p99_ms"]
    assert set(report["throughput"]) == {"1", "2"}
    assert report["build"]["seconds"] > 0 and report["build"]["memory_mb"] > 0
    assert report["disk_mb"]["all"] == pytest.approx(
        sum(value for name, value in report["disk_mb"].items() if name != "all"), abs=0.01
    )
    assert "growth" not in report and not (tmp_path / "index").exists()


def test_what_cannot_be_is_refused_before_anything_is_measured(tmp_path: Path) -> None:
    refused = CliRunner().invoke(app, ["benchmark", "--growth", "10,x"])
    assert refused.exit_code == 2 and "as in 1000,3000,10000" in refused.output
    with pytest.raises(SettingsError, match="its folder does not exist"):
        benchmark(plot=tmp_path / "none" / "a.svg")
