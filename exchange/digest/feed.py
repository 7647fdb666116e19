"""The digest as Atom (RFC 4287): an entry for each issue, a feed of those told so far.

The same issue has the same id and date for ever: ids are name-based UUIDs of site, language and
week, dates the Monday of the week, at midnight UTC.
"""

from collections.abc import Sequence
from datetime import date
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from exchange.digest.issue import Issue
from exchange.digest.pages import to_fragment
from exchange.translation import gettext

FEED_ISSUES = 52
"""The most issues that a feed holds: those of a year."""

DEFAULT_AUTHOR = "Exchange"
_ATOM = "http://www.w3.org/2005/Atom"


def atom_entry(issue: Issue, *, author: str = DEFAULT_AUTHOR, site: str = "") -> bytes:
    """Return an issue as an Atom entry document.

    :param site: address of the pages, without a slash at its end; "" for none.
    """
    return _written(_entry(issue, author, site))


def atom_feed(
    issues: Sequence[Issue],
    language: str,
    *,
    author: str = DEFAULT_AUTHOR,
    site: str = "",
    self_address: str = "",
) -> bytes:
    """Return an Atom feed.

    :param issues: newest first, at least one.
    :param self_address: where the feed itself will stand; "" where nobody knows.
    """
    feed = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": language})
    _add(feed, "id", _urn(site, language, "feed"))
    _add(feed, "title", gettext("Public-service innovations of the week", language))
    _add(feed, "updated", _moment(issues[0].week.monday))
    _add_author(feed, author)
    if self_address:
        ET.SubElement(feed, "link", rel="self", type="application/atom+xml", href=self_address)
    if site:
        ET.SubElement(feed, "link", rel="alternate", type="text/html", href=f"{site}/")
    feed.extend(_entry(issue, author, site) for issue in issues)
    for entry in feed.iterfind("entry"):
        del entry.attrib["xmlns"]
    return _written(feed)


def _entry(issue: Issue, author: str, site: str) -> ET.Element:
    entry = ET.Element("entry", {"xmlns": _ATOM, "xml:lang": issue.language})
    _add(entry, "id", _urn(site, issue.language, str(issue.week)))
    _add(entry, "title", issue.title)
    _add(entry, "updated", _moment(issue.week.monday))
    _add(entry, "published", _moment(issue.week.monday))
    _add_author(entry, author)
    if site:
        ids = ",".join(story.id for story in issue.stories)
        page = f"{site}/shortlist?list={ids}&lang={issue.language}"
        ET.SubElement(entry, "link", rel="alternate", type="text/html", href=page)
    for story in issue.stories:
        ET.SubElement(entry, "link", rel="related", href=story.read_on.address, title=story.title)
    content = ET.SubElement(entry, "content", type="html")
    content.text = to_fragment(issue)
    return entry


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text


def _add_author(parent: ET.Element, author: str) -> None:
    _add(ET.SubElement(parent, "author"), "name", author)


def _urn(site: str, language: str, name: str) -> str:
    return uuid5(NAMESPACE_URL, f"{site}/digest/{language}/{name}").urn


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _written(root: ET.Element) -> bytes:
    ET.indent(root)
    body = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{body}\n'.encode()
