"""The panel for adding reports: where to put them, how far it is, what became of each, and the tally."""

import math
from typing import Final

from assistant import outcomes
from assistant.locales import Words
from assistant.web.add.door import DOOR, MAX_FILES
from assistant.web.add.queue import Batch, Stage, Stop
from assistant.web.html.markup import data, esc
from ingest.files.archives import SUFFIX as ARCHIVE
from ingest.files.sources import MAX_BYTES, shown
from ingest.pipeline import Ingested, Outcome
from ingest.readers import supported_suffixes
from ingest.recognise import Known

_TOLD: Final = (Outcome.ADDED, Outcome.UPDATED, Outcome.UNCHANGED, Outcome.FAILED)
_MIB: Final = MAX_BYTES >> 20


def render_panel(t: Words) -> str:
    """The panel's frame: what it takes and where to drop it. What add.js has to say stands in its data."""
    suffixes = (*supported_suffixes(), ARCHIVE)
    hint = t("add.hint", suffixes=" ".join(suffixes), size=_MIB, files=MAX_FILES)
    return (
        f'<section class="add" lang="{t.lang}" aria-labelledby="add-title"{_sayings(t)}>'
        f'<div class="add-head"><h2 id="add-title" tabindex="-1">{esc(t("add.title"))}</h2>'
        f'<button type="button" class="link" data-add>{esc(t("add.close"))}</button></div>'
        f'<label class="drop"><input type="file" id="add-files" multiple accept="{esc(",".join(suffixes))}" '
        f'aria-describedby="add-hint"><span class="drop-words">{esc(t("add.drop"))}</span></label>'
        f'<p class="add-hint" id="add-hint">{esc(hint)}</p>'
        '<p class="add-note" role="alert"></p><p class="add-sending" hidden><span></span>'
        f'<progress max="1" value="0" aria-label="{esc(t("add.bar"))}"></progress></p></section>'
    )


def _sayings(t: Words) -> str:
    """What only the browser can know, in words; it fills in what stands in braces."""
    return data(
        door=DOOR,
        most=MAX_FILES,
        biggest=MAX_BYTES,
        sending=t("add.sending", n="{n}", total="{total}"),
        too_many=t("add.too_many", n="{n}", most=MAX_FILES),
        too_big=t("add.too_big", name="{name}", size=_MIB),
        folder=t("add.folder"),
        broken=t("add.broken"),
    )


def render_batch(batch: Batch | None, t: Words) -> str:
    """How far the batch is. ``data-adding`` names the stage to the style sheet and to add.js."""
    if batch is None:
        return _stage("lost", 0, f'<p class="add-stop">{esc(t("add.lost"))}</p>', t, t("add.lost"))
    if batch.stage is Stage.DONE:
        return _done(batch, t)
    if batch.stage is Stage.WAITING:
        words = t.count("add.waiting", batch.ahead) if batch.ahead else t("add.starting")
        return _stage("waiting", batch.number, f'<p class="add-line">{esc(words)}</p>', t, words)
    return _working(batch, t)


def tally(done: tuple[Ingested, ...], t: Words) -> str:
    """«加入 2 份，更新 1 份»: the counts of the command line's last line, without those that are nought."""
    counts = outcomes.tally(done)
    said = {
        Outcome.ADDED: t("add.tally_added", n=counts[Outcome.ADDED]),
        Outcome.UPDATED: t("add.tally_updated", n=counts[Outcome.UPDATED]),
        Outcome.UNCHANGED: t("add.tally_unchanged", n=counts[Outcome.UNCHANGED]),
        Outcome.FAILED: t("add.tally_failed", n=counts[Outcome.FAILED]),
    }
    return t("add.separator").join(said[outcome] for outcome in _TOLD if counts[outcome])


def _stage(name: str, number: int, inner: str, t: Words, announce: str) -> str:
    said = data(adding=name, batch=number, announce=announce)
    return f'<div class="adding" lang="{t.lang}"{said}>{inner}</div>'


def _working(batch: Batch, t: Words) -> str:
    position = t("add.position", n=len(batch.done) + 1, total=len(batch.names))
    facts = "".join(f"<span>{esc(fact)}</span>" for fact in _pace(batch, t))
    through = (len(batch.done) + batch.share) / len(batch.names)
    inner = (
        f'<p class="add-line"><strong>{esc(position)}</strong>{facts}</p>'
        f'<progress max="1" value="{through:.3f}" aria-label="{esc(t("add.bar"))}"></progress>'
        f'<ol class="added">{"".join(_row(done, t) for done in batch.done)}{_in_hand(batch, t)}</ol>{_rest(batch, t)}'
    )
    return _stage("working", batch.number, inner, t, position)


