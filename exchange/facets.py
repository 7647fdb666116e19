"""Filters and counts: each facet field as integer columns over the documents."""

import re
from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from exchange.document import Document
from exchange.errors import QueryError
from exchange.ranking import Mask
from exchange.results import FACET_FIELDS
from exchange.vocabulary import (
    EVIDENCE,
    INNOVATION_TYPES,
    LEVELS,
    NEEDS,
    SDGS,
    SECTORS,
    STATUSES,
    UNKNOWN,
)

_YEAR_RANGE = re.compile(r"(\d{4})?\.\.(\d{4})?")
_SHOWN_VALUES = 60
_VOCABULARIES: Mapping[str, Sequence[str]] = {
    "sector": SECTORS,
    "sdg": tuple(map(str, SDGS)),
    "innovation_type": INNOVATION_TYPES,
    "level": LEVELS,
    "status": STATUSES,
    "evidence": EVIDENCE,
    "need": NEEDS,
}


class _Column(NamedTuple):
    """One field, inverted: its sorted values, and the documents with the first, the second, …

    :param documents: int32[pairs], of each value rising.
    :param starts: int64[V], where the documents of each value begin; none has no document.
    """

    values: Sequence[str]
    documents: npt.NDArray[np.int32]
    starts: npt.NDArray[np.int64]

    @property
    def lengths(self) -> npt.NDArray[np.int64]:
        """int64[V], how many documents have each value."""
        return np.diff(self.starts, append=len(self.documents))


def write_facets(path: Path, documents: Sequence[Document]) -> None:
    """Write the facets of `documents`, in document-number order, as one `.npz` file."""
    arrays: dict[str, Any] = {}
    for field in FACET_FIELDS:
        found = [document.facets.get(field, (UNKNOWN,)) for document in documents]
        values = sorted({value for given in found for value in given})
        having: dict[str, list[int]] = {value: [] for value in values}
        for number, given in enumerate(found):
            for value in dict.fromkeys(given):
                having[value].append(number)
        lengths = [len(numbers) for numbers in having.values()]
        arrays[f"{field}.documents"] = np.array([*chain(*having.values())], np.int32)
        arrays[f"{field}.starts"] = np.cumsum([0, *lengths], dtype=np.int64)[:-1]
        arrays[f"{field}.values"] = np.array(values, np.str_)
    np.savez(path, **arrays)


class Facets:
    """The facet columns of a snapshot."""

    def __init__(self, path: Path, documents: int) -> None:
        self._documents = documents
        with np.load(path, allow_pickle=False) as arrays:
            self._columns = {
                field: _Column(
                    arrays[f"{field}.values"].tolist(),
                    arrays[f"{field}.documents"],
                    arrays[f"{field}.starts"],
                )
                for field in FACET_FIELDS
            }

    def masks(self, filters: Mapping[str, Sequence[str]]) -> dict[str, Mask]:
        """Return for each filtered field bool[N]: the documents with one of its values.

        :raises QueryError: a field or a value does not exist; the message lists what is allowed.
        """
        return {field: self._mask(field, values) for field, values in filters.items() if values}

    def accepted(self, filters: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
        """Return for each filtered field the values in the snapshot that its filter accepts.

        :raises QueryError: as from :meth:`masks`.
        """
        return {
            field: sorted(
                {
                    value
                    for given in values
                    for value, is_meant in zip(
                        self._column(field).values, self._selected(field, given), strict=True
                    )
                    if is_meant
                }
            )
            for field, values in filters.items()
            if values
        }

    def counts(self, listed: Mask, masks: Mapping[str, Mask]) -> dict[str, dict[str, int]]:
        """Count the values of each field, each field without its own filter.

        :param listed: bool[N], the documents of the list before any filter.
        :param masks: as from :meth:`masks`.
        :returns: field -> value -> count (only above zero), by falling count, then by value.
        """
        return {field: self._count(field, listed, masks) for field in FACET_FIELDS}

    def years(self) -> npt.NDArray[np.int32]:
        """Return int32[N], the year of each document, 0 where it is unknown."""
        column = self._columns["year"]
        years = np.zeros(self._documents, np.int32)
        numbers = [0 if value == UNKNOWN else int(value) for value in column.values]
        years[column.documents] = np.repeat(np.array(numbers, np.int32), column.lengths)
        return years

    def _column(self, field: str) -> _Column:
        if field not in self._columns:
            raise QueryError(
                f"Unknown filter field {field!r}; allowed are: {', '.join(FACET_FIELDS)}."
            )
        return self._columns[field]

    def _mask(self, field: str, values: Sequence[str]) -> Mask:
        column = self._column(field)
        wanted = np.zeros(len(column.values), np.bool_)
        for value in values:
            wanted |= self._selected(field, value)
        mask = np.zeros(self._documents, np.bool_)
        for code in np.flatnonzero(wanted).tolist():
            start = column.starts[code]
            mask[column.documents[start : start + column.lengths[code]]] = True
        return mask

    def _selected(self, field: str, value: str) -> Mask:
        """Return bool[V], which values of the column a filter value means."""
        column_values = self._columns[field].values
        if field == "year" and (years := _YEAR_RANGE.fullmatch(value)) and value != "..":
            first, last = int(years[1] or 0), int(years[2] or 9999)
            if first > last:
                raise QueryError(f"year={value}: the first year must not be after the last.")
            return np.array([v != UNKNOWN and first <= int(v) <= last for v in column_values])
        selected = np.array([v.casefold() == value.casefold() for v in column_values], np.bool_)
        if not selected.any():
            self._require_allowed(field, value)
        return selected

    def _require_allowed(self, field: str, value: str) -> None:
        """Accept a value that the corpus lacks only where a closed vocabulary has it."""
        if field == "year" and re.fullmatch(r"\d{4}", value):
            return
        vocabulary = _VOCABULARIES.get(field)
        if vocabulary is not None and (value in vocabulary or value == UNKNOWN):
            return
        allowed = list(vocabulary if vocabulary is not None else self._columns[field].values)
        more = f", … ({len(allowed)} in all)" if len(allowed) > _SHOWN_VALUES else ""
        hint = " or a range such as 2015..2020" if field == "year" else ""
        raise QueryError(
            f"{field}={value}: no such value. Allowed are: "
            f"{', '.join(allowed[:_SHOWN_VALUES])}{more}{hint}."
        )

    def _count(self, field: str, listed: Mask, masks: Mapping[str, Mask]) -> dict[str, int]:
        column = self._columns[field]
        for other, mask in masks.items():
            if other != field:
                listed = listed & mask
        if not column.values:
            return {}
        # A sum over the listed documents of each value; `take` clips nothing, but need not check.
        found = listed.view(np.uint8).take(column.documents, mode="clip")
        counts = np.add.reduceat(found, column.starts, dtype=np.int64)
        present = np.flatnonzero(counts)
        order = present[np.argsort(-counts[present], kind="stable")]
        values = column.values
        return {values[n]: c for n, c in zip(order.tolist(), counts[order].tolist(), strict=True)}
