"""Both tools on one page, light and dark."""

from typing import Any

from tests.web.a11y.axe import axe_findings
from tests.web.a11y.findings import SCHEMES, Finding, real
from tests.web.a11y.moda import moda_findings


def barriers(page: Any) -> list[Finding]:
    """All that either tool finds on the page as it is now. The page is of no use afterwards."""

    def show(scheme: str) -> None:
        page.emulate_media(color_scheme=scheme)

    found: list[Finding] = []
    for scheme in SCHEMES:
        show(scheme)
        found += axe_findings(page, scheme)
    return real(found + moda_findings(page, show))


def told(findings: list[Finding]) -> str:
    """The findings for people: each rule once, with where it was found first and how often."""
    by_rule: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        by_rule.setdefault((finding.tool, finding.rule), []).append(finding)
    return "\n".join(_told(*found) for found in by_rule.values()) or "no barriers found"


def _told(first: Finding, *more: Finding) -> str:
    return f"{first}\n    and {len(more)} more of them" if more else str(first)
