"""The commands `exchange family` and `exchange travel`: kin of a case, and the like elsewhere."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from exchange.cli_options import DocumentId, Json, Limit, open_engine, print_json
from exchange.vocabulary import COUNTRIES

if TYPE_CHECKING:
    from exchange.family import Family, Kin
    from exchange.travel import Cost, Traveller, Travels


class LevelName(StrEnum):
    """The level of government of a reader."""

    national = "national"
    regional = "regional"
    local = "local"
    state_owned = "state-owned"
    international = "international"


@dataclass(frozen=True, slots=True)
class _Reader:
    country: str | None
    level: str | None


def family(
    id: DocumentId,
    country: Annotated[
        str, typer.Option(metavar="CODE", help="Your country, as in ID: its kin come first.")
    ] = "",
    level: Annotated[
        LevelName | None, typer.Option(help="Your level: kin of that level come next.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Print the models and copies of a case, in the corpus and outside, each with its source."""
    from exchange.family import family as family_of

    if country and country not in COUNTRIES:
        raise typer.BadParameter(f"--country {country}: write an ISO 3166-1 code such as ID.")
    reader = _Reader(country or None, level and level.value)
    found = family_of(open_engine(), id, reader)
    if as_json:
        print_json(_family_json(found))
    else:
        from exchange.terminal_kin import print_family

        print_family(found)


def travel(id: DocumentId, limit: Limit = 10, as_json: Json = False) -> None:
    """Print the cases of other countries nearest to one, by mechanism, and what differs."""
    from exchange.travel import travel as travels_of

    found = travels_of(open_engine(), id, limit)
    if as_json:
        print_json(_travels_json(found))
    else:
        from exchange.terminal_kin import print_travels

        print_travels(found)


def _family_json(family: "Family") -> dict[str, Any]:
    return {
        "id": family.id,
        "nodes": [asdict(member) for member in family.nodes],
        "edges": [asdict(edge) for edge in family.edges],
        "kin": [_kin_json(kin) for kin in family.kin],
    }


def _kin_json(kin: "Kin") -> dict[str, Any]:
    return {
        "key": kin.member.key,
        "role": kin.role,
        "steps": kin.steps,
        "level": kin.level,
        "is_same_country": kin.is_same_country,
        "is_same_level": kin.is_same_level,
    }


def _travels_json(travels: "Travels") -> dict[str, Any]:
    return {
        "id": travels.case.id,
        "costs": [_cost_json(cost) for cost in travels.costs],
        "mechanisms": [
            {
                "innovation_types": list(group.innovation_types),
                "cases": [_traveller_json(traveller) for traveller in group.travellers],
            }
            for group in travels.mechanisms
        ],
    }


def _traveller_json(traveller: "Traveller") -> dict[str, Any]:
    return {
        "id": traveller.case.id,
        "title": traveller.case.title_in("en"),
        "country": traveller.case.country,
        "rank": traveller.rank,
        "score": traveller.score,
        "level": traveller.level and asdict(traveller.level),
        "evidence": traveller.evidence and asdict(traveller.evidence),
        "technologies_here": list(traveller.technologies_here),
        "technologies_there": list(traveller.technologies_there),
        "costs": [_cost_json(cost) for cost in traveller.costs],
    }


def _cost_json(cost: "Cost") -> dict[str, Any]:
    return {
        **cost.figure.model_dump(mode="json"),
        "url": cost.source.url,
        "is_disputed": cost.is_disputed,
    }
