"""A view and its address."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.results import FACET_FIELDS, MODES, SORTS
from exchange.ui.view import View

WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(
    lambda word: word == word.strip() and word
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
    language=st.sampled_from([None, "en", "id"]),
    case_id=st.none() | WORDS,
)


@given(VIEWS)
def test_an_address_means_the_view_it_was_made_from(view: View) -> None:
    parameters = parse_qs(urlsplit(view.href).query, keep_blank_values=True)
    assert View.from_parameters(parameters) == view


def test_several_values_are_a_repeated_parameter_and_defaults_are_left_out() -> None:
    view = View("clean water", {"country": ("ID", "BR"), "year": ("2015..2020",)}, language="id")
    assert view.href == "./?q=clean+water&country=ID&country=BR&year=2015..2020&lang=id"
    assert View().href == "./"
    assert View(case_id="br-x", page=2).href == "case?page=2&id=br-x"


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
