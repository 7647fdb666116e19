"""The family of a case: its models and copies, what it superseded and what superseded it.

Everything that is joined with the case by copying or superseding, in any number of steps, in the
corpus or outside. A relation told by both of its ends is one edge with two sources.
"""

from dataclasses import dataclass
from typing import Protocol

from exchange.engine import SearchEngine
from exchange.kinship import Edge, Role, join_relations, roles
from exchange.lineage import LineageIndex, Member, Relation


class Reader(Protocol):
    """For whom a family is ordered.

    :param country: ISO 3166-1 alpha-2, or None.
    :param level: of the vocabulary of case files, or None.
    """

    @property
    def country(self) -> str | None: ...
    @property
    def level(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Kin:
    """A member of the family and what it is to the case.

    :param steps: how many relations lie between.
    :param level: None outside the corpus.
    :param is_same_country: as the reader's; False without one.
    :param is_same_level: as the reader's; False without one.
    """

    member: Member
    role: Role
    steps: int
    level: str | None
    is_same_country: bool
    is_same_level: bool


@dataclass(frozen=True, slots=True)
class Branch:
    """One line of the family as a tree: a member below what it was copied from or came after.

    :param depth: 0 for a member without a model in the family.
    :param edge: from the member above; None at depth 0.
    :param is_repeated: whether the member stands above already, with what is below it.
    """

    depth: int
    member: Member
    edge: Edge | None
    is_repeated: bool


@dataclass(frozen=True, slots=True)
class Family:
    """The family of a case as a graph and as a list.

    :param nodes: every member, the case itself first, then as in `kin`.
    :param kin: everyone but the case, those most like the reader first.
    """

    id: str
    nodes: tuple[Member, ...]
    edges: tuple[Edge, ...]
    kin: tuple[Kin, ...]


def family(engine: SearchEngine, id: str, profile: Reader | None = None) -> Family:
    """Return the family of a case; one without relations is alone in it.

    Kin are in this order: of the reader's country; of the reader's level; with a case in the
    corpus, since there is something to read; fewer steps away; by name.

    :raises UnknownDocumentError: no case has this id.
    """
    case = engine.case(id)
    lineage = engine.lineage()
    own = Member(id, case.title_in("en"), case.country, id)
    members, told = _gather(lineage, own)
    edges = join_relations(told)
    found = [
        _kin(engine, members[key], role, steps, profile)
        for key, (role, steps) in roles(id, edges).items()
    ]
    kin = tuple(sorted(found, key=_order))
    return Family(id, (own, *(each.member for each in kin)), edges, kin)


def tree(family: Family) -> tuple[Branch, ...]:
    """Return a family line by line, each member below what it came from."""
    members = {member.key: member for member in family.nodes}
    below: dict[str, list[Edge]] = {key: [] for key in members}
    for edge in family.edges:
        below[edge.earlier].append(edge)
    places = {key: place for place, key in enumerate(members)}
    later = {edge.later for edge in family.edges}
    branches: list[Branch] = []
    shown: set[str] = set()
    # Members of a ring have no first one: the ring begins with the case, or its nearest kin.
    for root in [*(key for key in members if key not in later), *members]:
        if root in shown:
            continue
        waiting: list[tuple[int, str, Edge | None]] = [(0, root, None)]
        while waiting:
            depth, key, above = waiting.pop()
            branches.append(Branch(depth, members[key], above, key in shown))
            if key in shown:
                continue
            shown.add(key)
            following = sorted(below[key], key=lambda edge: places[edge.later], reverse=True)
            waiting += [(depth + 1, edge.later, edge) for edge in following]
    return tuple(branches)


def _gather(lineage: LineageIndex, own: Member) -> tuple[dict[str, Member], list[Relation]]:
    """Return everyone whom relations join with a member, by key, and these relations."""
    members = {own.key: own}
    told: dict[Relation, None] = {}
    waiting = [own.key]
    while waiting:
        for relation in lineage.of(waiting.pop()):
            told[relation] = None
            for member in (relation.earlier, relation.later):
                if member.key not in members:
                    members[member.key] = member
                    waiting.append(member.key)
    return members, list(told)


def _kin(
    engine: SearchEngine, member: Member, role: Role, steps: int, reader: Reader | None
) -> Kin:
    level = None if member.case is None else engine.case(member.case).level
    country = None if reader is None else reader.country
    return Kin(
        member=member,
        role=role,
        steps=steps,
        level=level,
        is_same_country=country is not None and member.country == country,
        is_same_level=reader is not None and level is not None and level == reader.level,
    )


def _order(kin: Kin) -> tuple[bool, bool, bool, int, str, str]:
    return (
        not kin.is_same_country,
        not kin.is_same_level,
        kin.member.case is None,
        kin.steps,
        kin.member.name.casefold(),
        kin.member.key,
    )
