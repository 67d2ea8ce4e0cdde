"""What a permanent link named: the passage where it stands today, or what it said before the report was replaced."""

from assistant.anchor import permanent_link
from assistant.quote import Recalled
from assistant.web.answer.cards import render_cards
from assistant.web.answer.deck import Deck
from assistant.web.browse.addresses import report_address
from assistant.web.evidence.picking import render_form
from assistant.web.html.markup import data, esc
from assistant.web.page.view import View


def render_linked(view: View, recalled: Recalled) -> str:
    """The state of the results column for it."""
    t = view.t
    if recalled.hit is not None:
        title, said, name = t("linked.title"), t("linked.text"), "linked"
        deck = Deck.of(view)
        rest = render_cards([recalled.hit], deck) + render_form([deck.shown(recalled.hit)], "", t)
    else:
        title, name = t("linked.gone_title"), "linked-gone"
        said = t("linked.gone_text", n=recalled.version) if recalled.text else t("linked.unknown_text")
        rest = _as_it_was(recalled) + _to_report(view)
    inner = f'<h2 tabindex="-1" class="asked">{esc(title)}</h2><p class="lead">{esc(said)}</p>{rest}'
    address = permanent_link(recalled.hit.cited) if recalled.hit else None
    about = data(state=name, announce=said, address=address)
    return f'<div class="state {name}" lang="{t.lang}"{about}>{inner}</div>'


def _as_it_was(recalled: Recalled) -> str:
    if not recalled.text:
        return ""
    return f'<blockquote class="card-text report-text was" lang="zh-Hant">{esc(recalled.text.strip())}</blockquote>'


def _to_report(view: View) -> str:
    address = esc(report_address(view.scope.report))
    return f'<p class="more"><a class="button" href="{address}">{esc(view.t("linked.report"))}</a></p>'
