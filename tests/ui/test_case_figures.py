"""Below the figures of a case page: changes, promises beside results, why nothing is computed."""

import re

from exchange.case import Figure
from exchange.corpus import Corpus
from exchange.figures import before_and_after, targets
from tests.conftest import case_of
from tests.ui.conftest import OpenPage, html_of
from tests.ui.fake_engine import FakeEngine
from tests.ui.test_case_page import plain_text
from tests.ui.test_compare_page import COPYRIGHT, EDAT


def parts(html: str, tag: str, name: str) -> list[str]:
    """Return the texts of all elements of a class, outermost alone."""
    found = re.findall(rf'<{tag} class="{name}">.*?</{tag}>', html, re.DOTALL)
    return [plain_text(each) for each in found]


def figure(role: str, value: float, **values: object) -> Figure:
    given = {"measure": "waiting", "unit": "days", "year": 2010, "scope": "the city", "source": 1}
    if role == "after":
        given["year"] = 2020
    return Figure.model_validate({**given, "role": role, "value": value, **values})


def test_a_change_is_told_with_years_and_sources(engine: FakeEngine, case_page: OpenPage) -> None:
    html = html_of(case_page(id=EDAT))
    assert parts(html, "p", "change") == [
        "Change: from 9.2 percent (2006) [1] to 0.02 percent (2017) [1]: "
        "9.18 percentage points less (12 pilot villages)"
    ]
    assert html.count('class="disagreement"') == 3  # the note above and one for each


def test_differences_are_worded_by_kind_and_direction(
    engine: FakeEngine, case_page: OpenPage, corpus: Corpus
) -> None:
    case = case_of(corpus, "gb-govuk-notify")
    for before, after, told in (
        (figure("before", 20), figure("after", 15), "down by 5 days (−25 %)"),
        (figure("before", 20), figure("after", 25), "up by 5 days (+25 %)"),
        (figure("before", 20), figure("after", 80), "up by 60 days (4 times the value before)"),
        (figure("before", 0), figure("after", 5), "up by 5 days"),
        (figure("before", 5), figure("after", 5), "no difference"),
        (
            figure("before", 5, unit="percent"),
            figure("after", 8.5, unit="%"),
            "3.5 percentage points more",
        ),
    ):
        engine.cases = [case.model_copy(update={"figures": (before, after)})]
        [change] = parts(html_of(case_page(id=case.id)), "p", "change")
        assert change.split("]: ")[1] == f"{told} (the city)"


def test_a_promise_stands_beside_what_came_of_it(engine: FakeEngine, case_page: OpenPage) -> None:
    html = html_of(case_page(id=COPYRIGHT))
    assert parts(html, "div", "promise")[0].startswith("Promised 1 days (2018) [6]")
    [promise] = re.findall(r'<div class="promise">.*?</dl>(.*?)</div>', html, re.DOTALL)
    [columns] = re.findall(r'<div class="promise">\s*<dl.*?</dl>', html, re.DOTALL)
    assert plain_text(columns) == (
        "Promised 1 days (2018) [6] e-Hak Cipta, one-day service "
        "What came of it 10 minutes (year unknown) [2] POP HC, after payment, upper end of 5 to 10 "
        "23 days (year unknown) [9] average before POP HC, according to the minister"
    )
    assert plain_text(promise) == (
        "The figures are of different places, groups or times. "
        "Whether the promise was kept cannot be read off."
    )


def test_what_is_not_computed_is_folded_under_its_reason(
    engine: FakeEngine, case_page: OpenPage
) -> None:
    html = html_of(case_page(id=EDAT, lang="en"))
    assert parts(html, "details", "uncomputed") == [
        "No change is computed. The sources give different values. – malaria incidence "
        "Before 114.9 per 1,000 residents (2009) [4] Teluk Bintuni regency "
        "After 2.7 per 1,000 residents (2016) [1] Teluk Bintuni regency "
        "5 per 1,000 residents (2016) [4] Teluk Bintuni regency",
        "No change is computed. The figures are of different places, groups or times. "
        "– malaria incidence "
        "Before 114.9 per 1,000 residents (2009) [4] Teluk Bintuni regency "
        "After 0.9 per 1,000 residents (2018) [9] Teluk Bintuni regency, to June 2018",
    ]


def test_a_case_without_pairs_says_nothing_more(
    engine: FakeEngine, case_page: OpenPage, corpus: Corpus
) -> None:
    alone = next(
        case
        for case in corpus.cases
        if case.figures and not before_and_after(case) and not targets(case)
    )
    html = html_of(case_page(id=alone.id))
    assert "<h2>Figures</h2>" in html
    assert not re.search('class="(change|promise|uncomputed)"', html)
