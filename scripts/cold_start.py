"""Measure what a cold `exchange search` costs: `python -m scripts.cold_start`, on a built index.

It prints, in milliseconds of CPU time (user and system, of all threads), the median and the least
of RUNS processes that only import numpy, typer and pydantic, and of RUNS that search, as text and
as JSON; and each median as a multiple of the first. The processes take turns, so that all meet the
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
SEARCH_JSON = (*SEARCH, "--json")
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
    times = measure([FLOOR, SEARCH, SEARCH_JSON], RUNS)
    floor = statistics.median(times[FLOOR])
    for command, spent in times.items():
        median = statistics.median(spent)
        print(
            f"{' '.join(command[1:])}: median {median:.0f} ms, least {min(spent):.0f} ms, "
            f"{median / floor:.2f} times the first"
        )


if __name__ == "__main__":
    main()
