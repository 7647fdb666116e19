"""A described problem in Chromium: from the box or a file to passages, cases, files and back."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Page, expect

from exchange.reading.refusal import MAX_BYTES
from exchange.settings import Settings
from tests.conftest import environment
from tests.test_need import NOTE
from tests.test_reading import HOSTILE, pdf
from tests.ui.audit import OURS, audit, report
from tests.ui.hostile_corpus import HOSTILE as HOSTILE_CASE
from tests.ui.hostile_corpus import attack, index_hostile
from tests.ui.site import serve
from tests.ui.test_browser_desk import first_add, opened, rest
from tests.ui.watcher import Watcher

pytestmark = pytest.mark.browser
MARKER = "Xylotarnic"
TEXT = f"{NOTE}\n\n{MARKER} boats are late."


@pytest.fixture(scope="module")
def server(hash_index: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder of a server: `address` and `log`, and all that it may write for a while."""
    folder = tmp_path_factory.mktemp("server")
    (folder / "tmp").mkdir()
    own = {"TMPDIR": str(folder / "tmp"), "HOME": str(folder), "STREAMLIT_LOGGER_LEVEL": "debug"}
    with (
        (folder / "log").open("wb") as log,
        serve({**environment(hash_index), **own}, log) as address,
    ):
        (folder / "address").write_text(address)
        yield folder


def find(page: Page, text: str) -> None:
    page.get_by_role("textbox").fill(text)
    page.get_by_role("button", name="Find cases").click()
    expect(page.locator("#described-summary")).to_be_visible()
    rest(page)


def test_from_a_text_to_a_passage_to_a_case_and_back(window: Page, server: Path) -> None:
    asked: list[str] = []
    window.on("request", lambda request: asked.append(request.url))
    opened(window, (server / "address").read_text())
    window.evaluate("window.same = true")
    window.get_by_role("link", name="Describe your problem in a longer text or a file").click()
    expect(window.get_by_role("heading", level=1, name="Describe your problem")).to_be_visible()
    rest(window)
    find(window, TEXT)
    summary = window.locator("#described-summary").inner_text()
    assert window.evaluate("document.querySelector('.stMain').scrollWidth") <= window.evaluate(
        "innerWidth"
    )
    mark = window.locator(".matrix .mark").first
    target = (mark.get_attribute("href") or "")[1:]
    mark.focus()
    window.keyboard.press("Enter")
    expect(window.locator(f"#{target}")).to_be_in_viewport()
    assert window.url.endswith(f"describe#{target}")
    rest(window)
    assert window.locator("#described-summary").inner_text() == summary
    first_add(window).click()
    expect(window.get_by_role("link", name="Shortlist (1)")).to_be_visible()
    rest(window)
    window.locator(".described .hits .title a").first.click()
    expect(window.locator("article.case")).to_be_visible()
    rest(window)
    window.get_by_role("link", name="Back to the results").click()
    expect(window.locator("#described-summary")).to_have_text(summary)
    rest(window)
    window.go_back()
    expect(window.locator("article.case")).to_be_visible()
    rest(window)
    window.go_back()
    expect(window.locator("#described-summary")).to_have_text(summary)
    expect(window.get_by_role("textbox")).to_have_value(TEXT)
    rest(window)
    region = window.get_by_role("region", name="Sentences and cases")
    row = region.get_by_role("rowheader").first
    row.scroll_into_view_if_needed()
    left = row.bounding_box()
    region.evaluate("box => box.scrollLeft = box.scrollWidth")
    assert row.bounding_box() == left  # the sentences stay while the cases scroll
    assert window.evaluate("window.same")
    assert [url for url in asked if MARKER in url or "malaria" in url.lower()] == []


def test_both_files_are_downloaded(window: Page, server: Path, tmp_path: Path) -> None:
    opened(window, f"{(server / 'address').read_text()}describe")
    find(window, TEXT)
    for name, file in (("Markdown", "md"), ("a Word file", "docx")):
        with window.expect_download() as download:
            window.get_by_role("button", name=f"Download as {name}").click()
        assert download.value.suggested_filename == f"cases-for-a-problem.{file}"
        download.value.save_as(tmp_path / file)
    assert (tmp_path / "md").read_text(encoding="utf-8").startswith("# Cases for a described")
    words = [p.text for p in docx.Document(io.BytesIO((tmp_path / "docx").read_bytes())).paragraphs]
    assert any(MARKER in text for text in words)


def test_files_are_read_or_refused_and_nothing_is_kept(window: Page, server: Path) -> None:
    opened(window, f"{(server / 'address').read_text()}describe")
    chooser = window.locator("input[type=file]")
    large = f"{MARKER} malaria tests come too late. " * 60_000
    for name, data, said in (
        ("n.pdf", pdf(f"{MARKER} malaria tests come too late."), "is in the box"),
        ("n.txt", large.encode(), "The file has more than 150,000 words; the first 996 are here."),
        ("n.txt", HOSTILE["binary"][1](), "holds no text"),
        ("n.docx", HOSTILE["zip bomb"][1](), "unpacks to far more"),
        ("n.pdf", f"%PDF-1.7 {MARKER}".encode(), "This PDF is damaged"),
    ):
        chooser.set_input_files({"name": name, "mimeType": "text/plain", "buffer": data})
        expect(window.get_by_role("status").filter(has_text=said)).to_be_visible()
        rest(window)
    chooser.set_input_files(
        {"name": "n.txt", "mimeType": "text/plain", "buffer": b"a" * (MAX_BYTES + 1)}
    )
    expect(window.get_by_text(re.compile("must be 10.*MB"))).to_be_visible()
    assert MARKER in window.get_by_role("textbox").input_value()  # the session lives
    files = [path for path in server.rglob("*") if path.is_file()]
    assert server / "log" in files
    assert [path for path in files if MARKER.encode() in path.read_bytes()] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_result_is_accessible(window: Page, server: Path, scheme: str) -> None:
    window.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    opened(window, f"{(server / 'address').read_text()}describe")
    find(window, TEXT)
    ours = [each for each in audit(window) if each.part == OURS]
    assert not ours, report(ours)


def test_attacks_in_text_and_cases_are_shown_as_text(
    window: Page, tmp_path_factory: pytest.TempPathFactory
) -> None:
    watcher = Watcher(window)
    settings = index_hostile(tmp_path_factory.mktemp("hostile"))
    with serve(environment(settings)) as address:
        opened(window, f"{address}describe?list={HOSTILE_CASE}")
        find(window, f"{attack('organisation')}.\n\nbodymark {attack('sentence')} titled.")
        expect(window.locator(".described .hits .title").first).to_be_visible()
        shown = " ".join(window.locator(".described").inner_text().split()).casefold()
        for words in (attack("englishtitle"), attack("organisation"), attack("sentence")[:40]):
            assert " ".join(words.split()).casefold() in shown
        assert watcher.found() == []
