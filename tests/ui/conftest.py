"""Fixtures of the page tests: pages on a fake engine, and the whole site in Chromium."""

import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from streamlit.testing.v1 import AppTest

from exchange.corpus import Corpus
from exchange.engine import SearchEngine
from exchange.settings import Settings
from exchange.ui import state
from tests.conftest import environment
from tests.ui.fake_engine import FakeEngine
from tests.ui.site import find_chromium, open_browser, serve

DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
CORPUS = Path(__file__).parents[2] / "corpus"
OpenPage = Callable[..., AppTest]


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


@pytest.fixture
def profile_page() -> OpenPage:
    return _opener(_profile)


@pytest.fixture
def describe_page(small_engine: SearchEngine, monkeypatch: pytest.MonkeyPatch) -> OpenPage:
    """The page over a small real index: a fake has too little for a described problem."""
    monkeypatch.setattr(state, "open_engine", lambda: small_engine)
    return _opener(_describe)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    executable = find_chromium()
    if executable is None and "CI" not in os.environ:
        pytest.skip("no Chromium is installed; run scripts/install_chromium")
    assert executable is not None, "CI is set, so that Chromium must be there"
    with open_browser(executable) as opened:
        yield opened


@pytest.fixture(scope="session")
def site(hash_index: Settings) -> Iterator[str]:
    with serve(environment(hash_index)) as address:
        yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page at desktop width; afterwards no request may have left 127.0.0.1."""
    yield from _page(browser, DESKTOP)


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    yield from _page(browser, PHONE)


@pytest.fixture(scope="module")
def shared_page(browser: Browser) -> Iterator[Page]:
    """One page for all tests of a file: what it loaded once comes from its cache."""
    yield from _page(browser, DESKTOP)


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def window(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page at desktop width, then one at phone width."""
    yield from _page(browser, request.param)


def html_of(page: AppTest) -> str:
    """Return every HTML block of a page but style and script, its drawings last.

    The page must have no exception.
    """
    assert [e.value for e in page.exception] == []
    blocks = [element.proto.body for element in page.get("html")]
    blocks += [json.loads(element.proto.json) for element in page.get("bidi_component")]
    return "\n".join(b for b in blocks if not b.startswith(("<style", "<script")))


def _page(browser: Browser, viewport: dict[str, int]) -> Iterator[Page]:
    context = browser.new_context(viewport=viewport, locale="en-GB")  # type: ignore[arg-type]
    hosts: set[str] = set()
    opened = context.new_page()
    opened.set_default_timeout(15_000)
    opened.on("request", lambda r: hosts.add(re.sub(r"^(\w+)://([^:/]*).*", r"\1 \2", r.url)))
    yield opened
    context.close()
    assert {host for host in hosts if not host.startswith(("data", "blob"))} == {"http 127.0.0.1"}


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


def _profile() -> None:
    from exchange.ui import profile_page

    profile_page.show()


def _shortlist() -> None:
    from exchange.ui import shortlist_page

    shortlist_page.show()


def _describe() -> None:
    from exchange.ui import describe_page

    describe_page.show()
