"""One innovation case and its parts, validated; attribute names are the keys of a case file.

What one value may be is checked here; rules that join several keys, the body or several files
are in `exchange.corpus.case_rules` and `exchange.corpus.corpus_rules`.
"""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from exchange.case_values import (
    CaseId,
    Country,
    Currency,
    Date,
    Language,
    Number,
    Sdg,
    SourceNumber,
    Subdivision,
    Summary,
    Text,
    Url,
    Year,
    no_repeats,
)
from exchange.vocabulary import (
    CaseLanguage,
    Evidence,
    InnovationType,
    Level,
    NeedKind,
    Role,
    SectionName,
    Sector,
    Status,
)


class _Part(BaseModel):
    """What all parts of a case share: they never change, and unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Translation(_Part):
    """Title and summary in another language than the case's own."""

    title: Text
    summary: Summary


class Award(_Part):
    """A prize or a place in a competition's list."""

    name: Text
    year: Year | None

    @property
    def label(self) -> str:
        """The award with its year, as in "Top 40 Inovasi Pelayanan Publik 2018"."""
        return self.name if self.year is None else f"{self.name} {self.year}"

    def __str__(self) -> str:
        return self.label


class Figure(_Part):
    """A number of the body as data.

    :param measure: short English phrase, the same for the same quantity throughout a case.
    :param scope: of whom and when.
    :param source: number of the source that says it, 1 for the first.
    :param currency: ISO 4217, for amounts of money.
    """

    measure: Text
    value: Number
    unit: Text
    year: Year | None
    scope: Text
    role: Role
    source: SourceNumber
    currency: Currency | None = None


class Need(_Part):
    """What an adopter must have.

    :param source: None when it is inferred and no source says it.
    """

    need: NeedKind
    note: Text
    source: SourceNumber | None


class Relative(_Part):
    """An innovation elsewhere that this one copied, or that copied this one.

    :param case: id of that innovation's case in this corpus, or None.
    """

    name: Text
    country: Country | None
    year: Year | None
    case: CaseId | None
    source: SourceNumber


class Successor(_Part):
    """What took the place of an innovation."""

    name: Text
    year: Year | None
    case: CaseId | None
    source: SourceNumber


class Lineage(_Part):
    """From whom an innovation was copied, who copied it, what superseded it."""

    adapted_from: tuple[Relative, ...]
    adopted_by: tuple[Relative, ...]
    superseded_by: Successor | None


class Source(_Part):
    """A published text that a case rests on; `[n]` in a case means the n-th.

    :param accessed: when it was read.
    :param archived: address of a stored copy.
    """

    url: Url
    title: Text
    publisher: Text
    date: Date | None
    accessed: Date | None = None
    archived: Url | None = None


class Section(_Part):
    """One section of the body.

    :param heading: as written, in the case's language.
    :param text: Markdown below the heading, with its `[n]`.
    """

    name: SectionName
    heading: str
    text: str


class Case(_Part):
    """One innovation case: the front matter of its file, and the sections of its body.

    :param language: ISO 639-1 of title, summary and sections.
    :param translations: by ISO 639-1 code; has "en" unless that is the case's own language.
    :param location: where in the country it runs.
    :param sectors: most important first.
    :param year_started: None when no source says.
    :param subdivision: ISO 3166-2.
    :param reviewed: when a person last checked the case.
    """

    id: CaseId
    language: CaseLanguage
    title: Text
    summary: Summary
    translations: dict[Language, Translation]
    country: Country
    location: Text
    organisation: Text
    level: Level
    sectors: Annotated[tuple[Sector, ...], Field(min_length=1), AfterValidator(no_repeats)]
    innovation_types: Annotated[
        tuple[InnovationType, ...], Field(min_length=1), AfterValidator(no_repeats)
    ]
    sdgs: Annotated[tuple[Sdg, ...], Field(min_length=1), AfterValidator(no_repeats)]
    technologies: Annotated[tuple[Text, ...], AfterValidator(no_repeats)]
    year_started: Year | None
    status: Status
    evidence: Evidence
    awards: Annotated[tuple[Award, ...], AfterValidator(no_repeats)]
    figures: tuple[Figure, ...]
    needs: tuple[Need, ...]
    lineage: Lineage
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    subdivision: Subdivision | None = None
    reviewed: Date | None = None
    sections: tuple[Section, ...]

    def title_in(self, language: str) -> str:
        """Return the title in `language` where it is translated, else the original."""
        translation = self.translations.get(language)
        return self.title if translation is None else translation.title

    def summary_in(self, language: str) -> str:
        """Return the summary in `language` where it is translated, else the original."""
        translation = self.translations.get(language)
        return self.summary if translation is None else translation.summary


def front_matter_schema() -> dict[str, Any]:
    """Return the JSON Schema of a case file's front matter, for editors."""
    schema = Case.model_json_schema()
    del schema["properties"]["sections"], schema["$defs"]["Section"]
    schema["required"].remove("sections")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "Front matter of a case file",
        "description": "See CASE_FORMAT.md. Made by scripts/write_schema.py.",
    }
