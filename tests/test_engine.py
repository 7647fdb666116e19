"""The engine's one exact list: totals, facets, pages and filters agree for every mode."""

import itertools
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange import highlight
from exchange.case import Case
from exchange.engine import SearchEngine
from exchange.errors import EncoderError, QueryError, SnapshotError, UnknownDocumentError
from exchange.indexing import index_corpus
from exchange.results import FACET_FIELDS, MODES, Filters, Mode
from exchange.settings import Settings
from tests.conftest import copy_cases

QUERIES = (
    "",
    "malaria",
    "malaria early diagnosis remote Papua",
    "legalitas kayu",
    "transparence budget citoyens",
    '"malaria" NOT papua',
    "health AND village",
    "zzzz qqqq",
    "著作权 登记 密码学",
    "how do villages get services",
)
FILTERS: tuple[Filters, ...] = (
    {},
    {"country": ("ID",)},
    {"country": ("ID", "BR")},
    {"country": ("FJ",), "sector": ("defence",)},
    {"sdg": ("3",), "level": ("local", "national")},
    {"year": ("2010..2016",)},
    {"year": ("..2012", "unknown")},
    {"language": ("en",), "status": ("active",)},
    {"award": ("United Nations Public Service Award 2018",)},
)


def values_of(case: Case, field: str) -> list[str]:
    """The facet values of a case, read from the case itself, not from the index."""
    found: dict[str, list[object]] = {
        "country": [case.country],
        "sector": [*case.sectors],
        "sdg": [*case.sdgs],
        "innovation_type": [*case.innovation_types],
        "level": [case.level],
        "status": [case.status],
        "evidence": [case.evidence],
        "need": list({need.need for need in case.needs}),
        "technology": [*case.technologies],
        "award": [award.label for award in case.awards],
        "language": [case.language],
        "year": [case.year_started] if case.year_started else [],
    }
    return [str(value) for value in found[field]] or ["unknown"]


def meets(case: Case, field: str, wanted: list[str]) -> bool:
    for value in values_of(case, field):
        for each in wanted:
            first, dots, last = each.partition("..")
            if dots and value != "unknown" and (first or "0") <= value <= (last or "9999"):
                return True
            if value == each:
                return True
    return False


def walk_pages(engine: SearchEngine, query: str, mode: Mode, filters: Filters) -> list[str]:
    ids: list[str] = []
    for offset in itertools.count(step=5):
        result = engine.search(query, mode=mode, filters=filters, offset=offset, limit=5)
        places = [hit.rank for hit in result.hits]
        assert places == list(range(offset + 1, offset + 1 + len(places)))
        ids += [hit.id for hit in result.hits]
        if not result.hits:
            assert len(ids) == result.total
            return ids
    raise AssertionError


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("query", QUERIES)
def test_pages_totals_and_facets_agree(small_engine: SearchEngine, query: str, mode: Mode) -> None:
    whole = small_engine.search(query, mode=mode, limit=100).hits
    cases = [hit.case for hit in whole if hit.case is not None]
    assert walk_pages(small_engine, query, mode, {}) == [case.id for case in cases]
    assert len({case.id for case in cases}) == len(cases)
    for filters in FILTERS:

        def kept(but: str = "", given: Filters = filters) -> list[Case]:
            wanted = {field: [*values] for field, values in given.items() if field != but}
            return [c for c in cases if all(meets(c, f, values) for f, values in wanted.items())]

        assert walk_pages(small_engine, query, mode, filters) == [case.id for case in kept()]
        facets = small_engine.search(query, mode=mode, filters=filters, limit=0).facets
        assert tuple(facets) == FACET_FIELDS
        for field, counts in facets.items():
            assert counts == Counter(v for case in kept(field) for v in values_of(case, field))


WORDS = st.sampled_from(
    ["malaria", "timber", "kayu", "health", "village", "copyright", "transparansi", "budget"]
    + ["women", "water", "NOT", "AND", "*", "~", "("]
)


