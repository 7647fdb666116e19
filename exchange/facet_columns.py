"""Facet values of the documents, kept so that those of a whole list are counted at once.

A value that many documents have is a row of bits, one a document, and the list is laid over it;
a rare value is the list of its documents. Each is kept in the way that takes less time to count.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from exchange.ranking import Mask

_RARE_BELOW = 1 / 64
"""A value is rare when fewer of the documents have it: naming them is less than a row of bits."""

Bits = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.int64]


def write_columns(path: Path, columns: Mapping[str, Sequence[Sequence[str]]]) -> None:
    """Write the values of each document, in document-number order, for each field.

    One `.npz` file: `values` str[V], those of one field after those of another, sorted in each;
    `field_starts` int64[F + 1]; `common` int64[C], the places of the common values, and `bits`
    uint64[C, ceil(N / 64)]; `rare` int64[R], `rare_starts` int64[R + 1], `rare_documents` int32.
    """
    values: list[str] = []
    field_starts = [0]
    common: list[int] = []
    bits: list[Bits] = []
    rare: list[int] = []
    rare_lists: list[list[int]] = []
    size = max(map(len, columns.values()), default=0)
    for found in columns.values():
        sorted_values = sorted({value for given in found for value in given})
        having: dict[str, list[int]] = {value: [] for value in sorted_values}
        for number, given in enumerate(found):
            for value in dict.fromkeys(given):
                having[value].append(number)
        for place, numbers in enumerate(having.values(), len(values)):
            if len(numbers) < size * _RARE_BELOW:
                rare.append(place)
                rare_lists.append(numbers)
            else:
                common.append(place)
                mask = np.zeros(size, np.bool_)
                mask[numbers] = True
                bits.append(_pack(mask))
        values += having
        field_starts.append(len(values))
    np.savez(
        path,
        values=np.array(values, np.str_),
        field_starts=np.array(field_starts, np.int64),
        common=np.array(common, np.int64),
        bits=np.array(bits, np.uint64).reshape(len(bits), -(-size // 64)),
        rare=np.array(rare, np.int64),
        rare_starts=np.cumsum([0, *map(len, rare_lists)], dtype=np.int64),
        rare_documents=np.array([n for numbers in rare_lists for n in numbers], np.int32),
    )


class FacetColumns:
    """What :func:`write_columns` wrote.

    :param fields: their names, in the order in which they were written.
    :param documents: how many there are.
    """

    def __init__(self, path: Path, fields: Sequence[str], documents: int) -> None:
        self._documents = documents
        with np.load(path, allow_pickle=False) as arrays:
            self._values: list[str] = arrays["values"].tolist()
            self._common: Numbers = arrays["common"]
            self._bits: Bits = arrays["bits"]
            self._rare: Numbers = arrays["rare"]
            self._rare_starts: Numbers = arrays["rare_starts"]
            self._rare_documents: npt.NDArray[np.int32] = arrays["rare_documents"]
            starts: Numbers = arrays["field_starts"]
        self._field_of = np.repeat(np.arange(len(fields)), np.diff(starts))
        bounds = starts.tolist()
        self._spans = {
            field: slice(first, last)
            for field, first, last in zip(fields, bounds[:-1], bounds[1:], strict=True)
        }

    def values(self, field: str) -> Sequence[str]:
        """Return the values of a field, sorted."""
        return self._values[self._spans[field]]

    def having(self, field: str, selected: Mask) -> Mask:
        """Return bool[N], the documents with one of the selected values.

        :param selected: bool[V], of the field's values.
        """
        bits = np.zeros(self._bits.shape[1], np.uint64)
        rare = []
        for place in (np.flatnonzero(selected) + self._spans[field].start).tolist():
            row = int(self._common.searchsorted(place))
            if row < len(self._common) and self._common[row] == place:
                bits |= self._bits[row]
            else:
                number = int(self._rare.searchsorted(place))
                rare.append(slice(*self._rare_starts[number : number + 2].tolist()))
        mask = _unpack(bits, self._documents)
        for span in rare:
            mask[self._rare_documents[span]] = True
        return mask

    def counts(self, listed: Mask, masks: Mapping[str, Mask]) -> dict[str, dict[str, int]]:
        """Count the values of each field, each field without its own filter.

        :param listed: bool[N], the documents of the list before any filter.
        :param masks: filtered field -> bool[N], what its filter accepts.
        :returns: field -> value -> count (only above zero), by falling count, then by value.
        """
        totals = self._totals(_meeting(listed, masks, None), slice(0, len(self._values)))
        for field in masks:
            own = self._spans[field]
            totals[own] = self._totals(_meeting(listed, masks, field), own)
        present = np.flatnonzero(totals)
        keys = self._field_of[present] * (self._documents + 1) - totals[present]
        order = present[np.argsort(keys, kind="stable")]
        names = [self._values[place] for place in order.tolist()]
        numbers = totals[order].tolist()
        ends = np.searchsorted(self._field_of[order], np.arange(len(self._spans)), "right").tolist()
        return {
            field: dict(zip(names[first:last], numbers[first:last], strict=True))
            for field, first, last in zip(self._spans, [0, *ends], ends, strict=False)
        }

    def _totals(self, kept: Mask, span: slice) -> Numbers:
        """Return int64, how many of the documents have each of the values in `span`."""
        totals = np.zeros(span.stop - span.start, np.int64)
        first, last = np.searchsorted(self._common, (span.start, span.stop)).tolist()
        both = np.bitwise_count(self._bits[first:last] & _pack(kept))
        totals[self._common[first:last] - span.start] = both.sum(axis=1, dtype=np.int32)
        first, last = np.searchsorted(self._rare, (span.start, span.stop)).tolist()
        if first < last:
            starts = self._rare_starts[first : last + 1]
            documents = self._rare_documents[starts[0] : starts[-1]]
            # A sum over the documents of each value; `take` clips nothing, but need not check.
            found = kept.view(np.uint8).take(documents, mode="clip")
            sums = np.add.reduceat(found, starts[:-1] - starts[0], dtype=np.int64)
            totals[self._rare[first:last] - span.start] = sums
        return totals


def _meeting(listed: Mask, masks: Mapping[str, Mask], but: str | None) -> Mask:
    """Return the listed documents that meet all filters but one."""
    for field, mask in masks.items():
        if field != but:
            listed = listed & mask
    return listed


def _pack(mask: Mask) -> Bits:
    """Return uint64[ceil(n / 64)], a bit for each element."""
    packed = np.zeros(-(-len(mask) // 64), np.uint64)
    packed.view(np.uint8)[: -(-len(mask) // 8)] = np.packbits(mask)
    return packed


def _unpack(bits: Bits, size: int) -> Mask:
    """Return bool[size], what :func:`_pack` packed."""
    return np.unpackbits(bits.view(np.uint8), count=size).view(np.bool_)
