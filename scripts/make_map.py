"""Make the shapes of the map, exchange/ui/static/world.json, from a TopoJSON file of countries.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python -m scripts.make_map package/countries-50m.json

A maintainer runs it once; the site reads only what it writes. Borders are kept as arcs that two
countries share, and it is the arcs that are simplified: so neighbours do not come apart.
TopoJSON: https://github.com/topojson/topojson-specification
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import asin, cos, hypot, radians, sin, sqrt
from pathlib import Path
from typing import Any

from babel.core import get_global

from exchange.ui.world import SMALL

TARGET = Path(__file__).resolve().parents[1] / "exchange" / "ui" / "static" / "world.json"
WIDTH = 1000
MIDDLE = 11  # degrees east: so the map's edges run through Bering Strait and cut no mainland
MARGIN = 4
TOLERANCE = 0.3  # how far a simplified border may lie from the true one, in units of the map
LEAST_ISLAND = 0.3  # square units; of a country with nothing larger its largest island is kept
LEFT_OUT = "AQ"  # Antarctica
# Areas that Natural Earth shows apart and ISO 3166-1 has no code for: as ISO counts them.
# XK is the code that the vocabulary of the cases has. "" is land without a country of its own.
WITHOUT_ID: Mapping[str, str] = {
    "Kosovo": "XK",
    "Somaliland": "SO",
    "N. Cyprus": "CY",
    "Indian Ocean Ter.": "",
    "Siachen Glacier": "",
}

Point = tuple[float, float]
Ring = list[int]  # numbers of arcs; ~n is arc n backwards
Polygon = list[Ring]


def equal_earth(longitude: float, latitude: float) -> Point:
    """Project degrees so that equal areas on the globe are equal on the map.

    Šavrič, Patterson, Jenny: The Equal Earth map projection. International Journal of
    Geographical Information Science 33(3), 2019, doi:10.1080/13658816.2018.1504949.
    """
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    theta = asin(sqrt(3) / 2 * sin(radians(latitude)))
    slope = 9 * a4 * theta**8 + 7 * a3 * theta**6 + 3 * a2 * theta**2 + a1
    x = 2 * sqrt(3) * radians(longitude) * cos(theta) / (3 * slope)
    return x, a4 * theta**9 + a3 * theta**7 + a2 * theta**3 + a1 * theta


def decode_arcs(topology: Mapping[str, Any]) -> list[list[Point]]:
    """Return the arcs in units of the map, y downwards; arcs are quantised and delta-encoded.

    An island at the edge of the map hangs over it, whole.
    """
    scale, move = topology["transform"]["scale"], topology["transform"]["translate"]
    unit = WIDTH / (2 * equal_earth(180, 0)[0])
    arcs = []
    for encoded in topology["arcs"]:
        x = y = 0
        before = 0.0
        arc: list[Point] = []
        for step_x, step_y in encoded:
            x, y = x + step_x, y + step_y
            longitude = (x * scale[0] + move[0] - MIDDLE + 180) % 360 - 180
            if arc and abs(longitude - before) > 180:
                longitude += 360 if before > 0 else -360
            east, north = equal_earth(longitude, y * scale[1] + move[1])
            arc.append((east * unit + WIDTH / 2, -north * unit))
            before = longitude
        arcs.append(arc)
    return arcs


def countries(topology: Mapping[str, Any]) -> dict[str, list[Polygon]]:
    """Return the polygons of each ISO 3166-1 alpha-2 code."""
    aliases = get_global("territory_aliases")  # CLDR's: "360" -> ["ID"]
    found: dict[str, list[Polygon]] = defaultdict(list)
    parts: dict[str, int] = defaultdict(int)
    for area in topology["objects"]["countries"]["geometries"]:
        name, number = area["properties"]["name"], area.get("id")
        code = aliases[number][0] if number else WITHOUT_ID[name]
        if code != LEFT_OUT:
            found[code] += [area["arcs"]] if area["type"] == "Polygon" else area["arcs"]
            parts[code] += 1
    return {c: joined(found[c]) if parts[c] > 1 else found[c] for c in found}


def joined(polygons: Sequence[Polygon]) -> list[Polygon]:
    """Return the polygons without the borders between them."""
    used = {arc for polygon in polygons for ring in polygon for arc in ring}
    rings = [ring for polygon in polygons for ring in polygon]
    touching = [ring for ring in rings if any(~arc in used for arc in ring)]
    apart = [polygon for polygon in polygons if not any(ring in touching for ring in polygon)]
    if not touching:
        return apart
    # Two polygons that touch: one's arcs from the border's end to its start, then the other's.
    outer: Ring = []
    for ring in touching:
        first = next(n for n, arc in enumerate(ring) if ~arc in used and ~ring[n - 1] not in used)
        turned = ring[first:] + ring[:first]
        outer += [arc for arc in turned if ~arc not in used]
    return [*apart, [outer]]


def simplify(arc: list[Point], tolerance: float) -> list[Point]:
    """Return an arc with fewer points and the same ends.

    Douglas, Peucker: Algorithms for the reduction of the number of points required to represent
    a digitized line or its caricature. Cartographica 10(2), 1973.
    """
    kept, spans = {0, len(arc) - 1}, [(0, len(arc) - 1)]
    while spans:
        first, last = spans.pop()
        between = range(first + 1, last)
        farthest = max(between, key=lambda n: _distance(arc[n], arc[first], arc[last]), default=0)
        if farthest and _distance(arc[farthest], arc[first], arc[last]) > tolerance:
            kept.add(farthest)
            spans += [(first, farthest), (farthest, last)]
    return [arc[n] for n in sorted(kept)]


def _distance(point: Point, start: Point, end: Point) -> float:
    """Return the distance of a point from a stretch; of an island's arc the ends are the same."""
    along, up = end[0] - start[0], end[1] - start[1]
    length = along**2 + up**2
    share = ((point[0] - start[0]) * along + (point[1] - start[1]) * up) / length if length else 0
    share = min(1, max(0, share))
    return hypot(point[0] - start[0] - share * along, point[1] - start[1] - share * up)


