"""Break the scores of a run down by what kind of topics they are: type and language."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from exchange.collection import Topic
from exchange.evaluation import Evaluation
from exchange.vocabulary import UNKNOWN

LANGUAGES = ("en", "id")
OTHER = "other"


def language_group(topic: Topic) -> str:
    """Return "en", "id", "other", or "unknown" where the topic has no language."""
    return topic.language if topic.language in (*LANGUAGES, UNKNOWN) else OTHER


GROUPINGS: Mapping[str, Callable[[Topic], str]] = {
    "type": lambda topic: topic.type,
    "language group": language_group,
    "language": lambda topic: topic.language,
}


@dataclass(frozen=True, slots=True)
class TopicGroup:
    """Topics that have something in common.

    :param grouping: "type", "language group" or "language".
    :param topics: their ids, in the order of the topic file.
    """

    grouping: str
    name: str
    topics: tuple[str, ...]


def group_topics(topics: Iterable[Topic]) -> tuple[TopicGroup, ...]:
    """Return the groups of each grouping, the largest first, then by name."""
    listed = tuple(topics)
    groups: list[TopicGroup] = []
    for grouping, name_of in GROUPINGS.items():
        members: dict[str, list[str]] = {}
        for topic in listed:
            members.setdefault(name_of(topic), []).append(topic.id)
        found = [TopicGroup(grouping, name, tuple(ids)) for name, ids in members.items()]
        groups += sorted(found, key=lambda group: (-len(group.topics), group.name))
    return tuple(groups)


def means_of(evaluation: Evaluation, topics: Sequence[str]) -> dict[str, float]:
    """Return the mean of each measure over some of the topics, at least one."""
    return {
        measure: sum(evaluation.topics[topic][measure] for topic in topics) / len(topics)
        for measure in evaluation.means
    }
