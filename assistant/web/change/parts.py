"""What the pages about a change have in common: addresses, facts, notes, what a report's card says."""

from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

from assistant.compared import DAYS
from assistant.locales import Words
from assistant.web.add.queue import Batch, Stop
from assistant.web.browse.addresses import report_address
from assistant.web.html.markup import esc
from corpus.card import Card, Remark, remark_text, remark_text_zh
from corpus.types import FrontMatter, Source
from ingest.files.sources import shown

UPLOAD: Final = "upload:"
"""How the source of a file begins that was added on the page: it is nowhere to be found."""


def key_address(address: str, key: str) -> str:
    """The page of one change, by its key."""
    return f"{address}/{quote(key, safe='')}"


def printed(words: str) -> str:
    """What a report or a file says of itself: shown to the letter, and never as more than words."""
    return f'<bdi lang="zh-Hant">{esc(" ".join(words.split()))}</bdi>'


def file_name(name: str) -> str:
    """A file's name, with nothing in it that misleads the eye."""
    return f"<bdi>{esc(shown(name))}</bdi>"


def facts(rows: Iterable[tuple[str, str]]) -> str:
    """A list of what is known; a row whose HTML is empty is left out."""
    made = "".join(f"<div><dt>{esc(label)}</dt><dd>{inner}</dd></div>" for label, inner in rows if inner)
    return f'<dl class="change-facts">{made}</dl>' if made else ""


def items(inner: Iterable[str]) -> str:
    """A plain list of safe HTML; nothing where there is nothing in it."""
    made = "".join(f"<li>{item}</li>" for item in inner)
    return f'<ul class="points">{made}</ul>' if made else ""


def warning(inner: str) -> str:
    """Something to read before going on."""
    return f'<p class="warning">{inner}</p>'


def mistake(words: str, *described_by: str) -> tuple[str, str]:
    """What is wrong with a field, to be said before it, and its attributes: it has the focus and names what is said.

    Where nothing is wrong it is only described by other elements, given by their ids.
    """
    ids = " ".join(("why", *described_by) if words else described_by)
    told = f' aria-describedby="{esc(ids)}"' if ids else ""
    if not words:
        return "", told
    said = f'<p class="warning" id="why"><bdi>{esc(words)}</bdi></p>'
    return said, f'{told} aria-invalid="true" autofocus'


def report_link(report_id: str, words: str) -> str:
    """A link to a report's page."""
    return f'<a href="{esc(report_address(report_id))}">{words}</a>'


def trip(front: FrontMatter) -> str:
    """The days of the trip as they are printed, and what they are."""
    return _with_iso(front.value("period"), [front.iso[key] for key in DAYS[:2] if key in front.iso])


def dated(front: FrontMatter) -> str:
    """The report's date as it is printed, and what it is."""
    return _with_iso(front.value("date"), [front.iso[key] for key in DAYS[2:] if key in front.iso])


def _with_iso(value: str | None, days: list[str]) -> str:
    iso = " – ".join(f'<span class="day">{esc(day)}</span>' for day in days)
    aside = f'<span class="aside">{iso}</span>' if iso else ""
    return f"{printed(value) if value else ''}{aside}"


def card(of: Card | None, heading: str, t: Words) -> str:
    """What was counted in a file, and what to look at in it."""
    if of is None:
        return ""
    counts = (
        (t("about.pages"), f"{of.pages:,}" if of.pages is not None else ""),
        (t("about.characters"), f"{of.characters:,}"),
        (t("about.sections"), f"{of.sections:,}"),
        (t("about.figures"), f"{of.figures:,}"),
    )
    remarks = items(_remark(remark, t) for remark in of.remarks)
    look = f"<h3>{esc(t('about.remarks'))}</h3>{remarks}" if remarks else f"<p>{esc(t('about.nothing'))}</p>"
    return f"<h2>{esc(heading)}</h2>{facts(counts)}{look}"


def _remark(remark: Remark, t: Words) -> str:
    words = remark_text_zh(remark) if t.chinese else remark_text(remark)
    page = f' <span class="aside">{esc(t("card.page", page=remark.page))}</span>' if remark.page else ""
    return f"<bdi>{esc(words)}</bdi>{page}"


def comes_back(source: Source) -> bool:
    """Whether the file lies where it can be read again."""
    return not source.path.startswith(UPLOAD)


def reason(batch: Batch, t: Words) -> str:
    """Why something was not done, with its cure."""
    if batch.stop is Stop.LIBRARY:
        return batch.why
    return (batch.done[0].error if batch.done else None) or t("error.unexpected")
