"""The languages of the site in Chromium: the browser's first, then the reader's; direction too."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.ui.audit import OURS, audit, report
from tests.ui.conftest import DESKTOP, PHONE
from tests.ui.test_browser_desk import opened

pytestmark = pytest.mark.browser

HEADING = ".tagline"
TAGLINES = {
    "id-ID": ("id", "ltr", "Temukan inovasi"),
    "fr-CA": ("fr", "ltr", "innovation"),
    "ar-EG": ("ar", "rtl", "ابتكار"),
    "de-DE": ("en", "ltr", "Find a public-service innovation"),
}


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def arabic(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of a reader whose browser speaks Arabic."""
    context = browser.new_context(viewport=request.param, locale="ar-EG")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("locale", TAGLINES)
def test_the_first_language_is_that_of_the_browser(
    browser: Browser, site: str, locale: str
) -> None:
    language, direction, words = TAGLINES[locale]
    context = browser.new_context(locale=locale)
    page = context.new_page()
    opened(page, site)
    expect(page.locator(HEADING)).to_contain_text(words)
    expect(page.locator(HEADING)).to_have_attribute("lang", language)
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("html")).to_have_attribute("dir", direction)
    context.close()


def test_a_chosen_language_stays_on_all_pages(arabic: Page, site: str) -> None:
    opened(arabic, f"{site}?q=malaria")
    arabic.get_by_role("link", name="Bahasa Indonesia").click()
    expect(arabic.locator("html")).to_have_attribute("dir", "ltr")
    expect(arabic).to_have_url(re.compile("lang=id"))
    # Above the list the language changes before the list does.
    arabic.locator(".hits .title a[href*='lang=id']").first.click()
    expect(arabic.get_by_role("heading", name="Kutip kasus ini")).to_be_attached()
    arabic.get_by_role("link", name="العربية").click()
    expect(arabic.locator("html")).to_have_attribute("dir", "rtl")
    expect(arabic.locator("article.case")).to_have_attribute("dir", "rtl")


def test_a_page_from_right_to_left_is_whole(arabic: Page, site: str) -> None:
    opened(arabic, f"{site}?q=malaria&country=ID&show=years")
    heading, box = arabic.locator(".count h1"), arabic.locator(".stMainBlockContainer")
    assert edge(heading, "right") == pytest.approx(edge(box, "right"), abs=120)
    assert arabic.evaluate("document.documentElement.scrollWidth <= innerWidth")
    side = arabic.get_by_test_id("stSidebar")
    if arabic.viewport_size == PHONE:
        expect(side).to_be_hidden()
        arabic.get_by_test_id("stExpandSidebarButton").click()
        expect(side).to_be_visible()
        arabic.get_by_test_id("stSidebarCollapseButton").locator("button").click()
        expect(side).to_be_hidden()
    else:
        assert edge(side, "left") > edge(heading, "right")
    ours = [each for each in audit(arabic) if each.part == OURS]
    assert not ours, report(ours)


def edge(locator: object, name: str) -> float:
    return float(locator.evaluate(f"element => element.getBoundingClientRect().{name}"))  # type: ignore[attr-defined]
