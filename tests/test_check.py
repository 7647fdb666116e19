"""What `check` finds: one row per kind of problem, hostile files, and where files lie."""

import random
import time

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from exchange.corpus.case_file import MAX_FILE_BYTES, parse_case
from exchange.corpus.problem import Problem
from exchange.corpus.strict_yaml import parse_yaml
from tests.case_text import CASE_TEXT, changed

# Old text, new text -> line, field, value, words of the message.
Row = tuple[str, str, int | None, str | None, str | None, str]

SOURCE_2 = '{url: "https://example.org/2", title: "Dos", publisher: "Example", date: null}'

ONE_PROBLEM: dict[str, Row] = {
    "vocabulary: level": (
        "level: national",
        "level: federal",
        13,
        "level",
        "federal",
        "is not allowed; use national, regional, local, state-owned or international",
    ),
    "vocabulary: status": (
        "status: active",
        "status: running",
        19,
        "status",
        "running",
        "use pilot, active, ended or unknown",
    ),
    "vocabulary: evidence": (
        "evidence: before-after",
        "evidence: survey",
        20,
        "evidence",
        "survey",
        "use none, outputs, before-after, comparison or independent-evaluation",
    ),
    "vocabulary: second sector": (
        ", economic-affairs]",
        ", economy]",
        14,
        "sectors[2]",
        "economy",
        "general-public-services, defence, public-order-safety, economic-affairs",
    ),
    "vocabulary: innovation type": (
        "[digital-service]",
        "[digital]",
        15,
        "innovation_types[1]",
        "digital",
        "use digital-service, service-delivery",
    ),
    "vocabulary: need": (
        "need: budget",
        "need: money",
        28,
        "needs[1].need",
        "money",
        "use legal-mandate, political-sponsor, budget",
    ),
    "vocabulary: role": (
        "role: before",
        "role: befor",
        25,
        "figures[1].role",
        "befor",
        "use before, after, target or cost",
    ),
    "vocabulary: language without headings": (
        "language: es",
        "language: de",
        3,
        "language",
        "de",
        "use en, id, es, fr or pt",
    ),
    "country of two letters that is none": (
        "country: IS",
        "country: UK",
        32,
        "lineage.adopted_by[1].country",
        "UK",
        "ISO 3166-1",
    ),
    "translation into no language": (
        "  en:\n",
        '  xq:\n    title: "x"\n    summary: "x"\n  en:\n',
        7,
        "translations.xq",
        "xq",
        "ISO 639-1",
    ),
    "sector twice": (
        ", economic-affairs]",
        ", general-public-services]",
        14,
        "sectors",
        None,
        "lists general-public-services more than once",
    ),
    "no sector": (
        "sectors: [general-public-services, economic-affairs]",
        "sectors: []",
        14,
        "sectors",
        None,
        "is empty; list at least one",
    ),
    "SDG beyond 17": ("[9, 16]", "[9, 18]", 16, "sdgs[2]", "18", "at most 17"),
    "SDG in words": ("[9, 16]", "[nine, 16]", 16, "sdgs[1]", "nine", "whole number"),
    "missing key": (
        "status: active\n",
        "",
        2,
        "status",
        None,
        "is missing; every key of the format must be there",
    ),
    "missing key of a part": (
        "year: 2019, case: null",
        "year: 2019",
        32,
        "lineage.adopted_by[1].case",
        None,
        "is missing",
    ),
    "unknown key": (
        "status: active",
        "status: active\nstate: active",
        20,
        "state",
        None,
        "is not a key here; use id, language, title",
    ),
    "unknown key of a part": (
        "date: 2018-11-07",
        "date: 2018-11-07, author: x",
        35,
        "sources[1].author",
        None,
        "use url, title, publisher, date, accessed, archived",
    ),
    "sections are no key": (
        "status: active",
        "status: active\nsections: []",
        20,
        "sections",
        None,
        "sections are the headings of the body",
    ),
    "duplicate key": (
        "status: active",
        "status: active\nstatus: active",
        20,
        "status",
        None,
        "stands twice (first in line 19); keep one",
    ),
    "duplicate key of a part": (
        "role: before",
        "role: before, role: after",
        25,
        "figures[1].role",
        None,
        "stands twice",
    ),
    "alias": (
        "[digital-service]",
        "*x",
        15,
        "innovation_types",
        "*x",
        "is an alias; write the value out",
    ),
    "anchor": (
        "technologies: []",
        "technologies: &x []",
        17,
        "technologies",
        "&x",
        "is an anchor",
    ),
    "tag that would run code": (
        "technologies: []",
        'technologies: !!python/object/apply:os.system ["true"]',
        17,
        "technologies",
        "tag:yaml.org,2002:python/object/apply:os.system",
        "is a tag",
    ),
    "YAML error": (
        'location: "Nacional"',
        "location: Oslo: everywhere",
        11,
        None,
        None,
        "cannot be read as YAML: mapping values are not allowed in this context; put text",
    ),
    "text instead of a year": (
        "year_started: null",
        "year_started: about 2010",
        18,
        "year_started",
        "about 2010",
        "whole number",
    ),
    "year of five digits": (
        "year_started: null",
        "year_started: 20100",
        18,
        "year_started",
        "20100",
        "at most 9999",
    ),
    "comma for a decimal point": (
        "value: 0.5",
        'value: "0,5"',
        26,
        "figures[2].value",
        "0,5",
        "is not a number",
    ),
    "not a number": (
        "value: 0.5",
        "value: .nan",
        26,
        "figures[2].value",
        ".nan",
        "is not a number",
    ),
    "date that no calendar has": (
        "2018-11-07",
        "2018-02-30",
        35,
        "sources[1].date",
        "2018-02-30",
        "YYYY-MM-DD",
    ),
    "year for a date": ("2018-11-07", "2018", 35, "sources[1].date", "2018", "YYYY-MM-DD"),
    "list instead of text": (
        'location: "Nacional"',
        "location: [Oslo]",
        11,
        "location",
        None,
        "is not a line of text",
    ),
    "text instead of a list": (
        "technologies: []",
        "technologies: web form",
        17,
        "technologies",
        "web form",
        "is not a list; write [a, b]",
    ),
    "nothing where text must be": (
        'organisation: "Oficina de los fiordos"',
        "organisation:",
        12,
        "organisation",
        None,
        "is empty; write one",
    ),
    "spaces where text must be": (
        '"Oficina de los fiordos"',
        '"  "',
        12,
        "organisation",
        "  ",
        "is empty; write a line of text",
    ),
    "control character in text": (
        '"Nacional"',
        '"Nacio\\0nal"',
        11,
        "location",
        "Nacio\0nal",
        "U+0000",
    ),
    "summary too long": (
        '"Un permiso en línea en lugar de tres visitas a la oficina."',
        '"' + "a" * 601 + '"',
        5,
        "summary",
        "a" * 79 + "…",
        "has 601 characters; at most 600 are allowed",
    ),
    "javascript address": (
        '"https://example.org/2"',
        '"javascript:alert(1)"',
        36,
        "sources[2].url",
        "javascript:alert(1)",
        "http:// or https://",
    ),
    "address without a host": (
        '"https://example.org/2"',
        '"https:///x"',
        36,
        "sources[2].url",
        "https:///x",
        "http:// or https://",
    ),
    "address that breaks out of HTML": (
        '"https://example.org/2"',
        "'https://example.org/\"><script>'",
        36,
        "sources[2].url",
        'https://example.org/"><script>',
        "http:// or https://",
    ),
    "id in capitals": (
        "id: no-fjord-permits",
        "id: no-Fjord",
        2,
        "id",
        "no-Fjord",
        "is not an id; write <country>-<kebab-case name>",
    ),
    "id of another country": (
        "country: NO",
        "country: SE",
        2,
        "id",
        "no-fjord-permits",
        "does not begin with se-, its country",
    ),
    "subdivision of another country": (
        "country: NO",
        "country: NO\nsubdivision: SE-03",
        11,
        "subdivision",
        "SE-03",
        "is not a part of NO",
    ),
    "no such currency": (
        "role: after, source: 2",
        "role: after, source: 2, currency: EURO",
        26,
        "figures[2].currency",
        "EURO",
        "ISO 4217",
    ),
    "English translation missing": (
        "  en:\n",
        "  fr:\n",
        6,
        "translations.en",
        None,
        "is missing; add an English title and summary",
    ),
    "translation into the own language": (
        "  en:\n",
        '  es:\n    title: "x"\n    summary: "x"\n  en:\n',
        7,
        "translations.es",
        None,
        "is the case's own language",
    ),
    "figure's source out of range": (
        "role: after, source: 2",
        "role: after, source: 4",
        26,
        "figures[2].source",
        "4",
        "is not the number of a source; there are sources 1 to 3",
    ),
    "lineage's source out of range": (
        "case: null, source: 3",
        "case: null, source: 7",
        32,
        "lineage.adopted_by[1].source",
        "7",
        "there are sources 1 to 3",
    ),
    "need's source out of range": (
        'note: "A small one", source: null',
        'note: "A small one", source: 12',
        28,
        "needs[1].source",
        "12",
        "there are sources 1 to 3",
    ),
    "citation out of range": ("[2][3]", "[2][4]", 54, "body", "[4]", "there are sources 1 to 3"),
    "citation in a list out of range": (
        "[1, 3]",
        "[1, 5]",
        42,
        "body",
        "[1, 5]",
        "there are sources 1 to 3",
    ),
    "range out of range": ("[1–3]", "[1–4]", 50, "body", "[1–4]", "there are sources 1 to 3"),
    "citation of source 0": ("[2][3]", "[2][0]", 54, "body", "[0]", "there are sources 1 to 3"),
    "citation with too many digits": (
        "[2][3]",
        "[2][" + "9" * 5000 + "]",
        54,
        "body",
        "[" + "9" * 78 + "…",
        "there are sources 1 to 3",
    ),
    "source never cited": (
        f"  - {SOURCE_2}",
        f"  - {SOURCE_2}\n  - {SOURCE_2}",
        38,
        "sources[4]",
        None,
        "is never cited; cite it as [4] or remove it and renumber",
    ),
    "heading of another language": (
        "## Problema",
        "## Masalah",
        40,
        "body",
        "Masalah",
        "is the heading in id; this case is in es: write Problema",
    ),
    "unknown heading": (
        "## Problema",
        "## Antecedentes",
        40,
        "body",
        "Antecedentes",
        "use Problema, Solución, Implementación, Resultados, Lecciones or Replicación",
    ),
    "two sections of one heading": (
        "## Resultados",
        "## Problema",
        52,
        "body",
        "Problema",
        "is the heading of two sections",
    ),
    "sections in the wrong order": (
        "## Solución",
        "## Replicación",
        52,
        "body",
        "Resultados",
        "is in the wrong place; the order is Problema, Solución, Implementación",
    ),
    "first-level heading": (
        "## Problema",
        "# Problema",
        40,
        "body",
        "Problema",
        "sections begin with ##",
    ),
    "section without text": (
        "Media visita [2][3].",
        "",
        52,
        "body",
        "Resultados",
        "has no text below it; leave the section out",
    ),
    "text before the first heading": (
        "## Problema",
        "Hola.\n\n## Problema",
        40,
        "body",
        None,
        "has text before the first heading",
    ),
    "raw HTML in a line": (
        "Media visita",
        "Media <br> visita",
        54,
        "body",
        "<br>",
        "is raw HTML",
    ),
    "raw HTML block": (
        "Media visita",
        "<script>alert(1)</script>",
        54,
        "body",
        "<script>alert(1)</script> [2][3].",
        "is raw HTML",
    ),
    "image": (
        "Media visita",
        "Media ![x](https://example.org/x.png)",
        54,
        "body",
        "https://example.org/x.png",
        "is an image",
    ),
    "javascript link": (
        "https://example.org/page",
        "javascript:alert(1)",
        46,
        "body",
        "javascript:alert(1)",
        "is a link to no web address",
    ),
    "javascript link in disguise": (
        "https://example.org/page",
        "&#74;avascript:alert(1)",
        46,
        "body",
        "Javascript:alert(1)",
        "is a link to no web address",
    ),
    "javascript link on the second line of a paragraph": (
        "Media visita",
        "Media\n<javascript:alert(1)>",
        55,
        "body",
        "javascript:alert(1)",
        "is a link to no web address",
    ),
    "javascript link by reference": (
        "Media visita [2][3].",
        "Media visita [2][3].\n\n[pagina]: javascript:alert(1)",
        56,
        "body",
        "javascript:alert(1)",
        "is a link to no web address",
    ),
    "no body": (
        CASE_TEXT[CASE_TEXT.index("## Problema") :],
        "",
        39,
        "body",
        None,
        "has no section; begin with `## Problema`",
    ),
}


