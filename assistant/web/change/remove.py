"""Removing a report: what would go and what that means, then what went."""

from collections.abc import Iterator

from assistant.about import About
from assistant.locales import Words
from assistant.web.add.queue import Batch
from assistant.web.browse.addresses import remove_address, report_address
from assistant.web.change.parts import comes_back, dated, facts, file_name, items, mistake, printed, reason, warning
from assistant.web.html.markup import esc
from ingest.pipeline import Outcome


def render_question(about: About, t: Words, *, changed: bool = False, unsure: bool = False) -> str:
    """What would go, and the form that says so. ``changed``: it is another version than the visitor looked at;
    ``unsure``: the tick was missing."""
    report = about.summary
    notes = warning(esc(t("remove.changed", n=report.version))) if changed else ""
    why, trouble = mistake(t("remove.unsure") if unsure else "")
    return (
        f'<h1>{esc(t("remove.title"))}</h1>{notes}<h2 class="subject">{printed(report.title)}</h2>'
        f"{_what_goes(about, t)}<h2>{esc(t('remove.after'))}</h2>{items(_consequences(about, t))}"
        f'<form class="decide" method="post" action="{esc(remove_address(report.id))}">'
        f'<input type="hidden" name="seen" value="{report.version}">'
        f'{why}<label class="tick"><input type="checkbox" id="sure" name="sure" value="yes"{trouble}> '
        f"<span>{esc(t('remove.sure'))}</span></label>"
        f'<p class="choices"><button class="danger">{esc(t("remove.do"))}</button>'
        f'<a class="button" href="{esc(report_address(report.id))}">{esc(t("change.cancel"))}</a></p></form>'
    )


def _what_goes(about: About, t: Words) -> str:
    report = about.summary
    agency = report.front.value("agency")
    return facts(
        (
            (t("about.agency"), printed(agency) if agency else ""),
            (t("about.date"), dated(report.front)),
            (t("change.id"), printed(report.id)),
            (t("change.passages"), f"{report.passages:,}"),
            (t("about.versions"), f"{len(about.versions):,}"),
            (t("about.files"), items(file_name(source.name) for source in about.sources)),
        )
    )


def _consequences(about: About, t: Words) -> Iterator[str]:
    yield esc(t("remove.no_answers"))
    yield esc(t("remove.citations"))
    if any(not comes_back(source) for source in about.sources):
        yield esc(t("remove.uploads"))
    for source in about.sources:
        if comes_back(source):
            yield f"{file_name(source.name)}{esc(t('remove.comes_back'))}"


def render_step(t: Words) -> str:
    """How far it is."""
    return f'<p class="step">{esc(t("remove.under_way"))}</p>'


def render_outcome(report_id: str, batch: Batch, t: Words) -> str:
    """What went, or why nothing did."""
    done = batch.done[0] if batch.done else None
    if done is not None and done.outcome is Outcome.REMOVED:
        inner = (
            f'<p class="lead">{esc(t.count("remove.done", done.removed))}</p>'
            f'<h2 class="subject">{printed(done.title or report_id)}</h2>'
        )
        again = ""
    else:
        inner = warning(f"{esc(t('remove.not_done'))}<bdi>{esc(reason(batch, t))}</bdi>")
        address = esc(remove_address(report_id))
        again = f'<a class="button" href="{address}">{esc(t("remove.again"))}</a>'
    ways = f'<p class="choices">{again}<a class="button" href="/reports">{esc(t("change.all_reports"))}</a></p>'
    return f'<div class="outcome">{inner}{ways}</div>'
