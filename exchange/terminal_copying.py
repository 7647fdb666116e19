"""What the commands for whoever copies a case print for people."""

from pathlib import Path

from rich.text import Text

from exchange.case import Case
from exchange.fit import FitCard, FitState
from exchange.request import Request
from exchange.terminal import out

_HEADINGS: tuple[tuple[FitState, str], ...] = (
    ("to-do", "To do"),
    ("unknown", "Unknown"),
    ("met", "Met"),
)


def print_fit(case: Case, card: FitCard) -> None:
    """Print the needs of a case: first what is to do, then what is unknown, then what is met."""
    out.print(Text(case.title_in("en"), style="bold"))
    if not card.states_needs:
        out.print(Text("No source says what it takes."))
    for state, heading in _HEADINGS:
        lines = [line for line in card.lines if line.state == state]
        if lines:
            out.print(Text(f"\n{heading}", style="bold"))
        for line in lines:
            said = "inferred" if line.source is None else f"[{line.source}]"
            out.print(Text(f"  {line.need}: {line.note} {said}"))


def print_written(path: Path, *, is_replaced: bool) -> None:
    """Say that a file was written, and whether there was one before."""
    out.print(Text(f"{'Replaced' if is_replaced else 'Wrote'} {path}."), soft_wrap=True)


def print_request(request: Request) -> None:
    """Print a message to the hosts: subject, text, and the link on one line."""
    out.print(Text(request.subject, style="bold"), soft_wrap=True)
    out.print(Text(f"\n{request.text}"), soft_wrap=True)
    out.print(Text(request.mailto), soft_wrap=True)
    if request.is_cut:
        out.print(Text("The link holds the first lines only.", style="dim"))
