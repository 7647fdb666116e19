"""A brief: what it says of real cases, its sources, and that text stays text in every file.

The golden files are renewed with `RENEW_GOLDEN=1 python -m pytest tests/test_brief.py`; read
what changed before you commit it.
"""

import io
import json
import os
import re
import zipfile
from collections.abc import Mapping
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from exchange.brief import (
    FORMATS,
    MAX_CASES,
    Brief,
    brief_format,
    build_brief,
    to_docx,
    to_html,
    to_markdown,
)
from exchange.case import Case
from exchange.corpus import Corpus
from exchange.errors import CopyingError, QueryError
from exchange.profile import AdopterProfile
from exchange.settings import Settings
from exchange.translation import INTERFACE_LANGUAGES
from tests.conftest import BRAZIL, case_of
from tests.test_cli import run
from tests.test_need_report import HOSTILE
from tests.test_profile import profiles

GOLDEN = Path(__file__).with_name("golden")
TODAY = date(2026, 11, 24)
OFFICE = AdopterProfile(
    country="ID", level="local", have=("budget", "training"), lack=("legal-mandate", "equipment")
)
MALARIA = "id-edat-malaria-teluk-bintuni"
COPYRIGHT = "id-copyright-cryptography"


def cases_of(corpus: Corpus, *ids: str) -> list[Case]:
    return [case_of(corpus, id) for id in ids]


@pytest.fixture
def brief(corpus: Corpus) -> Brief:
    return build_brief(cases_of(corpus, MALARIA, COPYRIGHT, BRAZIL), OFFICE, TODAY)


GOLDEN_BRIEFS: Mapping[str, tuple[tuple[str, ...], AdopterProfile, str]] = {
    "brief-malaria-en.md": ((MALARIA,), OFFICE, "en"),
    "brief-copyright-id.md": ((COPYRIGHT,), AdopterProfile(), "id"),
    "brief-three-en.md": ((MALARIA, COPYRIGHT, BRAZIL), OFFICE, "en"),
}


@pytest.mark.parametrize("name", GOLDEN_BRIEFS)
def test_a_brief_is_what_was_read_and_approved(corpus: Corpus, name: str) -> None:
    ids, profile, language = GOLDEN_BRIEFS[name]
    made = to_markdown(build_brief(cases_of(corpus, *ids), profile, TODAY, language)).decode()
    path = GOLDEN / name
    if os.environ.get("RENEW_GOLDEN"):
        path.write_text(made, encoding="utf-8")
    assert made == path.read_text(encoding="utf-8")


def test_disagreements_and_promises_are_told_with_each_source(brief: Brief) -> None:
    malaria, copyright_, _ = brief.pages
    told = [line.text for page in (malaria, copyright_) for line in page.parts[1].items]
    assert (
        "Sources disagree about “malaria incidence” (Teluk Bintuni regency, 2016): "
        "2.7 per 1,000 residents [1]; 5 per 1,000 residents [4]." in told
    )
    assert (
        "Promised and found, “waiting time for a certificate”: the target was 1 day (e-Hak "
        "Cipta, one-day service, 2018) [6]; the result is 10 minutes (POP HC, after payment, upper "
        "end of 5 to 10, year unknown) [2]; 23 days (average before POP HC, according to the "
        "minister, year unknown) [9]. The figures are of different places, groups or times." in told
    )
    table = malaria.parts[1].table
    assert table is not None
    flagged = [row[1].text for row in table.rows if row[4].text.endswith("sources disagree")]
    assert flagged == [
        "2.7 per 1,000 residents [1]",
        "5 per 1,000 residents [4]",
        "331 cases [11]",
        "152 cases [12]",
    ]


@given(data=st.data(), profile=profiles(), language=st.sampled_from(["en", "id"]))
@settings(max_examples=25, deadline=None)
def test_a_brief_lists_what_it_cites_and_nothing_else(
    corpus: Corpus, data: st.DataObject, profile: AdopterProfile, language: str
) -> None:
    cases = data.draw(
        st.lists(st.sampled_from(corpus.cases), min_size=1, max_size=3, unique_by=lambda c: c.id)
    )
    made = build_brief(cases, profile, TODAY, language)
    read = to_markdown(made).decode().split("\n## ")[-len(cases) :]
    for case, page, text in zip(cases, made.pages, read, strict=True):
        body, _, listed = text.rpartition("\n### ")
        # In the file itself, by its signs alone: titles and notes of the corpus hold none.
        cited = {
            int(number)
            for found in re.findall(r"\[(\d+(?:, \d+)*)\]", body)
            for number in found.split(", ")
        }
        numbers = [int(number) for number in re.findall(r"^- \[(\d+)\] ", listed, re.MULTILINE)]
        assert numbers == sorted(cited) == [source.number for source in page.sources]
        for source in page.sources:
            assert source.url == case.sources[source.number - 1].url
            assert f"<{source.url}>" in listed


