"""One reader of the site without a browser: sends what Chromium sends, judges what comes back.

Streamlit speaks protobuf over a websocket. A reader opens an address; the server runs the page and
sends its blocks one by one, then that the script has finished. Unlike Chromium a client keeps no
blocks, so that the server sends every one in full each time.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

ANSWER_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Request:
    """An address that a reader opens.

    :param page: its path; "" is the search page.
    :param query_string: its parameters.
    :param expected: pieces of HTML that the blocks of the right answer hold.
    """

    page: str
    query_string: str
    expected: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a request.

    :param began: when it was sent, by time.monotonic().
    :param problem: what is wrong with it, or "".
    """

    request: Request
    began: float
    seconds: float
    problem: str


class SiteClient:
    """A Streamlit session over an open websocket; asks one thing at a time."""

    def __init__(self, address: str, socket: ClientConnection) -> None:
        self._address = address
        self._socket = socket

    @classmethod
    @asynccontextmanager
    async def connected(cls, address: str) -> AsyncIterator["SiteClient"]:
        """Connect as a new session.

        :param address: of the site, ending in "/".
        :raises OSError: nothing listens there.
        :raises WebSocketException: the server refuses.
        """
        async with connect(
            f"{address.replace('http', 'ws', 1)}_stcore/stream",
            origin=Origin(address.rstrip("/")),
            subprotocols=[Subprotocol("streamlit")],
            max_size=None,
        ) as socket:
            yield cls(address, socket)

    async def open(self, request: Request) -> Answer:
        """Open an address in this session and wait until its page is complete.

        :raises TimeoutError: nothing came within ANSWER_SECONDS.
        :raises WebSocketException: the connection broke.
        """
        began = time.monotonic()
        async with asyncio.timeout(ANSWER_SECONDS):
            await self._socket.send(self._rerun(request))
            messages = await self._messages()
        seconds = time.monotonic() - began
        return Answer(request, began, seconds, problem_in(messages, request.expected))

    def _rerun(self, request: Request) -> bytes:
        message = BackMsg()
        message.rerun_script.page_name = request.page
        message.rerun_script.query_string = request.query_string
        message.rerun_script.context_info.locale = "en-GB"
        message.rerun_script.context_info.url = (
            f"{self._address}{request.page}?{request.query_string}"
        )
        return bytes(message.SerializeToString())

    async def _messages(self) -> list[ForwardMsg]:
        """Return what the server sends in the run that completes the page."""
        messages: list[ForwardMsg] = []
        while True:
            message = ForwardMsg.FromString(await self._socket.recv(decode=False))
            messages.append(message)
            if message.WhichOneof("type") == "script_finished":
                if message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    return messages
                messages.clear()  # the script begins anew


def problem_in(messages: Sequence[ForwardMsg], expected: Sequence[str]) -> str:
    """Return what is wrong with the messages of a run, or "".

    :param expected: pieces of HTML that must be in some block.
    """
    found = [_failure(message) for message in messages]
    blocks = [message.delta.new_element.html.body for message in messages]
    found += [
        f"the page does not hold {piece}"
        for piece in expected
        if not any(piece in block for block in blocks)
    ]
    return next(filter(None, found), "")


def _failure(message: ForwardMsg) -> str:
    """Return what a message says has failed, or ""."""
    kind = message.WhichOneof("type")
    if kind == "page_not_found":
        return "no such page"
    if kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
        return str(ForwardMsg.ScriptFinishedStatus.Name(message.script_finished))
    element = message.delta.new_element
    if element.WhichOneof("type") == "exception":
        return f"exception {element.exception.type}: {element.exception.message}"
    return ""
