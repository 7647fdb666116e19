"""What every backend promises: the same list, scores and explanations for the same documents."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from exchange.engine import SearchEngine
from exchange.keyword_index import BM25Index
from exchange.qdrant import publishing
from exchange.results import MODES, Filters, Mode, SearchResult
from tests.backends import BACKENDS, QDRANT, document, opened

DOCUMENTS = (
    document(
        "a-net", "Mosquito nets", "nets against malaria in villages", country="KH", year="2011"
    ),
    document(
        "b-net", "Mosquito nets", "nets against malaria in villages", country="LK", year="2012"
    ),
    document("c-both", "Clinics", "timber permits online", "village health posts", country="ID"),
    document("d-one", "Clinics", "village health posts", country="ID", year="2019"),
    document(
        "e-long", "Budget", "citizens read the budget of villages", "and ask the village mayor"
    ),
    document("f-hutan", "Kayu legal", "izin kayu daring untuk desa", language="id", country="ID"),
    document("g-desa", "Dana desa", "warga desa membaca anggaran", language="id", year="2016"),
    document(
        "h-fala", "Fala", "cidadãos pedem informação à prefeitura", language="pt", country="BR"
    ),
    document("i-no-passage", "Villages without a text to embed", has_passages=False),
    document("j-no-word", "", "", country="FR"),
    document("k-births", "Births", "every village registers births by phone", year="2019"),
    document("l-water", "Water", "pumps report when a village has no water", country="KH"),
)
QUERIES = (
    "",
    "malaria",
    "malaria nets in villages",
    "village health",
    "kayu desa",
    "informação prefeitura",
    "budget of the village mayor",
    "zzzz qqqq",
)
HOSTILE = (
    "malaria\x00village",
    "malaria \ud800\udfff",
    "(" * 1_000,
    "<b>village</b> ' OR 1=1 --",
    "~^" * 300 + " village",
    "𝔳𝔦𝔩𝔩𝔞𝔤𝔢 \u202evillage",
)
FILTERS: tuple[Filters, ...] = (
    {},
    {"country": ("ID",)},
    {"country": ("ID", "KH"), "year": ("2010..2019",)},
    {"sector": ("defence",)},
    {"year": ("unknown",)},
)


@pytest.fixture(scope="module")
def embedded_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("embedded")


@pytest.fixture(scope="module")
def embedded(embedded_folder: Path) -> Iterator[SearchEngine]:
    with opened("embedded", embedded_folder, DOCUMENTS) as engine:
        yield engine


@pytest.fixture(scope="module", params=BACKENDS)
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SearchEngine]:
    with opened(request.param, tmp_path_factory.mktemp("backend"), DOCUMENTS) as found:
        yield found


def ids(result: SearchResult) -> list[str]:
    return [hit.id for hit in result.hits]


def by_words(engine: SearchEngine, query: str) -> dict[str, float]:
    hits = engine.search(query, mode="keyword", expand=False).hits
    return {hit.id: hit.keyword.score for hit in hits if hit.keyword is not None}


def same(found: SearchResult, expected: SearchResult) -> bool:
    """Whether everything is equal but the snapshot and what only Whoosh gives."""
    neutral = {"snapshot": "", "suggestions": (), "notice": None}
    rounded = [
        replace(
            result,
            hits=tuple(
                replace(
                    hit,
                    score=0.0,
                    language_part=0.0,
                    keyword=hit.keyword and replace(hit.keyword, score=0.0, part=0.0),
                    semantic=hit.semantic and replace(hit.semantic, score=0.0, part=0.0),
                    likeness=hit.likeness and replace(hit.likeness, part=0.0),
                )
                for hit in result.hits
            ),
            **neutral,
        )
        for result in (found, expected)
    ]
    return rounded[0] == rounded[1] and numbers(found) == pytest.approx(numbers(expected), abs=1e-4)


def numbers(result: SearchResult) -> list[float]:
    values = []
    for hit in result.hits:
        values += [hit.score, hit.language_part, hit.likeness.part if hit.likeness else 0.0]
        for side in (hit.keyword, hit.semantic):
            values += [side.score, side.part] if side else []
    return values


@pytest.mark.parametrize("mode", MODES)
def test_every_result_is_that_of_the_embedded_backend(
    engine: SearchEngine, embedded: SearchEngine, mode: Mode
) -> None:
    asked = [(query, filters) for query in QUERIES for filters in FILTERS[:3]]
    for query, filters in asked + [(query, FILTERS[0]) for query in HOSTILE]:
        found, expected = (
            each.search(query, mode=mode, filters=filters, limit=100) for each in (engine, embedded)
        )
        assert same(found, expected), (query, filters)
        assert not found.total_is_lower_bound


def test_rare_words_count_more(engine: SearchEngine) -> None:
    scores = by_words(engine, "malaria"), by_words(engine, "village")
    assert min(scores[0].values()) > max(scores[1].values()) > 0


def test_equal_documents_stand_in_order_of_their_ids(engine: SearchEngine) -> None:
    for mode in MODES:
        hits = engine.search("malaria nets", mode=mode).hits
        assert [hit.id for hit in hits[:2]] == ["a-net", "b-net"]
        assert hits[0].score == hits[1].score


def test_a_word_counts_for_the_best_of_its_forms_not_for_their_sum(
    engine: SearchEngine, embedded: SearchEngine, embedded_folder: Path
) -> None:
    arrays = BM25Index(embedded_folder / "index" / embedded.snapshot / "keyword" / "bm25")
    weights: dict[str, list[float]] = {}
    for term in ("=villages", "en:villag"):
        number = arrays.find(term)
        assert number is not None
        for found, weight in zip(*map(np.ndarray.tolist, arrays.postings(number)), strict=True):
            weights.setdefault(embedded.document(found).id, []).append(weight)
    assert max(map(len, weights.values())) == 2
    expected = {id: max(found) for id, found in weights.items()}
    assert by_words(engine, "villages") == pytest.approx(expected, abs=1e-4)


def test_a_document_counts_for_its_nearest_passage(engine: SearchEngine) -> None:
    hits = engine.search("village health posts", mode="semantic", limit=100).hits
    scores = {hit.id: hit.semantic.score for hit in hits if hit.semantic is not None}
    passages = {hit.id: hit.passage.text for hit in hits if hit.passage is not None}
    assert scores["c-both"] == pytest.approx(scores["d-one"], abs=1e-5)
    assert passages["c-both"] == passages["d-one"] == "village health posts"


@pytest.mark.parametrize("mode", MODES)
def test_a_filtered_list_is_a_subsequence(engine: SearchEngine, mode: Mode) -> None:
    whole = ids(engine.search("village budget", mode=mode, limit=100))
    for filters in FILTERS:
        kept = engine.mask(filters)
        expected = [id for id in whole if kept[sorted(d.id for d in DOCUMENTS).index(id)]]
        assert (
            ids(engine.search("village budget", mode=mode, limit=100, filters=filters)) == expected
        )


def test_totals_and_facets_agree(engine: SearchEngine) -> None:
    values = {each.id: each.facets for each in DOCUMENTS}
    for query in QUERIES:
        result = engine.search(query, limit=100)
        assert result.total == len(result.hits) == sum(result.facets["country"].values())
        counted = Counter(values[id]["country"][0] for id in ids(result))
        assert result.facets["country"] == counted


def test_parts_add_up_to_the_score(engine: SearchEngine) -> None:
    hits = engine.search("malaria village health", limit=100).hits
    assert len(hits) > 3
    for hit in hits:
        sides = [
            side.part for side in (hit.keyword, hit.semantic, hit.likeness) if side is not None
        ]
        assert sum(sides) + hit.language_part == pytest.approx(hit.score, abs=4e-6)


def test_documents_without_passages_are_found_by_words_only(engine: SearchEngine) -> None:
    hits = {hit.id: hit for hit in engine.search("villages embed", limit=100).hits}
    assert hits["i-no-passage"].keyword is not None
    assert hits["i-no-passage"].semantic is None
    assert engine.similar("i-no-passage") == ()


def test_unknown_words_find_nothing(engine: SearchEngine) -> None:
    result = engine.search("zzzz qqqq", mode="keyword")
    assert (result.total, result.match) == (0, "none")


def test_similar_documents_and_scored_texts_are_those_of_the_embedded_backend(
    engine: SearchEngine, embedded: SearchEngine
) -> None:
    for filters in FILTERS:
        near = [[h.id for h in each.similar("c-both", 9, filters)] for each in (engine, embedded)]
        assert near[0] == near[1]
    [vector] = engine.encode_texts(["village health"])
    found, expected = (each.score_text("village health", vector) for each in (engine, embedded))
    assert found.fused == pytest.approx(expected.fused, abs=1e-4)
    assert found.nearness == pytest.approx(expected.nearness, abs=1e-4)
    shown = [
        each.passage_for(2, scores) for each, scores in ((engine, found), (embedded, expected))
    ]
    assert shown[0] == shown[1] and shown[0] is not None


@pytest.mark.parametrize("kind", QDRANT)
def test_beyond_the_depth_the_total_is_a_lower_bound(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "SAMPLE", 4)
    documents = [
        document(
            f"w-{n:02}", "Water", f"village service number {n}", country="KH" if n % 9 else "ID"
        )
        for n in range(45)
    ]
    with opened(kind, tmp_path, documents, qdrant_depth=12) as engine:
        for mode in MODES:
            result = engine.search("village number 7", mode=mode, limit=100)
            assert result.total_is_lower_bound
            assert 12 <= result.total == len(result.hits) < len(documents)
            assert result.hits[0].id == "w-07"
        narrow = engine.search("village number 7", filters={"country": ["ID"]}, limit=100)
        assert not narrow.total_is_lower_bound  # five meet the filter, fewer than are asked for
        assert sorted(ids(narrow)) == [f"w-{n:02}" for n in range(0, 45, 9)]
        assert engine.search("").total == len(documents)


def test_the_sample_is_among_the_candidates_of_every_query(
    tmp_path: Path, embedded: SearchEngine
) -> None:
    # A sample of all documents: beyond the depth of ten, too, the scores are those of all.
    assert sum(len(each.passages) > 0 for each in DOCUMENTS) > 10
    with opened("local mode", tmp_path, DOCUMENTS, qdrant_depth=10) as engine:
        for mode in ("semantic", "hybrid"):
            found, expected = (
                each.search("village health", mode=mode, limit=100) for each in (engine, embedded)
            )
            assert same(found, expected)
