"""The glossary: every message about a wrong entry, the shipped entries, pairs, hashes."""

import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from exchange.analysis import fold, tokenize
from exchange.case import Case
from exchange.cli import app
from exchange.corpus import Corpus, check, hash_files, hash_of_hashes
from exchange.corpus.glossary_file import MAX_BYTES, parse_glossary
from exchange.corpus.problem import Problem
from exchange.errors import CorpusError
from exchange.glossary import Glossary, GlossaryEntry, Pair
from exchange.indexing import index_corpus
from exchange.settings import Settings
from tests.case_text import CASE_TEXT, changed

REPOSITORY = Path(__file__).resolve().parent.parent
REAL = REPOSITORY / "corpus"
CASE_ID = "no-fjord-permits"
CASE_PATH = "cases/no/fjord-permits.md"

GLOSSARY_TEXT = """\
# A comment.

- term: RSUD
  language: id
  stands_for: rumah sakit umum daerah
  equivalents: {en: [regional hospital, public hospital], id: [rumah sakit daerah]}
  cases: [no-fjord-permits]

- term: trámite
  language: es
  equivalents: {en: [procedure]}
  cases: [no-fjord-permits]
"""

SECOND = "- term: trámite\n  language: es\n  equivalents: {en: [procedure]}\n"


def problems_of(text: str) -> list[Problem]:
    return list(parse_glossary(text.encode(), file="glossary.yaml", case_ids={CASE_ID}).problems)


def corpus(folder: Path, glossary: str | None = GLOSSARY_TEXT) -> Path:
    """Write a corpus of one case, with a glossary unless it is None."""
    case = folder / CASE_PATH
    case.parent.mkdir(parents=True)
    case.write_text(CASE_TEXT, encoding="utf-8")
    if glossary is not None:
        (folder / "glossary.yaml").write_text(glossary, encoding="utf-8")
    return folder


# Old text, new text -> line, field, value, message.
Row = tuple[str, str, int | None, str | None, str | None, str]

