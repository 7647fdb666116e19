"""Rules of one case that join several of its keys, or the keys and the body.

They read the plain values of the file, not a `Case`, so that they also speak when another value
of the same file is wrong; values of a wrong type are passed over, since `Case` reports those.
"""

from collections.abc import Iterator, Mapping, Sequence

from exchange.corpus.body import Citation
from exchange.corpus.problem import FieldPath, Problem, field_name, shorten
from exchange.corpus.strict_yaml import YamlDocument, YamlValue


def check_rules(
    document: YamlDocument, citations: Sequence[Citation], *, file: str
) -> list[Problem]:
    """Return every broken rule of the front matter `document` and the body's `citations`."""
    data = document.value
    if not isinstance(data, dict):
        return []

    def problem(path: FieldPath, value: object, message: str) -> Problem:
        shown = None if value is None else shorten(str(value))
        return Problem(file, line_of(document, path), field_name(path), shown, message)

    problems = [problem(*found) for found in (*_country_rules(data), *_language_rules(data))]
    sources = data.get("sources")
    if not isinstance(sources, list):
        return problems
    uses = list(_source_uses(data))
    used = {number for _, number in uses} | {n for c in citations for n in c.numbers}
    wrong = f"is not the number of a source; there are sources 1 to {len(sources)}"
    for path, number in uses:
        if not 1 <= number <= len(sources):
            problems.append(problem(path, number, wrong))
    for citation in citations:
        if not all(1 <= number <= len(sources) for number in citation.numbers):
            text = shorten(citation.text)
            problems.append(Problem(file, citation.line, "body", text, wrong))
    for position in range(len(sources)):
        if position + 1 not in used:
            message = f"is never cited; cite it as [{position + 1}] or remove it and renumber"
            problems.append(problem(("sources", position), None, message))
    return problems


def line_of(document: YamlDocument, path: FieldPath) -> int | None:
    """Return the line of the value at `path`, or of what would hold it."""
    for length in range(len(path), -1, -1):
        line = document.lines.get(path[:length])
        if line is not None:
            return line
    return None


_Found = tuple[FieldPath, object, str]


def _country_rules(data: Mapping[str, YamlValue]) -> Iterator[_Found]:
    country = data.get("country")
    if not isinstance(country, str):
        return
    case_id = data.get("id")
    if isinstance(case_id, str) and not case_id.startswith(f"{country.lower()}-"):
        yield ("id",), case_id, f"does not begin with {country.lower()}-, its country"
    subdivision = data.get("subdivision")
    if isinstance(subdivision, str) and not subdivision.startswith(f"{country}-"):
        yield ("subdivision",), subdivision, f"is not a part of {country}"


def _language_rules(data: Mapping[str, YamlValue]) -> Iterator[_Found]:
    language = data.get("language")
    translations = data.get("translations")
    if not isinstance(language, str) or not isinstance(translations, dict):
        return
    if language != "en" and "en" not in translations:
        yield ("translations", "en"), None, "is missing; add an English title and summary"
    if language in translations:
        message = f"is the case's own language; write the title and summary in {language} once"
        yield ("translations", language), None, message


def _source_uses(data: Mapping[str, YamlValue]) -> Iterator[tuple[FieldPath, int]]:
    """Give every `source: n` of figures, needs and lineage that is a number."""
    lineage = data.get("lineage")
    lineage = lineage if isinstance(lineage, dict) else {}
    lists: list[tuple[FieldPath, YamlValue]] = [
        (("figures",), data.get("figures")),
        (("needs",), data.get("needs")),
        (("lineage", "adapted_from"), lineage.get("adapted_from")),
        (("lineage", "adopted_by"), lineage.get("adopted_by")),
    ]
    places: list[tuple[FieldPath, YamlValue]] = [
        ((*path, position), item)
        for path, items in lists
        if isinstance(items, list)
        for position, item in enumerate(items)
    ]
    places.append((("lineage", "superseded_by"), lineage.get("superseded_by")))
    for path, item in places:
        number = item.get("source") if isinstance(item, dict) else None
        if isinstance(number, str) and number.isascii() and number.isdigit() and len(number) < 10:
            yield (*path, "source"), int(number)
