"""A message to the hosts: what it says, and that its link says the same to a mail program."""

import json
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.case import Case
from exchange.corpus import Corpus
from exchange.errors import CopyingError
from exchange.profile import AdopterProfile
from exchange.questions import Question
from exchange.request import MAX_LINK_BODY, Request, request
from exchange.settings import Settings
from tests.conftest import case_of
from tests.test_cli import run

MALARIA = "id-edat-malaria-teluk-bintuni"
OFFICE = AdopterProfile(have=("budget", "training"), lack=("legal-mandate",))
ASKED = (Question("cost-missing", "What did it cost?"), Question("ended", "Why\ndid it end?"))


@pytest.fixture
def case(corpus: Corpus) -> Case:
    return case_of(corpus, MALARIA)


def headers(made: Request) -> tuple[str, dict[str, str]]:
    """Return the recipient and the header fields of a link, as RFC 6068 has them read."""
    address = urlsplit(made.mailto)
    assert address.scheme == "mailto" and "+" not in address.query  # a plus is no space here
    return unquote(address.path), dict(parse_qsl(address.query, strict_parsing=True))


def test_a_message_says_who_asks_what_they_have_and_what_they_want_to_know(case: Case) -> None:
    made = request(case, OFFICE, ASKED, sender="Dewi, Dinas Kesehatan Kaimana")
    assert made.subject == f"Questions about {case.title}"
    assert made.text == (
        "To: Dinas Kesehatan Kabupaten Teluk Bintuni\n"
        "\n"
        "We are Dewi, Dinas Kesehatan Kaimana.\n"
        f"We have read about “{case.title}” and may want to copy it.\n"
        "We have: Budget, Training\n"
        "We lack: Legal mandate\n"
        "\n"
        "We would like to know:\n"
        "1. What did it cost?\n"
        "2. Why did it end?\n"
        "\n"
        "Thank you. Dewi, Dinas Kesehatan Kaimana\n"
    )
    assert not made.is_cut
    recipient, fields = headers(made)
    assert recipient == ""  # no address that no source gives
    assert fields == {"subject": made.subject, "body": made.text.replace("\n", "\r\n")}


def test_without_profile_and_questions_the_message_is_short(case: Case) -> None:
    text = request(case, AdopterProfile(), (), sender="Dewi").text
    assert "We have:" not in text and "We lack:" not in text and "like to know" not in text


@pytest.mark.parametrize(
    "recipient",
    ["dewi@example.org", "a+b@example.co.id", "o'neill&co@example.org", "50%?#x@example.org"],
)
def test_a_typed_recipient_stands_in_the_link(case: Case, recipient: str) -> None:
    made = request(case, OFFICE, ASKED, sender="Dewi", recipient=f" {recipient} ")
    found, fields = headers(made)
    assert found == recipient
    assert set(fields) == {"subject", "body"}


@pytest.mark.parametrize(
    "recipient",
    [
        *("dewi", "a@b", "a@example.org,b@example.org", "a@example.org\r\nBcc: b@example.org"),
        *("a b@example.org", "<a@example.org>", "a@example.org?bcc=b@example.org"),
    ],
)
def test_what_is_no_address_is_refused(case: Case, recipient: str) -> None:
    with pytest.raises(CopyingError, match="is not an e-mail address; write one as in name@"):
        request(case, OFFICE, ASKED, sender="Dewi", recipient=recipient)


@pytest.mark.parametrize(("sender", "length"), [(" \n", 0), ("x" * 201, 201)])
def test_a_sender_must_be_named(case: Case, sender: str, length: int) -> None:
    with pytest.raises(CopyingError, match=f"sender: has {length} characters"):
        request(case, OFFICE, ASKED, sender=sender)


@given(
    sender=st.text(max_size=150).map(lambda text: f"a{text}"),
    asked=st.lists(st.text(max_size=400), max_size=12),
)
@settings(max_examples=50)
def test_a_link_holds_the_first_lines_and_no_more_than_fits(
    corpus: Corpus, sender: str, asked: list[str]
) -> None:
    case = case_of(corpus, MALARIA)
    questions = [Question("ended", text) for text in asked]
    made = request(case, OFFICE, questions, sender=sender)
    _, fields = headers(made)
    encoded = made.mailto.partition("&body=")[2]
    assert len(encoded) <= MAX_LINK_BODY and encoded.isascii() and "%0A" in encoded
    lines = fields["body"].split("\r\n")
    assert not any("\n" in line or "\r" in line for line in lines)
    whole = made.text.split("\n")
    if made.is_cut:
        assert lines[-2:] == ["[The rest of this message did not fit: paste it here.]", ""]
        assert lines[:-2] == whole[: len(lines) - 2] and len(lines) - 2 < len(whole)
    else:
        assert lines == whole
    message = EmailMessage()
    message["Subject"] = fields["subject"]  # raises where a header would be begun
    assert len(made.text.splitlines()) >= 6 + len(asked)


def test_the_command_prints_message_and_link(small_index: Settings, tmp_path: Path) -> None:
    path = tmp_path / "profile.yaml"
    path.write_text(OFFICE.dump())
    arguments = ("request", MALARIA, "--profile", str(path), "--from", "Dewi")
    found = json.loads(run(small_index, *arguments, "--json"))
    assert set(found) == {"id", "language", "subject", "text", "mailto", "is_cut"}
    assert "How did you get this: Legal mandate" in found["text"]
    assert found["is_cut"] and found["mailto"].startswith("mailto:?subject=")
    printed = run(small_index, *arguments, "--to", "dewi@example.org")
    assert found["text"] in printed and "\nmailto:dewi@example.org?subject=" in printed
    assert "language=xx" in run(small_index, *arguments, "--language", "xx", check=1)
    assert "is not an e-mail address" in run(small_index, *arguments, "--to", "dewi", check=1)
    assert "Missing option '--from'" in run(small_index, "request", MALARIA, check=2)
