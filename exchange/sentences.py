"""Cut a pasted text of any language into sentences: list items, headings and wrapped lines too.

Rules, no dictionary and no model: a note mixes languages, and a wrong cut costs little, since a
passage is compared with each piece and with the whole. See CONTRIBUTING.md for why no library.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from exchange.analysis import count_words

MAX_SENTENCE_CHARACTERS = 500
"""A longer sentence is cut at a clause, or else a space: some 120 tokens, well below an encoder's
limit, and as much as one passage can be expected to answer."""

MIN_WORDS = 3
"""Fewer words than this are no sentence, unless they are a list item: they join a neighbour."""

# A line this short, or this long, ends where the writer ended it; between, an editor wrapped it.
_SHORT_LINE, _LONG_LINE = 50, 100

# Ends of sentences that need no space behind them: CJK, Devanagari, Urdu, Armenian, Ethiopic,
# Burmese, Khmer.
_STOP_ANYWHERE = "。！？｡।॥۔։።፧။។៕"
# These end a sentence before a space only: "3.5", "e.g.", "what?!", "example.org".
_STOP_BEFORE_SPACE = ".!?…؟"
_CLOSING = "\"'”’»›)\\]}」』】）〉》*_"
_STOP = re.compile(
    rf"[{_STOP_ANYWHERE}]+[{_CLOSING}]*|[{_STOP_BEFORE_SPACE}]+[{_CLOSING}]*(?=\s|\Z)"
)
_ITEM = re.compile(
    r"[ \t]*(?:[-–—*+•‣◦▪●○■□➢✓·・]|\(?(?:\d{1,3}|[A-Za-zА-Яа-я]|[ivxIVX]{2,4})[.)]|#{1,6})[ \t]+"
)
_ITEM_AT_LINE = re.compile(rf"^{_ITEM.pattern}", re.MULTILINE)
_LAST_WORD = re.compile(r"[^\s(\[{\"'“‘«]+\Z")
_CLAUSE_SIGNS = tuple(";:,،、，；：—–")
_CLAUSE_END = re.compile(rf"[{''.join(_CLAUSE_SIGNS)}]\s*|\s+")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")

# Before a capital or a number they end no sentence.
_ABBREVIATIONS = (
    "dr prof mr mrs ms mme mlle mgr sr sra dra st ste hon rev gen col capt sgt gov sen rep pres "
    "vs cf ca approx incl dept govt est al bzw sog ggf inkl av avda ud uds sdr sdri bpk yth drs "
    "hj ir kab kec kel prov jl tgl ул им г гг тыс млн млрд руб стр тел"
)
# These only before a number: "No. 12", but "The answer was no. We went on."
_BEFORE_NUMBERS = (
    "no nos nr nro núm num art arts fig figs vol hlm hal pp p par para sec sect ch chap pasal abs "
    "ст п"
)
_ABBREVIATION_SET = frozenset(_ABBREVIATIONS.split())
_BEFORE_NUMBER_SET = frozenset(_BEFORE_NUMBERS.split())


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Where a sentence stands: character offsets, the end not included."""

    start: int
    end: int


def split_sentences(text: str) -> tuple[Span, ...]:
    """Return the sentences of `text` in order; outside them is nothing but white space."""
    spans: list[Span] = []
    is_waiting = False  # the last span is a heading or a salutation, for what comes next
    for block, is_item in _blocks(text):
        pieces = _join_fragments(text, list(_sentences(text, block)))
        leads_on = len(pieces) == 1 and not is_item and _leads_on(text, pieces[0])
        if is_waiting:
            pieces[0] = Span(spans.pop().start, pieces[0].end)
        spans += pieces
        is_waiting = leads_on
    if is_waiting and len(spans) > 1:
        last = spans.pop()
        spans[-1] = Span(spans[-1].start, last.end)
    return tuple(piece for span in spans for piece in _cut(text, span))


def sentence_text(text: str, span: Span) -> str:
    """Return a sentence on one line, without the bullets or numbers of list items."""
    return " ".join(_ITEM_AT_LINE.sub("", text[span.start : span.end]).split())


