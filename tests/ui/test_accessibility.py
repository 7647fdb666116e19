"""WCAG 2.2 AA on every page of the site, at both widths, light and dark."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from exchange.settings import Settings
from scripts.screenshots import PAGES
from tests.conftest import HASH_MODEL, environment
from tests.ui.audit import COLOUR_RULES, OURS, Finding, audit, report
from tests.ui.site import serve
from tests.ui.test_browser_desk import opened

pytestmark = pytest.mark.browser

UNREADY = ("missing-index", "damaged-index")
NOTHING_NEW = ("top-40", "case-durations")  # the same parts with other texts
WITH_CHARTS = {"case", "case-disagreement", "case-family", "compare"}
# What axe finds in Streamlit's parts, and on which pages: docs/accessibility.md says why it stays.
TAGS = ("aria-prohibited-attr", "stMultiSelectTagsContainer")
OPEN_LIST = {"aria-hidden-focus", "region"}
STREAMLIT = {
    ("presentation-role-conflict", "stFileUploaderDropzone"): {
        "shortlist",
        "shortlist-empty",
        "describe",
        "profile",
    },
    TAGS: {"search", "no-good-match", "map"},
}
GROUNDS = {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 25, 29)"}
_LOOK = """([width, ground]) => {
    const side = document.querySelector("[data-testid=stSidebar]");
    const isThere = document.querySelector("section.results") === null ||
        side?.querySelector("[role=radiogroup]") && side.dataset.collapsed === String(width < 768);
    const app = getComputedStyle(document.querySelector(".stApp"));
    const isStill = document.getAnimations().every(each => each.playState !== "running");
    return innerWidth === width && isThere && app.backgroundColor === ground && isStill;
}"""
_SMALL = """all => all.filter(element => {
    const { width, height } = element.getBoundingClientRect();
    const around = element.closest("p, li, dd, td, th, h2, h3, h4") ?? element;
    const inSentence = getComputedStyle(element).display === "inline"
        && around.textContent.trim() !== element.textContent.trim();
    return width && !inSentence && (width < 24 || height < 24);
}).map(element => element.outerHTML)"""
_WIDE = """() => {
    const main = document.querySelector(".stMain");
    const edge = main.getBoundingClientRect().right;
    const wide = [...main.querySelectorAll(".stHtml *")].filter(element =>
        !element.closest(".scroll") && element.getBoundingClientRect().right > edge + 1);
    const names = wide.map(element => element.outerHTML.slice(0, 200));
    return [main.scrollWidth - main.clientWidth, ...names];
}"""
_SPACED = """.stHtml * { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important; } .stHtml p { margin-bottom: 2em !important; }"""


@dataclass(frozen=True, slots=True)
class Shown:
    """A page of the site in the browser, everything on it opened."""

    name: str
    page: Page


@pytest.fixture(scope="module")
def unready(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A site without an index, and the folder where it looks for one."""
    folder = tmp_path_factory.mktemp("unready")
    settings = Settings(corpus=folder, index=folder / "index", model=HASH_MODEL)
    with serve(environment(settings)) as address:
        yield address, settings.index


@pytest.fixture(
    scope="module", params=[*(name for name in PAGES if name not in NOTHING_NEW), *UNREADY]
)
def shown(request: pytest.FixtureRequest, shared_page: Page) -> Shown:
    """One page of the site after the other; each is loaded once for all tests."""
    name = request.param
    if name in UNREADY:
        address, index = request.getfixturevalue("unready")
        if name == "damaged-index":
            index.mkdir()
            (index / "CURRENT").write_text("../elsewhere", encoding="utf-8")
    else:
        address = request.getfixturevalue("site") + PAGES[name]
    shared_page.emulate_media(reduced_motion="reduce")
    opened(shared_page, address)
    if any(name in pages for (_, part), pages in STREAMLIT.items() if "FileUploader" in part):
        expect(shared_page.locator("input[type=file]")).to_be_attached()  # the last to come
    shared_page.locator("details").evaluate_all("all => all.forEach(each => each.open = true)")
    return Shown(name, shared_page)


