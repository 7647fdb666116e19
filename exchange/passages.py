"""Make documents: a case or a collection's record becomes text parts, passages and facets."""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt

from exchange.case import Case
from exchange.document import Document, Passage, TextPart
from exchange.labels import country_name
from exchange.text import prepare_text
from exchange.vocabulary import UNKNOWN

_CITATION = re.compile(r"\s*\[\d+(?:\s*[,;–-]\s*\d+)*\]")
_MARKDOWN = MarkdownIt("commonmark").enable("table")


def document_from_case(case: Case) -> Document:
    """Return what is indexed of a case.

    Title and summary are one passage, their translations one each, then every section with the
    case's title in front: cutting finer measured worse (see docs/relevance.md).
    """
    parts = [
        TextPart(case.language, "title", case.title),
        TextPart(case.language, "summary", case.summary),
    ]
    passages = [Passage(case.language, "summary", case.title, case.summary)]
    for language, translation in sorted(case.translations.items()):
        parts.append(TextPart(language, "title", translation.title))
        parts.append(TextPart(language, "summary", translation.summary))
        passages.append(Passage(language, "summary", translation.title, translation.summary))
    for section in case.sections:
        text = plain_text(section.text)
        parts.append(TextPart(case.language, section.name, text))
        passages.append(Passage(case.language, section.name, case.title, text))
    parts.extend(_about(case))
    return Document(case.id, case.title, tuple(parts), tuple(passages), _facets(case), case)


def document_from_text(id: str, title: str, text: str, language: str | None = None) -> Document:
    """Return a document of a collection: title and text are one passage (none when both empty)."""
    language = language or UNKNOWN
    title, text = title.strip(), text.strip()
    parts = tuple(
        TextPart(language, section, content)
        for section, content in (("title", title), ("text", text))
        if content
    )
    passages = (Passage(language, "text", title, text),) if parts else ()
    facets = {"language": (language,)}
    return Document(id, title or text[:80], parts, passages, facets)


def plain_text(markdown: str) -> str:
    """Return Markdown as plain paragraphs, without marks and without `[n]` citations."""
    return prepare_text(_CITATION.sub("", "\n\n".join(_blocks(markdown)))).strip()


def _blocks(markdown: str) -> Iterator[str]:
    for token in _MARKDOWN.parse(markdown):
        if token.type == "inline":
            yield "".join(
                child.content if child.type in ("text", "code_inline") else " "
                for child in token.children or ()
                if child.type in ("text", "code_inline", "softbreak", "hardbreak")
            )
        elif token.type in ("code_block", "fence"):
            yield token.content


def _about(case: Case) -> Iterator[TextPart]:
    """Yield what the front matter says in words: who, where, with what, which prizes."""
    own = [case.organisation, case.location, *(award.label for award in case.awards)]
    yield TextPart(case.language, "about", ". ".join(filter(None, own)))
    yield TextPart("en", "about", ". ".join([country_name(case.country, "en"), *case.technologies]))


def _facets(case: Case) -> dict[str, tuple[str, ...]]:
    values: dict[str, tuple[str, ...]] = {
        "country": (case.country,),
        "sector": case.sectors,
        "sdg": tuple(str(sdg) for sdg in case.sdgs),
        "innovation_type": case.innovation_types,
        "level": (case.level,),
        "status": (case.status,),
        "evidence": (case.evidence,),
        "need": tuple(dict.fromkeys(need.need for need in case.needs)),
        "technology": case.technologies,
        "award": tuple(award.label for award in case.awards),
        "language": (case.language,),
        "year": () if case.year_started is None else (str(case.year_started),),
    }
    return {field: found or (UNKNOWN,) for field, found in values.items()}