ONE_PROBLEM: dict[str, Row] = {
    "no term": (
        "- term: RSUD\n  language",
        "- language",
        3,
        "[1]: term",
        None,
        "is missing; every key of the format must be there",
    ),
    "an empty term": (
        "term: RSUD",
        'term: "  "',
        3,
        "  : term",
        "  ",
        "is empty; write a line of text",
    ),
    "a term of signs": (
        "term: RSUD",
        'term: "--"',
        3,
        "--: term",
        "--",
        "holds no letter or digit; write a word",
    ),
    "a term that is too long": (
        "term: RSUD",
        "term: " + "x" * 101,
        3,
        "x" * 79 + "…: term",
        "x" * 79 + "…",
        "has 101 characters; at most 100 are allowed",
    ),
    "a language that is none": (
        "language: id",
        "language: xx",
        4,
        "RSUD: language",
        "xx",
        "is not a language; write an ISO 639-1 code such as en",
    ),
    "an unknown key": (
        "stands_for:",
        "long_form:",
        5,
        "RSUD: long_form",
        None,
        "is not a key here; use term, language, stands_for, equivalents, cases",
    ),
    "a long form that is the term": (
        "stands_for: rumah sakit umum daerah",
        "stands_for: Rsud",
        5,
        "RSUD: stands_for",
        "Rsud",
        "is the term itself; write the long form",
    ),
    "no equivalents": (
        "\n  equivalents: {en: [procedure]}",
        "",
        9,
        "trámite: equivalents",
        None,
        "is missing; every key of the format must be there",
    ),
    "empty equivalents": (
        "{en: [procedure]}",
        "{}",
        11,
        "trámite: equivalents",
        None,
        "is empty; list at least one",
    ),
    "a language without equivalents": (
        "{en: [procedure]}",
        "{en: []}",
        11,
        "trámite: equivalents.en",
        None,
        "is empty; list at least one",
    ),
    "an empty equivalent": (
        "{en: [procedure]}",
        '{en: [procedure, ""]}',
        11,
        "trámite: equivalents.en[2]",
        "",
        "is empty; write a line of text",
    ),
    "an equivalent that is no list": (
        "{en: [procedure]}",
        "{en: procedure}",
        11,
        "trámite: equivalents.en",
        "procedure",
        "is not a list; write [a, b], or [] for none",
    ),
    "an equivalent in a language that is none": (
        "{en: [procedure]}",
        "{eng: [procedure]}",
        11,
        "trámite: equivalents.eng",
        "eng",
        "is not a language; write an ISO 639-1 code such as en",
    ),
    "an equivalent twice": (
        "{en: [procedure]}",
        "{en: [procedure, procedure]}",
        11,
        "trámite: equivalents.en",
        None,
        "lists procedure more than once; keep it once",
    ),
    "an equivalent that is the term": (
        "[procedure]",
        "[Trámite]",
        11,
        "trámite: equivalents.en[1]",
        "Trámite",
        "is the term or its long form; remove it",
    ),
    "another name that is the long form": (
        "id: [rumah sakit daerah]",
        "id: [rumah sakit umum daerah]",
        6,
        "RSUD: equivalents.id[1]",
        "rumah sakit umum daerah",
        "is the term or its long form; remove it",
    ),
    "no other language": (
        "{en: [procedure]}",
        "{es: [gestión]}",
        11,
        "trámite: equivalents",
        None,
        "has no language but the term's own (es); add one, such as en",
    ),
    "no cases": (
        "cases: [no-fjord-permits]\n\n",
        "cases: []\n\n",
        7,
        "RSUD: cases",
        None,
        "is empty; list at least one",
    ),
    "a case that is no id": (
        "cases: [no-fjord-permits]\n\n",
        "cases: [Fjord]\n\n",
        7,
        "RSUD: cases[1]",
        "Fjord",
        "is not the id of a case; write one as in id-silk-timber-legality",
    ),
    "a case that does not exist": (
        "cases: [no-fjord-permits]\n\n",
        "cases: [no-fjord-permits, no-lost]\n\n",
        7,
        "RSUD: cases[2]",
        "no-lost",
        "is the id of no case of this corpus; correct it or remove it",
    ),
    "a term twice, with other capitals": (
        SECOND,
        "- term: rsud\n  language: id\n  equivalents: {en: [hospital]}\n",
        9,
        "rsud: term",
        "rsud",
        "is also the term of line 3; join the two entries",
    ),
    "a key twice": (
        "language: es",
        "language: es\n  language: pt",
        11,
        "[2].language",
        None,
        "stands twice (first in line 10); keep one",
    ),
    "an alias": (
        "language: es",
        "language: *other",
        10,
        "[2].language",
        "*other",
        "is an alias; write the value out",
    ),
    "a tag": (
        "language: es",
        "language: !!str es",
        10,
        "[2].language",
        "tag:yaml.org,2002:str",
        "is a tag; remove it",
    ),
    "an entry that is a word": (
        GLOSSARY_TEXT[GLOSSARY_TEXT.index("- term: trámite") :],
        "- puskesmas\n",
        9,
        "[2]",
        "puskesmas",
        "is not an entry; write `term:` and the other keys",
    ),
    "no list": (
        GLOSSARY_TEXT,
        "puskesmas: clinic\n",
        1,
        None,
        None,
        "is not a list; begin each entry with `- term: `",
    ),
}


@pytest.mark.parametrize("row", ONE_PROBLEM.values(), ids=ONE_PROBLEM)
def test_a_wrong_entry_is_named_with_its_line_field_and_value(row: Row) -> None:
    old, new, *wanted = row
    found = problems_of(changed(old, new, GLOSSARY_TEXT))
    assert [[each.line, each.field, each.value, each.message] for each in found] == [wanted]


def test_a_right_glossary_has_no_problem() -> None:
    assert problems_of(GLOSSARY_TEXT) == []
    assert problems_of("# Only a comment.\n") == []


def test_every_problem_is_found_at_once() -> None:
    text = changed("language: id", "language: xx", GLOSSARY_TEXT)
    text = changed("{en: [procedure]}", "{en: []}", text)
    assert [each.field for each in problems_of(text)] == [
        "RSUD: language",
        "trámite: equivalents.en",
    ]


