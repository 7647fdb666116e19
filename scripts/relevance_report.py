"""What is done with measured figures: rounded, stored, compared, printed as Markdown tables."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from exchange.errors import CorpusError
from exchange.results import MODES

Figures = dict[str, Any]
"""Figures by name, nested, as they stand in the JSON file."""

TOLERANCE = 0.005
DECIMALS = 6
BEGIN, END = "<!-- figures: make relevance -->", "<!-- end of figures -->"
NAMES = {"en": "English", "id": "Indonesian", "other": "other languages"}
MEASURES = {"ndcg@10": "nDCG@10", "recall@100": "recall@100", "mrr@10": "MRR@10"}


def rounded(value: Any) -> Any:
    """Return nested figures with their fractions rounded, so that a stored file stays calm."""
    if isinstance(value, Mapping):
        return {str(key): rounded(each) for key, each in value.items()}
    return round(value, DECIMALS) if isinstance(value, float) else value


def load_figures(path: Path) -> Figures:
    """Return the stored figures by variant; none where the file is not there yet.

    :raises CorpusError: the file is not JSON.
    """
    if not path.exists():
        return {}
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except ValueError as exc:
        raise CorpusError(f"{path}: not JSON ({exc}). Make it anew with --write.") from exc


def merge(stored: Figures, measured: Figures) -> Figures:
    """Return the measured figures; collections that were not measured keep their stored ones."""
    merged = {}
    for variant, figures in measured.items():
        known = stored.get(variant, {}).get("collections", {})
        collections = dict(sorted({**known, **figures["collections"]}.items()))
        merged[variant] = {**figures, "collections": collections}
    return merged


def worse_than(stored: Figures, measured: Figures) -> list[str]:
    """Return a line for each figure that is worse than the stored one by more than 0.005."""
    lines = []
    for variant, figures in measured.items():
        if variant not in stored:
            lines.append(f"{variant}: no stored figures; store them with --write.")
            continue
        before = dict(_comparable(stored[variant]))
        for name, value in _comparable(figures):
            if name in before and value < before[name] - TOLERANCE:
                lines.append(f"{variant}, {name}: {value:.4f}, stored {before[name]:.4f}")
    return lines


def _comparable(figures: Figures) -> Iterator[tuple[str, float]]:
    """Yield the figures that must not fall, each of them better the higher it is."""
    sets = {"topics": figures["topics"], **figures["collections"]}
    for name, modes in sets.items():
        for mode, measures in modes.items():
            yield from ((f"{name}, {mode}, {m}", measures[m]) for m in MEASURES)
    labels = figures["labels"]
    yield "labels, AUC", labels["auc"]
    yield "floor, judged pairs listed", 1 - labels["not_listed"] / max(labels["pairs"], 1)
    yield "last section", figures["last_section"]["share"]


def render(figures: Figures) -> str:
    """Return the Markdown tables of the first variant, and all variants side by side."""
    measured = next(iter(figures.values()))
    parts = [_topics(measured), _labels(measured["labels"]), _lines(measured)]
    parts += [_collections(measured["collections"])] if measured["collections"] else []
    parts += [_side_by_side(figures)] if len(figures) > 1 else []
    return "\n\n".join(parts)


def write(figures: Figures, path: Path, document: Path) -> None:
    """Store the figures as JSON, and their tables between the marks of the document.

    :raises CorpusError: the document has no marks.
    """
    before, begin, rest = document.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise CorpusError(f"{document}: {BEGIN} and {END} must stand in it, each once.")
    path.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    text = f"{before}{BEGIN}\n\n{render(figures)}\n\n{END}{after}"
    document.write_text(text, encoding="utf-8")


def _topics(figures: Figures) -> str:
    means = figures["topics"]
    queries = means[MODES[0]]["queries"]
    rows = [
        (f"all, {name}", queries, *(means[mode][measure] for mode in MODES))
        for measure, name in MEASURES.items()
    ]
    for groups in figures["groups"].values():
        for name, group in sorted(groups.items(), key=_english_first):
            label = f"{NAMES.get(name, name)}, nDCG@10"
            rows.append((label, group["queries"], *(group[mode] for mode in MODES)))
    return _table(("topics of corpus/eval", "queries", *MODES), rows)


def _english_first(named: tuple[str, Figures]) -> int:
    names = list(NAMES)
    return names.index(named[0]) if named[0] in names else len(names)


def _labels(labels: Figures) -> str:
    rows = [
        (group, *counts.values(), sum(counts.values()))
        for group, counts in labels["counts"].items()
    ]
    return _table(("label (hybrid)", "good", "weak", "none", "all"), rows)


def _lines(figures: Figures) -> str:
    labels, last = figures["labels"], figures["last_section"]
    times = ", ".join(f"{figures['milliseconds'][mode]:.1f} ms {mode}" for mode in MODES)
    interval = f" (95 % interval {labels['low']:.3f} to {labels['high']:.3f})"
    return "\n".join(
        (
            f"- Answerable topics against off-domain queries: AUC {labels['auc']:.3f}{interval}.",
            f"- Judged pairs that the list loses: {labels['not_listed']} of {labels['pairs']}.",
            f"- Cases found among the first three by a sentence of their last section: "
            f"{last['share']:.1%} of {last['cases']}.",
            f"- Median time of a search without encoding: {times}.",
        )
    )


def _collections(collections: Figures) -> str:
    rows = [
        (f"{name}, {label}", modes[MODES[0]]["queries"], *(modes[mode][m] for mode in MODES))
        for name, modes in collections.items()
        for m, label in MEASURES.items()
    ]
    return _table(("collection", "queries", *MODES), rows)


def _side_by_side(figures: Figures) -> str:
    groups = list(NAMES)
    names = sorted({name for each in figures.values() for name in each["collections"]})
    rows = []
    for variant, each in figures.items():
        by_language = each["groups"]["language group"]
        rows.append(
            (
                variant,
                each["topics"]["hybrid"]["ndcg@10"],
                *(
                    by_language[group]["hybrid"] if group in by_language else "–"
                    for group in groups
                ),
                each["labels"]["auc"],
                each["last_section"]["share"],
                *(
                    each["collections"][name]["hybrid"]["ndcg@10"]
                    if name in each["collections"]
                    else "–"
                    for name in names
                ),
            )
        )
    columns = ("hybrid, nDCG@10", "all", *NAMES.values(), "AUC", "last section", *names)
    return _table(columns, rows)


def _table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    lines = [columns, ["---", *("---:" for _ in columns[1:])], *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def _cell(value: Any) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)
