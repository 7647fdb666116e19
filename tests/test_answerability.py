"""Label, floor and known items, by hand on fakes of the engine and on the small index."""

from pathlib import Path

import pytest

from exchange.answerability import Answerability, load_queries, measure_answerability
from exchange.case import Case, Section
from exchange.collection import Topic
from exchange.corpus import Corpus
from exchange.engine import SearchEngine
from exchange.errors import CorpusError, QueryError
from exchange.known_item import KnownItem, find_known_items, last_section_items
from exchange.results import MODES, Match, Mode, WholeList
from exchange.separation import separate
from exchange.settings import Settings
from tests.conftest import CORPUS


class FakeEngine:
    """Knows the documents a, b and c and four queries."""

    LISTS: dict[str, tuple[tuple[str, ...], Match, float]] = {
        "found": (("a", "b"), "good", 0.9),
        "half lost": (("a",), "weak", 0.5),
        "no answer": (("c",), "good", 0.8),
        "off": ((), "none", 0.1),
        "off, but near": (("a",), "weak", 0.5),
    }

    def whole_list(self, query: str, *, mode: Mode) -> WholeList:
        assert mode == "hybrid"
        return WholeList(*self.LISTS[query])

    def has(self, id: str) -> bool:
        return id in ("a", "b", "c")


def test_labels_signal_and_floor_by_hand() -> None:
    topics = (Topic("1", "found"), Topic("2", "half lost"), Topic("3", "no answer"))
    qrels = {"1": {"a": 3, "b": 1, "c": 0}, "2": {"a": 1, "b": 2, "not indexed": 3}, "3": {"c": 0}}
    steps: list[tuple[str, int, int]] = []
    found = measure_answerability(
        FakeEngine(),  # type: ignore[arg-type]
        topics,
        qrels,
        ("off", "off, but near"),
        "hybrid",
        lambda *step: steps.append(step),
    )
    assert found == Answerability(
        separation=separate([0.9, 0.5], [0.1, 0.5]),
        labels={
            "answerable": {"good": 1, "weak": 1, "none": 0},
            "without judgments": {"good": 1, "weak": 0, "none": 0},
            "off-domain": {"good": 0, "weak": 1, "none": 1},
        },
        pairs=4,
        lost=1,
    )
    assert found.separation.auc == pytest.approx((1 + 1 + 1 + 0.5) / 4)
    assert found.lost_share == pytest.approx(1 / 4)
    assert steps == [("labels, hybrid", done, 5) for done in (1, 2, 3, 4, 5)]


def test_queries_are_lines(tmp_path: Path) -> None:
    path = tmp_path / "off.txt"
    path.write_text("one\n\n  two words \n", encoding="utf-8")
    assert load_queries(path) == ("one", "two words")
    path.write_text("\n \n", encoding="utf-8")
    with pytest.raises(CorpusError, match="no query in this file"):
        load_queries(path)
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(CorpusError, match="cannot be read"):
        load_queries(path)


@pytest.mark.parametrize("mode", MODES)
def test_the_whole_list_is_the_list_of_search(small_engine: SearchEngine, mode: Mode) -> None:
    for query in ("malaria village", "timber legality", "zzzz qqqq", '"malaria" NOT papua'):
        whole = small_engine.whole_list(query, mode=mode)
        page = small_engine.search(query, mode=mode, limit=100)
        assert (whole.ids, whole.match) == (tuple(hit.id for hit in page.hits), page.match)
    known = small_engine.whole_list("malaria", mode=mode)
    unknown = small_engine.whole_list("zzzz qqqq", mode=mode)
    assert known.signal > unknown.signal


def test_an_empty_query_has_no_whole_list(small_engine: SearchEngine) -> None:
    with pytest.raises(QueryError, match="empty query"):
        small_engine.whole_list(" ")


@pytest.fixture(scope="module")
def cases(small_index: Settings) -> tuple[Case, ...]:
    return Corpus.load(small_index.corpus).cases


def with_last_section(case: Case, text: str) -> Case:
    section = Section(name="replication", heading="Replication", text=text)
    return case.model_copy(update={"sections": (*case.sections, section)})


TWELVE = "one two three four five six seven eight nine ten eleven twelve."


def test_a_sentence_of_the_last_section_loses_its_citations_and_two_words(
    cases: tuple[Case, ...],
) -> None:
    text = f"Too short, this one. {TWELVE[:-1]} [1][2]. Short again [3].\n\n- a list of three"
    [item] = last_section_items([with_last_section(cases[0], text)])
    words = TWELVE.split()
    kept = item.query.split()
    assert item.id == cases[0].id
    assert len(kept) == len(words) - 2
    assert kept == [word for word in words if word in kept]


def test_seven_words_are_too_few(cases: tuple[Case, ...]) -> None:
    text = "one two three four five six seven. One more."
    assert last_section_items([with_last_section(cases[0], text)]) == ()


def test_the_choice_depends_on_seed_and_case_alone(cases: tuple[Case, ...]) -> None:
    items = last_section_items(cases)
    assert [item.id for item in items] == [case.id for case in cases]
    assert last_section_items(cases[3:]) == items[3:]
    assert last_section_items(cases, seed=1) != items


def test_found_are_those_among_the_first(small_engine: SearchEngine) -> None:
    first, second = (hit.id for hit in small_engine.search("malaria", limit=2).hits)
    items = (KnownItem(first, "malaria"), KnownItem(second, "malaria"))
    assert find_known_items(small_engine, items, top=2).share == 1
    score = find_known_items(small_engine, items, top=1)
    assert (score.asked, score.missed, score.share) == (2, items[1:], 0.5)


def test_the_small_corpus_is_found_by_its_last_sections(
    small_engine: SearchEngine, cases: tuple[Case, ...]
) -> None:
    score = find_known_items(small_engine, last_section_items(cases), mode="keyword")
    assert (score.asked, score.missed) == (12, ())


@pytest.mark.model
def test_cases_of_the_whole_corpus_are_found_by_their_last_sections(
    real_engine: SearchEngine,
) -> None:
    items = last_section_items(Corpus.load(CORPUS).cases)[::3]
    assert len(items) > 50
    assert find_known_items(real_engine, items).share > 0.92
