"""`SearchEngine.listed` and `search` give the same list, whatever is asked."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange.engine import SearchEngine
from exchange.errors import QueryError
from exchange.results import MODES

QUERIES = ("", "malaria", "timber OR birth", '"village malaria"', "NOT malaria", "xyzzy", "desa")
FILTERS = {
    "country": ("ID", "LK", "FJ"),
    "sector": ("health", "education"),
    "year": ("2010..2016", "2017.."),
    "language": ("en", "id"),
}


@given(
    query=st.sampled_from(QUERIES),
    mode=st.sampled_from(MODES),
    filters=st.fixed_dictionaries(
        {}, optional={f: st.lists(st.sampled_from(v), min_size=1) for f, v in FILTERS.items()}
    ),
    expand=st.booleans(),
)
@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_listed_are_the_hits_of_the_whole_list(
    small_engine: SearchEngine, query: str, mode: str, filters: dict[str, list[str]], expand: bool
) -> None:
    asked = {"mode": mode, "filters": filters, "expand": expand}
    listed = small_engine.listed(query, **asked)  # type: ignore[arg-type]
    result = small_engine.search(query, limit=100, **asked)  # type: ignore[arg-type]
    assert int(listed.sum()) == result.total
    numbers = np.flatnonzero(listed).tolist()
    assert {small_engine.document(n).id for n in numbers} == {hit.id for hit in result.hits}


def test_some_lists_are_neither_empty_nor_whole(small_engine: SearchEngine) -> None:
    counts = {q: int(small_engine.listed(q, mode="keyword").sum()) for q in QUERIES}
    assert counts[""] == len(small_engine) > counts["malaria"] > counts["xyzzy"] == 0


def test_what_search_refuses_is_refused(small_engine: SearchEngine) -> None:
    with pytest.raises(QueryError, match="mode=best"):
        small_engine.listed("x", mode="best")  # type: ignore[arg-type]
    with pytest.raises(QueryError, match="sector=nonsense"):
        small_engine.listed("x", filters={"sector": ["nonsense"]})
