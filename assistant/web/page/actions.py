"""What the page does when a visitor does something: each action makes a View, none keeps anything."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from assistant.locales import CHINESE, words_for
from assistant.web.add.queue import Adder, Batch
from assistant.web.html.shelf import Shelf
from assistant.web.library import Library
from assistant.web.page.view import Followed, Opened, Problem, Spot, View
from corpus.errors import EmptyQuestion, TripReportError, UnknownReport
from corpus.types import Answer

log = logging.getLogger(__name__)

MAX_QUESTION = 2_000
"""Longer questions are cut: nobody types one, and a pasted report must not stall the page."""


class Actions:
    """The page's deeds, with the library they are done with. Holds nothing of any visitor."""

    def __init__(self, library: Library, adder: Adder | None = None):
        self._library, self._adder = library, adder

    def opened(self, lang: str, question: str, report: str) -> Iterator[View]:
        """The page as it opens: with the question of its address already asked, if there is one."""
        if question.strip():
            yield from self.asked(lang, question, report)
            return
        shelf, problem = self._shelf(lang)
        yield self._view(lang, shelf, report=report if shelf.find(report) else "", problem=problem)

    def asked(self, lang: str, question: str, report: str) -> Iterator[View]:
        """First the word that we are looking, then the answer with the source of its first hit."""
        question = question.strip()[:MAX_QUESTION]
        shelf, problem = self._shelf(lang)
        view = self._view(lang, shelf, question=question, report=report if shelf.find(report) else "")
        if problem is not None or not shelf.reports:
            yield self._view(lang, shelf, question=question, problem=problem)
        elif not question:
            yield replace(view, problem=Problem(empty_question=True))
        else:
            yield replace(view, loading=True)
            yield self._answered(view)

    def switched(self, view: View) -> View:
        """The same screen in another language."""
        shelf, problem = self._shelf(view.lang)
        opened = None
        if view.spot is not None:
            opened, missing = self.report_at(view.lang, view.spot)
            problem = problem or missing
        return replace(view, shelf=shelf, opened=opened, problem=problem, adding=self._adder is not None)

    def report_at(self, lang: str, spot: Spot) -> tuple[Opened | None, Problem | None]:
        """The report a visitor wants to read, or why it cannot be shown."""
        try:
            return Opened(self._library.report(spot.report_id), self._library.about(spot.report_id)), None
        except Exception as error:
            return None, problem_of(error, lang)

    def start_adding(self, key: str) -> Followed:
        """Let what was sent under ``key`` be added, once; whoever knows the key can follow it."""
        if self._adder is not None:
            self._adder.start(key)
        return Followed(key, was_empty=not self._shelf(CHINESE)[0].reports)

    def follow(self, lang: str, followed: Followed) -> tuple[Batch | None, Followed, View | None]:
        """How far a batch is, and the page anew where reports came in since it was ``followed`` last."""
        batch = self._adder.batch(followed.key) if self._adder is not None else None
        if batch is None or batch.came_in == followed.came_in:
            return batch, followed, None
        shelf, problem = self._shelf(lang)
        if problem is not None:
            return batch, followed, None  # the next time, perhaps
        return batch, replace(followed, came_in=batch.came_in, was_empty=False), self._view(lang, shelf)

    def _view(self, lang: str, shelf: Shelf, **more: Any) -> View:
        return View(lang, shelf, adding=self._adder is not None, **more)

    def _shelf(self, lang: str) -> tuple[Shelf, Problem | None]:
        try:
            return Shelf.of(self._library.reports()), None
        except Exception as error:
            return Shelf(), problem_of(error, lang)

    def _answered(self, view: View) -> View:
        try:
            answer = self._library.ask(view.question, report=view.report or None)
        except Exception as error:
            return replace(view, loading=False, problem=problem_of(error, view.lang))
        spot, opened = self._first_source(view.lang, answer)
        return replace(view, loading=False, answer=answer, spot=spot, opened=opened)

    def _first_source(self, lang: str, answer: Answer) -> tuple[Spot | None, Opened | None]:
        if not answer.answerable or not answer.hits:
            return None, None  # what is no answer is not put before the reader as one
        spot = Spot.of(answer.hits[0])
        opened, _ = self.report_at(lang, spot)
        return (spot, opened) if opened else (None, None)


def problem_of(error: Exception, lang: str) -> Problem:
    """An error in the visitor's words. The unexpected goes to the log, never to the page."""
    t = words_for(lang)
    if isinstance(error, EmptyQuestion):
        return Problem(empty_question=True)
    if isinstance(error, UnknownReport):
        return Problem(t("error.unknown_report"))
    if isinstance(error, TripReportError):
        return Problem(str(error))
    log.error("the page could not do what was asked of it", exc_info=error)
    return Problem(t("error.unexpected"))


def spot_of(payload: Any) -> Spot | None:
    """The place a visitor's browser names; None where it makes no sense, for a browser can send anything."""
    try:
        start, end = int(payload["start"]), int(payload["end"])
        answers = tuple((int(a), int(b)) for a, b in payload.get("answers") or ())
        part = payload.get("part")
        spot = Spot(
            str(payload["report"]),
            start,
            end,
            answers,
            int(payload.get("rank") or 0),
            None if part is None else int(part),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
    return spot if 0 <= start <= end else None