def _blocks(text: str) -> Iterator[tuple[Span, bool]]:
    """Yield each paragraph, heading and list item that is not empty, and whether it is an item."""
    start, is_item, previous = 0, False, ""
    offset = 0
    for line in text.splitlines(keepends=True):
        begins_item = _ITEM.match(line) is not None
        if offset > start and (begins_item or _ends_block(previous, line, is_item=is_item)):
            if span := _strip(text, start, offset):
                yield span, is_item
            start, is_item = offset, begins_item
        elif offset == start:
            is_item = begins_item
        previous = line
        offset += len(line)
    if span := _strip(text, start, offset):
        yield span, is_item


def _ends_block(line: str, following: str, *, is_item: bool) -> bool:
    """Whether the writer, not an editor's margin, ended `line` before `following`."""
    line, following = line.strip(), following.strip()
    if not line or not following:
        return True
    width = sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in line)
    if width > _LONG_LINE:
        return True
    return width < _SHORT_LINE and not is_item and not following[0].islower()


def _sentences(text: str, block: Span) -> Iterator[Span]:
    start = block.start
    item = _ITEM.match(text, block.start, block.end)
    searched = item.end() if item else block.start
    for stop in _STOP.finditer(text, searched, block.end):
        if _is_end(text, stop, block) and (span := _strip(text, start, stop.end())):
            yield span
            start = stop.end()
    if span := _strip(text, start, block.end):
        yield span


def _is_end(text: str, stop: re.Match[str], block: Span) -> bool:
    if stop.group()[0] in _STOP_ANYWHERE:
        return True
    following = text[stop.end() : min(stop.end() + 20, block.end)].lstrip()
    if following and following[0].islower():
        return False
    if not stop.group().startswith(".") or stop.group().startswith(".."):
        return True
    found = _LAST_WORD.search(text, max(block.start, stop.start() - 20), stop.start())
    word = found.group().casefold() if found else ""
    if word in _BEFORE_NUMBER_SET:
        return not following[:1].isdigit()
    is_initial = len(word) == 1 and word.isalpha() and not _CJK.match(word)
    is_dotted = "." in word and all(len(part) <= 2 and part.isalpha() for part in word.split("."))
    return not (is_initial or is_dotted or word in _ABBREVIATION_SET)


def _cut(text: str, sentence: Span) -> Iterator[Span]:
    """Yield a sentence, in pieces where it is too long."""
    start = sentence.start
    while sentence.end - start > MAX_SENTENCE_CHARACTERS:
        latest = start + MAX_SENTENCE_CHARACTERS
        earliest = start + MAX_SENTENCE_CHARACTERS // 2
        ends = [m.end() for m in _CLAUSE_END.finditer(text, earliest, latest)]
        signs = [end for end in ends if text[earliest:end].rstrip()[-1:] in _CLAUSE_SIGNS]
        end = (signs or ends or [latest])[-1]
        while end > earliest and end < sentence.end and unicodedata.combining(text[end]):
            end -= 1
        if span := _strip(text, start, end):
            yield span
        start = end
    if span := _strip(text, start, sentence.end):
        yield span


def _join_fragments(text: str, pieces: list[Span]) -> list[Span]:
    """Join each piece of few words with the one before it, the first with the one after it."""
    joined: list[Span] = []
    for piece in pieces:
        if joined and (_is_fragment(text, piece) or _is_fragment(text, joined[-1])):
            joined[-1] = Span(joined[-1].start, piece.end)
        else:
            joined.append(piece)
    return joined


def _leads_on(text: str, span: Span) -> bool:
    """Whether a block of its own is a heading, a salutation or a closing: no sentence by itself."""
    return _is_fragment(text, span) or text[span.end - 1] in ",:，：،"


def _is_fragment(text: str, span: Span) -> bool:
    return count_words(text[span.start : span.end]) < MIN_WORDS


def _strip(text: str, start: int, end: int) -> Span | None:
    """Return a stretch without the white space around it, or None when there is nothing else."""
    content = text[start:end]
    stripped = content.strip()
    if not stripped:
        return None
    start += len(content) - len(content.lstrip())
    return Span(start, start + len(stripped))
