"""The shape of the whole: every case a point, alike in meaning lies near, those listed lit."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import streamlit as st
from markupsafe import Markup

from exchange.case import Case
from exchange.engine import SearchEngine
from exchange.labels import label
from exchange.ranking import Mask
from exchange.results import SearchResult
from exchange.ui.markup import render
from exchange.ui.point_names import Name, name_points
from exchange.ui.view import View

Places = npt.NDArray[np.float64]
"""float64[n, 2]"""

WIDTH, HEIGHT, MARGIN = 720, 500, 24
DRAWN = 2_000
"""So many points at most: the listed ones first, then a sample that is the same every time."""
NAMED = 3
_TARGET, _LIT, _PALE = 12.0, 6.0, 4.0


@dataclass(frozen=True, slots=True)
class Known:
    """What a point says of its case.

    :param titles: language -> title.
    :param sector: its first.
    """

    id: str
    titles: dict[str, str]
    country: str
    sector: str


@dataclass(frozen=True, slots=True)
class Point:
    """One case in the drawing.

    :param target: radius of the circle that takes the click: half the way to the next point.
    """

    known: Known
    title: str
    x: float
    y: float
    target: float
    lit: bool
    href: str


@dataclass(frozen=True, slots=True)
class Sector:
    """One line of the legend.

    :param count: cases of the list, as without a filter by sector.
    :param href: the address with it in the filter, or without.
    """

    value: str
    name: str
    count: int
    chosen: bool
    href: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn of a list.

    :param lit: how many of the list have a place, of which some may not be drawn.
    """

    points: list[Point]
    names: list[Name] = field(default_factory=list)
    lit: int = 0
    lit_drawn: int = 0


def html(engine: SearchEngine, view: View, result: SearchResult, language: str) -> Markup:
    """Return the panel of a result list."""
    return Markup(
        render(
            "shape.html",
            language,
            drawing=_drawing(engine, view, result, language),
            sectors=_sectors(view, result, language),
            total=result.total,
            width=WIDTH,
            height=HEIGHT,
            radius={True: _LIT, False: _PALE},
        )
    )


def _drawing(engine: SearchEngine, view: View, result: SearchResult, language: str) -> Drawing:
    positions = engine.positions().astype(np.float64)
    placed: Mask = ~np.isnan(positions[:, 0])
    if not placed.any():
        return Drawing([])
    listed = engine.listed(view.query, mode=view.mode, filters=view.filters, expand=view.expands)
    numbers = _drawn(positions, placed, listed)
    on_page = _on_page(positions, placed)[numbers]
    targets = _targets(on_page)
    points = [
        Point(
            known,
            known.titles.get(language, known.titles["en"]),
            x,
            y,
            target,
            bool(listed[number]),
            view.at_case(known.id).href,
        )
        for known, number, (x, y), target in zip(
            _known(engine, numbers.tolist()),
            numbers.tolist(),
            on_page.tolist(),
            targets,
            strict=True,
        )
    ]
    best = _best(engine, view, result)
    named = sorted((p for p in points if p.known.id in best), key=lambda p: best.index(p.known.id))
    return Drawing(
        points,
        name_points(
            [(p.title, p.x, p.y) for p in named], [(p.x, p.y) for p in points], WIDTH, HEIGHT
        ),
        int((listed & placed).sum()),
        sum(point.lit for point in points),
    )


def _drawn(positions: Places, placed: Mask, listed: Mask) -> npt.NDArray[np.int64]:
    """Return the numbers of what is drawn, the listed ones last, so that they lie on top."""
    numbers = np.flatnonzero(placed)
    if len(numbers) > DRAWN:
        # By its place, which a case keeps when others come between its number and the first.
        mixed = np.array([zlib.crc32(positions[number].tobytes()) for number in numbers.tolist()])
        numbers = np.sort(numbers[np.lexsort((mixed, ~listed[numbers]))][:DRAWN])
    return numbers[np.argsort(listed[numbers], kind="stable")]


def _on_page(positions: Places, placed: Mask) -> Places:
    """Return the places in the drawing, which all placed cases fill, listed or not."""
    low, high = positions[placed].min(axis=0), positions[placed].max(axis=0)
    room = np.array([WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN])
    scale = (room / np.maximum(high - low, 1e-6)).min() if (high > low).any() else 1.0
    middle = np.array([WIDTH, HEIGHT]) / 2
    places: Places = np.round(middle + (positions - (low + high) / 2) * scale, 1)
    return places


def _targets(places: Places) -> Sequence[float]:
    apart = np.sqrt(((places[:, None] - places[None]) ** 2).sum(axis=2))
    np.fill_diagonal(apart, np.inf)
    nearest = apart.min(axis=1)
    return [float(r) for r in np.clip(nearest / 2, _LIT, _TARGET).round(1)]


def _best(engine: SearchEngine, view: View, result: SearchResult) -> list[str]:
    """Return the ids of the best hits; without a question no case is better than another."""
    if not view.query:
        return []
    if result.offset or view.sort != "relevance":
        result = engine.search(
            view.query, mode=view.mode, filters=view.filters, limit=NAMED, expand=view.expands
        )
    return [hit.id for hit in result.hits[:NAMED]]


def _sectors(view: View, result: SearchResult, language: str) -> list[Sector]:
    chosen = view.filters.get("sector", ())
    counts = {**dict.fromkeys(chosen, 0), **result.facets["sector"]}
    return [
        Sector(
            value,
            label("sector", value, language),
            count,
            view.has_filter("sector", value),
            view.toggled("sector", value).href,
        )
        for value, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]


def _known(engine: SearchEngine, numbers: Sequence[int]) -> list[Known]:
    """Return what points say of their cases, which are read from the disk once a snapshot.

    Only cases have a place in the picture.
    """
    known = _known_cases(engine.snapshot)
    for number in numbers:
        case = None if number in known else engine.document(number).case
        if case is not None:
            known[number] = _told(case)
    return [known[number] for number in numbers]


def _told(case: Case) -> Known:
    titles = {language: text.title for language, text in case.translations.items()}
    titles[case.language] = case.title
    return Known(case.id, titles, case.country, case.sectors[0])


@st.cache_resource(max_entries=2, show_spinner=False)
def _known_cases(snapshot: str) -> dict[int, Known]:
    """Return what is known of a snapshot's cases so far, for all sessions."""
    return {}
