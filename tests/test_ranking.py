"""The best of a ranking without sorting all of it; ranks and their ties."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from exchange.ranking import Ranking, best

SCORES = st.lists(st.integers(-30, 30), min_size=1, max_size=400)


@given(scores=SCORES, count=st.one_of(st.none(), st.integers(0, 60)), every=st.integers(1, 3))
def test_the_best_are_the_first_of_all_sorted(
    scores: list[int], count: int | None, every: int
) -> None:
    documents = np.arange(0, len(scores), every, dtype=np.int32)
    found = best(np.array(scores, np.float32), documents, count)
    expected = sorted(documents.tolist(), key=lambda number: (-scores[number], number))
    assert found.tolist() == expected[:count]


@given(scores=SCORES)
def test_a_rank_is_the_place_in_the_sorted_list(scores: list[int]) -> None:
    documents = np.arange(0, 3 * len(scores), 3, dtype=np.int32)
    # The last digit of each is beyond the decimals by which scores are compared.
    ranking = Ranking(documents, np.array(scores, np.float32) + np.float32(1e-7))
    order = sorted(range(len(scores)), key=lambda place: (-scores[place], place))
    assert [ranking.rank_at(place) for place in order] == [*range(1, len(scores) + 1)]
    assert [ranking.place_of(int(number)) for number in documents] == [*range(len(scores))]
    assert ranking.place_of(1) is None and ranking.place_of(3 * len(scores)) is None


def test_missing_documents_get_what_is_said() -> None:
    ranking = Ranking(np.array([0, 2], np.int32), np.array([1, 2], np.float32))
    assert ranking.dense(4, -1.0).tolist() == [1, -1, 2, -1]
    whole = Ranking(np.array([0, 1], np.int32), np.array([1, 2], np.float32))
    assert whole.dense(2, -1.0).tolist() == [1, 2]
