"""The states of the page that takes a described problem, over a small real index."""

import logging
import re

import pytest
from streamlit.testing.v1 import AppTest

from exchange.errors import SnapshotError
from exchange.ui import state
from tests.test_need import NOTE
from tests.test_reading import word
from tests.ui.conftest import OpenPage, html_of
from tests.ui.fake_engine import FakeEngine
from tests.ui.test_search_page import links


def find(page: AppTest, text: str) -> str:
    page.text_area[0].set_value(text)
    page.button[0].click().run()
    return html_of(page)


def upload(page: AppTest, data: bytes, name: str) -> str:
    page.file_uploader[0].upload(name, data, "application/octet-stream").run()
    return html_of(page)


def test_the_empty_page_says_what_it_does_with_a_text(describe_page: OpenPage) -> None:
    page = describe_page(list="id-silk-timber-legality")
    html = html_of(page)
    assert "<h1>Describe your problem</h1>" in html
    assert "It is not in the address, in no file and in no log" in html
    assert 'class="described"' not in html and len(page.get("download_button")) == 0
    assert links(html)["Shortlist (1)"].startswith("shortlist?list=id-silk-timber-legality&from=")
    assert 'class="described"' not in find(page, " \n ")


def test_a_pasted_text_gets_matrix_cases_and_what_nobody_answers(describe_page: OpenPage) -> None:
    page = describe_page()
    html = find(page, NOTE)
    assert '<h2 id="described-summary">4 sentences, 3 of them answered, 1 not.</h2>' in html
    marks = re.findall(r'class="mark" href="#(answer-\d-\d)"', html)
    assert marks and [m for m in marks if f'id="{m}"' not in html] == []
    head = html.partition("<thead>")[2].partition("</thead>")[0]
    assert head.count("<th ") == 9
    rows = re.findall(r'<tr><th scope="row">(.*?)</tr>', html, re.DOTALL)
    assert len(rows) == 4 and "no case answers this" in rows[3] and 'class="mark"' not in rows[3]
    assert [r for r in rows[:3] if 'class="mark"' not in r and "further down" not in r] == []
    open_ = html.partition("<h2>Nobody answers these</h2>")[2].partition("</ul>")[0]
    assert "Zebras" in open_ and open_.count("<li") == 1
    assert len(page.get("download_button")) == 2
    assert page.query_params == {}


def test_filters_narrow_the_result_and_say_what_is_outside(describe_page: OpenPage) -> None:
    page = describe_page(country="FR", lang="en")
    html = find(page, NOTE)
    assert "Cases outside your filters answer it." in html
    assert "France" in html and "Indonesia" not in html.partition('class="hits"')[2]
    assert "Country: France" in html
    assert links(html)["Clear all filters"] == "describe?lang=en"
    page.multiselect(key="filter_country").set_value(["ID"]).run()
    assert page.query_params == {"country": "ID", "lang": "en"}
    assert "Indonesia" in html_of(page).partition('class="hits"')[2]
    assert len(page.radio) == 0  # words or meaning: no choice here


def test_a_filter_that_cannot_be_is_named(describe_page: OpenPage) -> None:
    html = find(describe_page(country="XX"), NOTE)
    assert "country=XX: no such value" in html
    assert links(html)["Search without any filter"] == "describe"


def test_nothing_answered(describe_page: OpenPage) -> None:
    html = find(describe_page(), "Zebras qwertz flibbert gnarzul blorp.")
    assert "1 sentence, 0 of them answered, 1 not." in html
    assert "No case answers a sentence of this text." in html or "No case meets" in html
    assert '<table class="matrix">' not in html


def test_a_text_that_is_too_long_stays_in_the_box(describe_page: OpenPage) -> None:
    page = describe_page()
    html = find(page, "The clinic has no doctor. " * 300)
    assert "It has 1,500 words; at most 1,000 words" in html
    assert page.text_area[0].value.startswith("The clinic")


def test_an_uploaded_file_goes_into_the_box_and_can_be_edited(describe_page: OpenPage) -> None:
    page = describe_page()
    html = upload(page, word(NOTE), "note.pdf")
    assert page.text_area[0].value.split() == NOTE.split()
    assert "by its content it is DOCX" in html and "The text of the file is in the box." in html
    assert 'class="described"' not in html
    page.button[0].click().run()
    assert "3 of them answered" in html_of(page)
    assert "The text of the file is in the box." not in html_of(page)  # said once


def test_a_long_file_is_cut_and_says_so(describe_page: OpenPage) -> None:
    page = describe_page()
    html = upload(page, b"The clinic has no doctor at night. " * 300, "note.txt")
    assert "The file has 2,100 words; the first 994 are here." in html
    assert page.text_area[0].value.endswith("at night.")
    page.button[0].click().run()
    assert 'id="described-summary"' in html_of(page)


def test_a_refused_file_leaves_the_text_as_it_was(describe_page: OpenPage) -> None:
    page = describe_page()
    find(page, NOTE)
    html = upload(page, b"%PDF-1.7 <img src=x onerror=alert(1)>", "<b>.pdf")
    assert "This PDF is damaged" in html and "<img" not in html
    assert page.text_area[0].value == NOTE and "3 of them answered" in html


def test_markup_in_a_text_is_shown_as_text(describe_page: OpenPage) -> None:
    attack = "Malaria tests <img src=x onerror=alert(1)> come too late in the villages {{7*7}}."
    html = find(describe_page(), attack)
    assert "<img" not in html and "&lt;img src=x onerror=alert(1)&gt;" in html and "{{7*7}}" in html


def test_no_log_has_the_text(
    describe_page: OpenPage, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    page = describe_page()
    upload(page, b"Xylotarnic malaria tests come too late.", "note.txt")
    page.button[0].click().run()
    assert "Xylotarnic" in html_of(page)
    upload(page, b"%PDF-1.7 Xylotarnic", "note.txt")
    find(page, "Xylotarnic" * 30)
    find(page, "Xylotarnic malaria. " * 900)
    said = capfd.readouterr()
    assert "xylotarnic" not in (caplog.text + said.out + said.err).lower()


def test_without_an_index_it_says_what_to_do(
    describe_page: OpenPage, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> FakeEngine:
        raise SnapshotError("Run `exchange index`.")

    monkeypatch.setattr(state, "open_engine", fail)
    assert "The search is not ready" in html_of(describe_page())
