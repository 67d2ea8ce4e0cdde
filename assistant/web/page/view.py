"""What one visitor is looking at, as data. Nothing here knows of Gradio or of HTML."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from assistant.about import About
from assistant.anchor import Anchor, anchor_of
from assistant.locales import CHINESE, Words, words_for
from assistant.pages import PrintedPage
from assistant.quote import Recalled
from assistant.web.html.markup import Marks, Span
from assistant.web.html.shelf import Shelf
from assistant.web.page.scope import EVERYWHERE, Scope
from corpus.types import Answer, Hit, Report


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a report: the passage to show, its answer sentences, and where the reader turned to.

    ``page`` is the page to be shown as a picture: 0 for the one where the passage begins, None for the text. ``anchor``
    says in which version of the report the passage stands there, where that is known; ``token`` is the number under
    which a browser asked for the place.
    """

    report_id: str
    start: int
    end: int
    answers: tuple[Span, ...] = ()
    rank: int = 0
    part: int | None = None
    page: int | None = None
    anchor: Anchor | None = None
    token: int = 0

    @classmethod
    def of(cls, hit: Hit) -> "Spot":
        """Where ``hit`` stands."""
        anchor = anchor_of(hit.cited)
        return cls(hit.report_id, hit.char_start, hit.char_end, tuple(hit.highlights), hit.rank, anchor=anchor)

    def moved_to(self, hit: Hit) -> "Spot":
        """The same passage where another version of the report has it."""
        by = hit.char_start - self.start
        answers = tuple((start + by, end + by) for start, end in self.answers)
        page = self.page and 0  # a page is turned to in one version only
        start, end, anchor = hit.char_start, hit.char_end, anchor_of(hit.cited)
        return replace(self, start=start, end=end, answers=answers, part=None, page=page, anchor=anchor)

    @property
    def marks(self) -> Marks:
        """What is to be marked there."""
        return Marks((self.start, self.end), self.answers)

    def turned_to(self, part: int) -> "Spot":
        """The same place with another part of a long report open."""
        return replace(self, part=part)


@dataclass(frozen=True, slots=True)
class Opened:
    """The report that stands beside the results, and all that is known of it.

    ``printed`` is the page of the spot; None where no picture of it can be shown. ``gone``: the report was replaced,
    and does not say any more what was to be shown.
    """

    report: Report
    about: About
    printed: PrintedPage | None = None
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """Why there is no answer: a question that is missing, or an error and its cure in plain words.

    ``status`` is that of HTTP, for a page that is answered whole.
    """

    message: str = ""
    empty_question: bool = False
    status: int = 400


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: an answer, with the whole section in place of some passages (by rank); or, without a question,
    what a permanent link named."""

    answer: Answer | None = None
    sections: Mapping[int, Hit] = field(default_factory=dict)
    recalled: Recalled | None = None

    @property
    def ranked(self) -> tuple[Hit, ...]:
        """The hits of the answer."""
        return tuple(self.answer.hits) if self.answer else ()

    @property
    def on_cards(self) -> tuple[Hit, ...]:
        """All that is on a card."""
        linked = self.recalled.hit if self.recalled else None
        return (linked,) if linked else self.ranked


NOTHING_FOUND: Final = Found()


@dataclass(frozen=True, slots=True)
class Medium:
    """The page that a view is for. ``home`` is its address; ``origin`` the site's scheme and host, where no script can
    fill them in. Where it is not ``scripted``, what takes a script is a link or plain text."""

    home: str = "/"
    scripted: bool = True
    origin: str = ""


MAIN_PAGE: Final = Medium()


@dataclass(frozen=True, slots=True)
class View:
    """The whole screen. ``opened`` is the report at ``spot``; ``adding``: whether reports can be added on the page."""

    lang: str = CHINESE
    shelf: Shelf = field(default_factory=Shelf)
    question: str = ""
    scope: Scope = EVERYWHERE
    loading: bool = False
    found: Found = NOTHING_FOUND
    problem: Problem | None = None
    spot: Spot | None = None
    opened: Opened | None = None
    adding: bool = False
    medium: Medium = MAIN_PAGE

    @property
    def t(self) -> Words:
        """The words of the visitor's language."""
        return words_for(self.lang)


@dataclass(frozen=True, slots=True)
class Followed:
    """What a visitor's page knows of the batch it sent: its key, how many reports had come in, and whether the
    library was empty before."""

    key: str
    came_in: int = 0
    was_empty: bool = False
