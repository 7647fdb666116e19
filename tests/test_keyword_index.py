"""The keyword index: BM25 arrays against Whoosh as the oracle, forms, expert queries, spelling."""

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import index, query, scoring

from exchange.analysis import QueryWord
from exchange.document import Document, TextPart
from exchange.keyword_index import KeywordIndex, bm25, write_keyword_index
from exchange.keyword_index.index import SCORED_FIELDS
from exchange.keyword_index.whoosh_index import WhooshIndex

WORDS = [f"w{n}" for n in range(60)]
SIGNS = '"*~:()+-^?[]{}<>!&|/.,' + "\N{FULLWIDTH COLON}\N{LEFT DOUBLE QUOTATION MARK}"
PIECES = ["malaria", "kayu", "title", " ", "AND", "OR", "NOT", "ANDMAYBE", "REQUIRE", "not", "TO"]


def document(number: int, *parts: tuple[str, str, str]) -> Document:
    return Document(f"d{number:03}", "", tuple(TextPart(*part) for part in parts), (), {})


@pytest.fixture(scope="module")
def random_index(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, KeywordIndex, int]:
    rng = random.Random(42)
    documents = [
        document(
            number,
            ("unknown", "title", " ".join(rng.choices(WORDS, k=rng.randint(1, 6)))),
            ("unknown", "text", " ".join(rng.choices(WORDS, k=rng.randint(1, 300)))),
        )
        for number in range(200)
    ]
    directory = tmp_path_factory.mktemp("keyword")
    languages = write_keyword_index(directory, documents)
    return directory, KeywordIndex(directory, len(documents), languages), len(documents)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*PIECES, *PIECES, *SIGNS]), max_size=12).map("".join))
def test_what_whoosh_is_not_asked_for_is_a_plain_query(
    random_index: tuple[Path, KeywordIndex, int], text: str
) -> None:
    directory, keyword, _ = random_index
    whoosh = WhooshIndex(directory / "whoosh", SCORED_FIELDS, ["en"])
    found, expected = keyword.match(text), whoosh.match(text)
    assert (found is None) == (expected is None)


def test_scores_equal_whoosh_bm25_summed_over_fields(
    random_index: tuple[Path, KeywordIndex, int],
) -> None:
    directory, keyword, documents = random_index
    rng = random.Random(7)
    with index.open_dir(str(directory / "whoosh")).searcher(weighting=scoring.BM25F()) as searcher:
        for _ in range(2_000):
            chosen = rng.sample(WORDS, k=rng.randint(1, 5))
            ranking = keyword.rank([QueryWord(word, (f"={word}",)) for word in chosen])
            oracle = query.Or(
                [query.Term(field, f"={word}") for word in chosen for field in SCORED_FIELDS]
            )
            expected = np.zeros(documents)
            for hit in searcher.search(oracle, limit=None):
                expected[hit.docnum] = hit.score
            assert len(ranking) > 0
            np.testing.assert_allclose(ranking.dense(documents, 0.0), expected, atol=1e-5)


TEXTS = [
    ("en", "Timber legality verification for forest licences"),
    ("id", "Sistem verifikasi legalitas kayu untuk pemegang izin hutan"),
    ("en", "Registering copyright online with cryptography"),
    ("fr", "Enregistrement foncier et sécurité des droits"),
    ("en", "Malaria early diagnosis in remote villages of Papua"),
]


@pytest.fixture(scope="module")
def small_index(tmp_path_factory: pytest.TempPathFactory) -> KeywordIndex:
    documents = [
        document(n, (language, "title", text), (language, "summary", f"{text}. Malaria!"))
        if n == 0
        else document(n, (language, "title", text))
        for n, (language, text) in enumerate(TEXTS)
    ]
    directory = tmp_path_factory.mktemp("keyword")
    languages = write_keyword_index(directory, documents)
    return KeywordIndex(directory, len(documents), languages)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("licence", [0]),  # stemmed as English
        ("kayu", [1]),
        ("securite", [3]),  # accents folded
        ("diagnoses villages", [4]),
        ("the of and", []),  # stop words only: kept, but in no document
        ("zzz", []),
    ],
)
def test_words_find_documents(small_index: KeywordIndex, text: str, expected: list[int]) -> None:
    assert small_index.rank(small_index.words(text)).documents.tolist() == expected


def test_a_word_counts_for_its_best_form_not_for_the_sum(small_index: KeywordIndex) -> None:
    forms = ("=cryptography", "en:cryptographi")
    alone = [small_index.rank([QueryWord("x", (form,))]).scores.tolist() for form in forms]
    assert small_index.rank([QueryWord("x", forms)]).scores.tolist() == max(alone)


def test_coverage_is_the_share_of_inverse_document_frequency(small_index: KeywordIndex) -> None:
    ranking = small_index.rank(small_index.words("kayu zzz"))
    known, unseen = np.log(5 / 2) + 1, np.log(5) + 1
    assert ranking.coverage.tolist() == pytest.approx([known / (known + unseen)], rel=1e-5)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"early diagnosis"', [4]),
        ('"diagnosis early"', []),
        ("malaria NOT papua", [0, 1, 2, 3]),  # bare words order, NOT limits
        ("malaria AND papua", [4]),
        ("kayu OR papua", [1, 4]),
        ("title:malaria", [4]),
        ("summary:malaria", [0]),
        ("verif*", [0, 1]),
        ("legalety~", [0]),
        ('"early diagnosis" nonsense', [4]),
        ("licence AND forest", [0]),  # words are analysed as everywhere
    ],
)
def test_expert_queries_limit(small_index: KeywordIndex, text: str, expected: list[int]) -> None:
    mask = small_index.match(text)
    assert mask is not None
    assert np.flatnonzero(mask).tolist() == expected


@pytest.mark.parametrize(
    "text",
    [
        "malaria papua",
        '"(((',
        "*",
        "AND",
        "OR",
        "NOT NOT x",
        "a NOT",
        "http://example.org/x",
        "cost: how much",
        "nofield:word",
        "(" * 1000,
        '""',
        "~",
        "what is this?",
    ],
)
def test_anything_else_is_a_plain_query(small_index: KeywordIndex, text: str) -> None:
    assert small_index.match(text) is None


def test_spelling_comes_from_the_words_of_the_index(small_index: KeywordIndex) -> None:
    words = small_index.words("legalety kayu")
    assert [word.text for word in small_index.unknown_words(words)] == ["legalety"]
    assert small_index.suggest(words[0])[0] in ("legality", "legalitas")


def test_an_empty_index_answers(tmp_path: Path) -> None:
    languages = write_keyword_index(tmp_path, [])
    keyword = KeywordIndex(tmp_path, 0, languages)
    assert len(keyword.rank(keyword.words("malaria"))) == 0
    assert keyword.match('"a b"') is not None


def test_terms_are_told_apart_when_they_share_a_hash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bm25, "_hash", lambda term: len(term))
    bm25.write_bm25(tmp_path, [{"text": ["bb", "a", "cc"]}, {"text": ["b", "cc"]}], ["text"])
    terms = bm25.BM25Index(tmp_path)
    found = {term: terms.find(term) for term in ("a", "b", "bb", "cc", "c", "dd", "ccc")}
    assert found == {"a": 0, "b": 1, "bb": 2, "cc": 3, "c": None, "dd": None, "ccc": None}
    assert terms.postings(3).documents.tolist() == [0, 1]
    assert [term for term, _ in terms.terms_with_prefix("b")] == ["b", "bb"]
