"""The command line: a thin door to the engine, the index and the corpus.

Exit status: 0 done (also when nothing was found), 1 the user's or the data's fault (one line on
standard error), 2 wrong usage. `--json` prints one JSON document on standard output.

A command imports what it needs when it runs, so that a search does not pay for indexing.
"""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from exchange.cli_benchmark import benchmark
from exchange.cli_copying import brief, fit, request
from exchange.cli_digest import digest
from exchange.cli_evaluate import evaluate
from exchange.cli_kin import family, travel
from exchange.cli_options import (
    BackendName,
    DocumentId,
    Filters,
    Json,
    Limit,
    ModeName,
    SortName,
    open_engine,
    print_json,
)
from exchange.errors import ExchangeError
from exchange.settings import load_settings
from exchange.text import harmless

if TYPE_CHECKING:
    from exchange.need_result import NeedResult
    from exchange.results import Hit, SearchResult

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Search engine for public-service innovations.",
)


@app.command()
def check(
    paths: Annotated[
        list[Path], typer.Argument(help="Case files or folders; without one the whole corpus.")
    ] = [],  # noqa: B006 - typer copies it
    duplicates: Annotated[
        bool,
        typer.Option(
            "--duplicates",
            help="Then list pairs that may be one innovation filed twice; it needs an index of "
            "these files. A pair is a warning and leaves the exit status as it is.",
        ),
    ] = False,
    as_json: Json = False,
) -> None:
    """Validate case files and the glossary; print every problem with file, field and value."""
    from exchange.cli_check import print_check_with_duplicates, print_problems
    from exchange.corpus import check as check_paths

    if duplicates and paths:
        raise typer.BadParameter("--duplicates compares the whole corpus; give no paths with it")
    problems = check_paths(paths or [load_settings().corpus])
    if duplicates:
        print_check_with_duplicates(problems, as_json=as_json)
    elif as_json:
        print_json([asdict(problem) for problem in problems])
    else:
        print_problems(problems)
    if problems:
        raise typer.Exit(1)


