"""The package itself: layers, what importing costs, how long files are."""

import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "exchange"
MODULES = sorted(PACKAGE.rglob("*.py"))


def test_a_search_imports_nothing_heavy() -> None:
    code = "import sys, exchange.engine, exchange.cli; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.split(".")[0] for name in done.stdout.split()}
    heavy = {"torch", "sentence_transformers", "transformers", "streamlit", "pandas", "babel"}
    assert "numpy" in loaded
    assert loaded & (heavy | {"whoosh", "yaml", "ir_measures", "markdown_it"}) == set()
