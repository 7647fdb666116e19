"""The language is taken out of vectors, and out of few or monolingual ones nothing else with it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pytest

from exchange.centring import Vectors, centre_passages, centre_query, language_means
from exchange.collection import Qrels, Topic, load_qrels, load_topics
from exchange.corpus import Corpus
from exchange.document import Document, Passage
from exchange.embedding_cache import EmbeddingCache, embed
from exchange.encoder import open_passage_encoder, open_query_encoder
from exchange.passages import document_from_case
from exchange.settings import Settings
from tests.conftest import CORPUS, ROOT

pytestmark = pytest.mark.model


@dataclass(frozen=True)
class Judged:
    documents: Sequence[Document]
    vectors: dict[str, Vectors]
    topics: Sequence[Topic]
    queries: Vectors
    qrels: Qrels


@pytest.fixture(scope="module")
def judged(corpus_index: Settings) -> Judged:
    documents = [document_from_case(case) for case in Corpus.load(CORPUS).cases]
    texts = [passage.encoded_text for document in documents for passage in document.passages]
    with EmbeddingCache.open(ROOT / "index") as cache:
        vectors = embed(texts, lambda new: open_passage_encoder(corpus_index, new), cache).vectors
    qrels = load_qrels(CORPUS / "eval" / "qrels.tsv")
    topics = [t for t in load_topics(CORPUS / "eval" / "topics.jsonl") if t.id in qrels]
    encoder = open_query_encoder(corpus_index)
    queries = np.stack([encoder.encode_query(topic.text) for topic in topics])
    return Judged(documents, dict(zip(texts, vectors, strict=True)), topics, queries, qrels)


Keep = Callable[[Passage], bool]


def scores(
    judged: Judged, documents: Sequence[Document], centred: bool, keep: Keep
) -> dict[str, Vectors]:
    """Return document id -> float32[topics], the cosine of its best passage."""
    passages = [(d.id, p) for d in documents for p in d.passages if keep(p)]
    vectors = np.stack([judged.vectors[passage.encoded_text] for _, passage in passages])
    queries = judged.queries
    if centred:
        languages = [passage.language for _, passage in passages]
        overall, means = language_means(vectors, languages)
        vectors, _ = centre_passages(vectors, languages, means)
        queries = np.stack([centre_query(query, overall).centred for query in queries])
    cosines = queries @ vectors.T
    best: dict[str, Vectors] = {}
    for (id, _), column in zip(passages, cosines.T, strict=True):
        best[id] = np.maximum(best.get(id, column), column)
    return best


def reciprocal_ranks(
    judged: Judged, documents: Sequence[Document], wanted: set[str], centred: bool, keep: Keep
) -> list[float]:
    """Return for each topic that has a best case in `wanted` the reciprocal rank of the first."""
    found = scores(judged, documents, centred, keep)
    ranks = []
    for place, topic in enumerate(judged.topics):
        best = [id for id, grade in judged.qrels[topic.id].items() if grade == 3 and id in wanted]
        if best:
            highest = max(found[id][place] for id in best)
            ranks.append(1 / sum(column[place] >= highest for column in found.values()))
    return ranks


def every_passage(passage: Passage) -> bool:
    return True


@pytest.mark.parametrize("language", ["id", "fr", "es", "pt"])
def test_the_only_case_in_its_language_is_found_as_well_as_before(
    judged: Judged, language: str
) -> None:
    main = {document.id: document.passages[0].language for document in judged.documents}
    plain, centred = [], []
    for only in judged.documents:
        if main[only.id] != language:
            continue
        documents = [d for d in judged.documents if d is only or main[d.id] != language]
        plain += reciprocal_ranks(judged, documents, {only.id}, False, every_passage)
        centred += reciprocal_ranks(judged, documents, {only.id}, True, every_passage)
    assert len(plain) >= 3
    assert np.mean(centred) >= np.mean(plain) - 0.03


def test_in_one_language_nothing_is_lost(judged: Judged) -> None:
    def english(passage: Passage) -> bool:
        return passage.language == "en"

    documents = [d for d in judged.documents if any(map(english, d.passages))]
    wanted = {document.id for document in documents}
    plain = reciprocal_ranks(judged, documents, wanted, False, english)
    centred = reciprocal_ranks(judged, documents, wanted, True, english)
    assert len(plain) > 50
    assert np.mean(centred) >= np.mean(plain) - 0.01


def test_with_all_languages_much_is_gained(judged: Judged) -> None:
    wanted = {document.id for document in judged.documents}
    plain = reciprocal_ranks(judged, judged.documents, wanted, False, every_passage)
    centred = reciprocal_ranks(judged, judged.documents, wanted, True, every_passage)
    assert np.mean(centred) >= np.mean(plain) + 0.05
