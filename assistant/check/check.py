"""From a draft to what is said of each of its quotations: the order of the steps."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from rapidfuzz.distance import Levenshtein

from assistant.check.candidates import Candidates, Region
from assistant.check.cautions import NameOf, cautions, cut_off
from assistant.check.citing import Claim, claims
from assistant.check.diff import diff
from assistant.check.finding import Found, exactly, in_order, nearly
from assistant.check.folded import Form, fold_text, forms
from assistant.check.quotations import SHORTEST, Quotation, find_quotations, size_of, without_additions
from assistant.check.remarks import Claims
from assistant.check.verdict import Checked, Former, Judged, Part, Source, Verdict
from assistant.quote import quote
from corpus.errors import EmptyQuestion, UnknownReport, UserError
from corpus.seams import LexicalIndex, Progress
from corpus.types import Hit
from corpus.view import View

MAX_CHARACTERS: Final = 200_000
"""Of a draft: some 300 pages."""
MAX_QUOTATIONS: Final = 1_000
_MOST_PLACES: Final = 10
"""Of the same words."""
_MOST_REPORTS: Final = 4
"""In so many reports the pieces of a quotation are looked for, and old versions looked through."""
_MOST_VERSIONS: Final = 5
_PASSAGES_COUNTED: Final = 20
_CUT: Final = 4
_HALVES: Final = re.compile(r"[\ud800-\udfff]")
"""Half of a surrogate pair is no character; programs send it all the same."""


def check_draft(
    view: View,
    words: LexicalIndex,
    names: NameOf,
    draft: str,
    report: str | None = None,
    every_sentence: bool = False,
    progress: Progress | None = None,
) -> Checked:
    """Each quotation of ``draft`` held against all reports, or against one.

    EmptyQuestion where nothing is said, UserError where it is too long, UnknownReport.
    """
    if len(draft) > MAX_CHARACTERS:
        raise UserError(
            f"The draft has {len(draft):,} characters, more than {MAX_CHARACTERS:,}: check it in several parts."
        )
    if not any(map(str.isalnum, draft)):
        raise EmptyQuestion("There is nothing to check: give a sentence or a draft with quotations.")
    if report is not None:
        view.require([report])
    draft = _HALVES.sub("\ufffd", draft)
    found = find_quotations(draft, every_sentence)
    kept = found[:MAX_QUOTATIONS]
    checker = Checker(view, words, names, (report,) if report is not None else None)
    judged: list[Judged] = []
    for quotation, claim in zip(kept, claims(draft, kept), strict=True):
        judged.append(checker.judge(quotation, claim))
        if progress:
            progress(len(judged), len(kept))
    return Checked(judged, len(draft), len(found) - len(kept))


class Checker:
    """Judges quotations against the reports of ``view``, only those of ``scope`` where it is given."""

    def __init__(self, view: View, words: LexicalIndex, names: NameOf, scope: tuple[str, ...] | None = None) -> None:
        self._view, self._names, self._scope = view, names, scope
        self._candidates, self._claims = Candidates(view, words), Claims(view)
        self._known: dict[tuple[str, Claim | None], Judged] = {}

    def judge(self, quotation: Quotation, claim: Claim | None) -> Judged:
        """The verdict; the same words with the same citation are looked for once."""
        key = quotation.text, claim
        if key not in self._known:
            self._known[key] = self._judged(quotation, claim)
        return replace(self._known[key], quotation=quotation)

    def _judged(self, quotation: Quotation, claim: Claim | None) -> Judged:
        if quotation.size < SHORTEST:
            places = self._candidates.count(quotation.text, self._scope, _PASSAGES_COUNTED)
            return Judged(quotation, Verdict.TOO_SHORT, places=places, many=places >= _PASSAGES_COUNTED)
        meant = self._claims.reports(claim) if claim else ()
        regions = self._regions(quotation, meant)
        judged = self._exact(quotation, regions, meant) or self._near(quotation, regions, meant)
        if judged.verdict is not Verdict.EXACT:
            judged = replace(judged, former=self._former(quotation, regions, meant))
        if claim is None:
            return judged
        sources = [part.source for part in judged.parts if part.source]
        return replace(judged, citing=self._claims.about(claim, meant, sources))

    def _regions(self, quotation: Quotation, meant: tuple[str, ...]) -> list[Region]:
        """Those of the reports that are cited first."""
        cited = self._candidates.regions(quotation.pieces, meant) if meant and not self._scope else []
        return [*cited, *self._candidates.regions(quotation.pieces, self._scope)]

    # ---------- letter by letter ----------

    def _exact(self, quotation: Quotation, regions: Sequence[Region], meant: tuple[str, ...]) -> Judged | None:
        """As it stands, else without what the writer says to have added; pieces in their order."""
        for text in _as_said(quotation.text):
            places = exactly(text, regions) or exactly(text, self._in_whole(self._scope or meant))
            if places:
                return self._at(quotation, text, places)
        if len(quotation.pieces) > 1:
            judged = self._pieces(quotation, regions)
            return judged if judged.verdict is Verdict.EXACT else None
        return None

    def _at(self, quotation: Quotation, text: str, places: Sequence[Found]) -> Judged:
        others = tuple(self._hit(place) for place in places[1:_MOST_PLACES])
        return Judged(
            quotation, Verdict.EXACT, (Part(text, self._exact_source(text, places[0], quotation.text)),), others
        )

    def _in_whole(self, reports: Sequence[str]) -> list[Region]:
        """Reports from end to end: what is in no passage, as the contents are, too."""
        return [Region(report, 0, self._candidates.whole(report), 0.0) for report in reports]

    def _exact_source(self, text: str, place: Found, said: str) -> Source:
        folded = fold_text(text)
        differs = forms(folded, place.text, place.stretch.start)
        if text != said and text == _unended(said) and Form.MARKS not in differs:
            differs = (*differs, Form.MARKS)
        start, _ = place.text.span(place.stretch.start, place.stretch.end)
        before = place.text.text[max(0, start - _CUT) : start]
        return Source(self._hit(place), 1.0, differs, (), cut_off(text, before))

    # ---------- nearly ----------

    def _near(self, quotation: Quotation, regions: Sequence[Region], meant: tuple[str, ...]) -> Judged:
        if len(quotation.pieces) > 1:
            return self._pieces(quotation, regions)
        text = quotation.pieces[0]
        place = nearly(text, [r for r in regions if r.report_id in meant]) if meant else None
        place = place or nearly(text, regions)
        if place is None:
            return Judged(quotation, Verdict.NOT_FOUND, (Part(text),))
        if places := exactly(text, self._in_whole([place.report_id])):
            return self._at(quotation, text, places)
        source = self._near_source(text, place)
        same = [other for other in exactly(source.hit.text, regions) if _of(other) != _of(place)]
        others = tuple(self._hit(other) for other in same[: _MOST_PLACES - 1])
        return Judged(quotation, Verdict.NEAR, (Part(text, source),), others)

    def _near_source(self, text: str, place: Found) -> Source:
        hit = self._hit(place)
        ours, theirs = fold_text(text), fold_text(hit.text)
        pieces = diff(ours, theirs)
        alike = Levenshtein.normalized_similarity(ours.letters, theirs.letters)
        return Source(hit, alike, (), pieces, cautions(pieces, self._names))

    # ---------- pieces, old versions ----------

    def _pieces(self, quotation: Quotation, regions: Sequence[Region]) -> Judged:
        """Where most of the pieces follow one another."""
        best: list[Found | None] = [None] * len(quotation.pieces)
        for report in list(dict.fromkeys(r.report_id for r in regions))[:_MOST_REPORTS]:
            found = in_order(quotation.pieces, report, self._candidates.whole(report), regions)
            if _cost(found) < _cost(best):
                best = found
        parts = tuple(Part(text, self._source(text, found)) for text, found in zip(quotation.pieces, best, strict=True))
        if not all(part.source for part in parts):
            return Judged(quotation, Verdict.NOT_FOUND, parts)
        exact = all(part.source and part.source.exact for part in parts)
        return Judged(quotation, Verdict.EXACT if exact else Verdict.NEAR, parts)

    def _source(self, text: str, found: Found | None) -> Source | None:
        if found is None:
            return None
        return self._near_source(text, found) if found.stretch.distance else self._exact_source(text, found, text)

    def _former(self, quotation: Quotation, regions: Sequence[Region], meant: tuple[str, ...]) -> Former | None:
        """The newest of the old versions of the likeliest reports that says it letter by letter."""
        likely = dict.fromkeys((*meant, *(region.report_id for region in regions)))
        for report in list(likely)[:_MOST_REPORTS]:
            summary = self._view.summary(report)
            for number in range(summary.version - 1, max(0, summary.version - 1 - _MOST_VERSIONS), -1):
                if self._said(quotation, report, number):
                    return Former(report, summary.title, number, summary.version)
        return None

    def _said(self, quotation: Quotation, report: str, number: int) -> bool:
        try:
            text = self._candidates.former(report, number)
        except UnknownReport:  # the text of this version was not kept
            return False
        found = in_order(quotation.pieces, report, text)
        return all(piece and not piece.stretch.distance for piece in found)

    def _hit(self, place: Found) -> Hit:
        return quote(self._view, place.report_id, *place.span)


def _of(place: Found) -> tuple[str, int, int]:
    return (place.report_id, *place.span)


def _as_said(text: str) -> list[str]:
    """As it is quoted; without what the writer says to have added; without the mark that it ends with, for a quotation
    may end where its source goes on."""
    plain = without_additions(text).strip()
    kept = [text, plain, *(t for t in (_unended(text), _unended(plain)) if size_of(t) >= SHORTEST)]
    return list(dict.fromkeys(kept))


def _unended(text: str) -> str:
    return text.rstrip("。，、；：,.;:").rstrip()


def _cost(found: Sequence[Found | None]) -> tuple[int, int]:
    missing = sum(place is None for place in found)
    return missing, sum(place.stretch.distance for place in found if place)
