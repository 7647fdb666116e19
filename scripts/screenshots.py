"""Take pictures of the site: `python -m scripts.screenshots [--all FOLDER]`, with an index built.

Without --all it writes docs/images/search.png, the picture in the README. With --all every page is
taken from top to bottom at both widths, light and dark, in each interface language, and as it is
printed; --page and --language take fewer.
"""

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, Page

from exchange.labels import INTERFACE_LANGUAGES
from tests.ui.site import ROOT, find_chromium, open_browser, serve

README_PICTURE = ROOT / "docs" / "images" / "search.png"
README_PAGE = "?q=patients+wait+too+long+for+blood"
SHORTLIST = "id-edat-malaria-teluk-bintuni,lk-malaria-elimination,kh-village-malaria-workers"
PAGES = {
    "start": "?",
    "search": README_PAGE + "&country=ID",
    "top-40": "?award=Top+40+Inovasi+Pelayanan+Publik+2018",
    "no-hits": "?q=zzzzqqqq&sector=health&mode=keyword",
    "error": "?sector=nothing",
    "no-good-match": "?q=quantum+teleportation+of+bananas&country=ID&sector=health",
    "grid": README_PAGE + "&layout=grid",
    "case": "case?id=br-participacao-popular-rs",
    "case-disagreement": "case?id=id-edat-malaria-teluk-bintuni",
    "case-durations": "case?id=id-copyright-cryptography",
    "case-family": "case?id=es-decidim-barcelona",
    "unknown-case": "case?id=xx-nothing",
    "compare": f"compare?compare={SHORTLIST},id-copyright-cryptography&list={SHORTLIST}",
    "compare-empty": "compare?",
    "shortlist": f"shortlist?list={SHORTLIST},xx-no-such-case",
    "shortlist-empty": "shortlist?",
}
PRINTED = ("case", "case-disagreement", "compare", "shortlist")
SIZES = {"1280": {"width": 1280, "height": 900}, "390": {"width": 390, "height": 844}}
_PAPER = {"width": 680, "height": 1000}  # A4 without its margins, in CSS pixels
_SIDES = ("top", "right", "bottom", "left")
SCHEMES = ("light", "dark")
_ANY_PAGE = (
    "section.results, article.case, section.message, section.comparison, section.shortlist-page"
)
_MAX_HEIGHT = 12_000
_SETTLE_MILLISECONDS = 800


def take(browser: Browser, address: str, path: Path, *, size: str, scheme: str, ready: str) -> None:
    """Write one picture of what a window of `size` shows of an address at first.

    :param ready: what must stand in the page, as a CSS selector.
    """
    with _opened(browser, address, size=size, scheme=scheme, ready=ready) as page:
        page.screenshot(path=path)


def take_whole(browser: Browser, address: str, path: Path, *, size: str, scheme: str) -> None:
    """Write one picture of an address from top to bottom."""
    with _opened(browser, address, size=size, scheme=scheme, ready=_ANY_PAGE) as page:
        # Streamlit's page scrolls inside a box: the window becomes as high as what is in it.
        height = page.evaluate("document.querySelector('.stMain').scrollHeight")
        page.set_viewport_size({**SIZES[size], "height": min(height, _MAX_HEIGHT)})  # type: ignore[typeddict-item]
        page.wait_for_timeout(_SETTLE_MILLISECONDS)
        page.screenshot(path=path)


def print_page(browser: Browser, address: str, path: Path) -> None:
    """Write an address as it is printed, as PDF, and beside it a picture of that print."""
    with _opened(browser, address, size="1280", scheme="dark", ready=_ANY_PAGE) as page:
        page.pdf(path=path, format="A4", margin=dict.fromkeys(_SIDES, "15mm"))
        page.emulate_media(media="print")
        page.set_viewport_size(_PAPER)  # type: ignore[arg-type]
        page.screenshot(path=path.with_suffix(".png"), full_page=True)


@contextmanager
def _opened(
    browser: Browser, address: str, *, size: str, scheme: str, ready: str
) -> Iterator[Page]:
    context = browser.new_context(viewport=SIZES[size], color_scheme=scheme, locale="en-GB")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector(ready)
    page.wait_for_timeout(_SETTLE_MILLISECONDS)  # fonts, and Streamlit's fade-in
    yield page
    context.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", type=Path, metavar="FOLDER", help="write every picture there")
    parser.add_argument("--page", action="append", choices=PAGES, help="with --all: only this one")
    parser.add_argument("--language", action="append", choices=INTERFACE_LANGUAGES)
    options = parser.parse_args()
    executable = find_chromium()
    if executable is None:
        parser.error("no Chromium is installed; run scripts/install_chromium")
    with serve({}) as address, open_browser(executable) as browser:
        if options.all is None:
            _take_readme_picture(browser, address)
            return
        options.all.mkdir(parents=True, exist_ok=True)
        _take_all(
            browser,
            address,
            options.all,
            pages=options.page or list(PAGES),
            languages=options.language or INTERFACE_LANGUAGES,
        )


def _take_all(
    browser: Browser, address: str, folder: Path, *, pages: Sequence[str], languages: Sequence[str]
) -> None:
    for name, language in product(pages, languages):
        page = f"{address}{PAGES[name]}&lang={language}"
        for size, scheme in product(SIZES, SCHEMES):
            path = folder / f"{name}-{size}-{scheme}-{language}.png"
            take_whole(browser, page, path, size=size, scheme=scheme)
        if name in PRINTED:
            print_page(browser, page, folder / f"{name}-printed-{language}.pdf")


def _take_readme_picture(browser: Browser, address: str) -> None:
    page = address + README_PAGE
    take(browser, page, README_PICTURE, size="1280", scheme="light", ready=".hits")


if __name__ == "__main__":
    main()
