"""Load a corpus: the folder `cases` with one file a case, and the glossary beside it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from exchange.case import Case
from exchange.corpus.case_file import CaseFile, parse_case
from exchange.corpus.check import order
from exchange.corpus.corpus_rules import check_together
from exchange.corpus.folder import (
    CASES,
    find_case_files,
    hash_bytes,
    hash_of_hashes,
    id_of_path,
    label,
    read_file,
)
from exchange.corpus.glossary_file import GLOSSARY_FILE, parse_glossary, read_glossary
from exchange.corpus.problem import Problem
from exchange.errors import CorpusError
from exchange.glossary import Glossary


@dataclass(frozen=True, slots=True)
class Corpus:
    """Every case of a corpus and its glossary, valid.

    :param cases: by id.
    :param hashes: path within the corpus ("cases/id/x.md") -> SHA-256 of the file's bytes.
    """

    cases: tuple[Case, ...]
    hashes: Mapping[str, str]
    glossary: Glossary = Glossary()

    def __iter__(self) -> Iterator[Case]:
        return iter(self.cases)

    def __len__(self) -> int:
        return len(self.cases)

    @property
    def hash(self) -> str:
        """One SHA-256 for the files that were read; as `hash_of_hashes` of `hash_files` gives."""
        return hash_of_hashes(self.hashes)

    @classmethod
    def load(cls, directory: Path) -> "Corpus":
        """Read and check the glossary and every case file below `directory`/cases.

        :raises CorpusError: any file has a problem, so that no case is left out in silence.
        """
        raw_files = _read_all(directory)
        absolute = Path.cwd() / directory
        case_files: dict[Path, CaseFile] = {
            absolute / name: parse_case(raw, file=label(directory / name))
            for name, raw in raw_files.items()
            if name != GLOSSARY_FILE
        }
        problems = [problem for each in case_files.values() for problem in each.problems]
        glossary_file = parse_glossary(
            raw_files.get(GLOSSARY_FILE, b""),
            file=label(directory / GLOSSARY_FILE),
            case_ids={id_of_path(path) for path in case_files},
        )
        problems += glossary_file.problems
        _refuse([*problems, *check_together(case_files, absolute)], directory)
        cases = [each.case for each in case_files.values() if each.case is not None]
        return cls(
            tuple(sorted(cases, key=lambda case: case.id)),
            {name: hash_bytes(raw) for name, raw in raw_files.items()},
            glossary_file.glossary,
        )


def hash_files(directory: Path) -> Mapping[str, str]:
    """Return path -> SHA-256 of every case file and the glossary, as `Corpus.hashes`, unparsed.

    `hash_of_hashes` makes one of them, equal to `Corpus.hash`.

    :raises CorpusError: a file cannot be read.
    """
    return {name: hash_bytes(raw) for name, raw in _read_all(directory).items()}


def _read_all(directory: Path) -> Mapping[str, bytes]:
    """Return path within the corpus -> bytes: every case file by path, then the glossary."""
    folder = directory / CASES
    if not folder.is_dir():
        raise CorpusError(
            f"{label(directory)}: has no folder `{CASES}`; name the corpus in EXCHANGE_CORPUS."
        )
    found = find_case_files(folder)
    files = {path.relative_to(directory).as_posix(): read_file(path) for path in found.paths}
    if not files and not found.problems:
        raise CorpusError(f"{label(folder)}: holds no case file (*.md).")
    glossary = read_glossary(directory / GLOSSARY_FILE)
    if glossary is not None:
        files[GLOSSARY_FILE] = glossary
    unreadable = [raw for raw in files.values() if isinstance(raw, Problem)]
    _refuse([*found.problems, *unreadable], directory)
    return {name: raw for name, raw in files.items() if isinstance(raw, bytes)}


def _refuse(problems: Iterable[Problem], directory: Path) -> None:
    """Raise an error that counts the problems and shows the first, if there is any."""
    ordered = order(problems)
    if not ordered:
        return
    count = "1 problem" if len(ordered) == 1 else f"{len(ordered)} problems"
    raise CorpusError(
        f"{label(directory)}: {count} in its files. First: {ordered[0]}. "
        f"See all with `exchange check {label(directory)}`."
    )
