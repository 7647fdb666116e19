"""The load script: its readers get right answers from the site, and notice wrong ones."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from exchange.corpus import Corpus
from exchange.settings import Settings
from scripts.load import START, Load, Report, describe, faults, requests, run
from scripts.site_client import Answer, Request, SiteClient, problem_in
from tests.conftest import environment
from tests.ui.site import Server, serve_process

QUICK = Load(sessions=3, seconds=3, warm_up=0, thinking=(0.05, 0.1))
# An app that is wrong in the way that the query asks for.
WRONG_APP = """
import streamlit as st

def show():
    query = st.query_params["q"]
    if query == "raise":
        raise RuntimeError
    if query == "rerun" and "again" not in st.session_state:
        st.session_state.again = True
        st.html("<q>not yet</q>")
        st.rerun()
    st.html("<q>right</q>" if query != "other" else "<q>wrong</q>")

st.navigation([st.Page(show)]).run()
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="reads memory from /proc")
def test_readers_get_right_answers_until_the_site_ends(
    hash_index: Settings, corpus: Corpus
) -> None:
    with serve_process(environment(hash_index)) as server:
        assert asyncio.run(_problems(server.address, [START])) == [""]  # opens the engine
        report = asyncio.run(run(server, corpus.cases, QUICK))
        cut_short = asyncio.run(_run_and_kill(server, corpus))
    assert report.problems == {}
    opened = [[answer.request for answer in answers] for answers in report.answers]
    assert [first for first, *_ in opened] == [START] * QUICK.sessions
    assert min(map(len, opened)) > 1
    searches = [each for _, *more in opened for each in more if not each.page]
    assert len(set(searches)) == len(searches)
    assert len(report.memory) == QUICK.seconds
    assert min(report.memory) > 50
    assert cut_short.problems.total() == QUICK.sessions
    assert len(cut_short.problems) == len(faults(cut_short)) > 0


async def _run_and_kill(server: Server, corpus: Corpus) -> Report:
    asyncio.get_running_loop().call_later(QUICK.seconds / 2, server.process.kill)
    return await run(server, corpus.cases, QUICK)


async def _problems(address: str, wanted: Sequence[Request]) -> list[str]:
    async with SiteClient.connected(address) as client:
        return [(await client.open(request)).problem for request in wanted]


def test_a_reader_notices_wrong_answers(tmp_path: Path) -> None:
    app = tmp_path / "app.py"
    app.write_text(WRONG_APP, encoding="utf-8")
    wanted = {  # page and query -> what the reader says of the answer, from its beginning
        ("", "right"): "",
        ("", "rerun"): "",
        ("", "raise"): "exception : This app has encountered an error.",
        ("", "other"): "the page does not hold <q>right</q>",
        ("nowhere", "right"): "no such page",
    }
    places = [Request(page, f"q={query}", ("<q>right</q>",)) for page, query in wanted]
    with serve_process({}, app) as server:
        found = asyncio.run(_problems(server.address, places))
    assert [not problem for problem in found] == [True, True, False, False, False]
    for problem, beginning in zip(found, wanted.values(), strict=True):
        assert problem.startswith(beginning)


def test_a_script_that_does_not_compile_is_a_problem() -> None:
    message = ForwardMsg(script_finished=ForwardMsg.FINISHED_WITH_COMPILE_ERROR)
    assert problem_in([message], ()) == "FINISHED_WITH_COMPILE_ERROR"


def test_readers_open_searches_filters_and_cases_and_ask_nothing_twice(corpus: Corpus) -> None:
    asked: set[str] = set()
    found = [
        parse_qs(request.query_string) | {"page": [request.page]}
        for seed in range(3)
        for request in islice(requests(corpus.cases, random.Random(seed), asked), 40)
    ]
    searches = [each for each in found if each["page"] == [""]]
    assert len({each["q"][0] for each in searches}) == len(searches) == len(asked)
    named = {tuple(sorted(each)) for each in found}
    assert {("page", "q"), ("country", "page", "q"), ("page", "q", "sector")} < named
    assert {each["page"][0] for each in found if "id" in each} == {"case"}


@pytest.mark.parametrize(
    ("seconds", "memory", "wanted"),
    [
        ([0.1] * 19 + [9.0], [200, 210, 220], []),
        ([0.1] * 18 + [1.1, 1.1], [200, 210, 220], ["the 95th percentile is above 1 s"]),
        ([0.1] * 20, [200, 210, 231], ["the memory grew by more than 30 MB"]),
        ([], [200, 210, 220], ["no answer came after the warm-up"]),
    ],
    ids=["well", "slow", "growing", "silent"],
)
def test_a_slow_or_growing_site_is_a_fault(
    seconds: list[float], memory: list[float], wanted: list[str]
) -> None:
    request = Request("", "", ())
    answers = [Answer(request, 50, each, "") for each in seconds]
    in_warm_up = Answer(request, 0, 9, "")
    report = Report(replace(QUICK, warm_up=20), 0, [[in_warm_up, *answers]], memory)
    assert faults(report) == wanted
    assert describe(report).count("\n") == (5 if seconds else 1)
