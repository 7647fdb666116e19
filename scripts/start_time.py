"""Measure how long the site takes to start: `python -m scripts.start_time`, on a built index.

It prints the median and the largest of RUNS starts, in seconds, from `streamlit run app.py` until
the start page with its hits stands in a Chromium that is running already, each time with an empty
browser cache. One start before them, not counted, lets the system read the files, and Python keep
what it compiles.
"""

import statistics
import time

from playwright.sync_api import Browser

from tests.ui.site import find_chromium, open_browser, serve

RUNS = 5
_COMPILE_ONCE = {"PYTHONDONTWRITEBYTECODE": ""}


def measure(browser: Browser) -> float:
    """Return the seconds from the start of the server to the first hits."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    began = time.perf_counter()
    with serve(_COMPILE_ONCE) as address:
        page.goto(address, wait_until="commit")
        page.wait_for_selector(".hits .title")
        seconds = time.perf_counter() - began
        context.close()
    return seconds


def main() -> None:
    """Print the figures."""
    executable = find_chromium()
    if executable is None:
        raise SystemExit("No Chromium is installed; run scripts/install_chromium.")
    with open_browser(executable) as browser:
        measure(browser)
        times = [measure(browser) for _ in range(RUNS)]
    print(
        f"Start to first page with hits, {RUNS} starts: median {statistics.median(times):.1f} s, "
        f"largest {max(times):.1f} s"
    )


if __name__ == "__main__":
    main()
