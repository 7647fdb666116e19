"""Names of values, countries and languages, numbers: in each interface language."""

from datetime import date
from typing import get_args

import pytest

from exchange import vocabulary
from exchange.figures import Obstacle
from exchange.fit import FitState
from exchange.kinship import Role as KinRole
from exchange.labels import (
    country_name,
    date_text,
    label,
    language_name,
    number_text,
    own_name,
)
from exchange.names import NAMES
from exchange.results import FACET_FIELDS, MODES, SORTS
from exchange.translation import INTERFACE_LANGUAGES

VOCABULARIES = {
    "field": FACET_FIELDS,
    "sort": (*SORTS, "fit"),
    "mode": MODES,
    "section": (*vocabulary.SECTION_NAMES, "summary", "title", "about", "text"),
    "sector": vocabulary.SECTORS,
    "sdg": tuple(map(str, vocabulary.SDGS)),
    "innovation_type": vocabulary.INNOVATION_TYPES,
    "level": vocabulary.LEVELS,
    "status": vocabulary.STATUSES,
    "evidence": vocabulary.EVIDENCE,
    "evidence_explained": vocabulary.EVIDENCE,
    "expansion": ("glossary", "compound"),
    "role": vocabulary.ROLES,
    "obstacle": get_args(Obstacle),
    "kin": get_args(KinRole),
    "need": vocabulary.NEEDS,
    "fit": get_args(FitState),
}


def test_every_vocabulary_is_named_and_nothing_else() -> None:
    named = {vocabulary_name: sorted(names) for vocabulary_name, names in NAMES.items()}
    assert named == {name: sorted(values) for name, values in VOCABULARIES.items()}


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


def test_dates_are_written_as_the_language_does() -> None:
    day = date(2018, 11, 7)
    assert {language: date_text(day, language) for language in ("en", "id", "es", "fr")} == {
        "en": "7 November 2018",
        "id": "7 November 2018",
        "es": "7 de noviembre de 2018",
        "fr": "7 novembre 2018",
    }


def test_numbers_and_own_names_follow_the_language() -> None:
    assert [number_text(920133.5, language) for language in ("en", "id")] == [
        "920,133.5",
        "920.133,5",
    ]
    assert [own_name(language) for language in INTERFACE_LANGUAGES] == [
        "English",
        "Bahasa Indonesia",
        "العربية",
        "Español",
        "Français",
        "Português",
    ]
