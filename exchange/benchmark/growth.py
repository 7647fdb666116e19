"""How cost grows with the corpus: the exponent b of cost = a * size^b, fitted over sizes."""

from collections.abc import Mapping, Sequence

import numpy as np

from exchange.benchmark.run import Measurement


def fit_exponent(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """Return b of cost = a * size^b by least squares on the logarithms; 1 means in proportion.

    NaN where fewer than two sizes have a cost above zero. A cost that has a constant part, as
    opening files has, gives a lower exponent over small sizes than over large ones.
    """
    pairs = [(size, cost) for size, cost in zip(sizes, costs, strict=True) if cost > 0]
    if len({size for size, _ in pairs}) < 2:
        return float("nan")
    x, y = np.log(pairs).T
    spread = x - x.mean()
    return float(spread @ (y - y.mean()) / (spread @ spread))


def costs(measurement: Measurement) -> dict[str, float]:
    """Return every cost that is followed over the sizes, in the unit that its name says."""
    return {
        **{
            f"{mode}_median_ms": latency.listed.median_ms
            for mode, latency in measurement.search.modes.items()
        },
        "build_seconds": measurement.build.seconds,
        "build_memory_mb": measurement.build_memory,
        "search_memory_mb": measurement.search.memory,
        "disk_mb": sum(measurement.build.part_megabytes.values()),
    }


def exponents(measurements: Sequence[Measurement]) -> Mapping[str, float]:
    """Return the exponent of every cost over the sizes of these measurements."""
    sizes = [measurement.corpus.size for measurement in measurements]
    tables = [costs(measurement) for measurement in measurements]
    return {name: fit_exponent(sizes, [table[name] for table in tables]) for name in tables[0]}
