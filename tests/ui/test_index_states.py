"""Every page on a real index: missing, damaged, of another version, and replaced meanwhile."""

import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from exchange.indexing import index_corpus
from exchange.settings import Settings, load_settings
from exchange.snapshot import CURRENT, MANIFEST
from exchange.ui import shortlist_file, state
from tests.conftest import HASH_MODEL, copy_cases, environment
from tests.ui.conftest import OpenPage, html_of
from tests.ui.test_search_page import links

LANKA, COPYRIGHT = "lk-malaria-elimination", "id-copyright-cryptography"
TWO = ("lk/malaria-elimination", "kh/village-malaria-workers")
PAGES = ("search_page", "case_page", "compare_page", "shortlist_page")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    copy_cases(folder / "corpus", TWO)
    index_corpus(_settings(folder))
    return folder


@pytest.fixture
def settings(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """A corpus of two cases with its index, which the pages open; tests may spoil both."""
    settings = _settings(shutil.copytree(built, tmp_path / "site"))
    for name, value in environment(settings).items():
        monkeypatch.setenv(name, value)
    _forget()
    yield settings
    _forget()


def _forget() -> None:
    load_settings.cache_clear()
    state.open_engine.clear()


def _settings(folder: Path) -> Settings:
    return Settings(corpus=folder / "corpus", index=folder / "index", model=HASH_MODEL)


def _snapshot(index: Path) -> Path:
    return index / (index / CURRENT).read_text(encoding="ascii").split()[0]


def _remove(index: Path) -> None:
    shutil.rmtree(index)


def _damage_pointer(index: Path) -> None:
    (index / CURRENT).write_bytes(b"\xff\x00")


def _damage_file(index: Path) -> None:
    with (_snapshot(index) / "facets.npz").open("ab") as file:
        file.write(b"x")


def _remove_file(index: Path) -> None:
    (_snapshot(index) / "documents" / "ids.txt").unlink()


def _with_manifest(**changes: object) -> Callable[[Path], None]:
    """Return what publishes the current snapshot again with other facts in its manifest."""

    def change(index: Path) -> None:
        old = _snapshot(index)
        facts = json.loads((old / MANIFEST).read_text(encoding="utf-8"))
        content = json.dumps({**facts, **changes}).encode()
        digest = hashlib.sha256(content).hexdigest()
        new = old.with_name(f"{old.name[:20]}-{digest[:12]}")
        old.rename(new)
        (new / MANIFEST).write_bytes(content)
        (index / CURRENT).write_text(f"{new.name} {digest}\n", encoding="ascii")

    return change


SPOILT = {
    "missing": (_remove, "exchange index"),
    "pointer damaged": (_damage_pointer, "exchange rollback"),
    "file damaged": (_damage_file, "exchange rollback"),
    "file missing": (_remove_file, "exchange rollback"),
    "older format": (_with_manifest(format=1), "exchange index"),
    "format without a field": (_with_manifest(means=None), "exchange index"),
    "other words": (_with_manifest(analyser=0), "exchange index"),
    "other encoder": (_with_manifest(encoder="another"), "exchange index"),
}


@pytest.mark.parametrize("spoilt", SPOILT)
@pytest.mark.parametrize("name", PAGES)
def test_an_index_that_cannot_be_used_names_the_command(
    settings: Settings, request: pytest.FixtureRequest, name: str, spoilt: str
) -> None:
    spoil, command = SPOILT[spoilt]
    spoil(settings.index)
    page = _open(request, name)
    html = html_of(page)
    assert "<h1>The search is not ready</h1>" in html
    assert f"<code>{command}</code>" in html
    assert len(page.text_input) == len(page.file_uploader) == len(page.get("download_button")) == 0


@pytest.mark.parametrize("name", PAGES)
def test_a_wrong_setting_is_named(
    settings: Settings, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("EXCHANGE_KEEP_SNAPSHOTS", "<b>none</b>")
    html = html_of(_open(request, name))
    assert "The search is not ready" in html and "EXCHANGE_KEEP_SNAPSHOTS" in html
    assert "<b>" not in html


def test_the_search_is_ready_again_after_the_command(
    settings: Settings, search_page: OpenPage
) -> None:
    _remove(settings.index)
    page = search_page(q="malaria")
    assert "The search is not ready" in html_of(page)
    index_corpus(settings)
    html = html_of(page.run())
    assert '2 cases for <q dir="auto">malaria</q>' in html


def test_a_snapshot_published_meanwhile_is_shown(
    settings: Settings, search_page: OpenPage, case_page: OpenPage
) -> None:
    results, case = search_page(), case_page(id=COPYRIGHT)
    assert "<h2>2 cases</h2>" in html_of(results)
    assert "There is no such case" in html_of(case)
    copy_cases(settings.corpus, ("id/copyright-cryptography",))
    index_corpus(settings)
    assert "<h2>3 cases</h2>" in html_of(results.run())
    assert "Online Copyright Recordation" in html_of(case.run())


def test_a_case_that_went_meanwhile_leads_back(settings: Settings, case_page: OpenPage) -> None:
    page = case_page(id=LANKA, q="malaria")
    assert "Anti Malaria Campaign" in html_of(page)
    (settings.corpus / "cases" / "lk" / "malaria-elimination.md").unlink()
    index_corpus(settings)
    html = html_of(page.run())
    assert "There is no such case" in html and links(html)["To the search"] == "./?q=malaria"


@pytest.mark.parametrize("name", PAGES)
def test_a_snapshot_damaged_meanwhile_names_the_command(
    settings: Settings, request: pytest.FixtureRequest, name: str
) -> None:
    page = _open(request, name)
    assert "The search is not ready" not in html_of(page)
    index_corpus(settings, full=True)
    _damage_file(settings.index)
    assert "<code>exchange rollback</code>" in html_of(page.run())


def test_a_file_uploaded_to_a_damaged_index_gets_the_same_page(
    settings: Settings, shortlist_page: OpenPage
) -> None:
    page = shortlist_page()
    data = shortlist_file.write([state.open_engine().case(LANKA)], "")
    index_corpus(settings, full=True)
    _damage_file(settings.index)
    page.file_uploader[0].upload("list.json", data, "application/json").run()
    assert "<code>exchange rollback</code>" in html_of(page)


def _open(request: pytest.FixtureRequest, name: str) -> AppTest:
    open_page: OpenPage = request.getfixturevalue(name)
    return open_page(q="malaria", id=LANKA, compare=LANKA, list=LANKA)


# Place, address, heading: what makes no sense in an address never ends in a failure.
MALFORMED: list[tuple[str, dict[str, str | list[str]], str]] = [
    ("search_page", {"q": "a" * 2_001}, "This search cannot be carried out"),
    ("search_page", {"q": "a" * 101}, "This search cannot be carried out"),
    ("search_page", {"q": '"((('}, "2 cases"),
    ("search_page", {"q": "\x00\x1b"}, "2 cases"),
    ("search_page", {"q": "malaria", "page": "999999"}, "2 cases"),
    ("search_page", {"page": "-1"}, "Find a public-service innovation"),
    ("search_page", {"country": ["LK", "lk", "LK"]}, "1 case"),
    ("search_page", {"country": "XX"}, "This search cannot be carried out"),
    ("search_page", {"country": "unknown"}, "This search cannot be carried out"),
    ("search_page", {"sector": "unknown"}, "Nothing found"),
    ("search_page", {"award": ["", ""]}, "Find a public-service innovation"),
    ("search_page", {"year": "²²²²"}, "This search cannot be carried out"),
    ("search_page", {"year": "٢٠٠٠..٢٠٢٠"}, "1 case"),
    ("search_page", {"year": "0000..2020"}, "1 case"),
    ("search_page", {"year": "2015..2010"}, "This search cannot be carried out"),
    ("search_page", {"year": "unknown"}, "1 case"),
    ("search_page", {"year": ["2004", "..2003"]}, "1 case"),
    ("case_page", {}, "There is no such case"),
    ("case_page", {"id": "\x00"}, "There is no such case"),
    ("case_page", {"id": "x" * 50_000}, "There is no such case"),
    ("case_page", {"id": LANKA.upper()}, "There is no such case"),
    ("case_page", {"id": ["xx-y", LANKA], "text": "zz", "compare": ",,"}, "Sri Lanka"),
    ("compare_page", {"compare": f"\x00,{'x' * 5_000}"}, "Compare cases"),
    ("compare_page", {"compare": f"{LANKA},{LANKA}"}, "Compare cases"),
    ("shortlist_page", {"list": ",".join(f"xx-{n}" for n in range(99))}, "Shortlist"),
    ("shortlist_page", {"list": LANKA, "compare": "xx-y"}, "Shortlist (1)"),
]


@pytest.mark.parametrize(("name", "parameters", "heading"), MALFORMED)
def test_a_malformed_address_gets_a_page(
    settings: Settings,
    request: pytest.FixtureRequest,
    name: str,
    parameters: dict[str, str | list[str]],
    heading: str,
) -> None:
    open_page: OpenPage = request.getfixturevalue(name)
    html = html_of(open_page(**parameters))
    headings = re.findall(r"<h1[^>]*>(.*?)</h1>|<div class=\"count\".*?<h2>(.*?)</h2>", html, re.S)
    assert headings and "".join(headings[0]).startswith(heading)
