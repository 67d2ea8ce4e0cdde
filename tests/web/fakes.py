"""A library that answers from the real report and its gold outline, without any model."""

import hashlib
import json
import re
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from assistant.about import About
from assistant.across import Across, By
from assistant.anchor import Anchor
from assistant.ask import EVERYTHING
from assistant.bundle import bundle_of
from assistant.check.verdict import Checked
from assistant.cite import Reference, footnote, quote_hash
from assistant.compared import Candidate, Compared
from assistant.pages import SHORT, PrintedPage
from assistant.picked import Picked, as_it_was, whole_of
from assistant.prior import Plan, PriorTrips
from assistant.quote import LONGEST_SECTION, Recalled
from corpus.boxes import unpack
from corpus.chapters import chapters_in
from corpus.errors import EmptyQuestion, LibraryBusy, UnknownReport, UnprovedPassage, UnreadableFile
from corpus.filters import Filters
from corpus.listed import Listed
from corpus.seams import Progress
from corpus.types import (
    Answer,
    Band,
    Citation,
    Document,
    Field,
    Figure,
    FrontMatter,
    Hit,
    NearMiss,
    NearMissKind,
    Outline,
    RawFile,
    Report,
    ReportSummary,
    Section,
    SectionKind,
    Source,
    Version,
    Why,
)
from index.glossary import Synonyms
from index.own_glossary import Own
from ingest.pipeline import Ingested, Outcome, failed, parse
from ingest.readers.pdf.picture import drawn
from ingest.recognise import Known
from tests.ingest.authored import REPORTS, pdf_path
from tests.web.fake_check import checked
from tests.web.fakes_across import fake_across, fake_prior, save_own
from tests.web.fakes_recommendations import AdviceShelf

CORPUS = Path(__file__).parents[2] / "corpus"


_DRAWING = threading.Lock()
"""PDFs are read and drawn here, not in a child process, and pdfium bears one thread."""


def _verdict(question: str) -> tuple[Band, float]:
    if question.startswith(("2031", "火星")):
        return Band.NONE, 0.12
    return (Band.UNSURE, 0.61) if "或許" in question else (Band.SURE, 0.92)


def near_misses(question: str) -> tuple[NearMiss, ...]:
    """The fake report is of 2022 and 2023, and names no Mars."""
    found = [NearMiss(NearMissKind.YEAR, "2031", ("2022", "2023"))] if "2031" in question else []
    return (*found, NearMiss(NearMissKind.NAME, "火星")) if "火星" in question else tuple(found)


def real_report() -> Report:
    gold = json.loads((CORPUS / "questions" / "gartner_2022_outline.json").read_text(encoding="utf-8"))
    data = (CORPUS / "reports" / gold["source"]).read_bytes()
    sections = _sections(gold["sections"])
    by_path = {section.path: section.ordinal for section in sections}
    figures = tuple(
        Figure(figure["number"], figure["caption"], figure["start"], figure["end"], by_path[tuple(figure["section"])])
        for figure in gold["figures"]
    )
    text = data.decode("utf-8")
    return Report(
        gold["source"],
        f"/reports/{gold['source']}",
        hashlib.sha256(data).hexdigest(),
        Document(text, "utf-8", "text/plain"),
        Outline(sections, figures),
        front_matter(
            "出席 2022 Gartner 資訊科技發展國際研討會（Gartner Symposium/ITxpo 2022）",
            "數位發展部",
            "112 年 1 月 19 日",
            "2023-01-19",
        ),
    )


def front_matter(title: str, agency: str, date: str, iso: str) -> FrontMatter:
    fields = {"title": Field(title, 0, 0), "agency": Field(agency, 0, 0), "date": Field(date, 0, 0)}
    return FrontMatter(fields, {"date": iso})


def _sections(gold: list[dict[str, object]]) -> tuple[Section, ...]:
    ordinals: dict[tuple[str, ...], int] = {}
    sections = []
    for node in gold:
        path = tuple(node["path"])  # type: ignore[arg-type]
        ordinals[path] = node["id"]  # type: ignore[assignment]
        keys = ("number", "scheme", "title")
        number, scheme, title = (node[key] for key in keys)
        sections.append(
            Section(
                node["id"], ordinals.get(path[:-1]), node["level"], number, scheme, title,  # type: ignore[arg-type]
                SectionKind(node["kind"]), node["start"], node["heading_end"], node["own_end"], node["end"], path,  # type: ignore[arg-type]
            )
        )  # fmt: skip
    return tuple(sections)


