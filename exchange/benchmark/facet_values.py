"""Facets of synthetic documents: every filter field, its values as unevenly spread as real ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from exchange.results import FACET_FIELDS
from exchange.vocabulary import (
    COUNTRIES,
    EVIDENCE,
    INNOVATION_TYPES,
    LEVELS,
    NEEDS,
    SDGS,
    SECTORS,
    STATUSES,
    UNKNOWN,
)

Facets = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Field:
    """The values of a field, the most frequent first.

    :param counts: how probable 0, 1, 2 … values a document are.
    """

    values: Sequence[str]
    counts: Sequence[float] = (0.0, 1.0)


# The shares of documents with none, one, two … values are near those of corpus/cases.
_FIELDS: Mapping[str, _Field] = {
    "country": _Field(sorted(COUNTRIES)),
    "sector": _Field(SECTORS, (0.0, 0.6, 0.4)),
    "sdg": _Field(tuple(map(str, SDGS)), (0.0, 0.4, 0.4, 0.2)),
    "innovation_type": _Field(INNOVATION_TYPES, (0.0, 0.4, 0.4, 0.2)),
    "level": _Field(LEVELS),
    "status": _Field(STATUSES),
    "evidence": _Field(EVIDENCE),
    "need": _Field(NEEDS, (0.1, 0.2, 0.3, 0.3, 0.1)),
    "technology": _Field(tuple(f"technology {n:02}" for n in range(1, 61)), (0.3, 0.4, 0.3)),
    "award": _Field(tuple(f"Award {n:02}" for n in range(1, 31)), (0.8, 0.2)),
    "year": _Field(tuple(map(str, range(2025, 1985, -1))), (0.05, 0.95)),
}


def draw_facets(rng: np.random.Generator, languages: Sequence[str]) -> list[Facets]:
    """Return the facets of documents in these languages; all of FACET_FIELDS in each."""
    count = len(languages)
    drawn = {name: _draw(rng, field, count) for name, field in _FIELDS.items()}
    drawn["language"] = [(language,) for language in languages]
    return [{name: drawn[name][each] for name in FACET_FIELDS} for each in range(count)]


def _draw(rng: np.random.Generator, field: _Field, count: int) -> list[tuple[str, ...]]:
    """Draw values by Zipf's law, the nth in proportion to 1 / n; the same one once a document."""
    weights = 1 / np.arange(1, len(field.values) + 1)
    most = len(field.counts) - 1
    places: npt.NDArray[np.int64] = rng.choice(
        len(field.values), (count, most), p=weights / weights.sum()
    )
    wanted = rng.choice(len(field.counts), count, p=field.counts)
    found = []
    for row, number in zip(places.tolist(), wanted.tolist(), strict=True):
        values = dict.fromkeys(field.values[place] for place in row[:number])
        found.append(tuple(values) or (UNKNOWN,))
    return found
