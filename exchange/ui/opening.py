"""Open the engine while the first browser still loads the page, not when it asks for the view."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from threading import Thread


@asynccontextmanager
async def open_early(app: object) -> AsyncIterator[None]:
    """Start to import the pages and to open the engine; the server does not wait for it."""
    Thread(target=_open, name="open early", daemon=True).start()
    yield


def _open() -> None:
    # Here, so that it is this thread which imports them: half a second.
    from exchange.errors import ExchangeError
    from exchange.ui import (  # noqa: F401
        case_page,
        compare_page,
        describe_page,
        request_page,
        search_page,
        shortlist_page,
    )
    from exchange.ui.state import open_engine

    with suppress(ExchangeError):  # the page meets it again, and says it
        open_engine()
