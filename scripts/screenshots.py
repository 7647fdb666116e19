"""Take pictures of the site: `python -m scripts.screenshots [--all FOLDER]`, with an index built.

Without --all it writes docs/images/search.png, the picture in the README. With --all every page is
taken at both widths, light and dark, in each interface language.
"""

import argparse
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser

from exchange.labels import INTERFACE_LANGUAGES
from tests.ui.site import ROOT, find_chromium, open_browser, serve

README_PICTURE = ROOT / "docs" / "images" / "search.png"
README_PAGE = "?q=patients+wait+too+long+for+blood"
PAGES = {
    "start": "?",
    "search": README_PAGE + "&country=ID",
    "top-40": "?award=Top+40+Inovasi+Pelayanan+Publik+2018",
    "no-hits": "?q=zzzzqqqq&sector=health&mode=keyword",
    "error": "?sector=nothing",
    "case": "case?id=br-participacao-popular-rs",
}
SIZES = {"1280": {"width": 1280, "height": 900}, "390": {"width": 390, "height": 844}}
SCHEMES = ("light", "dark")
_ANY_PAGE = "section.results, article.case, section.message"
_SETTLE_MILLISECONDS = 800


def take(browser: Browser, address: str, path: Path, *, size: str, scheme: str, ready: str) -> None:
    """Write one picture of what a window of `size` shows of an address at first.

    :param ready: what must stand in the page, as a CSS selector.
    """
    context = browser.new_context(viewport=SIZES[size], color_scheme=scheme, locale="en-GB")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector(ready)
    page.wait_for_timeout(_SETTLE_MILLISECONDS)  # fonts, and Streamlit's fade-in
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path)
    context.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", type=Path, metavar="FOLDER", help="write every picture there")
    folder: Path | None = parser.parse_args().all
    executable = find_chromium()
    if executable is None:
        parser.error("no Chromium is installed; run scripts/install_chromium")
    with serve({}) as address, open_browser(executable) as browser:
        if folder is None:
            _take_readme_picture(browser, address)
            return
        for (name, page), size, scheme, language in product(
            PAGES.items(), SIZES, SCHEMES, INTERFACE_LANGUAGES
        ):
            path = folder / f"{name}-{size}-{scheme}-{language}.png"
            take(
                browser,
                f"{address}{page}&lang={language}",
                path,
                size=size,
                scheme=scheme,
                ready=_ANY_PAGE,
            )


def _take_readme_picture(browser: Browser, address: str) -> None:
    page = address + README_PAGE
    take(browser, page, README_PICTURE, size="1280", scheme="light", ready=".hits")


if __name__ == "__main__":
    main()
