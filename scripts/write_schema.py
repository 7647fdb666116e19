"""Write corpus/case.schema.json anew from the models; run it after changing exchange/case.py."""

import json
from pathlib import Path

from exchange.case import front_matter_schema

SCHEMA = Path(__file__).resolve().parent.parent / "corpus" / "case.schema.json"


def schema_text() -> str:
    """Return the file's content."""
    return json.dumps(front_matter_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA.write_text(schema_text(), encoding="utf-8")
