"""Measure what a cold `exchange search` costs: `python -m scripts.cold_start`, on a built index.

It prints, in milliseconds of CPU time (user and system, of all threads), the median and the least
of RUNS processes that only import numpy, typer and pydantic, of RUNS that search, and of steps in
between; and each median as a multiple of the first. The processes take turns, so that all meet the
same noise. One round before them, not counted, lets the system read the files, and Python keep
what it compiles.
"""

import os
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

RUNS = 10
ROOT = Path(__file__).parents[1]
FLOOR = ("-c", "import numpy, typer, pydantic")
SEARCH = ("-m", "exchange", "search", "malaria")
STEPS = {
    "import numpy, typer, pydantic": FLOOR,
    "and pydantic's models, which it imports at first use": (
        *("-c", "import numpy, typer, pydantic.main, pydantic.types"),
    ),
    "and all that a search imports": ("-c", "import exchange.cli, exchange.engine"),
    "and search, as JSON": (*SEARCH, "--json"),
    "search, as text": SEARCH,
}
_COMPILE_ONCE = {"PYTHONDONTWRITEBYTECODE": ""}

Command = tuple[str, ...]
"""Arguments of Python."""


def measure(
    commands: Sequence[Command], runs: int, environment: Mapping[str, str] = os.environ
) -> dict[Command, list[float]]:
    """Return the CPU times in milliseconds of `runs` processes of each command.

    :raises subprocess.CalledProcessError: a command fails.
    """
    times: dict[Command, list[float]] = {command: [] for command in commands}
    for round_number in range(runs + 1):
        for command, spent in times.items():
            milliseconds = _cpu_milliseconds(command, environment)
            if round_number:
                spent.append(milliseconds)
    return times


def _cpu_milliseconds(command: Command, environment: Mapping[str, str]) -> float:
    process = subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT,
        env={**environment, **_COMPILE_ONCE},
        stdout=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return (usage.ru_utime + usage.ru_stime) * 1_000


def main() -> None:
    """Print the figures."""
    times = measure(list(STEPS.values()), RUNS)
    floor = statistics.median(times[FLOOR])
    for name, command in STEPS.items():
        median, least = statistics.median(times[command]), min(times[command])
        print(
            f"{name}: {median:.0f} ms, least {least:.0f} ms, {median / floor:.2f} times the first"
        )


if __name__ == "__main__":
    main()
