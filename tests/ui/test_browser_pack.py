"""The delegation pack in Chromium, at both widths: by keyboard, and what the file holds."""

from pathlib import Path

import docx
import pytest
from playwright.sync_api import Page, expect

from exchange.corpus import Corpus
from tests.conftest import BRAZIL, case_of
from tests.ui.test_browser_desk import opened
from tests.ui.test_compare_page import EDAT

pytestmark = pytest.mark.browser
expect.set_options(timeout=15_000)


@pytest.mark.parametrize(
    "language, button, heading",
    [
        ("en", "Download as a Word file", "Brief: innovations to copy"),
        ("id", "Unduh sebagai berkas Word", "Bahan ringkas: inovasi untuk ditiru"),
    ],
)
def test_the_word_file_holds_the_cases(
    window: Page,
    site: str,
    corpus: Corpus,
    tmp_path: Path,
    language: str,
    button: str,
    heading: str,
) -> None:
    opened(window, f"{site}shortlist?list={EDAT},{BRAZIL}&lang={language}")
    word = window.get_by_role("button", name=button)
    word.focus()
    with window.expect_download() as download:
        window.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(f"-{language}.docx")
    saved = tmp_path / "pack.docx"
    download.value.save_as(saved)
    texts = [p.text for p in docx.Document(str(saved)).paragraphs]
    assert texts[0] == heading
    for number, id in enumerate((EDAT, BRAZIL), 1):
        case = case_of(corpus, id)
        own = language if language in (case.language, *case.translations) else "en"
        assert f"{number}. {case.title_in(own)}" in texts


def test_another_language_and_the_questions_by_keyboard(
    window: Page, site: str, tmp_path: Path
) -> None:
    opened(window, f"{site}shortlist?list={EDAT}&lack=equipment")
    window.get_by_role("combobox", name="Language of the pack").focus()
    window.keyboard.press("ArrowDown")
    window.get_by_role("option", name="Português").wait_for()
    window.keyboard.type("Portu")
    window.keyboard.press("Enter")
    expect(window.get_by_role("combobox", name="Language of the pack")).to_have_value("Português")
    window.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    with window.expect_download() as download:
        window.get_by_role("button", name="Download as Markdown").press("Enter")
    assert download.value.suggested_filename.endswith("-pt.md")
    saved = tmp_path / "pack.md"
    download.value.save_as(saved)
    assert "Equipamentos" in saved.read_text(encoding="utf-8")
    question = window.get_by_text("How did you get this: Equipment")
    expect(question).to_be_hidden()
    window.locator(".pack summary").focus()
    window.keyboard.press("Enter")
    expect(question).to_be_visible()
    width = window.viewport_size["width"] if window.viewport_size else 0
    assert window.evaluate("document.documentElement.scrollWidth") <= width
