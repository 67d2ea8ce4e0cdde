"""The form of /compare: the question, how much of each report, and folded away the filters."""

from assistant.across.across import MOST_PER_REPORT
from assistant.locales import Words
from assistant.web.browse.labels import FACETS
from assistant.web.browse.wanted import Facet
from assistant.web.compare.wanted import COMPARE, Wanted
from assistant.web.html.markup import esc
from assistant.web.page.actions import MAX_QUESTION


def render_form(wanted: Wanted, t: Words, told: str = "") -> str:
    """``told``: what is wrong with what was sent."""
    on = dict(wanted.scope.facets)
    fields = "".join(_field(facet, on.get(facet.value, ""), t) for facet in _TYPED)
    opened = " open" if on else ""
    wrong = ' aria-invalid="true" aria-describedby="told" autofocus' if told else ""
    said = f'<p class="warning" id="told"><bdi>{esc(told)}</bdi></p>' if told else ""
    numbers = "".join(
        f'<option value="{n}"{" selected" if n == wanted.per_report else ""}>{esc(t.count("compare.passages", n))}'
        "</option>"
        for n in range(1, MOST_PER_REPORT + 1)
    )
    return (
        f'{said}<form class="across" role="search" method="get" action="{COMPARE}" '
        f'aria-label="{esc(t("compare.form"))}">'
        f'<p class="q"><label for="q">{esc(t("ask.label"))}</label><input type="search" id="q" name="q" accesskey="S" '
        f'title="{esc(t("frame.search"))}" dir="auto" autocomplete="off" maxlength="{MAX_QUESTION}" '
        f'value="{esc(wanted.question)}"{wrong}></p>'
        f'<p><label for="per">{esc(t("compare.per_report"))}</label><select id="per" name="per">{numbers}</select></p>'
        f'<input type="hidden" name="by" value="{wanted.by.value}">'
        f'<p class="go"><button class="primary">{esc(t("compare.go"))}</button></p>'
        f"<details{opened}><summary>{esc(t('lite.filters'))}</summary><div>{fields}</div></details></form>"
    )


_TYPED = (Facet.AGENCY, Facet.COUNTRY, Facet.YEAR, Facet.CATEGORY)


def _field(facet: Facet, value: str, t: Words) -> str:
    return (
        f'<p><label for="f-{facet}">{esc(t(FACETS[facet]))}</label>'
        f'<input id="f-{facet}" name="{facet}" dir="auto" maxlength="100" autocomplete="off" value="{esc(value)}"></p>'
    )
