"""The documents say what the code does: settings, commands, layers, dependencies."""

import re
import shlex
import tomllib
from pathlib import Path

from typer.main import get_command

from exchange.cli import app
from exchange.profile import AdopterProfile
from exchange.results import FACET_FIELDS
from exchange.settings import Settings
from exchange.ui.view import View
from scripts.screenshots import PICTURES
from tests.test_architecture import LAYERS, MODULE_FILES, first_name

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readme_lists_every_setting_with_its_default() -> None:
    rows = dict(re.findall(r"^\| `(EXCHANGE_\w+)` \| `([^`]*)` \|", README, re.MULTILINE))
    fields = Settings.model_fields
    assert rows == {f"EXCHANGE_{name.upper()}": str(f.default) for name, f in fields.items()}


def test_the_readme_shows_every_command() -> None:
    commands = {str(command.callback.__name__) for command in app.registered_commands}  # type: ignore[union-attr]
    shown = set(re.findall(r"exchange (\w+)", README))
    assert commands <= shown
    assert len(commands) == 17


def test_the_commands_of_the_guides_exist_with_their_options() -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    shown = {
        guide: re.findall(r"^    exchange (.+)$", text, re.MULTILINE)
        for guide in ("README.md", "docs/copying.md")
        if (text := (ROOT / guide).read_text(encoding="utf-8"))
    }
    assert {guide: len(lines) for guide, lines in shown.items()} == {
        "README.md": README.count("\n    exchange "),
        "docs/copying.md": 10,
    }
    for line in (line.partition("  #")[0] for lines in shown.values() for line in lines):
        words = shlex.split(line)
        options = {name for each in commands[words[0]].params for name in each.opts}
        assert {word for word in words if re.match("--?[a-z]", word)} <= options, line


def test_the_readme_lists_every_parameter_of_an_address() -> None:
    rows = re.findall(r"^\| (`.*?) \|", README.partition("## Addresses")[2], re.MULTILINE)
    named = {
        name.split("=")[0] for row in rows for name in re.findall(r"`([a-z]+(?:=[^`]*)?)`", row)
    }
    view = View(
        query="q",
        filters={name: ("x",) for name in FACET_FIELDS[:3]},
        sort="newest",
        mode="keyword",
        page=2,
        layout="grid",
        panel="years",
        expands=False,
        language="id",
        shortlist=("br-x",),
        compared=("br-x",),
        text_language="pt",
        is_described=True,
        profile=AdopterProfile(country="ID", level="local", have=("budget",), lack=("training",)),
        only_fitting=True,
    ).parameters()
    assert {*view, "id"} == named


def test_every_module_has_a_layer() -> None:
    assert {first_name(path) for path in MODULE_FILES} == set().union(*LAYERS)


def test_every_dependency_has_its_reason_and_its_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["dependencies"] + [
        name for extra in project["optional-dependencies"].values() for name in extra
    ]
    names = {re.split(r"[;<>=! ]", each)[0].lower() for each in wanted}
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").lower()
    listed = re.findall(r"^\| ([a-z][\w, -]*) \|", contributing, re.MULTILINE)
    assert names == {n for row in listed for n in row.split(", ")} - {"library"}
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8").lower().replace("_", "-")
    assert [name for name in sorted(names) if f"\n{name}==" not in lock] == []


def test_the_pictures_of_the_docs_are_those_that_the_script_takes() -> None:
    taken = {f"{name}.png" for name in PICTURES} | {"maintainer-not-ready.png"}
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    shown = {
        (page.parent / target).resolve()
        for page in pages
        for target in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", page.read_text(encoding="utf-8"))
    }
    images = ROOT / "docs" / "images"
    assert shown == {images / name for name in taken} == set(images.iterdir())
