"""The commands for whoever copies a case: what of its needs they meet, a brief, a request."""

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from exchange.cli_options import DocumentId, Json, open_engine, print_json
from exchange.errors import CopyingError

if TYPE_CHECKING:
    from exchange.engine import SearchEngine
    from exchange.fit import FitCard
    from exchange.profile import AdopterProfile

LanguageCode = Annotated[
    str, typer.Option(metavar="CODE", help="en, id, ar, es, fr or pt: of all but the case's texts.")
]
ProfileFile = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Your profile, YAML: country, level, have, lack."),
]


def fit(id: DocumentId, profile: ProfileFile = None, as_json: Json = False) -> None:
    """List what a case takes: met, to do or unknown for the office of a profile."""
    from exchange.fit import fit as fit_card

    adopter = _profile(profile)
    case = open_engine().case(id)
    card = fit_card(case, adopter)
    if as_json:
        print_json(_fit_json(card, adopter))
    else:
        from exchange.terminal_copying import print_fit

        print_fit(case, card)


def brief(
    ids: Annotated[list[str], typer.Argument(metavar="ID…", help="As search prints them.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="Ends in .docx, .md or .html.")
    ],
    language: LanguageCode = "en",
    profile: ProfileFile = None,
    as_json: Json = False,
) -> None:
    """Write a brief of cases for a delegation; a file of that name is replaced."""
    from exchange.brief import brief_format, build_brief

    made = brief_format(output)
    adopter = _profile(profile)
    engine = open_engine()
    cases = [engine.case(id) for id in ids]
    content = made(build_brief(cases, adopter, _day_of(engine), language))
    is_replaced = output.exists()
    try:
        output.write_bytes(content)
    except OSError as exc:
        raise CopyingError(f"{output}: cannot be written ({exc.strerror}).") from exc
    if as_json:
        print_json({"file": str(output), "language": language, "ids": ids, "replaced": is_replaced})
    else:
        from exchange.terminal_copying import print_written

        print_written(output, is_replaced=is_replaced)


def request(
    id: DocumentId,
    sender: Annotated[
        str, typer.Option("--from", metavar="NAME", help="Your name and organisation.")
    ],
    recipient: Annotated[
        str, typer.Option("--to", metavar="ADDRESS", help="An e-mail address; without one, none.")
    ] = "",
    language: LanguageCode = "en",
    profile: ProfileFile = None,
    as_json: Json = False,
) -> None:
    """Write a message to the hosts of a case, as text and as a mailto: link."""
    from exchange.questions import questions
    from exchange.request import request as write_request
    from exchange.translation import require_interface_language

    require_interface_language(language)
    adopter = _profile(profile)
    engine = open_engine()
    case = engine.case(id)
    asked = questions(case, adopter, _day_of(engine), language)
    made = write_request(
        case, adopter, asked, sender=sender, language=language, recipient=recipient
    )
    if as_json:
        print_json({"id": id, "language": language, **asdict(made)})
    else:
        from exchange.terminal_copying import print_request

        print_request(made)


def _day_of(engine: "SearchEngine") -> date:
    """Return the day of the snapshot: the same snapshot, the same brief."""
    return date.fromisoformat(engine.snapshot[:10])


def _profile(path: Path | None) -> "AdopterProfile":
    from exchange.profile import AdopterProfile, load_profile

    return AdopterProfile() if path is None else load_profile(path)


def _fit_json(card: "FitCard", profile: "AdopterProfile") -> dict[str, Any]:
    return {
        "id": card.id,
        "profile": profile.model_dump(mode="json"),
        "states_needs": card.states_needs,
        "needs": [asdict(line) for line in card.lines],
        "met": card.needs("met"),
        "to_do": card.needs("to-do"),
        "unknown": card.needs("unknown"),
    }