def look(page: Page, width: int, scheme: str | None = None) -> None:
    """Give the window a width and a colour scheme, and wait until Streamlit has followed."""
    page.set_viewport_size({"width": width, "height": 900})
    if scheme is not None:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.wait_for_function(_LOOK, arg=[width, GROUNDS[scheme or current_scheme(page)]])


def current_scheme(page: Page) -> str:
    is_dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    return "dark" if is_dark else "light"


def audit_all(page: Page) -> list[Finding]:
    """Return the findings at both widths, light and dark."""
    found: list[Finding] = []
    # A change of the scheme is slow: each page begins with the one that the last page ended with.
    for scheme in sorted(GROUNDS, key=lambda scheme: scheme != current_scheme(page)):
        for width in (1280, 390):
            look(page, width, scheme)
            # In the dark only the colours are others.
            found += audit(page, rules=COLOUR_RULES if scheme == "dark" else ())
    return found


def levels(page: Page) -> list[int]:
    headings = page.get_by_role("heading")
    return [int(tag[1]) for tag in headings.evaluate_all("all => all.map(h => h.tagName)")]


def small_targets(page: Page) -> list[str]:
    """Return our buttons and links that cannot be hit, but for links within a sentence.

    What a hidden drawing links to stands in a list beside it, which is large enough (2.5.8).
    """
    ours = page.locator(".stHtml :is(a, button, summary):not(svg[aria-hidden=true] a)")
    found: list[str] = ours.evaluate_all(_SMALL)
    return found


def overflow(page: Page) -> list[int | str]:
    """Return by how many pixels the page scrolls sideways, and what of ours does not fit."""
    found: list[int | str] = page.evaluate(_WIDE)
    return found


def add(page: Page, html: str) -> None:
    """Put a block among ours."""
    page.evaluate(
        """html => [...document.querySelectorAll(".stMain .stHtml")].pop()
            .insertAdjacentHTML("beforeend", html)""",
        html,
    )


def test_axe_finds_what_we_know_and_no_more(shown: Shown) -> None:
    found = audit_all(shown.page)
    known = {key for key, pages in STREAMLIT.items() if shown.name in pages}
    new = [each for each in found if (each.rule, each.part) not in known]
    assert not new, report(new)
    assert {(each.rule, each.part) for each in found} == known


def test_headings_are_in_order(shown: Shown) -> None:
    found = levels(shown.page)
    assert found[0] == 1 and found.count(1) == 1
    assert all(below <= above + 1 for above, below in zip(found, found[1:], strict=False)), found


def test_each_bar_stands_beside_its_number_in_a_table(shown: Shown) -> None:
    facts = shown.page.locator(".common a").all_inner_texts()
    assert bool(facts) == (shown.name == "common")
    assert all(re.fullmatch(r"\D+\s+\d+", fact) for fact in facts), facts
    bars = shown.page.locator("img:not(.common img)")
    assert bool(bars.count()) == (shown.name in WITH_CHARTS)
    rows = shown.page.locator(".measure tr", has=bars)
    assert rows.count() == bars.count()
    for text in rows.locator(".amount").all_inner_texts() + rows.locator("th").all_inner_texts():
        assert text.strip()
    for table in shown.page.locator(".measure", has=bars).all():
        assert table.locator("caption").count() == 1
        assert table.locator("th[scope=col]").count() == 3


def test_axe_finds_no_more_in_open_filters(shared_page: Page, site: str) -> None:
    opened(shared_page, f"{site}?q=juru&country=ID&sector=health&mode=keyword")
    look(shared_page, 390)
    shared_page.get_by_test_id("stExpandSidebarButton").click()
    countries = shared_page.get_by_role("combobox", name="Country")
    expect(countries).to_be_in_viewport()
    found = audit(shared_page)
    assert {(each.rule, each.part) for each in found} == {TAGS}, report(found)
    countries.click()
    expect(shared_page.get_by_role("listbox")).to_be_visible()
    found = audit(shared_page)
    assert {each.rule for each in found} == OPEN_LIST, report(found)


