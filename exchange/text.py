"""Prepare text for words and vectors: one function, used on documents and queries alike."""

import re
import unicodedata

MAX_QUERY_CHARACTERS = 2_000
MAX_WORD_CHARACTERS = 100
MAX_NEED_WORDS = 1_000
MAX_NEED_CHARACTERS = 10_000

# Literal special tokens of the tokenizers in use: in a text they would be read as structure.
_SPECIAL_TOKENS = re.compile(r"</?s>|<pad>|<unk>|<mask>|\[(?:CLS|SEP|PAD|UNK|MASK)\]")
_KEPT_CONTROLS = "\n\t"
# Control characters, and those that turn the writing direction of what follows.
_COMMANDS = (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_OBEYED = {code: None for code in _COMMANDS if chr(code) not in _KEPT_CONTROLS}


def prepare_text(text: str) -> str:
    """Return `text` in Unicode NFC without control characters, surrogates and special tokens.

    Line feeds and tabs stay; every other character of the Unicode categories Cc (control),
    Cs (surrogate), Co (private use) and Cn (unassigned) becomes a space.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    if not text.isascii() or not text.isprintable():
        text = "".join(
            " "
            if character not in _KEPT_CONTROLS
            and unicodedata.category(character) in ("Cc", "Cs", "Co", "Cn")
            else character
            for character in text
        )
    return _SPECIAL_TOKENS.sub(" ", text)


def harmless(text: str) -> str:
    """Return `text` as a terminal may get it, without the characters that it obeys, not shows.

    Those are control characters but line feeds and tabs, and characters that turn the direction
    of the rest of the line. None of them has a width, so that tables stay as they are.
    """
    return text.translate(_OBEYED)
