"""Fixtures: small and real corpora, each indexed once."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from exchange.case import Case
from exchange.corpus import Corpus
from exchange.engine import SearchEngine
from exchange.indexing import index_corpus
from exchange.settings import Settings

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "corpus"
HASH_MODEL = "hash-encoder"
BRAZIL = "br-participacao-popular-rs"
"""A case with a successor, whose sources disagree."""

SMALL_CORPUS = (
    "id/copyright-cryptography",
    "id/edat-malaria-teluk-bintuni",
    "id/silk-timber-legality",
    "id/blood-jek-lumajang",
    "kh/village-malaria-workers",
    "lk/malaria-elimination",
    "gb/govuk-notify",
    "fj/birth-registration-app",
    "fr/franceconnect",
    "cl/chileatiende",
    "br/fala-br",
    "br/participacao-popular-rs",
)


# The longest files, each of which one worker runs: begun last, they would end alone.
LONGEST = (
    "test_accessibility.py",
    "test_crash.py",
    "test_encoder_real.py",
    "test_cli.py",
    "test_browser.py",
    "test_encoder.py",
    "test_describe_browser.py",
    "test_browser_shape.py",
    "test_browser_desk.py",
    "test_keyboard.py",
    "test_language_bias.py",
    "test_reading.py",
    "test_scripting.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest files."""
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.name, len(places)))


def copy_cases(destination: Path, names: tuple[str, ...] = SMALL_CORPUS) -> Path:
    """Copy real case files into a new corpus, without lineage links between files."""
    for name in names:
        target = destination / "cases" / f"{name}.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(CORPUS / "cases" / f"{name}.md", target)
    return destination


def _shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of all workers: where one has made an index, the others have nothing to do.

    Indexers wait for each other.
    """
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


def environment(settings: Settings) -> Mapping[str, str]:
    """Return the environment in which a child process has these settings."""
    values = {
        f"EXCHANGE_{name.upper()}": str(value) for name, value in settings.model_dump().items()
    }
    return {**os.environ, **values}


@pytest.fixture
def small_corpus(tmp_path: Path) -> Settings:
    """A corpus of twelve real cases, not indexed yet, with the cheap encoder."""
    return Settings(
        corpus=copy_cases(tmp_path / "corpus"), index=tmp_path / "index", model=HASH_MODEL
    )


@pytest.fixture(scope="session")
def small_index(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The same, indexed once for the whole session: read only."""
    folder = tmp_path_factory.mktemp("small")
    settings = Settings(
        corpus=copy_cases(folder / "corpus"), index=folder / "index", model=HASH_MODEL
    )
    index_corpus(settings)
    return settings


@pytest.fixture(scope="session")
def small_engine(small_index: Settings) -> SearchEngine:
    return SearchEngine.open(small_index)


@pytest.fixture(scope="session")
def hash_index(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The whole corpus, indexed with the cheap encoder: read only."""
    settings = Settings(corpus=CORPUS, index=_shared(tmp_path_factory) / "hash", model=HASH_MODEL)
    index_corpus(settings)
    return settings


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    """Every case of the project."""
    return Corpus.load(CORPUS)


def case_of(corpus: Corpus, id: str) -> Case:
    """Return the case with an id."""
    return next(case for case in corpus.cases if case.id == id)


@pytest.fixture(scope="session")
def corpus_index(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The whole corpus, indexed with the real encoder; vectors come from the project's cache."""
    settings = Settings(corpus=CORPUS, index=_shared(tmp_path_factory) / "real")
    index_corpus(settings, cache=ROOT / "index")
    return settings


@pytest.fixture(scope="session")
def real_engine(corpus_index: Settings) -> SearchEngine:
    return SearchEngine.open(corpus_index)