def outline(ring: Ring, arcs: Sequence[list[Point]]) -> list[Point]:
    """Return the points of a ring, the first not repeated at the end."""
    points: list[Point] = []
    for arc in ring:
        points += (arcs[arc] if arc >= 0 else arcs[~arc][::-1])[:-1]
    return points


def area(points: Sequence[Point]) -> float:
    """Return the area within an outline by the shoelace formula."""
    around = pairwise([*points, *points[:1]])
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in around)) / 2


def centroid(points: Sequence[Point]) -> Point:
    """Return the middle of an outline; of most countries it lies within them."""
    x0, y0 = points[0]
    moved = [(x - x0, y - y0) for x, y in points]
    crosses = [(a, b, a[0] * b[1] - b[0] * a[1]) for a, b in pairwise([*moved, moved[0]])]
    total = 3 * sum(cross for _, _, cross in crosses)
    x = sum((a[0] + b[0]) * cross for a, b, cross in crosses) / total
    y = sum((a[1] + b[1]) * cross for a, b, cross in crosses) / total
    return x0 + x, y0 + y


def path(outlines: Iterable[Sequence[Point]], top: float) -> str:
    """Return the data of an SVG path: each ring from an absolute point on in relative steps."""
    pieces = []
    for points in outlines:
        tenths = [(round(10 * x), round(10 * (y - top))) for x, y in points]
        steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(tenths) if a != b]
        if len(steps) > 1:
            start = f"M{_number(tenths[0][0])} {_number(tenths[0][1])}l"
            pieces.append(start + _joined([n for step in steps for n in step]) + "z")
    return "".join(pieces)


def _number(tenths: int) -> str:
    text = f"{tenths / 10:.1f}".removesuffix(".0")
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def _joined(tenths: Iterable[int]) -> str:
    """Return numbers in a row: a sign begins a new one, and so does a second decimal point."""
    text = last = ""
    for number in map(_number, tenths):
        begins = not text or number[0] == "-" or (number[0] == "." and "." in last)
        text, last = text + ("" if begins else " ") + number, number
    return text


def make_map(topology: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the file holds: the size of the drawing, and the countries, largest first."""
    arcs, polygons = decode_arcs(topology), countries(topology)
    areas = {c: sum(area(outline(p[0], arcs)) for p in polygons[c]) for c in polygons}
    fine = {
        arc if arc >= 0 else ~arc
        for code in polygons
        if areas[code] < SMALL
        for polygon in polygons[code]
        for ring in polygon
        for arc in ring
    }
    # Small countries would lose their form.
    drawn = [arc if n in fine else simplify(arc, TOLERANCE) for n, arc in enumerate(arcs)]
    shapes: dict[str, list[list[Point]]] = {}
    for code in sorted(polygons, key=lambda code: (-areas[code], code)):
        largest = max(area(outline(p[0], arcs)) for p in polygons[code])
        least = min(LEAST_ISLAND, largest)
        kept = [p for p in polygons[code] if area(outline(p[0], arcs)) >= least]
        shapes[code] = [outline(ring, drawn) for polygon in kept for ring in polygon]
    heights = [y for outlines in shapes.values() for points in outlines for _, y in points]
    top = min(heights) - MARGIN
    made: dict[str, dict[str, Any]] = {}
    for code, outlines in shapes.items():
        x, y = centroid(max((outline(p[0], arcs) for p in polygons[code]), key=area))
        made[code] = {
            "area": round(areas[code], 1),
            "at": [round(x, 1), round(y - top, 1)],
            "path": path(outlines, top),
        }
    return {"width": WIDTH, "height": round(max(heights) + MARGIN - top), "shapes": made}


def main() -> None:
    topology = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    made = make_map(topology)
    lines = ",\n".join(
        f"{json.dumps(code)}: {json.dumps(shape, separators=(',', ':'))}"
        for code, shape in made["shapes"].items()
    )
    head = f'"width": {made["width"]}, "height": {made["height"]}'
    TARGET.write_text(f'{{{head}, "shapes": {{\n{lines}\n}}}}\n', encoding="utf-8")
    print(f"{TARGET.name}: {len(made['shapes'])} shapes, {TARGET.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