def test_the_same_term_in_two_languages_is_two_terms() -> None:
    text = changed("language: es", "language: pt", GLOSSARY_TEXT[GLOSSARY_TEXT.index(SECOND) :])
    glossary = parse_glossary((GLOSSARY_TEXT + text).encode(), file="glossary.yaml").glossary
    assert [(each.term, each.language) for each in glossary.entries] == [
        ("RSUD", "id"),
        ("trámite", "es"),
        ("trámite", "pt"),
    ]


def test_a_value_that_yaml_would_convert_stays_text() -> None:
    text = changed("[procedure]", "[no, 12]", GLOSSARY_TEXT)
    _, entry = parse_glossary(text.encode(), file="glossary.yaml").glossary.entries
    assert entry.equivalents == {"en": ("no", "12")}


def test_case_ids_that_are_not_known_are_not_compared() -> None:
    text = GLOSSARY_TEXT.replace(CASE_ID, "no-lost")
    assert parse_glossary(text.encode(), file="glossary.yaml").problems == ()
    assert [each.value for each in problems_of(text)] == ["no-lost", "no-lost"]


# Pairs.


def entry(term: str, equivalents: dict[str, tuple[str, ...]], **more: str) -> GlossaryEntry:
    return GlossaryEntry.model_validate(
        {"term": term, "language": "id", "equivalents": equivalents, "cases": [CASE_ID], **more}
    )


def test_pairs_go_in_both_directions() -> None:
    one = entry("RSUD", {"en": ("clinic", "hospital"), "id": ("RS",)}, stands_for="rumah sakit")
    own = ("RS", "RSUD", "rumah sakit")
    foreign = ("clinic", "hospital")
    wanted = [Pair(a, "id", b, "id") for a in own for b in own if a != b]
    wanted += [Pair(a, "id", b, "en") for a in own for b in foreign]
    wanted += [Pair(b, "en", a, "id") for a in own for b in foreign]
    assert len(wanted) == 3 * 2 + 2 * 3 * 2
    assert list(Glossary((one,)).pairs()) == sorted(wanted)


def test_two_equivalents_are_no_pair() -> None:
    pairs = Glossary((entry("sampah", {"en": ("waste", "rubbish")}),)).pairs()
    assert {(pair.phrase, pair.equivalent) for pair in pairs} == {
        ("sampah", "waste"),
        ("sampah", "rubbish"),
        ("waste", "sampah"),
        ("rubbish", "sampah"),
    }


def test_a_pair_of_two_entries_comes_once_in_the_spelling_of_the_first() -> None:
    bumil = entry("bumil", {"en": ("mothers",)}, stands_for="ibu hamil")
    mothers = entry("Ibu Hamil", {"en": ("Mothers",)})
    pairs = Glossary((bumil, mothers)).pairs()
    assert pairs == Glossary((bumil,)).pairs()
    assert len(pairs) == 2 + 4


def test_the_order_of_a_language_does_not_change_the_pairs() -> None:
    one = entry("kayu", {"en": ("timber",), "es": ("madera",)})
    other = entry("kayu", {"es": ("madera",), "en": ("timber",)})
    assert Glossary((one,)).pairs() == Glossary((other,)).pairs()
    assert len(Glossary((one,)).pairs()) == 4


# With the corpus.


def test_a_corpus_has_its_glossary(tmp_path: Path) -> None:
    loaded = Corpus.load(corpus(tmp_path))
    assert [each.term for each in loaded.glossary.entries] == ["RSUD", "trámite"]
    assert [case.id for case in loaded] == [CASE_ID]


def test_a_corpus_need_not_have_a_glossary(tmp_path: Path) -> None:
    folder = corpus(tmp_path, None)
    assert check([folder]) == ()
    assert Corpus.load(folder).glossary == Glossary()
    assert list(hash_files(folder)) == [CASE_PATH]


