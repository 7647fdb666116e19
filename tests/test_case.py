"""Cases and their parts: what they accept, what they give, and that JSON keeps them whole."""

import json
import re
import runpy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from babel import Locale
from babel.numbers import list_currencies
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from exchange import vocabulary
from exchange.case import Award, Case, Figure, Section, Source, Translation, front_matter_schema
from exchange.corpus.case_file import parse_case
from tests.case_text import CASE_TEXT, changed

REPOSITORY = Path(__file__).resolve().parent.parent


def read(text: str) -> Case:
    case_file = parse_case(text.encode(), file="x.md")
    assert case_file.problems == ()
    assert case_file.case is not None
    return case_file.case


def test_every_value_of_a_file_reaches_the_case() -> None:
    case = read(CASE_TEXT)
    assert case.id == "no-fjord-permits"
    assert case.country == "NO"  # which YAML 1.1 reads as false
    assert case.sectors == ("general-public-services", "economic-affairs")
    assert case.sdgs == (9, 16)
    assert case.technologies == ()
    assert case.year_started is None
    assert [figure.value for figure in case.figures] == [3, 0.5]
    assert isinstance(case.figures[0].value, int)
    assert case.needs[0].source is None
    assert case.lineage.adopted_by[0].country == "IS"
    assert [source.date for source in case.sources] == [date(2018, 11, 7), None, None]
    assert case.sections == (
        Section(name="problem", heading="Problema", text="Tres visitas por permiso [1, 3]."),
        Section(
            name="solution",
            heading="Solución",
            text="Un formulario, véase [la página](https://example.org/page) [2].\n\n"
            "### Detalles\n\nUn sello digital [1–3].",
        ),
        Section(name="results", heading="Resultados", text="Media visita [2][3]."),
    )


def test_optional_keys() -> None:
    text = changed("country: NO", "country: NO\nsubdivision: NO-03\nreviewed: 2026-01-31")
    text = changed("role: after, source: 2", "role: after, source: 2, currency: NOK", text)
    text = changed(
        "date: 2018-11-07",
        'date: 2018-11-07, accessed: 2026-01-30, archived: "https://example.org/copy"',
        text,
    )
    case = read(text)
    assert (case.subdivision, case.reviewed) == ("NO-03", date(2026, 1, 31))
    assert case.figures[1].currency == "NOK"
    assert case.sources[0].accessed == date(2026, 1, 30)
    assert case.sources[0].archived == "https://example.org/copy"


@pytest.mark.parametrize(
    ("language", "title", "reason"),
    [
        ("en", "Fjord permits", "translated"),
        ("es", "Permisos para los fiordos", "the case's own language"),
        ("fr", "Permisos para los fiordos", "no translation: the original"),
    ],
)
def test_title_in(language: str, title: str, reason: str) -> None:
    assert read(CASE_TEXT).title_in(language) == title, reason


def test_summary_in() -> None:
    case = read(CASE_TEXT)
    assert case.summary_in("en") == "One permit online instead of three visits to the office."
    assert case.summary_in("es") == case.summary


def test_award_label() -> None:
    labels = [award.label for award in read(CASE_TEXT).awards]
    assert labels == ["Premio del fiordo 2018", "Mención"]


def test_null_in_quotes_is_the_word() -> None:
    assert read(changed('"Mención"', '"null"')).awards[1].name == "null"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"\xef\xbb\xbf" + CASE_TEXT.encode(), "byte order mark"),
        (CASE_TEXT.replace("\n", "\r\n").encode(), "Windows line ends"),
        (CASE_TEXT.replace("\n", "\r").encode(), "line ends of old Macs"),
        (CASE_TEXT.rstrip("\n").encode(), "no line end at the end"),
    ],
)
def test_bytes_that_give_the_same_case(raw: bytes, reason: str) -> None:
    case_file = parse_case(raw, file="x.md")
    assert case_file.problems == (), reason
    assert case_file.case == read(CASE_TEXT), reason


def test_a_case_does_not_change() -> None:
    case = read(CASE_TEXT)
    with pytest.raises(ValidationError, match="frozen"):
        case.title = "x"  # type: ignore[misc]


def test_json_keeps_a_case_whole() -> None:
    case = read(CASE_TEXT)
    assert Case.model_validate_json(case.model_dump_json()) == case


