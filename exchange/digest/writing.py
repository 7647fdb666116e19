"""Write a file as a whole or not at all: a reader finds the old one or the new one."""

import os
import tempfile
from pathlib import Path

from exchange.corpus.folder import label
from exchange.errors import CorpusError


def write_whole(path: Path, content: bytes) -> None:
    """Put `content` into the place of a file.

    :raises CorpusError: it cannot be written; the file is as it was.
    """
    temporary = ""
    try:
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
        number, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with open(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, mode)
        os.replace(temporary, path)
    except OSError as exc:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise CorpusError(f"{label(path)}: cannot be written ({exc.strerror or exc}).") from exc
