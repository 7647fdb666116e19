"""What an office that wants to copy a case is, has and lacks: as a file and as address parameters.

The file, `profile.yaml`, may leave any key out; a need that it does not name is unknown:

    country: ID                      # ISO 3166-1 alpha-2
    level: local
    have: [budget, training]
    lack: [internet-coverage]
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Literal, Self, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from exchange.case_values import Country, no_repeats
from exchange.errors import ProfileError
from exchange.vocabulary import COUNTRIES, LEVELS, NEEDS, Level, NeedKind

Holding = Literal["have", "lack", "unknown"]
HOLDINGS: tuple[Holding, ...] = get_args(Holding)
PARAMETERS = ("have", "lack", "as", "at")
MAX_BYTES = 16 * 1024

_NEED_PLACES = {need: place for place, need in enumerate(NEEDS)}


def _in_order(needs: tuple[NeedKind, ...]) -> tuple[NeedKind, ...]:
    """Return needs in the order of the vocabulary: equal profiles are written alike."""
    return tuple(sorted(no_repeats(needs), key=_NEED_PLACES.__getitem__))


_Needs = Annotated[tuple[NeedKind, ...], AfterValidator(_in_order)]


class AdopterProfile(BaseModel):
    """An office that wants to copy a case; what it neither has nor lacks is unknown.

    :param country: ISO 3166-1 alpha-2, or None.
    :param have: needs that it meets, in the order of the vocabulary.
    :param lack: needs that it does not meet.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    country: Country | None = None
    level: Level | None = None
    have: _Needs = ()
    lack: _Needs = ()

    @model_validator(mode="after")
    def _is_clear(self) -> Self:
        both = [need for need in self.have if need in self.lack]
        if both:
            raise PydanticCustomError(
                "contradiction",
                "lists {needs} under have and under lack; keep one of the two",
                {"needs": ", ".join(both)},
            )
        return self

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing."""
        return self == AdopterProfile()

    def holding(self, need: NeedKind) -> Holding:
        """Return whether the office has a need met, lacks it, or has not said."""
        if need in self.have:
            return "have"
        return "lack" if need in self.lack else "unknown"

    def holding_as(self, need: NeedKind, holding: Holding) -> "AdopterProfile":
        """Return this profile with another answer for one need."""
        answers = {name: self.holding(name) for name in get_args(NeedKind)} | {need: holding}
        return AdopterProfile(
            country=self.country,
            level=self.level,
            have=tuple(name for name, answer in answers.items() if answer == "have"),
            lack=tuple(name for name, answer in answers.items() if answer == "lack"),
        )

    @classmethod
    def from_parameters(cls, given: Mapping[str, Sequence[str]]) -> Self:
        """Read the parameters of an address; what makes no sense there counts as not given.

        A need under `have` and under `lack` is unknown.
        """
        last = {name: values[-1] for name, values in given.items() if values}
        have, lack = (_listed(last.get(name, "")) for name in ("have", "lack"))
        country, level = last.get("as", "").upper(), last.get("at", "").lower()
        return cls.model_validate(
            {
                "country": country if country in COUNTRIES else None,
                "level": level if level in LEVELS else None,
                "have": tuple(need for need in have if need not in lack),
                "lack": tuple(need for need in lack if need not in have),
            }
        )

    def parameters(self) -> dict[str, str]:
        """Return the parameters of an address: the same profile, the same text; none for nothing.

        Joined with commas: write them with `urlencode(…, safe=",")`.
        """
        given = {
            "have": ",".join(self.have),
            "lack": ",".join(self.lack),
            "as": self.country or "",
            "at": self.level or "",
        }
        return {name: value for name, value in given.items() if value}

    def dump(self) -> str:
        """Return the text of a file that :func:`load_profile` reads as this profile."""
        return (
            f"country: {self.country or 'null'}\n"
            f"level: {self.level or 'null'}\n"
            f"have: [{', '.join(self.have)}]\n"
            f"lack: [{', '.join(self.lack)}]\n"
        )


def _listed(text: str) -> tuple[str, ...]:
    given = {word.strip().lower() for word in text.split(",")}
    return tuple(need for need in NEEDS if need in given)


def load_profile(path: Path) -> AdopterProfile:
    """Return the profile in a YAML file.

    :raises ProfileError: it cannot be read, or a key or value is not allowed; all are named.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as exc:
        raise ProfileError(
            f"{path}: cannot be read ({exc.strerror or exc}). Give the path of a profile file."
        ) from exc
    if len(raw) > MAX_BYTES:
        raise ProfileError(f"{path}: more than {MAX_BYTES:,} bytes; that is no profile.")
    try:
        return parse_profile(raw.decode("utf-8-sig"), file=str(path))
    except UnicodeDecodeError as exc:
        raise ProfileError(
            f"{path}: not UTF-8 text (byte {exc.start}). Save it as plain text in UTF-8."
        ) from exc


def parse_profile(text: str, *, file: str) -> AdopterProfile:
    """Return the profile in a YAML text; an empty text says nothing.

    :param file: the file's name in errors.
    :raises ProfileError: as from :func:`load_profile`.
    """
    # YAML is imported here: an address is read without it.
    from exchange.corpus.problem import Problem, field_name
    from exchange.corpus.strict_yaml import parse_yaml
    from exchange.corpus.validation import describe_error

    document = parse_yaml(text, file=file)
    problems = list(document.problems)
    given = {} if document.value is None else document.value
    if not problems and not isinstance(given, dict):
        allowed = ", ".join(AdopterProfile.model_fields)
        problems.append(Problem(file, 1, None, None, f"is not a profile; write the keys {allowed}"))
    if not problems:
        try:
            return AdopterProfile.model_validate(given)
        except ValidationError as exc:
            problems = [
                Problem(
                    file,
                    document.lines.get(error["loc"]),
                    field_name(error["loc"]),
                    *describe_error(error, error["loc"], model=AdopterProfile),
                )
                for error in exc.errors(include_url=False)
            ]
    raise ProfileError("; ".join(map(str, problems)))
