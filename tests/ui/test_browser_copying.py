"""From a case to its hosts in Chromium: figures, family, travel, the message; both widths."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.ui.audit import audit, report
from tests.ui.conftest import PHONE
from tests.ui.test_accessibility import look, overflow, small_targets
from tests.ui.test_browser_desk import opened, rest
from tests.ui.test_compare_page import COPYRIGHT, EDAT
from tests.ui.test_family_section import DECIDIM, MADRID
from tests.ui.test_keyboard import press, tab_to
from tests.ui.test_request_page import SENDER

pytestmark = pytest.mark.browser
expect.set_options(timeout=15_000)
OFFICE = "have=budget&lack=internet-coverage&as=ID&at=local"


def sideways(page: Page) -> int:
    """Return by how many pixels the page is wider than the window."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    found: int = page.evaluate("document.querySelector('.stMain').scrollWidth")
    return found - width


def message(page: Page) -> Locator:
    return page.locator("#request-text")


def sign(page: Page, name: str = SENDER) -> None:
    """Type who asks, with the keyboard alone."""
    tab_to(page, page.get_by_role("textbox").first)
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    expect(message(page)).to_contain_text(name)
    rest(page)


@pytest.mark.parametrize(
    ("language", "reason", "promised"),
    [
        ("en", "No change is computed.", "Promised"),
        ("id", "Perubahan tidak dihitung.", "Dijanjikan"),
    ],
)
def test_what_figures_say_together_is_read_with_the_keyboard(
    window: Page, site: str, language: str, reason: str, promised: str
) -> None:
    window.emulate_media(reduced_motion="reduce")
    opened(window, f"{site}case?id={COPYRIGHT}&lang={language}")
    folded = window.locator("details.uncomputed").first
    expect(folded.locator("summary")).to_contain_text(reason)
    expect(folded.locator(".beside")).to_be_hidden()
    press(window, folded.locator("summary"))
    expect(folded.locator(".beside")).to_contain_text("6 months")
    columns = window.locator(".promise .beside > div")
    expect(columns).to_have_count(2)
    expect(columns.first).to_contain_text(promised)
    left, right = columns.first.bounding_box(), columns.last.bounding_box()
    assert left and right and left["y"] == right["y"] and left["x"] < right["x"]
    assert sideways(window) <= 0


def test_the_tree_of_a_family_is_read_without_scrolling(window: Page, site: str) -> None:
    opened(window, f"{site}case?id={DECIDIM}")
    drawing = window.locator(".family-drawing svg")
    drawing.scroll_into_view_if_needed()
    names = drawing.locator("text.name")
    expect(names).to_have_count(11)
    width = window.viewport_size["width"] if window.viewport_size else 0
    boxes = [each.bounding_box() for each in drawing.locator("text").all()]
    assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= width for box in boxes)
    assert all(box and box["height"] >= 12 for box in boxes)
    drawing.locator("a").click()
    expect(window.get_by_role("heading", level=1)).to_contain_text("Decide Madrid")
    assert window.url == f"{site}case?id={MADRID}"
    rest(window)
    window.go_back()
    expect(window.get_by_role("heading", level=1)).to_contain_text("Decidim")
    link = window.locator(".family a[data-route]").first
    press(window, link)
    expect(window.get_by_role("heading", level=1)).to_contain_text("Decide Madrid")


def test_a_drawing_goes_with_its_case(page: Page, site: str) -> None:
    opened(page, f"{site}case?id={MADRID}")
    expect(page.locator(".family-drawing .own .name")).to_contain_text("Decide Madrid")
    page.locator(".family a[data-route]", has_text="Decidim").click()
    expect(page.locator(".family-drawing .own .name")).to_contain_text("Decidim")
    rest(page)
    page.goto(f"{site}case?id={EDAT}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("EDAT")
    expect(page.locator(".family-drawing")).to_have_count(0)


def test_a_case_elsewhere_is_compared(window: Page, site: str) -> None:
    opened(window, f"{site}case?id={EDAT}")
    heading = window.get_by_role("heading", level=3, name=re.compile("^Elsewhere, by ")).first
    heading.scroll_into_view_if_needed()
    there = window.locator("li", has=window.locator(".differs")).first
    expect(there.locator(".differs")).to_contain_text("Cost")
    title = there.locator(".title").inner_text()
    press(window, there.get_by_role("link", name="Compare with this case"), key="Shift+Tab")
    expect(window.get_by_role("heading", level=1, name="2 cases side by side")).to_be_visible()
    expect(window.locator("table.compare > thead")).to_contain_text(title)


def test_a_message_is_made_with_the_keyboard_and_copied(window: Page, site: str) -> None:
    window.emulate_media(reduced_motion="reduce")
    window.context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened(window, f"{site}case?id={COPYRIGHT}&{OFFICE}")
    press(window, window.get_by_role("link", name="Ask the hosts"))
    expect(window.get_by_role("heading", level=1, name="Ask the hosts")).to_be_focused()
    sign(window)
    cost = window.get_by_role("checkbox", name="Question 1: No source gives a cost.")
    tab_to(window, cost)
    window.keyboard.press("Space")
    expect(message(window)).not_to_contain_text("What did it cost to begin")
    expect(cost).to_be_focused()
    rest(window)
    copy = window.get_by_role("button", name="Copy", exact=True)
    press(window, copy)
    expect(window.locator("#request-text-said")).to_have_text("Copied.")
    copied = window.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("To: Direktorat Jenderal") and f"We are {SENDER}." in copied
    mail = window.get_by_role("link", name="Open in your mail program")
    assert (mail.get_attribute("href") or "").startswith("mailto:?subject=Questions%20about%20")
    assert "Sari" not in window.url
    assert sideways(window) <= 0
    # To another case and back in the same session: the name is still there.
    press(window, window.get_by_role("link", name="Back to the case"), key="Shift+Tab")
    expect(window.locator("article.case")).to_be_visible()
    rest(window)
    window.go_back()
    expect(message(window)).to_contain_text(SENDER)
    assert "Sari" not in window.url
    window.reload()
    expect(window.get_by_role("textbox").first).to_have_value("")


def test_a_message_in_indonesian(window: Page, site: str) -> None:
    opened(window, f"{site}request?id={COPYRIGHT}&{OFFICE}&lang=id")
    expect(window.get_by_role("heading", level=1)).to_have_text("Tanya tuan rumah")
    sign(window, "Sari")
    expect(message(window)).to_have_attribute("lang", "id")
    expect(message(window)).to_contain_text("Kami adalah Sari.")
    expect(window.get_by_role("button", name="Salin", exact=True)).to_be_visible()
    address = window.get_by_role("textbox").last
    address.fill("bukan alamat")
    address.press("Enter")
    expect(window.locator(".request-page .note")).to_contain_text("bukan alamat")
    expect(message(window)).to_have_count(0)


def test_a_finished_message_is_for_everybody(shared_page: Page, site: str) -> None:
    opened(shared_page, f"{site}request?id={COPYRIGHT}&{OFFICE}&lang=ar")
    shared_page.get_by_role("textbox").first.fill("Sari")
    shared_page.get_by_role("textbox").first.press("Enter")
    expect(message(shared_page)).to_have_attribute("dir", "rtl")
    rest(shared_page)
    for scheme in ("light", "dark"):
        for width in (1280, PHONE["width"]):
            look(shared_page, width, scheme)
            found = audit(shared_page)
            assert not found, report(found)
            assert small_targets(shared_page) == [] and overflow(shared_page) == [0]
