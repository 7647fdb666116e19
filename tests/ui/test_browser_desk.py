"""Shortlist, comparison, figures, citation and print in Chromium, at both widths."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from exchange.corpus import Corpus
from tests.conftest import BRAZIL, case_of
from tests.ui.conftest import PHONE
from tests.ui.test_compare_page import COPYRIGHT, DECIDIM, EDAT, NOTIFY

pytestmark = pytest.mark.browser
expect.set_options(timeout=15_000)
FOUR = (EDAT, COPYRIGHT, NOTIFY, DECIDIM)


def rest(page: Page) -> None:
    """Wait until links open without loading the page anew."""
    page.wait_for_function("window.exchangeLinks")
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()


def opened(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_role("heading", level=1).last).to_be_visible()
    if "show=" in address:  # a drawing comes after the rest
        expect(page.locator(".drawing > *")).to_be_visible()
    if re.search(r"/(profile|shortlist|describe)\?", address):  # so does what takes a file
        expect(page.get_by_test_id("stFileUploaderDropzone")).to_be_visible()
    rest(page)


def first_add(page: Page) -> Locator:
    return page.get_by_role("link", name=re.compile("^Add to shortlist –")).first


def test_cards_are_kept_in_the_address(window: Page, site: str, corpus: Corpus) -> None:
    opened(window, f"{site}?q=malaria&country=ID")
    window.evaluate("window.same = true")
    expect(window.get_by_role("link", name="Shortlist", exact=True)).to_be_visible()
    first_add(window).focus()
    name = (first_add(window).text_content() or "").split(" – ", 1)[1]
    window.keyboard.press("Enter")
    expect(window.get_by_role("link", name="Shortlist (1)")).to_be_visible()
    kept = window.get_by_role("link", name=f"In your shortlist – remove – {name}")
    expect(kept).to_be_focused()  # the keyboard does not begin at the top again
    assert re.search(r"\?q=malaria&country=ID&list=[a-z-]+$", window.url)
    rest(window)
    window.keyboard.press("Enter")
    expect(first_add(window)).to_have_text(f"Add to shortlist – {name}")
    expect(window.get_by_role("link", name="Shortlist", exact=True)).to_be_visible()
    window.go_back()
    expect(kept).to_be_visible()
    assert window.evaluate("window.same")
    window.reload()
    expect(kept).to_be_visible()


def test_from_case_to_shortlist_to_comparison(window: Page, site: str, corpus: Corpus) -> None:
    opened(window, f"{site}case?id={EDAT}&list={NOTIFY}")
    first_add(window).click()
    window.get_by_role("link", name="Shortlist (2)").click()
    expect(window.get_by_role("heading", level=1, name="Shortlist (2)")).to_be_visible()
    rest(window)
    window.get_by_role("link", name="Compare these 2").click()
    expect(window.get_by_role("heading", level=1, name="2 cases side by side")).to_be_visible()
    assert window.url == f"{site}compare?compare={NOTIFY},{EDAT}&list={NOTIFY},{EDAT}"
    rest(window)
    window.locator("table.compare > thead").get_by_role(
        "link", name=re.compile("^EDAT")
    ).first.click()
    expect(window.get_by_role("heading", level=1, name=re.compile("^EDAT"))).to_be_visible()
    rest(window)
    window.get_by_role("link", name="Back to the comparison").click()
    expect(window.locator("table.compare > thead th")).to_have_count(2)
    window.reload()
    expect(window.locator("table.compare > thead th")).to_have_count(2)


def test_a_comparison_of_four_can_be_read_at_any_width(window: Page, site: str) -> None:
    opened(window, f"{site}compare?compare={','.join(FOUR)}")
    width = window.viewport_size["width"] if window.viewport_size else 0
    assert window.evaluate("document.documentElement.scrollWidth") <= width
    region = window.get_by_role("region", name="Side by side")
    problem = region.get_by_role("rowheader", name="Problem", exact=True)
    problem.scroll_into_view_if_needed()
    left = problem.bounding_box()
    region.focus()
    region.evaluate("box => box.scrollLeft = box.scrollWidth")
    assert problem.bounding_box() == left  # it stays while the cases scroll
    named = window.get_by_role("rowheader", name="Problem", exact=True)
    cells = region.get_by_role("row").filter(has=named).get_by_role("cell")
    expect(cells).to_have_count(4)
    last, box = cells.last.bounding_box(), region.bounding_box()
    assert left and last and box
    assert last["width"] >= 180
    assert last["x"] >= left["x"] + left["width"] - 2
    assert last["x"] + last["width"] <= box["x"] + box["width"] + 2
    values = region.locator(".measure .amount").evaluate_all(
        "amounts => amounts.map(a => a.getClientRects().length)"
    )
    assert len(values) > 10 and set(values) <= {0, 1}  # no number is broken over lines


def test_a_shortlist_is_downloaded_and_uploaded_again(
    window: Page, site: str, tmp_path: Path
) -> None:
    opened(window, f"{site}shortlist?list={EDAT},{BRAZIL}")
    with window.expect_download() as download:
        window.get_by_role("button", name="Download as a file").click()
    saved = tmp_path / "saved.json"
    download.value.save_as(saved)
    assert download.value.suggested_filename == "shortlist.json"
    assert [case["id"] for case in json.loads(saved.read_text())["cases"]] == [EDAT, BRAZIL]
    opened(window, f"{site}shortlist?q=water")
    window.locator("input[type=file]").set_input_files(saved)
    expect(window.get_by_role("heading", level=1, name="Shortlist (2)")).to_be_visible()
    expect(window.locator(".note")).to_have_text("Cases added from the file: 2.")
    expect(window).to_have_url(re.compile(rf"shortlist\?q=water&list={EDAT}(,|%2C){BRAZIL}$"))


def test_a_wrong_file_is_named_and_changes_nothing(window: Page, site: str) -> None:
    opened(window, f"{site}shortlist?list={EDAT}")
    files: list[FilePayload] = [
        {"name": "<img src=x onerror=alert(1)>.json", "mimeType": "text/html", "buffer": b"<b>x"},
        {"name": "report.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"},
    ]
    for file in files:
        window.locator("input[type=file]").set_input_files(file)
        expect(window.locator(".note")).to_contain_text("cannot be read as a shortlist")
        window.reload()
        expect(window.locator(".note")).to_have_count(0)
    assert window.url == f"{site}shortlist?list={EDAT}"
    expect(window.get_by_role("heading", level=1, name="Shortlist (1)")).to_be_visible()


def test_title_and_summary_switch_by_address(window: Page, site: str) -> None:
    opened(window, f"{site}case?id={BRAZIL}")
    window.get_by_role("link", name="Portuguese (original)").click()
    title = window.get_by_role("heading", level=1)
    expect(title).to_contain_text("Sistema Estadual")
    assert window.url == f"{site}case?id={BRAZIL}&text=pt"
    expect(window.locator("[data-focus=read-pt]")).to_be_focused()
    window.reload()
    expect(title).to_contain_text("Sistema Estadual")
    window.go_back()
    expect(title).to_contain_text("Rio Grande do Sul")


def test_bars_are_drawn_and_disagreements_flagged(window: Page, site: str) -> None:
    opened(window, f"{site}case?id={EDAT}")
    bars = window.locator(".measure img")
    expect(bars).to_have_count(8)
    bars.first.scroll_into_view_if_needed()
    sizes = bars.evaluate_all("all => all.map(i => [i.complete, i.clientWidth, i.clientHeight])")
    assert all(complete and width > 50 and height > 8 for complete, width, height in sizes)
    expect(window.get_by_text("Sources disagree about 2 of these figures.")).to_be_visible()
    disputed = window.locator("tr.disputed")
    expect(disputed).to_have_count(4)
    expect(disputed.first).to_contain_text("sources disagree")
    assert window.evaluate("document.documentElement.scrollWidth") <= window.viewport_size["width"]  # type: ignore[index]


def test_a_citation_is_copied(window: Page, site: str, corpus: Corpus) -> None:
    window.context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened(window, f"{site}case?id={BRAZIL}&q=voting&list={NOTIFY}")
    window.get_by_role("button", name="Copy – BibTeX").click()
    expect(window.locator("#cite-bibtex-said")).to_have_text("Copied.")
    copied = window.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"@misc{{{BRAZIL},\n  title = {{{{{case_of(corpus, BRAZIL).title}}}}}")
    assert f"url = {{{site}case?id={BRAZIL}}}" in copied


def test_results_switch_to_a_grid(window: Page, site: str) -> None:
    opened(window, f"{site}?q=malaria")
    window.get_by_role("link", name="Grid", exact=True).click()
    expect(window.locator(".hits.grid")).to_be_visible()
    assert window.url == f"{site}?q=malaria&layout=grid"
    cards = window.locator(".hits.grid > li").evaluate_all("all => all.map(c => c.offsetLeft)")
    assert len(set(cards)) == (1 if window.viewport_size == PHONE else 2)
    window.go_back()
    expect(window.locator(".hits.list")).to_be_visible()


def test_no_hits_offers_what_gives_some(window: Page, site: str) -> None:
    opened(window, f"{site}?q=malaria&mode=keyword&country=KH&sector=defence")
    window.get_by_role("link", name=re.compile("^Leave out “Sector: Defence” ")).click()
    expect(window.locator(".hits .title").first).to_be_visible()
    assert window.url == f"{site}?q=malaria&country=KH&mode=keyword"


def test_a_printed_case_is_whole_and_without_controls(window: Page, site: str) -> None:
    opened(window, f"{site}case?id={EDAT}")
    pages = len(re.findall(rb"/Type /Page\b(?!s)", window.pdf(format="A4")))
    assert pages > 2  # not only what the window shows
    window.emulate_media(media="print", color_scheme="dark")
    for hidden in (".actions", ".back", "header.site nav", ".similar", ".copy button"):
        expect(window.locator(hidden).first).to_be_hidden()
    expect(window.locator("#source-1 a").first).to_be_visible()
    address = window.locator("#source-1 a").first.evaluate(
        "link => getComputedStyle(link, '::after').content"
    )
    assert "https://publicadministration.un.org" in address
