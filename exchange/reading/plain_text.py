"""The text of a plain file, and of a Markdown file without its marks."""

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

from exchange.reading.kinds import decode
from exchange.reading.refusal import Refusal


def plain_text(data: bytes, *, is_markdown: bool) -> tuple[str, bool]:
    """Return the text of a file, and whether its encoding is a guess.

    :raises Refusal: it is no text, or has no words.
    """
    text, is_guess = decode(data)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n\n").strip("\x1a")
    if is_markdown:
        text = without_marks(text)
    if not re.search(r"\w", text):
        raise Refusal("no text")
    return text.strip(), is_guess


def without_marks(markdown: str) -> str:
    """Return the text of Markdown: list items keep a sign, links and pictures their words."""
    blocks: list[str] = []
    starts_item = False
    for token in MarkdownIt("commonmark").enable("table").parse(markdown):
        if token.type == "list_item_open":
            starts_item = True
        elif token.type == "inline" and (text := _inline(token.children or ()).strip()):
            blocks.append(f"- {text}" if starts_item else text)
            starts_item = False
        elif token.type in ("fence", "code_block"):
            blocks.append(token.content.strip())
    return "\n\n".join(blocks)


def _inline(tokens: list[Token] | tuple[Token, ...]) -> str:
    pieces = []
    for token in tokens:
        if token.type in ("text", "code_inline", "image"):
            pieces.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            pieces.append("\n" if token.type == "hardbreak" else " ")
    return "".join(pieces)