@settings(max_examples=60, deadline=None)
@given(
    query=st.lists(WORDS, max_size=6).map(" ".join),
    mode=st.sampled_from(MODES),
    values=st.lists(st.sampled_from(["ID", "KH", "BR", "FR"]), min_size=1, max_size=2, unique=True),
)
def test_a_filtered_list_is_a_subsequence(
    small_engine: SearchEngine, query: str, mode: Mode, values: list[str]
) -> None:
    whole = small_engine.search(query, mode=mode, limit=100)
    part = small_engine.search(query, mode=mode, limit=100, filters={"country": values})
    expected = [h.id for h in whole.hits if h.case is not None and h.case.country in values]
    assert [hit.id for hit in part.hits] == expected
    ranks = {hit.id: (hit.score, hit.keyword, hit.semantic) for hit in whole.hits}
    assert all(ranks[h.id] == (h.score, h.keyword, h.semantic) for h in part.hits)
    assert part.match == whole.match
    again = small_engine.search(query, mode=mode, limit=100)
    assert [hit.id for hit in again.hits] == [hit.id for hit in whole.hits]


@pytest.mark.parametrize("mode", MODES)
def test_parts_add_up_to_the_score_and_order(small_engine: SearchEngine, mode: Mode) -> None:
    hits = small_engine.search("malaria village health", mode=mode, limit=100).hits
    assert len(hits) > 3
    for hit in hits:
        sides = (hit.keyword, hit.semantic, hit.likeness)
        parts = [side.part for side in sides if side is not None] + [hit.language_part]
        assert sum(parts) == pytest.approx(hit.score, abs=4e-6)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


@pytest.mark.parametrize("mode", MODES)
def test_a_list_without_reasons_is_the_same_list(small_engine: SearchEngine, mode: Mode) -> None:
    whole = small_engine.search("malaria vilage health", mode=mode, limit=4, offset=2)
    bare = small_engine.search("malaria vilage health", mode=mode, limit=4, offset=2, explain=False)
    assert [(h.rank, h.id, h.score) for h in bare.hits] == [
        (h.rank, h.id, h.score) for h in whole.hits
    ]
    assert (bare.total, bare.match, bare.facets) == (whole.total, whole.match, whole.facets)
    assert all(h.passage is None and h.words == () for h in bare.hits)
    assert bare.suggestions == ()


def test_each_side_ranks_over_the_whole_index(small_engine: SearchEngine) -> None:
    hits = small_engine.search("malaria village health", limit=100).hits
    by_words = small_engine.search("malaria village health", mode="keyword", limit=100).hits
    assert by_words
    ranks = {hit.id: hit.keyword.rank for hit in hits if hit.keyword is not None}
    assert ranks == {hit.id: hit.rank for hit in by_words}


def test_matched_words_and_marks_are_where_they_are_said_to_be(small_engine: SearchEngine) -> None:
    hit = small_engine.search("Villages malaria", mode="keyword").hits[0]
    assert hit.case is not None and hit.passage is not None
    assert {word.query_word for word in hit.matched} == {"Villages", "malaria"}
    marked = {hit.passage.text[start:end].casefold() for start, end in hit.passage.marks}
    assert marked
    assert marked <= {"village", "villages", "villager", "villagers", "malaria"}


def test_sorting_by_year_keeps_relevance_within_a_year(small_engine: SearchEngine) -> None:
    def years(sort: str) -> list[int]:
        hits = small_engine.search("service", sort=sort, limit=100).hits  # type: ignore[arg-type]
        return [h.case.year_started or 0 for h in hits if h.case is not None]

    assert years("newest") == sorted(years("newest"), reverse=True)
    known = [year for year in years("oldest") if year]
    assert known == sorted(known)
    assert sorted(years("newest")) == sorted(years("relevance"))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"filters": {"country": ["XX"]}}, "country=XX: no such value. Allowed are: BR, CL"),
        ({"filters": {"sector": ["healt"]}}, "general-public-services, defence"),
        ({"filters": {"colour": ["red"]}}, "Unknown filter field 'colour'; allowed are: country"),
        ({"filters": {"year": ["20x"]}}, "a range such as 2015..2020"),
        ({"filters": {"year": ["2020..2015"]}}, "first year must not be after"),
        ({"mode": "magic"}, "mode=magic: allowed are keyword, semantic, hybrid"),
        ({"sort": "price"}, "sort=price: allowed are relevance, newest, oldest"),
        ({"offset": -1}, "offset must be 0 or more"),
        ({"limit": 1_001}, "limit 0 to 1000"),
    ],
)
def test_what_cannot_be_asked_says_what_is_allowed(
    small_engine: SearchEngine, options: dict[str, object], message: str
) -> None:
    with pytest.raises(QueryError, match=message.replace(".", r"\.")):
        small_engine.search("malaria", **options)  # type: ignore[arg-type]


def test_an_allowed_filter_that_nothing_meets_gives_nothing(small_engine: SearchEngine) -> None:
    result = small_engine.search("", filters={"country": ["FJ"], "sector": ["defence"]})
    assert (result.total, result.hits) == (0, ())


