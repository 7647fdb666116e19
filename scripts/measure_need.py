"""Print the figures of docs/need.md: ranking, two needs in one, nonsense, time.

.venv/bin/python -m scripts.measure_need, on a built index.
"""

import itertools
import random
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from exchange.collection import Topic, load_qrels, load_topics
from exchange.encoder import Matrix
from exchange.engine import SearchEngine
from exchange.evaluation import evaluate
from exchange.need import answer_need
from exchange.need_result import NeedResult
from exchange.settings import load_settings

EVAL = Path("corpus/eval")
FIRST = 5

# Written after the constants were fixed: no sentence here had a say in them.
HELD_OUT = """We also want to brew craft beer on the moon.
Our captain hopes to find a treasure map in the old lighthouse.
The violin should be tuned a little lower before the concert.
Which sauce goes best with grilled octopus?
My nephew keeps losing at chess against the computer.
We would like to breed faster racing pigeons.
The new season of the crime series was a disappointment.
Please recommend a lipstick that lasts through dinner.
Kami juga ingin belajar sulap untuk pesta ulang tahun.
Gitar listrik itu harus dicat ulang dengan warna merah.
Nous cherchons aussi le meilleur fromage pour la fondue.
Necesitamos también un disfraz de pirata para el carnaval.
Außerdem möchten wir wissen, wie man Sauerteigbrot backt.
Também queremos saber quem inventou o futebol de praia.
我们还想知道怎样养热带鱼。
نريد أيضا أن نتعلم العزف على العود.""".splitlines()


class RememberingEngine(SearchEngine):
    """An engine that encodes each text once: the same statements are asked hundreds of times."""

    def encode_texts(self, texts: Sequence[str]) -> Matrix:
        known = self.__dict__.setdefault("known", {})
        new = [text for text in dict.fromkeys(texts) if text not in known]
        known.update(zip(new, super().encode_texts(new) if new else (), strict=True))
        return np.array([known[text] for text in texts])


def main() -> None:
    engine = RememberingEngine.open(load_settings())
    topics = load_topics(EVAL / "topics.jsonl")
    qrels = load_qrels(EVAL / "qrels.tsv")
    wanted = {
        topic.id: {id for id, grade in qrels.get(topic.id, {}).items() if grade == 3}
        for topic in topics
    }
    statements = [topic for topic in topics if topic.type == "problem-statement"]
    short = [t for t in topics if t.type in ("need", "cross-lingual") and wanted[t.id]]
    print_ranking(engine, statements, qrels, wanted)
    print_pairs(engine, "two short needs", sample_pairs(short, wanted), wanted)
    print_pairs(
        engine, "two problem statements", list(itertools.combinations(statements, 2)), wanted
    )
    print_nonsense(engine, statements, short)
    print_time(SearchEngine.open(load_settings()), statements)


def print_ranking(engine, statements, qrels, wanted) -> None:  # type: ignore[no-untyped-def]
    needs = {
        t.id: [hit.id for hit in answer_need(engine, t.text, limit=100).hits] for t in statements
    }
    plain = {t.id: engine.whole_list(t.text).ids[:100] for t in statements}
    for name, run in (("search", plain), ("need", needs)):
        places = [
            next((n for n, id in enumerate(run[t.id], 1) if id in wanted[t.id]), None)
            for t in statements
        ]
        means = evaluate(run, {t.id: qrels[t.id] for t in statements}).means
        within = sum(place is not None and place <= FIRST for place in places)
        print(f"{name}: nDCG@10 {means['ndcg@10']:.3f}, first grade 3 at {places}, {within} of 8")


def sample_pairs(topics: list[Topic], wanted: dict[str, set[str]]) -> list[tuple[Topic, Topic]]:
    chooser = random.Random(7)
    pairs: list[tuple[Topic, Topic]] = []
    while len(pairs) < 60:
        first, second = chooser.sample(topics, 2)
        if not wanted[first.id] & wanted[second.id]:
            pairs.append((first, second))
    return pairs


def print_pairs(engine, name, pairs, wanted) -> None:  # type: ignore[no-untyped-def]
    alone = {
        t.id: bool(wanted[t.id] & {*engine.whole_list(t.text).ids[:FIRST]})
        for pair in pairs
        for t in pair
    }
    both = own = searched = 0
    for first, second in pairs:
        text = f"{first.text}\n\n{second.text}"
        result = answer_need(engine, text, limit=FIRST)
        ids = {hit.id for hit in result.hits}
        both += bool(ids & wanted[first.id]) and bool(ids & wanted[second.id])
        own += all(_has_own(result, topic, wanted[topic.id]) for topic in (first, second))
        found = {*engine.whole_list(text[:2000]).ids[:FIRST]}
        searched += bool(found & wanted[first.id]) and bool(found & wanted[second.id])
    best = sum(alone[first.id] and alone[second.id] for first, second in pairs)
    print(
        f"{name}, {len(pairs)} pairs: a grade 3 of both in the first {FIRST}: "
        f"{both / len(pairs):.2f}, "
        f"each with a sentence of its own {own / len(pairs):.2f}; "
        f"search {searched / len(pairs):.2f}; "
        f"two searches {best / len(pairs):.2f}"
    )


def _has_own(result: NeedResult, topic: Topic, wanted: set[str]) -> bool:
    text = " ".join(topic.text.split())
    numbers = {s.number for s in result.sentences if s.text.strip(".") in text}
    return any(
        hit.id in wanted and numbers & {answer.sentence_number for answer in hit.answers}
        for hit in result.hits
    )


def print_nonsense(engine, statements, short) -> None:  # type: ignore[no-untyped-def]
    real = [s for t in statements for s in answer_need(engine, t.text, limit=0).sentences]
    wrong = sum(not s.is_answered for s in real)
    print(f"real sentences called unanswered: {wrong} of {len(real)} = {wrong / len(real):.2f}")
    off = (EVAL / "off-domain.txt").read_text(encoding="utf-8").split("\n")
    for name, sentences in (
        ("off-domain.txt", [line for line in off if line]),
        ("held-out nonsense", HELD_OUT),
        ("short needs (should be answered)", [topic.text for topic in short]),
    ):
        flagged = weight = 0.0
        for topic, sentence in itertools.product(statements, sentences):
            result = answer_need(engine, f"{topic.text}\n\n- {sentence}", limit=0)
            flagged += not result.sentences[-1].is_answered
            weight += result.sentences[-1].weight
        tried = len(statements) * len(sentences)
        print(
            f"{name} in each statement: unanswered {flagged / tried:.2f} of {tried}, "
            f"mean weight {weight / tried:.2f}"
        )
        alone = [answer_need(engine, sentence, limit=0) for sentence in sentences]
        flagged = sum(all(not s.is_answered for s in each.sentences) for each in alone)
        print(f"  alone: unanswered {flagged / len(alone):.2f} of {len(alone)}")


def print_time(engine, statements) -> None:  # type: ignore[no-untyped-def]
    words = " ".join(topic.text for topic in statements).split()
    for count in (120, 600, 900):
        text = " ".join([w for w in words * 2 if any(map(str.isalnum, w))][: min(count, 950)])
        taken, busy = [], []
        for _ in range(5):
            begun, used = time.perf_counter(), time.process_time()
            answer_need(engine, text)
            taken.append(time.perf_counter() - begun)
            busy.append(time.process_time() - used)
        print(
            f"{count} words: {statistics.median(taken):.2f} s (best {min(taken):.2f} s), "
            f"{statistics.median(busy):.2f} s of processor"
        )


if __name__ == "__main__":
    main()
