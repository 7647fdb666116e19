"""Who copied whom, of every case in one small file: a family is found without reading cases.

What one case says of its lineage becomes relations between members: cases of the corpus, and
innovations outside it that are known by a name alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

from exchange.case import Case, Relative, Successor
from exchange.document import Document

Kind = Literal["copied", "superseded"]


@dataclass(frozen=True, slots=True)
class Member:
    """An innovation in a family.

    :param key: equal for the same innovation: a case's id, else made from what is known of it.
    :param name: as a source calls it; for a case its English title.
    :param case: id of its case in the corpus, or None.
    """

    key: str
    name: str
    country: str | None
    case: str | None


@dataclass(frozen=True, slots=True)
class Relation:
    """That one innovation was copied or superseded by another, as one case tells it.

    :param earlier: the model, or what was superseded.
    :param later: the copy, or the successor.
    :param year: of copying or superseding; None when no source says.
    :param told_by: id of the case that says it.
    :param source: number of the source there, with its address.
    """

    kind: Kind
    earlier: Member
    later: Member
    year: int | None
    told_by: str
    source: int
    url: str


_RELATIONS = TypeAdapter(tuple[Relation, ...])


class LineageIndex:
    """The relations of a whole corpus, by member."""

    def __init__(self, relations: Iterable[Relation]) -> None:
        self._of: dict[str, list[Relation]] = {}
        for relation in relations:
            for key in dict.fromkeys((relation.earlier.key, relation.later.key)):
                self._of.setdefault(key, []).append(relation)

    def of(self, key: str) -> Sequence[Relation]:
        """Return the relations in which a member stands, in the order of the cases that tell."""
        return self._of.get(key, ())


def write_lineage(path: Path, documents: Sequence[Document]) -> None:
    """Write the relations that the cases among `documents` tell."""
    path.write_bytes(_RELATIONS.dump_json(relations([d.case for d in documents if d.case])))


def read_lineage(path: Path) -> LineageIndex:
    """Open what :func:`write_lineage` wrote."""
    return LineageIndex(_RELATIONS.validate_json(path.read_bytes()))


def relations(cases: Sequence[Case]) -> tuple[Relation, ...]:
    """Return what cases tell of their lineage; the same told by both ends is there twice."""
    members = {case.id: _member_of(case) for case in cases}
    return tuple(relation for case in cases for relation in _told_by(case, members))


def _told_by(case: Case, members: dict[str, Member]) -> Iterable[Relation]:
    own = members[case.id]
    for model in case.lineage.adapted_from:
        # Two cases that name one model outside the corpus speak of the same one …
        other = _relative(model, members, f"model:{_spelling(model)}")
        yield _relation("copied", other, own, model, case)
    for copy in case.lineage.adopted_by:
        # … but two cases that were both copied in "Germany" were not copied by one innovation.
        other = _relative(copy, members, f"copy:{case.id}:{_spelling(copy)}")
        yield _relation("copied", own, other, copy, case)
    successor = case.lineage.superseded_by
    if successor is not None:
        key = f"successor:{case.id}"
        outside = Member(key, successor.name, case.country, None)
        other = members.get(successor.case or "", outside)
        yield _relation("superseded", own, other, successor, case)


def _relation(
    kind: Kind, earlier: Member, later: Member, told: Relative | Successor, case: Case
) -> Relation:
    url = case.sources[told.source - 1].url
    return Relation(kind, earlier, later, told.year, case.id, told.source, url)


def _member_of(case: Case) -> Member:
    return Member(case.id, case.title_in("en"), case.country, case.id)


def _relative(relative: Relative, members: dict[str, Member], key: str) -> Member:
    outside = Member(key, relative.name, relative.country, None)
    return members.get(relative.case or "", outside)


def _spelling(relative: Relative) -> str:
    """Return name and country as far as they tell two innovations apart."""
    return f"{relative.country or ''}:{' '.join(relative.name.casefold().split())}"
