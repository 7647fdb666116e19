"""Filters and counts from columns, against plain loops over the documents."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.facet_columns import FacetColumns, write_columns

FIELDS = ("country", "sector", "nothing")
SIZES = st.integers(0, 300)


def documents_of(size: int, seed: int) -> dict[str, list[tuple[str, ...]]]:
    """Return values of each document: a few common ones, many rare ones, some repeated."""
    rng = np.random.default_rng(seed)
    values = rng.zipf(1.5, size=(size, 3)) % 40
    return {
        "country": [(f"c{own[0]}",) for own in values],
        "sector": [tuple(f"s{value}" for value in own) for own in values],
        "nothing": [() for _ in values],
    }


def naive(
    columns: dict[str, list[tuple[str, ...]]], listed: list[bool], wanted: dict[str, set[str]]
) -> dict[str, list[tuple[str, int]]]:
    """Count by loops, each field without its own filter."""
    found = {}
    for field in FIELDS:
        counts = Counter[str]()
        for number, is_listed in enumerate(listed):
            meets = all(
                wanted[other] & set(columns[other][number]) for other in wanted if other != field
            )
            if is_listed and meets:
                counts.update(set(columns[field][number]))
        found[field] = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return found


@given(size=SIZES, seed=st.integers(0, 2**32 - 1))
def test_counts_are_those_of_a_loop(
    tmp_path_factory: pytest.TempPathFactory, size: int, seed: int
) -> None:
    columns = documents_of(size, seed)
    path = tmp_path_factory.mktemp("facets") / "facets.npz"
    write_columns(path, columns)
    opened = FacetColumns(path, FIELDS, size)
    rng = np.random.default_rng(seed + 1)
    listed = rng.random(size) < 0.7
    wanted = {
        field: set(rng.choice(opened.values(field), 2).tolist())
        for field in ("country", "sector")
        if opened.values(field) and rng.random() < 0.6
    }
    masks = {
        field: opened.having(field, np.isin(opened.values(field), list(values)))
        for field, values in wanted.items()
    }
    for field, values in wanted.items():
        assert masks[field].tolist() == [bool(values & set(own)) for own in columns[field]]
    counts = opened.counts(listed, masks)
    assert {field: list(counts[field].items()) for field in FIELDS} == naive(
        columns, listed.tolist(), wanted
    )


def test_common_values_are_rows_of_bits_and_rare_ones_lists(tmp_path: Path) -> None:
    column = [("common",)] * 640 + [("rare",)] * 9 + [("as often as a row",)] * 11
    write_columns(tmp_path / "facets.npz", {"field": column})
    with np.load(tmp_path / "facets.npz") as arrays:
        values = arrays["values"]
        assert values[arrays["common"]].tolist() == ["as often as a row", "common"]
        assert values[arrays["rare"]].tolist() == ["rare"]
        assert arrays["rare_documents"].tolist() == list(range(640, 649))
