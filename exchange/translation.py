"""Texts in each interface language: gettext catalogues, kept as .po files in exchange/locale.

The English text is the message itself; what a catalogue lacks stays English. `make translations`
brings the catalogues up to date with the code. A catalogue is read at its first use: English,
and with it the command line, reads none.
"""

from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from exchange.errors import QueryError

DEFAULT_LANGUAGE = "en"
INTERFACE_LANGUAGES = ("en", "id", "ar", "es", "fr", "pt")

_LOCALE = Path(__file__).with_name("locale")
_RIGHT_TO_LEFT = frozenset({"ar"})


def gettext(message: str, language: str, /, **values: object) -> str:
    """Return an interface text in a language, with its {words} filled in."""
    return _filled(_catalogue(language).gettext(message), values)


def ngettext(singular: str, plural: str, number: int, language: str, /, **values: object) -> str:
    """Return the form of an interface text that goes with a number, with its {words} filled in.

    The number is not filled in by itself: `total=number_text(total, language)`.
    """
    return _filled(_catalogue(language).ngettext(singular, plural, number), values)


def N_(message: str) -> str:  # the name that gettext's tools look for
    """Mark a text that is translated elsewhere, when it is shown."""
    return message


def direction(language: str) -> str:
    """Return the writing direction of a language as HTML's `dir` wants it."""
    return "rtl" if language in _RIGHT_TO_LEFT else "ltr"


def interface_language(*wishes: str | None) -> str:
    """Return the first wish that is an interface language ("id", "id-ID"), else English."""
    for wish in wishes:
        language = (wish or "").replace("_", "-").split("-")[0].lower()
        if language in INTERFACE_LANGUAGES:
            return language
    return DEFAULT_LANGUAGE


def require_interface_language(language: str) -> str:
    """Return `language`, which must be one of the interface.

    :raises QueryError: it is not.
    """
    if language not in INTERFACE_LANGUAGES:
        raise QueryError(f"language={language}: allowed are {', '.join(INTERFACE_LANGUAGES)}.")
    return language


def catalogue_path(language: str) -> Path:
    """Return the file with the texts of a language; English has none."""
    return _LOCALE / language / "LC_MESSAGES" / "exchange.po"


@lru_cache(maxsize=len(INTERFACE_LANGUAGES))
def _catalogue(language: str) -> NullTranslations:
    if language == DEFAULT_LANGUAGE:
        return NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with catalogue_path(language).open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)


def _filled(template: str, values: dict[str, object]) -> str:
    return template.format(**values) if values else template
