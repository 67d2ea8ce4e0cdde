"""What was checked as JSON for programs and as plain text for people. Pure."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, Final

from assistant.check.cautions import Alarm, Caution
from assistant.check.diff import Op, Piece
from assistant.check.folded import Form
from assistant.check.verdict import Checked, Citing, Judged, Part, Remark, Source, Verdict
from assistant.cite import Reference, citation_json, linked
from corpus.types import Hit

_FORMS: Final = {
    Form.SPACE: "white space",
    Form.WIDTH: "full and half width",
    Form.MARKS: "the form of marks",
    Form.CASE: "upper and lower case",
    Form.SCRIPT: "script (Traditional, Simplified, variants)",
}
_ALARMS: Final = {Alarm.NUMBER: "Number", Alarm.NEGATION: "Negation", Alarm.NAME: "Name", Alarm.CUT_OFF: "Cut off"}
_REMARKS: Final = {
    Remark.AGREES: "The citation is right.",
    Remark.NO_SUCH_REPORT: "The library has no report of that name.",
    Remark.OTHER_REPORT: "It stands in another report than the one that is cited.",
    Remark.OTHER_PAGE: "It stands on another page.",
    Remark.PAGE_OF_FILE: "The page is the file's; another number is printed on it.",
    Remark.NO_PAGES: "The report has no pages that could be compared.",
    Remark.OTHER_SECTION: "It stands in another section.",
    Remark.OTHER_PLACE: "The link names another passage.",
    Remark.BROKEN_LINK: "The link names nothing that the report ever said.",
}


_SIGNS: Final = {Remark.AGREES: "✓", Remark.NO_PAGES: "·", Remark.PAGE_OF_FILE: "·"}


def checked_json(checked: Checked) -> dict[str, Any]:
    """The contract of ``tripreport check --json``.

    ``start`` .. ``end`` count characters of the draft, ``char_start`` .. ``char_end`` those of ``tripreport show ID
    --text``. The pieces of a ``diff`` are in order: put together, each one's ``quote`` is the quotation and each one's
    ``source`` the source.
    """
    return {
        "characters": checked.characters,
        "counts": {verdict.value: checked.count(verdict) for verdict in Verdict},
        "unchecked": checked.unchecked,
        "clean": checked.clean,
        "quotations": [_judged_json(judged) for judged in checked.quotations],
    }


def _judged_json(judged: Judged) -> dict[str, Any]:
    quotation = judged.quotation
    return {
        "start": quotation.start, "end": quotation.end, "text": quotation.text, "kind": quotation.kind.value,
        "closed": quotation.closed, "verdict": judged.verdict.value, "word_for_word": judged.word_for_word,
        "differs_in": [form.value for form in judged.forms], "parts": [_part_json(part) for part in judged.parts],
        "also_in": [_place_json(hit) for hit in judged.also_in],
        "former": asdict(judged.former) if judged.former else None,
        "cited": _citing_json(judged.citing) if judged.citing else None,
        "passages_with_it": judged.places if judged.verdict is Verdict.TOO_SHORT else None,
        "or_more": judged.many,
    }  # fmt: skip


def _part_json(part: Part) -> dict[str, Any]:
    return {"text": part.text, "source": _source_json(part.source) if part.source else None}


def _source_json(source: Source) -> dict[str, Any]:
    return {
        **_place_json(source.hit),
        "similarity": round(source.similarity, 4),
        "diff": [asdict(piece) for piece in source.diff],
        "cautions": [asdict(caution) for caution in source.cautions],
    }


def _place_json(hit: Hit) -> dict[str, Any]:
    return {**citation_json(linked(Reference(hit.cited))), "text": hit.text, "citation": hit.citation}


def _citing_json(citing: Citing) -> dict[str, Any]:
    claim = citing.claim
    return {
        "text": claim.text, "title": claim.title, "pages": list(claim.pages), "report_ids": list(citing.report_ids),
        "anchor": str(claim.anchor) if claim.anchor else None, "remarks": [remark.value for remark in citing.remarks],
    }  # fmt: skip


def checked_text(checked: Checked) -> str:
    """For a terminal: the counts, then each quotation with its verdict, its diff and its source."""
    counts = [f"{checked.count(verdict)} {verdict.value.replace('_', ' ')}" for verdict in Verdict]
    more = f"\n{checked.unchecked} more were not checked: check the draft in parts." if checked.unchecked else ""
    judged = ["\n".join(_judged_text(i, one)) for i, one in enumerate(checked.quotations, start=1)]
    return "\n\n".join([", ".join(counts) + more, *judged])


def _judged_text(number: int, judged: Judged) -> Iterator[str]:
    yield f"{number}. {_verdict(judged)}"
    for caution in judged.cautions:
        yield f"   ! {_ALARMS[caution.alarm]}: {_caution(caution)}"
    for part in judged.parts or (Part(judged.quotation.text),):
        yield f"   {_part_text(part)}{_unfound(part, judged)}"
    if not judged.quotation.closed:
        yield "   (The quotation mark is never closed.)"
    for hit in dict.fromkeys(part.source.hit for part in judged.parts if part.source):
        yield f"   — {hit.citation} [{_place(hit)}]"
    for hit in judged.also_in:
        yield f"   亦見於 (also in) {hit.citation} [{_place(hit)}]"
    if former := judged.former:
        yield (
            f"   Version {former.version} of 《{former.report_title}》 said it; the report has been replaced since "
            f"(`tripreport show {former.report_id} --text --version {former.version}`)."
        )
    for remark in judged.citing.remarks if judged.citing else ():
        yield f"   {_SIGNS.get(remark, '!')} {_REMARKS[remark]}"


def _verdict(judged: Judged) -> str:
    match judged.verdict:
        case Verdict.EXACT if judged.word_for_word:
            return "EXACT, word for word"
        case Verdict.EXACT:
            return f"EXACT but for {', '.join(_FORMS[form] for form in judged.forms)}"
        case Verdict.NEAR:
            lowest = min(part.source.similarity for part in judged.parts if part.source)
            return f"NEAR, {lowest:.0%} alike: [-in the draft-] {{+in the source+}}"
        case Verdict.TOO_SHORT:
            more = " or more" if judged.many else ""
            return f"TOO SHORT to prove anything: {judged.places}{more} passages have it"
        case _:
            return "NOT FOUND"


def _part_text(part: Part) -> str:
    pieces = part.source.diff if part.source else ()
    return f"「{' '.join(''.join(map(_piece, pieces)).split()) or ' '.join(part.text.split())}」"


def _unfound(part: Part, judged: Judged) -> str:
    """Which of several pieces it is that is missing."""
    return " is not found there" if len(judged.parts) > 1 and judged.source and part.source is None else ""


def _piece(piece: Piece) -> str:
    if piece.op is Op.SAME:
        return piece.quote
    deleted = f"[-{piece.quote}-]" if piece.quote else ""
    inserted = f"{{+{piece.source}+}}" if piece.source else ""
    return deleted + inserted


def _caution(caution: Caution) -> str:
    return f"the draft says {caution.quote or '–'}, the source {caution.source or '–'}"


def _place(hit: Hit) -> str:
    return f"{hit.report_id} {hit.char_start}-{hit.char_end}"
