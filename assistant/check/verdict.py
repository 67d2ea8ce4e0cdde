"""What is said of a draft: each quotation with its verdict, its source, and what its citation has wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.check.cautions import Caution
from assistant.check.citing import Claim
from assistant.check.diff import Piece
from assistant.check.folded import Form
from assistant.check.quotations import Quotation
from corpus.types import Hit


class Verdict(StrEnum):
    """What became of a quotation."""

    EXACT = "exact"  # letter by letter; the forms say whether word for word
    NEAR = "near"
    NOT_FOUND = "not_found"
    TOO_SHORT = "too_short"  # it may stand anywhere: that proves nothing


class Remark(StrEnum):
    """What is to be said of a quotation's citation."""

    AGREES = "agrees"
    NO_SUCH_REPORT = "no_such_report"
    OTHER_REPORT = "other_report"
    OTHER_PAGE = "other_page"
    PAGE_OF_FILE = "page_of_file"  # the page's number in the file was cited, another one is printed on it
    NO_PAGES = "no_pages"  # the report is of a format without pages
    OTHER_SECTION = "other_section"
    OTHER_PLACE = "other_place"  # the permanent link names another passage
    BROKEN_LINK = "broken_link"  # the permanent link names nothing that the report ever said


@dataclass(frozen=True, slots=True)
class Source:
    """Where (a piece of) a quotation stands: ``hit`` has the source's words, their span and the citation.

    ``similarity`` is 1 less the share of letters to be changed; ``forms`` in what alone an exact one differs; ``diff``
    makes the source of the quotation; ``cautions`` are the differences that change what is said.
    """

    hit: Hit
    similarity: float
    forms: tuple[Form, ...] = ()
    diff: tuple[Piece, ...] = ()
    cautions: tuple[Caution, ...] = ()

    @property
    def exact(self) -> bool:
        """Whether it is said letter by letter."""
        return not self.diff


@dataclass(frozen=True, slots=True)
class Part:
    """A quotation, or one of the pieces between which something was left out; None: the source does not have it."""

    text: str
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Former:
    """An old version of a report said it word for word; the report has been replaced since."""

    report_id: str
    report_title: str
    version: int
    current: int


@dataclass(frozen=True, slots=True)
class Citing:
    """What the draft cites for a quotation, which reports that can be, and what is to be said of it."""

    claim: Claim
    report_ids: tuple[str, ...]
    remarks: tuple[Remark, ...] = ()

    @property
    def contradicted(self) -> bool:
        """Whether what is cited is wrong."""
        return not _HARMLESS.issuperset(self.remarks)


_HARMLESS = frozenset({Remark.AGREES, Remark.NO_PAGES, Remark.PAGE_OF_FILE})


@dataclass(frozen=True, slots=True)
class Judged:
    """One quotation with its verdict. ``parts`` follow one another in one report; ``also_in`` are other places of the
    same words; ``places``: in how many passages a quotation that is too short stands, ``many``: or in more."""

    quotation: Quotation
    verdict: Verdict
    parts: tuple[Part, ...] = ()
    also_in: tuple[Hit, ...] = ()
    former: Former | None = None
    citing: Citing | None = None
    places: int = 0
    many: bool = False

    @property
    def source(self) -> Source | None:
        """Where it begins, or its first piece that was found does."""
        return next((part.source for part in self.parts if part.source), None)

    @property
    def forms(self) -> tuple[Form, ...]:
        """In what an exact quotation differs from its source; of white space nobody speaks."""
        found = {form for part in self.parts if part.source for form in part.source.forms}
        return tuple(form for form in Form if form in found)

    @property
    def word_for_word(self) -> bool:
        """Exact, and nothing but white space differs."""
        return self.verdict is Verdict.EXACT and not set(self.forms) - {Form.SPACE}

    @property
    def cautions(self) -> tuple[Caution, ...]:
        """All of its parts'."""
        return tuple(caution for part in self.parts if part.source for caution in part.source.cautions)


@dataclass(frozen=True, slots=True)
class Checked:
    """The quotations of a draft in order. ``unchecked`` more were left, because there are too many."""

    quotations: Sequence[Judged]
    characters: int
    unchecked: int = 0

    def count(self, verdict: Verdict) -> int:
        """How many have it."""
        return sum(judged.verdict is verdict for judged in self.quotations)

    @property
    def clean(self) -> bool:
        """Whether nothing is left to look at: something is exact, nothing near or missing, no citation wrong."""
        missing = self.count(Verdict.NEAR) + self.count(Verdict.NOT_FOUND) + self.unchecked
        wrongly_cited = any(judged.citing and judged.citing.contradicted for judged in self.quotations)
        return self.count(Verdict.EXACT) > 0 and not missing and not wrongly_cited
