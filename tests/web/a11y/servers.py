"""The pages that the states are looked for on: a library each, served when the first state asks for it."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from assistant.web.doors.access import THIS_MACHINE, Access
from corpus.types import Answer
from tests.web.conftest import page_over
from tests.web.evidence import Evidence
from tests.web.fakes import FakeLibrary, printed_report, real_report


class HeldLibrary(FakeLibrary):
    """Questions with «慢» in them, and all that is added, wait until they are let go."""

    def __init__(self) -> None:
        super().__init__()
        self.wait = threading.Event()

    def ask(self, question: str, *how: Any, **more: Any) -> Answer:
        if "慢" in question:
            self.wait.wait(60)
        return super().ask(question.replace("慢", ""), *how, **more)

    def let_go(self) -> None:
        """What waits goes on, to its end; what comes later waits again."""
        self.wait.set()
        time.sleep(0.3)
        self.wait = threading.Event()


LIBRARIES: dict[str, Callable[[], FakeLibrary]] = {
    "text": lambda: FakeLibrary({"gartner-2022": real_report(), "forum": printed_report()}),
    "printed": Evidence,
    "empty": lambda: FakeLibrary({}),
    "adding": FakeLibrary,
    "held": HeldLibrary,
    "shut": FakeLibrary,
    "guarded": FakeLibrary,
}
ACCESS = {
    "shut": Access(password="a password to read", adding_password="a password to add"),
    "guarded": Access(adding_password="a password to add"),
}


class Servers:
    """The address of each library's page."""

    def __init__(self, folder: Path, until_the_end: ExitStack):
        self._folder, self._end = folder, until_the_end
        self._served: dict[str, tuple[FakeLibrary, str]] = {}

    def __getitem__(self, name: str) -> str:
        if name not in self._served:
            library, folder = LIBRARIES[name](), self._folder / name
            folder.mkdir()
            address = self._end.enter_context(page_over(library, folder, ACCESS.get(name, THIS_MACHINE)))
            self._served[name] = library, address
            if isinstance(library, HeldLibrary):
                self._end.callback(library.let_go)
        library, address = self._served[name]
        if isinstance(library, HeldLibrary):
            library.let_go()  # what the last state left waiting
        return address


@contextmanager
def servers(folder: Path) -> Iterator[Servers]:
    """All of them; they end with the block."""
    with ExitStack() as until_the_end:
        yield Servers(folder, until_the_end)
