"""What is like a case: the nearest of its country, elsewhere by how it works, what differs."""

import re

import pytest

from exchange.case import Case, Figure
from exchange.corpus import Corpus
from exchange.ui.travel_section import SHOWN_ABROAD, SHOWN_AT_HOME
from tests.conftest import BRAZIL, case_of
from tests.ui.conftest import OpenPage, html_of
from tests.ui.fake_engine import FakeEngine
from tests.ui.test_case_page import plain_text

HERE, THERE = "br-fala-br", "gb-govuk-notify"


def groups(html: str) -> dict[str, list[str]]:
    """Return the cards of each group, by its heading."""
    similar = html[html.index("<h2>Similar cases</h2>") :]
    parts = re.split(r"<h3>(.*?)</h3>", similar)[1:]
    cards = [
        re.findall(r"<li><article>.*?</article></li>", part, re.DOTALL) for part in parts[1::2]
    ]
    return dict(zip(parts[::2], cards, strict=True))


def differences(html: str) -> list[str]:
    lists = re.findall(r'<dl class="differs">.*?</dl>', html, re.DOTALL)
    return [
        plain_text(line) for each in lists for line in re.findall(r"<div>.*?</div>", each, re.S)
    ]


def changed(case: Case, **values: object) -> Case:
    return case.model_copy(update=values)


def test_cases_at_home_come_first_then_groups_by_shared_means(
    engine: FakeEngine, case_page: OpenPage, corpus: Corpus
) -> None:
    # Those at home come last of all, and are found nevertheless.
    engine.cases = sorted(corpus.cases, key=lambda case: case.country == "BR")
    found = groups(html_of(case_page(id=BRAZIL)))
    names = list(found)
    assert names[0] == "In Brazil" and len(found["In Brazil"]) == SHOWN_AT_HOME
    assert names[1:] == sorted(names[1:], key=lambda name: -name.count(","))
    assert all(name.startswith("Elsewhere, by ") for name in names[1:])
    abroad = [card for name in names[1:] for card in found[name]]
    assert len(abroad) == SHOWN_ABROAD
    assert all("<strong>Brazil</strong>" not in card for card in abroad)
    assert all(
        f'href="compare?compare={BRAZIL},' in card for card in (*found["In Brazil"], *abroad)
    )
    assert not any('class="differs"' in card for card in found["In Brazil"])


@pytest.mark.parametrize(
    ("types", "heading"),
    [
        (("digital-service", "participation"), "Elsewhere, by the same means: Digital service"),
        (("participation",), "Elsewhere, by other means"),
    ],
)
def test_a_group_is_called_by_what_it_shares(
    engine: FakeEngine, case_page: OpenPage, corpus: Corpus, types: tuple[str, ...], heading: str
) -> None:
    engine.cases = [
        changed(case_of(corpus, HERE), innovation_types=("digital-service", "data-use")),
        changed(case_of(corpus, THERE), innovation_types=types),
    ]
    assert list(groups(html_of(case_page(id=HERE)))) == [heading]


def test_what_differs_is_told_and_costs_have_year_and_source(
    engine: FakeEngine, case_page: OpenPage, corpus: Corpus
) -> None:
    there = case_of(corpus, THERE)
    figures = tuple(
        Figure(
            measure="cost",
            value=value,
            unit="<b>pounds</b>",
            year=year,
            scope="first year",
            role="cost",
            source=source,
            currency="GBP",
        )
        for value, year, source in ((2000, 2016, 1), (3000, 2016, 2), (5, None, 1))
    )
    engine.cases = [
        changed(
            case_of(corpus, HERE), level="local", evidence="outputs", technologies=("SMS", "web")
        ),
        changed(
            there,
            level="national",
            evidence="outputs",
            technologies=("sms", "e-mail"),
            figures=figures,
        ),
    ]
    html = html_of(case_page(id=HERE))
    assert differences(html) == [
        "Level National; this case: Local",
        "Technologies only there e-mail",
        "Cost cost: 2,000 <b>pounds</b> (2016) [1] first year sources disagree "
        "cost: 3,000 <b>pounds</b> (2016) [2] first year sources disagree "
        "cost: 5 <b>pounds</b> (year unknown) [1] first year",
    ]
    assert f'href="{there.sources[1].url}"' in html


def test_a_missing_cost_is_said_and_a_case_alone_has_no_section(
    engine: FakeEngine, case_page: OpenPage, corpus: Corpus
) -> None:
    here = case_of(corpus, HERE)
    engine.cases = [here, changed(here, id="xx-twin", country="CL", figures=())]
    assert differences(html_of(case_page(id=HERE))) == ["Cost No source gives a cost."]
    engine.cases = [here]
    assert "Similar cases" not in html_of(case_page(id=HERE))
