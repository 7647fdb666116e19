"""Measure what the site bears: `python -m scripts.load`, on a built index (Linux only).

Twenty readers search at once, each thinking 3 to 7 s before the next query; none is asked twice.
Some queries are filtered, after some the reader opens a case. Every answer is checked. It prints
times and the memory of the server; it fails on an error, when one answer in twenty takes longer
than MAX_P95_SECONDS, or when the memory grows by more than MAX_GROWTH_MEGABYTES from the first
third of the time to the last.
"""

import argparse
import asyncio
import random
import re
import resource
import statistics
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from markupsafe import escape
from websockets.exceptions import WebSocketException

from exchange.case import Case
from exchange.corpus import Corpus
from exchange.settings import load_settings
from scripts.site_client import Answer, Request, SiteClient
from tests.ui.site import Server, serve_process

MAX_P95_SECONDS = 1.0
MAX_GROWTH_MEGABYTES = 30
START = Request("", "", ('class="hits ',))
_MORE_WORDS = (1, 4)
_FILTERED = 0.3
_OPENED = 0.3


@dataclass(frozen=True, slots=True)
class Load:
    """How many read at once, and for how long.

    :param warm_up: seconds before `seconds` in which only errors count.
    :param thinking: shortest and longest seconds between an answer and the next request.
    """

    sessions: int = 20
    seconds: float = 60
    warm_up: float = 15
    thinking: tuple[float, float] = (3, 7)


