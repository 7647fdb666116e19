"""The process that reads one file: its bytes from standard input, a JSON answer to standard output.

`python -m exchange.reading NAME`. Limits are set before the first byte is read. It writes no file
and says nothing else: what a library might say of a file could hold its text.
"""

import json
import sys

from exchange.reading.refusal import MAX_CHARACTERS, MAX_MEMORY, MAX_SECONDS, Refusal


def main() -> None:
    """Read a file, or say why not."""
    _limit_resources()
    answer: dict[str, object]
    try:
        answer = _read(sys.stdin.buffer.read(), sys.argv[1])
    except Refusal as refusal:
        answer = {"reason": refusal.reason, "pages": refusal.pages}
    except MemoryError:
        answer = {"reason": "too much memory", "pages": 0}
    sys.stdout.write(json.dumps(answer))


def _read(data: bytes, name: str) -> dict[str, object]:
    """Return the answer for a file; libraries load only for the kind that it is."""
    from exchange.reading.kinds import is_misnamed, kind_of

    kind = kind_of(data, name)
    is_guess = False
    if kind == "pdf":
        from exchange.reading.pdf_text import pdf_text

        text = pdf_text(data)
    elif kind == "docx":
        from exchange.reading.docx_text import docx_text

        text = docx_text(data)
    else:
        from exchange.reading.plain_text import plain_text

        text, is_guess = plain_text(data, is_markdown=kind == "md")
    return {
        "kind": kind,
        "text": text[:MAX_CHARACTERS],
        "is_misnamed": is_misnamed(kind, name),
        "is_guess": is_guess,
        "is_whole": len(text) <= MAX_CHARACTERS,
    }


def _limit_resources() -> None:
    """Bound memory and time, and forbid files, where the platform can."""
    try:
        import resource
    except ImportError:  # Windows: the parent's time limit remains
        return
    limits = {
        resource.RLIMIT_AS: MAX_MEMORY,
        resource.RLIMIT_CPU: MAX_SECONDS,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for limit, value in limits.items():
        try:
            resource.setrlimit(limit, (value, value))
        except (ValueError, OSError):  # macOS refuses a limit of the address space
            continue


if __name__ == "__main__":
    main()
