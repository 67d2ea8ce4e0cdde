"""What was found of a draft: the counts, then its quotations in order, each with verdict, differences and source."""

from typing import Final

from assistant.check.cautions import Alarm, Caution
from assistant.check.diff import Op, Piece
from assistant.check.folded import Form
from assistant.check.verdict import Checked, Former, Judged, Part, Source, Verdict
from assistant.locales import Words
from assistant.web.browse.addresses import cited_address, passage_address, report_address
from assistant.web.check.remarks import render_remarks
from assistant.web.html.markup import data, esc
from corpus.types import Hit
from ingest.structure.sentences import has_han

_SIGNS: Final = {Verdict.EXACT: "✓", Verdict.NEAR: "≈", Verdict.NOT_FOUND: "✗", Verdict.TOO_SHORT: "–"}
_FORMS: Final = {
    Form.SPACE: "check.form_space",
    Form.WIDTH: "check.form_width",
    Form.MARKS: "check.form_marks",
    Form.CASE: "check.form_case",
    Form.SCRIPT: "check.form_script",
}
_ALARMS: Final = {
    Alarm.NUMBER: "check.number",
    Alarm.NEGATION: "check.negation",
    Alarm.NAME: "check.name",
    Alarm.CUT_OFF: "check.cut_off",
}
_LONGEST_SHOWN: Final = 40


def render_found(checked: Checked, t: Words) -> str:
    """The middle of the page, above the form."""
    articles = "".join(_article(i, judged, t) for i, judged in enumerate(checked.quotations, start=1))
    return (
        f'<section class="found" aria-labelledby="found"><h2 id="found">{esc(t("check.found"))}</h2>'
        f'{_summary(checked, t)}<ol class="quotations">{articles}</ol></section>'
    )


def _summary(checked: Checked, t: Words) -> str:
    counts = "".join(
        f'<li class="{verdict.value}"><span class="sign" aria-hidden="true">{_SIGNS[verdict]}</span> '
        f"{esc(_counted(verdict, checked.count(verdict), t))}</li>"
        for verdict in Verdict
    )
    open_ones = [i for i, judged in enumerate(checked.quotations, start=1) if _is_open(judged)]
    between = f'<span class="unseen">{esc(t("quote.separator"))}</span>'
    links = between.join(f'<a href="#q{i}">{i}</a>' for i in open_ones)
    look = f"{esc(t('check.look'))} {links}" if open_ones else esc(t("check.clean") if checked.clean else "")
    left = (
        f'<p class="warning">{esc(t("check.unchecked", n=f"{checked.unchecked:,}"))}</p>' if checked.unchecked else ""
    )
    none = f'<p class="lead">{esc(t("check.nothing"))}</p>' if not checked.quotations else ""
    return f'<div role="status"><ul class="counts">{counts}</ul></div>{none}{left}<p class="look">{look}</p>'


def _counted(verdict: Verdict, n: int, t: Words) -> str:
    match verdict:
        case Verdict.EXACT:
            return t.count("check.count_exact", n)
        case Verdict.NEAR:
            return t.count("check.count_near", n)
        case Verdict.NOT_FOUND:
            return t.count("check.count_not_found", n)
        case _:
            return t.count("check.count_too_short", n)


def _is_open(judged: Judged) -> bool:
    """Whether a person has to look at it."""
    wrongly = judged.citing is not None and judged.citing.contradicted
    return judged.verdict in (Verdict.NEAR, Verdict.NOT_FOUND) or wrongly or bool(judged.cautions)


def _article(number: int, judged: Judged, t: Words) -> str:
    """Numbered by its heading, so that the number is printed and read out with the verdict."""
    parts = judged.parts or (Part(judged.quotation.text),)
    said = "".join(
        _part(part, judged, f"{number}.{i}" if len(parts) > 1 else f"{number}", t) for i, part in enumerate(parts, 1)
    )
    unclosed = "" if judged.quotation.closed else f'<p class="note">{esc(t("check.unclosed"))}</p>'
    return (
        f'<li><article id="q{number}" tabindex="-1" aria-labelledby="v{number}"{data(verdict=judged.verdict.value)}>'
        f'<h3 id="v{number}"><span class="number">{number}.</span> '
        f'<span class="sign" aria-hidden="true">{_SIGNS[judged.verdict]}</span> {esc(_verdict(judged, t))}</h3>'
        f"{_cautions(judged, t)}{said}{unclosed}"
        f"{_former(judged.former, t) if judged.former else ''}{render_remarks(judged, t)}{_also(judged, t)}"
        f"</article></li>"
    )


