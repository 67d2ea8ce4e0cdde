"""The library for who writes Python: five verbs over the same parts as the command line, and the list of reports."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from corpus.errors import LibraryError, UserError

if TYPE_CHECKING:
    from assistant import library as whole
    from assistant.check.verdict import Checked
    from corpus.types import Answer, Hit, ReportSummary
    from ingest.pipeline import Ingested


class Library:
    """Reports in one folder that can be asked, read, cited, checked against and added to.

    Safe to use from several threads, and beside other processes. Every error is one of :mod:`corpus.errors`; its
    message names the cure. Offsets count characters of a report's canonical text, half open.
    """

    def __init__(self, library: "whole.Library | None") -> None:
        self._library = library

    @classmethod
    def open(cls, folder: str | Path | None = None, model: str | None = None) -> Self:
        """The library in ``folder``, made where there is none; without one as ``tripreport`` finds it: what
        TRIPREPORT_LIBRARY names, else the platform's data folder. ``model`` is a sentence-transformers model by name
        or folder; it is loaded when it is first needed.

        From here on this process and the model's libraries call nobody: the variables that say so are set.
        """
        from assistant.settings import seal, settings_from
        from assistant.wiring import open_library

        seal(os.environ)
        return cls(open_library(settings_from(os.environ, str(folder) if folder is not None else None, model)))

    def ask(
        self,
        question: str,
        k: int = 5,
        *,
        reports: Iterable[str] | None = None,
        agency: str | None = None,
        country: str | None = None,
        year: int | str | None = None,
        category: str | None = None,
    ) -> "Answer":
        """The ``k`` best passages (at most 50) for ``question``, in Chinese (either script) or English, word for word.

        ``reports`` are ids, ``year`` is 2022 or 111; all filters that are given must hold. Where ``answer.answerable``
        is false the hits are the nearest passages and no answer. EmptyQuestion, UnknownReport, SettingsError.
        """
        from corpus.filters import Filters, year_from

        known = year_from(str(year)) if year is not None else None
        ids = tuple(reports) if reports is not None else None
        return self._open.ask(question, k, filters=Filters(ids, agency, country, known, category))

    def read(self, where: "Hit | str", start: int = 0, end: int | None = None) -> "Hit":
        """Any stretch of a report, word for word and ready to be cited.

        ``where`` is a report's id, and ``start`` .. ``end`` what is read of it: the whole text if both are left out.
        Where it is a hit, it is the section around it that is read; the hit itself, where that section is too long to
        be read at one go. UnknownReport.
        """
        if not isinstance(where, str):
            return self._open.section_around(where.report_id, where.char_start, where.char_end) or where
        last = self._open.summary(where).characters if end is None else end
        return self._open.quote(where, start, last)

    def cite(self, hit: "Hit", style: str = "footnote") -> str:
        """The citation of what was found or read, in a style of :data:`assistant.cite.STYLES` (footnote, apa, chicago,
        gbt7714, plain, markdown, bibtex, ris, csl-json, facts). SettingsError, with all names, where there is none."""
        from assistant.cite import Reference, linked, style_named

        return style_named(style).of(linked(Reference(hit.cited)))

    def check(self, text: str, report: str | None = None) -> "Checked":
        """Each quotation of ``text`` held against all reports, or one: exact, near (with what differs), or not found.

        EmptyQuestion where nothing is said, UserError where it is too long, UnknownReport.
        """
        return self._open.check(text, report)

    def ingest(
        self,
        paths: str | Path | Iterable[str | Path],
        *,
        replaces: str | None = None,
        tell: "Callable[[Ingested], None] | None" = None,
    ) -> "list[Ingested]":
        """Bring the library up to date with files, folders, patterns and ZIP archives; what has not changed costs
        nothing, and one bad file stops none: its outcome is FAILED, and says why.

        ``tell`` hears of each file as it is done. ``replaces``: the one file is the new version of that report.
        UserError where there is no report among them.
        """
        from ingest.files.sources import find_sources, oldest_first
        from ingest.readers import supported_suffixes

        named = [Path(path) for path in ([paths] if isinstance(paths, str | Path) else paths)]
        files = oldest_first(find_sources(named, supported_suffixes()))
        if not files:
            raise UserError(
                f"No report among {', '.join(map(str, named))}: give {', '.join(supported_suffixes())} files."
            )
        return self._open.ingest(files, tell, replaces=replaces)

    def reports(self) -> "list[ReportSummary]":
        """All reports, by title."""
        return self._open.reports()

    def close(self) -> None:
        """Let go of files and child processes; nothing can be asked of it any more."""
        if self._library is not None:
            self._library.close()
            self._library = None

    @property
    def _open(self) -> "whole.Library":
        if self._library is None:
            raise LibraryError("This library was closed: open it anew with Library.open().")
        return self._library

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