def problems_of(text: str) -> tuple[Problem, ...]:
    return parse_case(text.encode(), file="x.md").problems


def test_the_text_that_the_rows_break_has_no_problem() -> None:
    assert problems_of(CASE_TEXT) == ()


@pytest.mark.parametrize("reason", ONE_PROBLEM)
def test_one_problem(reason: str) -> None:
    old, new, line, field, value, message = ONE_PROBLEM[reason]
    case_file = parse_case(changed(old, new).encode(), file="x.md")
    found = [(each.file, each.line, each.field, each.value) for each in case_file.problems]
    assert found == [("x.md", line, field, value)], [str(each) for each in case_file.problems]
    assert message in case_file.problems[0].message
    assert case_file.case is None


def test_all_problems_of_a_file_at_once() -> None:
    text = changed("status: active", "status: running")
    text = changed("role: after, source: 2", "role: after, source: 9", text)
    text = changed("  en:", "  fr:", text)
    text = changed("## Problema", "## Masalah", text)
    text = changed("Media visita", "Media <br> visita [8]", text)
    text = changed("technologies: []", "technologies: &x []", text)
    assert [(each.line, each.field) for each in problems_of(text)] == [
        (6, "translations.en"),
        (17, "technologies"),
        (19, "status"),
        (26, "figures[2].source"),
        (40, "body"),
        (54, "body"),
        (54, "body"),
    ]


