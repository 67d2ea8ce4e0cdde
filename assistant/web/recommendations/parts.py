"""What the table and a recommendation's own page have in common: its words, its place, what was noted of it."""

from datetime import date
from typing import Final

from assistant.cite import page_range
from assistant.locales import Words
from assistant.recommendations import Recommendation
from assistant.recommendations.columns import STATUSES
from assistant.recommendations.listing import on_one_line
from assistant.web.browse.addresses import cited_address, report_address
from assistant.web.browse.when import day
from assistant.web.html.markup import esc
from corpus.advice import Kind
from corpus.advice.blocks import blocks
from corpus.marks import Mark, Status

SIGNS: Final = {
    Status.OPEN: "○",
    Status.ACCEPTED: "◎",
    Status.IN_PROGRESS: "◐",
    Status.DONE: "●",
    Status.DECLINED: "✕",
}
_OVER: Final = frozenset({Status.DONE, Status.DECLINED})


def words(row: Recommendation) -> str:
    """What the report says, its heading apart; the numeral stands before it."""
    advice = row.tracked.advice
    number = f'<span class="number">{esc(advice.number)}</span> ' if advice.number else ""
    said = row.text[advice.said - advice.start :]
    head, _, body = said.partition("\n") if advice.title else ("", "", said)
    lines = [on_one_line(body[block.start : block.end]) for block in blocks(body, 0, len(body))]
    heading = f'<strong class="heading">{number}{esc(head.strip())}</strong>' if head else ""
    paragraphs = "".join(f"<span>{'' if head or at else number}{esc(line)}</span>" for at, line in enumerate(lines))
    return f'<span class="advice-words" lang="zh-Hant">{heading}{paragraphs or ("" if head else number)}</span>'


def beside(row: Recommendation, t: Words) -> str:
    """What kind it is where that is not what one expects, how soon, and who shall do it."""
    advice = row.tracked.advice
    said = [f"<li>{esc(t('recommendations.reflection'))}</li>"] if advice.kind is Kind.REFLECTION else []
    if not advice.numbered:
        said.append(f"<li>{esc(t('recommendations.unnumbered'))}</li>")
    for label, value in (
        (t("recommendations.term"), advice.term),
        (t("recommendations.lead_agency"), advice.lead),
        (t("recommendations.assist"), advice.assist),
    ):
        if value:
            said.append(f'<li>{esc(label)} <bdi lang="zh-Hant">{esc(value)}</bdi></li>')
    return f'<ul class="beside-it">{"".join(said)}</ul>' if said else ""


def of_report(row: Recommendation, t: Words) -> str:
    """The report as a link, its agency and its day."""
    title = (
        f'<a href="{esc(report_address(row.cited.report_id))}"><bdi lang="zh-Hant">{esc(row.report.title)}</bdi></a>'
    )
    agency = f'<bdi class="agency" lang="zh-Hant">{esc(row.cited.agency)}</bdi>' if row.cited.agency else ""
    when = day(row.cited.iso_date or "", t)
    return f'{title}<span class="whose">{agency} {esc(when)}</span>'


def place(row: Recommendation, t: Words) -> str:
    """The section and the page, as a link to where the text says it."""
    pages = t("card.page", page=page_range(row.cited.pages, True)) if row.cited.pages else ""
    path = f'<bdi lang="zh-Hant">{esc(" › ".join(row.cited.section_path))}</bdi>' if row.cited.section_path else ""
    shown = " ".join(filter(None, [path, esc(pages)])) or esc(t("report.open_text"))
    return f'<a href="{esc(cited_address(row.cited))}">{shown}</a>'


def noted(mark: Mark, t: Words) -> str:
    """The status, whose it is, by when."""
    owner = f'<bdi class="owner">{esc(mark.owner)}</bdi>' if mark.owner else ""
    return f"{status(mark.status, t)}{owner}{due(mark, t)}"


def status(which: Status, t: Words) -> str:
    """Its word, and a sign for who looks over many."""
    sign = f'<span aria-hidden="true">{SIGNS[which]}</span>'
    return f'<span class="status" data-status="{which.value}">{sign} {esc(t(STATUSES[which]))}</span>'


def due(mark: Mark, t: Words) -> str:
    """By when; told where that is over and it is not done."""
    if not mark.due:
        return ""
    late = mark.due < date.today().isoformat() and mark.status not in _OVER
    said = t("recommendations.late" if late else "recommendations.due_on", day=day(mark.due, t))
    return f'<span class="due{" late" if late else ""}">{esc(said)}</span>'
