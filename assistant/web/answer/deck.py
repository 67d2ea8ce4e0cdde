"""What all cards of one answer share: the reports, the language, the question, and where their links lead."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from assistant.locales import Words
from assistant.web.html.shelf import Shelf
from assistant.web.page.scope import EVERYWHERE, Scope
from assistant.web.page.view import MAIN_PAGE, Medium, View
from corpus.types import Hit


@dataclass(frozen=True, slots=True)
class Deck:
    """``sections`` has, by rank, the whole section that is shown in a passage's place. ``picking``: whether passages
    can be picked for a bundle; what is no answer is no evidence."""

    shelf: Shelf
    t: Words
    question: str = ""
    scope: Scope = EVERYWHERE
    sections: Mapping[int, Hit] = field(default_factory=dict)
    medium: Medium = MAIN_PAGE
    picking: bool = False

    @classmethod
    def of(cls, view: View) -> "Deck":
        """What the cards of ``view`` share."""
        question = view.found.answer.question if view.found.answer else view.question
        return cls(view.shelf, view.t, question, view.scope, view.found.sections, view.medium)

    def shown(self, hit: Hit) -> Hit:
        """What the card of ``hit`` shows."""
        return self.sections.get(hit.rank, hit)

    def address(self, scope: Scope, question: str | None = None) -> str:
        """Where the question, or another one, is put to ``scope``."""
        query = urlencode(scope.query(self.question if question is None else question))
        return f"{self.medium.home}?{query}" if query else self.medium.home
