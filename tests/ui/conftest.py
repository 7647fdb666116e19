"""Fixtures of the page tests: a fake engine put in place of the real one, and pages on it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from exchange.corpus import Corpus
from exchange.ui import state
from tests.ui.fake_engine import FakeEngine

CORPUS = Path(__file__).parents[2] / "corpus"
OpenPage = Callable[..., AppTest]


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return Corpus.load(CORPUS)


@pytest.fixture
def engine(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> FakeEngine:
    """An engine over the whole corpus, in place of the real one; tests set what it answers."""
    fake = FakeEngine(corpus.cases)
    monkeypatch.setattr(state, "open_engine", lambda: fake)
    return fake


@pytest.fixture
def search_page() -> OpenPage:
    return _opener(_search)


@pytest.fixture
def case_page() -> OpenPage:
    return _opener(_case)


@pytest.fixture
def compare_page() -> OpenPage:
    return _opener(_compare)


@pytest.fixture
def shortlist_page() -> OpenPage:
    return _opener(_shortlist)


def html_of(page: AppTest) -> str:
    """Return every HTML block of a page but style and script; the page must have no exception."""
    assert [e.value for e in page.exception] == []
    blocks = [element.proto.body for element in page.get("html")]
    return "\n".join(b for b in blocks if not b.startswith(("<style", "<script")))


def _opener(script: Callable[[], None]) -> OpenPage:
    def open_page(**parameters: str | list[str]) -> AppTest:
        page = AppTest.from_function(script, default_timeout=30)
        for name, value in parameters.items():
            page.query_params[name] = value
        return page.run()

    return open_page


def _search() -> None:
    from exchange.ui import search_page

    search_page.show()


def _case() -> None:
    from exchange.ui import case_page

    case_page.show()


def _compare() -> None:
    from exchange.ui import compare_page

    compare_page.show()


def _shortlist() -> None:
    from exchange.ui import shortlist_page

    shortlist_page.show()
