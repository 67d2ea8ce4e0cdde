"""The form of /prior: a travel plan."""

from typing import Final

from assistant.locales import Words
from assistant.prior.types import MOST_YEARS
from assistant.web.html.markup import esc
from assistant.web.prior.wanted import MAX_PURPOSE, PRIOR, Wanted

_OFFERED: Final = (1, 2, 3, 5, 8, 10, 15, 20)


def render_form(wanted: Wanted, t: Words, told: str = "", at: str = "") -> str:
    """``told``: what is wrong with the field ``at``, or with all of it."""
    said = f'<p class="warning" id="told"><bdi>{esc(told)}</bdi></p>' if told else ""
    return (
        f'{said}<form class="plan" method="get" action="{PRIOR}" aria-label="{esc(t("prior.form"))}">'
        f'<p class="purpose"><label for="purpose">{esc(t("prior.purpose"))}</label>'
        f'<textarea id="purpose" name="purpose" rows="4" dir="auto" accesskey="S" title="{esc(t("frame.search"))}" '
        f'maxlength="{MAX_PURPOSE}"{_hint("purpose", at)}>{esc(wanted.purpose)}</textarea>'
        f'<span class="hint" id="purpose-hint">{esc(t("prior.purpose_hint"))}</span></p>'
        f"{_text('country', t('prior.country'), wanted.country)}{_text('agency', t('prior.agency'), wanted.agency)}"
        f"{_date('from', t('prior.from'), wanted.start, at)}{_date('to', t('prior.to'), wanted.end, at)}"
        f"{_years(wanted.years, t)}"
        f'<p class="go"><button class="primary">{esc(t("prior.go"))}</button></p></form>'
    )


def _hint(field: str, at: str) -> str:
    wrong = ' aria-invalid="true" autofocus' if field == at else ""
    return f' aria-describedby="{"told " if wrong else ""}{field}-hint"{wrong}'


def _text(name: str, label: str, value: str) -> str:
    return (
        f'<p><label for="{name}">{esc(label)}</label><input id="{name}" name="{name}" dir="auto" '
        f'autocomplete="off" maxlength="100" value="{esc(value)}"></p>'
    )


def _date(name: str, label: str, value: str, at: str) -> str:
    wrong = ' aria-invalid="true" aria-describedby="told" autofocus' if name == at else ""
    return (
        f'<p><label for="{name}">{esc(label)}</label>'
        f'<input type="date" id="{name}" name="{name}" value="{esc(value)}"{wrong}></p>'
    )


def _years(chosen: int, t: Words) -> str:
    numbers = sorted({*_OFFERED, chosen} & set(range(1, MOST_YEARS + 1)))
    options = "".join(
        f'<option value="{n}"{" selected" if n == chosen else ""}>{esc(t.count("prior.years", n))}</option>'
        for n in numbers
    )
    return (
        f'<p><label for="years">{esc(t("prior.years"))}</label><select id="years" name="years">{options}</select></p>'
    )
