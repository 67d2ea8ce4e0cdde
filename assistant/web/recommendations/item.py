"""One recommendation on a page of its own: its words, where they stand, and the form that notes how far it is."""

from collections.abc import Iterator, Mapping
from typing import Final

from assistant.locales import Words
from assistant.recommendations import Recommendation
from assistant.recommendations.columns import STATUSES, lost
from assistant.web.change.parts import facts, mistake, warning
from assistant.web.doors.visitor import Visitor, log_in_for
from assistant.web.html.markup import esc
from assistant.web.recommendations.parts import noted, of_report, place, words
from assistant.web.recommendations.wish import Wish
from corpus.marks import NOTE, OWNER, Mark
from corpus.tracked import Gone

DEED: Final = "mark"
"""What the address ends in that the form is sent to."""
_WRONG: Final = {
    "status": "recommendations.wrong_status",
    "owner": "recommendations.wrong_owner",
    "due": "recommendations.wrong_due",
    "note": "recommendations.wrong_note",
}
Row = Recommendation | Gone


def render_item(
    row: Row, wish: Wish, visitor: Visitor | None, t: Words, *, said: Mapping[str, str] | None = None, wrong: str = "",
    changed: bool = False, saved: bool = False,
) -> str:  # fmt: skip
    """The page. ``visitor`` is None where nobody may note anything. ``said`` is what the form said that was not taken:
    ``wrong`` is the field that makes no sense, or it has ``changed`` meanwhile."""
    told = f'<p class="saved" role="status">{esc(t("recommendations.saved"))}</p>' if saved else ""
    if changed:
        told = warning(f"{esc(t('recommendations.changed'))} {noted(row.mark, t)}")
    return (
        f'<p class="eyebrow"><a href="{esc(wish.address)}">{esc(t("recommendations.back"))}</a></p>'
        f"<h1>{esc(t('recommendations.one'))}</h1>{told}{_said(row, t)}{facts(_facts(row, t))}"
        f"{_noting(row, wish, visitor, said, wrong, t)}"
    )


def _said(row: Row, t: Words) -> str:
    if isinstance(row, Recommendation):
        return f'<blockquote class="advice-said">{words(row)}</blockquote>'
    quoted = (
        f'<blockquote class="advice-said"><span class="advice-words" lang="zh-Hant">{esc(row.text)}</span></blockquote>'
    )
    return f"{warning(esc(lost(row, t)))}{quoted if row.text else ''}"


def _facts(row: Row, t: Words) -> Iterator[tuple[str, str]]:
    if isinstance(row, Gone):
        title = f'<bdi lang="zh-Hant">{esc(row.title)}</bdi>' if row.title else esc(row.report_id)
        yield t("recommendations.report"), title
        yield t("recommendations.section"), f'<bdi lang="zh-Hant">{esc(" › ".join(row.path))}</bdi>' if row.path else ""
        return
    advice = row.tracked.advice
    yield t("recommendations.report"), of_report(row, t)
    yield t("recommendations.section"), place(row, t)
    if advice.term not in [printed.value for printed in advice.printed]:
        yield t("recommendations.term"), _printed(advice.term)
    for printed in advice.printed:
        yield printed.label, _printed(printed.value)
    yield t("recommendations.citation"), _printed(row.citation)
    if row.mark.reworded is not None:
        yield t("recommendations.reworded"), esc(t("recommendations.reworded_in", n=row.mark.reworded))


def _printed(value: str) -> str:
    return f'<bdi lang="zh-Hant">{esc(value)}</bdi>' if value else ""


def _noting(row: Row, wish: Wish, visitor: Visitor | None, said: Mapping[str, str] | None, wrong: str, t: Words) -> str:
    head = f'<h2 id="noting">{esc(t("recommendations.noting"))}</h2>'
    if visitor is None or visitor.could_do_more:
        note = f'<p class="noted-note">{esc(row.mark.note)}</p>' if row.mark.note else ""
        way = ""
        if visitor is not None:
            address = esc(log_in_for(wish.item(row.key)))
            way = f'<p class="note"><a href="{address}">{esc(t("recommendations.log_in"))}</a></p>'
        return f'{head}<p class="noted">{noted(row.mark, t)}</p>{note}{way}'
    return f"{head}{_form(row, wish, said or _fields(row.mark), wrong, t)}"


def _fields(mark: Mark) -> dict[str, str]:
    return {"status": mark.status.value, "owner": mark.owner, "due": mark.due, "note": mark.note}


def _form(row: Row, wish: Wish, said: Mapping[str, str], wrong: str, t: Words) -> str:
    why, trouble = mistake(t(_WRONG[wrong]) if wrong else "", *(["due-how"] if wrong == "due" else []))
    told = {name: trouble if name == wrong else "" for name in _WRONG}
    told["due"] = told["due"] or ' aria-describedby="due-how"'
    chosen = said.get("status")
    options = "".join(
        f'<option value="{status.value}"{" selected" if chosen == status.value else ""}>{esc(t(key))}</option>'
        for status, key in STATUSES.items()
    )
    return (
        f'<form class="noting" method="post" action="{esc(wish.item(row.key, DEED))}">'
        f'<input type="hidden" name="seen" value="{row.mark.revision}">{why}'
        f'<p><label for="status">{esc(t("recommendations.status"))}</label>'
        f'<select id="status" name="status"{told["status"]}>{options}</select></p>'
        f'<p><label for="owner">{esc(t("recommendations.owner"))}</label>'
        f'<input id="owner" name="owner" value="{esc(said.get("owner", ""))}" maxlength="{OWNER}"'
        f' dir="auto"{told["owner"]}></p>'
        f'<p><label for="due">{esc(t("recommendations.due"))}</label>'
        f'<input id="due" name="due" value="{esc(said.get("due", ""))}" maxlength="30"{told["due"]}>'
        f'<span class="note" id="due-how">{esc(t("recommendations.due_how"))}</span></p>'
        f'<p class="wide"><label for="note">{esc(t("recommendations.note"))}</label>'
        f'<textarea id="note" name="note" rows="4" maxlength="{NOTE}" dir="auto"{told["note"]}>'
        f"{esc(said.get('note', ''))}</textarea></p>"
        f'<p class="choices"><button class="primary">{esc(t("recommendations.save"))}</button>'
        f'<a class="button" href="{esc(wish.address)}">{esc(t("change.cancel"))}</a></p></form>'
    )