def _verdict(judged: Judged, t: Words) -> str:
    match judged.verdict:
        case Verdict.EXACT if judged.word_for_word:
            return t("check.exact")
        case Verdict.EXACT:
            named = t("quote.separator").join(t(_FORMS[form]) for form in judged.forms)
            return t("check.exact_but", forms=named)
        case Verdict.NEAR:
            lowest = min(part.source.similarity for part in judged.parts if part.source)
            return t("check.near", share=f"{lowest:.0%}")
        case Verdict.TOO_SHORT if judged.many:
            return t.count("check.too_short_many", judged.places)
        case Verdict.TOO_SHORT:
            return t.count("check.too_short", judged.places)
        case _:
            return t("check.not_found")


def _cautions(judged: Judged, t: Words) -> str:
    items = "".join(f"<li>{_caution(caution, t)}</li>" for caution in judged.cautions)
    return f'<ul class="cautions">{items}</ul>' if items else ""


def _caution(caution: Caution, t: Words) -> str:
    sides = (
        t("check.said", words=w[:_LONGEST_SHOWN]) if w else t("check.said_not") for w in (caution.quote, caution.source)
    )
    ours, theirs = sides
    return f"<bdi>{esc(t(_ALARMS[caution.alarm], quote=ours, source=theirs))}</bdi>"


def _part(part: Part, judged: Judged, number: str, t: Words) -> str:
    """The words of the draft with what differs in them, and where they stand."""
    text = f'<blockquote class="report-text" lang="{_language(part.text)}" dir="auto">{_words(part, t)}</blockquote>'
    missing = len(judged.parts) > 1 and part.source is None
    note = f'<p class="note">{esc(t("check.piece_missing"))}</p>' if missing else ""
    return f"{text}{note}{_source(part.source, number, t) if part.source else ''}"


def _words(part: Part, t: Words) -> str:
    if part.source is None or part.source.exact:
        return esc(part.text)
    return "".join(_piece(piece, t) for piece in part.source.diff)


def _piece(piece: Piece, t: Words) -> str:
    """What is heard of a change is said in words too; white space alone has something to be seen."""
    if piece.op is Op.SAME:
        return esc(piece.quote)
    out = ""
    for tag, words, said in (("del", piece.quote, "check.deleted"), ("ins", piece.source, "check.inserted")):
        if words:
            shown = words if words.strip() else "␣" * len(words)
            out += f'<{tag}><span class="unseen">{esc(t(said))}</span>{esc(shown)}</{tag}>'
    return out


def _source(source: Source, number: str, t: Words) -> str:
    hit = source.hit
    which = f'<span class="unseen"> {esc(t("check.which", n=number))}</span>'
    return (
        f'<p class="cited"><span class="label">{esc(t("cite.footnote"))}</span> '
        f'<span class="cite-words" lang="zh-Hant">{esc(hit.citation)}</span> '
        f'<a class="open-report" href="{esc(cited_address(hit.cited))}">{esc(t("card.show"))}{which}</a></p>'
    )


def _also(judged: Judged, t: Words) -> str:
    if not judged.also_in:
        return ""
    items = "".join(f"<li>{_place(hit)}</li>" for hit in judged.also_in)
    return f'<div class="also"><p>{esc(t("card.also"))}</p><ul>{items}</ul></div>'


def _place(hit: Hit) -> str:
    address = passage_address(hit.report_id, hit.char_start, hit.char_end)
    return f'<a lang="zh-Hant" href="{esc(address)}"><bdi>{esc(hit.citation)}</bdi></a>'


def _former(former: Former, t: Words) -> str:
    words = t("check.former", version=former.version, current=former.current)
    title = f'<bdi lang="zh-Hant">《{esc(former.report_title)}》</bdi>'
    link = f'<a href="{esc(report_address(former.report_id))}">{title}</a>'
    return f'<p class="warning">{esc(words)} {link}</p>'


def _language(text: str) -> str:
    return "zh-Hant" if has_han(text) else "en"