@dataclass(slots=True)
class Report:
    """What was measured.

    :param answers: of each session, in order; those of the warm-up too.
    :param memory: resident megabytes of the server, one for each second after the warm-up.
    """

    load: Load
    began: float
    answers: list[list[Answer]]
    memory: list[float] = field(default_factory=list)

    @property
    def problems(self) -> Counter[str]:
        """What went wrong, each with how often."""
        return Counter(a.problem for answers in self.answers for a in answers if a.problem)

    @property
    def times(self) -> list[float]:
        """Milliseconds of the answers after the warm-up, sorted."""
        begin = self.began + self.load.warm_up
        measured = [a for answers in self.answers for a in answers if a.began >= begin]
        return sorted(answer.seconds * 1_000 for answer in measured)

    @property
    def thirds(self) -> tuple[float, float]:
        """Mean memory in the first and in the last third."""
        length = max(1, len(self.memory) // 3)
        return statistics.mean(self.memory[:length]), statistics.mean(self.memory[-length:])


def requests(cases: Sequence[Case], source: random.Random, asked: set[str]) -> Iterator[Request]:
    """Yield what one reader opens, without end: searches, and cases between them.

    :param asked: queries that nobody asks again; those of this reader are added.
    """
    while True:
        case = source.choice(cases)
        query = _query(case, cases, source)
        if query in asked:
            continue
        asked.add(query)
        # Of the case, so that something is found.
        filters = [("country", case.country), *(("sector", sector) for sector in case.sectors)]
        chosen = [source.choice(filters)] if source.random() < _FILTERED else []
        parameters = [("q", query), *chosen]
        yield Request("", urlencode(parameters), (f">{escape(query)}</q>", *START.expected))
        if source.random() < _OPENED:
            title = f">{escape(case.title_in('en'))}</h1>"
            yield Request("case", urlencode([*parameters, ("id", case.id)]), (title,))


def _query(case: Case, cases: Sequence[Case], source: random.Random) -> str:
    """Return the longest word of a case's title and some of another title in the same language."""
    language = source.choice(sorted({case.language, *case.translations}))
    other = source.choice([c for c in cases if language in (c.language, *c.translations)])
    first, *more = _words(case.title_in(language))
    more += _words(other.title_in(language))
    return " ".join([first, *source.sample(more, min(len(more), source.randint(*_MORE_WORDS)))])


def _words(title: str) -> list[str]:
    """Return the words of a title without signs, the longest first."""
    return sorted(re.findall(r"\w+", title.lower()), key=len, reverse=True)


async def run(server: Server, cases: Sequence[Case], load: Load) -> Report:
    """Let all readers read at once, and watch the memory of the server meanwhile."""
    report = Report(load, time.monotonic(), [[] for _ in range(load.sessions)])
    asked = {""}
    async with asyncio.TaskGroup() as group:
        for number, answers in enumerate(report.answers):
            source = random.Random(number)
            wanted = requests(cases, source, asked)
            group.create_task(_read(server.address, wanted, source, load, answers))
        await asyncio.sleep(load.warm_up)
        for _ in range(max(1, round(load.seconds))):
            await asyncio.sleep(1)
            report.memory.append(resident_megabytes(server.process.pid))
    return report


async def _read(
    address: str,
    wanted: Iterator[Request],
    source: random.Random,
    load: Load,
    answers: list[Answer],
) -> None:
    """Read the site until the time is over or the connection breaks; add what came to `answers`."""
    end = time.monotonic() + load.warm_up + load.seconds
    await asyncio.sleep(source.uniform(0, load.thinking[1]))
    request, began = START, time.monotonic()
    try:
        async with SiteClient.connected(address) as client:
            answers.append(await client.open(request))
            while time.monotonic() < end:
                await asyncio.sleep(source.uniform(*load.thinking))
                request, began = next(wanted), time.monotonic()
                answers.append(await client.open(request))
    except (OSError, WebSocketException) as exc:  # a TimeoutError is an OSError
        problem = f"{type(exc).__name__}: {exc or 'no answer in time'}"
        answers.append(Answer(request, began, time.monotonic() - began, problem))


def resident_megabytes(pid: int) -> float:
    """Return the memory of a process that is not swapped out; 0 when it has ended."""
    pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * resource.getpagesize() / 1e6


def faults(report: Report) -> list[str]:
    """Return why the site does not bear this load; empty when it does."""
    first, last = report.thirds
    found = [f"{times} x {problem}" for problem, times in sorted(report.problems.items())]
    if not report.times:
        return [*found, "no answer came after the warm-up"]
    if percentile_95(report.times) > MAX_P95_SECONDS * 1_000:
        found.append(f"the 95th percentile is above {MAX_P95_SECONDS:g} s")
    if last - first > MAX_GROWTH_MEGABYTES:
        found.append(f"the memory grew by more than {MAX_GROWTH_MEGABYTES} MB")
    return found


def percentile_95(times: Sequence[float]) -> float:
    """Return the smallest of the sorted times that 95 in 100 do not exceed."""
    return times[-(-len(times) * 95 // 100) - 1]


def describe(report: Report) -> str:
    """Return the figures as a short table."""
    load, times, (first, last) = report.load, report.times, report.thirds
    lines = [
        f"sessions        {load.sessions}, {load.seconds:g} s after {load.warm_up:g} s warm-up"
    ]
    if times:
        lines += [
            f"answers         {len(times)}, of them errors {report.problems.total()}",
            f"median          {statistics.median(times):.0f} ms",
            f"95th percentile {percentile_95(times):.0f} ms",
            f"largest         {times[-1]:.0f} ms",
        ]
    return "\n".join(
        [*lines, f"memory          {first:.0f} MB first third, {last:.0f} MB last third"]
    )


def main() -> None:
    """Measure, print the table, and end with status 1 when the site does not bear the load."""
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    parser.add_argument("--sessions", type=int, default=Load().sessions)
    parser.add_argument("--seconds", type=float, default=Load().seconds)
    arguments = parser.parse_args()
    cases = Corpus.load(load_settings().corpus).cases
    with serve_process({}) as server:
        report = asyncio.run(run(server, cases, Load(arguments.sessions, arguments.seconds)))
    print(describe(report))
    if found := faults(report):
        raise SystemExit("\n".join(found))


if __name__ == "__main__":
    main()