_TEXT = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1).filter(
    lambda text: text == text.strip() and text != ""
)
_YEARS = st.none() | st.integers(1000, 9999)
_FIGURES = st.builds(
    Figure,
    measure=_TEXT,
    value=st.integers(-(10**17), 10**17) | st.floats(allow_nan=False, allow_infinity=False),
    unit=_TEXT,
    year=_YEARS,
    scope=_TEXT,
    role=st.sampled_from(vocabulary.ROLES),
    source=st.integers(1, 50),
)
_SOURCES = st.builds(
    Source,
    url=st.just("https://example.org/?q=1#x"),
    title=_TEXT,
    publisher=_TEXT,
    date=st.none() | st.dates(),
)


@given(
    title=_TEXT,
    awards=st.lists(st.builds(Award, name=_TEXT, year=_YEARS), max_size=3, unique=True),
    figures=st.lists(_FIGURES, max_size=3),
    sources=st.lists(_SOURCES, min_size=1, max_size=3),
    translation=st.builds(Translation, title=_TEXT, summary=_TEXT.map(lambda text: text[:600])),
)
def test_json_keeps_any_case_whole(**values: Any) -> None:
    translation = values.pop("translation")
    data = {**read(CASE_TEXT).model_dump(), **values, "translations": {"en": translation}}
    case = Case.model_validate(data)
    copy = Case.model_validate_json(case.model_dump_json())
    assert copy == case
    assert [type(figure.value) for figure in copy.figures] == [
        type(figure.value) for figure in case.figures
    ]


def test_headings_name_every_section_in_every_language() -> None:
    assert set(vocabulary.HEADINGS) == set(vocabulary.CASE_LANGUAGES)
    for headings in vocabulary.HEADINGS.values():
        assert tuple(headings) == vocabulary.SECTION_NAMES
        assert len(set(headings.values())) == len(vocabulary.SECTION_NAMES)


# Codes that CLDR names but ISO 3166-1 does not assign: reserved, grouping and private use.
_NOT_ISO_3166 = set(re.findall("..", "ACCPCQDGEAEUEZICQOTAUNXAXBZZ"))


def test_countries_are_those_of_iso_3166_and_kosovo() -> None:
    codes = {code for code in Locale("en").territories if re.fullmatch("[A-Z]{2}", code)}
    assert codes - _NOT_ISO_3166 == vocabulary.COUNTRIES
    assert len(vocabulary.COUNTRIES) == 249 + 1


def test_languages_and_currencies_are_those_of_cldr() -> None:
    languages = {code for code in Locale("en").languages if re.fullmatch("[a-z]{2}", code)}
    assert languages - {"sh"} == vocabulary.LANGUAGES  # sh left ISO 639-1 in 2000
    assert set(list_currencies()) == vocabulary.CURRENCIES


def test_vocabularies_stand_in_the_format_document() -> None:
    document = (REPOSITORY / "corpus" / "CASE_FORMAT.md").read_text(encoding="utf-8")
    lists = {
        "sectors": vocabulary.SECTORS,
        "innovation_types": vocabulary.INNOVATION_TYPES,
        "needs": vocabulary.NEEDS,
    }
    for name, words in lists.items():
        found = re.search(rf"^- `{name}`[^:]*: ([a-z,\s-]+?)(?=\n-)", document, re.MULTILINE)
        assert found is not None, name
        assert tuple(re.split(r",\s+", found[1])) == words
    for words in (vocabulary.LEVELS, vocabulary.STATUSES):
        assert " | ".join(words) in document
    for words in (vocabulary.ROLES, vocabulary.EVIDENCE):
        assert all(re.search(rf"\b{re.escape(word)}\b", document) for word in words)
    for position, name in enumerate(vocabulary.SECTION_NAMES):
        row = [vocabulary.HEADINGS[code][name] for code in vocabulary.CASE_LANGUAGES]
        assert f"| {' | '.join(row)} |" in document, position


def test_the_committed_schema_is_current() -> None:
    script = runpy.run_path(str(REPOSITORY / "scripts" / "write_schema.py"))
    committed = (REPOSITORY / "corpus" / "case.schema.json").read_text(encoding="utf-8")
    assert committed == script["schema_text"](), "run `python scripts/write_schema.py`"


def test_the_schema_is_about_the_front_matter() -> None:
    schema = json.loads(json.dumps(front_matter_schema()))
    assert "sections" not in schema["properties"]
    assert set(schema["properties"]) | {"sections"} == set(Case.model_fields)
    assert schema["additionalProperties"] is False
    assert "XK" in schema["properties"]["country"]["enum"]
    assert set(schema["required"]) == set(schema["properties"]) - {"subdivision", "reviewed"}
