"""Check case files, folders of them and glossaries, and report every problem at once."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from exchange.corpus.case_file import CaseFile, parse_case
from exchange.corpus.corpus_rules import check_together
from exchange.corpus.folder import CASES, find_case_files, label, read_file
from exchange.corpus.glossary_file import GLOSSARY_FILE, load_glossary
from exchange.corpus.problem import Problem


def check(paths: Iterable[Path]) -> tuple[Problem, ...]:
    """Return every problem of the files at `paths`, ordered by file and line.

    A file of a corpus (below its folder `cases`) is also checked against the ids of that corpus
    and its `retired.yaml`; files outside of any corpus are checked on their own.

    :param paths: case files, glossaries, or folders: a corpus, with its glossary, or any folder
        below which case files lie.
    """
    problems: list[Problem] = []
    groups: dict[Path | None, dict[Path, Path]] = {}
    for path in paths:
        if path.name == GLOSSARY_FILE and not path.is_dir():
            problems += _check_glossary(path)
            continue
        corpus = _corpus_of(path)
        files = groups.setdefault(corpus, {})
        if not path.is_dir():
            files[_absolute(path)] = path
            continue
        folder = path
        if corpus == _absolute(path):
            folder = path / CASES
            problems += load_glossary(path / GLOSSARY_FILE).problems
        found = find_case_files(folder, None if corpus is None else corpus / CASES)
        files.update({_absolute(file): file for file in found.paths})
        problems += found.problems
        if not found.paths:
            problems.append(Problem(label(path), None, None, None, "holds no case file (*.md)"))
    for corpus, files in groups.items():
        problems += _check_files(files, corpus)
    return order(problems)


def order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems by file and line, each once."""
    return tuple(
        sorted(
            dict.fromkeys(problems),
            key=lambda problem: (problem.file, problem.line or 0, problem.field or ""),
        )
    )


def _check_files(files: Mapping[Path, Path], corpus: Path | None) -> list[Problem]:
    """Return the problems of files of one corpus, given as absolute path -> path to show."""
    problems: list[Problem] = []
    case_files: dict[Path, CaseFile] = {}
    for absolute, path in files.items():
        raw = read_file(path, None if corpus is None else corpus / CASES)
        if isinstance(raw, Problem):
            problems.append(raw)
            continue
        case_files[absolute] = parse_case(raw, file=label(path))
        problems += case_files[absolute].problems
    return problems + check_together(case_files, corpus)


def _check_glossary(path: Path) -> tuple[Problem, ...]:
    """Return the problems of a glossary that was asked for, so that it must be there."""
    if not path.exists() and not path.is_symlink():
        return (Problem(label(path), None, None, None, "does not exist"),)
    return load_glossary(path).problems


def _corpus_of(path: Path) -> Path | None:
    """Return the absolute folder of the corpus in which `path` lies, or that it is."""
    absolute = _absolute(path)
    if (absolute / CASES).is_dir():
        return absolute
    for folder in (absolute, *absolute.parents):
        if folder.name == CASES and folder.is_dir():
            return folder.parent
    return None


def _absolute(path: Path) -> Path:
    """Return `path` from the root, without following links: a link lies where its name is."""
    return Path(os.path.abspath(path))
