"""How a case stands, on its page and on every card: as of when, ended, superseded by what."""

import re
from collections.abc import Callable
from datetime import date
from html import escape

import pytest

from exchange.case import Case, Successor
from exchange.corpus import Corpus
from tests.conftest import case_of
from tests.ui.conftest import OpenPage, html_of
from tests.ui.fake_engine import FakeEngine
from tests.ui.test_case_page import plain_text
from tests.ui.test_search_page import links

OLD, MIDDLE, NEW = "gb-govuk-notify", "br-fala-br", "cl-chileatiende"
MARK = re.compile(r'<span class="mark">([^<]*)</span>')


def followed(case: Case, successor: str | None, name: str) -> Case:
    """Return a case whose place another took in 2020."""
    after = Successor(name=name, year=2020, case=successor, source=1)
    lineage = case.lineage.model_copy(update={"superseded_by": after})
    return case.model_copy(update={"lineage": lineage})


@pytest.fixture
def chain(engine: FakeEngine, corpus: Corpus) -> FakeEngine:
    """An engine with a case that was superseded, by one that was superseded, by an ended one."""
    last = case_of(corpus, NEW).model_copy(update={"status": "ended"})
    engine.cases = [
        followed(case_of(corpus, OLD), MIDDLE, "The <b>middle</b>"),
        followed(case_of(corpus, MIDDLE), NEW, "The newest"),
        followed(last, None, "Something without a case"),
    ]
    return engine


def test_the_whole_chain_of_successors_stands_above_a_case(
    chain: FakeEngine, case_page: OpenPage
) -> None:
    html = html_of(case_page(id=OLD, q="sms"))
    banners = [plain_text(each) for each in re.findall(r'<p class="banner">.*?</p>', html, re.S)]
    assert banners == [
        "Superseded in 2020 by The <b>middle</b>. [1] See its case – The <b>middle</b>",
        f"{chain.case(MIDDLE).title_in('en')}: Superseded in 2020 by The newest. [1] "
        "See its case – The newest",
        f"{chain.case(NEW).title_in('en')}: Superseded in 2020 by Something without a case. [1]",
    ]
    assert links(html)["See its case – The newest"] == f"case?q=sms&id={NEW}"
    # The sources of the other cases are not listed on this page.
    assert escape(chain.case(MIDDLE).sources[0].url) in html
    assert "This innovation has ended." in html_of(case_page(id=NEW))


def test_a_successor_that_is_not_here_has_no_link(chain: FakeEngine, case_page: OpenPage) -> None:
    chain.cases = chain.cases[:1]
    assert "See its case" not in html_of(case_page(id=OLD))


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        ([date(2008, 2, 29), None], "29 February 2008 [1] newest source That is more than five"),
        ([None, date.today()], " [2] newest source"),
        ([None, None], "not known No source has a date: ask whether it still holds."),
    ],
    ids=["old", "new", "undated"],
)
def test_as_of_when_it_is_told_stands_among_the_facts(
    engine: FakeEngine,
    case_page: OpenPage,
    corpus: Corpus,
    dates: list[date | None],
    told: str,
) -> None:
    case = case_of(corpus, OLD)
    sources = tuple(
        source.model_copy(update={"date": dates[n] if n < len(dates) else None})
        for n, source in enumerate(case.sources)
    )
    engine.cases = [case.model_copy(update={"sources": sources})]
    [fact] = re.findall(r"<dt>As of</dt> <dd>.*?</dd>", html_of(case_page(id=OLD)), re.DOTALL)
    assert told in plain_text(fact)
    assert ('class="flag"' in fact) == (dates[1] is None)


def cards_of_results(open_page: OpenPage) -> str:
    return html_of(open_page())


def cards_of_list(open_page: OpenPage) -> str:
    return html_of(open_page(list=f"{OLD},{MIDDLE},{NEW}"))


def columns(open_page: OpenPage) -> str:
    return html_of(open_page(compare=f"{OLD},{MIDDLE},{NEW}"))


@pytest.mark.parametrize(
    ("place", "cards"),
    [
        ("search_page", cards_of_results),
        ("shortlist_page", cards_of_list),
        ("compare_page", columns),
    ],
)
def test_cards_say_in_words_what_ended_and_was_superseded(
    chain: FakeEngine,
    request: pytest.FixtureRequest,
    place: str,
    cards: Callable[[OpenPage], str],
) -> None:
    html = cards(request.getfixturevalue(place))
    assert sorted(MARK.findall(html)) == ["Ended", "Superseded", "Superseded", "Superseded"]
    href = links(html)["What took its place – The newest"]
    assert href.startswith("case?") and f"id={NEW}" in href


def test_similar_cases_are_marked_too(chain: FakeEngine, case_page: OpenPage) -> None:
    html = html_of(case_page(id=OLD))
    similar = html[html.index("<h2>Similar cases</h2>") :]
    assert sorted(MARK.findall(similar)) == ["Ended", "Superseded", "Superseded"]
