"""Markup in case files, the glossary, queries and addresses: shown as text, and nothing runs.

Each page is looked at in Chromium at desktop width, then at phone width.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from exchange.settings import Settings
from tests.conftest import environment
from tests.ui.conftest import DESKTOP, PHONE
from tests.ui.hostile_corpus import (
    ABROAD,
    BODY_SHOWN,
    GLOSSARY_ATTACK,
    GONE,
    HOSTILE,
    NEIGHBOUR,
    RAW_SHOWN,
    attack,
    index_hostile,
)
from tests.ui.site import serve
from tests.ui.test_browser_desk import rest
from tests.ui.watcher import Watcher

pytestmark = pytest.mark.browser
expect.set_options(timeout=15_000)

QUERY = "<img src=x data-xss onerror=__xss='query'> :material/pest_control: $x^2$ organisation"
Q = f"q={quote(QUERY)}"
AWARD = f"{attack('award')} 2018"
TWO, THREE = f"{HOSTILE},{NEIGHBOUR}", f"{HOSTILE},{NEIGHBOUR},{ABROAD}"
ON_CARDS = (*map(attack, ("englishtitle", "title", "organisation", "english")), QUERY)
ON_CASE = (
    *("englishtitle", "english", "location", "organisation", "technology", "measure", "scope"),
    *("unit", "cost", "need", "ancestor", "adopter", "successor", "firstsource", "secondsource"),
    *("firstpublisher", "secondpublisher", "title"),  # the original title stands in the citation
)
COMPARED = (
    "englishtitle",
    "english",
    "location",
    "organisation",
    "measure",
    "unit",
    "cost",
    "need",
)

# Path, what is there last, what must be read there.
PAGES = {
    "start": ("", ".hits", (attack("englishtitle"), attack("organisation"), attack("english"))),
    "results": (f"?{Q}&mode=keyword", ".why", ON_CARDS),
    "grid": (f"?{Q}&layout=grid&list={TWO}&expand=no&lang=id", ".hits.grid", ON_CARDS),
    "chips": (f"?award={quote(AWARD)}&country=NO", ".chip", (f"Award: {AWARD}",)),
    "nothing found": (
        f"?{Q}&award={quote(AWARD)}&country=SE",
        ".message",
        (f"“Award: {AWARD}”",),
    ),
    "did you mean": (f"?{Q}+organisatoin", ".note a", (f"{QUERY} organisation",)),
    "expansions": (
        "?q=organisation&mode=keyword",
        ".expansions",
        (f"{GLOSSARY_ATTACK} (for organisation",),
    ),
    "case": (
        f"case?id={HOSTILE}&{Q}",
        ".similar",
        (*map(attack, ON_CASE), AWARD, *BODY_SHOWN),
    ),
    "case in Spanish": (
        f"case?id={HOSTILE}&text=es",
        ".sources",
        (attack("title"), attack("summary")),
    ),
    "unchecked body": (f"case?id={ABROAD}", ".sources", RAW_SHOWN),
    "unknown case": (f"case?id={quote(QUERY)}&{Q}", ".message", (f"the id “{QUERY}”",)),
    "comparison": (
        f"compare?compare={THREE}&{Q}",
        ".comparison tbody tr:last-child",
        (*map(attack, COMPARED), *BODY_SHOWN[:3], RAW_SHOWN[0]),
    ),
    "shortlist": (
        f"shortlist?list={TWO},{GONE}&{Q}&compare={quote(QUERY)}",
        ".shortlist-page",
        (*map(attack, ("englishtitle", "organisation", "english")), GONE),
    ),
    "request": (
        f"request?id={HOSTILE}&{Q}&lack=budget",
        ".request-page .note",
        tuple(map(attack, ("englishtitle", "organisation", "measure", "need"))),
    ),
    "office": (f"profile?{Q}&have={quote(QUERY)}&as={quote(QUERY)}", ".profile-end", ()),
}
REFUSED = {
    field: (f"?{field}={quote(QUERY)}&{Q}", ".detail", (f"{field}={QUERY}: no such value",))
    for field in ("country", "award", "year")
}
# Every name that an address may have, and some that none has, each with markup.
NAMES = (
    *("sort", "page", "mode", "layout", "expand", "id", "text", "compare", "list", "lang", "have"),
    *("lack", "as", "at", "fits"),
)
ALL_NAMES = "&".join(
    f"{quote(name)}={quote(QUERY)}"
    for name in (*NAMES, "embed", "x", "<img src=x onerror=x>", "__proto__")
)


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    settings: Settings = index_hostile(tmp_path_factory.mktemp("hostile"))
    with serve(environment(settings)) as address:
        yield address


@pytest.fixture(scope="module")
def watcher(window: Page) -> Watcher:
    return Watcher(window)


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Page]:
    """One page for all tests of the module: a new context for each would cost seconds."""
    context = browser.new_context(locale="en-GB")
    opened = context.new_page()
    opened.set_default_timeout(15_000)
    yield opened
    context.close()


def look(page: Page, watcher: Watcher, shown: tuple[str, ...]) -> None:
    """Find nothing that ran and every text that is to be shown, at both widths."""
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    for viewport in (DESKTOP, PHONE):
        page.set_viewport_size(viewport)  # type: ignore[arg-type]
        assert watcher.found() == []
        text = _folded(page.locator("[data-testid=stMain]").inner_text())
        assert [words for words in shown if _folded(words) not in text] == []


def _folded(text: str) -> str:
    """Return a text without what the style changes: white space, a capital at the beginning."""
    return " ".join(text.split()).casefold()


@pytest.mark.parametrize("name", PAGES | REFUSED)
def test_attacks_are_shown_as_text(
    window: Page, watcher: Watcher, hostile_site: str, name: str
) -> None:
    path, last, shown = (PAGES | REFUSED)[name]
    window.goto(hostile_site + path)
    expect(window.locator(last).first).to_be_attached()
    look(window, watcher, shown)


def test_every_parameter_takes_markup(window: Page, watcher: Watcher, hostile_site: str) -> None:
    for place in ("", "case", "compare", "shortlist"):
        window.goto(f"{hostile_site}{place}?{ALL_NAMES}&{Q}")
        expect(window.get_by_role("heading", level=1).last).to_be_visible()
        rest(window)
        look(window, watcher, ())


def test_a_query_goes_from_box_to_title_and_page(
    window: Page, watcher: Watcher, hostile_site: str
) -> None:
    window.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    window.goto(hostile_site)
    box = window.get_by_role("textbox")
    expect(box).to_be_visible()
    box.fill(QUERY)
    box.press("Enter")
    expect(window.locator(".count h1")).to_contain_text(QUERY)
    expect(window).to_have_title(f"{QUERY} · Public Innovation Exchange")
    expect(box).to_have_value(QUERY)
    assert watcher.found() == []
    window.goto(f"{hostile_site}case?id={HOSTILE}")
    expect(window).to_have_title(f"{attack('englishtitle')} · Public Innovation Exchange")


def test_a_filter_opens_and_is_chosen(window: Page, watcher: Watcher, hostile_site: str) -> None:
    window.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    window.goto(hostile_site)
    rest(window)
    window.get_by_role("combobox", name="Award").click()
    option = window.get_by_role("option").filter(has_text=AWARD)
    expect(option).to_have_text(f"{AWARD} (2)")
    assert watcher.found() == []
    option.click()
    expect(window.locator(".chip")).to_have_text(f"Award: {AWARD} ✕")
    window.keyboard.press("Escape")
    expect(window.get_by_test_id("stSidebar")).to_contain_text(AWARD)
    look(window, watcher, (f"Award: {AWARD}",))


def test_a_shortlist_comes_and_goes_as_a_file(
    window: Page, watcher: Watcher, hostile_site: str, tmp_path: Path
) -> None:
    window.goto(f"{hostile_site}shortlist?list={HOSTILE}&{Q}")
    with window.expect_download() as download:
        window.get_by_role("button", name="Download as a file").click()
    assert download.value.suggested_filename == "shortlist.json"
    download.value.save_as(saved := tmp_path / "saved.json")
    entry = {"country": "NO", "title": attack("englishtitle")}
    assert json.loads(saved.read_text(encoding="utf-8"))["cases"] == [
        {"id": HOSTILE, "organisation": attack("organisation"), **entry}
    ]
    attacked = saved.read_text(encoding="utf-8").replace(HOSTILE, QUERY.replace('"', "'"))
    name = "<img src=x data-xss onerror=__xss='file'>.json"
    for content, words in (
        (attacked, "Entry 1 of this file names no case."),
        (attack("file"), "cannot be read"),
    ):
        window.locator("input[type=file]").set_input_files(
            {"name": name, "mimeType": "text/html", "buffer": content.encode()}
        )
        expect(window.locator(".note")).to_contain_text(words)
        look(window, watcher, ())
        window.reload()
        expect(window.locator(".note")).to_have_count(0)


def test_print_runs_nothing(window: Page, watcher: Watcher, hostile_site: str) -> None:
    window.goto(f"{hostile_site}case?id={HOSTILE}")
    expect(window.locator(".sources")).to_be_visible()
    window.emulate_media(media="print")
    assert watcher.found() == []
    assert len(window.pdf(format="A4")) > 10_000
    window.emulate_media(media="screen")
    assert watcher.found() == []