def _pace(batch: Batch, t: Words) -> list[str]:
    rate, left = batch.per_minute, batch.seconds_left
    if rate is None or left is None:
        return []
    pace = t("add.rate", n=f"{rate:.0f}" if rate >= 2 else f"{rate:.1f}")
    if left < 55:
        return [pace, t("add.left_seconds", n=max(5, math.ceil(left / 5) * 5))]
    return [pace, t.count("add.left_minutes", math.ceil(left / 60))]


def _in_hand(batch: Batch, t: Words) -> str:
    name = batch.names[len(batch.done)] if len(batch.done) < len(batch.names) else ""
    now = t("add.indexing", percent=f"{batch.share:.0%}") if batch.share else t("add.reading")
    return _line("now", t("add.now"), f'<p class="added-name"><bdi>{esc(shown(name))}</bdi></p>', _facts(now))


def _rest(batch: Batch, t: Words) -> str:
    rest = len(batch.names) - len(batch.done) - 1
    return f'<p class="add-rest">{esc(t.count("add.rest", rest))}</p>' if rest > 0 else ""


def _done(batch: Batch, t: Words) -> str:
    stop = _stop(batch, t)
    words = tally(batch.done, t)
    head = f'<p class="add-line"><strong>{esc(words)}</strong></p>' if words else ""
    # what failed is what there is to do: it comes first
    rows = sorted(batch.done, key=lambda done: done.outcome is not Outcome.FAILED)
    made = f'<ol class="added">{"".join(_row(done, t) for done in rows)}</ol>' if rows else ""
    announce = t("add.announce", tally=words) if words else ""
    said = f'<p class="add-stop">{esc(stop)}</p>' if stop else ""
    return _stage("done", batch.number, f"{said}{head}{made}", t, f"{announce}{stop}")


def _stop(batch: Batch, t: Words) -> str:
    if batch.stop is None:
        return ""
    if batch.stop is Stop.TOO_MANY:
        return t("add.too_many", n=len(batch.names), most=MAX_FILES)
    why = batch.why if batch.stop is Stop.LIBRARY else t("error.unexpected")
    return t("add.stopped", why=why, rest=len(batch.names) - len(batch.done))


def _row(done: Ingested, t: Words) -> str:
    words = {
        Outcome.ADDED: t("add.added"),
        Outcome.UPDATED: t("add.updated"),
        Outcome.UNCHANGED: t("add.unchanged"),
        Outcome.REMOVED: "",
        Outcome.FAILED: t("add.failed"),
    }[done.outcome]
    name = shown(done.source.rpartition("/")[2])
    if done.outcome is Outcome.FAILED or done.report_id is None:
        why = (done.error or t("error.unexpected")).removeprefix(name).lstrip(": ")
        error = f'<p class="added-why"><bdi>{esc(why)}</bdi></p>'
        return _line(done.outcome, words, f'<p class="added-name"><bdi>{esc(name)}</bdi></p>', error)
    title = (
        f'<a class="link added-title" href="/?report={esc(done.report_id)}" title="{esc(t("add.find_title"))}"'
        f'{data(find=done.report_id)}><bdi lang="zh-Hant">{esc(done.title or name)}</bdi></a>'
    )
    return _line(done.outcome, words, title, _facts(t("add.id", id=done.report_id), name, _known(done, t)))


def _line(kind: str, words: str, title: str, below: str) -> str:
    return f'<li{data(outcome=kind)}><span class="added-what">{esc(words)}</span><div>{title}{below}</div></li>'


def _facts(*facts: str) -> str:
    spans = "".join(f"<span><bdi>{esc(fact)}</bdi></span>" for fact in facts if fact)
    return f'<p class="added-facts">{spans}</p>'


def _known(done: Ingested, t: Words) -> str:
    """How a report was recognised, where that explains the outcome."""
    return {
        None: "",
        Known.PATH: "",
        Known.FORM: t("add.known_form"),
        Known.FORMAT: t("add.known_format"),
        Known.ALIKE: t("add.known_alike", like=done.like),
        Known.BYTES: t("add.known_bytes"),
        Known.OLDER: t("add.known_older"),
        Known.NAMED: t("add.known_named"),
    }[done.known]
