"""The command `exchange digest`: a few cases told to the public each week, with a feed."""

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from exchange.cli_options import Json, open_engine, print_json
from exchange.settings import load_settings

if TYPE_CHECKING:
    from exchange.digest import Issue


def digest(
    week: Annotated[str, typer.Option(help="As in 2026-W48; without one the current week.")] = "",
    cases: Annotated[int, typer.Option(min=1, max=30, help="How many a new week tells.")] = 3,
    language: Annotated[str, typer.Option(help="Language of the text: en, id, …")] = "en",
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="DIR", help="Write .md, .html and .atom there."),
    ] = None,
    feed: Annotated[Path | None, typer.Option(help="Write the feed of all weeks there.")] = None,
    site: Annotated[str, typer.Option(metavar="URL", help="Where the pages are.")] = "",
    author: Annotated[str, typer.Option(help="Who publishes it.")] = "Exchange",
    ledger: Annotated[
        Path | None, typer.Option(help="What was told; told.yaml in the corpus without one.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Look ahead: choose, print, write nothing.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Tell the public a few cases each week, none again before all were told."""
    from exchange import digest as told

    _check_options(language, site, dry_run and bool(output or feed))
    settings, site = load_settings(), site.rstrip("/")
    path = ledger or settings.corpus / told.LEDGER_FILE
    asked = told.Week.parse(week) if week else told.Week.of(date.today())
    opened = told.Digest.open(open_engine(), settings.corpus, told.load_ledger(path), path)
    entry = opened.choose(asked, cases)
    is_new = opened.ledger.of(asked) is None
    for folder in filter(None, (output, feed and feed.parent)):
        told.make_folder(folder)
    if is_new and not dry_run:
        # Recorded first: what is published twice is the same, what is not recorded would be lost.
        told.require_recordable(asked, date.today())
        opened = opened.after(told.record(path, entry))
    issue = opened.issue(entry, language, site=site)
    files: dict[Path, bytes] = {}
    if output is not None:
        files |= told.issue_files(issue, output, author=author, site=site)
    if feed is not None:
        files[feed] = told.feed_file(opened, language, feed.name, author=author, site=site)
    for name, content in files.items():
        told.write_whole(name, content)
    if as_json:
        written = {"is_new": is_new, "ledger": str(path), "files": [str(name) for name in files]}
        print_json(_json(issue) | written)
    elif files:
        for name in files:
            typer.echo(str(name))
    else:
        typer.echo(told.to_markdown(issue), nl=False)


def _check_options(language: str, site: str, writes_dry: bool) -> None:
    from exchange.case_values import is_web_address
    from exchange.translation import INTERFACE_LANGUAGES

    if language not in INTERFACE_LANGUAGES:
        raise typer.BadParameter(f"--language: use {', '.join(INTERFACE_LANGUAGES)}")
    if site and not is_web_address(site):
        raise typer.BadParameter("--site: write a whole http:// or https:// address")
    if writes_dry:
        raise typer.BadParameter("--dry-run writes nothing; leave out --output and --feed")


def _json(issue: "Issue") -> dict[str, Any]:
    values = asdict(issue) | {"week": str(issue.week), "monday": issue.week.monday.isoformat()}
    return dict(sorted(values.items(), key=lambda item: item[0] in ("stories", "withdrawn")))
