"""Take pictures of the site: `python -m scripts.screenshots [--all FOLDER]`, with an index built.

Without --all it writes those of README.md and docs/ into docs/images. With --all every page is
taken from top to bottom at both widths, light and dark, in English, Indonesian and Arabic, and as
it is printed; --page and --language take fewer or others. Arabic needs a font, such as Debian's
fonts-noto-core, which scripts/install_chromium installs with Chromium.
"""

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, Page

from exchange.translation import INTERFACE_LANGUAGES
from tests.ui.site import ROOT, find_chromium, open_browser, serve

IMAGES = ROOT / "docs" / "images"
README_PAGE = "?q=patients+wait+too+long+for+blood"
SHORTLIST = "id-edat-malaria-teluk-bintuni,lk-malaria-elimination,kh-village-malaria-workers"
OFFICE = "have=training,budget&lack=internet-coverage,equipment&as=ID&at=local"
PAGES = {
    "start": "?",
    "search": README_PAGE + "&country=ID",
    "top-40": "?award=Top+40+Inovasi+Pelayanan+Publik+2018",
    "no-hits": "?q=zzzzqqqq&sector=health&mode=keyword",
    "error": "?sector=nothing",
    "no-good-match": "?q=quantum+teleportation+of+bananas&country=ID&sector=health",
    "grid": README_PAGE + "&layout=grid",
    "map": README_PAGE + "&show=map&country=ID",
    "shape": README_PAGE + "&show=shape",
    "years": README_PAGE + "&show=years&year=2010..2014",
    "common": README_PAGE + "&show=common&sector=health",
    "case": "case?id=br-participacao-popular-rs",
    "case-disagreement": "case?id=id-edat-malaria-teluk-bintuni",
    "case-durations": "case?id=id-copyright-cryptography",
    "case-family": "case?id=es-decidim-barcelona",
    "unknown-case": "case?id=xx-nothing",
    "compare": f"compare?compare={SHORTLIST},id-copyright-cryptography&list={SHORTLIST}",
    "compare-empty": "compare?",
    "shortlist": f"shortlist?list={SHORTLIST},xx-no-such-case",
    "shortlist-empty": "shortlist?",
    "describe": "describe?",
    "profile": f"profile?{OFFICE}",
    "request": f"request?id=id-copyright-cryptography&{OFFICE}",
    "search-fit": f"?q=malaria&sort=fit&{OFFICE}",
}
LANGUAGES = ("en", "id", "ar")
PRINTED = ("case", "case-disagreement", "compare", "shortlist")
SIZES = {"1280": {"width": 1280, "height": 900}, "390": {"width": 390, "height": 844}}
_PAPER = {"width": 680, "height": 1000}  # A4 without its margins, in CSS pixels
_SIDES = ("top", "right", "bottom", "left")
SCHEMES = ("light", "dark")
_ANY_PAGE = (
    "section.results, article.case, section.message, section.comparison, section.shortlist-page, "
    "section.describe-page, section.profile-page, section.request-page"
)
_MAX_HEIGHT = 12_000
_SETTLE_MILLISECONDS = 800


@dataclass(frozen=True, slots=True)
class Picture:
    """What a window shows of an address.

    :param at: what stands at its upper edge, as a CSS selector; the top of the page by default.
    :param clicked: what is clicked before, as a CSS selector.
    :param pasted: a text that is put into the box and asked before.
    """

    address: str
    size: str = "1280"
    at: str = ""
    clicked: str = ""
    pasted: str = ""


