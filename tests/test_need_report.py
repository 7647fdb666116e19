"""The report on a described problem: its content, and that text stays text in both files."""

import io
from dataclasses import replace
from datetime import date

import docx
import pytest
from markdown_it import MarkdownIt

from exchange.engine import SearchEngine
from exchange.need import answer_need
from exchange.need_excerpt import first_part
from exchange.need_report import Block, report, shown_hits
from exchange.need_result import NeedResult
from exchange.report_files import to_docx, to_markdown
from tests.test_need import NOTE

DAY = date(2026, 11, 24)
HOSTILE = (
    "# head",
    "- item",
    "3. third",
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "[x](javascript:alert(1)) ![p](//evil.example/p)",
    "`code` *em* __strong__ ~~x~~ $x^2$ &lt;b&gt; | cell |",
    "> quoted\n\n---\n\n    indented",
    "back\\slash \\* and \\[",
    "[ref]: https://evil.example",
)


@pytest.fixture(scope="module")
def result(small_engine: SearchEngine) -> NeedResult:
    return answer_need(small_engine, NOTE, limit=200)


def test_the_report_names_sentences_cases_passages_and_sources(result: NeedResult) -> None:
    blocks = report(result, DAY, "en", filters=["Country: Indonesia"])
    texts = [block.text for block in blocks]
    assert [b.text for b in blocks if b.kind in ("title", "heading")] == [
        "Cases for a described problem",
        "The text and what answers it",
        "The cases",
        "Nobody answers these",
    ]
    assert texts[1] == "24 November 2026. 4 sentences, 3 of them answered, 1 not."
    assert texts[2] == "Only cases with: Country: Indonesia"
    for hit in shown_hits(result):
        assert hit.case is not None
        assert hit.case.title_in("en") in texts and hit.case.summary_in("en") in texts
        assert [s.url for s in hit.case.sources if s.url not in texts] == []
        assert [a.passage.text for a in hit.answers if a.passage.text not in texts] == []
    told = [texts[texts.index(f"{s.number}. {s.text}") + 1] for s in result.sentences]
    assert told[3] == "No case answers this."
    assert all(line.startswith("Answered by: ") for line in told[:3])
    assert texts[-2] == f"4. {result.sentences[3].text}"


def test_the_same_report_is_the_same_bytes(result: NeedResult) -> None:
    for language, direction in (("en", "ltr"), ("ar", "rtl")):
        blocks = report(result, DAY, language)
        assert to_docx(blocks, DAY, direction=direction) == to_docx(
            report(result, DAY, language), DAY, direction=direction
        )
        assert to_markdown(blocks) == to_markdown(report(result, DAY, language))
    other = date(2026, 11, 25)
    assert to_docx(blocks, DAY) != to_docx(blocks, other)


def test_the_word_file_reads_back(result: NeedResult) -> None:
    blocks = report(result, DAY, "en")
    document = docx.Document(io.BytesIO(to_docx(blocks, DAY)))
    assert [p.text for p in document.paragraphs] == [" ".join(b.text.split()) for b in blocks]
    styles = [p.style.name if p.style else "" for p in document.paragraphs]
    assert styles[0] == "Heading 1" and styles.count("Heading 3") == len(shown_hits(result))
    assert document.core_properties.title == "Cases for a described problem"
    assert document.core_properties.author == ""
    arabic = docx.Document(io.BytesIO(to_docx(blocks, DAY, direction="rtl")))
    turned = [p for p in arabic.paragraphs if p._p.xpath("./w:pPr/w:bidi")]
    assert len(turned) == sum(b.kind not in ("quote", "address") for b in blocks)


@pytest.mark.parametrize("attack", HOSTILE)
def test_text_stays_text(attack: str) -> None:
    """Read by a Markdown parser with tables, links and HTML on, the text is what it was."""
    shown = " ".join(attack.split())
    kinds = ("text", "item", "quote", "case")
    source = to_markdown([Block(kind, attack) for kind in kinds]).decode()
    parser = MarkdownIt("gfm-like", {"html": True, "linkify": False})
    inline = [token for token in parser.parse(source) if token.type == "inline"]
    assert ["".join(child.content for child in token.children or ()) for token in inline] == [
        shown
    ] * len(kinds)
    made = {child.type for token in inline for child in token.children or ()}
    assert made <= {"text", "text_special", "strong_open", "strong_close"}
    paragraphs = docx.Document(io.BytesIO(to_docx([Block("text", attack)], DAY))).paragraphs
    assert [p.text for p in paragraphs] == [shown]


def test_control_characters_do_not_break_the_word_file() -> None:
    made = to_docx([Block("text", "a\x00b\x0b\ud800\uffffc")], DAY)
    assert docx.Document(io.BytesIO(made)).paragraphs[0].text.split() == ["a", "b", "c"]


def test_a_sentence_that_the_first_cases_leave_open_brings_its_case(result: NeedResult) -> None:
    ranks = [hit.rank for hit in shown_hits(result, limit=1)]
    assert ranks[0] == 1 and len(ranks) > 1
    shown = {a.sentence_number for hit in shown_hits(result, limit=1) for a in hit.answers}
    assert shown == {1, 2, 3}
    nobody = replace(result, hits=())
    assert shown_hits(nobody) == ()


def test_a_long_text_is_cut_at_the_end_of_a_sentence() -> None:
    sentence = "The clinic has no doctor at night. "
    cut = first_part(sentence * 200)
    assert (cut.words, cut.all_words, cut.is_cut) == (994, 1_400, True)
    assert cut.text == (sentence * 142).strip()
    short = first_part(sentence)
    assert (short.text, short.is_cut) == (sentence.strip(), False)


def test_a_word_without_end_is_shortened(small_engine: SearchEngine) -> None:
    cut = first_part("malaria " + "x" * 300)
    assert len(cut.text) == 8 + 100
    assert answer_need(small_engine, cut.text).sentences
    assert first_part("水" * 15_000).text != ""
