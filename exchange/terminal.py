"""What the command line prints for people: result lists, cases, tables, progress.

Markdown and progress bars are imported by what shows them: they cost more than a printed result.
"""

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from rich.console import Console, ConsoleOptions, RenderableType
from rich.padding import Padding
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from exchange.case import Case
from exchange.need_result import NeedResult
from exchange.results import Hit, SearchResult, ShownPassage, SnapshotStatus
from exchange.text import harmless

FACET_VALUES = 25
PASSAGE_CHARACTERS, NEED_PASSAGE_CHARACTERS = 280, 140
_NOTES = {
    "weak": "The match is weak; the nearest are:",
    "none": "No good match; the nearest are:",
}


class _HarmlessConsole(Console):
    """Sends the terminal no commands but rich's own: rich lets those of a text pass."""

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        for text, style, control in super().render(renderable, options):
            yield Segment(text if control else harmless(text), style, control)


out = _HarmlessConsole(highlight=False)
err = _HarmlessConsole(stderr=True, highlight=False)


@contextlib.contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """Yield a function (step, done, total) that draws one bar a step on standard error."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=err, transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def report(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(step, total=total)
            bars.update(tasks[step], completed=done)

        yield report


def print_result(result: SearchResult) -> None:
    """Print one page of a result list."""
    for suggestion in result.suggestions:
        out.print(Text(f"Did you mean: {suggestion.query}?", style="italic"))
    if not result.total:
        out.print("Nothing found. Use fewer filters, or other words.")
        return
    if note := _NOTES.get(result.match or ""):
        out.print(Text(note, style="yellow"))
    if result.notice:
        out.print(Text(result.notice, style="yellow"))
    for hit in result.hits:
        _print_hit(hit)
    first, last = result.offset + 1, result.offset + len(result.hits)
    shown = f"{first}–{last} of " if result.hits else "none shown of "
    at_least = "at least " if result.total_is_lower_bound else ""
    out.print(Text(f"\n{shown}{at_least}{result.total} documents", style="dim"))


def print_hits(hits: tuple[Hit, ...]) -> None:
    """Print hits without what belongs to a query."""
    for hit in hits:
        _print_hit(hit)


def print_need(result: NeedResult) -> None:
    """Print a need's sentences, numbered, the cases with what they answer, and what is open."""
    out.print(Text("The need", style="bold"))
    for sentence in result.sentences:
        _print_numbered(sentence.number, sentence.text)
    if not result.total:
        out.print("\nNothing found. Use fewer filters, or other words.")
    elif len(result.unanswered) == len(result.sentences):
        out.print(Text("\nNo case answers any of it; the nearest are:", style="yellow"))
    for hit in result.hits:
        out.print()
        _print_title(hit.rank, hit.title, hit.case)
        for answer in hit.answers:
            line = Text.assemble((f"{answer.sentence_number} → ", "dim"))
            line.append_text(_passage(answer.passage, NEED_PASSAGE_CHARACTERS))
            out.print(Padding(line, (0, 0, 0, 3)))
        answered = len(hit.answers)
        counted = f"{answered} of {len(result.sentences)} sentences answered"
        about = counted if answered else "near to the whole text, answers no single sentence"
        out.print(Padding(Text(f"{hit.id} · {about}", style="dim"), (0, 0, 0, 3)))
    out.print(Text(f"\n{len(result.hits)} of {result.total} documents shown", style="dim"))
    if result.unanswered and result.total:
        out.print(Text("\nNo case answers", style="bold"))
        for sentence in result.sentences:
            if sentence.number in result.unanswered:
                _print_numbered(sentence.number, sentence.text)


