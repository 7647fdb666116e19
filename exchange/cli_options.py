"""What commands of the command line share: options, the engine that they open, JSON."""

import json
import sys
from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from exchange.settings import load_settings

if TYPE_CHECKING:
    from exchange.engine import SearchEngine


class ModeName(StrEnum):
    """What a search goes by."""

    keyword = "keyword"
    semantic = "semantic"
    hybrid = "hybrid"


class SortName(StrEnum):
    """How a list is ordered."""

    relevance = "relevance"
    newest = "newest"
    oldest = "oldest"


Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Filters = Annotated[
    list[str],
    typer.Option("--filter", metavar="FIELD=VALUE", help="Repeat it; OR within a field."),
]
Limit = Annotated[int, typer.Option(min=0, max=1000, help="How many to show.")]
DocumentId = Annotated[str, typer.Argument(metavar="ID", help="As search prints it.")]


def open_engine() -> "SearchEngine":
    """Return an engine on the current snapshot of the settings' index."""
    from exchange.engine import SearchEngine

    return SearchEngine.open(load_settings())


def print_json(value: Mapping[str, Any] | list[Any]) -> None:
    """Print one JSON document on standard output."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")
