"""The built-in model, or any other folder of one, in the runtime `sentence-transformers`."""

import hashlib
import json
import os
import threading
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from importlib import util
from pathlib import Path
from typing import Any

import numpy as np

from exchange.encoder.e5_export import exported_weights, open_exported
from exchange.encoder.e5_weights import (
    DIMENSIONS,
    MAX_TOKENS,
    PASSAGE_PREFIX,
    QUERY_PREFIX,
    e5_fingerprint,
    file_sha256,
    find_weights,
    weights_sha256,
)
from exchange.encoder.windows import Matrix, WindowedEncoder, fingerprint_of
from exchange.errors import EncoderError

MODULES_FILE = "modules.json"
_PROMPTS_FILE = "config_sentence_transformers.json"
_TOKENIZER_FILE = "tokenizer.json"
_LENGTH_FILE = "sentence_bert_config.json"
_COPY_ANEW = "Copy the model's folder anew."
# A tokenizer must not be used by two threads at a time; reentrant, for it may load the model.
_LOCK = threading.RLock()


class SentenceTransformersEncoder(WindowedEncoder):
    """A sentence-transformers model from a folder; PyTorch (15 s) is loaded at first use.

    The folder's prompts "query" and "passage" (or "document", "corpus") go in front of texts.
    """

    runtime = "sentence-transformers"
    batch_size = 32

    def __init__(self, find_folder: Callable[[], Path], *, is_built_in: bool) -> None:
        """Use :meth:`open_built_in` or :meth:`open_folder`.

        :param find_folder: gives the folder when it is first needed.
        """
        self._find_folder = find_folder
        self._is_built_in = is_built_in

    @classmethod
    def open_built_in(cls, models: Path) -> "SentenceTransformersEncoder":
        """Return the built-in model, written to a folder below `models` at first use (490 MB).

        :raises EncoderError: sentence-transformers is not installed.
        """
        _require_package()
        return cls(lambda: open_exported(models), is_built_in=True)

    @classmethod
    def open_folder(cls, folder: Path) -> "SentenceTransformersEncoder":
        """Return the model in `folder`.

        :raises EncoderError: `folder` holds no such model, or the package is not installed.
        """
        if not (folder / MODULES_FILE).is_file():
            raise EncoderError(
                f"{folder} has no {MODULES_FILE}: it is not a sentence-transformers model. "
                "Set EXCHANGE_MODEL to a folder that `SentenceTransformer.save` wrote."
            )
        _require_package()
        return cls(lambda: folder, is_built_in=False)

    @cached_property
    def folder(self) -> Path:
        """Where the model is."""
        return self._find_folder()

    @cached_property
    def fingerprint(self) -> str:
        """Of the built-in model, also in an exported folder: that of its weights, so that every
        runtime has the same. Of another model: the hash of all its files (1 s for each GB)."""
        if self._is_built_in and (weights := find_weights()) is not None:
            return e5_fingerprint(weights_sha256(weights))
        exported = exported_weights(self.folder)
        if exported is not None:
            return e5_fingerprint(exported)
        return fingerprint_of(
            _folder_sha256(self.folder),
            query_prefix=self._prefixes[0],
            passage_prefix=self._prefixes[1],
            max_tokens=None,
        )

    @cached_property
    def dimensions(self) -> int:
        if self._is_built_in:
            return DIMENSIONS
        return int(self._encode(["."], is_query=False).shape[1])

    @cached_property
    def max_tokens(self) -> int:
        if self._is_built_in:
            return MAX_TOKENS
        limit = _read_json(self.folder / _LENGTH_FILE).get("max_seq_length")
        if limit is None:
            limit = getattr(_load(self.folder), "max_seq_length", None)
        return limit if isinstance(limit, int) and limit > 0 else MAX_TOKENS

    @cached_property
    def _prefixes(self) -> tuple[str, str]:
        """The prompts of queries and of passages."""
        if self._is_built_in:
            return QUERY_PREFIX, PASSAGE_PREFIX
        config = _read_json(self.folder / _PROMPTS_FILE)
        prompts = config.get("prompts") or {}
        default = prompts.get(config.get("default_prompt_name")) or ""
        query, passage = (
            next((prompts[name] for name in names if prompts.get(name)), default)
            for names in (("query",), ("passage", "document", "corpus"))
        )
        return query, passage

    def _count(self, text: str, *, is_query: bool) -> int:
        query_prefix, passage_prefix = self._prefixes
        with _LOCK:
            tokens = _tokenizer(self.folder).encode(
                (query_prefix if is_query else passage_prefix) + text
            )
        return len(getattr(tokens, "ids", tokens))

    def _encode(self, texts: Sequence[str], *, is_query: bool) -> Matrix:
        query_prefix, passage_prefix = self._prefixes
        with _LOCK:
            model = _load(self.folder)
            encode = model.encode_query if is_query else model.encode_document
            vectors = encode(
                list(texts),
                prompt=query_prefix if is_query else passage_prefix,
                batch_size=self.batch_size,
                normalize_embeddings=True,
                show_progress_bar=False,
            )
        return np.asarray(vectors, dtype=np.float32)


def is_sentence_transformers_available() -> bool:
    """Return whether the package is installed; imports nothing."""
    return util.find_spec("sentence_transformers") is not None


def _require_package() -> None:
    if not is_sentence_transformers_available():
        raise EncoderError(
            "The package `sentence-transformers` is missing: install it with "
            "`pip install sentence-transformers`."
        )


def _read_json(path: Path) -> dict[str, Any]:
    """Return a JSON object, empty when there is no such file.

    :raises EncoderError: the file is not a JSON object.
    """
    try:
        value = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as exc:
        raise EncoderError(f"{path} cannot be read: {exc}. {_COPY_ANEW}") from exc
    if not isinstance(value, dict):
        raise EncoderError(f"{path} is not a JSON object. {_COPY_ANEW}")
    return value


def _folder_sha256(folder: Path) -> str:
    """Return one hash over the names and the contents of all files, names sorted."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(f"{path.relative_to(folder).as_posix()}\n{file_sha256(path)}\n".encode())
    return digest.hexdigest()


@lru_cache(maxsize=2)
def _tokenizer(folder: Path) -> Any:
    """Return the tokenizer alone where the folder has it in one file: no PyTorch to count."""
    path = folder / _TOKENIZER_FILE
    if not path.is_file():
        return _load(folder).tokenizer
    from tokenizers import Tokenizer

    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as exc:  # The library raises nothing narrower.
        raise EncoderError(f"{path} is no tokenizer: {exc}. {_COPY_ANEW}") from exc
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


@lru_cache(maxsize=2)
def _load(folder: Path) -> Any:
    """Load the model; called under the lock. Nothing is ever fetched from a model hub.

    :raises EncoderError: the folder cannot be loaded.
    """
    os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "1"
    try:
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging
    except (ImportError, OSError) as exc:  # OSError: a library of PyTorch that cannot be loaded.
        raise EncoderError(
            f"sentence-transformers cannot be loaded: {exc}. "
            "Install it anew: `pip install --force-reinstall sentence-transformers`."
        ) from exc

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    try:
        return SentenceTransformer(str(folder), local_files_only=True, trust_remote_code=False)
    except Exception as exc:  # It raises whatever the damaged file's own reader raises.
        reason = str(exc).strip().partition("\n")[0].rstrip(".")
        raise EncoderError(
            f"The model in {folder} cannot be loaded: {reason}. {_COPY_ANEW}"
        ) from exc
