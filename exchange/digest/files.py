"""The files of the digest: those of an issue, and the feed of all issues."""

from collections.abc import Mapping
from pathlib import Path

from exchange.corpus.folder import label
from exchange.digest.feed import FEED_ISSUES, atom_entry, atom_feed
from exchange.digest.issue import Digest, Issue
from exchange.digest.pages import to_html, to_markdown
from exchange.errors import CorpusError, QueryError
from exchange.translation import DEFAULT_LANGUAGE


def make_folder(folder: Path) -> None:
    """Make a folder where there is none.

    :raises CorpusError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise CorpusError(f"{label(folder)}: cannot be made ({exc.strerror or exc}).") from exc


def issue_files(issue: Issue, folder: Path, *, author: str, site: str) -> Mapping[Path, bytes]:
    """Return path -> content of an issue: digest-2026-W48.md, .html and .atom.

    A language other than English stands in the name: digest-2026-W48.id.md.
    """
    suffix = "" if issue.language == DEFAULT_LANGUAGE else f".{issue.language}"
    name = f"digest-{issue.week}{suffix}"
    return {
        folder / f"{name}.md": to_markdown(issue).encode(),
        folder / f"{name}.html": to_html(issue).encode(),
        folder / f"{name}.atom": atom_entry(issue, author=author, site=site),
    }


def feed_file(digest: Digest, language: str, name: str, *, author: str, site: str) -> bytes:
    """Return the feed of the newest issues.

    :param name: of the feed's file, which stands beside the pages of the site.
    :raises QueryError: nothing was told yet.
    """
    issues = digest.issues(language, FEED_ISSUES, site=site)
    if not issues:
        raise QueryError("Nothing was told yet, and a feed without an issue is none.")
    address = f"{site}/{name}" if site else ""
    return atom_feed(issues, language, author=author, site=site, self_address=address)
