"""The site with nothing but a keyboard: each stop is seen, and none leads to the top again."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from exchange.ui import frame
from scripts.screenshots import SHORTLIST
from tests.ui.conftest import PHONE
from tests.ui.test_browser_desk import opened, rest
from tests.ui.test_case_page import BRAZIL
from tests.ui.test_compare_page import EDAT

pytestmark = pytest.mark.browser

# The element with the keyboard; its mark (an outline of its own or of the box around it) and the
# contrast of that with the ground below; whether, after a moment, any of it can be seen.
_STOP = """async wanted => {
    const element = document.activeElement;
    const around = [element];
    for (let up = element.parentElement; up && around.length < 6; up = up.parentElement)
        around.push(up);
    around.flatMap(each => each.getAnimations()).forEach(each => each.finish());
    const style = getComputedStyle;
    const marked = around.find(each =>
        style(each).outlineStyle === "solid" && parseFloat(style(each).outlineWidth) >= 2);
    const parts = colour => colour.match(/[\\d.]+/g).map(Number);
    const light = colour => parts(colour).slice(0, 3)
        .map(part => part / 255)
        .map(part => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4)
        .reduce((sum, part, n) => sum + part * [.2126, .7152, .0722][n], 0);
    const contrast = () => {
        let ground = marked.parentElement;
        while (parts(style(ground).backgroundColor)[3] === 0) ground = ground.parentElement;
        const both = [style(marked).outlineColor, style(ground).backgroundColor].map(light);
        return (Math.max(...both) + .05) / (Math.min(...both) + .05);
    };
    const points = (from, to, end) => {
        const [first, last] = [Math.max(from, 0), Math.min(to, end)];
        return [.1, .3, .5, .7, .9].map(part => first + (last - first) * part);
    };
    const isSeen = () => [...marked.getClientRects()].some(box =>
        points(box.left, box.right, innerWidth).some(x =>
            points(box.top, box.bottom, innerHeight).some(y =>
                marked.contains(document.elementFromPoint(x, y) ?? document))));
    for (let frame = 0; marked && frame < 60 && !isSeen(); frame++)
        await new Promise(requestAnimationFrame);
    return {
        html: element.outerHTML.slice(0, 200),
        isBody: element === document.body,
        isWanted: element === wanted,
        contrast: marked ? contrast() : 0,
        isSeen: Boolean(marked) && isSeen(),
    };
}"""
_ROUND_TRIP = 200


def tab_to(page: Page, target: Locator, *, key: str = "Tab") -> None:
    """Press a key until the target has the keyboard; every stop on the way is marked and seen.

    Between the last part of the page and its first one lies the browser itself.
    """
    rest(page)
    wanted = target.element_handle()
    times_outside = 0
    for _ in range(_ROUND_TRIP):
        page.keyboard.press(key)
        stop = page.evaluate(_STOP, wanted)
        times_outside += stop["isBody"]
        if not stop["isBody"]:
            assert stop["contrast"] >= 3, f"no mark that can be seen on {stop['html']}"
            assert stop["isSeen"], f"hidden, but with the keyboard: {stop['html']}"
        if stop["isWanted"]:
            return
        assert times_outside < 2, f"never came to {target}"
    raise AssertionError(f"a trap, or a page too long: {target}")


def press(page: Page, target: Locator, *, key: str = "Tab", by: str = "Enter") -> None:
    """Go to the target and use it, as soon as the page rests."""
    tab_to(page, target, key=key)
    rest(page)
    page.keyboard.press(by)


def heading(page: Page, words: str | re.Pattern[str]) -> Locator:
    return page.get_by_role("heading", level=1, name=words)


def choose_health(page: Page) -> None:
    """Choose a filter; on a phone they are opened first, and close when the keyboard leaves."""
    opener = page.get_by_test_id("stExpandSidebarButton")
    if page.viewport_size == PHONE:
        press(page, opener)
        expect(page.get_by_test_id("stSidebarCollapseButton").get_by_role("button")).to_be_focused()
    pill = page.get_by_role("button", name=re.compile(r"^General public services \d+$"))
    press(page, pill, by="Space")
    expect(page.locator(".chip")).to_have_text("Sector: General public services ✕")
    expect(pill).to_be_focused()


def test_from_a_question_to_a_comparison_and_back(window: Page, site: str) -> None:
    window.emulate_media(reduced_motion="reduce")
    opened(window, site)
    choose_health(window)
    tab_to(window, window.get_by_role("textbox"))
    window.keyboard.type("layanan desa")
    rest(window)
    window.keyboard.press("Enter")
    expect(window.locator(".count h1")).to_contain_text("layanan desa")
    expect(window.get_by_role("textbox")).to_be_focused()

    indonesian = window.locator(".hits > li", has=window.locator("a[href*='id=id-']")).first
    why = indonesian.locator("details")
    press(window, why.locator("summary"))
    expect(why.locator("ul")).to_be_visible()
    expect(why.locator("summary")).to_be_focused()
    press(window, indonesian.locator(".actions a"))
    expect(indonesian.get_by_role("link", name="In your shortlist – remove")).to_be_focused()
    press(window, indonesian.locator(".title a"), key="Shift+Tab")
    title = window.locator("article.case h1")
    expect(title).to_be_focused()

    press(window, window.get_by_role("link", name="Indonesian (original)"))
    expect(window.locator("[data-focus=read-id]")).to_be_focused()
    expect(title).to_have_attribute("lang", "id")
    similar = window.locator(".similar .actions").first.get_by_role("link")
    press(window, similar.first)
    expect(similar.first).to_have_text(re.compile("^In your shortlist – remove"))
    expect(similar.first).to_be_focused()
    press(window, window.get_by_role("link", name="Shortlist (2)"))
    expect(heading(window, "Shortlist (2)")).to_be_focused()
    press(window, window.get_by_role("link", name="Compare these 2"))
    expect(heading(window, "2 cases side by side")).to_be_focused()
    press(window, window.get_by_role("link", name=re.compile("^Take out")).first)
    expect(heading(window, "Compare cases")).to_be_focused()
    press(window, window.get_by_role("link", name="Back to the results"), key="Shift+Tab")
    expect(heading(window, re.compile("layanan desa"))).to_be_focused()


@pytest.mark.parametrize(
    "path, link, goes_on",
    [
        ("?", ".examples a", ".count h1"),
        ("?q=malaria", "header.site nav a", ".count h1[lang=id], [lang=id] > h1"),
        ("?q=malaria", "header.site .name a", "h1.tagline"),
        ("?q=malaria&country=ID", ".chip", ".count h1"),
        ("?q=malaria", ".pages a", ".count h1"),
        (f"case?id={BRAZIL}", ".facts a", ".count h1"),
        (f"case?id={BRAZIL}", ".similar .actions a:last-child", ".comparison h1"),
        (f"shortlist?list={SHORTLIST}", ".hits .actions a.kept", ".shortlist-page h1"),
        (f"shortlist?list={SHORTLIST}", "[data-focus^=choose]", f"[data-focus=choose-{EDAT}].kept"),
    ],
)
def test_after_a_link_the_keyboard_goes_on_in_the_new_page(
    shared_page: Page, site: str, path: str, link: str, goes_on: str
) -> None:
    opened(shared_page, site + path)
    shared_page.locator(link).first.focus()
    shared_page.keyboard.press("Enter")
    expect(shared_page.locator(goes_on)).to_be_focused()


def test_after_going_back_too_and_a_mouse_leaves_no_mark(page: Page, site: str) -> None:
    opened(page, f"{site}?q=malaria")
    page.locator(".hits .title a").first.click()
    title = page.locator("article.case h1")
    expect(title).to_be_focused()
    assert title.evaluate("title => getComputedStyle(title).outlineStyle") == "none"
    page.go_back()
    expect(page.locator(".count h1")).to_be_focused()


def test_a_jump_to_a_source_goes_on_there(page: Page, site: str) -> None:
    opened(page, f"{site}case?id={BRAZIL}")
    page.locator('a[href="#source-3"]').first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#source-3")).to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(page.locator("#source-3 a").first).to_be_focused()


def test_the_filters_of_a_phone_are_there_only_while_they_are_open(phone: Page, site: str) -> None:
    phone.emulate_media(reduced_motion="reduce")
    opened(phone, f"{site}?q=malaria")
    opener = phone.get_by_role("button", name="Filters", exact=True)
    filters = phone.get_by_test_id("stSidebar")
    tab_to(phone, opener)
    phone.keyboard.press("Enter")
    closer = filters.get_by_role("button", name="Collapse sidebar")
    expect(closer).to_be_focused()
    phone.keyboard.press("Enter")
    expect(opener).to_be_focused()
    phone.keyboard.press("Enter")
    expect(closer).to_be_focused()
    # Beyond the last filter lies the page: they close before it has the keyboard unseen.
    filters.get_by_role("radio").first.focus()
    phone.keyboard.press("Tab")
    expect(filters).to_be_hidden()
    tab_to(phone, phone.get_by_role("textbox"))


def test_the_filters_have_their_name_though_the_script_comes_last(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(
        """<style>:root { --filters-button: "Penyaring"; }</style>
        <button data-testid="stExpandSidebarButton"></button>"""
    )
    page.add_script_tag(path=Path(frame.__file__).with_name("static") / "links.js")
    expect(page.get_by_role("button", name="Penyaring")).to_be_attached()
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_stop_that_is_not_seen_is_found(page: Page, site: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    opened(page, f"{site}case?id=xx-nothing")
    link = page.get_by_role("link", name="To the search")
    tab_to(page, link)
    faint = page.add_style_tag(
        content=".stApp a:focus-visible { outline-color: light-dark(#ccc, #444) !important }"
    )
    with pytest.raises(AssertionError, match="no mark that can be seen on <a"):
        tab_to(page, link)
    faint.evaluate("style => style.remove()")
    tab_to(page, link)
    page.add_style_tag(content=".stApp::after { content: ''; position: fixed; inset: 0 }")
    with pytest.raises(AssertionError, match="hidden, but with the keyboard: <"):
        tab_to(page, link)
    page.add_style_tag(content=".stApp a:focus-visible { outline: none !important }")
    with pytest.raises(AssertionError, match="no mark that can be seen on <a"):
        tab_to(page, link)
