"""The shortlist as a file: what was written is read again, and nothing else."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.corpus import Corpus
from exchange.translation import INTERFACE_LANGUAGES, gettext
from exchange.ui.shortlist_file import FORMAT, MAX_BYTES, ShortlistFileError, read, write
from exchange.ui.view import SHORTLIST_LIMIT

ENTRY = {"id": "br-x"}


def file(**others: object) -> bytes:
    return json.dumps({"format": FORMAT, "version": 1, "cases": [ENTRY], **others}).encode()


def test_a_written_file_is_read_again(corpus: Corpus) -> None:
    cases = corpus.cases[:SHORTLIST_LIMIT]
    data = write(cases, "https://exchange.example/shortlist?list=x")
    assert read(data) == tuple(case.id for case in cases)
    assert len(data) < MAX_BYTES / 2
    first = json.loads(data)["cases"][0]
    assert first["title"] == cases[0].title_in("en") and first["country"] == cases[0].country


def test_a_byte_order_mark_other_keys_and_repeats_do_no_harm() -> None:
    data = file(cases=[ENTRY, {"id": "id-y", "note": "mine"}, ENTRY], mine=True)
    assert read(b"\xef\xbb\xbf" + data) == ("br-x", "id-y")
    assert read(file(cases=[])) == ()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b" " * MAX_BYTES + file(), "is too large"),
        (b"", "cannot be read"),
        (b"%PDF-1.7 \xff\xfe", "cannot be read"),
        (b"id-x\nid-y\n", "cannot be read"),
        (b"[" * 60_000, "cannot be read"),  # deeper than the parser goes
        (b'{"format": "exchange-shortlist", "version": ' + b"9" * 6000 + b"}", "cannot be read"),
        (b'{"format": 1, "format": "exchange-shortlist"}', "cannot be read"),
        (b'["br-x"]', "is no shortlist"),
        (b"null", "is no shortlist"),
        (b'{"cases": [{"id": "br-x"}]}', "is no shortlist"),
        (file(format="package"), "is no shortlist"),
        (file(version=2), "another version"),
        (file(version=True), "another version"),
        (file(version="1"), "another version"),
        (file(cases=None), "no list of cases"),
        (file(cases={"id": "br-x"}), "no list of cases"),
        (file(cases=[ENTRY] * (SHORTLIST_LIMIT + 1)), "lists {total} cases"),
        (file(cases=["br-x"]), "names no case"),
        (file(cases=[ENTRY, {}]), "names no case"),
        (file(cases=[{"id": 7}]), "names no case"),
        (file(cases=[{"id": "<script>alert(1)</script>"}]), "names no case"),
        (file(cases=[{"id": "br-x\n"}]), "names no case"),
        (file(cases=[{"id": "br-x,id-y"}]), "names no case"),
    ],
)
def test_another_file_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(ShortlistFileError) as refused:
        read(data)
    assert reason in refused.value.reason
    for language in INTERFACE_LANGUAGES:
        assert "{" not in gettext(refused.value.reason, language, **refused.value.values)


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda t: t.encode("utf-8", "ignore")))
def test_no_file_ends_in_another_error(data: bytes) -> None:
    with pytest.raises(ShortlistFileError):
        read(data)
