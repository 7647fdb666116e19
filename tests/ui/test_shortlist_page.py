"""The shortlist's states, on the fake engine."""

import json

from streamlit.testing.v1 import AppTest

from exchange.corpus import Corpus
from exchange.ui import shortlist_file
from exchange.ui.shortlist_file import FORMAT, MAX_BYTES
from exchange.ui.view import SHORTLIST_LIMIT
from tests.conftest import BRAZIL, case_of
from tests.ui.conftest import OpenPage, html_of
from tests.ui.fake_engine import FakeEngine
from tests.ui.test_compare_page import COPYRIGHT, DECIDIM, EDAT, NOTIFY
from tests.ui.test_search_page import links, titles

FIVE = (EDAT, BRAZIL, COPYRIGHT, NOTIFY, DECIDIM)


def upload(page: AppTest, data: bytes) -> str:
    page.file_uploader[0].upload("list.json", data, "application/json").run()
    return html_of(page)


def test_an_empty_shortlist_says_how_to_fill_it(
    engine: FakeEngine, shortlist_page: OpenPage
) -> None:
    page = shortlist_page(q="voting")
    html = html_of(page)
    assert "<h1>Shortlist</h1>" in html and "Your shortlist is empty." in html
    assert links(html)["To the search"] == "./?q=voting"
    assert len(page.get("download_button")) == 0 and len(page.file_uploader) == 1


def test_the_address_holds_the_list(
    engine: FakeEngine, shortlist_page: OpenPage, corpus: Corpus
) -> None:
    html = html_of(shortlist_page(list=f"{EDAT},{BRAZIL}", q="voting"))
    assert titles(html) == [case_of(corpus, id).title_in("en") for id in (EDAT, BRAZIL)]
    found = links(html)
    assert found["Compare these 2"] == (
        f"compare?q=voting&compare={EDAT},{BRAZIL}&list={EDAT},{BRAZIL}"
    )
    drop = f"In your shortlist – remove – {titles(html)[0]}"
    assert found[drop] == f"shortlist?q=voting&list={BRAZIL}"
    assert f"shortlist?list={EDAT},{BRAZIL}</pre>" in html


def test_up_to_four_are_chosen_to_be_compared(
    engine: FakeEngine, shortlist_page: OpenPage, corpus: Corpus
) -> None:
    listed = ",".join(FIVE)
    html = html_of(shortlist_page(list=listed))
    assert "You can choose up to four cases to compare." in html
    assert links(html)["Compare these 4"] == f"compare?compare={','.join(FIVE[:4])}&list={listed}"
    html = html_of(shortlist_page(list=listed, compare=BRAZIL))
    assert "Choose one more case to compare." in html and "Compare these" not in html
    choose = f"Choose to compare – {case_of(corpus, DECIDIM).title_in('en')}"
    assert links(html)[choose] == f"shortlist?compare={BRAZIL},{DECIDIM}&list={listed}"
    html = html_of(shortlist_page(list=listed, compare=",".join(FIVE[1:])))
    assert links(html)["Compare these 4"] == f"compare?compare={','.join(FIVE[1:])}&list={listed}"
    assert "Choose to compare –" not in html and html.count("Chosen to compare – undo") == 4


def test_unknown_ids_are_named(engine: FakeEngine, shortlist_page: OpenPage) -> None:
    html = html_of(shortlist_page(list=f"{EDAT},xx-gone"))
    assert "These cases are not in this collection: xx-gone." in html
    assert len(titles(html)) == 1


def test_an_uploaded_file_is_added_to_the_list(
    engine: FakeEngine, shortlist_page: OpenPage, corpus: Corpus
) -> None:
    page = shortlist_page(list=EDAT, q="voting")
    data = shortlist_file.write([case_of(corpus, id) for id in (BRAZIL, EDAT)], "")
    html = upload(page, data.replace(b'"id": "' + EDAT.encode(), b'"id": "xx-gone'))
    assert page.query_params == {"q": "voting", "list": f"{EDAT},{BRAZIL}"}
    assert "Cases added from the file: 1." in html
    assert "These cases are not in this collection: xx-gone." in html
    assert "Cases added" not in html_of(page.run())  # said once


def test_a_file_beyond_the_limit_is_added_as_far_as_there_is_room(
    engine: FakeEngine, shortlist_page: OpenPage, corpus: Corpus
) -> None:
    page = shortlist_page(list=EDAT)
    others = [case for case in corpus.cases if case.id != EDAT][:SHORTLIST_LIMIT]
    html = upload(page, shortlist_file.write(others, ""))
    assert f"Cases added from the file: {SHORTLIST_LIMIT - 1}." in html
    assert f"A shortlist holds {SHORTLIST_LIMIT} cases; the rest of the file was left out." in html


def test_a_wrong_file_changes_nothing_and_says_why(
    engine: FakeEngine, shortlist_page: OpenPage
) -> None:
    page = shortlist_page(list=EDAT, lang="id")
    for data, words in (
        (b"%PDF-1.7", "tidak dapat dibaca sebagai daftar pilihan"),
        (b" " * (MAX_BYTES + 1), "terlalu besar"),
        (json.dumps({"format": FORMAT, "version": 9}).encode(), "Versi daftar pilihan ini bukan 1"),
        (b'{"format": "<img src=x onerror=alert(1)>"}', "bukan daftar pilihan"),
    ):
        html = upload(page, data)
        assert words in html and "<img" not in html
        assert page.query_params == {"list": EDAT, "lang": "id"}
