"""The shape of the whole: what is drawn and lit, escaped, bounded, named where there is room."""

import re
from dataclasses import replace

import numpy as np
import pytest

from exchange.corpus import Corpus
from exchange.ui import shape_panel
from exchange.ui.point_names import LENGTH, name_points, shortened
from exchange.ui.view import View
from tests.ui.fake_engine import FakeEngine


def panel(engine: FakeEngine, view: View, language: str = "en") -> str:
    result = engine.search(view.query, filters=view.filters)
    return str(shape_panel.html(engine, view, result, language))  # type: ignore[arg-type]


def links(html: str, lit: bool) -> list[str]:
    found = re.findall(r'<a href="case\?([^"]*)" data-route tabindex="-1"( class="lit")?>', html)
    return sorted(re.findall(r"\bid=([a-z0-9-]+)", h)[0] for h, c in found if bool(c) == lit)


def test_every_case_is_drawn_and_the_listed_are_lit(corpus: Corpus) -> None:
    engine = FakeEngine(corpus.cases)
    view = View(query="malaria", filters={"sector": ("health",)}, panel="shape")
    html = panel(engine, view)
    hits = engine.search("malaria", filters=view.filters, limit=1000).hits
    assert links(html, lit=True) == sorted(hit.id for hit in hits) != []
    assert len(links(html, lit=False)) == len(corpus.cases) - len(hits)
    assert "q=malaria&amp;sector=health&amp;show=shape&amp;id=" in html  # one comes back to here


def test_the_legend_counts_and_toggles(corpus: Corpus) -> None:
    engine = FakeEngine(corpus.cases)
    counts = engine.facets()["sector"]
    html = panel(engine, View(panel="shape"))
    found = re.findall(
        r'href="([^"]*)" data-route data-focus="sector-([a-z-]+)".*?muted">\((\d+)', html
    )
    assert [(v, int(n)) for _, v, n in found] == sorted(counts.items(), key=lambda c: (-c[1], c[0]))
    assert [href for href, v, _ in found if v == "health"] == ["./?sector=health&amp;show=shape"]
    chosen = panel(engine, View(filters={"sector": ("health",)}, panel="shape"))
    [off] = re.findall(
        r'href="([^"]*)" data-route data-focus="sector-health" class="chosen"', chosen
    )
    assert off == "./?show=shape"


def test_a_sector_without_hits_can_still_be_taken_away(corpus: Corpus) -> None:
    engine = FakeEngine([c for c in corpus.cases if "defence" not in c.sectors])
    html = panel(engine, View(filters={"sector": ("defence",)}, panel="shape"))
    assert 'href="./?show=shape" data-route data-focus="sector-defence" class="chosen"' in html
    assert links(html, lit=True) == []


def test_titles_stand_in_the_language_of_the_reader(corpus: Corpus) -> None:
    case = next(c for c in corpus.cases if c.language == "id")
    for language, title in (("id", case.title), ("en", case.title_in("en"))):
        html = panel(FakeEngine([case]), View(panel="shape"), language)
        assert f"<title>{title} (Indonesia)</title>" in html


def test_text_of_a_case_is_escaped(corpus: Corpus) -> None:
    attack = "</title><script>x</script>\"' onload=x"
    case = corpus.cases[0].model_copy(update={"title": attack, "language": "en"})
    html = panel(FakeEngine([case]), View(query=attack, panel="shape"))
    assert "<script" not in html
    assert "&lt;/title&gt;&lt;script&gt;x&lt;/script&gt;&#34;&#39; onload=x" in html


def test_of_many_cases_the_listed_are_drawn_first(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = FakeEngine(corpus.cases)
    view = View(filters={"sector": ("health",)}, panel="shape")
    total = engine.search("", filters=view.filters).total
    monkeypatch.setattr(shape_panel, "DRAWN", total + 10)
    html = panel(engine, view)
    assert (len(links(html, lit=True)), len(links(html, lit=False))) == (total, 10)
    assert "Only" not in html
    monkeypatch.setattr(shape_panel, "DRAWN", 10)
    html = panel(engine, view)
    assert (len(links(html, lit=True)), len(links(html, lit=False))) == (10, 0)
    assert f"Only 10 of the {total} cases of your list are drawn." in html


def test_a_case_without_a_place_is_not_drawn(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = FakeEngine(corpus.cases[:5])
    places = FakeEngine.positions(engine)
    places[1] = np.nan
    monkeypatch.setattr(FakeEngine, "positions", lambda _: places)
    html = panel(engine, View(panel="shape"))
    assert links(html, lit=True) == [c.id for i, c in enumerate(corpus.cases[:5]) if i != 1]
    assert "nan" not in html
    places[:] = np.nan
    assert "No case has a place in this picture." in panel(engine, View(panel="shape"))


@pytest.mark.parametrize("count", [1, 2])
def test_cases_in_one_spot_are_drawn_in_the_middle(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    monkeypatch.setattr(
        FakeEngine, "positions", lambda self: np.zeros((len(self.cases), 2), np.float32)
    )
    html = panel(FakeEngine(corpus.cases[:count]), View(panel="shape"))
    assert html.count("translate(360.0 250.0)") == count


def test_only_a_question_has_best_hits_and_they_do_not_hang_on_the_page(corpus: Corpus) -> None:
    engine = FakeEngine(corpus.cases)
    assert '<text class="' not in panel(engine, View(panel="shape"))
    view = View(query="health", panel="shape")
    first = panel(engine, view)
    assert 0 < first.count('<text class="') <= 3
    result = engine.search("health", filters={}, offset=10)
    second = shape_panel.html(engine, replace(view, page=2), result, "en")  # type: ignore[arg-type]
    assert re.findall("<text.*?</text>", second) == re.findall("<text.*?</text>", first)


def test_names_stand_free_or_not_at_all() -> None:
    alone = name_points([("A", 100, 100)], [(100, 100)], 200, 200)
    assert [(n.text, n.anchor) for n in alone] == [("A", "start")]
    at_the_edge = name_points([("A long name", 190, 100)], [(190, 100)], 200, 200)
    assert [n.anchor for n in at_the_edge] == ["end"]
    covered = name_points([("A", 100, 100)], [(100, 100), (113, 100)], 200, 200)
    assert [n.anchor for n in covered] == ["end"]
    crowd = [("A name", 100.0, 100.0)] * 9
    placed = name_points(crowd, [(100, 100)], 200, 200)
    assert [n.anchor for n in placed] == ["start", "end"]
    assert name_points([("A name that is far too wide", 50, 50)], [(50, 50)], 100, 100) == []


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Short", "Short"),
        ("Sri Lanka's Anti Malaria Campaign, from 1999", "Sri Lanka's Anti Malaria…"),
        ("x" * 50, "x" * (LENGTH - 1) + "…"),
    ],
)
def test_a_long_name_is_cut_between_words(text: str, short: str) -> None:
    assert shortened(text) == short
