"""The reader's office: its page, and what results and cases say of it, on the fake engine."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from exchange.corpus import Corpus
from exchange.fit import fit
from exchange.labels import label
from exchange.profile import MAX_BYTES, AdopterProfile
from exchange.vocabulary import NEEDS
from tests.conftest import case_of
from tests.ui.conftest import OpenPage, html_of
from tests.ui.fake_engine import FakeEngine
from tests.ui.test_case_page import plain_text
from tests.ui.test_compare_page import EDAT
from tests.ui.test_search_page import links, titles

POOR = {"have": "training", "lack": "budget,equipment", "as": "ID", "at": "local"}


def upload(page: AppTest, data: bytes) -> str:
    page.file_uploader[0].upload("profile.yaml", data, "application/yaml").run()
    return html_of(page)


def test_the_page_asks_one_question_for_each_need(profile_page: OpenPage) -> None:
    page = profile_page(q="voting")
    assert [radio.key for radio in page.radio] == [f"office_{need}" for need in NEEDS]
    assert {radio.value for radio in page.radio} == {"unknown"}
    html = html_of(page)
    assert links(html)["Back to the results"] == "./?q=voting"
    assert "Nothing is said of your office so far." in html
    assert len(page.get("download_button")) == 0


def test_answers_go_into_the_address_and_stay_there(profile_page: OpenPage) -> None:
    page = profile_page(q="voting", lack="budget")
    assert page.radio(key="office_budget").value == "lack"
    page.radio(key="office_training").set_value("have").run()
    page.selectbox(key="office_country").set_value("ID").run()
    page.selectbox(key="office_level").set_value("local").run()
    expected = {"q": "voting", "have": "training", "lack": "budget", "as": "ID", "at": "local"}
    assert page.query_params == expected
    found = links(html_of(page))
    office = "have=training&lack=budget&as=ID&at=local"
    assert found["Show the cases that fit best"] == f"./?q=voting&sort=fit&{office}"
    assert found["Forget all answers"] == "profile?q=voting"
    page.radio(key="office_budget").set_value("unknown").run()
    assert page.query_params == {name: value for name, value in expected.items() if name != "lack"}


def test_a_description_is_only_proposed(profile_page: OpenPage) -> None:
    page = profile_page(have="budget")
    page.text_area(key="office_text").set_value(
        "We have no budget for this, but a partner foundation. Trainers are there."
    )
    page.button(key="office_propose").click().run()
    assert page.query_params == {"have": "budget"}
    html = html_of(page)
    found = links(html)
    assert found["Take over – Budget"] == "profile?lack=budget"
    assert found["Take over – Partner organisation"] == "profile?have=budget,partner-organisation"
    assert "Budget: We lack it" in plain_text(html)
    page.query_params = {"lack": "budget"}
    assert "taken over" in html_of(page.run())


def test_a_description_without_needs_says_so(profile_page: OpenPage) -> None:
    page = profile_page()
    page.text_area(key="office_text").set_value("<b>It rained.</b>")
    page.button(key="office_propose").click().run()
    assert "Nothing of the sixteen needs was found" in html_of(page)


def test_a_file_brings_the_answers_back(profile_page: OpenPage) -> None:
    page = profile_page(q="voting", lack="budget")
    profile = AdopterProfile(country="KE", have=("training", "equipment"))
    upload(page, profile.dump().encode())
    assert page.query_params == {"q": "voting", **profile.parameters()}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"have: [money]", "money"),
        (b"have: [budget]\nlack: [budget]", "budget"),
        (b"a: " + b"x" * MAX_BYTES, "that is no profile"),
        (b"\xff\xfe", "profile.yaml"),
    ],
    ids=["no-need", "contradiction", "long", "no-text"],
)
def test_a_bad_file_is_named_and_changes_nothing(
    profile_page: OpenPage, data: bytes, said: str
) -> None:
    page = profile_page(lack="budget")
    html = upload(page, data)
    assert said in plain_text(html) and "profile.yaml" in html
    assert page.query_params == {"lack": "budget"}
    assert "profile.yaml" not in html_of(page.run())  # said once


def test_results_say_what_is_met_and_left_to_do(
    engine: FakeEngine, search_page: OpenPage, corpus: Corpus
) -> None:
    html = html_of(search_page(q="malaria", **POOR))
    text = plain_text(html)
    assert "Of sixteen needs, your office has 1 and lacks 2." in text
    assert "take what you lack: Budget. How others got it" in text
    assert "met: Training" in text and "to do: Budget, Equipment" in text
    assert 'href="https://' in html.split('class="fit-bar"')[1].split("</section>")[0]
    plain = html_of(search_page(q="malaria"))
    assert "fit-bar" not in plain and 'class="fit"' not in plain


def test_results_are_ordered_and_limited_by_fit(
    engine: FakeEngine, search_page: OpenPage, corpus: Corpus
) -> None:
    by_fit = search_page(q="malaria", sort="fit", **POOR)
    assert by_fit.selectbox(key="sort").value == "fit"
    found = titles(html_of(by_fit))
    profile = AdopterProfile.from_parameters({name: [value] for name, value in POOR.items()})
    lacking = {case.title_in("en"): len(fit(case, profile).needs("to-do")) for case in corpus.cases}
    counts = [lacking[title] for title in found]
    assert counts == sorted(counts) and counts[0] < counts[-1]
    link = links(html_of(by_fit))["Leave out cases that take what we lack"]
    assert "sort=fit&fits=yes" in link
    only = search_page(fits="yes", **POOR)
    shown = titles(html_of(only))
    assert len(shown) == 10 and {lacking[title] for title in shown} == {0}
    assert "Show all cases again" in links(html_of(only))


def test_choosing_the_order_by_fit_changes_the_address(
    engine: FakeEngine, search_page: OpenPage
) -> None:
    page = search_page(q="malaria", have="training")
    page.selectbox(key="sort").set_value("fit").run()
    assert page.query_params == {"q": "malaria", "sort": "fit", "have": "training"}
    page.selectbox(key="sort").set_value("relevance").run()
    assert page.query_params == {"q": "malaria", "have": "training"}


def test_a_case_shows_each_need_beside_the_answer(
    engine: FakeEngine, case_page: OpenPage, corpus: Corpus
) -> None:
    html = html_of(case_page(id=EDAT, **POOR))
    rows = html.split("What an adopter needs</h2>")[1].split("<tbody>")[1].split("</tbody>")[0]
    cells = [
        [plain_text(cell) for cell in re.split("</t[hd]>", row)[:2]]
        for row in rows.split("</tr>")
        if row.strip()
    ]
    names = {"met": "met", "to-do": "to do", "unknown": "not known"}
    card = fit(case_of(corpus, EDAT), AdopterProfile(have=("training",), lack=("budget",)))
    assert cells == [
        [label("need", line.need, "en"), "to do" if line.need == "equipment" else names[line.state]]
        for line in card.lines
    ]
    assert {state for _, state in cells} == {"met", "to do", "not known"}
    without = html_of(case_page(id=EDAT))
    assert links(without)["Say what your office has and lacks"].startswith("profile")
    assert "to-do" not in without
