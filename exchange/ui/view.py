"""What an address of the site means: question, filters, order, page, language, case."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from exchange.labels import INTERFACE_LANGUAGES
from exchange.results import FACET_FIELDS, MODES, SORTS, Mode, Sort

TOP_40 = "Top 40 Inovasi Pelayanan Publik 2018"
"""The award label that the 40 innovations of 2018 share."""

_PAGE = re.compile("[1-9][0-9]{0,5}")


@dataclass(frozen=True, slots=True)
class View:
    """One view of the site; equal views have equal addresses.

    :param filters: facet field -> values, in the order of FACET_FIELDS; no empty entries.
    :param page: 1 for the first.
    :param language: the interface language that the address asks for, or None.
    :param case_id: the case that is open, or None on the search page.
    """

    query: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = "relevance"
    mode: Mode = "hybrid"
    page: int = 1
    language: str | None = None
    case_id: str | None = None

    @classmethod
    def from_parameters(cls, parameters: Mapping[str, Sequence[str]]) -> "View":
        """Read the parameters of an address; what makes no sense there counts as not given.

        Filter values are kept as they are: the engine says which exist.
        """
        last = {name: values[-1] for name, values in parameters.items() if values}
        sort, mode, page = last.get("sort"), last.get("mode"), last.get("page", "")
        return cls(
            query=last.get("q", "").strip(),
            filters=_ordered({name: tuple(parameters.get(name, ())) for name in FACET_FIELDS}),
            sort=sort if sort in SORTS else "relevance",
            mode=mode if mode in MODES else "hybrid",
            page=int(page) if _PAGE.fullmatch(page) else 1,
            language=last.get("lang") if last.get("lang") in INTERFACE_LANGUAGES else None,
            case_id=last.get("id") or None,
        )

    def parameters(self) -> dict[str, str | list[str]]:
        """Return the address's parameters; what is as by default is left out."""
        given: dict[str, str | list[str]] = {"q": self.query}
        given.update({name: list(values) for name, values in self.filters.items()})
        given["sort"] = "" if self.sort == "relevance" else self.sort
        given["mode"] = "" if self.mode == "hybrid" else self.mode
        given["page"] = "" if self.page == 1 else str(self.page)
        given["lang"] = self.language or ""
        given["id"] = self.case_id or ""
        return {name: value for name, value in given.items() if value}

    @property
    def href(self) -> str:
        """The address, relative to any page of the site."""
        page = "case" if self.case_id else "./"
        query = urlencode(self.parameters(), doseq=True)
        return f"{page}?{query}" if query else page

    @property
    def is_start(self) -> bool:
        """Whether nothing is asked and nothing filtered."""
        return not self.query and not self.filters

    def asking(self, query: str) -> "View":
        """Return this view with another question, from its first page."""
        return replace(self, query=query.strip(), page=1)

    def filtered(self, name: str, values: Sequence[str]) -> "View":
        """Return this view with these values of one field, from its first page."""
        filters = _ordered({**self.filters, name: tuple(values)})
        return replace(self, filters=filters, page=1)

    def without(self, name: str, value: str) -> "View":
        """Return this view without one value of a filter."""
        return self.filtered(name, [v for v in self.filters.get(name, ()) if v != value])

    def unfiltered(self) -> "View":
        """Return this view without any filter."""
        return replace(self, filters={}, page=1)

    def start(self) -> "View":
        """Return the start page in the same language and mode."""
        return View(mode=self.mode, language=self.language)


def _ordered(filters: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return the filters in field order, repeated values once, empty fields left out."""
    found = {
        name: tuple(value for value in dict.fromkeys(filters.get(name, ())) if value)
        for name in FACET_FIELDS
    }
    return {name: values for name, values in found.items() if values}
