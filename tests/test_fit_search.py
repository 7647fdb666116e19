"""Lists by fit: the same as by the fit card of each case, and still one exact list."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.engine import SearchEngine
from exchange.fit import fit, fit_order
from exchange.fit_search import fit_priority, fitting
from exchange.profile import AdopterProfile
from exchange.vocabulary import NEEDS

HOLDINGS = st.dictionaries(st.sampled_from(NEEDS), st.sampled_from(["have", "lack"]))
PROFILES = HOLDINGS.map(
    lambda answers: AdopterProfile(
        have=tuple(need for need, holding in answers.items() if holding == "have"),
        lack=tuple(need for need, holding in answers.items() if holding == "lack"),
    )
)
POOR = AdopterProfile(have=("training",), lack=("budget", "internet-coverage"))


@settings(max_examples=30, deadline=None)
@given(PROFILES)
def test_columns_say_what_the_fit_cards_say(
    small_engine: SearchEngine, profile: AdopterProfile
) -> None:
    cases = [small_engine.document(number).case for number in range(len(small_engine))]
    cards = [fit(case, profile) for case in cases if case is not None]
    orders = [fit_order(card) for card in cards]
    assert len(cards) == len(small_engine) > 5
    priority = fit_priority(small_engine, profile).tolist()
    by_columns, by_cards = (
        sorted(range(len(cards)), key=lambda number: (keys[number], number))
        for keys in (priority, orders)
    )
    assert by_columns == by_cards
    assert fitting(small_engine, profile).tolist() == [not card.needs("to-do") for card in cards]


def test_a_list_by_fit_has_the_same_cases_total_and_counts(real_engine: SearchEngine) -> None:
    query, filters = "health services in remote villages", {"sector": ["health"]}
    plain = real_engine.search(query, filters=filters, limit=1_000)
    priority = fit_priority(real_engine, POOR)
    first = real_engine.search(query, filters=filters, limit=1_000, priority=priority)
    assert {hit.id for hit in first.hits} == {hit.id for hit in plain.hits}
    assert (first.total, first.facets, first.match) == (plain.total, plain.facets, plain.match)
    places = {hit.id: place for place, hit in enumerate(plain.hits)}
    keys = [(fit_order(fit(hit.case, POOR)), places[hit.id]) for hit in first.hits if hit.case]
    assert keys == sorted(keys) and len({order for order, _ in keys}) > 3
    assert [hit.rank for hit in first.hits] == list(range(1, first.total + 1))


def test_only_what_fits_is_listed_and_counted(real_engine: SearchEngine) -> None:
    among = fitting(real_engine, POOR)
    plain = real_engine.search("health", limit=1_000)
    fit_ones = real_engine.search("health", limit=1_000, among=among)
    expected = [hit.id for hit in plain.hits if hit.case and not fit(hit.case, POOR).needs("to-do")]
    assert [hit.id for hit in fit_ones.hits] == expected
    assert 0 < fit_ones.total == len(expected) < plain.total
    assert "budget" not in fit_ones.facets["need"] and "training" in fit_ones.facets["need"]
    assert sum(fit_ones.facets["level"].values()) == fit_ones.total


def test_pages_of_a_list_by_fit_follow_each_other(real_engine: SearchEngine) -> None:
    priority = fit_priority(real_engine, POOR)
    whole = real_engine.search("", limit=30, priority=priority)
    pages = [real_engine.search("", limit=10, offset=n, priority=priority) for n in (0, 10, 20)]
    assert [hit.id for page in pages for hit in page.hits] == [hit.id for hit in whole.hits]


def test_an_office_that_says_nothing_fits_everything(small_engine: SearchEngine) -> None:
    nothing = AdopterProfile()
    assert fitting(small_engine, nothing).all()
    assert np.all(fit_priority(small_engine, nothing) <= len(NEEDS))
