"""Measure the time from Enter to the last card: `python -m scripts.page_speed`, on a built index.

It prints the median and the largest of 20 searches on a warm server, in milliseconds, from the key
press in Chromium until the new list stands in the page. No query is asked twice: encoding counts.
"""

import statistics

from playwright.sync_api import Page

from tests.ui.site import find_chromium, open_browser, serve

QUERIES = (
    "waste banks in villages",
    "malaria elimination",
    "antrean panjang di rumah sakit",
    "birth registration by phone",
    "illegal logging",
    "participatory budgeting",
    "stunting pada anak",
    "open data portal",
    "filing taxes online",
    "early warning of floods",
    "children who drop out of school",
    "blood donors",
    "dana desa",
    "driving licence renewal",
    "clean water in villages",
    "loans for women entrepreneurs",
    "complaints hotline",
    "digital identity",
    "land certificates",
    "transparent public procurement",
)
# The clock runs in the page itself: from the key press to the change that shows the wanted query.
_CLOCK = """() => {
  const list = () => document.querySelector(".count q")?.textContent === window.wanted
    && document.querySelector("section.results .why") !== window.oldList;
  addEventListener("keydown", (e) => { if (e.key === "Enter") window.began = performance.now(); },
    true);
  new MutationObserver(() => { if (!window.ended && list()) window.ended = performance.now(); })
    .observe(document.body, {subtree: true, childList: true, characterData: true});
}"""
_PREPARE = """(query) => {
  window.wanted = query; window.ended = 0;
  window.oldList = document.querySelector("section.results .why");
}"""


def measure(page: Page, query: str) -> float:
    """Return the milliseconds from Enter to the last card of a query."""
    box = page.get_by_role("textbox")
    box.fill(query)
    page.wait_for_timeout(300)
    page.evaluate(_PREPARE, query)
    box.press("Enter")
    page.wait_for_function("window.ended > 0")
    page.wait_for_timeout(300)
    return float(page.evaluate("window.ended - window.began"))


def main() -> None:
    executable = find_chromium()
    if executable is None:
        raise SystemExit("No Chromium is installed; run scripts/install_chromium.")
    with serve({}) as address, open_browser(executable) as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(address)
        page.wait_for_selector(".hits .title")
        page.evaluate(_CLOCK)
        measure(page, "warm up")
        times = [measure(page, query) for query in QUERIES]
    print(
        f"Enter to last card, {len(times)} searches: median {statistics.median(times):.0f} ms, "
        f"largest {max(times):.0f} ms"
    )


if __name__ == "__main__":
    main()
