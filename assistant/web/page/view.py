"""What one visitor is looking at, as data. Nothing here knows of Gradio or of HTML."""

from dataclasses import dataclass, field, replace

from assistant.about import About
from assistant.locales import CHINESE, Words, words_for
from assistant.web.html.markup import Marks, Span
from assistant.web.html.shelf import Shelf
from corpus.types import Answer, Hit, Report


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a report: the passage to show, its answer sentences, and where the reader turned to."""

    report_id: str
    start: int
    end: int
    answers: tuple[Span, ...] = ()
    rank: int = 0
    part: int | None = None

    @classmethod
    def of(cls, hit: Hit) -> "Spot":
        """Where ``hit`` stands."""
        return cls(hit.report_id, hit.char_start, hit.char_end, tuple(hit.highlights), hit.rank)

    @property
    def marks(self) -> Marks:
        """What is to be marked there."""
        return Marks((self.start, self.end), self.answers)

    def turned_to(self, part: int) -> "Spot":
        """The same place with another part of a long report open."""
        return replace(self, part=part)


@dataclass(frozen=True, slots=True)
class Opened:
    """The report that stands beside the results, and all that is known of it."""

    report: Report
    about: About


@dataclass(frozen=True, slots=True)
class Problem:
    """Why there is no answer: a question that is missing, or an error and its cure in plain words."""

    message: str = ""
    empty_question: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """The whole screen. ``report`` is the filter (an id, empty for all), ``opened`` the report at ``spot``.

    ``adding``: whether reports can be added on the page.
    """

    lang: str = CHINESE
    shelf: Shelf = field(default_factory=Shelf)
    question: str = ""
    report: str = ""
    loading: bool = False
    answer: Answer | None = None
    problem: Problem | None = None
    spot: Spot | None = None
    opened: Opened | None = None
    adding: bool = False

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
