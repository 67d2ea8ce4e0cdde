"""What a tool finds on a page, and the few findings that stay, with the reason."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

SCHEMES = ("light", "dark")
"""The second differs from the first in nothing but colours: test_tools.py holds the style sheets to that."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One barrier: which tool and rule say so, where it is, and what is said of it."""

    tool: str
    rule: str
    where: str
    says: str
    scheme: str = "light"

    def __str__(self) -> str:
        return f"{self.tool} {self.rule} ({self.scheme}): {self.where}\n    {self.says}"


@dataclass(frozen=True, slots=True)
class Exempt:
    """A finding that stays: the rule, the one kind of element that it is about, and why."""

    tool: str
    rule: str
    is_about: Callable[[Finding], bool]
    why: str


EXEMPT: tuple[Exempt, ...] = (
    Exempt(
        "a11y-moda",
        "GN1210101E",
        lambda finding: finding.where.startswith("<li ") and 'role="option"' in finding.says,
        "The choices of a list that opens are no stops of Tab: the field keeps the focus, and names the choice that "
        "the arrow keys have reached in aria-activedescendant (ARIA Authoring Practices, Combobox).",
    ),
    Exempt(
        "axe",
        "td-has-header",
        lambda finding: finding.where.startswith("in a report: "),
        "A report's table is shown as it was read. No file format of ours says which of its cells are headers, and a "
        "header that was guessed would be read out before every cell. The statement on /sitemap says so.",
    ),
    Exempt(
        "a11y-moda",
        "ME1320200C",
        lambda finding: finding.where.startswith('<a download="" href="/recommendations.xlsx'),
        "The table of recommendations can be taken away as XLSX, which the rule does not count as open; right beside "
        "it the same rows are there as CSV, which is.",
    ),
)
"""As narrow as can be: one rule, one kind of element, and the reason."""


def real(findings: Iterable[Finding]) -> list[Finding]:
    """Those that are not exempt, each once: one that light and dark share is told of light."""
    kept: dict[tuple[str, str, str], Finding] = {}
    for finding in findings:
        if not any(_covers(exempt, finding) for exempt in EXEMPT):
            kept.setdefault((finding.tool, finding.rule, finding.where), finding)
    return list(kept.values())


def _covers(exempt: Exempt, finding: Finding) -> bool:
    return (exempt.tool, exempt.rule) == (finding.tool, finding.rule) and exempt.is_about(finding)
