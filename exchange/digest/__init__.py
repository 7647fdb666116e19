"""The digest: a few cases told to the public each week, none again before all were told."""

from exchange.digest.feed import atom_entry, atom_feed
from exchange.digest.files import feed_file, issue_files, make_folder
from exchange.digest.issue import Digest, Issue, require_recordable
from exchange.digest.ledger import LEDGER_FILE, Ledger, Told, load_ledger, record
from exchange.digest.pages import to_html, to_markdown
from exchange.digest.story import Story, Withdrawn
from exchange.digest.week import Week
from exchange.digest.writing import write_whole

__all__ = [
    "LEDGER_FILE",
    "Digest",
    "Issue",
    "Ledger",
    "Story",
    "Told",
    "Week",
    "Withdrawn",
    "atom_entry",
    "atom_feed",
    "feed_file",
    "issue_files",
    "load_ledger",
    "make_folder",
    "record",
    "require_recordable",
    "to_html",
    "to_markdown",
    "write_whole",
]