def summary(report_id: str, report: Report) -> ReportSummary:
    return ReportSummary(
        report_id, 1, report.name, report.source, report.title, report.sha256, "2026-11-24T00:00:00Z",
        len(report.text), 60, report.front, report.document.media_type,
    )  # fmt: skip


def listed(report_id: str, report: Report) -> Listed:
    return Listed(
        summary(report_id, report),
        chapters_in(report.outline.sections),
        len(report.document.pages) or None,
        len(report.card.remarks) if report.card else None,
    )


def about(report_id: str, report: Report) -> About:
    """As the library tells of a report that has one file and one version."""
    source = Source(report.source, report.name, report.sha256, report.document.media_type, 1)
    version = Version(
        1, report.sha256, report.name, report.source, report.document.media_type, "2026-11-24T00:00:00Z",
        len(report.text), 60, 60, 0, 0,
    )  # fmt: skip
    return About(summary(report_id, report), (source,), (version,), report.card)


def printed_report() -> Report:
    """One with pages, tables, a contents with dots and a card that has something to say, read from its PDF."""
    path = pdf_path(REPORTS[0])
    data = path.read_bytes()
    with _DRAWING:
        return parse(RawFile(path.name, f"/reports/{path.name}", data, hashlib.sha256(data).hexdigest()))


def hit_at(
    report_id: str, report: Report, passage: str, answer: str, rank: int, why: Why, matched: Sequence[str]
) -> Hit:
    start = report.text.index(passage)
    inside = [s for s in report.outline.sections if s.start <= start < s.end]
    path = max(inside, key=lambda section: (section.level, section.start)).path if inside else ()
    spot = start + passage.index(answer)
    agency, date = report.front.value("agency"), report.front.value("date")
    cited = Citation(
        report_id, 1, report.sha256, report.name, report.front.value("title"), None, agency, date,
        report.front.iso.get("date"), path, (), start, start + len(passage), quote_hash(passage),
    )  # fmt: skip
    return Hit(
        rank, 1 - rank / 10, report_id, report.title, path, start, start + len(passage), None, passage,
        ((spot, spot + len(answer)),),
        footnote(cited), cited, why, tuple(matched),
    )  # fmt: skip


def quoted(report_id: str, report: Report, start: int, end: int) -> Hit:
    """A stretch of a report as the library quotes it."""
    passage = report.text[start:end]
    return replace(hit_at(report_id, report, passage, passage, 0, Why(None, None, None, None), ()), highlights=())


