"""Checks that are under way: a few at a time, each forgotten with its page."""

import threading
from dataclasses import dataclass
from typing import Final

from assistant.check.verdict import Checked
from assistant.web.add.door import Refused
from assistant.web.check.sent import Sent
from assistant.web.library import Library
from assistant.web.page.actions import problem_of
from assistant.web.page.view import Problem
from corpus.errors import EmptyQuestion, UserError

_AT_ONCE: Final = 2
_WAITING: Final = 8


@dataclass(slots=True)
class Check:
    """One draft: how far it is, and what came of it. ``text`` is what a file was read as."""

    sent: Sent
    text: str = ""
    done: int = 0
    total: int = 0
    checked: Checked | None = None
    problem: Problem | None = None

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return self.checked is not None or self.problem is not None


class Checks:
    """Runs each in a thread of its own, which may end with the program wherever it is."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._turn = threading.BoundedSemaphore(_AT_ONCE)
        self._places = threading.BoundedSemaphore(_AT_ONCE + _WAITING)

    def start(self, sent: Sent, lang: str) -> Check:
        """Begin; Refused where too many wait already."""
        if not self._places.acquire(blocking=False):
            raise Refused(503, "Too many drafts are being checked: try again in a minute.")
        check = Check(sent, sent.text)
        threading.Thread(target=self._run, args=(check, lang), daemon=True, name="checking").start()
        return check

    def _run(self, check: Check, lang: str) -> None:
        try:
            with self._turn:
                check.checked = self._checked(check)
        except EmptyQuestion:
            check.problem = Problem(empty_question=True, status=422)
        except UserError as error:
            check.problem = Problem(str(error), status=422)
        except Exception as error:
            check.problem = problem_of(error, lang)
        finally:
            self._places.release()

    def _checked(self, check: Check) -> Checked:
        def tell(done: int, total: int) -> None:
            check.done, check.total = done, total

        sent = check.sent
        if sent.file is not None:
            check.text = self._library.draft(sent.file)
        return self._library.check(check.text, sent.report or None, every_sentence=sent.every_sentence, progress=tell)
