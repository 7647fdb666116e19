"""The search page's states, on the fake engine."""

import re
from html import unescape

import pytest

from exchange.corpus import Corpus
from exchange.errors import QueryError
from exchange.results import Expansion, Suggestion
from exchange.ui import state
from exchange.ui.markup import render
from exchange.ui.view import SHORTLIST_LIMIT, TOP_40
from tests.ui.conftest import OpenPage, html_of
from tests.ui.fake_engine import FakeEngine


def titles(html: str) -> list[str]:
    found = re.findall(r'<h[234] class="title">(.*?)</h[234]>', html, re.DOTALL)
    return [unescape(re.sub("<[^>]+>", "", title)).strip() for title in found]


def links(html: str) -> dict[str, str]:
    """Return the words of each link -> its address."""
    found = re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', html, re.DOTALL)
    return {unescape(re.sub("<[^>]+>", "", w)).strip(): unescape(href) for href, w in found}


def test_first_load_lists_all_cases_newest_first(
    engine: FakeEngine, search_page: OpenPage, corpus: Corpus
) -> None:
    page = search_page()
    html = html_of(page)
    years = [case.year_started or 0 for case in corpus.cases]
    by_id = {case.id: case for case in corpus.cases}
    shown = [by_id[id] for id in re.findall(r'href="case\?id=([a-z0-9-]+)"', html)]
    assert [case.year_started for case in shown] == sorted(years, reverse=True)[:10]
    assert f"<h2>{len(years)} cases</h2>" in html
    assert f"1 to 10 of {len(years)}" in html
    assert page.selectbox(key="sort").value == "newest"
    assert 'class="reason"' not in html and 'class="why"' not in html
    assert 'class="chips"' not in html


def test_a_search_asks_the_engine_once_and_goes_into_the_address(
    engine: FakeEngine, search_page: OpenPage
) -> None:
    page = search_page(country="ID", page="2")
    engine.asked.clear()
    page.text_input(key="q").set_value("kayu")
    page.button(key="search_button").click().run()
    html = html_of(page)
    assert page.query_params == {"q": "kayu", "country": "ID"}
    assert engine.asked == [
        {"query": "kayu", "mode": "hybrid", "filters": {"country": ("ID",)}, "sort": "relevance"}
    ]
    assert titles(html) == ["Timber Legality Information System (SILK)"]
    assert '<q dir="auto">kayu</q>' in html


def test_a_hit_shows_why_it_was_found(engine: FakeEngine, search_page: OpenPage) -> None:
    html = html_of(search_page(q="kayu", country="ID"))
    assert "Sistem Informasi Legalitas <mark>Kayu</mark> (SILK)" in html
    assert "<strong>Indonesia</strong>" in html and "since 2013" in html
    assert "From Problem:" in html
    assert "by words: place 1" in html and "by meaning: place" not in html
    assert "%" not in re.sub(r'href="[^"]*"', "", html)


def test_an_address_reopens_its_view(engine: FakeEngine, search_page: OpenPage) -> None:
    page = search_page(
        q="malaria",
        country=["ID", "KH"],
        sector="health",
        year="2000..2020",
        sort="oldest",
        mode="keyword",
        lang="id",
    )
    html = html_of(page)
    assert page.text_input(key="q").value == "malaria"
    assert page.multiselect(key="filter_country").value == ["ID", "KH"]
    assert page.button_group(key="filter_sector").value == ["health"]
    assert page.selectbox(key="year_from").value == 2000
    assert page.selectbox(key="year_to").value == 2020
    assert page.selectbox(key="sort").value == "oldest"
    assert page.radio(key="mode").value == "keyword"
    assert 'lang="id"' in html and "Hapus semua filter" in html
    assert len(titles(html)) == 2


@pytest.mark.parametrize(
    ("address", "value"), [("id", "ID"), ("ID", "ID")], ids=["lower case", "as in the list"]
)
def test_a_filter_may_be_spelt_in_lower_case(
    engine: FakeEngine, search_page: OpenPage, address: str, value: str
) -> None:
    page = search_page(country=address)
    html_of(page)
    assert page.multiselect(key="filter_country").value == [value]


def test_each_filter_goes_into_the_address(engine: FakeEngine, search_page: OpenPage) -> None:
    page = search_page(page="3")
    page.multiselect(key="filter_country").select("ID").run()
    page.button_group(key="filter_sector").set_value(["health"]).run()
    page.selectbox(key="year_from").set_value(2015).run()
    page.radio(key="mode").set_value("semantic").run()
    page.selectbox(key="sort").set_value("oldest").run()
    html_of(page)
    assert page.query_params == {
        "country": "ID",
        "sector": "health",
        "year": "2015..",
        "sort": "oldest",
        "mode": "semantic",
    }
    page.selectbox(key="year_from").set_value(None).run()
    page.selectbox(key="sort").set_value("newest").run()
    html_of(page)
    assert page.query_params == {"country": "ID", "sector": "health", "mode": "semantic"}


