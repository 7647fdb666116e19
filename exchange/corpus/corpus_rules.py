"""Rules that join several case files: ids and places, duplicates, lineage, retired ids."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from exchange.corpus.case_file import CaseFile
from exchange.corpus.case_rules import line_of
from exchange.corpus.folder import CASES, SUFFIX, find_case_files, id_of_path, label
from exchange.corpus.problem import FieldPath, Problem, field_name, shorten
from exchange.corpus.retired import RETIRED_FILE, Retired, load_retired
from exchange.corpus.strict_yaml import YamlValue
from exchange.vocabulary import COUNTRIES


@dataclass(frozen=True, slots=True)
class _Known:
    """What the ids in a file are compared with.

    :param owners: id -> the files that have it, by their path or by what they say, sorted.
    :param is_whole: whether an id that is not in `owners` exists nowhere.
    """

    owners: Mapping[str, list[Path]]
    retired: Mapping[str, Retired]
    is_whole: bool


def check_together(case_files: Mapping[Path, CaseFile], corpus: Path | None) -> list[Problem]:
    """Return the problems that case files have with their places and with each other.

    :param case_files: absolute path -> what the file there says; not always the whole corpus.
    :param corpus: the absolute folder that holds `cases` and `retired.yaml`; None for files
        outside of any corpus, whose lineage cannot be followed.
    """
    problems: list[Problem] = []
    retired: Mapping[str, Retired] = {}
    owners: dict[str, list[Path]] = {}
    if corpus is not None:
        retired, retired_problems = load_retired(corpus)
        problems += retired_problems
        for path in find_case_files(corpus / CASES).paths:
            owners.setdefault(id_of_path(path), []).append(path)
    for path, case_file in case_files.items():
        case_id = _id(case_file)
        if case_id is not None and path not in owners.setdefault(case_id, []):
            owners[case_id].append(path)
    for entry in retired.values():
        if entry.replaced_by is not None and entry.replaced_by not in owners:
            message = "is the id of no case of this corpus; correct it or write null"
            problems.append(
                Problem(RETIRED_FILE, None, f"{entry.id}: replaced_by", entry.replaced_by, message)
            )
    known = _Known(owners, retired, is_whole=corpus is not None)
    for path, case_file in case_files.items():
        found = [
            *_place_problems(path, case_file, corpus),
            *_id_problems(path, case_file, known),
            *_lineage_problems(case_file, known),
        ]
        for field, value, message in found:
            line = line_of(case_file.document, field) if field else None
            shown = None if value is None else shorten(value)
            problems.append(Problem(case_file.file, line, field_name(field), shown, message))
    return problems


_Found = tuple[FieldPath, str | None, str]


def _place_problems(path: Path, case_file: CaseFile, corpus: Path | None) -> Iterator[_Found]:
    """Compare a file's id with its path; outside of a corpus only in a folder like `id/`."""
    if corpus is not None and path.parent.parent != corpus / CASES:
        message = f"lies in the wrong place; a case file is {CASES}/<country>/<slug>{SUFFIX}"
        yield (), None, message
        return
    folder = path.parent.name
    if corpus is None and (folder.upper() not in COUNTRIES or not folder.islower()):
        return
    case_id = _id(case_file)
    if case_id is not None and case_id != id_of_path(path):
        message = f"does not agree with the path, which says {id_of_path(path)}; rename one"
        yield ("id",), case_id, message
    country = _data(case_file).get("country")
    if isinstance(country, str) and country.lower() != folder:
        yield ("country",), country, f"does not agree with the folder {folder}; move the file"


def _id_problems(path: Path, case_file: CaseFile, known: _Known) -> Iterator[_Found]:
    case_id = _id(case_file)
    if case_id is None:
        return
    others = [other for other in known.owners[case_id] if other != path]
    if others:
        names = ", ".join(label(Path(other.parent.name, other.name)) for other in others)
        yield ("id",), case_id, f"is also the id of {names}; an id is given once"
    if case_id in known.retired:
        reason = known.retired[case_id].reason
        yield ("id",), case_id, f"is retired ({reason}); choose another id"


def _lineage_problems(case_file: CaseFile, known: _Known) -> Iterator[_Found]:
    for field, case_id in _lineage_cases(case_file):
        if case_id == _id(case_file):
            yield field, case_id, "is this case itself; write null or another id"
        elif case_id in known.retired:
            entry = known.retired[case_id]
            yield (
                field,
                case_id,
                f"is retired ({entry.reason}); write {entry.replaced_by or 'null'}",
            )
        elif known.is_whole and case_id not in known.owners:
            yield field, case_id, "is the id of no case of this corpus; correct it or write null"


def _lineage_cases(case_file: CaseFile) -> Iterator[tuple[FieldPath, str]]:
    lineage = _data(case_file).get("lineage")
    if not isinstance(lineage, dict):
        return
    places: list[tuple[FieldPath, YamlValue]] = [
        (("lineage", key, position), item)
        for key in ("adapted_from", "adopted_by")
        if isinstance(items := lineage.get(key), list)
        for position, item in enumerate(items)
    ]
    places.append((("lineage", "superseded_by"), lineage.get("superseded_by")))
    for field, item in places:
        case_id = item.get("case") if isinstance(item, dict) else None
        if isinstance(case_id, str):
            yield (*field, "case"), case_id


def _data(case_file: CaseFile) -> Mapping[str, YamlValue]:
    data = case_file.document.value
    return data if isinstance(data, dict) else {}


def _id(case_file: CaseFile) -> str | None:
    case_id = _data(case_file).get("id")
    return case_id if isinstance(case_id, str) else None