def test_similar_leaves_the_case_itself_out(small_engine: SearchEngine) -> None:
    hits = small_engine.similar("lk-malaria-elimination", limit=3)
    assert len(hits) == 3
    assert "lk-malaria-elimination" not in [hit.id for hit in hits]
    assert hits[0].id in ("kh-village-malaria-workers", "id-edat-malaria-teluk-bintuni")


def test_similar_cases_can_be_filtered(small_engine: SearchEngine) -> None:
    all_hits = small_engine.similar("lk-malaria-elimination", limit=50)
    home = small_engine.similar("lk-malaria-elimination", filters={"country": ["ID"]})
    expected = [hit.id for hit in all_hits if hit.case and hit.case.country == "ID"]
    assert [hit.id for hit in home] == expected[:5] and expected
    with pytest.raises(QueryError, match="colour"):
        small_engine.similar("lk-malaria-elimination", filters={"colour": ["red"]})


def test_similar_cases_are_not_cut_into_words_when_no_word_was_asked(
    small_engine: SearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(highlight, "_terms_in", None)
    monkeypatch.setattr(highlight, "tokenize", None)
    hits = small_engine.similar("lk-malaria-elimination", limit=3)
    assert [hit.matched for hit in hits] == [(), (), ()]
    assert [hit.passage.marks for hit in hits if hit.passage] == [(), (), ()]


def test_an_unknown_id_names_near_ones(small_engine: SearchEngine) -> None:
    with pytest.raises(UnknownDocumentError, match="Did you mean lk-malaria-elimination"):
        small_engine.case("lk-malaria-eliminaton")


def test_a_running_engine_keeps_its_snapshot_and_notices_a_new_one(small_corpus: Settings) -> None:
    index_corpus(small_corpus)
    engine = SearchEngine.open(small_corpus)
    before = engine.search("malaria").hits
    copy_cases(small_corpus.corpus, ("ua/prozorro",))
    assert not engine.is_stale
    index_corpus(small_corpus.model_copy(update={"keep_snapshots": 1}))
    assert engine.is_stale
    assert engine.search("malaria").hits == before
    assert not engine.has("ua-prozorro")
    assert SearchEngine.open(small_corpus).has("ua-prozorro")


def test_another_encoder_is_refused(small_index: Settings, tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="exchange index"):
        SearchEngine.open(small_index.model_copy(update={"model": "e5-small"}))


def test_no_index_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match="Run `exchange index`"):
        SearchEngine.open(Settings(index=tmp_path, model="hash-encoder"))


HOSTILE_QUERIES = {
    "nul": "malaria\x00village",
    "lone surrogates": "malaria \ud800\udfff\udcff",
    "markup": "<img src=x onerror=alert(1)> malaria",
    "right to left": "\u202e\u0645\u0644\u0627\u0631\u064a\u0627 malaria",
    "brackets": "(" * 2_000,
    "prefixes": "a* " * 600,
    "fuzzy words": "malaria~2 " * 190,
    "negations": "NOT " * 490 + "x",
    "nested": "(a AND " * 200 + "b" + ")" * 200,
    "line breaks": "malaria\n\r\n\tvillage",
}


@pytest.mark.parametrize("query", HOSTILE_QUERIES.values(), ids=HOSTILE_QUERIES)
def test_hostile_queries_are_answered_within_a_second(
    small_engine: SearchEngine, query: str
) -> None:
    small_engine.search("warm up")
    begun = time.process_time()
    result = small_engine.search(query)
    assert time.process_time() - begun < 1
    assert result.total == len(small_engine.search(query, limit=1000).hits)


@pytest.mark.parametrize("query", ["x" * 1_000_000, "x" * 100_000, "a" * 101 + " b", "x " * 1_001])
def test_queries_beyond_the_limits_are_refused_at_once(
    small_engine: SearchEngine, query: str
) -> None:
    begun = time.process_time()
    with pytest.raises(QueryError, match="are allowed"):
        small_engine.search(query)
    assert time.process_time() - begun < 0.1


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("mallaria", ["malaria"]),
        ("mallaria in villages", ["malaria in villages"]),
        ("mallaria-malaria", []),
        ("l’mallaria", []),
    ],
)
def test_only_a_word_that_stands_alone_is_corrected(
    small_engine: SearchEngine, query: str, expected: list[str]
) -> None:
    assert [found.query for found in small_engine.search(query).suggestions] == expected
