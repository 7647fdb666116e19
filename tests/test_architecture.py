"""The package itself: layers, cycles, what importing costs."""

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from exchange.settings import Settings
from tests.conftest import environment

PACKAGE = Path(__file__).parents[1] / "exchange"
MODULES = sorted(PACKAGE.rglob("*.py"))


def test_a_search_imports_nothing_heavy() -> None:
    code = "import sys, exchange.engine, exchange.cli; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.split(".")[0] for name in done.stdout.split()}
    heavy = {
        "torch",
        "sentence_transformers",
        "transformers",
        "streamlit",
        "pandas",
        "babel",
        "docx",
        "pypdf",
        "qdrant_client",
        "grpc",
    }
    assert "numpy" in loaded
    heavy |= {"whoosh", "yaml", "ir_measures", "scipy", "sklearn", "markdown_it"}
    heavy |= {"asyncio", "concurrent", "filelock", "multiprocessing", "rich", "sqlite3", "ssl"}
    assert loaded & heavy == set()


_SEARCH = """
import atexit, sys, exchange.cli
atexit.register(lambda: print(*sys.modules, file=sys.stderr))
sys.argv = ["exchange", "search", *sys.argv[1:]]
exchange.cli.main()
"""


@pytest.mark.parametrize(
    ("arguments", "imported"),
    [
        (["malaria"], {"rich"}),
        (["malaria", "--json"], set()),
        (["malaria AND test", "--json"], {"whoosh"}),
    ],
    ids=["text", "JSON", "expert"],
)
def test_a_search_imports_only_what_it_needs(
    small_index: Settings, arguments: list[str], imported: set[str]
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SEARCH, *arguments],
        env=environment(small_index),
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {name.split(".")[0] for name in done.stderr.split()}
    assert loaded & {"rich", "whoosh", "markdown_it", "filelock", "asyncio"} == imported


# Lowest first; a module imports from its own layer or a lower one (see README).
LAYERS: tuple[frozenset[str], ...] = tuple(
    frozenset(names.split())
    for names in (
        "errors settings text parts",
        "vocabulary case_values case",
        "glossary corpus translation names labels collection reading need_questions",
        "document passages analysis expansion sentences encoder embedding_cache results "
        "need_result need_excerpt highlight figures standing profile "
        "profile_proposal figure_text",
        "ranking centring keyword_index vector_index projection facets "
        "facet_columns document_store lineage",
        "fusion feedback match evaluation comparison separation topic_groups "
        "need_report report_files word_file kinship",
        "snapshot publishing indexing retrieval listing explanation text_scores backend qdrant",
        "engine",
        "experiment answerability known_item saved_run need benchmark fit fit_search questions "
        "brief request family travel duplicates digest",
        "terminal terminal_scores terminal_benchmark terminal_copying cli_options cli_evaluate "
        "cli_benchmark cli_digest cli_copying cli_check terminal_kin cli_kin cli __main__ ui",
    )
)


def layer(module: str) -> int:
    [number] = [number for number, names in enumerate(LAYERS) if module in names]
    return number


def imports_of(path: Path) -> set[str]:
    """Return the modules of the package, by their first name, that a file imports anywhere."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = [
        node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and node.module != "exchange"
    ]
    return {name.split(".")[1] for name in names if name.startswith("exchange.")}


def first_name(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


MODULE_FILES = [path for path in MODULES if path != PACKAGE / "__init__.py"]


@pytest.mark.parametrize("path", MODULE_FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_from_its_own_or_lower_layers(path: Path) -> None:
    own = layer(first_name(path))
    assert {name for name in imports_of(path) if layer(name) > own} == set()


def test_there_are_no_cycles() -> None:
    imports: dict[str, set[str]] = {}
    for path in MODULE_FILES:
        name = first_name(path)
        imports.setdefault(name, set()).update(imports_of(path) - {name})
    assert sum(map(len, imports.values())) > 50
    order = TopologicalSorter(imports)
    order.prepare()  # raises CycleError
