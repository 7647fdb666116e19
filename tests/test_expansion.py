"""Other words for what was typed: what is found, how much it counts, how it is switched off."""

from pathlib import Path

import pytest

from exchange.analysis import query_words
from exchange.document import Document, TextPart
from exchange.engine import SearchEngine
from exchange.expansion import (
    GLOSSARY_WEIGHT,
    Expander,
    find_compounds,
    phrases_of,
    write_phrases,
)
from exchange.glossary import Glossary, GlossaryEntry
from exchange.keyword_index import KeywordIndex, KeywordRanking, write_keyword_index

GLOSSARY = Glossary(
    (
        GlossaryEntry(
            term="puskesmas",
            language="id",
            stands_for="pusat kesehatan masyarakat",
            equivalents={"en": ("community health centre",)},
            cases=("id-one",),
        ),
        GlossaryEntry(
            term="kesehatan", language="id", equivalents={"en": ("health",)}, cases=("id-one",)
        ),
        GlossaryEntry(
            term="nelayan", language="id", equivalents={"en": ("fisher",)}, cases=("id-one",)
        ),
    )
)
LANGUAGES = ("en", "id")
TEXTS = {
    "a": ("id", "Puskesmas keliling"),
    "b": ("en", "A community centre for health"),
    "c": ("en", "A health centre in a village"),
    "d": ("id", "Perahu nelayan"),
    "e": ("en", "Waterfall rescue for fishers"),
}


def expand(query: str) -> set[tuple[str, str]]:
    words = query_words(query, LANGUAGES)
    return {
        (" ".join(words[place].text for place in found.replaced), found.text)
        for found in Expander(phrases_of(GLOSSARY)).expand(query, words)
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (
            "Puskesmas",
            {
                ("Puskesmas", "pusat kesehatan masyarakat"),
                ("Puskesmas", "community health centre"),
            },
        ),
        # The longest phrase counts: "health" alone is part of it.
        (
            "community health centres",
            {
                ("community health centres", "puskesmas"),
                ("community health centres", "pusat kesehatan masyarakat"),
            },
        ),
        ("fishers", {("fishers", "nelayan")}),  # inflected
        ("health of fishers", {("health", "kesehatan"), ("fishers", "nelayan")}),
        ("budget", set()),
        ("", set()),
    ],
)
def test_phrases_are_found(query: str, expected: set[tuple[str, str]]) -> None:
    assert expand(query) == expected


def test_phrases_come_back_from_their_file(tmp_path: Path) -> None:
    write_phrases(tmp_path / "phrases.json", GLOSSARY)
    words = query_words("health of fishers", LANGUAGES)
    read = Expander.read(tmp_path / "phrases.json").expand("health of fishers", words)
    assert read == Expander(phrases_of(GLOSSARY)).expand("health of fishers", words) != ()


def test_the_parts_of_a_hyphenated_word_are_no_compound() -> None:
    words = query_words("e-procurement water fall", LANGUAGES)
    found = find_compounds("e-procurement water fall", words)
    assert "waterfall" in {each.text for each in found}
    assert "eprocurement" not in {each.text for each in found}


@pytest.fixture(scope="module")
def keyword(tmp_path_factory: pytest.TempPathFactory) -> KeywordIndex:
    directory: Path = tmp_path_factory.mktemp("keyword")
    documents = [
        Document(id, "", (TextPart(language, "summary", text),), (), {})
        for id, (language, text) in TEXTS.items()
    ]
    return KeywordIndex(directory, len(documents), write_keyword_index(directory, documents))


def rank(keyword: KeywordIndex, query: str) -> KeywordRanking:
    words = keyword.words(query)
    alternatives = find_compounds(query, words) + Expander(phrases_of(GLOSSARY)).expand(
        query, words
    )
    return keyword.rank(words, alternatives)


def found(ranking: KeywordRanking) -> dict[str, float]:
    ids = [list(TEXTS)[number] for number in ranking.documents.tolist()]
    return dict(zip(ids, ranking.scores.tolist(), strict=True))


def test_an_equivalent_counts_only_where_all_its_words_are_and_less_than_typed(
    keyword: KeywordIndex,
) -> None:
    ranking = rank(keyword, "puskesmas")
    scores = found(ranking)
    assert set(scores) == {"a", "b"}  # "c" has no "community"
    plain = found(keyword.rank(keyword.words("community health centre")))
    assert scores["b"] == pytest.approx(GLOSSARY_WEIGHT * plain["b"] / 3, rel=1e-5)
    assert scores["b"] < scores["a"] == found(keyword.rank(keyword.words("puskesmas")))["a"]
    assert ranking.coverage.tolist() == pytest.approx([1.0, GLOSSARY_WEIGHT])
    assert [each.text for each in ranking.alternatives] == ["community health centre"]


def test_typed_and_equivalent_are_not_added_up(keyword: KeywordIndex) -> None:
    both = found(rank(keyword, "fisher"))
    assert both["e"] == found(keyword.rank(keyword.words("fisher")))["e"]
    assert set(both) == {"d", "e"}


def test_two_words_find_the_one_that_they_make_up(keyword: KeywordIndex) -> None:
    ranking = rank(keyword, "water fall")
    assert set(found(ranking)) == {"e"}
    assert ranking.coverage.tolist() == [1.0]
    assert set(found(keyword.rank(keyword.words("water fall")))) == set()


@pytest.mark.model
def test_the_answer_shows_what_was_added_and_can_do_without(real_engine: SearchEngine) -> None:
    with_glossary = real_engine.search("puskesmas keliling", mode="keyword", limit=0)
    added = {(each.query_word, each.added) for each in with_glossary.expansions}
    assert ("puskesmas", "community health centre") in added
    without = real_engine.search("puskesmas keliling", mode="keyword", limit=0, expand=False)
    assert without.expansions == ()
    assert without.total < with_glossary.total


@pytest.mark.model
def test_words_are_marked_only_where_they_count(real_engine: SearchEngine) -> None:
    hits = real_engine.search("puskesmas", limit=100).hits
    with_words = [hit for hit in hits if hit.keyword is not None]
    assert 3 < len(with_words) < len(hits)
    assert all(hit.matched for hit in with_words)
    assert [hit.id for hit in hits if hit.keyword is None and hit.matched] == []


@pytest.mark.model
@pytest.mark.parametrize(
    ("query", "id"),
    [("uk gov notfy", "gb-govuk-notify"), ("badienou gokh", "sn-bajenu-gox")],
)
def test_a_slip_of_spelling_finds_its_case(real_engine: SearchEngine, query: str, id: str) -> None:
    assert id in [hit.id for hit in real_engine.search(query, limit=3).hits]
