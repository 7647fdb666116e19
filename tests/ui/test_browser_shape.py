"""The shape of the whole in Chromium, at both widths: lit points, legend, a click on a point."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.ui.audit import OURS, audit
from tests.ui.test_browser_desk import opened, rest

pytestmark = pytest.mark.browser
expect.set_options(timeout=15_000)


def count_of(page: Page) -> int:
    heading = page.get_by_role("heading", level=1).last.text_content() or ""
    [number] = re.findall(r"^\d+", heading)
    return int(number)


def test_the_lit_points_are_as_many_as_the_list_is_long(window: Page, site: str) -> None:
    opened(window, f"{site}?q=malaria&mode=keyword&show=shape")
    expect(window.locator(".shape svg a.lit").first).to_be_visible()
    total = count_of(window)
    assert window.locator(".shape svg a.lit").count() == total
    assert window.locator(".shape .scroll svg a").count() == 178 > total > 0
    wide = window.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0
    heights = window.locator(".legend a").evaluate_all(
        "all => all.map(a => a.getBoundingClientRect().height)"
    )
    assert min(heights) >= 24


def test_a_sector_changes_list_counts_chips_and_address(window: Page, site: str) -> None:
    opened(window, f"{site}?q=malaria&show=shape")
    legend = window.locator(".legend")
    expect(legend).to_be_visible()
    rest(window)
    link = legend.get_by_role("link", name=re.compile("^Education"))
    count = int(re.findall(r"\((\d+)\)", link.text_content() or "")[0])
    assert 0 < count < count_of(window)
    link.click()
    expect(window.locator(".chip")).to_have_text(re.compile("Education"))
    assert window.url == f"{site}?q=malaria&sector=education&show=shape"
    expect(window.locator(".shape svg a.lit")).to_have_count(count)
    assert count_of(window) == count
    expect(link).to_have_attribute("aria-current", "true")
    expect(link).to_be_focused()
    rest(window)
    link.click()
    expect(window.locator(".chip")).to_have_count(0)
    assert window.url == f"{site}?q=malaria&show=shape"
    window.go_back()
    expect(window.locator(".shape svg a.lit")).to_have_count(count)


def test_a_click_on_a_point_opens_the_case(window: Page, site: str) -> None:
    opened(window, f"{site}?q=malaria&mode=keyword&show=shape")
    point = window.locator(".shape svg a.lit").last
    title = (point.locator("title").text_content() or "").rpartition(" (")[0]
    point.scroll_into_view_if_needed()
    rest(window)
    point.click()
    expect(window.get_by_role("heading", level=1, name=title)).to_be_visible()
    assert re.match(re.escape(site) + r"case\?q=malaria&mode=keyword&show=shape&id=", window.url)
    window.go_back()
    expect(window.locator(".shape .legend")).to_be_visible()


def test_the_keyboard_goes_past_the_points_to_the_legend(page: Page, site: str) -> None:
    opened(page, f"{site}?show=shape")
    expect(page.locator(".legend")).to_be_visible()
    page.locator(".shape .scroll").focus()
    page.keyboard.press("Tab")
    expect(page.locator(".legend a").first).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_panel(page: Page, site: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    opened(page, f"{site}?q=malaria&show=shape")
    expect(page.locator(".legend")).to_be_visible()
    assert [f for f in audit(page) if f.part == OURS] == []