def test_every_case_of_the_corpus_makes_a_page(corpus: Corpus) -> None:
    for case in corpus.cases:
        [page] = build_brief([case], OFFICE, TODAY).pages
        figures = page.parts[1].table
        assert len(() if figures is None else figures.rows) == len(case.figures)
        assert page.cited == tuple(source.number for source in page.sources)


def test_a_case_that_says_little_is_shown_as_such(corpus: Corpus) -> None:
    bare = case_of(corpus, MALARIA).model_copy(update={"figures": (), "needs": ()})
    made = build_brief([bare, case_of(corpus, BRAZIL)], OFFICE, TODAY)
    lines = [line.text for part in made.pages[0].parts[:-1] for line in part.lines]
    assert lines == [
        "No source gives a figure.",
        "No source says what it takes.",
        "No source names a model or a copy.",
    ]
    compared, held = made.overview  # no gap is shared
    assert compared.table is not None and held.table is not None
    assert [cell.text for cell in compared.table.rows[0]][-1] == "not known"
    assert [cell.text for cell in held.table.rows[0]][1:] == ["not known"] * 3
    assert [cell.text for cell in held.table.rows[1]][1:] == [
        "Budget",
        "Equipment",
        "Specialised staff, Partner organisation, Data registry, Physical space",
    ]


def test_one_case_is_not_compared_and_has_its_page_at_once(corpus: Corpus) -> None:
    made = build_brief(cases_of(corpus, MALARIA), OFFICE, TODAY)
    assert made.overview == ()
    document = docx.Document(io.BytesIO(to_docx(made)))
    assert not any(p.paragraph_format.page_break_before for p in document.paragraphs)
    assert b'class="only"' in to_html(made)
    texts = [p.text for p in document.paragraphs if p.text]
    assert (texts[0], texts[-1]) == (made.title, made.closing)


def test_a_page_ends_with_the_case_in_its_own_language(corpus: Corpus) -> None:
    case = case_of(corpus, MALARIA)
    [page] = build_brief([case], OFFICE, TODAY).pages
    assert [(line.text, line.language) for line in page.parts[-1].lines] == [
        (case.title, "id"),
        (case.summary, "id"),
    ]
    [page] = build_brief([case], OFFICE, TODAY, "id").pages
    assert page.parts[-1].heading == "Pertanyaan untuk tuan rumah"


def test_questions_about_needs_stand_together_and_reasons_only_once(corpus: Corpus) -> None:
    def asked(profile: AdopterProfile) -> list[str]:
        [page] = build_brief([case_of(corpus, COPYRIGHT)], profile, TODAY).pages
        return [line.text for line in page.parts[5].items]

    told = asked(OFFICE)
    assert told[0].endswith("We do not have it yet. [7]")  # it says why itself
    about_needs = [text for text in told if "each of these" in text]
    assert [text.partition(":")[0] for text in about_needs] == [
        "How much of each of these is needed at least? Independent oversight",
        "Does it really take each of these? Data registry",
    ]
    reason = " – You have not said whether you have this."
    assert about_needs[0].endswith(reason)
    assert reason not in " ".join(asked(AdopterProfile()))  # no office was asked


def test_relatives_are_told_in_one_line_each_way(corpus: Corpus) -> None:
    case = case_of(corpus, "es-decide-madrid")
    [page] = build_brief([case], OFFICE, TODAY).pages
    [line] = page.parts[4].items
    assert line.text.startswith("Adopted by: Paris (France) [8]; Turin (Italy) [8]; ")
    assert line.text.count("; ") == len(case.lineage.adopted_by) - 1 > 3


def test_a_reason_not_to_compute_changes_is_given_once(corpus: Corpus) -> None:
    case = case_of(corpus, MALARIA)
    figures = [
        figure.model_copy(update={"measure": f"{name} {figure.measure}"})
        for name in ("first", "second")
        for figure in case.figures
        if figure.measure == "malaria incidence"
    ]
    both = case.model_copy(update={"figures": tuple(figures)})
    [page] = build_brief([both], OFFICE, TODAY).pages
    assert page.parts[1].items[-1].text == (
        "No change is computed for these: first malaria incidence; second malaria incidence. "
        "The sources give different values. The figures are of different places, groups or times."
    )