@pytest.mark.parametrize("width", [1280, 390])
def test_what_stands_alone_can_be_hit(shown: Shown, width: int) -> None:
    look(shown.page, width)
    assert small_targets(shown.page) == []


def test_no_page_scrolls_sideways(shown: Shown) -> None:
    page = shown.page
    for width in (320, 640):  # a window of 1280 at 400 % and at 200 %
        look(page, width)
        assert overflow(page) == [0], width
    look(page, 320)
    spacing = page.add_style_tag(content=_SPACED)
    assert overflow(page) == [0]
    spacing.evaluate("style => style.remove()")
    look(page, 1280)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert overflow(page) == [0]
    page.evaluate("document.documentElement.style.fontSize = ''")


def test_nothing_moves_for_those_who_ask_for_it(shown: Shown) -> None:
    durations = shown.page.locator(".stApp *").evaluate_all(
        """all => all.map(getComputedStyle).flatMap(style =>
            `${style.transitionDuration},${style.animationDuration}`.split(",").map(parseFloat))"""
    )
    assert len(durations) > 50 and max(durations) <= 0.001


@pytest.mark.parametrize("scheme", GROUNDS)
@pytest.mark.parametrize(
    "path, parts",
    [
        (
            "?q=juru&country=ID&mode=keyword",
            ".chip|.title a|.why summary|.button|.examples a|[kind^=primary]",
        ),
        (PAGES["shortlist"], ".button.kept|.button.main|.copy .button|.back a|header.site a"),
    ],
)
def test_words_are_read_under_the_mouse_and_the_keyboard(
    shared_page: Page, site: str, path: str, parts: str, scheme: str
) -> None:
    opened(shared_page, site + path)
    look(shared_page, 1280, scheme)
    for part in parts.split("|"):
        element = shared_page.locator(part).first
        element.evaluate("element => element.dataset.probe = ''")
        for act in (element.hover, element.focus):
            act()
            found = audit(shared_page, rules=["color-contrast"], within="[data-probe]")
            assert not found, report(found)
        element.evaluate("element => delete element.dataset.probe")


def test_a_fault_in_a_block_is_found_and_shown(shared_page: Page, site: str) -> None:
    opened(shared_page, site + PAGES["unknown-case"])
    look(shared_page, 1280, "light")
    assert audit(shared_page) == [] == small_targets(shared_page)
    add(
        shared_page,
        '<img src="data:," width="50" height="50"><p style="color: #aaa">Faint words</p>'
        '<h4>Far below</h4><p><a href="./" style="font-size: 8px">x</a></p>'
        '<p style="width: 2000px">Wide</p>',
    )
    found = audit(shared_page)
    assert [(each.rule, each.part) for each in found] == [
        ("color-contrast", OURS),
        ("heading-order", OURS),
        ("image-alt", OURS),
    ]
    assert "Faint words" in report(found) and "insufficient color contrast" in report(found)
    assert levels(shared_page) == [1, 4]
    assert len(small_targets(shared_page)) == 1
    too_wide, *elements = overflow(shared_page)
    assert isinstance(too_wide, int) and too_wide > 500 and "Wide" in str(elements)


def test_a_fault_in_streamlits_parts_is_found(shared_page: Page, site: str) -> None:
    opened(shared_page, site)
    box = shared_page.get_by_test_id("stTextInputField")
    box.evaluate("box => { box.ariaLabel = null; box.placeholder = ''; box.id = ''; }")
    found = {(each.rule, each.part) for each in audit(shared_page)}
    assert found == {("label", "stTextInputField")}
