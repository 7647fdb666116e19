"""The shortlist as a file: written for people and programs, read strictly."""

import json
from collections.abc import Sequence

from exchange.case import Case
from exchange.case_values import CASE_ID
from exchange.translation import N_
from exchange.ui.view import SHORTLIST_LIMIT

FORMAT = "exchange-shortlist"
VERSION = 1
MAX_BYTES = 64 * 1024


class ShortlistFileError(Exception):
    """An uploaded file that is no shortlist.

    :param reason: the interface text that says why, not yet translated.
    """

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.values = values


def write(cases: Sequence[Case], address: str) -> bytes:
    """Return a shortlist as a JSON file.

    :param address: of the shortlist's page, which opens it again.
    """
    content = {
        "format": FORMAT,
        "version": VERSION,
        "address": address,
        "cases": [
            {
                "id": case.id,
                "title": case.title_in("en"),
                "country": case.country,
                "organisation": case.organisation,
            }
            for case in cases
        ],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def read(data: bytes) -> tuple[str, ...]:
    """Return the ids in a shortlist file; whether cases have them is not known here.

    :raises ShortlistFileError: it is too large, no JSON, not of our format, or lists no ids.
    """
    if len(data) > MAX_BYTES:
        raise ShortlistFileError(
            N_("This file is too large for a shortlist (more than {limit} KB). Nothing was added."),
            limit=MAX_BYTES // 1024,
        )
    content = _parse(data)
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise ShortlistFileError(
            N_(
                "This file is no shortlist. Choose the file shortlist.json that you downloaded "
                "here. Nothing was added."
            )
        )
    if content.get("version") != VERSION or isinstance(content["version"], bool):
        raise ShortlistFileError(
            N_("This shortlist has another version than {version}. Nothing was added."),
            version=VERSION,
        )
    entries = content.get("cases")
    if not isinstance(entries, list):
        raise ShortlistFileError(N_("This shortlist has no list of cases. Nothing was added."))
    if len(entries) > SHORTLIST_LIMIT:
        raise ShortlistFileError(
            N_("This file lists {total} cases; a shortlist holds {limit}. Nothing was added."),
            limit=SHORTLIST_LIMIT,
            total=len(entries),
        )
    return tuple(dict.fromkeys(_id(entry, place) for place, entry in enumerate(entries, 1)))


def _parse(data: bytes) -> object:
    try:
        return json.loads(data.decode("utf-8-sig"), object_pairs_hook=_without_repeats)
    except (ValueError, RecursionError) as exc:  # UnicodeDecodeError is a ValueError
        raise ShortlistFileError(
            N_(
                "This file cannot be read as a shortlist. Choose the file shortlist.json that you "
                "downloaded here. Nothing was added."
            )
        ) from exc


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("a key stands twice")
    return dict(pairs)


def _id(entry: object, place: int) -> str:
    id = entry.get("id") if isinstance(entry, dict) else None
    if not isinstance(id, str) or not CASE_ID.fullmatch(id):
        raise ShortlistFileError(
            N_("Entry {place} of this file names no case. Nothing was added."), place=place
        )
    return id
