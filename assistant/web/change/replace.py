"""Replacing a report by a new file: where it is chosen, how far it is, and what became of it."""

from assistant.about import About
from assistant.locales import Words
from assistant.web.add.queue import Batch, Stage
from assistant.web.browse.addresses import replace_address, report_address
from assistant.web.change.compare import differences
from assistant.web.change.offers import Offer
from assistant.web.change.parts import (
    card,
    dated,
    facts,
    file_name,
    mistake,
    printed,
    reason,
    trip,
    warning,
)
from assistant.web.html.markup import esc
from corpus.types import ReportSummary
from ingest.files.sources import MAX_BYTES
from ingest.pipeline import Ingested, Outcome
from ingest.readers import supported_suffixes


def render_form(about: About, t: Words, note: str = "") -> str:
    """What stands there now, and where to choose the new file; ``note`` says why the last one was not taken."""
    report, suffixes = about.summary, supported_suffixes()
    agency = report.front.value("agency")
    now = (
        (t("about.agency"), printed(agency) if agency else ""),
        (t("about.period"), trip(report.front)),
        (t("about.date"), dated(report.front)),
        (t("change.version"), f"{report.version:,}"),
        (t("change.cited_file"), file_name(report.name)),
    )
    why, trouble = mistake(note, "hint")
    hint = t("replace.hint", suffixes=" ".join(suffixes), size=MAX_BYTES >> 20)
    return (
        f"<h1>{esc(t('replace.title'))}</h1>"
        f'<h2 class="subject">{printed(report.title)}</h2>{facts(now)}'
        f'<form class="decide" method="post" enctype="multipart/form-data" '
        f'action="{esc(replace_address(report.id))}">'
        f'{why}<label for="file">{esc(t("replace.file"))}</label>'
        f'<input type="file" id="file" name="file" accept="{esc(",".join(suffixes))}"{trouble}>'
        f'<p class="note" id="hint">{esc(hint)}</p>'
        f'<p class="choices"><button class="primary">{esc(t("replace.send"))}</button>{_cancel(report, t)}</p></form>'
    )


def _cancel(report: ReportSummary, t: Words) -> str:
    return f'<a class="button" href="{esc(report_address(report.id))}">{esc(t("change.cancel"))}</a>'


def render_reading(offer: Offer, t: Words) -> str:
    """How far the reading of the file is."""
    return f'<p class="step">{esc(t("replace.reading"))}{file_name(offer.name)}</p>'


def render_unread(offer: Offer, t: Words) -> str:
    """Why the file cannot be held against the report."""
    why = offer.why or t("error.unexpected")
    return _outcome(warning(f"{esc(t('replace.unreadable'))}<bdi>{esc(why)}</bdi>"), offer.report_id, t, again=True)


def render_step(batch: Batch, t: Words) -> str:
    """How far it is."""
    if batch.stage is Stage.WAITING:
        words = t.count("add.waiting", batch.ahead) if batch.ahead else t("add.starting")
    else:
        words = t("add.indexing", percent=f"{batch.share:.0%}") if batch.share else t("add.reading")
    return f'<p class="step">{esc(words)}</p>'


def render_outcome(offer: Offer, batch: Batch, about: About | None, t: Words) -> str:
    """What became of it; ``about`` is the report as it is now."""
    done = batch.done[0] if batch.done else None
    if done is None or done.outcome is Outcome.FAILED:
        inner = warning(f"{esc(t('replace.not_done'))}<bdi>{esc(reason(batch, t))}</bdi>")
        return _outcome(inner, offer.report_id, t, again=True)
    if done.outcome is Outcome.UNCHANGED:
        return _outcome(f'<p class="lead">{esc(t("replace.unchanged"))}</p>', offer.report_id, t)
    different = differences(offer.compared, t) if offer.compared else ""
    notes = warning(esc(t("replace.were_different", what=different))) if different else ""
    version = f"{about.summary.version:,}" if about is not None else ""
    inner = (
        f'<p class="lead">{esc(t("replace.done", n=version))}</p><h2 class="subject">{printed(done.title or "")}</h2>'
        f"{notes}{_changed(done, t)}{card(about.card, t('about.reading'), t) if about is not None else ''}"
    )
    return _outcome(inner, offer.report_id, t)


def _changed(done: Ingested, t: Words) -> str:
    return facts(
        (
            (t("replace.passages_new"), f"{done.embedded:,}"),
            (t("replace.passages_kept"), f"{done.kept:,}"),
            (t("replace.passages_gone"), f"{done.removed:,}"),
        )
    )


def _outcome(inner: str, report_id: str, t: Words, again: bool = False) -> str:
    to_report = f'<a class="button" href="{esc(report_address(report_id))}">{esc(t("change.to_report"))}</a>'
    address = esc(replace_address(report_id))
    other = f'<a class="button" href="{address}">{esc(t("replace.other"))}</a>' if again else ""
    return f'<div class="outcome">{inner}<p class="choices">{to_report}{other}</p></div>'
