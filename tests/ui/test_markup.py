"""What reaches a page is text, whatever it looks like."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.ui.markup import mark, markdown, render

NASTY = "<script>alert(1)</script><img src=x onerror=alert(2)> & \"'"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(str(html))
    reader.close()
    return reader


@pytest.mark.parametrize(
    ("text", "spans", "expected"),
    [
        ("clean water", [(6, 11)], "clean <mark>water</mark>"),
        ("clean water", [(6, 11), (0, 5)], "<mark>clean</mark> <mark>water</mark>"),
        ("a<b>c", [(1, 4)], "a<mark>&lt;b&gt;</mark>c"),
        ("abc", [(0, 2), (1, 3)], "<mark>ab</mark><mark>c</mark>"),
        ("abc", [(2, 99), (50, 60), (1, 1)], "ab<mark>c</mark>"),
    ],
)
def test_marks_are_spans_of_the_plain_text(
    text: str, spans: list[tuple[int, int]], expected: str
) -> None:
    assert mark(text, spans) == expected


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"])),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30))),
)
def test_marking_never_changes_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    found = read(str(mark(text, spans)))
    assert found.text == text
    assert {tag for tag, _ in found.tags} <= {"mark"}


def test_markdown_has_no_raw_html_and_no_images() -> None:
    found = read(markdown(f"**bold** {NASTY}\n\n![pixel](https://evil.example/x.png)\n\n<b>x</b>"))
    assert [tag for tag, _ in found.tags] == ["p", "strong", "p", "a", "p"]
    assert NASTY in found.text and "<b>x</b>" in found.text


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "//evil.example", "/case"]
)
def test_markdown_links_are_web_addresses_only(address: str) -> None:
    assert [tag for tag, _ in read(markdown(f"[x]({address})")).tags] == ["p"]


def test_markdown_links_say_nothing_to_where_they_lead() -> None:
    link = read(markdown("[x](https://a.example/?b=1&c=2)")).tags[1]
    assert link == ("a", {"href": "https://a.example/?b=1&c=2", "rel": "noopener noreferrer"})


@pytest.mark.parametrize(
    ("source", "targets"),
    [
        ("said [2].", ["#source-2"]),
        ("said [1, 3].", ["#source-1", "#source-3"]),
        ("said [2][3].", ["#source-2", "#source-3"]),
        ("| a |\n| - |\n| 5 [1] |", ["#source-1"]),
        ("said [4], [0], [x]", []),
        ("[see [1]](https://a.example)", ["https://a.example"]),
        ("`[1]`", []),
    ],
)
def test_citations_link_to_the_sources_that_exist(source: str, targets: list[str]) -> None:
    found = read(markdown(source, citations=3))
    assert [attributes["href"] for tag, attributes in found.tags if tag == "a"] == targets


def test_what_streamlit_would_read_as_its_own_syntax_stays_text() -> None:
    source = ":material/home: :red[x] $x^2$ R$ 300 :smile:"
    assert read(markdown(source)).text.strip() == source


def test_templates_escape_every_value() -> None:
    html = render(
        "message.html",
        "en",
        title=NASTY,
        intro=NASTY,
        detail=NASTY,
        links=[('"><script>', NASTY)],
    )
    found = read(html)
    assert [tag for tag, _ in found.tags] == ["section", "h1", "p", "div", "ul", "li", "a"]
    assert found.text.count(NASTY) == 4
