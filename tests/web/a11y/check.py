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
    """The findings for people, one after the other."""
    return "\n".join(map(str, findings)) or "no barriers found"
