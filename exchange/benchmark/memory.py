"""How much memory this process has had at most."""

import re
import sys
from pathlib import Path

MEGABYTE = 1_000_000

_STATUS = Path("/proc/self/status")


def peak_memory() -> float:
    """Return the largest resident memory of this process so far, in MB.

    It holds the pages of memory-mapped files that were read, which the system takes back when
    others need memory. On Windows it is not known: NaN.
    """
    if _STATUS.exists():
        # Unlike getrusage's figure, it is not that of the process which started this one.
        found = re.search(r"^VmHWM:\s+(\d+) kB$", _STATUS.read_text("ascii"), re.MULTILINE)
        if found:
            return int(found[1]) * 1_024 / MEGABYTE
    if sys.platform == "win32":
        return float("nan")
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used * (1 if sys.platform == "darwin" else 1_024) / MEGABYTE
