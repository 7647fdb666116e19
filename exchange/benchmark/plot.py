"""Draw costs against sizes: line charts with logarithmic axes, as one SVG picture."""

import math
from collections.abc import Mapping, Sequence
from html import escape

from exchange.benchmark.growth import costs, exponents
from exchange.benchmark.run import Measurement

Series = Mapping[str, Sequence[tuple[float, float]]]
"""Name of a line -> its points (size, cost), sizes rising."""

_WIDTH, _HEIGHT = 640, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 190, 40, 45
# Okabe, Ito 2008, "Color Universal Design": told apart by readers with any colour vision.
_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7")
_CHARTS: Mapping[str, Mapping[str, str]] = {
    "Median time of a search, ms": {
        "keyword_median_ms": "keyword",
        "semantic_median_ms": "semantic",
        "hybrid_median_ms": "hybrid",
    },
    "Time to build, s": {"build_seconds": "build"},
    "Memory and disk, MB": {
        "build_memory_mb": "memory, building",
        "search_memory_mb": "memory, searching",
        "disk_mb": "disk",
    },
}


def draw_growth(measurements: Sequence[Measurement]) -> str:
    """Return an SVG document: time of a search, time to build, memory and disk against size.

    Beside the name of each line stands its exponent, where there are several sizes.
    """
    fitted = exponents(measurements)
    charts = []
    for number, (title, lines) in enumerate(_CHARTS.items()):
        series = {
            _line_name(name, fitted[key]): [(m.corpus.size, costs(m)[key]) for m in measurements]
            for key, name in lines.items()
        }
        charts.append(f'<g transform="translate(0 {number * _HEIGHT})">{_chart(title, series)}</g>')
    height = _HEIGHT * len(charts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
        f'width="{_WIDTH}" height="{height}" font-family="sans-serif" font-size="12">\n'
        f'<rect width="100%" height="100%" fill="#fff"/>\n' + "\n".join(charts) + "\n</svg>\n"
    )


def _line_name(name: str, exponent: float) -> str:
    return name if math.isnan(exponent) else f"{name}: n^{exponent:.2f}"


def _chart(title: str, series: Series) -> str:
    """Return one chart as SVG elements; points at or below zero have no place on it."""
    shown = {n: [p for p in points if p[1] > 0] for n, points in series.items()}
    points = [point for each in shown.values() for point in each]
    parts = [f'<text x="{_LEFT}" y="22" font-weight="bold">{escape(title)}</text>']
    if not points:
        return "".join(parts)
    across = _Axis([x for x, _ in points], _LEFT, _WIDTH - _RIGHT)
    up = _Axis([y for _, y in points], _HEIGHT - _BOTTOM, _TOP)
    for value in across.ticks():
        x = across.place(value)
        parts.append(_line(x, _TOP, x, _HEIGHT - _BOTTOM))
        parts.append(_label(x, _HEIGHT - _BOTTOM + 16, _number(value), "middle"))
    for value in up.ticks():
        y = up.place(value)
        parts.append(_line(_LEFT, y, _WIDTH - _RIGHT, y))
        parts.append(_label(_LEFT - 6, y + 4, _number(value), "end"))
    middle = (_LEFT + _WIDTH - _RIGHT) / 2
    parts.append(_label(middle, _HEIGHT - 10, "documents", "middle"))
    for number, (name, each) in enumerate(shown.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        placed = [(across.place(x), up.place(y)) for x, y in each]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in placed)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in placed]
        y = _TOP + 18 * number + 8
        parts.append(
            f'<rect x="{_WIDTH - _RIGHT + 14}" y="{y - 8}" width="12" height="8" fill="{colour}"/>'
        )
        parts.append(_label(_WIDTH - _RIGHT + 32, y, name, "start"))
    return "".join(parts)


class _Axis:
    """A logarithmic axis over whole powers of ten, between two places in the picture."""

    def __init__(self, values: Sequence[float], start: float, end: float) -> None:
        self._low = math.floor(math.log10(min(values)))
        self._high = max(math.ceil(math.log10(max(values))), self._low + 1)
        self._start, self._end = start, end

    def place(self, value: float) -> float:
        share = (math.log10(value) - self._low) / (self._high - self._low)
        return self._start + share * (self._end - self._start)

    def ticks(self) -> list[float]:
        return [10.0**power for power in range(self._low, self._high + 1)]


def _number(power: float) -> str:
    return f"{power:,.0f}" if power >= 1 else f"{power:g}"


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#ddd"/>'


def _label(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'
