"""Pictures above a result list: what they count is what the list holds, and each is a filter."""

import re
from collections import Counter

import pytest
from playwright.sync_api import Page, expect

from exchange.corpus import Corpus
from exchange.ui.markup import render
from exchange.ui.view import PANELS
from tests.ui.conftest import OpenPage, html_of
from tests.ui.fake_engine import FakeEngine

YEAR = re.compile(r'<a href="([^"]*)"[^>]*data-focus="year-(\d+)"[^>]*?( class="chosen")?>')
FACT = re.compile(
    r'<a href="([^"]*)"[^>]*?( class="chosen"[^>]*)?>'
    r'<span class="name"[^>]*>([^<]*)</span> <span class="count">(\d+)<'
)


def counts_of_years(html: str) -> dict[str, int]:
    return {y: int(n) for y, n in re.findall(r'aria-label="(\d{4}): (\d+) cases?"', html)}


def test_no_panel_is_open_at_first(engine: FakeEngine, search_page: OpenPage) -> None:
    html = html_of(search_page(q="malaria"))
    assert 'class="panel ' not in html
    for panel in PANELS:
        assert f'href="./?q=malaria&amp;show={panel}"' in html
    assert f'href="./?q=malaria" data-route data-focus="panel-{PANELS[0]}"' in html_of(
        search_page(q="malaria", show=PANELS[0])
    )


@pytest.mark.parametrize("show", ["nothing", "Years", "years,common"])
def test_another_name_opens_none(engine: FakeEngine, search_page: OpenPage, show: str) -> None:
    assert 'class="panel ' not in html_of(search_page(show=show))


def test_years_count_the_cases_of_each_year(
    engine: FakeEngine, search_page: OpenPage, corpus: Corpus
) -> None:
    html = html_of(search_page(show="years"))
    expected = Counter(str(c.year_started) for c in corpus.cases if c.year_started)
    assert counts_of_years(html) == dict(expected)
    unknown = sum(c.year_started is None for c in corpus.cases)
    assert f'Not known <span class="muted">({unknown})</span>' in html
    spans = re.findall(r'data-focus="span-(\d+)\.\.(\d+)"[^>]*>[^<]* <span[^>]*>\((\d+)\)', html)
    assert sum(int(count) for *_, count in spans) + unknown == len(corpus.cases)
    assert all(int(last) - int(first) == 4 for first, last, _ in spans)


def test_a_year_is_a_filter_and_a_chosen_one_takes_it_back(
    engine: FakeEngine, search_page: OpenPage
) -> None:
    html = html_of(search_page(q="malaria", show="years"))
    addresses = {year: href for href, year, _ in YEAR.findall(html)}
    assert addresses["2012"] == "./?q=malaria&amp;year=2012&amp;show=years"
    html = html_of(search_page(q="malaria", show="years", year="2012"))
    found = {year: (href, bool(chosen)) for href, year, chosen in YEAR.findall(html)}
    assert found["2012"] == ("./?q=malaria&amp;show=years", True)
    assert [year for year, (_, chosen) in found.items() if chosen] == ["2012"]
    html = html_of(search_page(q="malaria", show="years", year="2010..2014"))
    chosen = [year for _, year, is_chosen in YEAR.findall(html) if is_chosen]
    assert chosen and all("2010" <= year <= "2014" for year in chosen)


def test_facts_count_what_the_list_holds(
    engine: FakeEngine, search_page: OpenPage, corpus: Corpus
) -> None:
    html = html_of(search_page(show="common"))
    counts = {name: int(count) for _, _, name, count in FACT.findall(html)}
    sectors = Counter(sector for case in corpus.cases for sector in case.sectors)
    needs = Counter(need for case in corpus.cases for need in {n.need for n in case.needs})
    assert counts["Health"] == sectors["health"]
    assert counts["Legal mandate"] == needs["legal-mandate"] == max(needs.values())
    assert counts["mobile app"] == sum("mobile app" in case.technologies for case in corpus.cases)
    assert "Not known" not in counts


def test_a_fact_is_a_filter_and_a_chosen_one_takes_it_back(
    engine: FakeEngine, search_page: OpenPage
) -> None:
    html = html_of(search_page(q="malaria", show="common", sector="health"))
    facts = {name: (href, bool(chosen)) for href, chosen, name, _ in FACT.findall(html)}
    assert facts["Health"] == ("./?q=malaria&amp;show=common", True)
    assert facts["Budget"] == (
        "./?q=malaria&amp;sector=health&amp;need=budget&amp;show=common",
        False,
    )


def test_a_list_without_years_says_so() -> None:
    empty = {"years": [], "spans": [], "unknown": None, "is_filtered": False, "middle": 1}
    assert "No year is known." in render("years.html", "en", **empty)


@pytest.mark.browser
def test_a_click_on_a_year_changes_list_counts_chips_and_address(window: Page, site: str) -> None:
    window.goto(f"{site}?country=ID")
    window.get_by_role("link", name="Years").click()
    expect(window).to_have_url(re.compile("show=years"))
    bar = window.locator('.panel [data-focus="year-2016"]')
    shown = bar.get_attribute("aria-label") or ""
    bar.click()
    expect(window.locator(".chip")).to_have_text(["Country: Indonesia ✕", "Year started: 2016 ✕"])
    expect(window.locator(".count h1, .count h2")).to_contain_text(shown.removeprefix("2016: "))
    expect(window.locator(".hits .meta").first).to_contain_text("since 2016")
    assert "year=2016" in window.url
    window.reload()
    expect(window.locator('.panel .chosen[data-focus="year-2016"]')).to_be_visible()
    window.go_back()
    expect(window.locator(".chip")).to_have_text(["Country: Indonesia ✕"])


@pytest.mark.browser
@pytest.mark.parametrize(("years", "seen"), [("", "2021"), ("&year=2003..2005", "2004")])
def test_a_narrow_window_shows_the_chosen_years_first(
    phone: Page, site: str, years: str, seen: str
) -> None:
    phone.goto(f"{site}?show=years{years}")
    expect(phone.locator(f'.panel [data-focus="year-{seen}"]')).to_be_in_viewport()


@pytest.mark.browser
def test_a_fact_can_be_chosen_by_keyboard(window: Page, site: str) -> None:
    window.goto(f"{site}?show=common")
    fact = window.locator(".panel a", has_text="Data registry")
    count = fact.locator(".count").inner_text()
    fact.focus()
    window.keyboard.press("Enter")
    expect(window.locator(".chip")).to_have_text(["What an adopter needs: Data registry ✕"])
    expect(window.locator(".count h1, .count h2")).to_have_text(f"{count} cases")
    expect(window.locator(".panel .chosen .name")).to_have_text("Data registry")
    assert "need=data-registry" in window.url
