"""A new file beside the report that it shall replace: what differs, what to be careful of, the form that decides."""

from collections.abc import Iterator

from assistant.about import About
from assistant.compared import Candidate, Compared
from assistant.locales import Words
from assistant.web.browse.addresses import replace_address
from assistant.web.change.offers import Offer
from assistant.web.change.parts import (
    card,
    comes_back,
    dated,
    file_name,
    items,
    key_address,
    printed,
    report_link,
    trip,
    warning,
)
from assistant.web.html.markup import esc
from corpus.card import Card
from corpus.types import FrontMatter

LITTLE = 0.5
"""Two versions of one report share more of their text than this."""


def render_compared(offer: Offer, compared: Compared, key: str, t: Words) -> str:
    """Old and new, what to be careful of, and the form that decides."""
    now = compared.now
    notes = "".join(warning(note) for note in _notes(offer, compared, t))
    address = esc(key_address(replace_address(now.summary.id), key))
    can = not compared.taken and not compared.is_same_file
    confirm = f'<button class="primary" name="do" value="replace">{esc(t("replace.do"))}</button>' if can else ""
    return (
        f'<div class="outcome"><h2 class="subject">{printed(now.summary.title)}</h2>{notes}{_table(compared, t)}'
        f"{_alike(compared, t)}{_what_it_means(now, t) if can else ''}"
        f'<form class="decide" method="post" action="{address}">'
        f'<input type="hidden" name="seen" value="{now.summary.version}">'
        f'<p class="choices">{confirm}<button name="do" value="other">{esc(t("replace.other"))}</button>'
        f'<button name="do" value="cancel">{esc(t("change.cancel"))}</button></p></form>'
        f"{card(compared.new.card, t('replace.new_card'), t)}</div>"
    )


def _notes(offer: Offer, compared: Compared, t: Words) -> Iterator[str]:
    if offer.changed:
        yield esc(t("replace.changed", n=compared.now.summary.version))
    if compared.is_same_file:
        yield esc(t("replace.same_file"))
        return
    other = compared.other
    if other is not None:
        said = t("replace.taken") if compared.taken else t("replace.other_report")
        yield f"{esc(said)}{report_link(other.id, printed(other.title))}"
    words = {
        "title": t("replace.title_differs"),
        "agency": t("replace.agency_differs"),
        "dates": t("replace.dates_differ"),
    }
    yield from (esc(words[what]) for what in compared.differing())
    if compared.alike is not None and compared.alike < LITTLE:
        yield esc(t("replace.little", percent=f"{compared.alike:.0%}"))


def _alike(compared: Compared, t: Words) -> str:
    if compared.is_same_file or compared.alike is None or compared.alike < LITTLE:
        return ""
    return f'<p class="note">{esc(t("replace.alike", percent=f"{compared.alike:.0%}"))}</p>'


def differences(compared: Compared, t: Words) -> str:
    """What the two versions said differently of themselves, in words; empty where it was the same."""
    names = {"title": t("about.title"), "agency": t("about.agency"), "dates": t("replace.dates")}
    return t("quote.separator").join(names[what] for what in compared.differing())


def _table(compared: Compared, t: Words) -> str:
    now, new = compared.now, compared.new
    rows = (
        ("", t("about.files"), file_name(now.summary.name), file_name(new.name)),
        ("title", t("about.title"), printed(now.summary.title), printed(new.title)),
        ("agency", t("about.agency"), _agency(now.summary.front), _agency(new.front)),
        ("dates", t("about.period"), trip(now.summary.front), trip(new.front)),
        ("dates", t("about.date"), dated(now.summary.front), dated(new.front)),
        ("", t("about.pages"), *(_pages(side) for side in (now.card, new.card))),
        ("", t("about.characters"), f"{now.summary.characters:,}", _characters(new)),
    )
    differing = set(compared.differing())
    head = f'<td></td><th scope="col">{esc(t("replace.now", n=now.summary.version))}</th>'
    head += f'<th scope="col">{esc(t("replace.new"))}</th>'
    body = "".join(
        _row(label, old, new, t("replace.differs") if kind in differing and old != new else "")
        for kind, label, old, new in rows
    )
    return (
        f'<table class="sides"><caption class="unseen">{esc(t("replace.caption"))}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _row(label: str, old: str, new: str, differs: str) -> str:
    sign = f' <strong class="differs">{esc(differs)}</strong>' if differs else ""
    return f'<tr><th scope="row">{esc(label)}</th><td>{old or "—"}</td><td>{new or "—"}{sign}</td></tr>'


def _agency(front: FrontMatter) -> str:
    value = front.value("agency")
    return printed(value) if value else ""


def _pages(of: Card | None) -> str:
    return f"{of.pages:,}" if of is not None and of.pages is not None else ""


def _characters(new: Candidate) -> str:
    return f"{new.card.characters:,}" if new.card is not None else ""


def _what_it_means(now: About, t: Words) -> str:
    cited = now.sources[0] if now.sources else None
    points = [esc(t("replace.keeps_id", id=now.summary.id, n=now.summary.version + 1)), esc(t("replace.keeps_history"))]
    if cited is not None and comes_back(cited):
        points.append(f"{file_name(cited.name)}{esc(t('replace.comes_back'))}")
    return f"<h2>{esc(t('replace.after'))}</h2>{items(points)}"