_MALARIA = "q=how+do+remote+villages+get+malaria+tests"
_QUEUES = "q=antrean+panjang+di+rumah+sakit&lang=id"
_NOTE = (
    "Malaria cases come back with workers who return from the mines. Clinics report once a month, "
    "on paper. Villages are a day by boat from the next laboratory. We want to test and treat in "
    "the village itself. Donor money ends in two years."
)
_CHOSEN = (
    "id-edat-malaria-teluk-bintuni,kh-village-malaria-workers,tz-zanzibar-malaria-case-notification"
)
PICTURES = {
    "search": Picture(README_PAGE),
    "delegate-results": Picture(f"?{_MALARIA}", clicked=".why summary"),
    "delegate-figures": Picture(
        f"case?id=id-edat-malaria-teluk-bintuni&{_MALARIA}", at="section.figures"
    ),
    "delegate-compare": Picture(f"compare?compare={_CHOSEN}&list={_CHOSEN}&{_MALARIA}"),
    "delegate-arabic": Picture("?q=الملاريا+في+القرى+النائية&lang=ar"),
    "ministry-sentences": Picture("describe", at=".described", pasted=_NOTE),
    "ministry-map": Picture(f"?{_MALARIA}&show=map"),
    "officer-results": Picture(f"?{_QUEUES}", "390"),
    "officer-filters": Picture(f"?{_QUEUES}", "390", clicked="[data-testid=stExpandSidebarButton]"),
    "officer-needs": Picture(
        f"case?id=id-tele-apik-margono&{_QUEUES}", "390", at="section:has(> .scroll)"
    ),
    "journalist-citation": Picture("case?id=id-copyright-cryptography", at="section.citation"),
}


def take(browser: Browser, site: str, picture: Picture, path: Path) -> None:
    """Write one picture of what a window shows of a page of the site."""
    address = site + picture.address
    with _opened(browser, address, size=picture.size, scheme="light") as page:
        if picture.pasted:
            page.locator("textarea").fill(picture.pasted)
            page.get_by_role("button", name="Find cases").click()
            page.wait_for_selector(".described .scroll")
        if picture.clicked:
            page.locator(picture.clicked).first.click()
        if picture.at:
            page.locator(picture.at).first.evaluate("element => element.scrollIntoView()")
        page.wait_for_timeout(_SETTLE_MILLISECONDS)
        page.screenshot(path=path)


def take_whole(browser: Browser, address: str, path: Path, *, size: str, scheme: str) -> None:
    """Write one picture of an address from top to bottom."""
    with _opened(browser, address, size=size, scheme=scheme) as page:
        # Streamlit's page scrolls inside a box: the window becomes as high as what is in it.
        height = page.evaluate("document.querySelector('.stMain').scrollHeight")
        page.set_viewport_size({**SIZES[size], "height": min(height, _MAX_HEIGHT)})  # type: ignore[typeddict-item]
        page.wait_for_timeout(_SETTLE_MILLISECONDS)
        page.screenshot(path=path)


def print_page(browser: Browser, address: str, path: Path) -> None:
    """Write an address as it is printed, as PDF, and beside it a picture of that print."""
    with _opened(browser, address, size="1280", scheme="dark") as page:
        page.pdf(path=path, format="A4", margin=dict.fromkeys(_SIDES, "15mm"))
        page.emulate_media(media="print")
        page.set_viewport_size(_PAPER)  # type: ignore[arg-type]
        page.screenshot(path=path.with_suffix(".png"), full_page=True)


@contextmanager
def _opened(browser: Browser, address: str, *, size: str, scheme: str) -> Iterator[Page]:
    context = browser.new_context(viewport=SIZES[size], color_scheme=scheme, locale="en-GB")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector(_ANY_PAGE)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")  # all of it
    if "show=" in address:
        page.wait_for_selector(".drawing > *")
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
            for name, picture in PICTURES.items():
                take(browser, address, picture, IMAGES / f"{name}.png")
            _take_not_ready(browser)
            return
        options.all.mkdir(parents=True, exist_ok=True)
        _take_all(
            browser,
            address,
            options.all,
            pages=options.page or list(PAGES),
            languages=options.language or LANGUAGES,
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


def _take_not_ready(browser: Browser) -> None:
    """Write what a reader sees before anything is indexed."""
    with serve({"EXCHANGE_INDEX": "no-index"}) as address:
        take(browser, address, Picture("?"), IMAGES / "maintainer-not-ready.png")


if __name__ == "__main__":
    main()
