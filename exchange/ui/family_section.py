"""The family of a case on its page: a drawing where there is something to see, and the list."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st
from markupsafe import Markup

from exchange.engine import SearchEngine
from exchange.family import Branch, Family, Kin, family, tree
from exchange.kinship import Edge, Role
from exchange.labels import country_name
from exchange.lineage import Member
from exchange.translation import gettext
from exchange.ui.drawing import draw
from exchange.ui.markup import render
from exchange.ui.view import View

DRAWN_FROM = 3
"""Relations: fewer are said in the list as plainly as in a drawing."""
DRAWN = 24
"""Lines at most, and how many characters of a name stand on each: what a phone shows."""
NAME_CHARACTERS = 42
WIDTH, LINE, INDENT, MARGIN = 340, 48, 24, 12
_BEFORE: tuple[Role, ...] = ("model", "predecessor")
_AFTER: tuple[Role, ...] = ("copy", "successor", "relative")
_ROLES = (*_BEFORE, *_AFTER)


@dataclass(frozen=True, slots=True)
class Way:
    """Members that one other joins with the case, or that stand beside it.

    :param by: who stands between, or None.
    :param kin: each with the relations by which it is joined.
    """

    by: Member | None
    kin: Sequence[tuple[Kin, Sequence[Edge]]]


@dataclass(frozen=True, slots=True)
class Line:
    """One member in the drawing.

    :param name: cut where it is too long.
    :param elbow: the way from the member above, an SVG path; "" at the top.
    """

    branch: Branch
    name: str
    about: str
    x: int
    y: int
    elbow: str
    href: str | None


def show_family(engine: SearchEngine, view: View, language: str) -> None:
    """Show the family of the open case; nothing where no source tells of any."""
    found = family(engine, view.case_id or "", profile=view.profile)
    if not found.edges:
        return
    lines = _lines(found, view, language) if len(found.edges) >= DRAWN_FROM else []
    if lines:
        html = render(
            "family.svg.html",
            language,
            id=found.id,
            lines=lines,
            total=len(tree(found)),
            width=WIDTH,
            height=lines[-1].y + LINE - MARGIN,
        )
        draw(Markup(html), "family")
    st.html(_list_html(found, view, language, has_heading=not lines))


def _list_html(found: Family, view: View, language: str, *, has_heading: bool) -> str:
    groups: dict[Role, list[Way]] = {
        role: _ways([kin for kin in found.kin if kin.role == role], found) for role in _ROLES
    }
    return render(
        "family.html",
        language,
        id=found.id,
        own=found.nodes[0],
        before=[(role, groups[role]) for role in _BEFORE if groups[role]],
        after=[(role, groups[role]) for role in _AFTER if groups[role]],
        titles={member.key: member.name for member in found.nodes},
        has_heading=has_heading,
        case_href=lambda id: view.at_case(id).href,
    )


def _ways(kin: Sequence[Kin], found: Family) -> list[Way]:
    """Return kin by who joins them with the case, in their order."""
    members = {member.key: member for member in found.nodes}
    groups: dict[str, list[tuple[Kin, Sequence[Edge]]]] = {}
    for each in kin:
        by, edges = _joined(each.member.key, found)
        groups.setdefault(by, []).append((each, edges))
    return [Way(None if by == found.id else members[by], kin) for by, kin in groups.items()]


def _joined(key: str, found: Family) -> tuple[str, Sequence[Edge]]:
    """Return the neighbour of a member that is nearest to the case, and what joins the two."""
    steps = {found.id: 0, **{each.member.key: each.steps for each in found.kin}}
    ways = [
        (edge.earlier if edge.later == key else edge.later, edge)
        for edge in found.edges
        if key in (edge.earlier, edge.later)
    ]
    by = min((other for other, _ in ways), key=lambda other: (steps[other], other))
    return by, [edge for other, edge in ways if other == by]


def _lines(found: Family, view: View, language: str) -> list[Line]:
    """Return the tree line by line, as far as it fits."""
    lines: list[Line] = []
    above: dict[int, int] = {}  # depth -> height of the last member there
    for number, branch in enumerate(tree(found)[:DRAWN]):
        member = branch.member
        x, y = MARGIN + INDENT * branch.depth, MARGIN + LINE * number
        above[branch.depth] = y
        elbow = ""
        if branch.depth:
            elbow = f"M{x - INDENT} {above[branch.depth - 1] + 8}V{y}H{x - 8}"
        room = NAME_CHARACTERS - 4 * branch.depth
        about = _about(member, branch.edge, language)
        href = view.at_case(member.case).href if member.case else None
        lines.append(Line(branch, _cut(member.name, room), about, x, y, elbow, href))
    return lines


def _about(member: Member, edge: Edge | None, language: str) -> str:
    known = [country_name(member.country, language)] if member.country else []
    known += [" / ".join(map(str, edge.years))] if edge is not None and edge.years else []
    if edge is not None and edge.kind == "superseded":
        known.append(gettext("took its place", language))
    if member.case is None:
        known.append(gettext("not in this collection", language))
    return " · ".join(known)


def _cut(name: str, room: int) -> str:
    if len(name) <= room:
        return name
    return f"{name[: max(name.rfind(' ', 0, room), room // 2)].rstrip(' ,:;–')} …"
