"""The reader's office in Chromium: by keyboard, at both widths, in English and Indonesian."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.ui.test_browser_desk import opened, rest
from tests.ui.test_compare_page import EDAT

pytestmark = pytest.mark.browser
expect.set_options(timeout=15_000)


@dataclass(frozen=True, slots=True)
class Words:
    """What the pages say in one language."""

    language: str
    office: str
    budget: str
    lack: str
    best: str
    leave_out: str
    to_do: str


ENGLISH = Words(
    "en",
    "Your office",
    "Budget –",
    "We lack it",
    "Show the cases that fit best",
    "Leave out cases that take what we lack",
    "to do: Budget",
)
INDONESIAN = Words(
    "id",
    "Kantor Anda",
    "Anggaran –",
    "Kami belum punya",
    "Tampilkan kasus yang paling cocok",
    "Sembunyikan kasus yang membutuhkan hal yang belum kami punya",
    "harus diupayakan: Anggaran",
)


@pytest.mark.parametrize("words", [ENGLISH, INDONESIAN], ids=["en", "id"])
def test_answers_by_keyboard_change_results_and_cases(
    window: Page, site: str, words: Words
) -> None:
    opened(window, f"{site}?q=malaria&lang={words.language}")
    window.evaluate("window.same = true")
    window.get_by_role("link", name=words.office, exact=True).focus()
    window.keyboard.press("Enter")
    expect(window.get_by_role("heading", level=1, name=words.office)).to_be_focused()
    rest(window)
    budget = window.get_by_role("radiogroup", name=re.compile(f"^{re.escape(words.budget)}"))
    budget.get_by_role("radio").last.focus()  # "not sure", the chosen one
    window.keyboard.press("ArrowLeft")
    expect(budget.get_by_role("radio", name=words.lack)).to_be_checked()
    window.wait_for_url(re.compile(r"lack=budget"))
    rest(window)
    window.get_by_role("link", name=words.best).focus()
    window.keyboard.press("Enter")
    expect(window.locator(".hits .fit").first).to_be_visible()
    assert re.search(rf"\?q=malaria&sort=fit&lang={words.language}&lack=budget$", window.url)
    rest(window)
    leave_out = window.get_by_role("link", name=words.leave_out)
    assert window.locator(".hits .to-do").count() + leave_out.count() > 0
    leave_out.focus()
    window.keyboard.press("Enter")
    window.wait_for_url(re.compile("fits=yes"))
    expect(window.locator("[data-focus=only-fitting].kept")).to_be_focused()
    expect(window.locator(".hits .to-do")).to_have_count(0)
    assert window.evaluate("window.same")
    opened(window, f"{site}case?id={EDAT}&lang={words.language}&lack=budget")
    expect(window.locator("section.needs .fit")).to_contain_text(words.to_do)
    expect(window.locator("section.needs td.to-do")).to_have_count(1)


def test_a_description_is_taken_over_sentence_by_sentence(window: Page, site: str) -> None:
    opened(window, f"{site}profile?")
    box = window.get_by_label("Or describe your office, in English or Indonesian")
    box.fill("Kami tidak punya anggaran. Relawan ada di setiap kampung.")
    window.get_by_role("button", name="Propose answers").click()
    take = window.get_by_role("link", name="Take over – Budget")
    expect(take).to_be_visible()
    assert "lack" not in window.url and "anggaran" not in window.url
    rest(window)
    take.focus()
    window.keyboard.press("Enter")
    window.wait_for_url(re.compile(r"profile\?lack=budget$"))
    expect(window.locator("[data-focus=proposal-budget-lack]")).to_be_focused()
    budget = window.get_by_role("radiogroup", name=re.compile("^Budget –"))
    expect(budget.get_by_role("radio", name="We lack it")).to_be_checked()
