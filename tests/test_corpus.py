"""Corpora: the real one, made ones with broken surroundings, hashes, and where files may lie."""

import csv
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from exchange.corpus import Corpus, hash_files
from exchange.corpus.check import check
from exchange.corpus.folder import hash_of_hashes
from exchange.errors import CorpusError
from tests.case_text import CASE_TEXT, changed

REPOSITORY = Path(__file__).resolve().parent.parent
REAL = REPOSITORY / "corpus"
NAME = "cases/no/fjord-permits.md"


def write(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def second(slug: str = "harbour-permits", country: str = "no") -> str:
    """A valid case file with another id."""
    text = changed("id: no-fjord-permits", f"id: {country}-{slug}")
    return changed("country: NO", f"country: {country.upper()}", text)


def found(paths: list[Path]) -> list[tuple[str, str | None, str]]:
    """File name, field and message of every problem."""
    return [(Path(each.file).name, each.field, each.message) for each in check(paths)]


@pytest.fixture(scope="module")
def real() -> Corpus:
    return Corpus.load(REAL)


def test_the_real_corpus_has_no_problem() -> None:
    assert [str(problem) for problem in check([REAL])] == []


def test_the_real_corpus_is_whole(real: Corpus) -> None:
    assert len(real) == 178
    assert len({case.country for case in real}) == 63
    ids = [case.id for case in real]
    assert ids == sorted(ids)
    assert len(set(ids)) == 178


def test_the_readme_counts_the_real_corpus(real: Corpus) -> None:
    countries = len({case.country for case in real})
    text = (REAL / "README.md").read_text(encoding="utf-8")
    assert f"{len(real)} cases of public-service innovation from {countries} countries" in text


def test_the_evaluation_files_name_cases_and_topics_that_exist(real: Corpus) -> None:
    lines = (REAL / "eval" / "topics.jsonl").read_text(encoding="utf-8").splitlines()
    topics = [json.loads(line)["_id"] for line in lines]
    with (REAL / "eval" / "qrels.tsv").open(encoding="utf-8", newline="") as stream:
        judgments = list(csv.DictReader(stream, delimiter="\t"))
    assert (len(topics), len(judgments)) == (60, 277)
    assert {each["query-id"] for each in judgments} < set(topics)
    assert {each["corpus-id"] for each in judgments} < {case.id for case in real}


def test_cases_come_by_id_and_not_by_path(tmp_path: Path) -> None:
    # "no-a-b" < "no-a.md" as paths, but "no-a" < "no-a-b" as ids.
    write(tmp_path, {"cases/no/a-b.md": second("a-b"), "cases/no/a.md": second("a")})
    write(tmp_path, {"cases/is/z.md": second("z", "is")})
    assert [case.id for case in Corpus.load(tmp_path)] == ["is-z", "no-a", "no-a-b"]


def test_hashes_are_known_before_parsing(tmp_path: Path) -> None:
    write(tmp_path, {NAME: CASE_TEXT, "cases/no/harbour-permits.md": second()})
    corpus = Corpus.load(tmp_path)
    hashes = hash_files(tmp_path)
    assert list(hashes) == [NAME, "cases/no/harbour-permits.md"]
    assert hashes == corpus.hashes
    assert hash_of_hashes(hashes) == corpus.hash

    write(tmp_path, {NAME: changed("Media visita", "Media  visita")})
    after = hash_files(tmp_path)
    assert [name for name in hashes if after[name] != hashes[name]] == [NAME]
    assert hash_of_hashes(after) != corpus.hash


def test_another_name_is_another_hash() -> None:
    assert hash_of_hashes({"a": "1"}) != hash_of_hashes({"b": "1"})
    assert hash_of_hashes({"a": "1", "b": "2"}) == hash_of_hashes({"b": "2", "a": "1"})


def test_hashing_does_not_parse(tmp_path: Path) -> None:
    assert list(hash_files(write(tmp_path, {NAME: "no case at all"}))) == [NAME]


def test_one_bad_file_refuses_the_corpus(tmp_path: Path) -> None:
    bad = changed("level: national", "level: federal", second())
    bad = changed("status: active", "status: running", bad)
    write(tmp_path, {NAME: CASE_TEXT, "cases/no/harbour-permits.md": bad})
    message = (
        f"{tmp_path}: 2 problems in its files. First: "
        f"{tmp_path}/cases/no/harbour-permits.md:13: level: 'federal' is not allowed; use "
        "national, regional, local, state-owned or international. "
        f"See all with `exchange check {tmp_path}`."
    )
    with pytest.raises(CorpusError, match=f"^{re.escape(message)}$"):
        Corpus.load(tmp_path)


def test_a_folder_without_cases(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="has no folder `cases`; name the corpus in EXCHANGE_"):
        Corpus.load(tmp_path)
    (tmp_path / "cases").mkdir()
    with pytest.raises(CorpusError, match=r"cases: holds no case file \(\*\.md\)"):
        Corpus.load(tmp_path)
    assert found([tmp_path]) == [(tmp_path.name, None, "holds no case file (*.md)")]


def test_a_path_that_does_not_exist(tmp_path: Path) -> None:
    assert found([tmp_path / "gone.md"]) == [("gone.md", None, "does not exist")]


LINEAGE = "year: 2019, case: null, source: 3"
RETIRED = '- {id: no-old, reason: "Joined", replaced_by: no-fjord-permits}\n'

# Files of a corpus beside the valid one -> file, field, words of the message.
TOGETHER: dict[str, tuple[dict[str, str], list[tuple[str, str | None, str]]]] = {
    "file name and id disagree": (
        {"cases/no/other.md": second()},
        [("other.md", "id", "does not agree with the path, which says no-other; rename one")],
    ),
    "folder and country disagree": (
        {"cases/is/harbour-permits.md": second()},
        [
            ("harbour-permits.md", "id", "does not agree with the path, which says is-harbour"),
            ("harbour-permits.md", "country", "does not agree with the folder is; move the file"),
        ],
    ),
    "file not in a country's folder": (
        {"cases/harbour-permits.md": second()},
        [("harbour-permits.md", None, "lies in the wrong place; a case file is cases/<country>")],
    ),
    "file in a folder too deep": (
        {"cases/no/oslo/harbour-permits.md": second()},
        [("harbour-permits.md", None, "lies in the wrong place")],
    ),
    "one id in two files": (
        {"cases/no/copy.md": CASE_TEXT},
        [
            ("copy.md", "id", "does not agree with the path, which says no-copy"),
            ("copy.md", "id", "is also the id of no/fjord-permits.md; an id is given once"),
            ("fjord-permits.md", "id", "is also the id of no/copy.md; an id is given once"),
        ],
    ),
    "lineage to a case of this corpus": (
        {
            "cases/no/harbour-permits.md": changed(
                LINEAGE, LINEAGE.replace("null", "no-fjord-permits"), second()
            )
        },
        [],
    ),
    "lineage to no case": (
        {
            "cases/no/harbour-permits.md": changed(
                LINEAGE, LINEAGE.replace("null", "no-lost"), second()
            )
        },
        [
            (
                "harbour-permits.md",
                "lineage.adopted_by[1].case",
                "is the id of no case of this corpus; correct it or write null",
            )
        ],
    ),
    "lineage to itself": (
        {
            "cases/no/harbour-permits.md": changed(
                LINEAGE, LINEAGE.replace("null", "no-harbour-permits"), second()
            )
        },
        [("harbour-permits.md", "lineage.adopted_by[1].case", "is this case itself")],
    ),
    "successor that is no case": (
        {
            "cases/no/harbour-permits.md": changed(
                "superseded_by: null",
                'superseded_by: {name: "x", year: null, case: no-lost, source: 1}',
                second(),
            )
        },
        [("harbour-permits.md", "lineage.superseded_by.case", "is the id of no case")],
    ),
    "lineage to a retired case": (
        {
            "retired.yaml": RETIRED,
            "cases/no/harbour-permits.md": changed(
                LINEAGE, LINEAGE.replace("null", "no-old"), second()
            ),
        },
        [
            (
                "harbour-permits.md",
                "lineage.adopted_by[1].case",
                "is retired (Joined); write no-fjord-permits",
            )
        ],
    ),
    "a retired id comes back": (
        {"retired.yaml": RETIRED, "cases/no/old.md": second("old")},
        [("old.md", "id", "is retired (Joined); choose another id")],
    ),
    "retired in favour of no case": (
        {"retired.yaml": RETIRED.replace("no-fjord-permits", "no-lost")},
        [("retired.yaml", "no-old: replaced_by", "is the id of no case of this corpus")],
    ),
    "retired without a reason": (
        {"retired.yaml": "- {id: no-old, replaced_by: null}\n"},
        [("retired.yaml", "[1].reason", "is missing")],
    ),
    "retired with a key of a case": (
        {"retired.yaml": RETIRED.replace("reason:", "status: ended, reason:")},
        [("retired.yaml", "[1].status", "is not a key here; use id, reason, replaced_by")],
    ),
    "retired twice": (
        {"retired.yaml": RETIRED + RETIRED},
        [("retired.yaml", None, "lists no-old more than once")],
    ),
    "retired list with a tag": (
        {"retired.yaml": "!!python/name:os.system\n"},
        [("retired.yaml", None, "is a tag; remove it")],
    ),
    "file name in capitals": (
        {"cases/no/harbour-permits.MD": second()},
        [("harbour-permits.MD", None, "has a name that does not end in .md; rename it")],
    ),
    "what is passed over": (
        {"cases/no/.draft.md": "x", "cases/.git/x.md": "x", "cases/no/notes.txt": "x"},
        [],
    ),
}


@pytest.mark.parametrize("reason", TOGETHER)
def test_files_of_one_corpus(tmp_path: Path, reason: str) -> None:
    files, expected = TOGETHER[reason]
    write(tmp_path, {NAME: CASE_TEXT, **files})
    problems = found([tmp_path])
    assert [each[:2] for each in problems] == [each[:2] for each in expected], problems
    for problem, (_, _, message) in zip(problems, expected, strict=True):
        assert message in problem[2]
    if expected:
        with pytest.raises(CorpusError, match=re.escape(expected[0][2])):
            Corpus.load(tmp_path)
    else:
        assert len(Corpus.load(tmp_path)) == sum(
            name.endswith(".md") and "/." not in name for name in {NAME, *files}
        )


def test_one_file_is_checked_against_its_corpus(tmp_path: Path) -> None:
    lost = changed(LINEAGE, LINEAGE.replace("null", "no-lost"), second())
    lost = changed(
        "lineage:\n  adapted_from: []",
        "lineage:\n  adapted_from:\n"
        '    - {name: "x", country: null, year: null, case: no-fjord-permits, source: 1}',
        lost,
    )
    write(
        tmp_path,
        {NAME: changed("status: active", "status: x"), "cases/no/harbour-permits.md": lost},
    )
    assert found([tmp_path / "cases/no/harbour-permits.md"]) == [
        (
            "harbour-permits.md",
            "lineage.adopted_by[1].case",
            "is the id of no case of this corpus; correct it or write null",
        )
    ]


@pytest.mark.parametrize("folder", [".", "cases", "cases/no"])
def test_any_folder_of_a_corpus(tmp_path: Path, folder: str) -> None:
    write(tmp_path, {NAME: changed("status: active", "status: x")})
    assert [each[:2] for each in found([tmp_path / folder])] == [("fjord-permits.md", "status")]


def test_a_relative_path_inside_the_corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {NAME: changed("status: active", "status: x")})
    monkeypatch.chdir(tmp_path / "cases" / "no")
    assert [each.file for each in check([Path("fjord-permits.md")])] == ["fjord-permits.md"]
    monkeypatch.chdir(tmp_path)
    assert [each.file for each in check([Path()])] == [NAME]