def test_a_yaml_error_does_not_hide_the_body() -> None:
    text = changed("level: national", "level: a: b")
    text = changed("Media visita", "Media <br> visita", text)
    assert [(each.line, each.field) for each in problems_of(text)] == [(13, None), (54, "body")]


def test_a_problem_is_one_line() -> None:
    problem = problems_of(changed("role: before", "role: befor"))[0]
    assert str(problem) == (
        "x.md:25: figures[1].role: 'befor' is not allowed; use before, after, target or cost"
    )


def test_a_key_cannot_write_to_the_terminal() -> None:
    (problem,) = problems_of(changed("status: active", 'status: active\n"\\e[2Jx": 1'))
    assert problem.field == "\\x1b[2Jx"


FRONT_MATTER, BODY = CASE_TEXT.removeprefix("---\n").split("\n---\n")
FILLING = MAX_FILE_BYTES - len(CASE_TEXT.encode())


def with_front_matter(more: str) -> bytes:
    return f"---\n{FRONT_MATTER}\n{more}"[: MAX_FILE_BYTES - 2000].encode() + b"\n---\n"


def with_body(more: str) -> bytes:
    return f"---\n{FRONT_MATTER}\n---\n{BODY}\n{more}".encode()


# Bytes, and words of one of the messages.
HOSTILE: dict[str, tuple[bytes, str]] = {
    "20 MB": (CASE_TEXT.encode() + b"a" * 20_000_000, f"more than {MAX_FILE_BYTES} bytes"),
    "nothing": (b"", "has no front matter"),
    "no second ---": (f"---\n{FRONT_MATTER}".encode(), "has no front matter"),
    "body only": (BODY.encode(), "has no front matter"),
    "empty front matter": (b"---\n---\n## Problem\n\nx\n", "has a front matter without keys"),
    "a list": (b"---\n- a\n---\n## Problem\n\nx\n", "has a front matter without keys"),
    "Latin-1": (
        CASE_TEXT.encode("latin-1", "replace"),
        f"is not UTF-8 at byte {CASE_TEXT.index('í')} (0xed)",
    ),
    "UTF-16": (CASE_TEXT.encode("utf-16"), "is not UTF-8 at byte 0 (0xff)"),
    "NUL bytes": (b"\0" * MAX_FILE_BYTES, "the character U+0000"),
    "deep lists": (with_front_matter("x: " + "[" * FILLING), "nested deeper than 8 levels"),
    "deep mappings": (with_front_matter("x: " + "{a: " * 9_000), "nested deeper than 8 levels"),
    "deep dashes": (with_front_matter("x:\n" + "- " * 25_000), "nested deeper than 8 levels"),
    "deep keys": (with_front_matter("? " * 25_000), "as a key; use a word"),
    "alias bomb": (
        with_front_matter("a: &a [x, x]\n" + "\n".join(f"b{i}: [*a, *a]" for i in range(3_000))),
        "is an alias",
    ),
    "duplicate keys": (with_front_matter("a: b\n" * 10_000), "stands twice"),
    "merge key": (with_front_matter("<<: {status: ended}"), "is not a key here"),
    "second document": (with_front_matter("...\nid: x"), "cannot be read as YAML"),
    "lone surrogate": (with_front_matter('x: "\\ud800"'), "cannot be read as YAML"),
    "open quote": (with_front_matter('x: "' + "a" * 40_000), "cannot be read as YAML"),
    "bad sources": (with_front_matter("  - {url: x}\n" * 4_000), "is not a web address"),
    "number of 50,000 digits": (
        changed("value: 0.5", "value: " + "9" * 50_000).encode(),
        "is not a number",
    ),
    "long body": (with_body("a" * 50_000), "has more than 32000 characters"),
    "open brackets": (with_body("[" * 30_000), "has more than 500 brackets"),
    "nested images": (with_body("![" * 200 + "](x)" * 200), "is an image"),
    "emphasis": (with_body("*a_" * 10_000 + "<b>"), "is raw HTML"),
    "deep quotes": (with_body("> " * 15_000), "is nested deeper than 20 levels"),
    "deep bullets": (with_body("- " * 15_000 + "a"), "is nested deeper than 20 levels"),
    "comments": (with_body("<!-- " * 6_000), "is raw HTML"),
    "short lines": (with_body("a\n" * 15_000), "has more than 2000 lines"),
    "headings": (with_body("## Problema\n\n" * 900), "is the heading of two sections"),
    "long number": (with_body("[" + "9" * 30_000 + "]"), "is not the number of a source"),
    "long numbers": (with_body("[" + "9, " * 10_000 + "9]"), "is not the number of a source"),
    "wide gap": (with_body("[1" + " " * 30_000 + "1] <b>"), "is raw HTML"),
    "wide ranges": (with_body("[1-9999]" * 400), "number of a source"),
    "javascript links": (with_body("[a](javascript:x)" * 400), "is a link to no web address"),
}


