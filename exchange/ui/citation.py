"""How to cite a case: as BibTeX and as plain text."""

from datetime import date

from exchange.case import Case
from exchange.labels import country_name, date_text
from exchange.translation import gettext

# What TeX would read as a command or a group is written as the sign it is.
_TEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "{}%&#_$"},
}


def bibtex(case: Case, address: str, today: date) -> str:
    """Return a BibTeX entry; the title is the original one.

    :param address: of the case's page.
    :param today: when it was read.
    """
    site = gettext("Public Innovation Exchange", "en")
    fields = {
        "title": f"{{{_tex(case.title)}}}",
        "author": f"{{{site}}}",
        "howpublished": f"Case {case.id}",
        "note": f"{_tex(case.organisation)}, {_tex(country_name(case.country, 'en'))}",
        "url": address,
        "urldate": today.isoformat(),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items()]
    return "\n".join([f"@misc{{{case.id},", ",\n".join(lines), "}"])


def plain(case: Case, address: str, today: date, language: str) -> str:
    """Return a citation in one sentence of an interface language, with the original title."""
    return gettext(
        "{site}: “{title}”. {organisation}, {country}. Case {id}. {address} (read on {date}).",
        language,
        site=gettext("Public Innovation Exchange", language),
        title=case.title,
        organisation=case.organisation,
        country=country_name(case.country, language),
        id=case.id,
        address=address,
        date=date_text(today, language),
    )


def _tex(words: str) -> str:
    return "".join(_TEX.get(sign, sign) for sign in words)
