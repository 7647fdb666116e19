"""The shapes of the countries, from the file that scripts/make_map.py writes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).with_name("static") / "world.json"

SMALL = 20.0
"""Area in square units of the map, 24,000 km²: a smaller country has a marker as well."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A country on the map.

    :param area: in square units of the map.
    :param path: data of an SVG path; empty for a country that is smaller than its accuracy.
    :param at: the middle of its largest part.
    """

    area: float
    path: str
    at: tuple[float, float]

    @property
    def is_small(self) -> bool:
        """Whether it cannot well be seen and hit without a marker."""
        return self.area < SMALL


@dataclass(frozen=True, slots=True)
class World:
    """The map: its size, and its shapes by ISO 3166-1 alpha-2 code, the largest first.

    The code "" has land without a country of its own.
    """

    width: int
    height: int
    shapes: Mapping[str, Shape]


@lru_cache(maxsize=1)
def world() -> World:
    """Return the map; the file is read at the first use: a page without a map has no part in it."""
    read = json.loads(_FILE.read_text(encoding="utf-8"))
    shapes = {
        code: Shape(shape["area"], shape["path"], tuple(shape["at"]))
        for code, shape in read["shapes"].items()
    }
    return World(read["width"], read["height"], shapes)