class FakeLibrary(AdviceShelf):
    """``ask`` knows a few questions; everything else is «no evidence» with the nearest passages."""

    def __init__(self, reports: dict[str, Report] | None = None):
        self.by_id = {"gartner-2022": real_report()} if reports is None else reports
        self.files = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in map(pdf_path, REPORTS)}
        self.asked: list[tuple[str, str | None]] = []
        self.filters: list[Filters] = []
        self.wanted: list[int] = []
        self.sources: list[str] = []
        self.glossary = Own("飛碟\tUFO\n", "v1", (Synonyms(("飛碟", "UFO"), "glossary.tsv"),))
        self.wait = threading.Event()  # cleared, it holds every ingest up
        self.wait.set()

    def reports(self) -> list[ReportSummary]:
        return [summary(report_id, report) for report_id, report in self.by_id.items()]

    def listed(self) -> list[Listed]:
        return [listed(report_id, report) for report_id, report in self.by_id.items()]

    def report(self, report_id: str) -> Report:
        if report_id not in self.by_id:
            raise UnknownReport(f"no report {report_id}")
        return self.by_id[report_id]

    def about(self, report_id: str) -> About:
        return about(report_id, self.report(report_id))

    def report_and_about(self, report_id: str) -> tuple[Report, About]:
        return self.report(report_id), self.about(report_id)

    def printed_page(self, report_id: str, number: int) -> PrintedPage | None:
        report = self.report(report_id)
        if report.document.media_type != "application/pdf":
            return None
        page, boxes = report.document.pages[number - 1], report.document.boxes.get(number)
        return PrintedPage(report.sha256[:SHORT], page, unpack(boxes) if boxes else None)

    def page_picture(self, report_id: str, file: str, number: int) -> bytes | None:
        report = self.by_id.get(report_id)
        if report is None or report.sha256[:SHORT] != file or not 0 < number <= len(report.document.pages):
            return None
        with _DRAWING:
            return drawn(RawFile(report.name, report.source, self.files[report.sha256].read_bytes(), file), number)

    def ingest(
        self,
        files: Iterable[RawFile],
        *,
        embedding: Progress | None = None,
        replaces: str | None = None,
        seen: int | None = None,  # noqa: ARG002
    ) -> list[Ingested]:
        """What becomes of a file is told by the words in it: FAIL, CRASH, BUSY, SAME, SLOW; else it comes in."""
        (raw,) = files
        self.sources.append(raw.source)
        text = raw.data.decode("utf-8")
        self.wait.wait(20)
        for step in range(1, 9 if "SLOW" in text else 0):
            time.sleep(0.4)
            if embedding:
                embedding(step, 8)
        if "FAIL" in text:
            return [failed(raw.source, UnreadableFile(f"{raw.name} {text.removeprefix('FAIL ')}"))]
        if "CRASH" in text:
            raise ZeroDivisionError("secret detail")
        if "BUSY" in text:
            raise LibraryBusy("Another process is writing: wait for it.")
        title = text.split("\n")[0]
        report_id = replaces or hashlib.sha256(title.encode()).hexdigest()[:8]
        if "SAME" in text:
            return [Ingested(raw.source, Outcome.UNCHANGED, report_id, title, known=Known.BYTES)]
        outcome = Outcome.UPDATED if report_id in self.by_id else Outcome.ADDED
        front = front_matter(title, "環境部", "113 年 2 月 1 日", "2024-02-01")
        document = Document(text, "utf-8", "text/plain")
        self.by_id[report_id] = Report(raw.name, raw.source, raw.sha256, document, Outline(()), front)
        return [
            Ingested(raw.source, outcome, report_id, title, known=Known.FORM if outcome is Outcome.UPDATED else None)
        ]

    def compare(self, file: RawFile, report_id: str) -> Compared:
        title = file.data.decode("utf-8").split("\n")[0]
        front = front_matter(title, "環境部", "113 年 2 月 1 日", "2024-02-01")
        return Compared(self.about(report_id), Candidate(file.name, file.sha256, title, front, None), alike=0.9)

    def remove_seen(self, report_id: str, seen: int) -> Ingested:  # noqa: ARG002
        report = self.report(report_id)
        del self.by_id[report_id]
        return Ingested(report.source, Outcome.REMOVED, report_id, report.title, removed=60)

    def own_glossary(self) -> Own:
        return self.glossary

    def save_glossary(self, text: str, seen: str) -> Own:
        return save_own(self, text, seen)

    def ask_across(
        self, question: str, by: By = By.REPORT, per_report: int = 2, groups: int = 20,  # noqa: ARG002
        filters: Filters = EVERYTHING,
    ) -> Across:  # fmt: skip
        answer = self.ask(question, 50) if self.by_id else Answer(question, Band.NONE, 0.0, ())
        return fake_across(answer, {s.id: s for s in self.reports()}, by, per_report, filters)

    def prior(self, plan: Plan, k: int = 10) -> PriorTrips:
        if "busy" in plan.purpose:
            raise LibraryBusy("另一個程式正在更新資料庫，請一分鐘後再試。")
        evidence = tuple(self.ask("雲端").hits[:2]) if self.by_id else ()
        return fake_prior(plan, {s.id: s for s in self.reports()}, evidence[:k])

    def version_text(self, report_id: str, number: int) -> str:
        if number != 1:
            raise UnknownReport(f"no text of version {number} of {report_id}")
        return self.report(report_id).text

    def quote(self, report_id: str, start: int, end: int) -> Hit:
        return quoted(report_id, self.report(report_id), start, end)

    def check(
        self, text: str, report: str | None = None, *, every_sentence: bool = False, progress: Progress | None = None
    ) -> Checked:
        """«慢» takes its time, «crash» is a mistake of ours."""
        if "慢" in text:
            time.sleep(1.5)
        if "crash" in text:
            raise ZeroDivisionError("secret detail")
        summaries = {report_id: summary(report_id, one) for report_id, one in self.by_id.items()}
        return checked(self.by_id, summaries, text, report, every_sentence, progress)

    def draft(self, file: RawFile) -> str:
        return file.data.decode("utf-8")

    def section_around(self, report_id: str, start: int, end: int) -> Hit | None:
        report = self.report(report_id)
        holding = [
            s for s in report.outline.sections if s.start <= start and end <= s.end and end - start < s.end - s.start
        ]
        section = min(holding, key=lambda s: s.end - s.start, default=None)
        if section is None or section.end - section.start > LONGEST_SECTION:
            return None
        length = len(report.text[section.start : section.end].rstrip())
        return quoted(report_id, report, section.start, section.start + length)

    def recall(self, report_id: str, anchor: Anchor) -> Recalled:
        report = self.report(report_id)
        if anchor.version == 1 and anchor.proves(report.text[anchor.start : anchor.end]):
            return Recalled(
                quoted(report_id, report, anchor.start, anchor.end), report.text[anchor.start : anchor.end], 1
            )
        return Recalled(None, "早先的版本說過這一句。", 1) if anchor.proof == "0" * 10 else Recalled(None)

    def reference(self, report_id: str, anchor: Anchor | None = None) -> Reference:
        if anchor is None:
            return whole_of(summary(report_id, self.report(report_id)), self.report(report_id).text)
        return self.pick(report_id, anchor).reference

    def bundle(self, anchors: Sequence[tuple[str, Anchor]], question: str = "", site: str = "") -> bytes:
        return bundle_of([self.pick(*named) for named in anchors], self, question, site)

    def pick(self, report_id: str, anchor: Anchor) -> Picked:
        found = self.recall(report_id, anchor)
        if found.hit is not None:
            return Picked(Reference(found.hit.cited), found.text)
        if not found.text:
            raise UnprovedPassage(report_id, str(anchor))
        known = self.about(report_id)
        return as_it_was(known.summary, known.versions[0], anchor, found.text)

    def ask(self, question: str, k: int = 5, report: str | None = None, filters: Filters = EVERYTHING) -> Answer:
        self.asked.append((question, report))
        self.filters.append(filters)
        self.wanted.append(k)
        if not question.strip():
            raise EmptyQuestion("Type a question.")
        if "慢" in question:
            time.sleep(1.5)
        if "busy" in question:
            raise LibraryBusy("另一個程式正在更新資料庫，請一分鐘後再試。")
        if "crash" in question:
            raise ZeroDivisionError("secret detail")
        report_id = report or next(iter(self.by_id))
        if report_id != "gartner-2022":
            return Answer(question, Band.SURE, 0.9, (first_words(report_id, self.by_id[report_id]),))
        hits = self._hits(question, report_id)[:k]
        return Answer(question, *_verdict(question), hits, near_misses(question))

    def _hits(self, question: str, report_id: str) -> list[Hit]:
        report = self.by_id[report_id]
        lessons = "心得" in question
        order = ["韌性", "平衡", "同理", "會議", "跨國"] if lessons else ["跨國", "生態", "韌性", "同理", "會議"]
        hits = []
        for rank, name in enumerate(order, start=1):
            passage = PASSAGES[name]
            found = re.search(re.escape(passage[0]) + r"[^\n]*", report.text[1200:])  # not in the abstract
            assert found
            why = Why(rank, 0.91 - rank / 50, rank + 1 if rank < 4 else None, 9.5 - rank if rank < 4 else None)
            matched = passage[2] if rank < 4 else ()
            hits.append(hit_at(report_id, report, found.group(), passage[1], rank, why, matched))
        return hits


