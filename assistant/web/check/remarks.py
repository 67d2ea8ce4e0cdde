"""What is said of the citation beside a quotation."""

from collections.abc import Mapping
from typing import Final

from assistant.check.citing import Claim
from assistant.check.verdict import Citing, Judged, Remark
from assistant.cite import page_range
from assistant.locales import Words
from assistant.web.html.markup import esc
from corpus.types import Hit

_REMARKS: Final[Mapping[Remark, str]] = {
    Remark.AGREES: "check.agrees",
    Remark.NO_SUCH_REPORT: "check.no_such_report",
    Remark.OTHER_REPORT: "check.other_report",
    Remark.OTHER_PAGE: "check.other_page",
    Remark.PAGE_OF_FILE: "check.page_of_file",
    Remark.NO_PAGES: "check.no_pages",
    Remark.OTHER_SECTION: "check.other_section",
    Remark.OTHER_PLACE: "check.other_place",
    Remark.BROKEN_LINK: "check.broken_link",
}
_LONGEST: Final = 80


def render_remarks(judged: Judged, t: Words) -> str:
    """A line each; empty where nothing is cited or there is nothing to say."""
    citing = judged.citing
    if citing is None or not citing.remarks:
        return ""
    hit = judged.source.hit if judged.source else None
    items = "".join(f"<li>{_sign(remark)} {_remark(remark, citing, hit, t)}</li>" for remark in citing.remarks)
    return f'<ul class="remarks" aria-label="{esc(t("check.cited"))}">{items}</ul>'


def _sign(remark: Remark) -> str:
    sign = "✓" if remark is Remark.AGREES else "!"
    return f'<span class="sign" aria-hidden="true">{sign}</span>'


def _remark(remark: Remark, citing: Citing, hit: Hit | None, t: Words) -> str:
    """In words, with what is cited and what is there."""
    cited, there = _said(remark, citing.claim), _is(remark, hit)
    return f"<bdi>{esc(t(_REMARKS[remark], cited=cited, there=there))}</bdi>"


def _said(remark: Remark, claim: Claim) -> str:
    if remark in (Remark.OTHER_PAGE, Remark.PAGE_OF_FILE, Remark.NO_PAGES):
        return "–".join(claim.pages)
    if remark in (Remark.NO_SUCH_REPORT, Remark.OTHER_REPORT):
        return (claim.title or claim.report_id or "")[:_LONGEST]
    return claim.text[:_LONGEST]


def _is(remark: Remark, hit: Hit | None) -> str:
    if hit is None:
        return ""
    if remark in (Remark.OTHER_PAGE, Remark.PAGE_OF_FILE) and hit.pages:
        return page_range(hit.pages, printed=True)
    if remark is Remark.OTHER_SECTION:
        return " › ".join(hit.section_path)
    return " ".join(hit.report_title.split())[:_LONGEST]
