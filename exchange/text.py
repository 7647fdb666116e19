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
