"""What is indexed: a document's text parts (for words), passages (for vectors) and facets."""

from collections.abc import Mapping
from dataclasses import dataclass

from exchange.case import Case


@dataclass(frozen=True, slots=True)
class TextPart:
    """A stretch of text in one language, for the keyword index.

    :param language: ISO 639-1, or "unknown".
    :param section: "title", "summary", "about", a canonical section of a case, or "text".
    """

    language: str
    section: str
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text that gets one vector; the encoder reads `context` in front of it."""

    language: str
    section: str
    context: str
    text: str

    @property
    def encoded_text(self) -> str:
        """What the encoder reads."""
        return f"{self.context}. {self.text}" if self.context else self.text


@dataclass(frozen=True, slots=True)
class Document:
    """A searchable thing, of which a case is one source and a test collection another.

    :param facets: facet field -> values; a field without a value holds "unknown".
    :param case: the case behind it, or None.
    """

    id: str
    title: str
    parts: tuple[TextPart, ...]
    passages: tuple[Passage, ...]
    facets: Mapping[str, tuple[str, ...]]
    case: Case | None = None
