"""What a tool finds on a page, and the few findings that are the tool's own mistake."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

SCHEMES = ("light", "dark")


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
class Mistake:
    """A finding that is none: the rule, the one element it is about, and why the tool is wrong there."""

    tool: str
    rule: str
    is_about: Callable[[Finding], bool]
    why: str


MISTAKES: tuple[Mistake, ...] = ()
"""Add one only with its proof, and as narrow as it can be: one rule, one element."""


def real(findings: Iterable[Finding]) -> list[Finding]:
    """Those that are no known mistake of their tool, each once: one that light and dark share is told of light."""
    kept: dict[tuple[str, str, str], Finding] = {}
    for finding in findings:
        if not any(_excuses(mistake, finding) for mistake in MISTAKES):
            kept.setdefault((finding.tool, finding.rule, finding.where), finding)
    return list(kept.values())


def _excuses(mistake: Mistake, finding: Finding) -> bool:
    return (mistake.tool, mistake.rule) == (finding.tool, finding.rule) and mistake.is_about(finding)
