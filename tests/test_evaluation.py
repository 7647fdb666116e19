"""Measures by hand, and what groups of topics they are broken down into."""

from math import log2

import pytest

from exchange.collection import Topic
from exchange.evaluation import evaluate
from exchange.topic_groups import TopicGroup, group_topics, language_group, means_of

QRELS = {"one": {"a": 3, "b": 1}, "two": {"c": 2, "x": 0}, "three": {"d": 1}, "none": {"a": 0}}
RUN = {"one": ("b", "x", "a"), "two": ("c",), "none": ("a",)}


def test_measures_are_the_formulas() -> None:
    found = evaluate(RUN, QRELS)
    ideal = 7 / log2(2) + 1 / log2(3)  # gain 2^grade - 1, discount log2(place + 1)
    ndcg = (1 / log2(2) + 7 / log2(4)) / ideal
    assert list(found.topics) == ["one", "two", "three"]
    assert found.topics["one"] == pytest.approx({"ndcg@10": ndcg, "recall@100": 1, "mrr@10": 1})
    assert found.topics["two"] == pytest.approx({"ndcg@10": 1, "recall@100": 1, "mrr@10": 1})
    assert found.topics["three"] == {"ndcg@10": 0, "recall@100": 0, "mrr@10": 0}
    assert found.means == pytest.approx(
        {"ndcg@10": (ndcg + 1) / 3, "recall@100": 2 / 3, "mrr@10": 2 / 3}
    )
    assert (found.queries, found.run) == (3, RUN)


TOPICS = (
    Topic("one", "x", "need", "en"),
    Topic("two", "x", "keyword", "id"),
    Topic("three", "x", "need", "fr"),
    Topic("four", "x", "need", "fr"),
    Topic("five", "x"),
)


def test_groups_are_by_type_language_group_and_language_the_largest_first() -> None:
    assert group_topics(TOPICS) == (
        TopicGroup("type", "need", ("one", "three", "four")),
        TopicGroup("type", "keyword", ("two",)),
        TopicGroup("type", "unknown", ("five",)),
        TopicGroup("language group", "other", ("three", "four")),
        TopicGroup("language group", "en", ("one",)),
        TopicGroup("language group", "id", ("two",)),
        TopicGroup("language group", "unknown", ("five",)),
        TopicGroup("language", "fr", ("three", "four")),
        TopicGroup("language", "en", ("one",)),
        TopicGroup("language", "id", ("two",)),
        TopicGroup("language", "unknown", ("five",)),
    )
    assert [language_group(topic) for topic in TOPICS[:3]] == ["en", "id", "other"]


def test_means_of_a_group_leave_the_other_topics_out() -> None:
    means = means_of(evaluate(RUN, QRELS), ("two", "three"))
    assert means == pytest.approx({"ndcg@10": 1 / 2, "recall@100": 1 / 2, "mrr@10": 1 / 2})