@app.command()
def index(
    full: Annotated[bool, typer.Option("--full", help="Build even when no file changed.")] = False,
    backend: Annotated[
        BackendName | None, typer.Option(help="Where the rankings go; EXCHANGE_BACKEND.")
    ] = None,
    url: Annotated[
        str, typer.Option(help="Address of the Qdrant server; EXCHANGE_QDRANT_URL.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Build the index and publish it; only changed text is embedded."""
    from exchange.indexing import index_corpus
    from exchange.terminal import progress_bar

    settings = load_settings()
    given = {"backend": backend and backend.value, "qdrant_url": url}
    settings = settings.model_copy(update={name: value for name, value in given.items() if value})
    with progress_bar() as progress:
        report = index_corpus(settings, full=full, progress=progress)
    if as_json:
        print_json(asdict(report))
    elif report.is_new:
        print(
            f"Published {report.snapshot}: {report.documents} documents, {report.passages} "
            f"passages, {report.embedded} of them newly embedded."
        )
    else:
        print(f"Nothing changed; {report.snapshot} stays current ({report.documents} documents).")


@app.command()
def search(
    query: Annotated[list[str], typer.Argument(help="In your own words, in any language.")],
    mode: Annotated[ModeName, typer.Option(help="Words, meaning, or both.")] = ModeName.hybrid,
    filters: Filters = [],  # noqa: B006
    sort: Annotated[SortName, typer.Option(help="How the list is ordered.")] = SortName.relevance,
    limit: Limit = 10,
    offset: Annotated[int, typer.Option(min=0, help="How many to skip.")] = 0,
    expand: Annotated[bool, typer.Option(help="Search the glossary's words too.")] = True,
    as_json: Json = False,
) -> None:
    """Find innovations."""
    result = open_engine().search(
        " ".join(query),
        mode=mode.value,
        filters=_parse_filters(filters),
        sort=sort.value,
        offset=offset,
        limit=limit,
        expand=expand,
    )
    if as_json:
        print_json(_result_json(result))
    else:
        from exchange.terminal import print_result

        print_result(result)


@app.command()
def need(
    file: Annotated[Path, typer.Argument(metavar="FILE|-", help="Text in UTF-8; - reads input.")],
    filters: Filters = [],  # noqa: B006
    limit: Limit = 10,
    as_json: Json = False,
) -> None:
    """Find the cases for a pasted note of up to 1,000 words, and what stays unanswered."""
    from exchange.need import answer_need, read_need

    text = read_need(sys.stdin.buffer if str(file) == "-" else file)
    result = answer_need(open_engine(), text, filters=_parse_filters(filters), limit=limit)
    if as_json:
        print_json(_need_json(result))
    else:
        from exchange.terminal import print_need

        print_need(result)


@app.command()
def show(id: DocumentId, as_json: Json = False) -> None:
    """Print a whole case with its sources, and what its figures say together."""
    case = open_engine().case(id)
    if as_json:
        from exchange.figures import pedigree

        print_json({**case.model_dump(mode="json"), "pedigree": pedigree(case)})
    else:
        from exchange.terminal import print_case

        print_case(case)


@app.command()
def similar(id: DocumentId, limit: Limit = 5, as_json: Json = False) -> None:
    """Find the cases nearest in meaning to one."""
    hits = open_engine().similar(id, limit)
    if as_json:
        print_json({"id": id, "hits": [_hit_json(hit) for hit in hits]})
    else:
        from exchange.terminal import print_hits

        print_hits(hits)


@app.command()
def facets(filters: Filters = [], as_json: Json = False) -> None:  # noqa: B006
    """Count the values of every filter field."""
    counts = open_engine().facets(_parse_filters(filters))
    if as_json:
        print_json(counts)
    else:
        from exchange.terminal import print_facets

        print_facets(counts)


@app.command()
def status(as_json: Json = False) -> None:
    """Print the snapshots of the index and whether each is whole."""
    from exchange.snapshot import current, statuses

    settings = load_settings()
    snapshots = statuses(settings.index)
    if as_json:
        print_json({"snapshots": [asdict(snapshot) for snapshot in snapshots]})
    else:
        from exchange.terminal import print_snapshots

        print_snapshots(snapshots)
    current(settings.index)
    for snapshot in snapshots:
        if snapshot.is_current and snapshot.problem:
            raise typer.Exit(_fail(snapshot.problem))


@app.command()
def rollback(as_json: Json = False) -> None:
    """Make the snapshot before the current one the current one."""
    from exchange.backend import backend_switch
    from exchange.publishing import roll_back

    settings = load_settings()
    name = roll_back(settings.index, settings.lock_timeout, backend_switch(settings))
    if as_json:
        print_json({"snapshot": name})
    else:
        print(f"{name} is current now.")


app.command()(evaluate)
app.command()(benchmark)
app.command()(fit)
app.command()(brief)
app.command()(request)
app.command()(family)
app.command()(travel)
app.command()(digest)


def main() -> None:
    """Run the command line; an ExchangeError becomes one line and exit status 1."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        app()
    except ExchangeError as exc:
        sys.exit(_fail(str(exc)))
    except BrokenPipeError:  # the reader of a pipe has gone
        sys.exit(0)


def _parse_filters(given: list[str]) -> dict[str, list[str]]:
    filters: dict[str, list[str]] = {}
    for item in given:
        field, equals, value = item.partition("=")
        if not equals or not value:
            shown = harmless(item)
            raise typer.BadParameter(f"--filter {shown}: write FIELD=VALUE, as in country=ID")
        filters.setdefault(field, []).append(value)
    return filters


def _result_json(result: "SearchResult") -> dict[str, Any]:
    return {
        "query": result.query,
        "mode": result.mode,
        "snapshot": result.snapshot,
        "total": result.total,
        "total_is_lower_bound": result.total_is_lower_bound,
        "offset": result.offset,
        "match": result.match,
        "expansions": [asdict(expansion) for expansion in result.expansions],
        "suggestions": [suggestion.query for suggestion in result.suggestions],
        "hits": [_hit_json(hit) for hit in result.hits],
        "facets": result.facets,
    }


def _hit_json(hit: "Hit") -> dict[str, Any]:
    return {
        "id": hit.id,
        "title": hit.title,
        "score": hit.score,
        "keyword": hit.keyword and asdict(hit.keyword),
        "semantic": hit.semantic and asdict(hit.semantic),
        "likeness": hit.likeness and asdict(hit.likeness),
        "language_part": hit.language_part,
        "passage": hit.passage and {"section": hit.passage.section, "text": hit.passage.text},
    }


def _need_json(result: "NeedResult") -> dict[str, Any]:
    return {
        "snapshot": result.snapshot,
        "total": result.total,
        "sentences": [asdict(sentence) for sentence in result.sentences],
        "unanswered": list(result.unanswered),
        "hits": [
            {
                "id": hit.id,
                "title": hit.title,
                "score": hit.score,
                "whole": hit.whole,
                "parts": list(hit.parts),
                "answers": [
                    {
                        "sentence": answer.sentence_number,
                        "score": answer.score,
                        "passage": {
                            "section": answer.passage.section,
                            "text": answer.passage.text,
                        },
                    }
                    for answer in hit.answers
                ],
            }
            for hit in result.hits
        ],
    }


def _fail(message: str) -> int:
    print(harmless(" ".join(message.split())), file=sys.stderr)
    return 1
