"""What a cold search costs, against importing the libraries that it cannot do without."""

import pytest

from exchange.settings import Settings
from scripts.cold_start import FLOOR, SEARCH, measure
from tests.conftest import environment

MOST = 3.0
"""Far above what docs/speed.md says: other tests run meanwhile, and CPU time counts their noise."""


@pytest.mark.model
def test_a_cold_search_costs_little_more_than_its_imports(corpus_index: Settings) -> None:
    times = measure([FLOOR, SEARCH], runs=5, environment=environment(corpus_index))
    floor, search = (min(times[command]) for command in (FLOOR, SEARCH))
    assert search < MOST * floor
