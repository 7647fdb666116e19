"""What `exchange check` prints: problems of the files, and pairs that may be one innovation."""

import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from exchange.cli_options import open_engine, print_json
from exchange.settings import load_settings
from exchange.text import harmless

if TYPE_CHECKING:
    from exchange.corpus import Problem
    from exchange.duplicates import DuplicatePair


def print_problems(problems: Sequence["Problem"]) -> None:
    """Print each problem on a line, and how many there are on standard error."""
    for problem in problems:
        print(harmless(str(problem)))
    print(f"{len(problems)} problem{'' if len(problems) == 1 else 's'}", file=sys.stderr)


def print_check_with_duplicates(problems: Sequence["Problem"], *, as_json: bool) -> None:
    """Print the problems; where there are none, the pairs that may be duplicates too.

    :raises SnapshotError: there is no index, or it is not of these files.
    """
    if not as_json:
        print_problems(problems)
    pairs = None if problems else _find()
    if as_json:
        found = None if pairs is None else [asdict(pair) for pair in pairs]
        print_json({"problems": [asdict(problem) for problem in problems], "duplicates": found})
    elif pairs is None:
        print("Duplicates are looked for when the files are valid.", file=sys.stderr)
    else:
        for pair in pairs:
            reasons = "; ".join(f"{reason.signal}: {reason.detail}" for reason in pair.reasons)
            print(harmless(f"{pair.first} and {pair.second} may be one innovation ({reasons})"))
        counted = f"{len(pairs)} possible duplicate{'' if len(pairs) == 1 else 's'}"
        print(counted, file=sys.stderr)


def _find() -> Sequence["DuplicatePair"]:
    from exchange.duplicates import find_duplicates, require_index_of
    from exchange.need import MEASURED_ENCODER

    settings = load_settings()
    engine = open_engine()
    require_index_of(settings.corpus, settings.index, engine)
    if engine.encoder != MEASURED_ENCODER:
        print(
            "Likeness is measured for the built-in encoder; this index has another one, so more "
            "pairs may be missed or wrong.",
            file=sys.stderr,
        )
    return find_duplicates(engine)
