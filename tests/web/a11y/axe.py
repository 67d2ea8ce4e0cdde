"""axe-core on a live page: every rule that it has, those of AAA, its best practices and its experiments included."""

from functools import cache
from importlib import resources
from typing import Any

from tests.web.a11y.findings import SCHEMES, Finding

_RUN = """async (tag) => {
    const rules = axe.getRules(tag ? [tag] : undefined).filter(rule => !rule.tags.includes('deprecated'));
    const only = {type: 'rule', values: rules.map(rule => rule.ruleId)};
    const found = await axe.run(document, {runOnly: only, resultTypes: ['violations'], elementRef: true});
    const reported = node => node.element?.closest('.report-text') ? 'in a report: ' : '';
    const place = node => reported(node) + node.target.flat(9).join(' ');
    return found.violations.flatMap(rule => rule.nodes.map(node => ({
        rule: rule.id, where: `${place(node)}  ${node.html.slice(0, 200)}`, says: node.failureSummary,
    })));
}"""


@cache
def _script() -> str:
    return resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def axe_findings(page: Any, scheme: str) -> list[Finding]:
    """What axe finds on the page as it is; the page stays as it is. In the second scheme only colours are new."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_script())
    found = page.evaluate(_RUN, None if scheme == SCHEMES[0] else "cat.color")
    return [Finding("axe", each["rule"], each["where"], " ".join(each["says"].split()), scheme) for each in found]
