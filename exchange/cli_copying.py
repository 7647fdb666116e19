"""The commands for whoever copies a case: what of its needs they meet, a brief, a request."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from exchange.cli_options import DocumentId, Json, open_engine, print_json

if TYPE_CHECKING:
    from exchange.fit import FitCard
    from exchange.profile import AdopterProfile

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