@pytest.mark.parametrize("reason", HOSTILE)
def test_a_hostile_file_is_refused_within_a_second(reason: str) -> None:
    raw, message = HOSTILE[reason]
    start = time.process_time()
    case_file = parse_case(raw, file="x.md")
    spent = time.process_time() - start
    assert case_file.case is None
    assert any(message in each.message for each in case_file.problems), case_file.problems[:3]
    assert spent < 1.0


def test_both_yaml_parsers_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = parse_yaml(FRONT_MATTER, file="x.md", first_line=2)
    monkeypatch.setattr("exchange.corpus.strict_yaml._LOADER", yaml.SafeLoader)
    slow = parse_yaml(FRONT_MATTER, file="x.md", first_line=2)
    assert isinstance(slow.value, dict)
    assert slow.value["year_started"] is None
    assert slow == fast


@given(st.integers(0, 2**32))
def test_no_damage_gives_a_traceback(seed: int) -> None:
    chance = random.Random(seed)
    raw = bytearray(CASE_TEXT.encode())
    for _ in range(chance.randint(1, 12)):
        place = chance.randrange(len(raw))
        raw[place : place + chance.choice((0, 1, 20))] = chance.choice(
            (b"", b"[", b"{", b": ", b"\n", b'"', b"- ", b"*a", b"&a ", b"!!x ", b"---\n", b"\xff")
        )
    case_file = parse_case(bytes(raw), file="x.md")
    assert (case_file.case is None) == bool(case_file.problems)


@given(st.text())
def test_any_body_is_read(body: str) -> None:
    raw = f"---\n{FRONT_MATTER}\n---\n{body}".encode("utf-8", "replace")
    assert parse_case(raw, file="x.md").problems != ()