def test_a_file_given_twice_is_reported_once(tmp_path: Path) -> None:
    write(tmp_path, {NAME: changed("status: active", "status: x")})
    assert len(check([tmp_path / NAME, tmp_path / NAME, tmp_path / "cases"])) == 1


def test_a_draft_outside_of_any_corpus(tmp_path: Path) -> None:
    elsewhere = changed(LINEAGE, LINEAGE.replace("null", "id-silk-timber-legality"))
    draft = write(tmp_path, {"my-draft.md": elsewhere}) / "my-draft.md"
    assert found([draft]) == []
    draft.write_text(changed("status: active", "status: x"), encoding="utf-8")
    assert [each[:2] for each in found([draft])] == [("my-draft.md", "status")]


def test_links_and_things_that_are_no_files(tmp_path: Path) -> None:
    corpus = write(tmp_path / "corpus", {NAME: CASE_TEXT})
    write(tmp_path / "outside", {"secret.md": second(), "no/more.md": second("more")})
    cases = corpus / "cases" / "no"
    (cases / "away.md").symlink_to(tmp_path / "outside" / "secret.md")
    (cases / "broken.md").symlink_to(tmp_path / "nothing")
    (cases / "loop.md").symlink_to(cases / "loop.md")
    (corpus / "cases" / "se").symlink_to(tmp_path / "outside" / "no")
    (cases / "folder.md").mkdir()
    os.mkfifo(cases / "pipe.md")  # reading it would wait for ever
    assert found([corpus]) == [
        ("away.md", None, "is a link that leaves the corpus; put the file itself here"),
        ("broken.md", None, "is a link to nothing; remove it"),
        ("loop.md", None, "is a link to itself or cannot be reached; remove it"),
        ("pipe.md", None, "is not a plain file; remove it"),
        ("se", None, "is a link to a folder; put the folder itself here"),
    ]
    assert found([cases / "away.md"]) == [
        ("away.md", None, "is a link that leaves the corpus; put the file itself here")
    ]
    with pytest.raises(CorpusError, match=r"5 problems .* is a link that leaves the corpus"):
        hash_files(corpus)


