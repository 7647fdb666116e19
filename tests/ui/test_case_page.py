"""The case page's states, on the fake engine."""

import pytest

from exchange.case import Case
from exchange.corpus import Corpus
from exchange.errors import SnapshotError
from exchange.ui import state
from tests.ui.conftest import OpenPage, html_of
from tests.ui.fake_engine import FakeEngine
from tests.ui.test_search_page import links, titles

BRAZIL = "br-participacao-popular-rs"


def case_of(corpus: Corpus, id: str) -> Case:
    return next(case for case in corpus.cases if case.id == id)


def test_a_case_shows_everything_in_order(
    engine: FakeEngine, case_page: OpenPage, corpus: Corpus
) -> None:
    html = html_of(case_page(id=BRAZIL, q="voting", country="BR"))
    headings = [
        "Superseded in 2021 by Consulta Popular",
        "Rio Grande do Sul&#39;s State System",
        "In 2014 more than 255,000 people voted",
        ">Brazil</a>",
        "The sources count what was delivered or used, not what changed.",
        "The sections below are in Portuguese.",
        "<h2>Problema</h2>",
        "<h2>Solução</h2>",
        "<h2>Implementação</h2>",
        "<h2>Resultados</h2>",
        "<h2>Lições</h2>",
        "<h2>Replicação</h2>",
        "<h2>Figures</h2>",
        "<h2>What an adopter needs</h2>",
        "<h2>Sources</h2>",
        "<h2>Similar cases</h2>",
    ]
    places = [html.find(heading) for heading in headings]
    assert -1 not in places and places == sorted(places)
    found = links(html)
    assert found["Back to the results"] == "./?q=voting&country=BR"
    assert found["Link to this case"] == f"case?id={BRAZIL}"
    assert found["General public services"] == "./?sector=general-public-services"
    assert len(titles(html)) == 5


def test_citations_lead_to_sources_and_sources_to_the_web(
    engine: FakeEngine, case_page: OpenPage, corpus: Corpus
) -> None:
    html = html_of(case_page(id=BRAZIL))
    sources = case_of(corpus, BRAZIL).sources
    assert len(sources) == 6
    assert [html.count(f'<li id="source-{n}">') for n in range(1, 8)] == [1] * 6 + [0]
    assert all(html.count(f'href="#source-{n}"') > 0 for n in range(1, 7))
    for source in sources:
        assert f'<a href="{source.url}" rel="noopener noreferrer"' in html


def test_figures_and_needs_are_tables(engine: FakeEngine, case_page: OpenPage) -> None:
    html = html_of(case_page(id=BRAZIL, lang="id"))
    assert '<td class="number">200.000.000</td><td>BRL</td><td>2014</td>' in html
    assert '<td lang="id">sesudah</td>' in html
    assert '<th scope="row">Basis data</th>' in html and "disimpulkan" in html


def test_title_and_summary_switch_to_the_original(engine: FakeEngine, case_page: OpenPage) -> None:
    page = case_page(id=BRAZIL)
    switch = page.button_group(key=f"text_language_{BRAZIL}_en")
    assert switch.value == "en"
    switch.set_value("pt").run()
    html = html_of(page)
    assert '<h1 lang="pt" dir="auto">Sistema Estadual de Participação Popular' in html
    assert "Em 2014 mais de 255 mil pessoas" in html


def test_a_case_in_english_alone_has_no_switch(engine: FakeEngine, case_page: OpenPage) -> None:
    page = case_page(id="gb-govuk-notify")
    assert '<h1 lang="en" dir="auto">' in html_of(page)
    assert len(page.get("button_group")) == 0


def test_an_unknown_case_leads_back_to_the_search(engine: FakeEngine, case_page: OpenPage) -> None:
    html = html_of(case_page(id="xx-<b>nothing</b>", q="voting"))
    assert "No case has the id “xx-&lt;b&gt;nothing&lt;/b&gt;”" in html
    assert links(html)["To the search"] == "./?q=voting"
    assert "There is no such case" in html_of(case_page())


def test_a_damaged_index_names_the_command(
    case_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> FakeEngine:
        raise SnapshotError("index/x: damaged. Run `exchange rollback`.")

    monkeypatch.setattr(state, "open_engine", fail)
    assert "<code>exchange rollback</code>" in html_of(case_page(id=BRAZIL))


def test_markup_in_a_case_is_shown_as_text(
    engine: FakeEngine, case_page: OpenPage, search_page: OpenPage, corpus: Corpus
) -> None:
    hostile = hostile_case(case_of(corpus, BRAZIL))
    engine.cases = [hostile]
    for html in (html_of(case_page(id=hostile.id)), html_of(search_page(q="<img onerror"))):
        assert "<img" not in html and "<script" not in html and "<b>" not in html
        assert "javascript:" not in html.replace("(javascript:alert(1))", "")
        assert "&lt;img src=x onerror=alert(1)&gt;" in html


def hostile_case(case: Case) -> Case:
    """Return a case with markup in every free text."""
    nasty = "<img src=x onerror=alert(1)><script>alert(2)</script> :material/home: $x$ :red[y]"
    body = f"{nasty} [click](javascript:alert(1)) ![p](https://evil.example/p.png) <b>bold</b>"

    def spoil(value: object) -> object:
        if isinstance(value, dict):
            return {key: spoil_key(key, inner) for key, inner in value.items()}
        if isinstance(value, list | tuple):
            return [spoil(inner) for inner in value]
        return value

    def spoil_key(key: str, value: object) -> object:
        free = "title summary location organisation name scope measure unit note publisher"
        return nasty if key in free.split() else spoil(value)

    spoilt = spoil(case.model_dump())
    assert isinstance(spoilt, dict)
    sections = [{"name": section.name, "heading": nasty, "text": body} for section in case.sections]
    return Case.model_validate({**spoilt, "technologies": [nasty], "sections": sections})
