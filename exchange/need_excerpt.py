"""The first part of a long text, as much as a need may have, up to the end of a sentence."""

from dataclasses import dataclass

from exchange.analysis import count_words
from exchange.sentences import split_sentences
from exchange.text import MAX_NEED_CHARACTERS, MAX_NEED_WORDS, MAX_WORD_CHARACTERS

_SEARCHED = 3 * MAX_NEED_CHARACTERS  # sentences beyond this can be in no first part


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The first part of a text.

    :param words: how many words it has.
    :param all_words: how many the whole text has.
    """

    text: str
    words: int
    all_words: int

    @property
    def is_cut(self) -> bool:
        """Whether something was left out."""
        return self.words < self.all_words


def first_part(text: str) -> Excerpt:
    """Return the first whole sentences of a text that a need has room for.

    A "word" of more characters than a need may have, as in a table that lost its spaces, is
    shortened.
    """
    total = count_words(text)
    text = _shortened(text[:_SEARCHED]).strip()
    if total <= MAX_NEED_WORDS and len(text) <= MAX_NEED_CHARACTERS:
        return Excerpt(text, total, total)
    end = words = 0
    for span in split_sentences(text):
        length = count_words(text[span.start : span.end])
        if words + length > MAX_NEED_WORDS or span.end > MAX_NEED_CHARACTERS:
            break
        end, words = span.end, words + length
    return Excerpt(text[:end], words, total)


def _shortened(text: str) -> str:
    lines = text.splitlines()
    return "\n".join(" ".join(_short(word) for word in line.split(" ")) for line in lines)


def _short(word: str) -> str:
    return word if len(word) <= MAX_WORD_CHARACTERS else word[: MAX_WORD_CHARACTERS - 1] + "…"
