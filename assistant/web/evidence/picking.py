"""Passages to be put into a bundle: a tick on each card, and the one button that fetches it. No script is needed: the
ticks belong to the button's form wherever they stand."""

from collections.abc import Sequence
from typing import Final

from assistant.anchor import Anchor, anchor_of, read_anchor
from assistant.locales import Words
from assistant.web.evidence.addresses import BUNDLE
from assistant.web.html.markup import esc
from corpus.types import Citation, Hit

FORM: Final = "bundle"
TICKED, SHOWN, QUESTION = "passage", "shown", "q"
"""The fields of the form: what is ticked, all that is shown, and what was asked. Each tick has a name of its own, with
the card's number after a hyphen: they stand far apart, and no frame could hold them together as one group."""


def written(cited: Citation) -> str:
    """A passage as a field's value.

    An anchor has no space in it, whatever a report's id has.
    """
    return f"{cited.report_id} {anchor_of(cited)}"


def read(value: str) -> tuple[str, Anchor] | None:
    """The report and the place that a field names; None where it names none."""
    report_id, _, anchor = value.rpartition(" ")
    found = read_anchor(anchor)
    return (report_id, found) if report_id and found else None


def render_tick(shown: Hit, rank: int, t: Words) -> str:
    """The tick of a card; what it picks is what the card shows."""
    which = f'<span class="unseen"> {esc(t("card.rank", rank=rank))}</span>' if rank else ""
    return (
        f'<label class="pick"><input type="checkbox" name="{TICKED}-{rank}" value="{esc(written(shown.cited))}" '
        f'form="{FORM}" autocomplete="off">{esc(t("bundle.pick"))}{which}</label>'
    )


def render_form(shown: Sequence[Hit], question: str, t: Words) -> str:
    """The button, and what it will fetch in words."""
    hidden = "".join(_hidden(SHOWN, written(hit.cited)) for hit in shown)
    return (
        f'<form class="bundle" id="{FORM}" method="post" action="{BUNDLE}">{_hidden(QUESTION, question)}{hidden}'
        f'<button class="button" aria-describedby="{FORM}-note">{esc(t("bundle.download"))}</button>'
        f'<p class="bundle-note" id="{FORM}-note">{esc(t("bundle.note"))}</p></form>'
    )


def _hidden(name: str, value: str) -> str:
    return f'<input type="hidden" name="{name}" value="{esc(value)}">'
