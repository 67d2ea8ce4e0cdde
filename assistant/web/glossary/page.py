"""What stands on /glossary: the library's own lines, the terms that are built in, agencies by their names over time."""

from collections.abc import Iterable, Sequence
from typing import Final

from assistant.locales import Words
from assistant.web.browse.when import day
from assistant.web.html.markup import esc
from corpus.agencies import Agency, agencies, earlier_names
from corpus.fold import fold
from index.glossary import Synonyms, built_in_lines
from index.own_glossary import Own

GLOSSARY: Final = "/glossary"
EDIT: Final = f"{GLOSSARY}/edit"


def render_glossary(own: Own, find: str, may_edit: bool, saved: bool, t: Words) -> str:
    """The whole of it; with ``find`` only the lines that have it."""
    note = f'<p class="saved" role="status">{esc(t("glossary.saved"))}</p>' if saved else ""
    wrong = f'<p class="warning"><bdi>{esc(own.wrong)}</bdi></p>' if own.wrong else ""
    mine, built_in = _having(own.lines, find), _having(built_in_lines(), find)
    now = [a for a in agencies() if not a.into and _has((*a.forms, *_before(a)), find)]
    edit = f'<p class="choices"><a class="button" href="{EDIT}">{esc(t("glossary.edit"))}</a></p>' if may_edit else ""
    return (
        f'<h1 class="tool-title">{esc(t("glossary.title"))}</h1><p class="lead">{esc(t("glossary.lead"))}</p>'
        f"{_form(find, t)}{note}{wrong}"
        f"<h2>{esc(t('glossary.own'))}</h2>{_lines(mine, t) or _nothing('glossary.own_none', t)}{edit}"
        f'<h2>{esc(t("glossary.built_in"))}</h2><p class="note">{esc(t("glossary.built_in_note"))}</p>'
        f"{_lines(built_in, t) or _nothing('glossary.none', t)}"
        f'<h2>{esc(t("glossary.agencies"))}</h2><p class="note">{esc(t("glossary.agencies_note"))}</p>'
        f"{_agencies(now, t) or _nothing('glossary.none', t)}"
    )


def _form(find: str, t: Words) -> str:
    return (
        f'<form class="across find" role="search" method="get" action="{GLOSSARY}"><p class="q"><label for="find">'
        f'{esc(t("glossary.find"))}</label><input type="search" id="find" name="find" accesskey="S" dir="auto" '
        f'title="{esc(t("frame.search"))}" maxlength="100" value="{esc(find)}"></p>'
        f'<p class="go"><button class="primary">{esc(t("glossary.go"))}</button></p></form>'
    )


def _having(lines: Iterable[Synonyms], find: str) -> list[Synonyms]:
    return [line for line in lines if _has(line.forms, find)]


def _has(forms: Iterable[str], find: str) -> bool:
    wanted = fold(find)
    return not wanted or any(wanted in fold(form) for form in forms)


def _nothing(key: str, t: Words) -> str:
    return f'<p class="note">{esc(t(key))}</p>'


def _lines(lines: Sequence[Synonyms], t: Words) -> str:
    """Each line as an item, its forms one after the other; empty where there is none."""
    between = f'<span aria-hidden="true"> · </span><span class="unseen">{esc(t("quote.separator"))}</span>'
    items = "".join(f"<li>{between.join(map(_form_of, line.forms))}</li>" for line in lines)
    return f'<ul class="terms">{items}</ul>' if items else ""


def _form_of(form: str) -> str:
    return f'<bdi lang="{"en" if form.isascii() else "zh-Hant"}">{esc(form)}</bdi>'


def _before(agency: Agency) -> tuple[str, ...]:
    return tuple(form for earlier in earlier_names(agency) for form in earlier.forms)


def _agencies(now: Sequence[Agency], t: Words) -> str:
    """A row an agency of today; empty where there is none."""
    if not now:
        return ""
    columns = ("glossary.now", "glossary.before", "glossary.short", "glossary.english")
    head = "".join(f'<th scope="col">{esc(t(column))}</th>' for column in columns)
    rows = "".join(_row(agency, t) for agency in now)
    caption = f'<caption class="unseen">{esc(t("glossary.agencies"))}</caption>'
    return f'<table class="reports agencies">{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _row(agency: Agency, t: Words) -> str:
    since = (
        f'<span class="report-date">{esc(t("glossary.since", day=day(agency.since, t)))}</span>' if agency.since else ""
    )
    cells = (
        ("glossary.before", "".join(_earlier(earlier, t) for earlier in earlier_names(agency))),
        ("glossary.short", _names(agency.short, "zh-Hant", t)),
        ("glossary.english", _names(agency.english, "en", t)),
    )
    made = "".join(f'<td data-label="{esc(t(label))}">{inner}</td>' for label, inner in cells)
    return f'<tr><th scope="row"><bdi lang="zh-Hant">{esc(agency.name)}</bdi>{since}</th>{made}</tr>'


def _earlier(agency: Agency, t: Words) -> str:
    until = esc(t("glossary.until", day=day(agency.until or "", t)))
    return (
        f'<span class="earlier"><bdi lang="zh-Hant">{esc(agency.name)}</bdi> <span class="aside">{until}</span></span>'
    )


def _names(names: Sequence[str], lang: str, t: Words) -> str:
    between = esc(t("scope.separator"))
    return between.join(f'<bdi lang="{lang}">{esc(name)}</bdi>' for name in names)
