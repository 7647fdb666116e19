"""The comparison's states, on the fake engine."""

import re

import pytest

from exchange.corpus import Corpus
from exchange.ui.compare_page import _opening
from tests.conftest import BRAZIL, case_of
from tests.ui.conftest import OpenPage, html_of
from tests.ui.fake_engine import FakeEngine
from tests.ui.test_case_page import OUR_PICTURE, hostile_case, plain_text
from tests.ui.test_search_page import links

EDAT, COPYRIGHT = "id-edat-malaria-teluk-bintuni", "id-copyright-cryptography"
NOTIFY, DECIDIM = "gb-govuk-notify", "es-decidim-barcelona"


def table(html: str) -> dict[str, list[str]]:
    """Return the words of each row's heading -> those of its cells, outermost table only."""
    body = html[html.index("<tbody>") : html.rindex("</tbody>")]
    body = re.sub(r'<table class="measure.*?</table>', measure_words, body, flags=re.DOTALL)
    rows = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', body, re.DOTALL)
    return {
        plain_text(name): [plain_text(cell) for cell in re.findall("<td>(.*?)</td>", cells, re.S)]
        for name, cells in rows
    }


def measure_words(found: re.Match[str]) -> str:
    return re.sub("<[^>]+>", " ", found.group())


def test_cases_stand_side_by_side(
    engine: FakeEngine, compare_page: OpenPage, corpus: Corpus
) -> None:
    html = html_of(compare_page(compare=f"{EDAT},{BRAZIL}", q="voting", list=BRAZIL))
    rows = table(html)
    assert list(rows) == [
        "Country",
        "Organisation",
        "Status",
        "Summary",
        "Problem",
        "Solution",
        "Figures",
        "Cost",
        "What an adopter needs",
        "Evidence of results",
        "What next",
    ]
    assert {len(cells) for cells in rows.values()} == {2}
    assert rows["Country"][0].startswith("Indonesia") and rows["Country"][1].startswith("Brazil")
    assert "Superseded in 2021 by Consulta Popular" in rows["Status"][1]
    assert rows["Problem"][0].startswith("Sekitar 70 persen")
    assert "Read on" in rows["Problem"][0]
    assert "Sources disagree: 2.7 per 1,000 residents [1] / 5" in rows["Figures"][0]
    assert rows["Cost"][0] == "The sources do not say."
    assert rows["Evidence of results"][0].startswith("Before and after. The sources compare")
    found = links(html)
    case = case_of(corpus, EDAT)
    assert found[case.title_in("en")] == (
        f"case?q=voting&id={EDAT}&compare={EDAT},{BRAZIL}&list={BRAZIL}"
    )
    assert found[f"Take out of the comparison – {case.title_in('en')}"] == (
        f"compare?q=voting&compare={BRAZIL}&list={BRAZIL}"
    )
    assert found["Back to the results"] == f"./?q=voting&list={BRAZIL}"
    # In a table of several cases the numbers of sources lead to the sources themselves.
    assert html.count(f'href="{case.sources[0].url}"') > 3 and "#source-" not in html


def test_numbers_and_headings_are_in_the_readers_language(
    engine: FakeEngine, compare_page: OpenPage
) -> None:
    html = html_of(compare_page(compare=f"{COPYRIGHT},{NOTIFY}", lang="id"))
    assert "<h1>2 kasus berdampingan</h1>" in html
    assert "76.537 applications" in table(html)["Angka"][0]


def test_a_fifth_and_unknown_cases_are_named(
    engine: FakeEngine, compare_page: OpenPage, corpus: Corpus
) -> None:
    ids = [EDAT, "xx-nothing", BRAZIL, COPYRIGHT, NOTIFY, DECIDIM]
    html = html_of(compare_page(compare=",".join(ids)))
    assert "<h1>4 cases side by side</h1>" in html
    assert "These cases are not in this collection: xx-nothing." in html
    left_out = plain_text(case_of(corpus, DECIDIM).title_in("en"))
    assert f"At most 4 cases fit side by side. Left out: {left_out}." in plain_text(html)


def test_one_case_asks_for_another(engine: FakeEngine, compare_page: OpenPage) -> None:
    html = html_of(compare_page(compare=EDAT))
    assert "<h1>Compare cases</h1>" in html
    assert "To compare, choose one more case" in html


@pytest.mark.parametrize("ids", ["", "xx-nothing", "<script>"])
def test_nothing_to_compare_leads_to_shortlist_and_search(
    engine: FakeEngine, compare_page: OpenPage, ids: str
) -> None:
    html = html_of(compare_page(compare=ids, q="voting", list=BRAZIL))
    assert "Choose cases from your shortlist" in html and "<table" not in html
    assert ("xx-nothing" in html) == (ids == "xx-nothing")
    found = links(html)
    assert found["To the shortlist"] == f"shortlist?q=voting&list={BRAZIL}"
    assert found["To the search"] == f"./?q=voting&list={BRAZIL}"


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        ("One.", ("One.", "")),
        ("One.\n\nTwo.\n\nThree.", ("One.", "Two.\n\nThree.")),
        ("These:\n\n- a\n- b\n\nEnd.", ("These:\n\n- a\n- b", "End.")),
        ("These:", ("These:", "")),
    ],
)
def test_a_section_opens_with_a_paragraph_and_its_list(
    section: str, expected: tuple[str, str]
) -> None:
    assert _opening(section) == expected


def test_markup_in_a_case_is_shown_as_text(
    engine: FakeEngine, compare_page: OpenPage, shortlist_page: OpenPage, corpus: Corpus
) -> None:
    hostile = hostile_case(case_of(corpus, BRAZIL))
    engine.cases = [hostile, case_of(corpus, EDAT)]
    ids = f"{BRAZIL},{EDAT}"
    for html in (html_of(compare_page(compare=ids)), html_of(shortlist_page(list=ids))):
        assert "<img" not in html.replace(OUR_PICTURE, "") and "<script" not in html
        assert "<b>" not in html
        assert "javascript:" not in html.replace("(javascript:alert(1))", "")
        assert "&lt;img src=x onerror=alert(1)&gt;" in html
