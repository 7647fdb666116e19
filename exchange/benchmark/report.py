"""A benchmark as one JSON document."""

import math
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from exchange.benchmark.growth import costs, exponents
from exchange.benchmark.run import Measurement

_DECIMALS = 3


def report_json(measurements: Sequence[Measurement]) -> dict[str, Any]:
    """Return the last measurement as JSON, and where there are several, how cost grows over them.

    Numbers are rounded to three decimals; null stands for one that is not known.
    """
    report = _measurement_json(measurements[-1])
    if len(measurements) > 1:
        report["growth"] = {
            "sizes": [{"documents": each.corpus.size, **costs(each)} for each in measurements],
            "exponents": dict(exponents(measurements)),
        }
    rounded: dict[str, Any] = _rounded(report)
    return rounded


def _measurement_json(measurement: Measurement) -> dict[str, Any]:
    search, build = measurement.search, measurement.build
    return {
        "documents": measurement.corpus.size,
        "passages_per_document": measurement.corpus.passages,
        "seed": measurement.corpus.seed,
        "queries": measurement.queries,
        **{
            str(mode): {
                **asdict(latency.listed),
                **{f"page_{name}": value for name, value in asdict(latency.page).items()},
            }
            for mode, latency in search.modes.items()
        },
        "throughput": {str(threads): each for threads, each in search.throughput.items()},
        "open_seconds": search.open_seconds,
        "search_memory_mb": search.memory,
        "build": {
            "seconds": build.seconds,
            "memory_mb": measurement.build_memory,
            "part_seconds": dict(build.part_seconds),
        },
        "disk_mb": {**build.part_megabytes, "all": sum(build.part_megabytes.values())},
    }


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return None if math.isnan(value) else round(value, _DECIMALS)
    if isinstance(value, dict):
        return {key: _rounded(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_rounded(each) for each in value]
    return value
