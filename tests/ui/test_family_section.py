"""The family of a case on its page: the drawing, and the list with all sources."""

import re

import pytest

from exchange.case import Case, Relative
from exchange.corpus import Corpus
from exchange.ui.family_section import DRAWN
from tests.conftest import BRAZIL, case_of
from tests.ui.conftest import OpenPage, html_of
from tests.ui.fake_engine import FakeEngine
from tests.ui.test_case_page import plain_text
from tests.ui.test_search_page import links

DECIDIM, MADRID = "es-decidim-barcelona", "es-decide-madrid"
HEADINGS = re.compile(r"<h3>(.*?)</h3>")


def listed(html: str) -> str:
    [found] = re.findall(r'<section class="case family".*?</section>', html, re.DOTALL)
    return str(found)


def items(html: str) -> list[str]:
    return [plain_text(each) for each in re.findall(r"<li>.*?</li>", listed(html), re.DOTALL)]


def drawn(html: str) -> list[str]:
    """Return the names in the drawing, with how each is marked."""
    groups = re.findall(r'<g class="(\w+)">.*?<text class="name"[^>]*>([^<]*)', html, re.DOTALL)
    return [f"{mark}: {name}" for mark, name in groups]


def copied_by(case: Case, total: int) -> Case:
    """Return a case that so many offices outside the corpus copied."""
    copies = tuple(
        Relative(name=f"<i>Office</i> {n}", country="KE", year=2020, case=None, source=1)
        for n in range(total)
    )
    lineage = case.lineage.model_copy(update={"adopted_by": copies})
    return case.model_copy(update={"lineage": lineage})


def test_the_list_goes_from_models_to_copies_with_sources(
    engine: FakeEngine, case_page: OpenPage, corpus: Corpus
) -> None:
    html = html_of(case_page(id=DECIDIM, list=BRAZIL))
    assert HEADINGS.findall(listed(html)) == [
        "What it was copied from",
        "Who copied it",
        "Others of the family",
    ]
    madrid = case_of(corpus, MADRID)
    title, found = madrid.title_in("en"), items(html)
    assert found[:3] == [
        f"{title}, Spain [2]",
        "Pamplona, Spain [3] (not in this collection)",
        "Six cities of the Barcelona metropolitan area, Spain, 2017 [2] (not in this collection)",
    ]
    assert len(found) == 10
    assert all(f"[source 8 there – {title}] (not in this collection)" in each for each in found[3:])
    assert madrid.sources[7].url in listed(html)
    assert f"By way of {title}:" in plain_text(listed(html))
    assert links(listed(html))[title] == f"case?id={MADRID}&list={BRAZIL}"


def test_those_most_like_the_readers_office_come_first(
    engine: FakeEngine, case_page: OpenPage
) -> None:
    found = items(html_of(case_page(id=MADRID, **{"as": "UY", "at": "local"})))
    assert [each for each in found if "your country" in each] == found[:2]
    assert found[0].startswith("Government of Uruguay") and found[1].startswith("Montevideo")
    assert found[2].startswith("Decidim") and found[2].endswith("your level")
    assert "your" not in " ".join(items(html_of(case_page(id=MADRID))))


def test_the_drawing_has_everybody_below_its_model(engine: FakeEngine, case_page: OpenPage) -> None:
    html = html_of(case_page(id=DECIDIM))
    assert drawn(html)[:4] == [
        "inside: Decide Madrid: the city&#39;s participation …",
        "own: Decidim Barcelona: following each …",
        "outside: Pamplona",
        "outside: Six cities of the Barcelona …",
    ]
    assert len(drawn(html)) == 11
    svg = html[html.index("<svg") : html.index("</svg>")]
    assert 'aria-hidden="true"' in svg
    # What is here and what is not differ in shape too, and only what is here is a link.
    assert (svg.count("<circle"), svg.count("<rect"), svg.count("<a ")) == (3, 9, 1)
    assert f'<a href="case?id={MADRID}" data-route tabindex="-1">' in svg


@pytest.mark.parametrize(("total", "is_drawn"), [(0, False), (2, False), (3, True), (30, True)])
def test_a_drawing_is_there_for_three_relations_and_says_what_it_leaves_out(
    engine: FakeEngine, case_page: OpenPage, corpus: Corpus, total: int, is_drawn: bool
) -> None:
    engine.cases = [copied_by(case_of(corpus, "gb-govuk-notify"), total)]
    html = html_of(case_page(id="gb-govuk-notify"))
    assert ("<svg" in html) == is_drawn
    assert html.count("<h2>Family</h2>") == (total > 0)
    assert len(drawn(html)) == (min(total + 1, DRAWN) if is_drawn else 0)
    assert (f"Only the first {DRAWN} of 31 lines are drawn." in html) == (total == 30)
    assert "<i>" not in html
    if total:
        assert items(html)[0] == "<i>Office</i> 0, Kenya, 2020 [1] (not in this collection)"


def test_a_successor_is_of_the_family(engine: FakeEngine, case_page: OpenPage) -> None:
    html = html_of(case_page(id=BRAZIL))
    assert HEADINGS.findall(listed(html)) == ["What superseded it"]
