"""The main job, on the whole corpus and with the real encoder: the right case is first."""

import json
import subprocess
import sys

import pytest

from exchange.engine import SearchEngine
from exchange.experiment import evaluate_files
from exchange.results import MODES
from exchange.settings import Settings
from tests.conftest import CORPUS, environment

pytestmark = pytest.mark.model

SILK, COPYRIGHT = "id-silk-timber-legality", "id-copyright-cryptography"
# Query, the case that is wanted, and the last place it may have.
WANTED = [
    ("legalitas kayu", SILK, 1),
    ("copyright registration with cryptography", COPYRIGHT, 1),
    ("hak cipta kriptografi", COPYRIGHT, 1),
    ("malaria early diagnosis remote Papua", "id-edat-malaria-teluk-bintuni", 1),
    ("timber legality system Indonesia", SILK, 1),
    ("著作权 登记 密码学", COPYRIGHT, 2),
]


@pytest.mark.parametrize(("query", "id", "place"), WANTED)
def test_the_engine_finds_the_case(
    real_engine: SearchEngine, query: str, id: str, place: int
) -> None:
    assert id in [hit.id for hit in real_engine.search(query, limit=place).hits]


@pytest.mark.parametrize(("query", "id", "place"), WANTED)
def test_the_command_line_finds_the_case(
    corpus_index: Settings, query: str, id: str, place: int
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "exchange", "search", query, "--json", "--limit", str(place)],
        env=environment(corpus_index),
        capture_output=True,
        check=True,
    )
    assert id in [hit["id"] for hit in json.loads(done.stdout)["hits"]]


def test_quality_on_the_judged_topics_holds(real_engine: SearchEngine) -> None:
    topics, qrels = CORPUS / "eval" / "topics.jsonl", CORPUS / "eval" / "qrels.tsv"
    scores = evaluate_files(real_engine, topics, qrels, MODES, lambda *_: None)
    ndcg = {mode: score.means["ndcg@10"] for mode, score in scores.items()}
    assert ndcg["keyword"] > 0.50
    assert ndcg["semantic"] > 0.71
    assert ndcg["hybrid"] > max(ndcg["keyword"], ndcg["semantic"])


def test_most_off_domain_queries_have_no_good_match(real_engine: SearchEngine) -> None:
    queries = (CORPUS / "eval" / "off-domain.txt").read_text(encoding="utf-8").splitlines()
    labels = [real_engine.search(query, limit=0).match for query in queries if query]
    assert labels.count("none") >= 24
    assert labels.count("good") <= 6