def test_counts_stand_beside_the_values(
    engine: FakeEngine, search_page: OpenPage, corpus: Corpus
) -> None:
    page = search_page()
    indonesian = sum(case.country == "ID" for case in corpus.cases)
    assert page.multiselect(key="filter_country").options[0] == f"Indonesia ({indonesian})"
    health = sum("health" in case.sectors for case in corpus.cases)
    options = [option.content for option in page.button_group(key="filter_sector").proto.options]
    assert f"Health :gray[{health}]" in options


def test_chips_take_single_filters_back(engine: FakeEngine, search_page: OpenPage) -> None:
    html = html_of(search_page(q="air", country=["ID", "KH"], year="2000..2020"))
    found = links(html)
    assert found["Country: Indonesia ✕"] == "./?q=air&country=KH&year=2000..2020"
    assert found["Year started: 2000–2020 ✕"] == "./?q=air&country=ID&country=KH"
    assert found["Clear all filters"] == "./?q=air"


def test_the_40_innovations_are_one_click_away(
    engine: FakeEngine, search_page: OpenPage, corpus: Corpus
) -> None:
    href = links(html_of(search_page(q="air", country="ID", lang="en")))[
        "The 40 innovations of 2018"
    ]
    assert href == "./?award=Top+40+Inovasi+Pelayanan+Publik+2018&lang=en"
    html = html_of(search_page(award=TOP_40))
    awarded = [c for c in corpus.cases if TOP_40 in [award.label for award in c.awards]]
    assert len(awarded) >= 20
    assert f"<h1>{len(awarded)} cases</h1>" in html
    assert (f"{len(awarded)} of the 40 are in this collection" in html) == (len(awarded) < 40)
    assert "The 40 innovations of 2018" not in html


def test_pages_lead_through_the_whole_list(engine: FakeEngine, search_page: OpenPage) -> None:
    html = html_of(search_page(page="3"))
    found = links(html)
    assert "21 to 30 of" in html and '<ol class="hits list" start="21">' in html
    assert [found[name] for name in ("1", "2", "4", "5", "Previous", "Next")] == [
        "./",
        "./?page=2",
        "./?page=4",
        "./?page=5",
        "./?page=2",
        "./?page=4",
    ]
    assert ">Page 3</span></strong>" in html


def test_a_page_beyond_the_end_leads_back(engine: FakeEngine, search_page: OpenPage) -> None:
    html = html_of(search_page(q="kayu", country="ID", page="7"))
    assert "There is no such page. The list has 1 page." in html
    assert links(html)["To the first page"] == "./?q=kayu&country=ID"


def test_no_good_match_says_so_and_shows_the_nearest(
    engine: FakeEngine, search_page: OpenPage
) -> None:
    engine.match = "none"
    html = html_of(search_page(q="kayu", country="ID"))
    assert "No good match. The nearest are:" in html
    assert titles(html) == ["Timber Legality Information System (SILK)"]
    assert "Leave out" not in html  # no other country has the word
    assert html.index("You can try this") < html.index('class="hits')
    engine.match = "good"
    assert "You can try this" not in html_of(search_page(q="kayu", country="ID"))


def test_a_weak_match_is_named_modestly(engine: FakeEngine, search_page: OpenPage) -> None:
    assert "only partly related" not in html_of(search_page(q="kayu"))
    engine.match = "weak"
    assert "only partly related" in html_of(search_page(q="kayu"))


def test_no_hits_offers_ways_out(engine: FakeEngine, search_page: OpenPage) -> None:
    html = html_of(
        search_page(q='"zzzz qqqq"', country="ID", sector="health", mode="keyword", lang="en")
    )
    found = links(html)
    assert "<h1>Nothing found</h1>" in html and titles(html) == []
    assert "Leave out" not in html and "without any filter" not in html  # gives no more
    assert found["Search by words and meaning"] == (
        "./?q=%22zzzz+qqqq%22&country=ID&sector=health&lang=en"
    )
    assert found["Search without quotes and signs"] == (
        "./?q=zzzz+qqqq&country=ID&sector=health&mode=keyword&lang=en"
    )
    assert found["See all cases"] == "./?mode=keyword&lang=en"


def test_no_hits_tells_what_each_filter_costs(
    engine: FakeEngine, search_page: OpenPage, corpus: Corpus
) -> None:
    html = html_of(search_page(q="malaria", country="ID", sector="defence"))
    found = {words: href for words, href in links(html).items() if "(" in words}
    assert titles(html) == []
    count = {
        country: engine.search("malaria", filters={"country": (country,)} if country else {}).total
        for country in ("ID", "")
    }
    assert 1 == count["ID"] < count[""]
    assert found == {
        "Leave out “Sector: Defence” (1 case)": "./?q=malaria&country=ID",
        f"Search without any filter ({count['']} cases)": "./?q=malaria",
    }


