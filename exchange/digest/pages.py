"""An issue of the digest as Markdown and as one HTML page; text stays text in both."""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from exchange.digest.issue import Issue
from exchange.digest.reason import Reason
from exchange.digest.story import Link, Story
from exchange.report_files import escape_markdown
from exchange.translation import direction, gettext

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATES = Path(__file__).with_name("templates")


def to_markdown(issue: Issue) -> str:
    """Return an issue as Markdown."""
    blocks = [f"# {escape_markdown(issue.title)}"]
    for story in issue.stories:
        blocks += _blocks(story, issue.language)
    blocks += [escape_markdown(gone.text) for gone in issue.withdrawn]
    return "\n\n".join([*blocks, f"*{escape_markdown(hint(issue.language))}*"]) + "\n"


def to_html(issue: Issue) -> str:
    """Return an issue as a page of its own, without script, that prints on paper."""
    return _render("digest.html", issue)


def to_fragment(issue: Issue) -> str:
    """Return the content of an issue's page, for a feed."""
    return _render("stories.html", issue)


def hint(language: str) -> str:
    """Return what a reader has to know about the texts."""
    return gettext(
        "Summaries and figures are taken from the sources of each case; read them before you rely "
        "on them.",
        language,
    )


def labels(language: str) -> dict[str, str]:
    """Return what stands before each part of a story."""
    return {
        "reason": gettext("Why now:", language),
        "fact": gettext("In figures:", language),
        "source": gettext("Source", language),
        "read_on": gettext("Read on", language),
    }


def basis_address(reason: Reason) -> str:
    """Return the web address that a reason rests on; "" where it rests on a field."""
    return reason.basis if reason.basis.startswith(("http://", "https://")) else ""


def _blocks(story: Story, language: str) -> list[str]:
    names = {key: escape_markdown(text) for key, text in labels(language).items()}
    reason = escape_markdown(story.reason.text)
    address = basis_address(story.reason)
    blocks = [
        f"## {escape_markdown(story.title)}",
        f"*{escape_markdown(story.place)}*",
        f"**{names['reason']}** {f'[{reason}](<{address}>)' if address else reason}",
        escape_markdown(story.summary),
    ]
    if story.standing:
        blocks.append(escape_markdown(story.standing))
    if story.fact:
        fact = escape_markdown(story.fact.text)
        sources = "; ".join(map(_link, story.fact.sources))
        blocks.append(f"**{names['fact']}** {fact}. {names['source']}: {sources}")
    return [*blocks, f"{names['read_on']}: {_link(story.read_on)}"]


def _link(link: Link) -> str:
    return f"[{escape_markdown(link.text)}](<{link.address}>)"


def _render(template: str, issue: Issue) -> str:
    return (
        _environment()
        .get_template(template)
        .render(
            issue=issue,
            labels=labels(issue.language),
            hint=hint(issue.language),
            direction=direction(issue.language),
            basis_address=basis_address,
        )
    )


@lru_cache(maxsize=1)
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
