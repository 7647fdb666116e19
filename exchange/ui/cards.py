"""What the card of a hit shows: the texts in the reader's language and the reason it was found."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from exchange.analysis import QueryWord
from exchange.case import Case
from exchange.fit import FitCard, fit
from exchange.highlight import find_marks
from exchange.results import Hit, ShownPassage
from exchange.ui.view import View
from exchange.vocabulary import UNKNOWN

EXCERPT_CHARACTERS = 320
_LEAD = 60


@dataclass(frozen=True, slots=True)
class Text:
    """A stretch of text with its language ("" when unknown) and the spans to be marked."""

    language: str
    text: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """One hit as the page shows it.

    :param href: address of the case page, or None when the hit is not a case.
    :param original_title: the title in the case's language, when another one is shown above it.
    :param reason: the best passage, shortened; None when the summary is it.
    :param reason_section: canonical section of the best passage, or None without one.
    :param fit: its needs held against the reader's office; None when nothing is said of that.
    """

    hit: Hit
    href: str | None
    title: Text
    original_title: Text | None
    summary: Text | None
    reason: Text | None
    reason_section: str | None
    fit: FitCard | None = None


def card(hit: Hit, view: View, language: str) -> Card:
    """Return the card of a hit, to be read in an interface language, its words marked."""
    passage, words = hit.passage, hit.words
    if hit.case is None:
        title = _marked("", hit.title, words)
        section = passage.section if passage else None
        return Card(hit, None, title, None, None, _reason(passage), section)
    case = hit.case
    reading = reading_language(case, language)
    summary = case.summary_in(reading)
    told = passage is not None and passage.text != summary
    return Card(
        hit,
        view.at_case(case.id).href,
        _marked(reading, case.title_in(reading), words),
        _marked(case.language, case.title, words) if reading != case.language else None,
        _marked(reading, summary, words),
        _reason(passage) if told else None,
        passage.section if passage is not None and told else None,
        None if view.profile.is_empty else fit(case, view.profile),
    )


def reading_language(case: Case, *wishes: str) -> str:
    """Return the language in which title and summary are shown to a reader with these wishes.

    English stands in where the case has no text in any of them.
    """
    available = {case.language, *case.translations}
    return next(found for found in (*wishes, "en", case.language) if found in available)


def excerpt(text: str, marks: Sequence[tuple[int, int]], length: int = EXCERPT_CHARACTERS) -> Text:
    """Return the stretch of at most `length` characters that holds the most marks.

    It begins and ends between words; "…" stands where text is left out.
    """
    if len(text) <= length:
        return Text("", text, tuple(marks))
    inside = [
        sum(start <= s and e <= start + length - _LEAD for s, e in marks) for start, _ in marks
    ]
    best = marks[inside.index(max(inside))][0] if marks else 0
    start = 0 if best <= _LEAD else text.find(" ", best - _LEAD, best) + 1 or best
    end = min(start + length, len(text))
    if end < len(text):
        end = max(text.rfind(" ", start + 1, end), start + 1) if " " in text[start:end] else end
    before, after = "… " if start else "", " …" if end < len(text) else ""
    shift = len(before) - start
    shown = tuple((s + shift, e + shift) for s, e in marks if s >= start and e <= end)
    return Text("", before + text[start:end] + after, shown)


def _marked(language: str, text: str, words: Sequence[QueryWord]) -> Text:
    return Text(language, text, find_marks(text, language or UNKNOWN, words))


def _reason(passage: ShownPassage | None) -> Text | None:
    if passage is None:
        return None
    language = "" if passage.language == UNKNOWN else passage.language
    return replace(excerpt(passage.text, passage.marks), language=language)
