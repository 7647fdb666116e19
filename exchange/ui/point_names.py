"""Names beside points of a drawing, where there is room for them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

LENGTH = 34
_CHARACTER, _LINE, _GAP = 6.8, 16.0, 10.0

Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Name:
    """A short name; (x, y) is where its line of writing begins, has its middle or ends."""

    text: str
    x: float
    y: float
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "_Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def has(self, x: float, y: float) -> bool:
        return self.left - 4 < x < self.right + 4 and self.top - 4 < y < self.bottom + 4

    def is_within(self, width: float, height: float) -> bool:
        return self.left >= 0 and self.right <= width and self.top >= 0 and self.bottom <= height


def name_points(
    named: Sequence[tuple[str, float, float]],
    points: Sequence[tuple[float, float]],
    width: float,
    height: float,
) -> list[Name]:
    """Return the names of some points, the more important first; one without room is left out.

    A name stands where it covers the fewest points, and never over another name or its point.

    :param named: (name, x, y) of each.
    :param points: (x, y) of all points of the drawing.
    """
    taken = [_Box(x - _GAP, y - _GAP, x + _GAP, y + _GAP) for _, x, y in named]
    names = []
    for (text, x, y), own in zip(named, tuple(taken), strict=True):
        free = [
            (sum(box.has(*point) for point in points), place, name, box)
            for place, name in enumerate(_beside(shortened(text), x, y))
            if (box := _box_of(name)).is_within(width, height)
            and not any(box.meets(other) for other in taken if other is not own)
        ]
        if free:
            _, _, name, box = min(free, key=lambda found: found[:2])
            names.append(name)
            taken.append(box)
    return names


def shortened(text: str) -> str:
    """Return a text of at most LENGTH characters, cut between words where it has any."""
    if len(text) <= LENGTH:
        return text
    cut = text[: LENGTH - 1]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:–-") + "…"


def _beside(text: str, x: float, y: float) -> Iterator[Name]:
    yield Name(text, x + _GAP, y + 4, "start")
    yield Name(text, x - _GAP, y + 4, "end")
    yield Name(text, x, y - _GAP, "middle")
    yield Name(text, x, y + _GAP + 11, "middle")


def _box_of(name: Name) -> _Box:
    long = len(name.text) * _CHARACTER
    left = name.x - {"start": 0.0, "middle": long / 2, "end": long}[name.anchor]
    return _Box(left, name.y - _LINE + 4, left + long, name.y + 4)
