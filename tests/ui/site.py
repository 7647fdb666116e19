"""The site as a process of its own, and the Chromium that looks at it."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL
from typing import IO
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[2]
START_SECONDS = 60
CHROMIUM_PATHS = (
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/snap/bin/chromium",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# Nothing but the pages themselves may use the network.
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_chromium() -> str | None:
    """Return the path of an installed Chromium or Chrome, or None."""
    installed = [path for path in CHROMIUM_PATHS if Path(path).is_file()]
    return installed[0] if installed else shutil.which("chromium")


@contextmanager
def open_browser(executable: str) -> Iterator[Browser]:
    """Open Chromium without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable, args=list(CHROMIUM_ARGUMENTS)
        )
        yield browser
        browser.close()


@dataclass(frozen=True, slots=True)
class Server:
    """The site as a running process.

    :param address: ends in "/".
    """

    address: str
    process: "subprocess.Popen[bytes]"


@contextmanager
def serve(environment: Mapping[str, str], log: IO[bytes] | int = DEVNULL) -> Iterator[str]:
    """Serve app.py on a free port of 127.0.0.1 and give its address, ending in "/".

    :param log: where the server's output and errors go.
    """
    with serve_process(environment, log=log) as server:
        yield server.address


@contextmanager
def serve_process(
    environment: Mapping[str, str],
    app: Path = ROOT / "app.py",
    log: IO[bytes] | int = DEVNULL,
) -> Iterator[Server]:
    """Serve an app on a free port of 127.0.0.1, with the settings of this project."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(app), f"--server.port={port}"]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=log,
        stderr=log,
    )
    server = Server(f"http://127.0.0.1:{port}/", process)
    try:
        _wait_for(server)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(server: Server) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if server.process.poll() is not None:
            raise RuntimeError(f"The server ended with status {server.process.returncode}.")
        try:
            urlopen(f"{server.address}_stcore/health", timeout=5).close()
            return
        except (URLError, OSError):
            time.sleep(0.02)
    raise TimeoutError(f"{server.address} did not answer within {START_SECONDS} s.")
