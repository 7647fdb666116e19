"""Save a run as a JSON file, load it again, and compare a later run with it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from exchange.comparison import Change, MovedTopic, compare, moved_most
from exchange.errors import CorpusError
from exchange.experiment import Experiment
from exchange.results import Mode

FORMAT: Literal["exchange run 1"] = "exchange run 1"
MOVED_BY = "ndcg@10"
_SHOWN = 3


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class SavedTopic(_Part):
    """A judged topic as it was asked."""

    text: str
    type: str
    language: str


class SavedMode(_Part):
    """What one mode gave: means, each topic's scores and its first hundred documents."""

    means: Mapping[str, float]
    scores: Mapping[str, Mapping[str, float]]
    ranked: Mapping[str, tuple[str, ...]]


class SavedRun(_Part):
    """A run in a file, with what must be the same for a comparison.

    :param encoder: the fingerprint of the encoder.
    :param judgments: sha256 of the judgments.
    """

    format: Literal["exchange run 1"]
    snapshot: str
    encoder: str
    judgments: str
    topics: Mapping[str, SavedTopic]
    modes: Mapping[Mode, SavedMode]

    @model_validator(mode="after")
    def _scores_are_whole(self) -> Self:
        for name, mode in self.modes.items():
            if set(mode.scores) != set(self.topics):
                raise ValueError(f"the scores of {name} are not of the file's topics")
            if any(set(values) != set(mode.means) for values in mode.scores.values()):
                raise ValueError(f"a topic of {name} lacks a measure")
        return self


@dataclass(frozen=True, slots=True)
class ModeComparison:
    """How one mode changed since a saved run.

    :param changes: by measure.
    :param risen: the topics that rose most by nDCG@10, the largest step first.
    :param fallen: those that fell most.
    """

    changes: Mapping[str, Change]
    risen: tuple[MovedTopic, ...]
    fallen: tuple[MovedTopic, ...]


def save_run(experiment: Experiment, path: Path) -> None:
    """Write a run to a file.

    :raises CorpusError: the file cannot be written.
    """
    run = _saved(experiment)
    try:
        path.write_text(
            json.dumps(run.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n",
            encoding="utf-8",
        )
    except OSError as exc:
        raise CorpusError(f"{path}: cannot be written ({exc.strerror}).") from exc


def load_run(path: Path) -> SavedRun:
    """Read a run that :func:`save_run` wrote.

    :raises CorpusError: the file cannot be read or is not a saved run.
    """
    try:
        return SavedRun.model_validate_json(path.read_bytes())
    except OSError as exc:
        raise CorpusError(f"{path}: cannot be read ({exc.strerror}).") from exc
    except ValidationError as exc:
        problem = exc.errors()[0]
        where = ".".join(str(part) for part in problem["loc"]) or "file"
        raise CorpusError(
            f"{path}: not a saved run ({where}: {problem['msg']}). "
            "Make one with `exchange evaluate --save`."
        ) from exc


def compare_with(saved: SavedRun, experiment: Experiment) -> dict[Mode, ModeComparison]:
    """Return how each mode that both runs have changed since the saved one.

    :raises CorpusError: topics, judgments or modes differ, so that values cannot be paired.
    """
    now = _saved(experiment)
    differing = sorted(
        id
        for id in {**saved.topics, **now.topics}
        if id not in saved.topics
        or id not in now.topics
        or saved.topics[id].text != now.topics[id].text
    )
    if differing:
        shown = ", ".join(differing[:_SHOWN]) + (", …" if len(differing) > _SHOWN else "")
        raise CorpusError(
            f"The saved run has other topics ({len(differing)} differ: {shown}); compare runs of "
            "the same topic file."
        )
    if saved.judgments != now.judgments:
        raise CorpusError(
            "The saved run was scored by other judgments; score that snapshot again with these."
        )
    modes = [mode for mode in now.modes if mode in saved.modes]
    if not modes:
        raise CorpusError(
            f"The saved run has {', '.join(saved.modes) or 'no mode'} only; give one with --mode."
        )
    return {mode: _compare_mode(saved.modes[mode], now.modes[mode]) for mode in modes}


def _compare_mode(before: SavedMode, after: SavedMode) -> ModeComparison:
    changes = {
        measure: compare(before.scores, after.scores, measure)
        for measure in after.means
        if measure in before.means
    }
    if MOVED_BY not in changes:
        raise CorpusError(f"The saved run has no {MOVED_BY}; save it again.")
    risen, fallen = moved_most(before.scores, after.scores, MOVED_BY)
    return ModeComparison(changes, risen, fallen)


def _saved(experiment: Experiment) -> SavedRun:
    judged = json.dumps(
        {topic: dict(sorted(grades.items())) for topic, grades in experiment.qrels.items()},
        sort_keys=True,
    )
    return SavedRun(
        format=FORMAT,
        snapshot=experiment.snapshot,
        encoder=experiment.encoder,
        judgments=hashlib.sha256(judged.encode()).hexdigest(),
        topics={
            topic.id: SavedTopic(text=topic.text, type=topic.type, language=topic.language)
            for topic in experiment.topics
        },
        modes={
            mode: SavedMode(means=score.means, scores=score.topics, ranked=score.run)
            for mode, score in experiment.scores.items()
        },
    )
