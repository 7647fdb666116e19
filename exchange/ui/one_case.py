"""The one case that an address names, for the pages about it; or a page that says why not."""

from exchange.case import Case
from exchange.engine import SearchEngine
from exchange.errors import ExchangeError, UnknownDocumentError
from exchange.translation import gettext
from exchange.ui.frame import show_frame
from exchange.ui.messages import show_message, show_not_ready
from exchange.ui.state import current_engine
from exchange.ui.view import View


def open_case(view: View) -> tuple[SearchEngine, Case] | None:
    """Return the engine and the case of a view; None where a message has been shown instead."""
    try:
        engine = current_engine()
        return engine, engine.case(view.case_id or "")
    except UnknownDocumentError:
        language = show_frame(view)
        show_message(
            gettext("There is no such case", language),
            language,
            intro=gettext(
                "No case has the id “{id}”. It may have been renamed or removed.",
                language,
                id=view.case_id or "",
            ),
            links=[(view.at_results().href, gettext("To the search", language))],
        )
    except ExchangeError as exc:
        show_not_ready(exc, show_frame(view))
    return None
