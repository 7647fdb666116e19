"""Read an uploaded file in a child process, which is ended when it takes too long."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path, PurePath

import exchange
from exchange.reading.kinds import Kind
from exchange.reading.refusal import MAX_BYTES, MAX_SECONDS, REASONS, Refusal

_PROJECT = Path(exchange.__file__).parents[1]
# Nothing of the site's environment but what an interpreter needs to start.
_ENVIRONMENT = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TEMP")


@dataclass(frozen=True, slots=True)
class ReadFile:
    """The text of a file.

    :param kind: what it is by its content.
    :param is_misnamed: whether its name says something else.
    :param is_guess: whether its encoding is a guess.
    :param is_whole: False where it goes on beyond what is read at all.
    """

    text: str
    kind: Kind
    is_misnamed: bool
    is_guess: bool
    is_whole: bool = True


def read_upload(data: bytes, name: str, *, seconds: float = MAX_SECONDS) -> ReadFile:
    """Return the text of a file within a time limit; nothing of it is kept, logged or written.

    A process of its own, with its own memory: it gets the bytes, and what it answers is JSON.

    :param name: of the file; only its ending is used.
    :raises Refusal: the file is not read; the reason says what to do.
    """
    if not data:
        raise Refusal("empty")
    if len(data) > MAX_BYTES:
        raise Refusal("too large")
    ending = PurePath(name).suffix[:10].replace("\x00", "").encode("ascii", "ignore").decode()
    command = [sys.executable, "-m", "exchange.reading", f"file{ending}"]
    environment = {key: os.environ[key] for key in _ENVIRONMENT if key in os.environ}
    try:
        done = subprocess.run(
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_PROJECT,
            env=environment,
            timeout=seconds,
        )
    except subprocess.TimeoutExpired:
        raise Refusal("too slow") from None  # the cause holds what was answered so far
    return _answer(done.stdout)


def _answer(output: bytes) -> ReadFile:
    """Return what the child found; an answer that is none means that it was ended by a limit."""
    try:
        answer = json.loads(output)
    except ValueError:
        raise Refusal("failed") from None
    if "reason" in answer:
        reason = answer["reason"]
        raise Refusal(reason if reason in REASONS else "failed", int(answer["pages"]))
    return ReadFile(
        answer["text"],
        answer["kind"],
        answer["is_misnamed"],
        answer["is_guess"],
        answer["is_whole"],
    )
