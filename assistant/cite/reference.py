"""What a style makes words of: the facts of a citation, and where it leads."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final
from urllib.parse import urlencode

from assistant.anchor import permanent_link
from corpus.types import Citation, Page

GENRE: Final = "出國報告"
"""What kind of work all of them are, in every style."""
_MISSING: Final[Mapping[str, str]] = MappingProxyType(
    {"title": "題名", "author": "出國人員", "agency": "服務機關", "date": "報告日期"}
)
"""The fields that a citation is made of, and what the form calls them."""
_BREAKS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_TURNING: Final = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
HALVES: Final = re.compile(r"[\ud800-\udfff]")
"""Half of a surrogate pair: a damaged file has them, and UTF-8 has not."""
_BETWEEN: Final = re.compile(r"\s*[、，,；;]\s*")
_AND_OTHERS: Final = re.compile(r"\s*等\s*[共計]?\s*[0-9０-９一二三四五六七八九十]*\s*[人員名位]*\s*$")


@dataclass(frozen=True, slots=True)
class Names:
    """Who wrote it, in the order of print, each name as it is printed; ``more``: others are not named («等 5 人»)."""

    each: tuple[str, ...]
    more: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """``link`` opens the passage again. ``whole``: the report is cited, and no place in it. ``now`` is the version that
    the report is in today, where that does not say what is cited any more; else None."""

    cited: Citation
    link: str = ""
    whole: bool = False
    now: int | None = None

    @property
    def title(self) -> str | None:
        """The printed title on one line."""
        return one_line(self.cited.title)

    @property
    def name(self) -> str:
        """The file's name on one line."""
        return one_line(self.cited.name) or "?"

    @property
    def agency(self) -> str | None:
        """The agency on one line."""
        return one_line(self.cited.agency)

    @property
    def author(self) -> str | None:
        """The authors as printed, on one line."""
        return one_line(self.cited.author)

    @property
    def authors(self) -> Names:
        """The authors one by one; where the report names none, its agency is its author (CMOS 14.84, APA 7 9.11,
        GB/T 7714 8.1.3), whole as it is printed."""
        if self.author:
            return names_in(self.author)
        return Names((self.agency,) if self.agency else ())

    @property
    def date(self) -> str | None:
        """The report's date as printed, on one line."""
        return one_line(self.cited.date)

    @property
    def day(self) -> tuple[int, ...]:
        """Year, month, day of the western calendar, as many as are known; empty where the date could not be read."""
        return tuple(map(int, self.cited.iso_date.split("-"))) if self.cited.iso_date else ()

    @property
    def path(self) -> tuple[str, ...]:
        """The section's path; none where the whole report is cited."""
        return () if self.whole else tuple(filter(None, map(one_line, self.cited.section_path)))

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages; none where the whole report is cited."""
        return () if self.whole else tuple(replace(page, label=one_line(page.label)) for page in self.cited.pages)

    @property
    def has_no_pages(self) -> bool:
        """Whether a page should be named, and the file has none."""
        return not self.whole and not self.cited.pages

    @property
    def missing(self) -> tuple[str, ...]:
        """Which of title, author, agency and date the report does not print."""
        return tuple(name for name in _MISSING if not getattr(self.cited, name))

    @property
    def missing_words(self) -> str:
        """The same in the words of the form; empty where nothing is missing."""
        return "、".join(_MISSING[name] for name in self.missing)


def names_in(printed: str) -> Names:
    """The names of one printed line; what stands in one name is never taken apart into family and given name.

    >>> names_in("王小明、李大華等3人")
    Names(each=('王小明', '李大華'), more=True)
    """
    named = _AND_OTHERS.sub("", printed)
    return Names(tuple(filter(None, _BETWEEN.split(named.strip()))) or (printed,), more=named != printed)


def linked(reference: Reference, site: str = "", question: str = "") -> Reference:
    """With the permanent link to it; ``site`` is the scheme and host of the page, where they are known."""
    report = f"/?{urlencode({'report': reference.cited.report_id})}"
    path = report if reference.whole else permanent_link(reference.cited, question)
    return replace(reference, link=f"{site.rstrip('/')}{path}")


def one_line(printed: str | None) -> str | None:
    """On one line, and nothing in it that would break a file or turn the writing of what stands around it."""
    if printed is None:
        return None
    safe = HALVES.sub("\ufffd", _TURNING.sub("", printed))
    return " ".join(_BREAKS.sub("\n", safe).split("\n")).strip() or None
