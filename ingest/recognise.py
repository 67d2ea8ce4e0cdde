"""Whether a report that was just read is in the library already, as another version or in another format."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Final

from corpus.errors import ChangedReport, TakenFile
from corpus.identity import ALIKE, KeyKind, Shingles, keys, likeness, shingles
from corpus.types import Notice, NoticeKind, RawFile, Report, ReportSummary, Source
from corpus.view import View


class Known(StrEnum):
    """How a report was recognised."""

    PATH = "path"  # another state of a file that was read before
    FORM = "form"  # its form says the same title, agency and dates: another version
    FORMAT = "format"  # the same text from another file, mostly in another format
    ALIKE = "alike"  # nearly the same text, but no form that says so: kept as a report of its own, and told
    BYTES = "bytes"  # a copy of the very file
    OLDER = "older"  # a copy of a file that has been replaced since
    NAMED = "named"  # a person says which report it is


@dataclass(frozen=True, slots=True)
class Recognised:
    """The report that this is, at ``version``; ``better``: this file is the better one to cite from."""

    report_id: str
    version: int
    how: Known
    better: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """The report that a file is because a person says so; ``seen`` is the version that the person knows of it, where
    they have looked."""

    report_id: str
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The report that a file's very bytes belong to, and the file they were last seen in.

    ``how`` is None where the file is at the place that is known; ``overwritten`` is the report that was at that place
    before, and ``lost`` how many passages go with it where it has no other file.
    """

    report: ReportSummary
    source: Source
    how: Known | None
    overwritten: str | None = None
    lost: int = 0


def whereabouts(view: View, raw: RawFile) -> Whereabouts | None:
    """Where the bytes of ``raw`` are in the library; None where they are not, or not any more at this path."""
    taken = view.by_source(raw.source)
    if taken and taken[1].sha256 == raw.sha256:
        return Whereabouts(*taken, None)
    found = view.by_bytes(raw.sha256)
    if found is None:
        return None
    report, source = found
    how = Known.BYTES if source.version == report.version else Known.OLDER
    if taken is None:
        return Whereabouts(report, source, how)
    before = taken[0]
    if before.id == report.id or how is Known.OLDER:
        return None  # the file has gone back to an older state: that is another version of it
    alone = len(view.sources(before.id)) == 1
    return Whereabouts(report, source, how, before.id, before.passages if alone else 0)


def require(view: View, named: Named) -> ReportSummary:
    """The report that was named; UnknownReport where it is not there, ChangedReport where it is another by now."""
    summary = view.summary(named.report_id)
    if named.seen is not None and summary.version != named.seen:
        raise ChangedReport(
            f"Report {summary.id} is version {summary.version} by now, not {named.seen} as when you looked: look at it "
            "again, and decide anew."
        )
    return summary


def taken(view: View, file: RawFile | Report, report_id: str) -> ReportSummary | None:
    """Another report than ``report_id`` that has this very file, or the file at its place, as it stands now."""
    for found in (view.by_bytes(file.sha256), view.by_source(file.source)):
        if found and found[0].id != report_id and found[1].version == found[0].version:
            return found[0]
    return None


def named_as(file: RawFile | Report, named: Named, view: View) -> Recognised:
    """What ``file`` is because a person says so, whatever its form and its path say; see :func:`require`.

    TakenFile where it is another report's: one file cannot be two reports.
    """
    summary = require(view, named)
    if other := taken(view, file, named.report_id):
        raise TakenFile(
            f"{file.name} is the file of report {other.id} ({other.title}), so it cannot be a version of "
            f"{named.report_id} too: choose another file, or remove that report first with "
            f"`tripreport remove {other.id}`."
        )
    return Recognised(summary.id, summary.version, Known.NAMED)


_RANK: Final = {"application/pdf": 3, "text/plain": 1, "text/markdown": 1, "text/html": 1}
"""What a citation gains from a format: a PDF has the pages as they were printed."""
_WORD: Final = 2
_ORDER: Final = (Known.FORMAT, Known.FORM, Known.ALIKE)
"""Where several reports share something, the surest one is it."""


def rank(media_type: str, scanned: bool = False) -> int:
    """How good a format is to cite from; what was read by character recognition is worth least."""
    return 0 if scanned else _RANK.get(media_type, _WORD)


def recognise(report: Report, view: View) -> Recognised | None:
    """The report of the library that ``report`` is (or, for ALIKE, is much like), else None.

    A file at a path that is known is a new version of what was there. Else reports with the same form, title, file
    name or text are compared: the same text is the same report, and so is nearly the same text in another format;
    another text under the same title, agency and dates is a new version.
    """
    candidates = view.like(keys(report))
    held = view.by_source(report.source)

    @cache
    def alike(report_id: str) -> bool:
        return likeness(own(), shingles(view.text(report_id))) >= ALIKE

    @cache
    def own() -> Shingles:  # of a long text, and mostly there is nothing to compare it with
        return shingles(report.text)

    if held and not _has_left(report, view, held[0], candidates.get(held[0].id, ()), alike):
        summary = held[0]
        # a file that is not the one that is cited, and still says the same
        copy = KeyKind.TEXT in candidates.get(summary.id, ()) and summary.source != report.source
        return Recognised(summary.id, summary.version, Known.FORMAT if copy else Known.PATH)
    found = [Recognised(i, view.summary(i).version, how) for i in sorted(candidates)
             if (how := _how(report, view, i, candidates[i], alike))]  # fmt: skip
    best = min(found, key=lambda r: _ORDER.index(r.how), default=None)
    if best is None or best.how is not Known.FORMAT:
        return best
    here = rank(report.document.media_type, _scanned(report.document.notices))
    there = rank(view.summary(best.report_id).media_type, _scanned(view.notices(best.report_id)))
    return replace(best, better=here > there)


def _has_left(
    report: Report, view: View, held: ReportSummary, shared: Collection[KeyKind], alike: Callable[[str], bool]
) -> bool:
    """Whether a file that was read as ``held`` is another report now: another file still holds that one."""
    others = [s for s in view.sources(held.id) if s.path != report.source and s.version == held.version]
    if not others or KeyKind.FORM in shared or KeyKind.TEXT in shared:
        return False
    return not alike(held.id)


def _how(
    report: Report, view: View, report_id: str, shared: Collection[KeyKind], alike: Callable[[str], bool]
) -> Known | None:
    if KeyKind.TEXT in shared:
        return Known.FORMAT
    if not alike(report_id):
        return Known.FORM if KeyKind.FORM in shared else None
    if view.summary(report_id).media_type != report.document.media_type:
        return Known.FORMAT
    return Known.FORM if KeyKind.FORM in shared else Known.ALIKE


def _scanned(notices: Iterable[Notice]) -> bool:
    return any(notice.kind is NoticeKind.OCR for notice in notices)
