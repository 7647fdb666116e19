"""Fixtures: small and real corpora, each indexed once."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from exchange.engine import SearchEngine
from exchange.indexing import index_corpus
from exchange.settings import Settings

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "corpus"
HASH_MODEL = "hash-encoder"

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


@pytest.hookimpl(tryfirst=True)  # pytest-xdist reads the groups in the same hook
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep tests that share something costly in one worker, so that it is made once."""
    for item in items:
        if (group := _group_of(item)) is not None:
            item.add_marker(pytest.mark.xdist_group(group))


def _group_of(item: pytest.Item) -> str | None:
    names = item.fixturenames if isinstance(item, pytest.Function) else []
    if "corpus_index" in names:
        return "corpus index"
    if item.path.name == "test_encoder_real.py" or "[sentence-transformers]" in item.name:
        return "PyTorch"
    return item.path.name if item.get_closest_marker("browser") else None


def copy_cases(destination: Path, names: tuple[str, ...] = SMALL_CORPUS) -> Path:
    """Copy real case files into a new corpus, without lineage links between files."""
    for name in names:
        target = destination / "cases" / f"{name}.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(CORPUS / "cases" / f"{name}.md", target)
    return destination


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
    """The whole corpus, indexed with the cheap encoder, once for all workers: read only."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    settings = Settings(corpus=CORPUS, index=folder / "hash", model=HASH_MODEL)
    index_corpus(settings)  # the second worker waits for the first, and finds nothing to do
    return settings


@pytest.fixture(scope="session")
def corpus_index(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The whole corpus, indexed with the real encoder; vectors come from the project's cache."""
    settings = Settings(corpus=CORPUS, index=tmp_path_factory.mktemp("real") / "index")
    index_corpus(settings, cache=ROOT / "index")
    return settings


@pytest.fixture(scope="session")
def real_engine(corpus_index: Settings) -> SearchEngine:
    return SearchEngine.open(corpus_index)
