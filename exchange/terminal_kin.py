"""What the command line prints of families and of cases alike elsewhere."""

from rich.padding import Padding
from rich.text import Text

from exchange.family import Branch, Family, tree
from exchange.kinship import Edge
from exchange.terminal import out
from exchange.travel import Cost, Traveller, Travels

_VERBS = {"copied": "copied it", "superseded": "took its place"}


def print_family(family: Family) -> None:
    """Print a family as a tree, each relation with its sources, then everyone in their order."""
    if not family.edges:
        out.print("No case of the corpus tells of a model, a copy or a successor.")
        return
    for branch in tree(family):
        _print_branch(branch, family.id)
    out.print(Text("\nThose most like you first", style="bold"))
    for kin in family.kin:
        known = [kin.member.name, kin.member.country, kin.member.case, kin.role]
        known += ["your country"] if kin.is_same_country else []
        known += ["your level"] if kin.is_same_level else []
        out.print(Text(" · ".join(each for each in known if each)))


def print_travels(travels: Travels) -> None:
    """Print the cases alike in other countries, by what they share with one, and what differs."""
    out.print(Text(travels.case.title_in("en"), style="bold"))
    for cost in travels.costs:
        _print_cost(cost, 0)
    if not travels.mechanisms:
        out.print("\nNo case of another country to compare with.")
    for group in travels.mechanisms:
        shared = ", ".join(group.innovation_types)
        out.print(Text(f"\nShares {shared or 'no type of innovation'}", style="bold"))
        for traveller in group.travellers:
            _print_traveller(traveller)


def _print_branch(branch: Branch, id: str) -> None:
    member = branch.member
    line = Text(f"{member.name}")
    if member.key == id:
        line.stylize("bold")
    known = [each for each in (member.country, member.case) if each]
    line.append(f" · {' · '.join(known)}" if known else "", style="dim")
    if branch.is_repeated:
        line.append(" (above)", style="dim")
    out.print(Padding(line, (0, 0, 0, 4 * branch.depth)))
    if branch.edge is not None:
        told = Text(_told(branch.edge), style="dim")
        out.print(Padding(told, (0, 0, 0, 4 * branch.depth + 2)))


def _told(edge: Edge) -> str:
    years = f" in {' or '.join(map(str, edge.years))}" if edge.years else ""
    sources = "; ".join(f"{each.case} [{each.source}] {each.url}" for each in edge.tellings)
    return f"{_VERBS[edge.kind]}{years}: {sources}"


def _print_traveller(traveller: Traveller) -> None:
    case = traveller.case
    out.print(Text.assemble((f"{traveller.rank}. ", "dim"), case.title_in("en")))
    started = case.year_started or "year unknown"
    lines = [f"{case.country} · {case.organisation} · {started} · {case.id}"]
    for name, change in (("level", traveller.level), ("evidence", traveller.evidence)):
        if change is not None:
            lines.append(f"{name}: {change.there} (here {change.here})")
    for name, technologies in (
        ("only there", traveller.technologies_there),
        ("only here", traveller.technologies_here),
    ):
        if technologies:
            lines.append(f"{name}: {', '.join(technologies)}")
    for line in lines:
        out.print(Padding(Text(line, style="dim"), (0, 0, 0, 3)))
    for cost in traveller.costs:
        _print_cost(cost, 3)


def _print_cost(cost: Cost, indent: int) -> None:
    figure = cost.figure
    disputed = "; sources disagree" if cost.is_disputed else ""
    line = (
        f"{figure.measure}: {figure.value:,} {figure.unit} ({figure.year or 'year unknown'}, "
        f"{figure.scope}) [{figure.source}] {cost.source.url}{disputed}"
    )
    out.print(Padding(Text(line), (0, 0, 0, indent)))