def test_without_a_profile_nothing_is_said_of_the_office(corpus: Corpus) -> None:
    made = build_brief(cases_of(corpus, MALARIA), AdopterProfile(), TODAY)
    text = to_markdown(made).decode()
    assert "We lack" not in text and "With us" not in text and "Our office" not in text
    assert made.opening == ("24 November 2026. 1 case",)


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_same_brief_is_the_same_bytes(corpus: Corpus, suffix: str, language: str) -> None:
    def made(day: date) -> bytes:
        cases = cases_of(corpus, MALARIA, BRAZIL)
        return FORMATS[suffix](build_brief(cases, OFFICE, day, language))

    assert made(TODAY) == made(TODAY)
    assert made(TODAY) != made(date(2026, 11, 25))


def texts_of(brief: Brief) -> list[str]:
    lines = [line for part in brief.overview for line in part.texts()]
    for page in brief.pages:
        lines += [*page.texts, *(line for part in page.parts for line in part.texts())]
    return [" ".join(line.text.split()) for line in lines]


def test_every_file_holds_every_text(brief: Brief) -> None:
    document = docx.Document(io.BytesIO(to_docx(brief)))
    in_word = {p.text for p in document.paragraphs}
    in_word |= {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    in_page = _Page(to_html(brief)).texts
    parser = MarkdownIt("gfm-like", {"linkify": False})
    in_markdown = {
        "".join(child.content for child in token.children or ())
        for token in parser.parse(to_markdown(brief).decode())
        if token.type == "inline"
    }
    wanted = texts_of(brief)
    assert len(wanted) > 150
    for held in (in_word, in_page, in_markdown):
        assert [text for text in wanted if text not in held] == []


def test_the_word_file_has_a_page_for_each_case(brief: Brief) -> None:
    content = to_docx(brief)
    document = docx.Document(io.BytesIO(content))
    breaks = [p.text for p in document.paragraphs if p.paragraph_format.page_break_before]
    assert breaks == [f"{page.number}. {page.title.text}" for page in brief.pages]
    assert document.core_properties.title == brief.title
    for table in document.tables:  # a header is repeated on the next page, a row is not broken
        repeated = [bool(row._tr.xpath("./w:trPr/w:tblHeader")) for row in table.rows]
        assert repeated == [bool(table.rows[0].cells[0]._tc.xpath(".//w:shd"))] + [False] * (
            len(repeated) - 1
        )
        assert all(row._tr.xpath("./w:trPr/w:cantSplit") for row in table.rows)
    footer = document.sections[0].footer.paragraphs[0]
    assert footer.text.startswith("Brief: innovations to copy · 24 November 2026 · ")
    assert footer._p.xpath("./w:fldSimple/@w:instr") == ["PAGE", "NUMPAGES"]
    linked = [link.address for p in document.paragraphs for link in p.hyperlinks]
    assert linked == [source.url for page in brief.pages for source in page.sources]
    assert document.core_properties.author == ""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert {member.date_time[:3] for member in file.infolist()} == {(2026, 11, 24)}


def test_a_brief_in_arabic_runs_from_right_to_left(corpus: Corpus) -> None:
    made = build_brief(cases_of(corpus, MALARIA), OFFICE, TODAY, "ar")
    assert b'<html lang="ar" dir="rtl">' in to_html(made)
    document = docx.Document(io.BytesIO(to_docx(made)))
    assert all(table._tbl.tblPr.xpath("./w:bidiVisual") for table in document.tables)
    turned = {p.text for p in document.paragraphs if p._p.xpath("./w:pPr/w:bidi")}
    summary = case_of(corpus, MALARIA).summary_in("en")
    assert made.title in turned and summary not in turned


class _Page(HTMLParser):
    """What a browser would make of a page: tags, attributes, and the texts of blocks."""

    BLOCKS = frozenset({"p", "li", "td", "th", "h1", "h2", "h3"})

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()
        self.ids: list[str] = []
        self.texts: set[str] = set()
        self._text: list[str] = []
        self.feed(content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {(name, value or "") for name, value in attrs}
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag in self.BLOCKS:
            self._text = []

    def handle_endtag(self, tag: str) -> None:
        if tag in self.BLOCKS:
            self.texts.add("".join(self._text))

    def handle_data(self, data: str) -> None:
        self._text.append(data)


def test_the_page_stands_alone(brief: Brief) -> None:
    page = _Page(to_html(brief))
    assert page.tags & {"script", "link", "img", "iframe", "object", "form"} == set()
    names = {name for name, _ in page.attributes}
    assert names & {"src", "style", "srcset", "action"} == set()
    assert not [name for name in names if name.startswith("on")]
    css = to_html(brief).decode().partition("<style>")[2].partition("</style>")[0]
    assert "url(" not in css and "@import" not in css and "@page" in css
    inner = {value[1:] for name, value in page.attributes if name == "href" and value[0] == "#"}
    sources = {f"{each.id}-{number}" for each in brief.pages for number in each.cited}
    assert inner == sources <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


@pytest.mark.parametrize(
    "attack", (*HOSTILE, "[1](https://evil.example) [1][2]: x", "[1]: https://evil.example")
)
def test_text_stays_text(corpus: Corpus, attack: str) -> None:
    real = case_of(corpus, MALARIA)
    shown = " ".join(attack.split())
    figure = real.figures[0].model_copy(update={"measure": attack, "unit": attack})
    need = real.needs[0].model_copy(update={"note": attack})
    source = real.sources[0].model_copy(update={"title": attack})
    hostile = real.model_copy(
        update={
            "translations": {},
            "language": "en",
            "title": attack,
            "summary": attack,
            "location": attack,
            "figures": (figure,),
            "needs": (need,),
            "sources": (source, *real.sources[1:]),
        }
    )
    made = build_brief([hostile], OFFICE, TODAY)
    page, plain = _Page(to_html(made)), _Page(to_html(build_brief([real], OFFICE, TODAY)))
    assert page.tags <= plain.tags and shown in page.texts
    hrefs = {value for name, value in page.attributes if name == "href"}
    assert all(href.startswith(("#", "https://", "http://")) for href in hrefs)
    parser = MarkdownIt("gfm-like", {"html": True, "linkify": False})
    inline = [t for t in parser.parse(to_markdown(made).decode()) if t.type == "inline"]
    kinds = {child.type for token in inline for child in token.children or ()}
    assert kinds <= {"text", "text_special", "link_open", "link_close"}
    links = {
        str(child.attrs["href"])
        for token in inline
        for child in token.children or ()
        if child.type == "link_open"
    }
    assert links == {source.url for source in made.pages[0].sources}
    texts = {"".join(child.content for child in token.children or ()) for token in inline}
    assert shown in texts
    assert shown in {p.text for p in docx.Document(io.BytesIO(to_docx(made))).paragraphs}


def test_what_no_brief_can_be_made_of_is_named(corpus: Corpus) -> None:
    malaria = case_of(corpus, MALARIA)
    with pytest.raises(CopyingError, match=f"{MALARIA}: named more than once"):
        build_brief([malaria, malaria], OFFICE, TODAY)
    with pytest.raises(CopyingError, match=f"1 to {MAX_CASES} cases, not 0"):
        build_brief([], OFFICE, TODAY)
    with pytest.raises(CopyingError, match=f"1 to {MAX_CASES} cases, not {MAX_CASES + 1}"):
        build_brief(corpus.cases[: MAX_CASES + 1], OFFICE, TODAY)
    with pytest.raises(QueryError, match="language=xx: allowed are en, id"):
        build_brief([malaria], OFFICE, TODAY, "xx")
    with pytest.raises(CopyingError, match=r"b.pdf: a brief ends in .docx, .md, .html"):
        brief_format(Path("b.pdf"))


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
def test_a_brief_is_made_in_every_language(corpus: Corpus, language: str) -> None:
    made = build_brief(cases_of(corpus, MALARIA, "fr-franceconnect"), OFFICE, TODAY, language)
    text = to_markdown(made).decode()
    assert re.search(r"\{\w*\}", text) is None
    french = case_of(corpus, "fr-franceconnect")
    own = language if language in ("en", "fr") else "en"
    assert made.pages[1].title.text == french.title_in(own)


def test_the_command_writes_the_file_that_its_name_asks_for(
    small_index: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "brief.md"
    told = run(small_index, "brief", MALARIA, COPYRIGHT, "-o", str(path), "--language", "id")
    assert told == f"Wrote {path}.\n"
    assert path.read_text(encoding="utf-8").count("\n## ") == 3
    found = json.loads(run(small_index, "brief", BRAZIL, "-o", str(path), "--json"))
    assert found == {"file": str(path), "language": "en", "ids": [BRAZIL], "replaced": True}
    for arguments, expected in (
        ((MALARIA, MALARIA, "-o", str(path)), "named more than once"),
        (("xx-none", "-o", str(path)), "No document has the id 'xx-none'"),
        ((MALARIA, "-o", str(tmp_path / "b.pdf")), "a brief ends in .docx, .md, .html"),
        ((MALARIA, "-o", str(tmp_path / "none" / "b.md")), r"cannot be written (No such file"),
        ((MALARIA, "-o", str(path), "--language", "xx"), "language=xx: allowed are en, id"),
    ):
        assert expected in run(small_index, "brief", *arguments, check=1)
    assert "Rio Grande" in path.read_text(encoding="utf-8")  # errors leave the file as it was
