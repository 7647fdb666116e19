"""Filters and counts: which documents a filter accepts, and how many of a list have each value."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from exchange.document import Document
from exchange.errors import QueryError
from exchange.facet_columns import FacetColumns, write_columns
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


def write_facets(path: Path, documents: Sequence[Document]) -> None:
    """Write the facets of `documents`, in document-number order, as one `.npz` file."""
    columns = {
        field: [document.facets.get(field, (UNKNOWN,)) for document in documents]
        for field in FACET_FIELDS
    }
    write_columns(path, columns)


class Facets:
    """The facet columns of a snapshot."""

    def __init__(self, path: Path, documents: int) -> None:
        self._columns = FacetColumns(path, FACET_FIELDS, documents)
        self.documents = documents
        self._places = lru_cache(len(FACET_FIELDS))(self._find_places)

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
                        self._values(field), self._selected(field, given), strict=True
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
        return self._columns.counts(listed, masks)

    def years(self) -> npt.NDArray[np.int32]:
        """Return int32[N], the year of each document, 0 where it is unknown."""
        years = np.zeros(self.documents, np.int32)
        values = self._columns.values("year")
        for place, value in enumerate(values):
            if value != UNKNOWN:
                years[self._columns.having("year", np.arange(len(values)) == place)] = int(value)
        return years

    def _values(self, field: str) -> Sequence[str]:
        if field not in FACET_FIELDS:
            raise QueryError(
                f"Unknown filter field {field!r}; allowed are: {', '.join(FACET_FIELDS)}."
            )
        return self._columns.values(field)

    def _find_places(self, field: str) -> Mapping[str, Sequence[int]]:
        """Return value -> its places in a field, whatever the case of its letters."""
        places: defaultdict[str, list[int]] = defaultdict(list)
        for place, value in enumerate(self._columns.values(field)):
            places[value.casefold()].append(place)
        return places

    def _mask(self, field: str, values: Sequence[str]) -> Mask:
        wanted = np.zeros(len(self._values(field)), np.bool_)
        for value in values:
            wanted |= self._selected(field, value)
        return self._columns.having(field, wanted)

    def _selected(self, field: str, value: str) -> Mask:
        """Return bool[V], which values of the column a filter value means."""
        column_values = self._columns.values(field)
        if field == "year" and (years := _YEAR_RANGE.fullmatch(value)) and value != "..":
            first, last = int(years[1] or 0), int(years[2] or 9999)
            if first > last:
                raise QueryError(f"year={value}: the first year must not be after the last.")
            return np.array([v != UNKNOWN and first <= int(v) <= last for v in column_values])
        selected = np.zeros(len(column_values), np.bool_)
        places = self._places(field).get(value.casefold(), [])
        selected[places] = True
        if not places:
            self._require_allowed(field, value)
        return selected

    def _require_allowed(self, field: str, value: str) -> None:
        """Accept a value that the corpus lacks only where a closed vocabulary has it."""
        if field == "year" and re.fullmatch(r"\d{4}", value):
            return
        vocabulary = _VOCABULARIES.get(field)
        if vocabulary is not None and (value in vocabulary or value == UNKNOWN):
            return
        allowed = list(vocabulary if vocabulary is not None else self._columns.values(field))
        more = f", … ({len(allowed)} in all)" if len(allowed) > _SHOWN_VALUES else ""
        hint = " or a range such as 2015..2020" if field == "year" else ""
        raise QueryError(
            f"{field}={value}: no such value. Allowed are: "
            f"{', '.join(allowed[:_SHOWN_VALUES])}{more}{hint}."
        )
