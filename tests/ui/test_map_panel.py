"""The map of a result list: its shapes, its shades, and what a click on it does."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Locator, Page, expect

from exchange.corpus import Corpus
from exchange.ui import map_panel, world
from exchange.ui.map_panel import steps
from exchange.ui.view import View
from exchange.vocabulary import COUNTRIES, UNKNOWN
from tests.ui.audit import audit, report
from tests.ui.conftest import PHONE, OpenPage
from tests.ui.fake_engine import FakeEngine
from tests.ui.test_browser import count
from tests.ui.test_markup import NASTY, read

STATIC = Path(world.__file__).with_name("static")
NUMBER = r"-?(?:\d+(?:\.\d)?|\.\d)"
RING = re.compile(rf"M({NUMBER}) ({NUMBER})l(?:{NUMBER} ?)+z")


def test_every_country_of_the_corpus_has_a_shape(corpus: Corpus) -> None:
    countries = {case.country for case in corpus.cases}
    assert len(countries) > 60
    assert countries - world.world().shapes.keys() == set()


def test_the_file_is_small_and_has_countries_only() -> None:
    assert 50_000 < (STATIC / "world.json").stat().st_size < 150_000
    shapes = world.world().shapes
    assert shapes.keys() - COUNTRIES == {""}
    # The 1:50m shapes lack these, or count them to another country.
    missing = "AQ BQ BV CC CX GF GI GP MQ RE SJ TK TV UM YT"
    assert sorted(COUNTRIES - shapes.keys()) == missing.split()
    assert [shape.area for shape in shapes.values()] == sorted(
        (shape.area for shape in shapes.values()), reverse=True
    )
    assert "world-atlas 2.0.2" in (STATIC / "world.txt").read_text(encoding="utf-8")


def test_equal_areas_are_equal_on_the_map() -> None:
    known = {"ID": 1905, "BR": 8516, "FJ": 18.3, "CY": 9.3, "LU": 2.6, "XK": 10.9}  # 1,000 km²
    # The Equal Earth map is 5.413 times as wide as the globe's radius of 6,371 km.
    unit = (5.413 * 6_371 / world.world().width) ** 2 / 1000
    areas = {code: world.world().shapes[code].area * unit for code in known}
    assert areas == pytest.approx(known, rel=0.1)


def test_a_shape_is_a_path_within_the_map() -> None:
    whole = world.world()
    for code, shape in whole.shapes.items():
        rings = list(RING.finditer(shape.path))
        assert "".join(ring.group() for ring in rings) == shape.path, code
        assert rings or code == "VA"  # smaller than the tenth of a unit
        corners = [(float(ring[1]), float(ring[2])) for ring in rings] + [shape.at]
        assert all(0 <= x <= whole.width and 0 <= y <= whole.height for x, y in corners), code


def test_small_countries_have_a_marker_and_large_ones_have_not() -> None:
    small = [code for code, shape in world.world().shapes.items() if shape.is_small]
    assert {"FJ", "SG", "MT", "BN"} <= set(small)
    assert {"ID", "BR", "RW", "NL"} & set(small) == set()


@pytest.mark.parametrize(
    ("highest", "expected", "why"),
    [
        (0, [], "no cases"),
        (1, [1], "one shade"),
        (5, [1, 2, 3, 4, 5], "as many as there are shades"),
        (57, [2, 5, 11, 25, 57], "57 ** (1/5), 57 ** (2/5), …"),
        (100_000, [10, 100, 1_000, 10_000, 100_000], "as many times the one before"),
    ],
)
def test_each_step_is_as_many_times_the_one_before(
    highest: int, expected: list[int], why: str
) -> None:
    assert steps(highest) == expected, why


def panel(engine: FakeEngine, view: View, language: str = "en") -> str:
    result = engine.search(view.query, filters=view.filters)
    return map_panel.html(engine, view, result, language)  # type: ignore[arg-type]


def links(html: str) -> list[dict[str, str | None]]:
    return [attributes for tag, attributes in read(html).tags if tag == "a"]


def listed(html: str) -> dict[str, int]:
    found = re.findall(r'data-focus="country-(.+?)".*?class="count">([\d,]+)<', html)
    return {code: int(number) for code, number in found}


def test_the_list_has_every_country_with_its_count(engine: FakeEngine) -> None:
    html = panel(engine, View(panel="map"))
    counts = engine.facets()["country"]
    assert listed(html) == dict(counts)
    assert list(listed(html)) == list(counts)
    shown, _, folded = html.partition("<details>")
    assert len(listed(shown)) == map_panel.LISTED
    assert len(listed(folded)) == len(counts) - map_panel.LISTED


def test_the_drawing_says_the_same_and_is_no_stop_of_the_keyboard(engine: FakeEngine) -> None:
    html = panel(engine, View(panel="map"))
    drawing = html[html.index("<svg") : html.index("</svg>")]
    assert "<title>Indonesia: 57 cases</title>" in drawing
    assert "<title>Fiji: 1 case</title>" in drawing
    assert 'aria-hidden="true"' in drawing
    assert {a["tabindex"] for a in links(drawing)} == {"-1"}
    named = re.findall(r"<title>.+?: (\d+) cases?</title>", drawing)
    circles = drawing.count('class="target"')
    assert len(named) - circles == len(engine.facets()["country"])
    assert {a["href"] for a in links(drawing)} == {
        a["href"] for a in links(html[html.index("</svg>") :])
    }


def test_a_country_with_more_cases_is_never_lighter(engine: FakeEngine) -> None:
    html = panel(engine, View(panel="map"))
    shades = re.findall(r': (\d+) cases?</title><(?:path|circle) class="step-(\d)"', html)
    by_count = sorted((int(number), int(step)) for number, step in shades)
    assert len(by_count) > 60
    assert [step for _, step in by_count] == sorted(step for _, step in by_count)
    assert {step for _, step in by_count} == {1, 2, 3, 5}  # no country has 12 to 25 cases


def test_a_link_adds_its_country_or_takes_it_away(engine: FakeEngine) -> None:
    filters = {"country": ("id", "SG"), "sector": ("economic-affairs",)}
    html = panel(engine, View(filters=filters, page=3, panel="map"))
    href = {
        str(a["data-focus"]): parse_qs(str(a["href"]).partition("?")[2])["country"]
        for a in links(html)
        if str(a["data-focus"]).startswith("country-")
    }
    assert href["country-ID"] == ["SG"]
    assert href["country-SG"] == ["id"]
    others = {code: values for code, values in href.items() if code[-2:] not in ("ID", "SG")}
    assert others
    assert all(values == ["id", "SG", code[-2:]] for code, values in others.items())
    assert "page=" not in html
    assert html.count("sector=economic-affairs") == html.count("<a ")
    assert html.count('aria-current="true"') == 2
    assert html.count('class="outline"') == 2


def test_a_country_without_a_shape_or_hits_stands_in_the_list(engine: FakeEngine) -> None:
    result = engine.search("", filters={})
    facets = {**result.facets, "country": {"ID": 3, UNKNOWN: 9, "TV": 2}}
    other = replace(result, facets=facets)
    view = View(filters={"country": ("CN",)})
    html = map_panel.html(engine, view, other, "en")  # type: ignore[arg-type]
    assert listed(html) == {"ID": 3, UNKNOWN: 9, "TV": 2, "CN": 0}
    assert "China: 0 cases" in html
    assert "Tuvalu: " not in html
    assert re.findall(r'step-\d"></span>(\d+)', html) == ["1", "2", "3"]


def test_what_an_address_gives_stays_text(engine: FakeEngine) -> None:
    html = panel(engine, View(query=NASTY, filters={"country": (NASTY,)}, panel="map"))
    assert {tag for tag, _ in read(html).tags} & {"script", "img"} == set()
    assert NASTY.upper() in read(html).text


def test_without_cases_the_panel_says_so(engine: FakeEngine) -> None:
    html = panel(engine, View(query="zzzz", panel="map"))
    assert "No country is known." in html
    assert "<svg" not in html


def test_a_page_without_the_map_does_not_read_it(engine: FakeEngine, search_page: OpenPage) -> None:
    world.world.cache_clear()
    search_page(show="years")
    assert world.world.cache_info().misses == 0
    search_page(show="map")
    search_page(show="map", q="layanan")
    assert world.world.cache_info().misses == 1


def open_page(page: Page, address: str) -> None:
    """Open a page, until its links open without loading it anew."""
    page.goto(address)
    page.wait_for_function("window.exchangeLinks")
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()


def on_map(page: Page, name: str) -> Locator:
    """Return the topmost link of a country in the drawing."""
    title = page.locator("title", has_text=re.compile(rf"^{name}: "))
    return page.locator(".map svg a", has=title).last


@pytest.mark.browser
def test_a_click_on_the_map_filters_everything_alike(window: Page, site: str) -> None:
    open_page(window, f"{site}?show=map")
    brazil, singapore = "Country: Brazil ✕", "Country: Singapore ✕"
    for name, address, chips in (
        ("Brazil", "?country=BR&show=map", [brazil]),
        ("Singapore", "?country=BR&country=SG&show=map", [brazil, singapore]),
        ("Brazil", "?country=SG&show=map", [singapore]),
    ):
        on_map(window, name).click()
        expect(window.locator(".chip")).to_have_text(chips)
        expect(window).to_have_url(f"{site}{address}")
        chosen = window.locator(".countries [aria-current]")
        expect(chosen).to_have_count(len(chips))
        total = sum(int(n) for n in chosen.locator(".count").all_inner_texts())
        expect(window.locator(".count h1")).to_have_text(re.compile(rf"^{total} case"))
        names = window.locator(".hits .meta strong").all_inner_texts()
        assert {f"Country: {name} ✕" for name in names} == set(chips)
        expect(window.locator(".map .outline")).to_have_count(len(chips))
    window.reload()
    expect(window.locator(".chip")).to_have_text([singapore])
    assert count(window) == total
    expect(window.locator(".map .outline")).to_have_count(1)


@pytest.mark.browser
def test_the_list_does_the_same_by_keyboard(window: Page, site: str) -> None:
    open_page(window, f"{site}?show=map&q=layanan")
    india = window.locator(".countries a", has_text="India").first
    number = india.locator(".count").inner_text()
    india.focus()
    window.keyboard.press("Enter")
    expect(window.locator(".chip")).to_have_text("Country: India ✕")
    expect(window.locator(".count h1")).to_have_text(re.compile(rf"^{number} case"))
    expect(india).to_be_focused()
    window.keyboard.press("Enter")
    expect(window.locator(".chip")).to_have_count(0)
    expect(window).to_have_url(f"{site}?q=layanan&show=map")


@pytest.mark.browser
def test_the_map_stays_in_the_window_and_where_it_was_moved(phone: Page, site: str) -> None:
    open_page(phone, f"{site}?show=map")
    box = on_map(phone, "Indonesia").bounding_box()
    assert box is not None
    # It has the most cases, and so stands in the middle at first.
    assert 0 < box["x"] < box["x"] + box["width"] < PHONE["width"]
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    moved = "document.querySelector('.map .scroll').scrollLeft"
    phone.evaluate(f"{moved} = 90")
    on_map(phone, "Brazil").click()
    expect(phone.locator(".chip")).to_have_text("Country: Brazil ✕")
    assert phone.evaluate(moved) == 90


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_map_meets_wcag(page: Page, site: str, scheme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=scheme)
    open_page(page, f"{site}?show=map&country=ID&country=FJ&lang=ar")
    page.locator(".map details").evaluate("element => element.open = true")
    found = audit(page, within=".panel.map")
    assert found == [], report(found)
    heights = page.locator(".countries a").evaluate_all(
        "all => all.map(element => element.getBoundingClientRect().height)"
    )
    assert len(heights) > 60
    assert min(heights) >= 24


@pytest.mark.browser
def test_a_small_country_can_be_hit_beside_itself(window: Page, site: str) -> None:
    open_page(window, f"{site}?show=map")
    hit = window.locator(".map svg a", has=window.locator(".target")).filter(has_text="Fiji")
    box = hit.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 24
    hit.click(position={"x": box["width"] / 2, "y": 2})
    expect(window.locator(".chip")).to_have_text("Country: Fiji ✕")
