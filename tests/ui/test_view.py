"""A view and its address."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.case_values import CASE_ID
from exchange.profile import AdopterProfile
from exchange.results import FACET_FIELDS, MODES, SORTS
from exchange.ui.view import SHORTLIST_LIMIT, View
from exchange.vocabulary import NEEDS

WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(
    lambda word: word == word.strip() and word
)
IDS = st.lists(st.from_regex(CASE_ID, fullmatch=True), max_size=SHORTLIST_LIMIT, unique=True).map(
    tuple
)
PROFILES = st.builds(
    lambda country, level, answers: AdopterProfile(
        country=country,
        level=level,
        have=tuple(need for need, holding in answers.items() if holding == "have"),
        lack=tuple(need for need, holding in answers.items() if holding == "lack"),
    ),
    st.sampled_from([None, "ID", "KE"]),
    st.sampled_from([None, "local"]),
    st.dictionaries(st.sampled_from(NEEDS), st.sampled_from(["have", "lack"])),
)
VIEWS = st.builds(
    View,
    query=WORDS | st.just(""),
    filters=st.dictionaries(
        st.sampled_from(FACET_FIELDS),
        st.lists(WORDS, min_size=1, max_size=3, unique=True).map(tuple),
        max_size=3,
    ).map(lambda found: {name: found[name] for name in FACET_FIELDS if name in found}),
    sort=st.sampled_from(SORTS),
    mode=st.sampled_from(MODES),
    page=st.integers(1, 999_999),
    layout=st.sampled_from(["list", "grid"]),
    expands=st.booleans(),
    language=st.sampled_from([None, "en", "id"]),
    shortlist=IDS,
    compared=IDS,
    text_language=st.sampled_from([None, "pt"]),
    profile=PROFILES,
)
PLACES = st.builds(
    lambda view, place, id, is_described, by_fit, only_fitting: replace(
        view,
        place=place,
        case_id=id if place in ("case", "request") else None,
        is_described=is_described and place not in ("search", "describe"),
        sort="relevance" if by_fit and not view.profile.is_empty else view.sort,
        by_fit=by_fit and not view.profile.is_empty,
        only_fitting=only_fitting and not view.profile.is_empty,
    ),
    VIEWS,
    st.sampled_from(["search", "case", "compare", "shortlist", "describe", "profile", "request"]),
    WORDS,
    st.booleans(),
    st.booleans(),
    st.booleans(),
)


@given(PLACES)
def test_an_address_means_the_view_it_was_made_from(view: View) -> None:
    address = urlsplit(view.href)
    parameters = parse_qs(address.query, keep_blank_values=True)
    assert View.from_parameters(parameters, view.place) == view
    assert address.path == ("./" if view.place == "search" else view.place)


def test_several_values_are_a_repeated_parameter_and_defaults_are_left_out() -> None:
    view = View("clean water", {"country": ("ID", "BR"), "year": ("2015..2020",)}, language="id")
    assert view.href == "./?q=clean+water&country=ID&country=BR&year=2015..2020&lang=id"
    assert View().href == "./"
    assert View(page=2).at_case("br-x").href == "case?page=2&id=br-x"
    assert View().at_comparison(["br-x", "id-y"]).href == "compare?compare=br-x,id-y"
    assert View(shortlist=("br-x",)).at_shortlist().href == "shortlist?list=br-x"


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"page": ["0"]}, View()),
        ({"page": ["-3"]}, View()),
        ({"page": ["²"]}, View()),
        ({"page": ["99999999999999999999"]}, View()),
        ({"page": ["2", "3"]}, View(page=3)),
        ({"sort": ["best"], "mode": ["fuzzy"], "lang": ["xx"]}, View()),
        ({"q": ["  water "]}, View("water")),
        ({"sector": ["", "health", "health"]}, View(filters={"sector": ("health",)})),
        ({"sector": [""]}, View()),
        ({"unheard": ["of"]}, View()),
        ({"layout": ["table"], "expand": ["yes"], "text": ["../x"]}, View()),
        ({"list": ["br-x,,<b>,br-x,BR-Y,id-y"]}, View(shortlist=("br-x", "id-y"))),
        (
            {"list": [",".join(f"br-{n}" for n in range(99))]},
            View(shortlist=tuple(f"br-{n}" for n in range(SHORTLIST_LIMIT))),
        ),
        ({"id": ["br-x"]}, View()),
    ],
)
def test_what_makes_no_sense_in_an_address_counts_as_not_given(
    parameters: dict[str, list[str]], expected: View
) -> None:
    assert View.from_parameters(parameters) == expected


def test_a_change_of_question_or_filters_begins_at_the_first_page() -> None:
    view = View("water", {"country": ("ID", "BR"), "sector": ("health",)}, page=3)
    assert view.asking(" air ") == View("air", view.filters)
    assert view.without("country", "ID") == View(
        "water", {"country": ("BR",), "sector": ("health",)}
    )
    assert view.without("sector", "health") == View("water", {"country": ("ID", "BR")})
    assert view.filtered("sector", []) == View("water", {"country": ("ID", "BR")})
    assert view.unfiltered() == View("water")


def test_the_shortlist_goes_along_everywhere() -> None:
    view = View("water", {"country": ("ID",)}, page=3, language="id", shortlist=("br-x",))
    for elsewhere in (
        view.start(),
        view.unfiltered(),
        view.at_case("id-y"),
        view.at_comparison(["id-y"]),
        view.at_shortlist().at_results(),
    ):
        assert (elsewhere.shortlist, elsewhere.language) == (("br-x",), "id")
    assert view.at_case("id-y").at_shortlist().at_results() == view


def test_keeping_and_dropping() -> None:
    view = View().keeping("br-x", "id-y", "br-x")
    assert view.shortlist == ("br-x", "id-y")
    assert view.dropping("br-x") == View(shortlist=("id-y",))
    full = View().keeping(*(f"br-{n}" for n in range(SHORTLIST_LIMIT)))
    assert full.keeping("id-y") == full
    chosen = replace(view, place="shortlist", compared=("br-x", "id-y"))
    assert chosen.dropping("br-x").compared == ("id-y",)
    compared = view.at_comparison(["br-x", "id-y"])
    assert compared.dropping("br-x").compared == ("br-x", "id-y")


def test_from_a_described_problem_one_comes_back_to_it() -> None:
    view = View(filters={"country": ("ID",)}, shortlist=("br-x",)).at_description()
    assert view.href == "describe?country=ID&list=br-x"
    case = view.at_case("id-y")
    assert case.href == "case?country=ID&id=id-y&list=br-x&from=describe"
    for other in (case, case.at_shortlist(), view.at_comparison(["br-x"]), case.keeping("id-z")):
        assert other.at_results().place == "describe"
    assert case.at_shortlist().at_results().at_case("id-y") == case
    assert case.at_results() == view
    assert case.start().at_results().place == "search"
