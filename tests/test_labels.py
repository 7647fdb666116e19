"""Names in each interface language: complete, translated, used."""

import re
from pathlib import Path

import pytest

from exchange import vocabulary
from exchange.labels import (
    INTERFACE_LANGUAGES,
    country_name,
    interface_language,
    label,
    labels,
    language_name,
    number_text,
    own_name,
    text,
)
from exchange.results import FACET_FIELDS, MODES, SORTS

PACKAGE = Path(__file__).parents[1] / "exchange"
VOCABULARIES = {
    "field": FACET_FIELDS,
    "sort": SORTS,
    "mode": MODES,
    "section": (*vocabulary.SECTION_NAMES, "summary", "title", "about", "text"),
    "sector": vocabulary.SECTORS,
    "sdg": tuple(map(str, vocabulary.SDGS)),
    "innovation_type": vocabulary.INNOVATION_TYPES,
    "level": vocabulary.LEVELS,
    "status": vocabulary.STATUSES,
    "evidence": vocabulary.EVIDENCE,
    "evidence_explained": vocabulary.EVIDENCE,
    "role": vocabulary.ROLES,
    "need": vocabulary.NEEDS,
}
TRANSLATIONS = [language for language in INTERFACE_LANGUAGES if language != "en"]


def test_languages_of_file_are_the_interface_languages() -> None:
    assert tuple(labels()) == INTERFACE_LANGUAGES


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
def test_every_vocabulary_is_labelled_and_nothing_else(language: str) -> None:
    groups = {group: tuple(names) for group, names in labels()[language].items() if group != "text"}
    assert {group: sorted(names) for group, names in groups.items()} == {
        group: sorted(names) for group, names in VOCABULARIES.items()
    }


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_every_text_is_translated(language: str) -> None:
    english, translated = labels()["en"], labels()[language]
    assert list(translated["text"]) == list(english["text"])
    untranslated = [
        f"{group}.{key}"
        for group, names in english.items()
        for key, name in names.items()
        if translated[group][key] in ("", name)
    ]
    assert untranslated == []


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_translations_fill_in_the_same_words(language: str) -> None:
    for key, english in labels()["en"]["text"].items():
        expected = sorted(re.findall(r"\{\w+\}", english))
        assert sorted(re.findall(r"\{\w+\}", labels()[language]["text"][key])) == expected, key


def test_every_text_is_used() -> None:
    code = "".join(
        path.read_text(encoding="utf-8")
        for path in sorted((PACKAGE / "ui").rglob("*"))
        if path.suffix in (".py", ".html")
    )
    assert [key for key in labels()["en"]["text"] if f'"{key}"' not in code.replace("'", '"')] == []


@pytest.mark.parametrize(
    ("vocabulary_name", "value", "language", "expected"),
    [
        ("sector", "health", "id", "Kesehatan"),
        ("sdg", "3", "en", "3 · Good health and well-being"),
        ("country", "ID", "en", "Indonesia"),
        ("country", "GB", "id", "Inggris Raya"),
        ("country", "unknown", "en", "Not known"),
        ("language", "pt", "id", "Portugis"),
        ("language", "unknown", "id", "Tidak diketahui"),
        ("year", "unknown", "en", "Not known"),
        ("year", "2015..2020", "en", "2015..2020"),
        (
            "award",
            "Top 40 Inovasi Pelayanan Publik 2018",
            "en",
            "Top 40 Inovasi Pelayanan Publik 2018",
        ),
    ],
)
def test_label(vocabulary_name: str, value: str, language: str, expected: str) -> None:
    assert label(vocabulary_name, value, language) == expected


def test_codes_without_a_name_are_shown_as_they_are() -> None:
    assert (country_name("QQ", "en"), language_name("qqq", "en")) == ("QQ", "Qqq")


def test_numbers_and_own_names_follow_the_language() -> None:
    assert [number_text(920133.5, language) for language in ("en", "id")] == [
        "920,133.5",
        "920.133,5",
    ]
    assert [own_name(language) for language in INTERFACE_LANGUAGES] == [
        "English",
        "Bahasa Indonesia",
    ]


def test_text_fills_in_what_looks_like_a_placeholder_only_once() -> None:
    assert text("remove", "en", name="{language}") == "Remove filter {language}"


@pytest.mark.parametrize(
    ("wishes", "expected"),
    [
        (("id", "en-US"), "id"),
        ((None, "id-ID"), "id"),
        ((None, "ID_id"), "id"),
        (("xx", "fr-FR"), "en"),
        ((None, None), "en"),
    ],
)
def test_interface_language_is_the_first_wish_that_exists(
    wishes: tuple[str | None, ...], expected: str
) -> None:
    assert interface_language(*wishes) == expected
