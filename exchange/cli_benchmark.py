"""The command `exchange benchmark`: synthetic corpora, what building and searching them takes."""

from pathlib import Path
from typing import Annotated

import typer

from exchange.cli_options import Json, print_json
from exchange.errors import SettingsError

DEFAULT_DOCUMENTS = 10_000


def benchmark(
    documents: Annotated[
        int | None, typer.Option(min=1, help="Size of the corpus; 10,000 without one.")
    ] = None,
    passages: Annotated[int, typer.Option(min=1, max=8, help="Vectors a document.")] = 1,
    queries: Annotated[int, typer.Option(min=1, help="Different ones, for each figure.")] = 100,
    threads: Annotated[int, typer.Option(min=1, help="That search at once.")] = 2,
    seed: Annotated[int, typer.Option(min=0, help="Another seed, another corpus.")] = 0,
    growth: Annotated[
        str, typer.Option(metavar="N,N,…", help="Sizes over which the growth of cost is fitted.")
    ] = "",
    plot: Annotated[Path | None, typer.Option(help="Draw growth into this SVG file.")] = None,
    as_json: Json = False,
) -> None:
    """Measure building and searching on synthetic corpora, vectors ready."""
    from exchange.benchmark.plot import draw_growth
    from exchange.benchmark.report import report_json
    from exchange.benchmark.run import measure
    from exchange.benchmark.synthetic import SyntheticCorpus
    from exchange.terminal import progress_bar

    sizes = sorted({*_parse_sizes(growth), *([] if documents is None else [documents])})
    if plot is not None and not plot.parent.is_dir():
        raise SettingsError(f"{plot}: its folder does not exist. Make it, then measure.")
    with progress_bar() as progress:
        measurements = [
            measure(SyntheticCorpus(size, passages, seed), queries, threads, progress)
            for size in sizes or [DEFAULT_DOCUMENTS]
        ]
    if plot is not None:
        plot.write_text(draw_growth(measurements), encoding="utf-8")
    if as_json:
        print_json(report_json(measurements))
    else:
        from exchange.terminal_benchmark import print_benchmark

        print_benchmark(measurements)


def _parse_sizes(growth: str) -> list[int]:
    try:
        sizes = [int(size) for size in growth.split(",") if size.strip()]
    except ValueError:
        sizes = [0]
    if any(size < 1 for size in sizes):
        raise typer.BadParameter("--growth: write whole sizes with commas, as in 1000,3000,10000")
    return sizes
