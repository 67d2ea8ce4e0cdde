"""What the page does when a visitor does something: each action makes a View, none keeps anything."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from assistant.anchor import Anchor, anchor_of, read_anchor
from assistant.locales import CHINESE, words_for
from assistant.pages import PrintedPage
from assistant.web.add.queue import Adder, Batch
from assistant.web.html.parts import page_at
from assistant.web.html.shelf import Shelf
from assistant.web.library import Library
from assistant.web.page.scope import Address, Scope
from assistant.web.page.view import Followed, Found, Opened, Problem, Spot, View
from corpus.errors import EmptyQuestion, SettingsError, TripReportError, UnknownReport
from corpus.types import Hit, Report

log = logging.getLogger(__name__)

MAX_QUESTION = 2_000
"""Longer questions are cut: nobody types one, and a pasted report must not stall the page."""


class Actions:
    """The page's deeds, with the library they are done with. Holds nothing of any visitor."""

    def __init__(self, library: Library, adder: Adder | None = None, beside: bool = True):
        """``beside``: whether the page shows a report beside the results; else none is read for it."""
        self._library, self._adder, self._beside = library, adder, beside

    def opened(self, lang: str, address: Address) -> Iterator[View]:
        """The page as it opens: the question of its address is asked, the passage it names is shown."""
        if address.anchor is not None and address.scope.report:
            yield from self._linked(lang, address, address.anchor)
        elif address.question.strip():
            yield from self.asked(lang, address.question, address.scope)
        else:
            yield self._start(lang, address.question, address.scope)

    def asked(self, lang: str, question: str, scope: Scope, linked: Hit | None = None) -> Iterator[View]:
        """First the word that we are looking, then the answer with the source of its first hit, or at ``linked``."""
        question = question.strip()[:MAX_QUESTION]
        view = self._start(lang, question, scope)
        if view.problem is not None or not view.shelf.reports:
            yield view
        elif not question:
            yield replace(view, problem=Problem(empty_question=True))
        else:
            yield replace(view, loading=True)
            yield self._answered(view, linked)

    def switched(self, view: View) -> View:
        """The same screen in another language."""
        shelf, problem = self._shelf(view.lang)
        opened = None
        if view.spot is not None:
            spot, opened, missing = self.report_at(view.lang, view.spot)
            view, problem = replace(view, spot=spot), problem or missing
        return replace(view, shelf=shelf, opened=opened, problem=problem, adding=self._adder is not None)

    def widened(self, view: View, rank: int) -> View:
        """With the whole section on the card of the passage at ``rank``, or the passage alone where it was there.

        A section too long for a card is opened in its report instead.
        """
        hit = next((hit for hit in view.found.on_cards if hit.rank == rank), None)
        sections = dict(view.found.sections)
        view = replace(view, shelf=self._shelf(view.lang)[0], adding=self._adder is not None)
        if hit is None:
            return view
        if sections.pop(rank, None) is None:
            section, problem = self._section(view.lang, hit)
            if problem is not None:
                return replace(view, problem=problem)
            if section is None:
                return self._at(view, Spot.of(hit))
            sections[rank] = replace(section, rank=rank)
        return replace(view, found=replace(view.found, sections=sections))

    def _section(self, lang: str, hit: Hit) -> tuple[Hit | None, Problem | None]:
        try:
            now = self._library.recall(hit.report_id, anchor_of(hit.cited)).hit
            if now is None:
                return None, Problem(words_for(lang)("error.replaced"))
            return self._library.section_around(now.report_id, now.char_start, now.char_end), None
        except Exception as error:
            return None, problem_of(error, lang)

    def _linked(self, lang: str, address: Address, anchor: Anchor) -> Iterator[View]:
        """What a permanent link names; with its question asked of that report, where it has one."""
        view = self._start(lang, address.question, address.scope)
        if view.problem is not None or not view.scope.report:
            yield view if view.problem else replace(view, problem=Problem(view.t("error.unknown_report")))
            return
        try:
            recalled = self._library.recall(view.scope.report, anchor)
        except Exception as error:
            yield replace(view, problem=problem_of(error, lang))
            return
        if recalled.hit is not None and address.question.strip():
            yield from self.asked(lang, address.question, address.scope, recalled.hit)
            return
        view = replace(view, found=Found(recalled=recalled))
        yield self._at(view, Spot.of(recalled.hit)) if recalled.hit else view

    def _start(self, lang: str, question: str, scope: Scope) -> View:
        """The page before anything is asked, and what is wrong where nothing can be. A report that is gone is no
        reason not to ask the others."""
        shelf, problem = self._shelf(lang)
        scope = scope if shelf.find(scope.report) else replace(scope, report="")
        view = self._view(lang, shelf, question=question, scope=scope, problem=problem)
        try:
            admitted = shelf.admitted(scope.filters)
        except SettingsError:
            year = words_for(lang)("error.no_year", year=dict(scope.facets)["year"])
            return replace(view, problem=Problem(year))
        if shelf.reports and not admitted.reports and problem is None:
            return replace(view, problem=Problem(words_for(lang)("error.nothing_admitted")))
        return view

    def _at(self, view: View, spot: Spot) -> View:
        """With the report at ``spot`` open, where it can be."""
        if not self._beside:
            return view
        spot, opened, _ = self.report_at(view.lang, spot)
        return replace(view, spot=spot, opened=opened) if opened else view

    def report_at(self, lang: str, spot: Spot) -> tuple[Spot, Opened | None, Problem | None]:
        """The report a visitor wants to read, and where in it; or why it cannot be shown.

        Where the report was replaced since the place was named, the same text is looked for in what it says now.
        """
        try:
            report, about = self._library.report_and_about(spot.report_id)
            spot, gone = self._where_now(spot, about.summary.version)
            return spot, Opened(report, about, self._printed(report, spot), gone), None
        except Exception as error:
            return spot, None, problem_of(error, lang)

    def _where_now(self, spot: Spot, version: int) -> tuple[Spot, bool]:
        """The place in ``version`` of its report; and whether there is none."""
        if spot.anchor is None or spot.anchor.version == version:
            return spot, False
        hit = self._library.recall(spot.report_id, spot.anchor).hit
        return (spot.moved_to(hit), False) if hit else (Spot(spot.report_id, 0, 0, token=spot.token), True)

    def _printed(self, report: Report, spot: Spot) -> PrintedPage | None:
        pages = report.document.pages
        if not pages:
            return None
        number = min(spot.page or page_at(pages, spot.start).number, len(pages))
        printed = self._library.printed_page(spot.report_id, number)
        # of another file where the report was replaced this very moment: its marks would lie anywhere
        return printed if printed and report.sha256.startswith(printed.file) else None

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

    def _answered(self, view: View, linked: Hit | None) -> View:
        scope = view.scope
        try:
            answer = self._library.ask(view.question, scope.wanted, scope.report or None, scope.filters)
        except Exception as error:
            return replace(view, loading=False, problem=problem_of(error, view.lang))
        view = replace(view, loading=False, found=Found(answer))
        # what is no answer is not put before the reader as one
        first = linked or (answer.hits[0] if answer.answerable and answer.hits else None)
        return self._at(view, Spot.of(first)) if first else view


def problem_of(error: Exception, lang: str) -> Problem:
    """An error in the visitor's words. The unexpected goes to the log, never to the page."""
    t = words_for(lang)
    if isinstance(error, EmptyQuestion):
        return Problem(empty_question=True)
    if isinstance(error, UnknownReport):
        return Problem(t("error.unknown_report"), status=404)
    if isinstance(error, TripReportError):
        return Problem(str(error), status=503)
    log.error("the page could not do what was asked of it", exc_info=error)
    return Problem(t("error.unexpected"), status=500)


def spot_of(payload: Any) -> Spot | None:
    """The place a visitor's browser names; None where it makes no sense, for a browser can send anything."""
    try:
        start, end = int(payload["start"]), int(payload["end"])
        answers = tuple((int(a), int(b)) for a, b in payload.get("answers") or ())
        part, page = payload.get("part"), payload.get("page")
        spot = Spot(
            str(payload["report"]),
            start,
            end,
            answers,
            int(payload.get("rank") or 0),
            None if part is None else int(part),
            None if page is None else max(int(page), 0),
            read_anchor(str(payload.get("anchor") or "")),
            int(payload.get("token") or 0),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
    return spot if 0 <= start <= end else None
