"""Interface texts: every one is marked for translation, and the catalogues have what they must."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po
from jinja2 import Environment

from exchange import translation
from exchange.translation import (
    INTERFACE_LANGUAGES,
    catalogue_path,
    direction,
    gettext,
    interface_language,
    ngettext,
)
from exchange.ui.view import TOP_40

ROOT = Path(__file__).parents[1]
UI = ROOT / "exchange" / "ui"
TRANSLATIONS = [language for language in INTERFACE_LANGUAGES if language != "en"]
# Indonesian lacks no text; elsewhere a new text may stand in English until somebody translates it.
MOST_UNTRANSLATED = {"id": 0.0, "ar": 0.1, "es": 0.1, "fr": 0.1, "pt": 0.1}
CALLS = {"gettext", "ngettext", "N_"}
SPOKEN_ATTRIBUTES = re.compile(r'\b(?:aria-label|alt|title|placeholder)="([^"]*)"')
TAG = re.compile(r"<[^<>]*>")


def catalogue(language: str) -> Catalog:
    with catalogue_path(language).open("rb") as file:
        return read_po(file, locale=language)


def forms(message: str | tuple[str, ...] | list[str]) -> list[str]:
    return [message] if isinstance(message, str) else list(message)


@pytest.fixture(scope="module")
def in_code(tmp_path_factory: pytest.TempPathFactory) -> set[str | tuple[str, ...]]:
    """The messages that babel finds in code and templates."""
    path = tmp_path_factory.mktemp("catalogue") / "all.pot"
    options = ["--mapping-file", str(ROOT / "pyproject.toml"), "--output-file", str(path)]
    CommandLineInterface().run(["pybabel", "--quiet", "extract", *options, str(ROOT / "exchange")])
    with path.open("rb") as file:
        return {message.id for message in read_po(file) if message.id}


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_a_catalogue_holds_the_texts_of_the_code(
    in_code: set[str | tuple[str, ...]], language: str
) -> None:
    assert len(in_code) > 250
    held = {message.id for message in catalogue(language) if message.id}
    assert held == in_code, "run `make translations`"


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_a_catalogue_is_translated(language: str) -> None:
    messages = [message for message in catalogue(language) if message.id]
    missing = [m.id for m in messages if not all(forms(m.string))]
    assert len(missing) <= MOST_UNTRANSLATED[language] * len(messages), missing
    assert not any(message.fuzzy for message in messages)


def test_no_indonesian_text_is_the_english_one() -> None:
    worded = [m for m in catalogue("id") if re.search(r"\w", TAG.sub("", "".join(forms(m.id))))]
    same = [m.id for m in worded if set(forms(m.string)) & set(forms(m.id))]
    assert same == ["{day}. {summary}", "{name}:"]


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_translations_fill_in_the_same_words(language: str) -> None:
    for message in catalogue(language):
        if not message.id:
            continue
        allowed = placeholders(*forms(message.id))
        for form in filter(None, forms(message.string)):
            found = placeholders(form)
            # "One case" may do without its number.
            assert found == allowed or (message.pluralizable and found < allowed), message.id


def placeholders(*texts: str) -> set[str]:
    return {name for text in texts for name in re.findall(r"\{.*?\}", text)}


@pytest.mark.parametrize("path", sorted((UI / "templates").glob("*.html")), ids=lambda p: p.name)
def test_a_template_has_no_words_of_its_own(path: Path) -> None:
    assert list(words_of_template(path.read_text(encoding="utf-8"))) == []


def test_words_in_a_template_are_found() -> None:
    source = '<p title="{{ x }}">{{ _("a") }} <b>Hello</b> &amp; <img alt="A cat">{# not #}</p>'
    assert list(words_of_template(source)) == ["Hello", "A cat"]


def words_of_template(source: str) -> Iterator[str]:
    """Yield the stretches of a template with words that its tags and expressions do not hold."""
    tokens = Environment().lex(source)
    # What is put in stands for nothing here, so that tags stay whole.
    literal = "".join(value if kind == "data" else "" for _, kind, value in tokens)
    for stretch in [*TAG.split(literal), *SPOKEN_ATTRIBUTES.findall(literal)]:
        if re.search(r"[^\W\d_]", re.sub(r"&\w+;", "", stretch)):
            yield stretch.strip()


@pytest.mark.parametrize("path", sorted(UI.glob("*.py")), ids=lambda path: path.name)
def test_a_page_has_no_sentence_that_is_not_marked(path: Path) -> None:
    found = set(unmarked_sentences(path.read_text(encoding="utf-8")))
    assert found <= {TOP_40}  # the name of an award


def test_unmarked_sentences_are_found() -> None:
    source = '"""Doc."""\nst.button("Add all of them")\nst.write(gettext("Fine as it is", "id"))\n'
    assert list(unmarked_sentences(source)) == ["Add all of them"]


def unmarked_sentences(source: str) -> Iterator[str]:
    """Yield the string constants that read like a text for people and are not translated."""
    tree = ast.parse(source)
    marked = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in CALLS
    ]
    documentation = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    ]
    raised = [node for node in ast.walk(tree) if isinstance(node, ast.Raise)]
    exempt = {id(n) for node in [*marked, *documentation, *raised] for n in ast.walk(node)}
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and id(node) not in exempt else None
        if isinstance(text, str) and re.match(r"[A-Z]\w* +\w", text):
            yield text


def test_a_text_is_translated_and_filled_in_once() -> None:
    assert gettext("Remove filter {name}", "en", name="{language}") == "Remove filter {language}"
    assert gettext("Search", "id") == "Cari"
    assert gettext("A text that no catalogue has: {x}", "id", x=1).endswith("has: 1")


@pytest.mark.parametrize(
    ("language", "number", "expected"),
    [("en", 1, "1 case"), ("en", 0, "0 cases"), ("id", 1, "1 kasus"), ("id", 5, "5 kasus")],
)
def test_a_number_takes_its_form(language: str, number: int, expected: str) -> None:
    assert ngettext("{total} case", "{total} cases", number, language, total=number) == expected


def test_arabic_has_a_form_for_each_kind_of_number() -> None:
    numbers = (0, 1, 2, 3, 11, 100)
    found = [ngettext("{total} case", "{total} cases", n, "ar", total="#") for n in numbers]
    assert len(set(found)) >= 4 and all(re.search(r"[\u0600-\u06ff]", form) for form in found)


def test_a_language_has_its_direction() -> None:
    assert {language: direction(language) for language in ("ar", "id")} == {
        "ar": "rtl",
        "id": "ltr",
    }


def test_every_catalogue_is_of_an_interface_language() -> None:
    found = sorted(path.name for path in (ROOT / "exchange" / "locale").iterdir())
    assert found == sorted(TRANSLATIONS) and translation.DEFAULT_LANGUAGE == "en"


@pytest.mark.parametrize(
    ("wishes", "expected"),
    [
        (("id", "en-US"), "id"),
        ((None, "id-ID"), "id"),
        ((None, "ID_id"), "id"),
        ((None, "ar-EG"), "ar"),
        ((None, "pt-BR"), "pt"),
        (("xx", "de-DE"), "en"),
        ((None, None), "en"),
    ],
)
def test_interface_language_is_the_first_wish_that_exists(
    wishes: tuple[str | None, ...], expected: str
) -> None:
    assert interface_language(*wishes) == expected
