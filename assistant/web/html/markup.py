"""Make HTML of plain text. Every value that comes from a report or a person passes through ``esc``."""

import html
from dataclasses import dataclass, replace
from itertools import pairwise

Span = tuple[int, int]

# Gradio hands the page's HTML to a JavaScript template. Values are not evaluated again there today; these
# characters are written as entities all the same, so that no later version can mistake a report for code.
_TEMPLATE_SIGNS = str.maketrans({"$": "&#36;", "{": "&#123;", "}": "&#125;", "`": "&#96;", "\r": "&#13;", "\0": ""})


def esc(value: object) -> str:
    """``value`` as text that is safe inside an element or a quoted attribute."""
    return html.escape(str(value), quote=True).translate(_TEMPLATE_SIGNS)


def data(**values: object) -> str:
    """``data-*`` attributes, each value escaped; a value of None is left out."""
    return "".join(
        f' data-{key.replace("_", "-")}="{esc(value)}"' for key, value in values.items() if value is not None
    )


def in_language(markup: str, lang: str) -> str:
    """``markup`` for a page in ``lang``: what says once more that it is in this language loses the attribute, for the
    ministry's rules take it on what is in another language only.

    No part of ours in the page's language stands within one in another.

    >>> in_language('<p lang="en">a <bdi lang="zh-Hant">b</bdi></p>', "en")
    '<p>a <bdi lang="zh-Hant">b</bdi></p>'
    """
    return markup.replace(f' lang="{lang}"', "")  # in a text the quotes are entities: only attributes read so


@dataclass(frozen=True, slots=True)
class Marks:
    """What is marked in a text: the cited passage and, inside it, the sentences that answer.

    ``named``: the element in which the passage begins has the id «passage», so that an address can lead there.
    ``others`` are the answer's other passages with their ranks: a note at the margin, and nothing in the text.
    """

    passage: Span | None = None
    answers: tuple[Span, ...] = ()
    named: bool = False
    others: tuple[tuple[int, Span], ...] = ()

    def counted_from(self, offset: int) -> "Marks":
        """The same marks on a text that begins at ``offset``."""
        passage = self.passage and (self.passage[0] - offset, self.passage[1] - offset)
        answers = tuple((a - offset, b - offset) for a, b in self.answers)
        others = tuple((rank, (a - offset, b - offset)) for rank, (a, b) in self.others)
        return replace(self, passage=passage, answers=answers, others=others)

    def edges(self, start: int, end: int) -> list[int]:
        """The offsets between ``start`` and ``end`` where the marking changes, both ends included."""
        spans = [*self.answers, *([self.passage] if self.passage else [])]
        inner = {edge for span in spans for edge in span if start < edge < end}
        return [start, *sorted(inner), end]

    def touches(self, start: int, end: int) -> bool:
        """Whether some of the passage lies in ``start`` .. ``end``."""
        return self.passage is not None and self.passage[0] < end and start < self.passage[1]

    def ranks(self, start: int, end: int) -> str | None:
        """The ranks of the other passages of which some lies in ``start`` .. ``end``."""
        return " ".join(str(rank) for rank, (a, b) in self.others if a < end and start < b) or None


def marked(text: str, start: int, end: int, marks: Marks, offset: int = 0) -> str:
    """``text[start:end]`` escaped, with the marks on it; offsets count from ``offset``, where ``text`` begins."""
    return "".join(_wrap(text[a - offset : b - offset], a, marks) for a, b in pairwise(marks.edges(start, end)))


def _wrap(piece: str, at: int, marks: Marks) -> str:
    if not piece:
        return ""
    if any(a <= at < b for a, b in marks.answers):
        return f"<mark>{esc(piece)}</mark>"
    if marks.passage and marks.passage[0] <= at < marks.passage[1]:
        return f'<span class="passage">{esc(piece)}</span>'
    return esc(piece)
