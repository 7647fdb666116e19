"""Reaching a Qdrant server: address, key, and what its client raises as one kind of error."""

import contextlib
import time
import warnings
from collections.abc import Callable, Iterator
from typing import TypeVar
from urllib.parse import urlsplit

import grpc
from qdrant_client import QdrantClient
from qdrant_client.common.client_exceptions import QdrantException, ResourceExhaustedResponse
from qdrant_client.http.exceptions import (
    ApiException,
    ResponseHandlingException,
    UnexpectedResponse,
)

from exchange.errors import BackendError, SettingsError
from exchange.settings import Settings

ATTEMPTS = 5
FIRST_PAUSE = 0.5
"""Seconds before the second attempt; doubled before each further one."""

_PASSING = frozenset({408, 429, 500, 502, 503, 504})
_PASSING_CODES = frozenset(
    {
        grpc.StatusCode.UNAVAILABLE,
        grpc.StatusCode.DEADLINE_EXCEEDED,
        grpc.StatusCode.RESOURCE_EXHAUSTED,
    }
)
_REFUSED_CODES = frozenset({grpc.StatusCode.UNAUTHENTICATED, grpc.StatusCode.PERMISSION_DENIED})
_NO_ANSWER = (
    "Is the server running at EXCHANGE_QDRANT_URL, and EXCHANGE_QDRANT_TIMEOUT long enough?"
)
_NOT_THERE = "it is not there. Run `exchange index`, or `exchange rollback`."
_NO_KEY = "the server refuses the key. Set EXCHANGE_QDRANT_API_KEY."
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})

_Answer = TypeVar("_Answer")


def connect(settings: Settings, url: str) -> QdrantClient:
    """Return a client of the server at `url`; nothing is sent yet.

    :raises SettingsError: the address cannot be used, or would send the key unencrypted.
    """
    key = settings.qdrant_api_key.get_secret_value()
    require_safe(url, has_key=bool(key))
    with warnings.catch_warnings():  # a key over http to this machine is meant
        warnings.simplefilter("ignore", UserWarning)
        return QdrantClient(
            url=url,
            api_key=key or None,
            timeout=settings.qdrant_timeout,
            prefer_grpc=bool(settings.qdrant_grpc_port),
            grpc_port=settings.qdrant_grpc_port,
            check_compatibility=False,
        )


def require_server(settings: Settings) -> None:
    """Raise before hours of embedding where the server that indexing writes to does not answer.

    :raises SettingsError: the address cannot be used.
    :raises BackendError: the server cannot be reached, or refuses the key.
    """
    with translated("list collections"):
        with_retries(connect(settings, settings.qdrant_url).get_collections)


def require_safe(url: str, *, has_key: bool) -> None:
    """Refuse an address that is none, holds a password, or would send a key unencrypted.

    :raises SettingsError: with what to do.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        shown = url if "@" not in url else "its value"
        raise SettingsError(
            f"EXCHANGE_QDRANT_URL: {shown!r} is no http or https address. Set it, or write "
            "`exchange index --backend qdrant --url https://HOST:6333`."
        )
    if parts.username or parts.password:
        raise SettingsError(
            "EXCHANGE_QDRANT_URL: an address with a password in it ends up in the index folder. "
            "Set the key as EXCHANGE_QDRANT_API_KEY."
        )
    if has_key and parts.scheme == "http" and parts.hostname not in _LOCAL:
        raise SettingsError(
            f"EXCHANGE_QDRANT_URL={url}: the key would travel unencrypted. Use https, or leave out "
            "EXCHANGE_QDRANT_API_KEY."
        )


@contextlib.contextmanager
def translated(doing: str) -> Iterator[None]:
    """Turn what the client raises into a BackendError that says what to do.

    :param doing: what was tried, as in "search collection x".
    """
    try:
        yield
    except UnexpectedResponse as exc:
        raise BackendError(f"Qdrant: cannot {doing}: {_advice(exc)}") from exc
    except ResponseHandlingException as exc:
        raise BackendError(
            f"Qdrant: cannot {doing}: no answer ({exc.source}). {_NO_ANSWER}"
        ) from exc
    except grpc.RpcError as exc:
        raise BackendError(f"Qdrant: cannot {doing}: {_grpc_advice(exc)}") from exc
    except (ApiException, QdrantException, ValueError) as exc:
        raise BackendError(f"Qdrant: cannot {doing}: {exc}. Run `exchange index`.") from exc


def with_retries(
    call: Callable[[], _Answer], sleep: Callable[[float], None] = time.sleep
) -> _Answer:
    """Return what `call` returns; call again, with growing pauses, where a failure may pass.

    :raises Exception: what the last attempt raised, or one that would not pass.
    """
    for attempt in range(1, ATTEMPTS):
        pause = FIRST_PAUSE * 2 ** (attempt - 1)
        try:
            return call()
        except ResourceExhaustedResponse as exc:
            sleep(max(pause, float(exc.retry_after_s)))
        except ResponseHandlingException:
            sleep(pause)
        except UnexpectedResponse as exc:
            if exc.status_code not in _PASSING:
                raise
            sleep(pause)
        except grpc.RpcError as exc:
            if _code(exc) not in _PASSING_CODES:
                raise
            sleep(pause)
    return call()


def _advice(exc: UnexpectedResponse) -> str:
    if exc.status_code in (401, 403):
        return _NO_KEY
    if exc.status_code == 404:
        return _NOT_THERE
    reason = exc.content.decode("utf-8", "replace")[:200]
    return f"it answers {exc.status_code} ({reason}). Run `exchange index`."


def _code(exc: grpc.RpcError) -> grpc.StatusCode:
    """Return the status; the errors of calls have one, although their base class does not."""
    code: Callable[[], grpc.StatusCode] | None = getattr(exc, "code", None)
    return code() if code is not None else grpc.StatusCode.UNKNOWN


def _grpc_advice(exc: grpc.RpcError) -> str:
    code = _code(exc)
    if code in _PASSING_CODES:
        return f"no answer ({code.name}). {_NO_ANSWER}"
    if code in _REFUSED_CODES:
        return _NO_KEY
    if code == grpc.StatusCode.NOT_FOUND:
        return _NOT_THERE
    return f"it answers {code.name}. Run `exchange index`."
