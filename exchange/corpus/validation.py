"""Say in words for people what pydantic found wrong with a value of a file of the corpus."""

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from exchange.case import (
    Award,
    Case,
    Figure,
    Lineage,
    Need,
    Relative,
    Source,
    Successor,
    Translation,
)
from exchange.corpus.problem import FieldPath, shorten

_PARTS: dict[str, type[BaseModel]] = {
    "translations": Translation,
    "awards": Award,
    "figures": Figure,
    "needs": Need,
    "lineage": Lineage,
    "adapted_from": Relative,
    "adopted_by": Relative,
    "superseded_by": Successor,
    "sources": Source,
}
_PATTERNS = {
    "id": ("is not an id", "write <country>-<kebab-case name>, as in id-silk-timber-legality"),
    "replaced_by": ("is not the id of a case", "write one, or null"),
    "case": ("is not the id of a case", "write one as in id-silk-timber-legality, or null"),
    "cases": ("is not the id of a case", "write one as in id-silk-timber-legality"),
    "subdivision": ("is not an ISO 3166-2 code", "write one as in ID-JT"),
}


def describe_error(
    error: ErrorDetails, path: FieldPath, *, model: type[BaseModel] = Case
) -> tuple[str | None, str]:
    """Return the wrong value, if it is a single one, and a message that says what to do.

    :param path: the value's place, without pydantic's own marks.
    :param model: what the whole file, or each entry of it, must be.
    """
    given = error["input"]
    value = shorten(str(given)) if isinstance(given, str | int | float) else None
    if error["type"] == "missing":
        return None, "is missing; every key of the format must be there"
    if error["type"] == "extra_forbidden":
        return None, f"is not a key here; use {', '.join(_keys_beside(path, model))}"
    wrong, advice = _wrong_and_advice(error, path)
    return value, f"{'is empty' if given is None else wrong}; {advice}"


def _wrong_and_advice(error: ErrorDetails, path: FieldPath) -> tuple[str, str]:
    kind = error["type"]
    given = error["input"]
    context = error.get("ctx", {})
    if kind == "literal_error":
        return "is not allowed", "use " + str(context["expected"]).replace("'", "")
    if kind == "string_type":
        return "is not a line of text", "write one, in double quotes"
    if kind == "string_too_short":
        return "is empty", "write a line of text"
    if kind == "string_too_long":
        length = len(given) if isinstance(given, str) else 0
        return f"has {length} characters", f"at most {context['max_length']} are allowed"
    if kind == "string_pattern_mismatch":
        return _PATTERNS[next(step for step in reversed(path) if isinstance(step, str))]
    if kind == "too_short":
        return "is empty", "list at least one"
    if kind == "tuple_type":
        return "is not a list", "write [a, b], or [] for none"
    if kind in ("model_type", "dict_type"):
        return "is not a mapping", "write {key: value}, or {} for none"
    if kind == "greater_than_equal":
        return "is too small", f"at least {context['ge']}"
    if kind == "less_than_equal":
        return "is too large", f"at most {context['le']}"
    wrong, _, advice = error["msg"].partition("; ")
    return wrong, advice


def _keys_beside(path: FieldPath, model: type[BaseModel]) -> list[str]:
    """Return the keys that are allowed where the unknown key at `path` stands."""
    for step in reversed(path[:-1]):
        if isinstance(step, str) and step in _PARTS:
            return list(_PARTS[step].model_fields)
    return [name for name in model.model_fields if name != "sections"]
