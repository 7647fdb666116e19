"""A message to the hosts of a case: who asks, what they have and lack, what they want to know.

It is made for sending by the reader's own mail program; no address is stored that no source gives.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from exchange.case import Case
from exchange.errors import CopyingError
from exchange.labels import label
from exchange.profile import AdopterProfile
from exchange.questions import Question
from exchange.text import prepare_text
from exchange.translation import gettext

MAX_LINK_BODY = 1_800
"""Characters of the body as it stands in a mailto: link, percent-encoded. Windows and mail programs
cut addresses off at some 2,000."""
MAX_SENDER = 200

# One address without quoted parts or comments: what RFC 6068 lets stand in a link as it is typed.
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


@dataclass(frozen=True, slots=True)
class Request:
    """A message to the hosts of a case.

    :param text: the whole message, with line feeds.
    :param mailto: a mailto: link with the message, or with its first lines where it is too long.
    :param is_cut: whether the link holds less than the text.
    """

    subject: str
    text: str
    mailto: str
    is_cut: bool


def request(
    case: Case,
    profile: AdopterProfile,
    questions: Sequence[Question],
    *,
    sender: str,
    language: str = "en",
    recipient: str = "",
) -> Request:
    """Return a message to the organisation of a case; the same input gives the same message.

    :param questions: what the reader wants to know: all of `exchange.questions`, or some.
    :param sender: name and organisation of the reader.
    :param recipient: an address that the reader typed, "" for a link without one.
    :raises CopyingError: the sender is missing or too long, or the recipient is no address.
    """
    sender, recipient = _line(sender), recipient.strip()
    if not 1 <= len(sender) <= MAX_SENDER:
        raise CopyingError(
            f"sender: has {len(sender)} characters; write your name and organisation, in 1 to "
            f"{MAX_SENDER} characters."
        )
    if recipient and not _ADDRESS.fullmatch(recipient):
        raise CopyingError(
            f"recipient={recipient}: is not an e-mail address; write one as in name@example.org, "
            "or none."
        )
    title = _line(case.title)  # the hosts know it by its own name
    subject = _line(gettext("Questions about {title}", language, title=title))
    lines = [
        gettext("To: {organisation}", language, organisation=_line(case.organisation)),
        "",
        gettext("We are {sender}.", language, sender=sender),
        gettext("We have read about “{title}” and may want to copy it.", language, title=title),
        *_holdings(profile, language),
        *_asked(questions, language),
        "",
        gettext("Thank you. {sender}", language, sender=sender),
    ]
    mailto, is_cut = _link(recipient, subject, lines, language)
    return Request(subject, "\n".join(lines) + "\n", mailto, is_cut)


def _holdings(profile: AdopterProfile, language: str) -> list[str]:
    comma = gettext(", ", language)
    said = (
        (gettext("We have", language), profile.have),
        (gettext("We lack", language), profile.lack),
    )
    return [
        f"{name}: {comma.join(label('need', need, language) for need in needs)}"
        for name, needs in said
        if needs
    ]


def _asked(questions: Sequence[Question], language: str) -> list[str]:
    if not questions:
        return []
    numbered = [f"{number}. {_line(each.text)}" for number, each in enumerate(questions, 1)]
    return ["", gettext("We would like to know:", language), *numbered]


def _link(recipient: str, subject: str, lines: Sequence[str], language: str) -> tuple[str, bool]:
    """Return the mailto: link of RFC 6068, cut at a whole line, and whether it is cut."""
    body = _encoded_lines(lines)
    is_cut = len(body) > MAX_LINK_BODY
    if is_cut:
        rest = gettext("[The rest of this message did not fit: paste it here.]", language)
        kept = list(lines)
        while kept and len(body) > MAX_LINK_BODY:
            kept.pop()
            body = _encoded_lines([*kept, rest])
    return f"mailto:{quote(recipient, safe='@')}?subject={_encoded(subject)}&body={body}", is_cut


def _encoded_lines(lines: Sequence[str]) -> str:
    return _encoded("\r\n".join((*lines, "")))


def _encoded(text: str) -> str:
    return quote(text, safe="")


def _line(text: str) -> str:
    """Return a text on one line: nothing typed begins another header or another paragraph."""
    return " ".join(prepare_text(text).split())
