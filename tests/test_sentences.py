"""Sentences of pasted texts in many languages; nothing but white space is ever lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.sentences import MAX_SENTENCE_CHARACTERS, sentence_text, split_sentences

EXAMPLES = {
    "Latin": (
        "Villages are far away. Who pays for the boat? Nobody does that!",
        ["Villages are far away.", "Who pays for the boat?", "Nobody does that!"],
    ),
    "abbreviations": (
        "Law No. 12 lets Dr. Siti test, e.g. in huts. The U.S. team came later.",
        ["Law No. 12 lets Dr. Siti test, e.g. in huts.", "The U.S. team came later."],
    ),
    "no is a word, too": (
        "We asked and they said no. We went on alone.",
        ["We asked and they said no.", "We went on alone."],
    ),
    "decimals and addresses": (
        "It costs 3.5 million a year. See example.org for more of it.",
        ["It costs 3.5 million a year.", "See example.org for more of it."],
    ),
    "quotes": (
        'He said "we want more water." They left the room.',
        ['He said "we want more water."', "They left the room."],
    ),
    "Chinese": (
        "我们的县在山区里。每年有十四位母亲去世！",
        ["我们的县在山区里。", "每年有十四位母亲去世！"],
    ),
    "Hindi": (
        "मलेरिया एक बड़ी समस्या है। हमें मदद चाहिए।",
        ["मलेरिया एक बड़ी समस्या है।", "हमें मदद चाहिए।"],
    ),
    "Arabic": (
        "كيف نحصل على المياه؟ القرى بعيدة عن المدينة.",
        ["كيف نحصل على المياه؟", "القرى بعيدة عن المدينة."],
    ),
    "wrapped lines": (
        "The ministry wants one electronic chain from the stump\nto the ship. It is late already.",
        ["The ministry wants one electronic chain from the stump to the ship."]
        + ["It is late already."],
    ),
    "list items, also short ones": (
        "We need this now:\n- clean water\n2) nurses for\n   small villages\n• boats",
        ["We need this now: clean water", "nurses for small villages", "boats"],
    ),
    "headings and greetings join what follows, a closing what came before": (
        "Dear all,\n\nBackground\n\nVillages are far away.\n\nThank you",
        ["Dear all, Background Villages are far away. Thank you"],
    ),
    "one word": ("malaria", ["malaria"]),
    "nothing": (" \n\t ", []),
}


@pytest.mark.parametrize(("text", "sentences"), EXAMPLES.values(), ids=EXAMPLES)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert [sentence_text(text, span) for span in split_sentences(text)] == sentences


TEXTS = st.text(st.sampled_from("ab Z9.!?。।؟,:;-•*\"')\n\t\u0301长กé")) | st.text()


@given(TEXTS)
def test_nothing_but_white_space_is_lost_and_spans_are_in_order(text: str) -> None:
    spans = split_sentences(text)
    kept = "".join(text[span.start : span.end] for span in spans)
    assert "".join(kept.split()) == "".join(text.split())
    borders = [border for span in spans for border in (span.start, span.end)]
    assert borders == sorted(borders)
    assert all(span.start < span.end for span in spans)


@given(st.text(st.sampled_from("a, .\n\u0301长"), min_size=MAX_SENTENCE_CHARACTERS, max_size=2_000))
def test_no_sentence_is_too_long(text: str) -> None:
    spans = split_sentences(text)
    assert all(span.end - span.start <= MAX_SENTENCE_CHARACTERS for span in spans)


def test_a_long_sentence_is_cut_at_a_clause() -> None:
    text = "the villages of the northern hills have no water, " * 15
    first = split_sentences(text)[0]
    assert text[first.start : first.end].endswith("water,")
