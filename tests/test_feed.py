"""The feed of the digest: valid by the schema of RFC 4287, stable, and read by a plain parser."""

from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from lxml import etree

from exchange.corpus import Corpus
from exchange.digest import Digest, Ledger, Week, atom_entry, atom_feed, feed_file
from exchange.digest.feed import FEED_ISSUES
from exchange.errors import QueryError
from exchange.translation import INTERFACE_LANGUAGES
from tests.test_digest import EDAT, NOTIFY, SILK, digest_of, following, told, weeks_of

SCHEMA = etree.RelaxNG(etree.parse(str(Path(__file__).with_name("atom.rng"))))
ATOM = {"a": "http://www.w3.org/2005/Atom"}
SITE = "https://x.example"


@pytest.fixture
def digest(corpus: Corpus) -> Digest:
    return digest_of(corpus.cases, told("2026-W47", SILK), told("2026-W48", EDAT, NOTIFY))


def parse(raw: bytes) -> etree._Element:
    root = etree.fromstring(raw)
    SCHEMA.assertValid(root)
    return root


def texts(root: etree._Element, path: str) -> list[str]:
    return [str(value) for value in root.xpath(path, namespaces=ATOM)]


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
@pytest.mark.parametrize("site", ["", SITE])
def test_feed_and_entries_are_valid(digest: Digest, language: str, site: str) -> None:
    root = parse(feed_file(digest, language, "digest.atom", author="Kementerian & Co", site=site))
    assert root.tag == "{http://www.w3.org/2005/Atom}feed"
    assert texts(root, "a:entry/a:updated/text()") == [
        "2026-11-23T00:00:00Z",
        "2026-11-16T00:00:00Z",
    ]
    assert texts(root, "a:updated/text()") == ["2026-11-23T00:00:00Z"]
    assert texts(root, "//a:author/a:name/text()") == ["Kementerian & Co"] * 3
    entries = [
        parse(atom_entry(issue, author="Kementerian & Co", site=site))
        for issue in digest.issues(language, 2, site=site)
    ]
    assert [texts(e, "a:id/text()")[0] for e in entries] == texts(root, "a:entry/a:id/text()")
    assert [texts(e, "a:content/text()") for e in entries] == [
        [content] for content in texts(root, "a:entry/a:content/text()")
    ]


@pytest.mark.parametrize("missing", ["id", "title", "updated"])
def test_the_schema_refuses_what_lacks_a_part(digest: Digest, missing: str) -> None:
    root = etree.fromstring(feed_file(digest, "en", "digest.atom", author="x", site=SITE))
    for place in (root, root.find("a:entry", ATOM)):
        assert place is not None
        part = place.find(f"a:{missing}", ATOM)
        assert part is not None
        place.remove(part)
        assert not SCHEMA.validate(root)
        place.insert(0, part)
        assert SCHEMA.validate(root)


def test_the_schema_refuses_a_date_that_is_none_and_a_link_to_nowhere(digest: Digest) -> None:
    raw = feed_file(digest, "en", "digest.atom", author="x", site=SITE)
    for good, bad in ((b"T00:00:00Z", b""), (b"href=", b"title="), (b'type="html"', b'type="htm"')):
        assert good in raw
        broken = raw.replace(good, bad)
        if good == b"href=":
            broken = raw.replace(
                b'rel="self" type="application/atom+xml" href=', b'rel="self" title='
            )
        assert not SCHEMA.validate(etree.fromstring(broken))


def test_links_of_a_feed_with_a_site(digest: Digest) -> None:
    root = parse(feed_file(digest, "id", "digest.atom", author="x", site=SITE))
    assert texts(root, "a:link[@rel='self']/@href") == [f"{SITE}/digest.atom"]
    assert texts(root, "a:entry[1]/a:link[@rel='alternate']/@href") == [
        f"{SITE}/shortlist?list={EDAT},{NOTIFY}&lang=id"
    ]
    related = [f"{SITE}/case?id={id}&lang=id" for id in (EDAT, NOTIFY)]
    assert texts(root, "a:entry[1]/a:link[@rel='related']/@href") == related


def test_links_of_a_feed_without_a_site_lead_to_sources(digest: Digest) -> None:
    root = parse(feed_file(digest, "en", "digest.atom", author="x", site=""))
    assert texts(root, "//a:link[@rel!='related']/@href") == []
    known = {s.url for id in (EDAT, NOTIFY) for s in digest.known[id].sources}
    related = texts(root, "a:entry[1]/a:link/@href")
    assert len(related) == 2 and set(related) <= known


class _Words(HTMLParser):
    """The headings of an entry's content, as a reader's program finds them."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: list[str] = []
        self._is_open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._is_open = tag == "h2"

    def handle_endtag(self, tag: str) -> None:
        self._is_open = False

    def handle_data(self, data: str) -> None:
        if self._is_open:
            self.headings.append(data)


def test_the_content_of_an_entry_holds_its_cases(digest: Digest) -> None:
    root = parse(feed_file(digest, "en", "digest.atom", author="x", site=""))
    reader = _Words()
    reader.feed(texts(root, "a:entry[1]/a:content/text()")[0])
    assert reader.headings == [digest.known[id].title_in("en") for id in (EDAT, NOTIFY)]


def test_ids_stay_and_differ_by_week_language_and_site(digest: Digest) -> None:
    def ids(language: str, site: str) -> list[str]:
        raw = feed_file(digest, language, "digest.atom", author="x", site=site)
        return texts(parse(raw), "//a:id/text()")

    assert ids("en", SITE) == ids("en", SITE)
    every = [*ids("en", ""), *ids("en", SITE), *ids("id", SITE)]
    assert len(set(every)) == 9 and all(id.startswith("urn:uuid:") for id in every)
    later = digest.after(Ledger((*digest.ledger.entries, told("2026-W49", "br-fala-br"))))
    raw = feed_file(later, "en", "digest.atom", author="x", site=SITE)
    assert texts(parse(raw), "a:entry[position()>1]/a:id/text()") == ids("en", SITE)[1:]


def test_a_feed_holds_the_newest_issues_of_a_year(corpus: Corpus) -> None:
    digest = digest_of(corpus.cases)
    first = Week(2026, 1)
    digest = digest.after(Ledger(tuple(weeks_of(digest, first, 1, FEED_ISSUES + 2))))
    root = parse(feed_file(digest, "en", "digest.atom", author="x", site=SITE))
    updated = texts(root, "a:entry/a:updated/text()")
    newest = first.monday + timedelta(weeks=FEED_ISSUES + 1)
    assert len(updated) == FEED_ISSUES and updated == sorted(updated, reverse=True)
    assert updated[0] == f"{newest.isoformat()}T00:00:00Z"
    assert following(Week.of(newest)).weeks_since(first) == FEED_ISSUES + 2


def test_nothing_told_is_no_feed(corpus: Corpus) -> None:
    with pytest.raises(QueryError, match="Nothing was told yet"):
        feed_file(digest_of(corpus.cases), "en", "digest.atom", author="x", site="")


def test_a_title_in_arabic_and_signs_survive(digest: Digest) -> None:
    case = digest.known[EDAT].model_copy(
        update={"language": "en", "translations": {}, "title": "A < B & “ج”"}
    )
    changed = digest_of((case,), told("2026-W48", EDAT))
    root = parse(atom_feed(changed.issues("en", 1), "en"))
    assert texts(root, "a:entry/a:link/@title") == ["A < B & “ج”"]
