"""A library whose answers lie in several places of one printed report, and in one that has no pages."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.ask import EVERYTHING
from corpus.filters import Filters
from corpus.types import Answer, Band, Hit, Report, Why
from tests.web.fakes import FakeLibrary, hit_at, printed_report, real_report


def stretch(report: Report, start: int, end: int, answer: tuple[int, int], rank: int, report_id: str) -> Hit:
    """A hit of any stretch of a report; ``answer`` counts from its start."""
    text = report.text[start:end]
    hit = hit_at(report_id, report, text, text[slice(*answer)], rank, Why(rank, 0.9, rank, 5.0), ())
    spot = start + answer[0]
    cited = replace(hit.cited, start=start, end=end)
    return replace(hit, cited=cited, char_start=start, char_end=end, highlights=((spot, start + answer[1]),))


def section_hit(report: Report, title: str, rank: int, report_id: str = "forum") -> Hit:
    """A hit of the whole text of the section with this title; its answer is the second half."""
    section = next(s for s in report.outline.sections if s.title == title)
    text = report.text[section.heading_end : section.own_end]
    start = section.heading_end + len(text) - len(text.lstrip())
    end = section.heading_end + len(text.rstrip())
    return stretch(report, start, end, ((end - start) // 2, end - start), rank, report_id)


TITLES = ("票證更新的重點在規則，不在卡片", "票證分組", "成立票證使用者諮詢小組", "公布公車到站資訊之準確率")


def hits_of(report: Report, titles: Sequence[str] = TITLES) -> tuple[Hit, ...]:
    """The hits in the order of ``titles``."""
    return tuple(section_hit(report, title, rank) for rank, title in enumerate(titles, start=1))


class Evidence(FakeLibrary):
    """Every question finds four places of the printed report, and one of a report that is only text."""

    def __init__(self) -> None:
        super().__init__({"forum": printed_report(), "gartner-2022": real_report()})

    def ask(self, question: str, k: int = 5, report: str | None = None, filters: Filters = EVERYTHING) -> Answer:
        self.asked.append((question, report))
        self.filters.append(filters)
        elsewhere = self._hits(question, "gartner-2022")[0]
        hits = (*hits_of(self.by_id["forum"]), replace(elsewhere, rank=5))
        return Answer(question, Band.SURE, 0.9, hits[:k])