def test_a_corpus_that_is_itself_a_link(tmp_path: Path) -> None:
    write(tmp_path / "disk", {NAME: CASE_TEXT})
    (tmp_path / "corpus").symlink_to(tmp_path / "disk")
    assert [case.id for case in Corpus.load(tmp_path / "corpus")] == ["no-fjord-permits"]
    assert found([tmp_path / "corpus"]) == []


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    write(tmp_path, {NAME: CASE_TEXT})
    with (tmp_path / NAME).open("ab") as stream:
        stream.truncate(10**12)  # a hole on the disk: reading it would never end
    assert found([tmp_path]) == [
        ("fjord-permits.md", None, "has more than 65536 bytes; a case is a few pages of text")
    ]


def test_a_name_that_is_no_utf_8(tmp_path: Path) -> None:
    write(tmp_path, {NAME: CASE_TEXT})
    (tmp_path / "cases" / "no" / os.fsdecode(b"\xff\n.md")).write_text("x", encoding="utf-8")
    problems = check([tmp_path])
    assert [Path(each.file).name for each in problems] == ["\\\\xff\\n.md"]
    assert all(str(each).isprintable() for each in problems)
    with pytest.raises(CorpusError, match="has no front matter"):
        Corpus.load(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    write(tmp_path, {NAME: CASE_TEXT})
    (tmp_path / NAME).chmod(0)
    assert found([tmp_path]) == [("fjord-permits.md", None, "cannot be read: Permission denied")]
