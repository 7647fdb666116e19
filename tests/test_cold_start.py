"""What a cold search costs, against importing the libraries that it cannot do without."""

from statistics import median

import pytest

from exchange.settings import Settings
from scripts.cold_start import FLOOR, SEARCH, measure
from tests.conftest import environment

MOST = 3.5
"""docs/speed.md says 2.8; other tests run meanwhile, and CPU time has their noise."""


@pytest.mark.model
def test_a_cold_search_costs_little_more_than_its_imports(corpus_index: Settings) -> None:
    times = measure([FLOOR, SEARCH], runs=5, environment=environment(corpus_index))
    floor, search = (median(times[command]) for command in (FLOOR, SEARCH))
    assert floor < search < MOST * floor