def print_case(case: Case) -> None:
    """Print a case: what it is, its sections, figures, needs and sources."""
    from rich.markdown import Markdown

    out.print(Text(case.title, style="bold"))
    if case.title_in("en") != case.title:
        out.print(Text(case.title_in("en")))
    started = case.year_started or "year unknown"
    out.print(Text(f"{case.country} · {case.organisation} · {started} · {case.id}", style="dim"))
    out.print(Padding(Text(case.summary_in("en")), (1, 0)))
    for section in case.sections:
        out.print(Markdown(f"## {section.heading}\n\n{section.text}", hyperlinks=False))
    if case.figures:
        rows = [
            (
                f.measure,
                f.role,
                f"{f.value:,} {f.unit}",
                str(f.year or "–"),
                f.scope,
                f"[{f.source}]",
            )
            for f in case.figures
        ]
        out.print(_table("Figures", ("measure", "role", "value", "year", "scope", "source"), rows))
        _print_disagreements(case)
    if case.needs:
        needs = [(n.need, n.note, f"[{n.source}]" if n.source else "inferred") for n in case.needs]
        out.print(_table("What an adopter needs", ("need", "note", "source"), needs))
    out.print(Text("\nSources", style="bold"))
    for number, source in enumerate(case.sources, start=1):
        out.print(Text(f"[{number}] {source.title}. {source.publisher}. {source.url}"))


def _print_disagreements(case: Case) -> None:
    from exchange.figures import measures

    for measure in measures(case):
        for rows in measure.disagreements:
            figures = [row.figure for row in rows]
            values = " / ".join(f"{f.value:,} {f.unit} [{f.source}]" for f in figures)
            about = f"{measure.name}, {figures[0].scope}, {figures[0].year or 'year unknown'}"
            out.print(Text(f"Sources disagree: {values} ({about})", style="yellow"))


def print_facets(facets: Mapping[str, Mapping[str, int]]) -> None:
    """Print each field with its commonest values and their counts; --json has all of them."""
    for field, counts in facets.items():
        listed = [f"{value} ({count})" for value, count in counts.items()]
        if (more := len(listed) - FACET_VALUES) > 0:
            listed[FACET_VALUES:] = [f"and {more} more"]
        out.print(Text.assemble((field, "bold"), f": {', '.join(listed) or '–'}"))


def print_snapshots(snapshots: tuple[SnapshotStatus, ...]) -> None:
    """Print each snapshot, the current one marked."""
    for snapshot in snapshots:
        mark = "*" if snapshot.is_current else " "
        state = snapshot.problem or f"{snapshot.documents} documents, {snapshot.passages} passages"
        out.print(Text(f"{mark} {snapshot.name}  {state}"), soft_wrap=True)


def _print_hit(hit: Hit) -> None:
    out.print()
    _print_title(hit.rank, hit.title, hit.case)
    if hit.passage is not None:
        out.print(Padding(_passage(hit.passage), (0, 0, 0, 3)))
    out.print(Padding(Text(f"{hit.id} · {_why(hit)}", style="dim"), (0, 0, 0, 3)))


def _print_title(rank: int, title: str, case: Case | None) -> None:
    out.print(Text.assemble((f"{rank}. ", "dim"), (title, "bold")))
    if case is not None:
        if case.title_in("en") != title:
            out.print(Padding(Text(case.title_in("en")), (0, 0, 0, 3)))
        about = f"{case.country} · {case.organisation} · {case.year_started or 'year unknown'}"
        out.print(Padding(Text(about, style="dim"), (0, 0, 0, 3)))


def _print_numbered(number: int, text: str) -> None:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=3, justify="right", style="dim")
    grid.add_column()
    grid.add_row(str(number), Text(text))
    out.print(grid)


def _passage(passage: ShownPassage, characters: int = PASSAGE_CHARACTERS) -> Text:
    """Return the stretch of a passage around its first matched word, words in bold."""
    first = passage.marks[0][0] if passage.marks else 0
    start = max(0, first - characters // 3)
    shown = Text(passage.text)
    for mark in passage.marks:
        shown.stylize("bold", *mark)
    cut = shown[start : start + characters]
    before, after = "…" if start else "", "…" if start + characters < len(shown) else ""
    line = Text.assemble((f"{passage.section}: ", "cyan"), before, cut, after)
    return Text(" ").join(part for part in line.split("\n") if part.plain.strip())


def _why(hit: Hit) -> str:
    reasons = []
    if hit.keyword is not None:
        words = ", ".join(word.query_word for word in hit.matched)
        reasons.append(f"words ({words}), rank {hit.keyword.rank}")
    if hit.semantic is not None:
        reasons.append(f"meaning, rank {hit.semantic.rank}")
    return "matched by " + "; ".join(reasons) if reasons else "listed without a query"


def _table(title: str | None, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Table:
    table = Table(*columns, title=title, title_justify="left", title_style="bold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table
