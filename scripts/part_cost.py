"""Print what the parts of the ranking cost: `python -m scripts.part_cost`, on a built index.

Searches for the topics of corpus/eval with all parts on and with all of them off take turns, so
that both meet the same noise; the vectors of the queries are known already.
"""

import statistics
import time
from collections.abc import Callable

from exchange.collection import load_topics
from exchange.engine import SearchEngine
from exchange.parts import NO_PARTS
from exchange.settings import load_settings

ROUNDS = 3


def main() -> None:
    """Print the medians of a whole search and of the ranking alone, and their ratios."""
    settings = load_settings()
    engines = SearchEngine.open(settings), SearchEngine.open(settings, NO_PARTS)
    texts = [topic.text for topic in load_topics(settings.corpus / "eval" / "topics.jsonl")]
    measured: dict[str, Callable[[SearchEngine, str], object]] = {
        "search, a page of ten": lambda engine, text: engine.search(text),
        "ranking alone": lambda engine, text: engine.whole_list(text),
    }
    for name, action in measured.items():
        times: tuple[list[float], list[float]] = ([], [])
        for text in texts:
            for engine in engines:
                action(engine, text)
            for _ in range(ROUNDS):
                for engine, spent in zip(engines, times, strict=True):
                    began = time.perf_counter()
                    action(engine, text)
                    spent.append((time.perf_counter() - began) * 1_000)
        on, off = map(statistics.median, times)
        print(f"{name}: {on:.2f} ms with all parts, {off:.2f} ms without, ratio {on / off:.2f}")


if __name__ == "__main__":
    main()
