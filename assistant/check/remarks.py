"""Whether a quotation stands where the draft says it does."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final

from rapidfuzz import fuzz, process

from assistant.check.citing import Claim
from assistant.check.folded import fold_text
from assistant.check.verdict import Citing, Remark, Source
from assistant.quote import recall
from corpus.errors import UnknownReport
from corpus.fold import squeezed
from corpus.types import Hit, Page
from corpus.view import View

_PART_OF_TITLE: Final = 8
"""Letters of a title that must be cited for it to be meant, where not all of it is."""
_ALIKE: Final = 90.0
_MOST_REPORTS: Final = 5


class Claims:
    """Which reports of a library a draft's claims mean, and what is wrong with them."""

    def __init__(self, view: View) -> None:
        self._view = view

    def reports(self, claim: Claim) -> tuple[str, ...]:
        """The reports that can be meant: by the link, else by the title; none where nothing like it is there."""
        if claim.report_id is not None:
            try:
                return (self._view.summary(claim.report_id).id,)
            except UnknownReport:
                return ()
        return self._titled(squeezed(claim.title)) if claim.title else ()

    @cached_property
    def _titles(self) -> dict[str, str]:
        return {names.report: squeezed(names.title) for names in self._view.names()}

    def _titled(self, title: str) -> tuple[str, ...]:
        same = [report for report, known in self._titles.items() if known == title]
        if not same:
            parts = [report for report, known in self._titles.items() if _is_part(title, known)]
            same = sorted(parts, key=lambda report: abs(len(self._titles[report]) - len(title)))
        if not same and title:
            alike = process.extract(title, self._titles, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=_MOST_REPORTS)
            same = [report for _, _, report in alike]
        return tuple(same[:_MOST_REPORTS])

    def about(self, claim: Claim, meant: tuple[str, ...], sources: Sequence[Source]) -> Citing:
        """What is to be said of a claim, of which the reports ``meant`` have been found before."""
        remarks = tuple(dict.fromkeys(self._remarks(claim, meant, [source.hit for source in sources])))
        agrees = not remarks and bool(sources) and (bool(meant) or bool(claim.pages))
        return Citing(claim, meant, (Remark.AGREES,) if agrees else remarks)

    def _remarks(self, claim: Claim, meant: tuple[str, ...], hits: Sequence[Hit]) -> Iterator[Remark]:
        if not meant and (claim.title or claim.report_id):
            yield Remark.NO_SUCH_REPORT
        if claim.anchor and meant:
            yield from self._of_link(claim, meant[0], hits)
        if not hits:
            return
        if meant and hits[0].report_id not in meant:
            yield Remark.OTHER_REPORT
            return
        if claim.pages:
            yield from _of_pages(claim.pages, [page for hit in hits for page in hit.pages])
        if self._is_elsewhere(claim.text, hits[0]):
            yield Remark.OTHER_SECTION

    def _of_link(self, claim: Claim, report_id: str, hits: Sequence[Hit]) -> Iterator[Remark]:
        """What the link named must have what is quoted."""
        assert claim.anchor is not None
        recalled = recall(self._view, report_id, claim.anchor)
        said = fold_text(recalled.text).letters
        if not said:
            yield Remark.BROKEN_LINK
        elif hits and not any(part in said or said in part for part in (fold_text(hit.text).letters for hit in hits)):
            yield Remark.OTHER_PLACE

    def _is_elsewhere(self, cited: str, hit: Hit) -> bool:
        """Whether the section that is cited, as far as the text names one of the report's, is another one."""
        said = fold_text(cited).letters
        path = [fold_text(label).letters for label in hit.section_path]
        if not path or path[-1] in said:
            return False
        sections = {tuple(fold_text(label).letters for label in s.path) for s in self._view.sections(hit.report_id)}
        named = [labels for labels in sections if labels and all(len(x) > 1 and x in said for x in labels)]
        own = tuple(path)
        return bool(named) and not any(own[: len(labels)] == labels for labels in named)


def _is_part(title: str, known: str) -> bool:
    short, long = sorted((title, known), key=len)
    return len(short) >= _PART_OF_TITLE and short in long


def _of_pages(cited: Sequence[str], pages: Sequence[Page]) -> Iterator[Remark]:
    """A page is cited as it is printed; where nothing is printed, by its place in the file."""
    if not pages:
        yield Remark.NO_PAGES
        return
    labels = {(page.label or str(page.number)).lower() for page in pages}
    numbers = {str(page.number) for page in pages}
    wanted = _range(cited)
    if not labels & wanted:
        yield Remark.PAGE_OF_FILE if numbers & wanted else Remark.OTHER_PAGE


def _range(cited: Sequence[str]) -> set[str]:
    if len(cited) == 2 and all(number.isdecimal() for number in cited):
        first, last = map(int, cited)
        return set(map(str, range(first, min(last, first + 1000) + 1)))
    return {number.lower() for number in cited}
