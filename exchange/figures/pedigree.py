"""The figures of a case with all that may be said of them together, as data for programs."""

from collections.abc import Sequence
from typing import Any

from exchange.case import Case, Figure
from exchange.figures.bars import measures
from exchange.figures.pairs import Change, before_and_after, targets


def pedigree(case: Case) -> dict[str, Any]:
    """Return what sources disagree on, what changed and what was promised, each figure whole.

    :returns: JSON: `disagreements` (a list of figures for each thing), `before_and_after` (with
        `change` or the `obstacle` to it), `promises` (targets beside results).
    """
    return {
        "disagreements": [
            _figures([row.figure for row in rows])
            for measure in measures(case)
            for rows in measure.disagreements
        ],
        "before_and_after": [
            {
                "measure": pair.measure,
                "before": _figures(pair.before),
                "after": _figures(pair.after),
                "change": None if pair.change is None else _change(pair.change),
                "obstacle": pair.obstacle,
            }
            for pair in before_and_after(case)
        ],
        "promises": [
            {
                "measure": promise.measure,
                "targets": _figures(promise.targets),
                "results": _figures(promise.results),
                "obstacle": promise.obstacle,
            }
            for promise in targets(case)
        ],
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "before": change.before.model_dump(mode="json"),
        "after": change.after.model_dump(mode="json"),
        "difference": change.difference,
        "unit": "percentage points" if change.is_points else change.unit,
        "percent": change.percent,
    }


def _figures(figures: Sequence[Figure]) -> list[dict[str, Any]]:
    return [figure.model_dump(mode="json") for figure in figures]