def test_a_bad_glossary_refuses_the_corpus(tmp_path: Path) -> None:
    folder = corpus(tmp_path, changed("language: id", "language: xx", GLOSSARY_TEXT))
    message = (
        f"{folder}: 1 problem in its files. First: {folder}/glossary.yaml:4: RSUD: language: 'xx' "
        "is not a language; write an ISO 639-1 code such as en. "
        f"See all with `exchange check {folder}`."
    )
    with pytest.raises(CorpusError, match=f"^{re.escape(message)}$"):
        Corpus.load(folder)


@pytest.mark.parametrize("what", [".", "glossary.yaml"])
def test_check_reads_the_glossary(tmp_path: Path, what: str) -> None:
    text = changed("cases: [no-fjord-permits]\n\n", "cases: [no-lost]\n\n", GLOSSARY_TEXT)
    folder = corpus(tmp_path, text)
    message = "RSUD: cases[1]: 'no-lost' is the id of no case of this corpus; correct it or"
    done = CliRunner().invoke(app, ["check", str(folder / what)])
    assert done.exit_code == 1
    assert done.stdout == f"{folder}/glossary.yaml:7: {message} remove it\n"


def test_check_of_a_case_or_the_cases_leaves_the_glossary_alone(tmp_path: Path) -> None:
    folder = corpus(tmp_path, "no list")
    assert check([folder / "cases", folder / CASE_PATH]) == ()
    assert [each.message for each in check([folder])] == [
        "is not a list; begin each entry with `- term: `"
    ]


def test_a_problem_of_the_glossary_comes_once(tmp_path: Path) -> None:
    folder = corpus(tmp_path, "no list")
    assert len(check([folder, folder / "glossary.yaml"])) == 1


def test_a_glossary_that_was_asked_for_must_be_there(tmp_path: Path) -> None:
    path = tmp_path / "glossary.yaml"
    assert check([path]) == (Problem(str(path), None, None, None, "does not exist"),)


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _way_out(path: Path) -> None:
    target = path.parent.parent / f"{path.parent.name}-outside.yaml"
    target.write_text(GLOSSARY_TEXT, encoding="utf-8")
    path.symlink_to(target)


def _way_to_nothing(path: Path) -> None:
    path.symlink_to("nothing.yaml")


def _too_large(path: Path) -> None:
    path.write_bytes(b"#" * (MAX_BYTES + 1))


def _latin(path: Path) -> None:
    path.write_bytes(GLOSSARY_TEXT.encode("latin-1"))


UNFIT: list[tuple[Callable[[Path], None], str]] = [
    (Path.mkdir, "is not a plain file; remove it"),
    (_pipe, "is not a plain file; remove it"),
    (_way_out, "is a link that leaves the corpus; put the file itself here"),
    (_way_to_nothing, "is a link to nothing; remove it"),
    (_too_large, "has more than 1000000 bytes; make it smaller"),
    (_latin, "is not UTF-8 at byte 203 (0xe1); save it as UTF-8"),
]


@pytest.mark.parametrize(
    ("make", "message"), UNFIT, ids=lambda value: getattr(value, "__name__", "")
)
def test_a_glossary_that_is_no_text_file(
    tmp_path: Path, make: Callable[[Path], None], message: str
) -> None:
    folder = corpus(tmp_path, None)
    make(folder / "glossary.yaml")
    assert [(each.file, each.message) for each in check([folder])] == [
        (f"{folder}/glossary.yaml", message)
    ]
    with pytest.raises(CorpusError, match=re.escape(message)):
        Corpus.load(folder)


def test_the_glossary_is_part_of_the_hash(tmp_path: Path) -> None:
    folder = corpus(tmp_path)
    before = hash_files(folder)
    assert list(before) == [CASE_PATH, "glossary.yaml"]
    loaded = Corpus.load(folder)
    assert (loaded.hashes, loaded.hash) == (before, hash_of_hashes(before))
    (folder / "glossary.yaml").write_text(GLOSSARY_TEXT + "# More.\n", encoding="utf-8")
    after = hash_files(folder)
    assert [name for name in before if after[name] != before[name]] == ["glossary.yaml"]
    (folder / "glossary.yaml").unlink()
    assert list(hash_files(folder)) == [CASE_PATH]


