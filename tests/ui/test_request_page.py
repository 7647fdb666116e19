"""The page of a message to the hosts: what it asks of the reader, and the message."""

import re
from datetime import date
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

from exchange.corpus import Corpus
from exchange.profile import AdopterProfile
from exchange.questions import RULE_REASONS, questions
from exchange.request import request
from tests.conftest import case_of
from tests.ui.conftest import OpenPage, html_of
from tests.ui.fake_engine import FakeEngine
from tests.ui.test_case_page import hostile_case
from tests.ui.test_compare_page import COPYRIGHT
from tests.ui.test_search_page import links

OFFICE = {"have": "budget", "lack": "internet-coverage", "as": "ID", "at": "local"}
PROFILE = AdopterProfile.from_parameters({name: [value] for name, value in OFFICE.items()})
SENDER = "Sari, Dinas Kesehatan <b>Jambi</b>"


def message(page: AppTest) -> tuple[str, str]:
    """Return the text of the message and its link."""
    html = html_of(page)
    [text] = re.findall(r'<pre id="request-text"[^>]*>(.*?)</pre>', html, re.DOTALL)
    [mailto] = re.findall(r'href="(mailto:[^"]*)"', html)
    return unescape(text), unescape(mailto)


def signed(page: AppTest) -> AppTest:
    return page.text_input(key="request_sender").set_value(SENDER).run()


def test_without_a_sender_there_is_no_message_yet(
    engine: FakeEngine, request_page: OpenPage, corpus: Corpus
) -> None:
    page = request_page(id=COPYRIGHT, q="copyright", **OFFICE)
    html = html_of(page)
    assert "Write your name and your office above" in html and "<pre" not in html
    assert links(html)["Back to the case"].startswith(f"case?q=copyright&id={COPYRIGHT}&")
    assert "We have: Budget" in html and "We lack: Internet coverage" in html
    found = questions(case_of(corpus, COPYRIGHT), PROFILE, date.today())
    assert [box.label for box in page.checkbox] == [
        f"Question {number}: {RULE_REASONS[each.rule]}" for number, each in enumerate(found, 1)
    ]
    assert all(box.value for box in page.checkbox)
    shown = [
        unescape(text).split(" [")[0].strip()
        for text in re.findall(r'<p class="question"[^>]*>(.*?)</p>', html, re.DOTALL)
    ]
    assert shown == [each.text for each in found]


def test_the_message_is_that_of_the_engine_in_the_chosen_language(
    engine: FakeEngine, request_page: OpenPage, corpus: Corpus
) -> None:
    case = case_of(corpus, COPYRIGHT)
    page = signed(request_page(id=COPYRIGHT, **OFFICE))
    page.selectbox(key="request_language").set_value("id").run()
    page.text_input(key=f"request_recipient_{COPYRIGHT}").set_value("humas@example.org").run()
    expected = request(
        case,
        PROFILE,
        questions(case, PROFILE, date.today(), "id"),
        sender=SENDER,
        language="id",
        recipient="humas@example.org",
    )
    assert message(page) == (expected.text, expected.mailto)
    assert expected.is_cut
    html = html_of(page)
    assert '<pre id="request-text" tabindex="0" role="group"' in html
    assert 'lang="id" dir="ltr">Kepada' in html
    assert "Mail programs take only the beginning of so long a message" in html


def test_a_question_that_is_unticked_is_not_asked(
    engine: FakeEngine, request_page: OpenPage, corpus: Corpus
) -> None:
    case = case_of(corpus, COPYRIGHT)
    found = questions(case, PROFILE, date.today())
    page = signed(request_page(id=COPYRIGHT, **OFFICE))
    for box in page.checkbox[1:]:
        box.uncheck()
    page.run()
    text, mailto = message(page)
    assert f"1. {found[0].text}\n" in text and "2. " not in text
    assert "Mail programs" not in html_of(page) and mailto.startswith("mailto:?subject=")
    page.checkbox[0].uncheck().run()
    assert "We would like to know" not in message(page)[0]


def test_what_is_typed_is_kept_for_the_session_and_in_no_address(
    engine: FakeEngine, request_page: OpenPage
) -> None:
    page = signed(request_page(id=COPYRIGHT, **OFFICE))
    assert page.session_state["kept_sender"] == SENDER
    addresses = [each for each in links(html_of(page)).values() if not each.startswith("mailto:")]
    assert "Sari" not in str(page.query_params) and "Sari" not in str(addresses)
    # Another case, in the same session: the name is there, the recipient is not.
    page.text_input(key=f"request_recipient_{COPYRIGHT}").set_value("a@example.org").run()
    page.query_params["id"] = "gb-govuk-notify"
    page.run()
    assert SENDER in message(page)[0]
    assert message(page)[1].startswith("mailto:?subject=")


@pytest.mark.parametrize("typed", ["hosts", "a@b", "x@example.org?bcc=y@example.org", "<i>@x.org"])
def test_a_wrong_address_is_named(engine: FakeEngine, request_page: OpenPage, typed: str) -> None:
    page = signed(request_page(id=COPYRIGHT))
    page.text_input(key=f"request_recipient_{COPYRIGHT}").set_value(typed).run()
    html = html_of(page)
    assert f"“{typed}” is no e-mail address." in unescape(html)
    assert "mailto:" not in html and "<i>" not in html


def test_the_case_page_leads_to_the_request(engine: FakeEngine, case_page: OpenPage) -> None:
    found = links(html_of(case_page(id=COPYRIGHT, q="x", **OFFICE)))
    assert found["Ask the hosts"].startswith(f"request?q=x&id={COPYRIGHT}&")
    assert "lack=internet-coverage" in found["Ask the hosts"]


def test_an_unknown_case_leads_back_to_the_search(
    engine: FakeEngine, request_page: OpenPage
) -> None:
    html = html_of(request_page(id="xx-nothing", q="voting"))
    assert "There is no such case" in html
    assert links(html)["To the search"] == "./?q=voting"


def test_markup_in_a_case_is_shown_as_text(
    engine: FakeEngine, request_page: OpenPage, corpus: Corpus
) -> None:
    hostile = hostile_case(case_of(corpus, COPYRIGHT))
    engine.cases = [hostile]
    page = signed(request_page(id=hostile.id))
    html = html_of(page)
    assert not re.search("<(img|script|b)[ >]", html)
    assert not any("$" in box.label or "img" in box.label for box in page.checkbox)
    assert "<img src=x onerror=alert(1)>" in message(page)[0]


def test_the_page_speaks_indonesian(engine: FakeEngine, request_page: OpenPage) -> None:
    page = signed(request_page(id=COPYRIGHT, lang="id", **OFFICE))
    assert page.selectbox(key="request_language").value == "id"
    assert "Kami" in message(page)[0]
