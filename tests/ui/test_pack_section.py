"""The delegation pack on the shortlist's page: its words, its files, its questions."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from exchange.brief import FORMATS, Brief, build_brief
from exchange.corpus import Corpus
from exchange.profile import AdopterProfile
from exchange.questions import questions
from exchange.translation import INTERFACE_LANGUAGES
from exchange.ui import pack_section
from tests.conftest import BRAZIL, case_of
from tests.ui.conftest import OpenPage, html_of
from tests.ui.fake_engine import FakeEngine
from tests.ui.test_compare_page import COPYRIGHT, EDAT
from tests.ui.test_search_page import links

OFFICE = AdopterProfile(country="ID", have=("budget",), lack=("equipment",))


def buttons(page: AppTest) -> dict[str, str]:
    """Return label -> key of the pack's files."""
    found = [each.proto for each in page.get("download_button")]
    return {each.label: each.id.rpartition("-")[2] for each in found if "-pack_" in each.id}


def test_the_pack_is_offered_as_three_files_in_the_pages_language(
    engine: FakeEngine, shortlist_page: OpenPage
) -> None:
    page = shortlist_page(list=f"{EDAT},{BRAZIL}")
    html = html_of(page)
    assert "the 2 cases side by side" in html
    assert buttons(page) == {
        "Download as a Word file": "pack_docx",
        "Download as Markdown": "pack_md",
        "Download as a page to print": "pack_html",
    }
    assert len(page.selectbox(key="pack_language_en").options) == len(INTERFACE_LANGUAGES)
    assert page.selectbox(key="pack_language_en").value == "en"
    assert shortlist_page(list=EDAT, lang="id").selectbox(key="pack_language_id").value == "id"


def test_without_cases_there_is_no_pack(engine: FakeEngine, shortlist_page: OpenPage) -> None:
    page = shortlist_page(list="xx-gone")
    assert "delegation-pack" not in html_of(page)
    assert buttons(page) == {}


def test_a_file_is_made_when_it_is_asked_for_and_is_the_brief(
    engine: FakeEngine,
    shortlist_page: OpenPage,
    corpus: Corpus,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: dict[str, object] = {}
    names: dict[str, str] = {}

    def offered(label: str, data: object, name: str, *_: object, key: str, **__: object) -> None:
        made[key] = data
        names[key] = name

    monkeypatch.setattr(pack_section.st, "download_button", offered)
    asked: list[object] = []

    def noted(*given: object) -> Brief:
        asked.append(given)
        return build_brief(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(pack_section, "build_brief", noted)
    page = shortlist_page(list=f"{COPYRIGHT},{BRAZIL}", **OFFICE.parameters())
    page.selectbox(key="pack_language_en").select("pt").run()
    assert asked == []  # nothing is written before
    today = date.today()
    brief = build_brief([case_of(corpus, i) for i in (COPYRIGHT, BRAZIL)], OFFICE, today, "pt")
    for suffix, write in FORMATS.items():
        data = made[f"pack_{suffix[1:]}"]
        assert callable(data) and data() == write(brief)
        assert names[f"pack_{suffix[1:]}"] == f"delegation-pack-{today}-pt{suffix}"


def test_the_office_is_taken_in_and_can_be_changed(
    engine: FakeEngine, shortlist_page: OpenPage
) -> None:
    html = html_of(shortlist_page(list=EDAT))
    assert "Nothing is said of your office so far." in html
    assert links(html)["Say what your office has and lacks"] == f"profile?list={EDAT}"
    html = html_of(shortlist_page(list=EDAT, **OFFICE.parameters()))
    assert "It holds every case against what your office has and lacks." in html
    address = urlsplit(links(html)["Change the answers"])
    assert address.path == "profile"
    assert parse_qs(address.query)["lack"] == ["equipment"]


def test_the_questions_about_each_case_are_folded_with_reason_and_source(
    engine: FakeEngine, shortlist_page: OpenPage, corpus: Corpus
) -> None:
    html = html_of(shortlist_page(list=f"{EDAT},{BRAZIL}", **OFFICE.parameters()))
    folded = html.split("<details>")[1:]
    assert len(folded) == 2
    case = case_of(corpus, EDAT)
    asked = questions(case, OFFICE, date.today())
    assert folded[0].count("<li>") == len(asked) > 5
    assert f"({len(asked)})</span></summary>" in folded[0]
    first = folded[0].partition("</li>")[0]
    assert "How did you get this: Equipment" in first
    assert "You lack what the case takes." not in html  # the question says so itself
    assert "No source gives a cost." in folded[0]
    assert f'href="{case.sources[1].url}"' in first


def test_text_of_a_case_stays_text(engine: FakeEngine, shortlist_page: OpenPage) -> None:
    [real] = [case for case in engine.cases if case.id == EDAT]
    attack = "<img src=x onerror=alert(1)>"
    need = real.needs[0].model_copy(update={"note": attack})
    hostile = real.model_copy(update={"needs": (need,), "title": attack, "translations": {}})
    engine.cases = [hostile]
    html = html_of(shortlist_page(list=EDAT, lang="id"))
    assert "<img" not in html and "&lt;img src=x onerror=alert(1)&gt;" in html
