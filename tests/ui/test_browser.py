"""The site in Chromium, on the whole corpus with the cheap encoder."""

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from exchange.corpus import Corpus
from exchange.settings import Settings
from exchange.ui.view import TOP_40
from tests.conftest import HASH_MODEL, environment
from tests.test_main_job import WANTED
from tests.ui.conftest import PHONE
from tests.ui.site import serve
from tests.ui.test_case_page import BRAZIL

pytestmark = pytest.mark.browser
expect.set_options(timeout=15_000)  # a busy machine is slow, not wrong


def heading(page: Page, words: str | re.Pattern[str]) -> None:
    # While the new page comes there may be two: a locator of one fails where it should wait.
    expect(page.get_by_role("heading", level=1).last).to_have_text(words)


def count(page: Page) -> int:
    return int(re.sub(r"\D", "", page.locator(".count h1").inner_text().split(" case")[0]))


def test_a_search_from_the_box_goes_into_the_address_and_back_works(page: Page, site: str) -> None:
    page.goto(site)
    heading_of_start = page.get_by_text("Find a public-service innovation that you can copy")
    expect(heading_of_start).to_be_visible()
    box = page.get_by_role("textbox")
    box.fill("malaria elimination")
    box.press("Enter")
    expect(page.locator(".count h1")).to_contain_text("malaria elimination")
    assert page.url == f"{site}?q=malaria+elimination"
    # The heading comes before the list does.
    expect(page.locator(".hits .title").first).to_contain_text("malaria")
    first = page.locator(".hits .title").first.inner_text()
    page.reload()
    expect(page.locator(".hits .title").first).to_have_text(first)
    page.go_back()
    expect(heading_of_start).to_be_visible()
    expect(box).to_have_value("")
    assert page.url == site


def test_a_deep_link_opens_its_view(page: Page, site: str) -> None:
    page.goto(f"{site}?q=layanan&country=ID&sector=health&sort=oldest&mode=keyword&lang=id")
    expect(page.locator(".chip")).to_have_text(["Negara: Indonesia ✕", "Sektor: Kesehatan ✕"])
    expect(page.get_by_role("textbox")).to_have_value("layanan")
    expect(page.get_by_role("radio", name="Kata saja")).to_be_checked()
    assert page.evaluate("document.documentElement.lang") == "id"
    assert page.locator(".hits .title").count() > 1


def test_a_filter_changes_list_counts_and_address(page: Page, site: str) -> None:
    page.goto(f"{site}?country=ID")
    option = page.get_by_role("button", name=re.compile(r"^Health \d+$"))
    before, expected = count(page), int(option.inner_text().split()[-1])
    assert 0 < expected < before
    option.click()
    expect(page.locator(".count h1")).to_have_text(re.compile(rf"^{expected} case"))
    assert page.url == f"{site}?country=ID&sector=health"
    expect(option).to_be_focused()
    page.get_by_role("link", name="Remove filter Sector: Health").click()
    expect(page.locator(".count h1")).to_have_text(re.compile(rf"^{before} case"))
    page.get_by_role("link", name="Clear all filters").click()
    expect(page.locator(".chips")).to_have_count(0)
    assert page.url == site


def test_the_40_innovations_are_one_click(page: Page, site: str, corpus: Corpus) -> None:
    awarded = sum(TOP_40 in [award.label for award in case.awards] for case in corpus.cases)
    assert awarded > 20
    page.goto(site)
    page.get_by_role("link", name="The 40 innovations of 2018").click()
    heading(page, f"{awarded} cases")
    expect(page.locator(".chip")).to_have_text(f"Award: {TOP_40} ✕")


def test_a_case_opens_without_loading_the_page_anew_and_leads_back(page: Page, site: str) -> None:
    page.goto(f"{site}?q=participação+popular&country=BR")
    # Before the script is there and Streamlit rests, a link loads the page anew.
    page.wait_for_function("window.exchangeLinks")
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    page.evaluate("window.same = true")
    page.get_by_role("link", name=re.compile("^Rio Grande do Sul's State System")).click()
    heading(page, re.compile("^Rio Grande do Sul's State System"))
    assert page.evaluate("window.same")
    expect(page.get_by_text("Superseded in 2021 by")).to_be_visible()
    page.locator('a[href="#source-3"]').first.click()
    expect(page.locator("#source-3")).to_be_in_viewport()
    page.get_by_role("link", name="Portuguese (original)").click()
    heading(page, re.compile("^Sistema Estadual"))
    page.get_by_role("link", name="Back to the results").click()
    expect(page.locator(".chip")).to_have_text("Country: Brazil ✕")
    page.go_back()
    expect(page.get_by_text("Superseded in 2021 by")).to_be_visible()


def test_the_site_works_by_keyboard_alone(page: Page, site: str) -> None:
    page.goto(site)
    expect(page.locator(".hits .title")).to_have_count(10)
    page.get_by_role("textbox").focus()
    page.keyboard.type("malaria")
    page.keyboard.press("Enter")
    expect(page.locator(".count h1")).to_contain_text("malaria")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("!!document.activeElement.closest('.hits .title')"):
            break
    expect(page.locator(".hits .title a").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Back to the results")).to_be_visible()


def test_a_phone_shows_results_at_once_and_filters_behind_a_button(phone: Page, site: str) -> None:
    phone.goto(f"{site}?q=malaria")
    expect(phone.locator(".hits .title").first).to_be_in_viewport()
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    sector = phone.get_by_role("button", name=re.compile(r"^Health \d+$"))
    expect(sector).not_to_be_in_viewport()
    phone.get_by_test_id("stExpandSidebarButton").click()
    sector.click()
    expect(phone).to_have_url(f"{site}?q=malaria&sector=health")
    phone.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
    expect(phone.locator(".chip")).to_be_in_viewport()
    phone.goto(f"{site}case?id={BRAZIL}")
    expect(phone.get_by_role("heading", name="Figures")).to_be_attached()
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_missing_index_names_the_command(page: Page, tmp_path: Path) -> None:
    settings = Settings(corpus=tmp_path, index=tmp_path / "none", model=HASH_MODEL)
    with serve(environment(settings)) as address:
        page.goto(address)
        heading(page, "The search is not ready")
        expect(page.locator(".detail code")).to_have_text("exchange index")


@pytest.mark.model
def test_the_page_finds_the_case_with_the_real_encoder(page: Page, corpus_index: Settings) -> None:
    with serve(environment(corpus_index)) as address:
        for query, id, place in WANTED:
            page.goto(f"{address}?q={quote(query)}")
            links = page.locator("article a[href*='id=']")
            expect(links.first).to_be_visible()
            first = [links.nth(n).get_attribute("href") or "" for n in range(place)]
            assert any(f"id={id}" in href for href in first), (query, first)
