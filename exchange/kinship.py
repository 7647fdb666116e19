"""How the members of a family are related: relations joined to edges, and what each is to one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from exchange.lineage import Kind, Relation

Role = Literal["model", "copy", "predecessor", "successor", "relative"]
"""What a member is to the case; "relative" where the way to it turns, as to another copy of its
model."""


@dataclass(frozen=True, slots=True)
class Telling:
    """Where a relation is said: the source of a case, by number and address."""

    case: str
    source: int
    url: str


@dataclass(frozen=True, slots=True)
class Edge:
    """One relation between two members, given by their keys.

    :param years: those that the tellings give, each once, rising; sources may disagree.
    """

    kind: Kind
    earlier: str
    later: str
    years: tuple[int, ...]
    tellings: tuple[Telling, ...]


def join_relations(told: Sequence[Relation]) -> tuple[Edge, ...]:
    """Return each relation once, with all that tell it."""
    groups: dict[tuple[str, str, Kind], list[Relation]] = {}
    for each in told:
        groups.setdefault((each.earlier.key, each.later.key, each.kind), []).append(each)
    return tuple(
        Edge(
            kind,
            earlier,
            later,
            tuple(sorted({each.year for each in group if each.year is not None})),
            tuple(
                Telling(each.told_by, each.source, each.url)
                for each in sorted(group, key=lambda each: (each.told_by, each.source))
            ),
        )
        for (earlier, later, kind), group in sorted(groups.items(), key=lambda item: item[0])
    )


_Way = Callable[[Edge, str], str | None]
"""Returns where an edge leads from a member, or None where that way is not taken."""


def roles(key: str, edges: Sequence[Edge]) -> Mapping[str, tuple[Role, int]]:
    """Return everyone but the member `key`, with role and steps: straight ways first."""

    def down(kind: Kind) -> _Way:
        return lambda edge, at: edge.later if (edge.kind, edge.earlier) == (kind, at) else None

    def up(kind: Kind) -> _Way:
        return lambda edge, at: edge.earlier if (edge.kind, edge.later) == (kind, at) else None

    def any_way(edge: Edge, at: str) -> str | None:
        return edge.later if edge.earlier == at else edge.earlier

    ways: tuple[tuple[Role, _Way], ...] = (
        ("copy", down("copied")),
        ("model", up("copied")),
        ("successor", down("superseded")),
        ("predecessor", up("superseded")),
        ("relative", any_way),
    )
    found: dict[str, tuple[Role, int]] = {}
    for role, way in ways:
        for other, steps in _steps(key, edges, way).items():
            found.setdefault(other, (role, steps))
    return found


def _steps(start: str, edges: Sequence[Edge], way: _Way) -> dict[str, int]:
    """Return how many steps lead to each member that a way reaches, without the start."""
    touching: dict[str, list[Edge]] = {}
    for edge in edges:
        for key in (edge.earlier, edge.later):
            touching.setdefault(key, []).append(edge)
    steps = {start: 0}
    waiting = [start]
    for key in waiting:  # grows while it is read: nearest first
        for edge in touching.get(key, ()):
            other = way(edge, key)
            if other is not None and other not in steps:
                steps[other] = steps[key] + 1
                waiting.append(other)
    del steps[start]
    return steps
