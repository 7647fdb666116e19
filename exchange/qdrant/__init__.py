"""Qdrant as the backend: postings and passage vectors in a collection on other machines.

The rest of exchange imports the modules of this package where they are needed, not before: they
import qdrant-client, which is in the extra `qdrant`.
"""

from importlib.util import find_spec

from exchange.errors import BackendError


def require_client() -> None:
    """Raise a BackendError where qdrant-client is not installed."""
    if find_spec("qdrant_client") is None:
        raise BackendError("qdrant-client is not installed. Run `pip install 'exchange[qdrant]'`.")
