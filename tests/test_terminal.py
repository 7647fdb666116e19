"""What reaches the terminal is text: commands in a case, a query or a file's name stay words."""

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import BaseModel
from rich.text import Text

from exchange.case import Case
from exchange.cli_options import print_json
from exchange.engine import SearchEngine
from exchange.need_result import Answer, NeedHit, NeedResult, NeedSentence
from exchange.results import SearchResult, ShownPassage, Suggestion
from exchange.settings import Settings
from exchange.terminal import (
    FACET_VALUES,
    _HarmlessConsole,
    out,
    print_case,
    print_facets,
    print_need,
    print_result,
)
from exchange.text import harmless
from tests.test_cli import invoke

RED, TITLE, C1 = "\x1b[31m", "\x1b]0;owned\x07", "\x9b31m"
BACK, TURNED = "\b\x0c\x7f", "\u202egnp\u2066"
COMMANDS = f"{RED}{TITLE}{C1}{BACK}{TURNED}"
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
SHOWN = "[31m]0;owned31mgnp"
SPOILT = (
    *("title", "summary", "organisation", "heading", "paragraph", "code", "measure", "unit"),
    *("note", "source", "publisher"),
)


def spoilt(name: str) -> str:
    """Return a word with commands behind it; without them it reads name + SHOWN."""
    return f"{name}{COMMANDS}"


@pytest.fixture
def case(small_engine: SearchEngine, monkeypatch: pytest.MonkeyPatch) -> Case:
    """A case with commands in its texts, as no case file may have them."""
    monkeypatch.setattr(out, "_width", 300)  # a console reads COLUMNS only when it is made
    found = small_engine.case("id-edat-malaria-teluk-bintuni")
    body = f"{spoilt('paragraph')} &#13;&#x202e;\n\n```\n{spoilt('code')}\n```\n"
    parts: dict[str, tuple[BaseModel, dict[str, str]]] = {
        "sections": (found.sections[0], {"heading": spoilt("heading"), "text": body}),
        "figures": (found.figures[0], {"measure": spoilt("measure"), "unit": spoilt("unit")}),
        "needs": (found.needs[0], {"note": spoilt("note")}),
        "sources": (
            found.sources[0],
            {"title": spoilt("source"), "publisher": spoilt("publisher")},
        ),
    }
    lines = {name: spoilt(name) for name in ("title", "summary", "organisation")}
    lists = {name: (part.model_copy(update=new),) for name, (part, new) in parts.items()}
    return found.model_copy(update={"translations": {}, **lines, **lists})


def printed(capsys: pytest.CaptureFixture[str]) -> str:
    """Return what was printed to no terminal, where rich itself sends no command."""
    text = capsys.readouterr().out
    assert OBEYED.findall(text) == []
    return text


def test_a_case_sends_no_commands(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    print_case(case)
    text = printed(capsys)
    assert [name for name in SPOILT if f"{name}{SHOWN}" not in text] == []


def test_a_result_list_sends_no_commands(
    case: Case, small_engine: SearchEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    found = small_engine.search("malaria", limit=1)
    passage = ShownPassage("problem", "en", f"{COMMANDS}passage", ((0, 3),))
    hit = replace(found.hits[0], title=f"{COMMANDS}title", passage=passage, case=case)
    suggestion = Suggestion(f"{COMMANDS}suggestion")
    result: SearchResult = replace(found, hits=(hit,), suggestions=(suggestion,))
    print_result(result)
    print_facets({"award": {f"{COMMANDS}award": 1}})
    text = printed(capsys)
    assert [word for word in ("suggestion", "title", "passage", "award") if word not in text] == []


def test_a_need_sends_no_commands(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    passage = ShownPassage("problem", "en", f"{COMMANDS}passage", ())
    hit = NeedHit(
        1, case.id, f"{COMMANDS}title", 1.0, 1.0, (1.0,), (Answer(1, passage, 1.0),), case
    )
    sentence = NeedSentence(1, f"{COMMANDS}sentence", 1.0, True)
    print_need(NeedResult("snapshot", (sentence,), (hit,), 1, (), {}))
    text = printed(capsys)
    assert [word for word in ("sentence", "title", "passage") if word not in text] == []


def test_rich_still_sends_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    _HarmlessConsole(force_terminal=True, width=40).print(Text(RED, "bold"))
    assert capsys.readouterr().out == "\x1b[1m[31m\x1b[0m\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("clean\twater\n", "clean\twater\n"),
        (
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        ),  # joiners are spelling
        (RED, "[31m"),
        (C1, "31m"),
        (BACK, ""),
        (TURNED, "gnp"),
    ],
)
def test_what_a_terminal_would_obey_is_left_out(text: str, expected: str) -> None:
    assert harmless(text) == expected


def test_json_escapes_what_a_terminal_would_obey(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"query": f"{RED}{C1}\x7fé"})
    assert capsys.readouterr().out == '{\n  "query": "\\u001b[31m\\u009b31m\\u007fé"\n}\n'


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["search", f"malaria {COMMANDS}"], "documents"),
        (["search", "malaria", "--filter", f"country={COMMANDS}"], "no such value"),
        (["search", "malaria", "--filter", COMMANDS], "write FIELD=VALUE"),
        (["show", COMMANDS], "No document has the id"),
        (["need", f"{COMMANDS}.txt"], "cannot be read"),
        (["check", f"{COMMANDS}.md"], "does not exist"),
        (["evaluate", "--collection", COMMANDS], "cannot be read"),
    ],
)
def test_the_command_line_sends_no_commands(
    small_index: Settings, arguments: list[str], words: str
) -> None:
    done: subprocess.CompletedProcess[str] = invoke(small_index, *arguments)
    shown = done.stdout + done.stderr
    assert OBEYED.findall(shown) == []
    assert words in " ".join(shown.split())


def test_a_note_sends_no_commands(small_index: Settings, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text(f"Malaria {COMMANDS} in villages.", encoding="utf-8")
    done = invoke(small_index, "need", str(note))
    assert OBEYED.findall(done.stdout) == [] and "in villages" in done.stdout


def test_a_field_with_many_values_shows_the_commonest(capsys: pytest.CaptureFixture[str]) -> None:
    print_facets({"technology": {f"t{n}": 100 - n for n in range(FACET_VALUES + 3)}, "need": {}})
    shown = " ".join(printed(capsys).split())
    assert f"t{FACET_VALUES - 1} (76), and 3 more" in shown and f"t{FACET_VALUES} " not in shown
    assert "need: –" in shown


def test_a_total_that_is_a_lower_bound_is_said_and_so_is_a_notice(
    small_engine: SearchEngine,
) -> None:
    result = small_engine.search("malaria", limit=1)
    with out.capture() as captured:
        print_result(replace(result, total=512, total_is_lower_bound=True, notice="Plain words."))
    assert "1–1 of at least 512 documents" in captured.get()
    assert "Plain words." in captured.get()
    with out.capture() as captured:
        print_result(result)
    assert "at least" not in captured.get()