def test_results_stand_as_list_or_grid(engine: FakeEngine, search_page: OpenPage) -> None:
    html = html_of(search_page(q="layanan", page="2"))
    assert '<ol class="hits list"' in html
    assert links(html)["Grid"] == "./?q=layanan&page=2&layout=grid"
    html = html_of(search_page(q="layanan", page="2", layout="grid"))
    assert '<ol class="hits grid"' in html
    assert links(html)["List"] == "./?q=layanan&page=2"
    assert links(html)["Next"] == "./?q=layanan&page=3&layout=grid"


def test_expansions_can_be_switched_off_and_on(engine: FakeEngine, search_page: OpenPage) -> None:
    engine.expansions = (Expansion("kayu", "timber", "glossary"),)
    html = html_of(search_page(q="kayu", page="2"))
    assert links(html)["Search only for my words"] == "./?q=kayu&expand=no"
    engine.expansions = ()
    html = html_of(search_page(q="kayu", expand="no"))
    assert links(html)["Search for related words too"] == "./?q=kayu"
    assert "related words" not in html_of(search_page(q="kayu"))


def test_cards_go_into_the_shortlist_and_out(engine: FakeEngine, search_page: OpenPage) -> None:
    silk, name = "id-silk-timber-legality", "Timber Legality Information System (SILK)"
    html = html_of(search_page(q="kayu", country="ID"))
    add = f"./?q=kayu&country=ID&list={silk}"
    assert links(html)[f"Add to shortlist – {name}"] == add
    html = html_of(search_page(q="kayu", country="ID", list=f"br-fala-br,{silk}"))
    drop = "./?q=kayu&country=ID&list=br-fala-br"
    assert links(html)[f"In your shortlist – remove – {name}"] == drop
    assert links(html)[name] == f"case?q=kayu&country=ID&id={silk}&list=br-fala-br,{silk}"
    full = ",".join(f"br-{n}" for n in range(SHORTLIST_LIMIT))
    html = html_of(search_page(q="kayu", country="ID", list=full))
    assert "Your shortlist is full." in html and "Add to shortlist" not in html


def test_did_you_mean_expansions_and_notice_are_shown(
    engine: FakeEngine, search_page: OpenPage
) -> None:
    engine.suggestions = (Suggestion("kayu legal"),)
    engine.expansions = (Expansion("kayu", "timber", "glossary"),)
    engine.notice = "The quotes were not closed."
    html = html_of(search_page(q="kayu", country="ID"))
    assert links(html)["kayu legal"] == "./?q=kayu+legal&country=ID"
    assert "timber (for kayu: glossary)" in html
    assert "The quotes were not closed." in html


def test_a_query_that_cannot_be_used_gets_a_sentence_and_a_way_out(
    engine: FakeEngine, search_page: OpenPage
) -> None:
    engine.error = QueryError("The query has 3,000 characters; at most 2,000 are allowed.")
    html = html_of(search_page(q="long", sector="health"))
    assert "at most 2,000 are allowed" in html
    assert links(html)["Search without any filter"] == "./?q=long"
    assert links(html)["Start again"] == "./"


def test_a_new_snapshot_is_opened(
    search_page: OpenPage, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Cache:
        opened = [FakeEngine(corpus.cases[:3]), FakeEngine(corpus.cases[:5])]

        def __call__(self) -> FakeEngine:
            return self.opened[0]

        def clear(self) -> None:
            self.opened.pop(0)

    cache = Cache()
    monkeypatch.setattr(state, "open_engine", cache)
    assert "<h2>3 cases</h2>" in html_of(search_page())
    cache.opened[0].is_stale = True
    assert "<h2>5 cases</h2>" in html_of(search_page())
    assert len(cache.opened) == 1


def test_markup_in_query_and_filters_is_shown_as_text(
    engine: FakeEngine, search_page: OpenPage
) -> None:
    nasty = "<img src=x onerror=alert(1)> :material/home: $x$"
    engine.suggestions = (Suggestion(nasty),)
    engine.expansions = (Expansion(nasty, nasty, nasty),)
    engine.notice = nasty
    html = html_of(search_page(q=nasty, award=nasty))
    assert "<img" not in html
    assert "&lt;img src=x onerror=alert(1)&gt; :material/home: $x$" in html


@pytest.mark.parametrize(("is_lower_bound", "shown"), [(True, "512+ cases"), (False, "512 cases")])
def test_a_total_that_is_a_lower_bound_has_a_plus(is_lower_bound: bool, shown: str) -> None:
    facts = {"is_start": False, "query": "x", "first": 1, "last": 10, "remark": ""}
    html = render("count.html", "en", total=512, is_lower_bound=is_lower_bound, **facts)
    assert shown in html
    assert f"1 to 10 of {shown.split()[0]}<" in html
