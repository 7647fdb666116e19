"""What axe-core finds on a page of the site: in our own blocks, and in Streamlit's parts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

OURS = "ours"
COLOUR_RULES = ("color-contrast", "link-in-text-block")
_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
_RUN = """async ([within, options]) => {
    const { violations, incomplete } = await axe.run(within ?? document, options);
    return [violations, incomplete];
}"""
_PARTS = """targets => targets.map(target => {
    const element = document.querySelector(target);
    if (element.closest(".stHtml")) return "ours";
    return element.closest("[data-testid]")?.dataset.testid ?? element.tagName.toLowerCase();
})"""


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, or may be wrong, with one element.

    :param part: "ours", or Streamlit's name (its data-testid) of the part that holds the element.
    """

    rule: str
    part: str
    impact: str
    help: str
    html: str
    why: str
    more: str

    def __str__(self) -> str:
        return (
            f"{self.rule} ({self.impact}) in {self.part}: {self.help}\n"
            f"    {self.html}\n    {self.why}\n    {self.more}"
        )


def audit(page: Page, *, rules: Sequence[str] = (), within: str | None = None) -> list[Finding]:
    """Return what axe finds wrong, and what it says a person must judge.

    Colours that it could not measure are left out: of a lone sign as "✕", and of text below
    Streamlit's empty heading or at the edge of a box that scrolls.

    :param rules: only these; all of WCAG 2.2 AA and the best practices without.
    :param within: a CSS selector; the whole page without.
    """
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": _TAGS}
    options = {"runOnly": only, "resultTypes": ["violations", "incomplete"]}
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    wrong, unsure = page.evaluate(_RUN, [within, options])
    unsure = [each for each in unsure if each["id"] not in COLOUR_RULES]
    return _findings(page, [*wrong, *unsure])


def report(findings: Iterable[Finding]) -> str:
    """Return findings for a person to read, each once."""
    return "\n" + "\n".join(dict.fromkeys(map(str, findings)))


def _findings(page: Page, results: Sequence[dict[str, Any]]) -> list[Finding]:
    nodes = [(result, node) for result in results for node in result["nodes"]]
    parts = page.evaluate(_PARTS, [node["target"][0] for _, node in nodes])
    return [
        Finding(
            result["id"],
            part,
            node["impact"] or "to be judged",
            result["help"],
            node["html"][:300],
            "; ".join(c["message"] for kind in ("any", "all", "none") for c in node[kind]),
            result["helpUrl"],
        )
        for (result, node), part in zip(nodes, parts, strict=True)
    ]
