"""What commands of the command line share: options, the engine that they open, JSON."""

import json
import re
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


class BackendName(StrEnum):
    """Where an index keeps its rankings."""

    embedded = "embedded"
    qdrant = "qdrant"


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
    document = json.dumps(value, ensure_ascii=False, indent=2)
    # JSON escapes the control characters up to U+001F only; a terminal obeys these too.
    document = re.sub(r"[\x7f-\x9f]", lambda found: f"\\u{ord(found[0]):04x}", document)
    sys.stdout.write(f"{document}\n")
