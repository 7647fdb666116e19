"""The case page's states, on the fake engine."""

import re
from html import unescape
from urllib.parse import unquote

import pytest

from exchange.case import Case
from exchange.corpus import Corpus
from tests.conftest import BRAZIL, case_of
from tests.ui.conftest import OpenPage, html_of
from tests.ui.fake_engine import FakeEngine
from tests.ui.test_search_page import links

OUR_PICTURE = '<img alt="" src="data:image/svg+xml,'


def plain_text(html: str) -> str:
    return " ".join(unescape(re.sub("<[^>]+>", "", html)).split())


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
        "<h2>Cite this case</h2>",
        "<h2>Similar cases</h2>",
    ]
    places = [html.find(heading) for heading in headings]
    assert -1 not in places and places == sorted(places)
    found = links(html)
    assert found["Back to the results"] == "./?q=voting&country=BR"
    assert found["General public services"] == "./?sector=general-public-services"


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
    assert '<span class="amount">200.000.000</span> <span lang="en">BRL</span>' in html
    assert '<strong class="role">sesudah, 2014</strong>' in html
    assert '<th scope="row">Basis data</th>' in html and "disimpulkan" in html


def test_title_and_summary_switch_to_the_original(engine: FakeEngine, case_page: OpenPage) -> None:
    html = html_of(case_page(id=BRAZIL, q="voting"))
    assert '<strong aria-current="true" data-focus="read-en" tabindex="-1">English</strong>' in html
    assert '<h1 lang="en" dir="auto">Rio Grande do Sul' in html
    href = links(html)["Portuguese (original)"]
    assert href == f"case?q=voting&id={BRAZIL}&text=pt"
    html = html_of(case_page(id=BRAZIL, text="pt"))
    assert '<h1 lang="pt" dir="auto">Sistema Estadual de Participação Popular' in html
    assert "Em 2014 mais de 255 mil pessoas" in html
    assert '<h1 lang="en"' in html_of(case_page(id=BRAZIL, text="fr"))


def test_a_case_in_english_alone_has_no_switch(engine: FakeEngine, case_page: OpenPage) -> None:
    html = html_of(case_page(id="gb-govuk-notify"))
    assert '<h1 lang="en" dir="auto">' in html
    assert 'class="readings"' not in html


def test_bars_and_disagreements_stand_beside_the_figures(
    engine: FakeEngine, case_page: OpenPage
) -> None:
    html = html_of(case_page(id="id-edat-malaria-teluk-bintuni"))
    assert "Sources disagree about 2 of these figures." in html
    notes = [plain_text(note) for note in re.findall(r'<p class="disagreement">.*?</p>', html)]
    assert notes[1:] == [
        "Sources disagree: 2.7 per 1,000 residents [1] / 5 per 1,000 residents [4]"
        " (Teluk Bintuni regency, 2016)",
        "Sources disagree: 331 cases [11] / 152 cases [12] (Teluk Bintuni regency, 2024)",
    ]
    bars = re.findall(r'<td class="bar"><img alt="" src="data:image/svg\+xml,([^"]*)"></td>', html)
    widths = [re.search(r'width="([0-9.]+)"', unquote(bar).split("<rect")[1]) for bar in bars]
    assert [float(width.group(1)) for width in widths if width] == [
        100,
        pytest.approx(100 * max(0.02 / 9.2, 0.004), abs=0.01),
        100,
        pytest.approx(100 * 2.7 / 114.9, abs=0.01),
        pytest.approx(100 * 5 / 114.9, abs=0.01),
        pytest.approx(100 * 0.9 / 114.9, abs=0.01),
        100,
        pytest.approx(100 * 152 / 331, abs=0.01),
    ]
    assert "Sources disagree" not in html_of(case_page(id=BRAZIL))


def test_the_level_of_evidence_is_explained_among_all_levels(
    engine: FakeEngine, case_page: OpenPage
) -> None:
    html = html_of(case_page(id=BRAZIL))
    levels = re.findall(r"<li[^>]*><strong>([^<]*)</strong> – [A-Z]", html)
    assert levels == [
        "None given",
        "Counts of use (this case)",
        "Before and after",
        "Comparison",
        "Independent evaluation",
    ]


def test_a_case_can_be_cited(engine: FakeEngine, case_page: OpenPage) -> None:
    html = html_of(case_page(id=BRAZIL, q="voting", list="br-fala-br"))
    texts = {
        id: unescape(words)
        for id, words in re.findall(r'<pre id="([^"]*)"[^>]*>(.*?)</pre>', html, re.DOTALL)
    }
    assert texts["permalink"].endswith(f"case?id={BRAZIL}")
    assert texts["permalink"] in texts["cite-plain"]
    assert texts["cite-bibtex"].startswith(f"@misc{{{BRAZIL},\n  title = {{{{Sistema Estadual")
    assert html.count("data-copy=") == 3


def test_a_case_goes_into_the_shortlist_and_out(engine: FakeEngine, case_page: OpenPage) -> None:
    html = html_of(case_page(id=BRAZIL, q="voting"))
    title = "Rio Grande do Sul's State System"
    add = next(href for words, href in links(html).items() if words.startswith("Add to shortlist"))
    assert add == f"case?q=voting&id={BRAZIL}&list={BRAZIL}"
    html = html_of(case_page(id=BRAZIL, list=f"br-fala-br,{BRAZIL}"))
    drop = [href for words, href in links(html).items() if "remove – " + title in words]
    assert drop == [f"case?id={BRAZIL}&list=br-fala-br"]
    assert links(html)["Shortlist (2)"] == f"shortlist?list=br-fala-br,{BRAZIL}"


def test_from_a_comparison_a_case_leads_back_there(engine: FakeEngine, case_page: OpenPage) -> None:
    html = html_of(case_page(id=BRAZIL, compare=f"br-fala-br,{BRAZIL}", q="x"))
    assert links(html)["Back to the comparison"] == f"compare?q=x&compare=br-fala-br,{BRAZIL}"


def test_an_unknown_case_leads_back_to_the_search(engine: FakeEngine, case_page: OpenPage) -> None:
    html = html_of(case_page(id="xx-<b>nothing</b>", q="voting"))
    assert "No case has the id “xx-&lt;b&gt;nothing&lt;/b&gt;”" in html
    assert links(html)["To the search"] == "./?q=voting"
    assert "There is no such case" in html_of(case_page())


def test_markup_in_a_case_is_shown_as_text(
    engine: FakeEngine, case_page: OpenPage, search_page: OpenPage, corpus: Corpus
) -> None:
    hostile = hostile_case(case_of(corpus, BRAZIL))
    engine.cases = [hostile]
    for html in (html_of(case_page(id=hostile.id)), html_of(search_page(q="<img onerror"))):
        assert (
            "<img" not in html.replace(OUR_PICTURE, "")
            and "<script" not in html
            and "<b>" not in html
        )
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