def first_words(report_id: str, report: Report) -> Hit:
    if report.document.pages:
        passage = report.text[report.text.index("本次行程計") :].split("\n論壇期間")[0]
        return hit_at(report_id, report, passage, passage.split("\n")[-3], 1, Why(1, 0.9, 1, 5.0), ("行程",))
    passage = report.text[report.text.index("PASSAGE") :].split("\n")[0]
    return hit_at(report_id, report, passage, passage[:20], 1, Why(1, 0.9, 1, 5.0), ("<b>字</b>", "${alert(1)}"))


PASSAGES = {
    "跨國": (
        "(五) 另外透過一對一的訪談中",
        "分析師也建議應可考量運用資料欄位必要性及權宜，並可運用特定的資料安全運作方式",
        ("跨國", "雲端", "分析師", "建議"),
    ),
    "生態": ("分析師認為未來數位政府服務", "持續朝向服務的整體生態系統才是數位政府發展趨勢", ("分析師",)),
    "韌性": ("2023 年的十大科技趨勢發展中", "與本部目前所推展的數位韌性主軸相同", ("建議",)),
    "平衡": ("人工智慧將持續應用", "在強化安全與保護人工智慧系統上，更應及早規劃佈署", ("心得",)),
    "同理": ("以人為本的科技發展", "應將同理心導向概念導入", ("同理心",)),
    "會議": ("我國持續推動智慧政府服務", "有必要持續參與先進國家辦理之資通訊科技交流會議", ("會議",)),
}
