"""What the command line prints of a benchmark: times of searches, the build, growth."""

import math
from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from exchange.benchmark.growth import costs, exponents
from exchange.benchmark.latency import Latency
from exchange.benchmark.run import Measurement
from exchange.terminal import out


def print_benchmark(measurements: Sequence[Measurement]) -> None:
    """Print the last measurement, and where there are several, how cost grows over them."""
    last = measurements[-1]
    out.print(
        Text(
            f"{last.corpus.size:,} documents of {last.corpus.passages} passages, seed "
            f"{last.corpus.seed}; each time is of {last.queries} different queries"
        )
    )
    _print_searches(last)
    _print_build(last)
    if len(measurements) > 1:
        _print_growth(measurements)


def print_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table whose first column is text and whose others are numbers."""
    table = Table(title=title, title_justify="left", title_style="bold")
    for place, column in enumerate(columns):
        table.add_column(column, justify="right" if place else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    out.print(table)


def number_text(value: float) -> str:
    """Return a number with about three digits that count."""
    if math.isnan(value):
        return "unknown"
    decimals = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:,.{decimals}f}"


def _print_searches(measurement: Measurement) -> None:
    rows = []
    for mode, latency in measurement.search.modes.items():
        rows.append((f"{mode}, list", *_latency_cells(latency.listed)))
        rows.append((f"{mode}, page", *_latency_cells(latency.page)))
    columns = ("search, ms", "median", "95 %", "99 %")
    print_table("Ten hits, filters, facets and exact total", columns, rows)
    for threads, each in measurement.search.throughput.items():
        named = "1 thread" if threads == 1 else f"{threads} threads"
        out.print(Text(f"hybrid lists a second, {named}: {number_text(each)}"))


def _latency_cells(latency: Latency) -> tuple[str, ...]:
    return tuple(map(number_text, (latency.median_ms, latency.p95_ms, latency.p99_ms)))


def _print_build(measurement: Measurement) -> None:
    build, search = measurement.build, measurement.search
    rows = [
        (name, number_text(seconds), number_text(build.part_megabytes[name]))
        for name, seconds in build.part_seconds.items()
    ]
    disk = number_text(sum(build.part_megabytes.values()))
    rows.append(("all", number_text(build.seconds), disk))
    print_table("Building, vectors ready", ("part", "s", "MB on disk"), rows)
    out.print(
        Text(
            f"memory: {number_text(measurement.build_memory)} MB more for building, "
            f"{number_text(search.memory)} MB for searching; opened in "
            f"{number_text(search.open_seconds)} s"
        )
    )


def _print_growth(measurements: Sequence[Measurement]) -> None:
    fitted = exponents(measurements)
    tables = [costs(each) for each in measurements]
    columns = ("cost", *(f"{each.corpus.size:,}" for each in measurements), "exponent")
    rows = [
        (name.replace("_", " "), *(number_text(t[name]) for t in tables), number_text(exponent))
        for name, exponent in fitted.items()
    ]
    print_table("Growth: cost = a · documents^exponent", columns, rows)
