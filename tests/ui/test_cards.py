"""What a card shows of a hit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.ui.cards import EXCERPT_CHARACTERS, excerpt

LONG = " ".join(f"word{number}" for number in range(200))


def test_a_short_text_is_shown_whole() -> None:
    found = excerpt("clean water for all", [(6, 11)])
    assert (found.text, found.marks) == ("clean water for all", ((6, 11),))


def test_a_long_text_without_marks_is_cut_at_a_word() -> None:
    found = excerpt(LONG, [], length=30)
    assert found.text == "word0 word1 word2 word3 word4 …"


def test_a_long_text_is_cut_around_its_marks() -> None:
    start = LONG.index("word150")
    found = excerpt(LONG, [(start, start + 7)], length=100)
    (mark_start, mark_end), text = found.marks[0], found.text
    assert text[mark_start:mark_end] == "word150"
    assert text.startswith("… word") and text.endswith(" …")


def test_of_several_places_the_one_with_most_marks_is_shown() -> None:
    marks = [
        (LONG.index(word), LONG.index(word) + len(word))
        for word in ("word20", "word100", "word101", "word102")
    ]
    found = excerpt(LONG, marks, length=120)
    assert [found.text[start:end] for start, end in found.marks] == [
        "word100",
        "word101",
        "word102",
    ]


@pytest.mark.parametrize("text", ["x" * 1000, "漢" * 1000])
def test_a_text_without_spaces_is_cut_all_the_same(text: str) -> None:
    found = excerpt(text, [(500, 510)])
    assert len(found.text) <= EXCERPT_CHARACTERS + 4
    assert [found.text[start:end] for start, end in found.marks] == [text[0] * 10]


@given(
    st.text("ab ", min_size=20, max_size=300),
    st.lists(st.tuples(st.integers(0, 280), st.integers(1, 20)), max_size=5),
)
def test_marks_keep_standing_on_their_words(text: str, places: list[tuple[int, int]]) -> None:
    marks = sorted(
        (start, start + length) for start, length in places if start + length < len(text)
    )
    found = excerpt(text, marks, length=50)
    originals = [text[start:end] for start, end in marks]
    assert all(found.text[start:end] in originals for start, end in found.marks)
    assert found.text.removeprefix("… ").removesuffix(" …") in text