def test_a_changed_glossary_makes_a_new_index(tmp_path: Path) -> None:
    folder = corpus(tmp_path / "corpus")
    settings = Settings(corpus=folder, index=tmp_path / "index", model="hash-encoder")
    assert [index_corpus(settings).is_new for _ in range(2)] == [True, False]
    (folder / "glossary.yaml").write_text(GLOSSARY_TEXT + "# More.\n", encoding="utf-8")
    report = index_corpus(settings)
    assert (report.is_new, report.embedded) == (True, 0)
    assert index_corpus(settings).is_new is False


# The shipped glossary.


@pytest.fixture(scope="module")
def real() -> Corpus:
    return Corpus.load(REAL)


def words(text: str) -> list[str]:
    return [fold(token.word) for token in tokenize(text)]


def stands_in(phrase: str, text: Sequence[str]) -> bool:
    wanted = words(phrase)
    size = len(wanted)
    return size > 0 and any(text[i : i + size] == wanted for i in range(len(text) - size + 1))


def words_of_file(case: Case) -> list[str]:
    """The words of a case file, its metadata and the titles of its sources included."""
    path = REAL / "cases" / case.country.lower() / f"{case.id[3:]}.md"
    return words(re.sub(r"https?://\S+", " ", path.read_text(encoding="utf-8")))


def test_every_term_stands_in_each_of_its_cases(real: Corpus) -> None:
    texts = {case.id: words_of_file(case) for case in real}
    missing = [
        (each.term, case_id)
        for each in real.glossary.entries
        for case_id in each.cases
        if not stands_in(each.term, texts[case_id])
    ]
    assert missing == []


def test_the_glossary_is_large_enough(real: Corpus) -> None:
    entries = real.glossary.entries
    assert len(entries) >= 400
    assert sum(each.language == "id" for each in entries) >= 350
    text = (REAL / "README.md").read_text(encoding="utf-8")
    assert f"`glossary.yaml` holds {len(entries)} words" in text


def test_every_entry_has_english(real: Corpus) -> None:
    assert [each.term for each in real.glossary.entries if not each.equivalents.get("en")] == []


def test_no_single_word_is_another_word_in_another_language(real: Corpus) -> None:
    """A query may be of any language: "air" or "ham" would be taken for Indonesian."""
    texts = {
        case.id: set(
            words(
                f"{case.title}. {case.summary}. "
                + ". ".join(f"{each.title}. {each.summary}" for each in case.translations.values())
                + ". ".join(section.text for section in case.sections)
            )
        )
        for case in real
        if case.country != "ID"
    }
    languages = {case.id: case.language for case in real}
    names = [
        (name, each)
        for each in real.glossary.entries
        for name in each.names
        if len(words(name)) == 1
    ]
    found = [
        (name, case_id)
        for name, each in names
        for case_id, text in texts.items()
        if languages[case_id] != each.language and case_id not in each.cases
        if words(name)[0] in text
    ]
    assert len(names) > 200
    assert found == []


@pytest.mark.parametrize(
    ("one", "language", "other", "other_language"),
    [
        ("puskesmas", "id", "community health centre", "en"),
        ("RSUD", "id", "rumah sakit umum daerah", "id"),
        ("rumah sakit umum daerah", "id", "regional public hospital", "en"),
        ("dukcapil", "id", "civil registry", "en"),
        ("DBD", "id", "dengue", "en"),
        ("hak cipta", "id", "copyright", "en"),
        ("guichet unique", "fr", "one-stop shop", "en"),
    ],
)
def test_words_that_people_ask_for(
    real: Corpus, one: str, language: str, other: str, other_language: str
) -> None:
    pairs = real.glossary.pairs()
    assert Pair(one, language, other, other_language) in pairs
    assert Pair(other, other_language, one, language) in pairs


def test_the_shipped_pairs_come_once_and_both_ways(real: Corpus) -> None:
    pairs = real.glossary.pairs()
    keys = [
        (p.phrase.casefold(), p.language, p.equivalent.casefold(), p.equivalent_language)
        for p in pairs
    ]
    assert len(set(keys)) == len(keys) > 1_000
    assert {(c, d, a, b) for a, b, c, d in keys} == set(keys)
    assert list(pairs) == sorted(pairs)
