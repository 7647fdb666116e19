"""The figures of a case, set side by side: bars of one scale, disagreements, what changed."""

from exchange.figures.bars import Measure, Row, costs, effects, is_disputed, measures
from exchange.figures.pairs import (
    BeforeAfter,
    Change,
    Obstacle,
    Promise,
    before_and_after,
    changes,
    targets,
)
from exchange.figures.pedigree import pedigree

__all__ = [
    "BeforeAfter",
    "Change",
    "Measure",
    "Obstacle",
    "Promise",
    "Row",
    "before_and_after",
    "changes",
    "costs",
    "effects",
    "is_disputed",
    "measures",
    "pedigree",
    "targets",
]
