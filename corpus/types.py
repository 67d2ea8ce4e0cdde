"""The nouns of the domain. Frozen and slotted: they are passed around, never changed.

Every offset in this file counts Unicode characters in the report's *canonical text*
(``Report.text``), half open: ``text[start:end]``.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from operator import itemgetter
from typing import NamedTuple, NewType

from corpus.card import Card

_ID, _SCORE = itemgetter(0), itemgetter(1)

PassageId = NewType("PassageId", int)
"""One integer names a passage everywhere: SQLite rowid, FAISS id, full-text id. Never reused."""


@dataclass(frozen=True, slots=True)
class RawFile:
    """Bytes as they came, and where from. ``source`` is an absolute path (or an upload's name)."""

    name: str
    source: str
    data: bytes
    sha256: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the canonical text; ``number`` is the physical page, counted from 1.

    Pages touch and cover the whole text; one without text is empty. ``label`` is the number printed on the page,
    where one is («12», «iv»). ``width`` and ``height`` are in points, 0 where the format does not lay pages out.
    """

    number: int
    start: int
    end: int
    label: str | None = None
    width: float = 0.0
    height: float = 0.0


class NoticeKind(StrEnum):
    """What a reader has to say about a page, or about the whole file."""

    OCR = "ocr"  # the page is a picture; its text was read by character recognition
    UNREAD = "unread"  # the page is a picture and was not read: its text is missing
    GARBLED = "garbled"  # much of the page's text is no writing
    SPARSE = "sparse"  # the page is almost empty
    FURNITURE = "furniture"  # a running header or footer was left out; ``detail`` is what it says
    ORDER = "order"  # the reading order is uncertain
    LOST = "lost"  # something of the file is not in the text; ``detail`` says what


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to know about a document; ``page`` is a physical page, None where it is about the whole."""

    kind: NoticeKind
    page: int | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader makes of a file: the canonical text, and its pages where the format knows them.

    ``boxes`` has, by physical page, where each character of the page is printed (:mod:`corpus.boxes`).
    """

    text: str
    encoding: str
    media_type: str
    pages: tuple[Page, ...] = ()
    notices: tuple[Notice, ...] = ()
    boxes: Mapping[int, bytes] = field(default_factory=dict)

    def page_at(self, offset: int) -> Page | None:
        """The page that the character at ``offset`` stands on; None where the format has no pages."""
        at = bisect_right(self.pages, offset, key=lambda page: page.start) - 1
        return self.pages[at] if at >= 0 else None


class SectionKind(StrEnum):
    """What a section is for; decides how it is cut into passages and how it is cited."""

    COVER = "cover"
    FORM = "form"  # 提要
    ABSTRACT = "abstract"  # 摘要
    TOC = "toc"  # 目錄: never becomes a passage
    BODY = "body"
    AGENDA = "agenda"  # a numbered heading with nothing under it, one of a list
    ITEM = "item"  # a numeral fused with its paragraph: numbered, but without a title
    APPENDIX = "appendix"  # 附件, 附錄
    FRONT = "front"  # text before the first heading that is neither cover nor form


@dataclass(frozen=True, slots=True)
class Section:
    """One node of the outline.

    ``start`` .. ``end`` is the whole section with its subsections; ``start`` .. ``heading_end`` the
    heading; ``heading_end`` .. ``own_end`` the text before the first subsection. ``parent`` is the
    ordinal of the parent section. ``path`` holds the printed labels from the root to this section
    (``("肆、下一個世代的政府數位發展趨勢探討", "(五)")``); it is empty for text without any heading.
    """

    ordinal: int
    parent: int | None
    level: int
    number: str | None
    scheme: str | None
    title: str
    kind: SectionKind
    start: int
    heading_end: int
    own_end: int
    end: int
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A caption such as «圖 3-12 自適應 AI 架構»; ``section`` is an ordinal. Numbers may repeat."""

    number: str
    caption: str
    start: int
    end: int
    section: int


@dataclass(frozen=True, slots=True)
class Field:
    """One value of the cover or the form (提要), as printed, with the span it was read from."""

    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Traveller:
    """A person who travelled; what is not printed of them is None. ``start`` .. ``end`` is the row that says it."""

    name: str | None
    agency: str | None
    unit: str | None
    title: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Destination:
    """A place as printed; ``country`` is its code by ISO 3166-1 alpha-2, None where it is not known."""

    name: str
    start: int
    end: int
    country: str | None


@dataclass(frozen=True, slots=True)
class Conflict:
    """What cover and form say differently of the same ``key``: both, as each prints it."""

    key: str
    cover: Field
    form: Field


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What cover and form say of the report. A field that is not printed is absent, never guessed.

    Keys: title, author, author_title, agency, country, period, date, category, keywords, pages, attachments,
    planner (the agency that planned the trip), abstract. They are kept as printed; ``iso`` has the days as
    ISO 8601 (date, period_start, period_end) and the number of pages (pages).
    """

    fields: Mapping[str, Field] = field(default_factory=dict)
    iso: Mapping[str, str] = field(default_factory=dict)
    travellers: tuple[Traveller, ...] = ()
    destinations: tuple[Destination, ...] = ()
    conflicts: tuple[Conflict, ...] = ()

    def value(self, key: str) -> str | None:
        """The printed value of ``key``, or None where the report does not print one."""
        found = self.fields.get(key)
        return found.value if found else None


@dataclass(frozen=True, slots=True)
class Outline:
    """The section tree in reading order (a parent before its children), and the figures."""

    sections: tuple[Section, ...]
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """One trip report, wholly known: the text, its structure, what its form says, and how its reading went."""

    name: str
    source: str
    sha256: str
    document: Document
    outline: Outline
    front: FrontMatter
    card: Card | None = None

    @property
    def text(self) -> str:
        """The canonical text that all offsets refer to."""
        return self.document.text

    @property
    def title(self) -> str:
        """The printed title, else the file's name: a report is never nameless."""
        return self.front.value("title") or self.name


class PassageKind(StrEnum):
    """What a passage is made of."""

    TEXT = "text"
    LIST = "list"  # a run of headings that have nothing under them: an agenda
    FORM = "form"  # cover and form fields
    SLIDE = "slide"  # text of a picture, in another language than the report around it


class Step(StrEnum):
    """What a library may keep of a passage beside its one vector, each for a step of the search."""

    WINDOWS = "windows"  # a vector for each sentence or two
    LATE = "late"  # the model's tokens, for late interaction


EVERY_STEP = frozenset(Step)


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a passage, about a sentence or two long, that is embedded on its own."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A verbatim slice of one report, inside one section: what is embedded, found and cited.

    ``section`` is an ordinal in the outline. ``page`` is known only where the format has pages.
    """

    ordinal: int
    section: int
    kind: PassageKind
    start: int
    end: int
    page: int | None
    windows: tuple[Window, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportSummary:
    """A report as the library lists it."""

    id: str
    version: int
    name: str
    source: str
    title: str
    sha256: str
    ingested_at: str
    characters: int
    passages: int
    front: FrontMatter
    media_type: str = "text/plain"


@dataclass(frozen=True, slots=True)
class Source:
    """A file that a report was read from. ``version`` is the report's when the file was last read: a file whose
    version is an older one than the report's was superseded by another file."""

    path: str
    name: str
    sha256: str
    media_type: str
    version: int


@dataclass(frozen=True, slots=True)
class Version:
    """One state that a report was in. ``added``, ``kept``, ``removed`` count passages against the one before."""

    number: int
    sha256: str
    name: str
    source: str
    media_type: str
    ingested_at: str
    characters: int
    passages: int
    added: int
    kept: int
    removed: int


@dataclass(frozen=True, slots=True)
class Located:
    """A passage found again by its id, with all that a citation needs, read in one look-up.

    ``pages`` are those it stands on, where the format has pages and they have been asked for.
    """

    id: PassageId
    report: ReportSummary
    passage: Passage
    section_path: tuple[str, ...]
    text: str
    windows: tuple[Window, ...]
    pages: tuple[Page, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a passage stands: ``report`` is the report's id; path and heading (a span) are its section's."""

    id: PassageId
    report: str
    ordinal: int
    section: int
    kind: PassageKind
    start: int
    end: int
    path: tuple[str, ...]
    heading: tuple[int, int]


@dataclass(frozen=True, slots=True)
class ReportNames:
    """What a question can call a report by: its title, its form's agency and country, and its years:
    those of the trip, and these with that of the report's date."""

    report: str
    title: str
    agency: str
    country: str
    trip_years: tuple[int, ...]
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TermGroup:
    """One thing that is searched for: as the question says it, or in one of ``others``, the likeliest first.

    Each way to say it is one or more terms, all of which a text must have; only the best way counts.
    """

    said: tuple[str, ...]
    others: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Expansion:
    """What a glossary added to a question: the form ``said`` in it was looked for as any of ``also``, too."""

    said: str
    also: tuple[str, ...]
    source: str


class Scored(NamedTuple):
    """An id and its score; higher is better, ties break by id.

    A tuple, unlike its neighbours here: a question makes a thousand of them, and a frozen dataclass takes eight times
    as long to make.
    """

    id: PassageId
    score: float


def best_first(found: list[Scored]) -> list[Scored]:
    """``found``, sorted in place: the highest score first; ties break by id."""
    found.sort(key=_ID)
    found.sort(key=_SCORE, reverse=True)  # stable, in reverse too
    return found


@dataclass(frozen=True, slots=True)
class Why:
    """Why a hit is there: its place and score by meaning and by words; None where it was not among them.

    ``token_score`` compares token by token, and is known of the best few only.
    """

    meaning_rank: int | None
    meaning_score: float | None
    word_rank: int | None
    word_score: float | None
    token_score: float | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a quoted stretch stands, as facts: a style of citing (:mod:`assistant.cite`) makes words of them.

    What the report does not print is None. ``version`` and ``sha256`` say which file's text ``start`` .. ``end`` counts
    in; ``quote_sha256`` is that of the stretch in UTF-8: whoever has the text can prove the quote.
    """

    report_id: str
    version: int
    sha256: str
    name: str
    title: str | None
    author: str | None
    agency: str | None
    date: str | None
    iso_date: str | None
    section_path: tuple[str, ...]
    pages: tuple[Page, ...]
    start: int
    end: int
    quote_sha256: str


@dataclass(frozen=True, slots=True)
class Place:
    """Another place where (nearly) the same text stands, ready to be cited."""

    report_id: str
    report_title: str
    section_path: tuple[str, ...]
    char_start: int
    char_end: int
    page: int | None
    citation: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One stretch of a report that answers, ready to be cited: a passage, or neighbours that belong together.

    ``highlights`` are spans of the canonical text; ``citation`` is the footnote of ``cited``; ``also_in`` are the other
    places of near-identical text; ``page`` is the first of ``pages``.
    """

    rank: int
    score: float
    report_id: str
    report_title: str
    section_path: tuple[str, ...]
    char_start: int
    char_end: int
    page: int | None
    text: str
    highlights: tuple[tuple[int, int], ...]
    citation: str
    cited: Citation
    why: Why
    matched: tuple[str, ...] = ()
    also_in: tuple[Place, ...] = ()
    pages: tuple[Page, ...] = ()


class Band(StrEnum):
    """How far an answer may be trusted: three words instead of a percentage that nobody can act on."""

    SURE = "sure"  # the passages answer
    UNSURE = "unsure"  # they may: read before citing
    NONE = "none"  # 查無依據: the reports do not say it


class NearMissKind(StrEnum):
    """What of a question the passages do not meet."""

    YEAR = "year"
    NUMBER = "number"
    NAME = "name"
    THING = "thing"  # what is asked for («which hotel») is nowhere spoken of
    NEGATION = "negation"
    AMOUNT = "amount"  # a sum of money is asked for, and none is named
    DURATION = "duration"  # how long is asked, and no length of time is named


@dataclass(frozen=True, slots=True)
class NearMiss:
    """The question says ``asked``; the passages found say ``found`` instead (empty: nothing of the kind)."""

    kind: NearMissKind
    asked: str
    found: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said to a question. ``confidence`` is 0..1; in the band NONE the hits are the nearest passages,
    not an answer. ``expansions`` are the glossary's entries that were used."""

    question: str
    band: Band
    confidence: float
    hits: Sequence[Hit]
    near_misses: tuple[NearMiss, ...] = ()
    expansions: tuple[Expansion, ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether the hits are given as an answer."""
        return self.band is not Band.NONE
