"""What an address of the site means: question, filters, order, shortlist, office and language."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal
from urllib.parse import urlencode

from exchange.case_values import CASE_ID
from exchange.profile import AdopterProfile
from exchange.results import FACET_FIELDS, MODES, SORTS, Mode, Sort
from exchange.translation import INTERFACE_LANGUAGES

Place = Literal["search", "case", "compare", "shortlist", "describe", "profile", "request"]
Layout = Literal["list", "grid"]
Panel = Literal["map", "years", "common", "shape"]
PANELS: tuple[Panel, ...] = ("map", "years", "common", "shape")

TOP_40 = "Top 40 Inovasi Pelayanan Publik 2018"
"""The award label that the 40 innovations of 2018 share."""
SHORTLIST_LIMIT = 30
"""Every link carries the shortlist: with 30 ids an address stays below 1,500 characters."""
COMPARED_LIMIT = 4

_PAGE = re.compile("[1-9][0-9]{0,5}")
_LANGUAGE = re.compile("[a-z]{2}")
_RESULTS = ("search", "describe")
_OF_ONE_CASE = ("case", "request")
_PATHS: Mapping[Place, str] = {"search": "./"}  # the others are called as they are


@dataclass(frozen=True, slots=True)
class View:
    """One view of the site; equal views have equal addresses.

    :param filters: facet field -> values, in the order of FACET_FIELDS; no empty entries.
    :param page: 1 for the first.
    :param layout: how the results stand.
    :param panel: which picture of the whole list is open, or None.
    :param expands: whether the engine may search other words beside the typed ones.
    :param language: the interface language that the address asks for, or None.
    :param shortlist: ids of the cases that the reader keeps, in the order of keeping.
    :param compared: ids of the cases to compare; on the shortlist, those that are chosen for it.
    :param case_id: the case that is open, or None.
    :param is_described: whether the results that one comes back to are those of a described
        problem; on their own page, where that is plain, it is False.
    :param text_language: the language of title and summary on the case page, or None.
    :param profile: what the reader's office is, has and lacks.
    :param by_fit: whether the cases that fit it best come first.
    :param only_fitting: whether cases that take something that it lacks are left out.
    """

    query: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = "relevance"
    mode: Mode = "hybrid"
    page: int = 1
    place: Place = "search"
    layout: Layout = "list"
    panel: Panel | None = None
    expands: bool = True
    language: str | None = None
    shortlist: tuple[str, ...] = ()
    compared: tuple[str, ...] = ()
    case_id: str | None = None
    text_language: str | None = None
    is_described: bool = False
    profile: AdopterProfile = AdopterProfile()
    by_fit: bool = False
    only_fitting: bool = False

    @classmethod
    def from_parameters(
        cls, parameters: Mapping[str, Sequence[str]], place: Place = "search"
    ) -> "View":
        """Read the parameters of an address; what makes no sense there counts as not given.

        Filter values and ids are kept as they are: the engine says which exist.
        """
        last = {name: values[-1] for name, values in parameters.items() if values}
        sort, mode, page = last.get("sort"), last.get("mode"), last.get("page", "")
        text_language, panel = last.get("text", ""), last.get("show")
        profile = AdopterProfile.from_parameters(parameters)
        of_one_case = place in _OF_ONE_CASE
        return cls(
            place=place,
            query=last.get("q", "").strip(),
            filters=_ordered({name: tuple(parameters.get(name, ())) for name in FACET_FIELDS}),
            sort=sort if sort in SORTS else "relevance",
            profile=profile,
            by_fit=sort == "fit" and not profile.is_empty,
            only_fitting=last.get("fits") == "yes" and not profile.is_empty,
            mode=mode if mode in MODES else "hybrid",
            page=int(page) if _PAGE.fullmatch(page) else 1,
            layout="grid" if last.get("layout") == "grid" else "list",
            panel=panel if panel in PANELS else None,
            expands=last.get("expand") != "no",
            language=last.get("lang") if last.get("lang") in INTERFACE_LANGUAGES else None,
            shortlist=_ids(last.get("list", "")),
            compared=_ids(last.get("compare", "")),
            case_id=(last.get("id") or None) if of_one_case else None,
            text_language=text_language if _LANGUAGE.fullmatch(text_language) else None,
            is_described=last.get("from") == "describe" and place not in _RESULTS,
        )

    def parameters(self) -> dict[str, str | list[str]]:
        """Return the address's parameters; what is as by default is left out."""
        given: dict[str, str | list[str]] = {"q": self.query}
        given.update({name: list(values) for name, values in self.filters.items()})
        given["sort"] = "fit" if self.by_fit else "" if self.sort == "relevance" else self.sort
        given["fits"] = "yes" if self.only_fitting else ""
        given["mode"] = "" if self.mode == "hybrid" else self.mode
        given["page"] = "" if self.page == 1 else str(self.page)
        given["layout"] = "" if self.layout == "list" else self.layout
        given["show"] = self.panel or ""
        given["expand"] = "" if self.expands else "no"
        given["lang"] = self.language or ""
        given["id"] = self.case_id or ""
        given["text"] = self.text_language or ""
        given["compare"] = ",".join(self.compared)
        given["list"] = ",".join(self.shortlist)
        given["from"] = "describe" if self.is_described else ""
        given.update(self.profile.parameters())
        return {name: value for name, value in given.items() if value}

    @property
    def href(self) -> str:
        """The address, relative to any page of the site."""
        path = _PATHS.get(self.place, self.place)
        query = urlencode(self.parameters(), doseq=True, safe=",")
        return f"{path}?{query}" if query else path

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

    def has_filter(self, name: str, value: str) -> bool:
        """Return whether a field's filter has a value; an address may say country=id."""
        return value.casefold() in {chosen.casefold() for chosen in self.filters.get(name, ())}

    def toggled(self, name: str, value: str) -> "View":
        """Return this view with a value in a field's filter, or without it where it was there."""
        chosen = self.filters.get(name, ())
        others = [each for each in chosen if each.casefold() != value.casefold()]
        return self.filtered(name, others if len(others) < len(chosen) else [*chosen, value])

    def unfiltered(self) -> "View":
        """Return this view without any filter."""
        return replace(self, filters={}, page=1)

    def start(self) -> "View":
        """Return the start page, with what the reader chose for all pages."""
        return View(
            mode=self.mode,
            layout=self.layout,
            language=self.language,
            shortlist=self.shortlist,
            profile=self.profile,
        )

    def at_results(self) -> "View":
        """Return the result list that this view belongs to."""
        place: Place = "describe" if self._leads_to_description else "search"
        return replace(
            self, place=place, compared=(), case_id=None, text_language=None, is_described=False
        )

    def at_description(self) -> "View":
        """Return the page of a described problem, with this view's filters and shortlist."""
        return replace(self.start(), place="describe", filters=self.filters)

    def at_case(self, id: str) -> "View":
        """Return the page of a case, from which one comes back to this view's results."""
        return replace(
            self,
            place="case",
            case_id=id,
            text_language=None,
            is_described=self._leads_to_description,
        )

    def at_comparison(self, ids: Sequence[str]) -> "View":
        """Return these cases side by side."""
        return replace(
            self.at_results(),
            place="compare",
            compared=tuple(ids),
            is_described=self._leads_to_description,
        )

    def at_shortlist(self) -> "View":
        """Return the shortlist's own page."""
        return replace(
            self.at_results(), place="shortlist", is_described=self._leads_to_description
        )

    def at_profile(self) -> "View":
        """Return the page of the reader's office, from which one comes back to the results."""
        return replace(self.at_results(), place="profile", is_described=self._leads_to_description)

    def at_request(self, id: str) -> "View":
        """Return the page of a message to the organisation of a case."""
        return replace(self.at_case(id), place="request")

    def ordered_by_fit(self) -> "View":
        """Return this view with the cases first that fit the reader's office best."""
        return replace(self, by_fit=True, sort="relevance", page=1)

    def with_profile(self, profile: AdopterProfile) -> "View":
        """Return this view for an office, from its first page; without one nothing goes by fit."""
        asks = not profile.is_empty
        return replace(
            self,
            profile=profile,
            by_fit=self.by_fit and asks,
            only_fitting=self.only_fitting and asks,
            page=1,
        )

    @property
    def _leads_to_description(self) -> bool:
        return self.is_described or self.place == "describe"

    def keeping(self, *ids: str) -> "View":
        """Return this view with these cases in the shortlist; what is beyond its limit is not."""
        kept = tuple(dict.fromkeys((*self.shortlist, *ids)))[:SHORTLIST_LIMIT]
        return replace(self, shortlist=kept)

    def dropping(self, id: str) -> "View":
        """Return this view with a case out of the shortlist, and not chosen to be compared."""
        return replace(
            self,
            shortlist=tuple(kept for kept in self.shortlist if kept != id),
            compared=tuple(c for c in self.compared if c != id or self.place != "shortlist"),
        )


def _ids(listed: str) -> tuple[str, ...]:
    """Return the ids of a list with commas, each once."""
    found = [id for id in listed.split(",") if CASE_ID.fullmatch(id)]
    return tuple(dict.fromkeys(found))[:SHORTLIST_LIMIT]


def _ordered(filters: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return the filters in field order, repeated values once, empty fields left out."""
    found = {
        name: tuple(value for value in dict.fromkeys(filters.get(name, ())) if value)
        for name in FACET_FIELDS
    }
    return {name: values for name, values in found.items() if values}
