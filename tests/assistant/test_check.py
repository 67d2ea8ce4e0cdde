"""The quote check over a library: made once, for every test only reads it."""

import json
import random
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from assistant.anchor import anchor_of
from assistant.check.align import LONGEST
from assistant.check.check import MAX_CHARACTERS, MAX_QUOTATIONS
from assistant.check.diff import Op
from assistant.check.folded import Form
from assistant.check.listing import checked_json, checked_text
from assistant.check.verdict import Judged, Remark, Verdict
from assistant.cli import tripreport
from assistant.library import Library
from assistant.settings import Settings
from assistant.wiring import engine_with
from corpus.errors import EmptyQuestion, UnknownReport, UserError
from corpus.store import EmbeddingModel, Store
from ingest.structure.sentences import sentences
from tests.assistant.check_disturbed import HARMLESS, all_at_once
from tests.fakes import HashEmbedder
from tests.ingest.authored import REPORTS, pdf_path
from tests.trips import FORM

FIRST = Path(__file__).parents[2] / "corpus" / "reports" / "000_b1a17c035f95a460.txt"
RULE = "各基金應於每年六月底前完成前一年度之績效評估，並公開其結果。"
OLD_RULE = "各基金應於每年三月底前完成前一年度之績效評估，並送主管機關備查。"
SHARED = "參訪單位表示，導入初期曾發生資料欄位不一致的情形，後來以共通格式解決。"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Library:
    """The first report, a PDF with pages, and three short reports, of which one has been replaced."""
    folder = tmp_path_factory.mktemp("check")
    settings, embedder = Settings(folder / "library", models=models), HashEmbedder()
    store = Store(settings.library / "library.sqlite")
    store.claim_model(EmbeddingModel(embedder.name, embedder.fingerprint, embedder.dimensions))
    library = Library(settings.library, store, lambda: engine_with(settings, store, embedder))
    files = folder / "files"
    files.mkdir()
    for place, subject, body in (
        ("日本", "循環經濟", f"{SHARED}另赴東京都拜會。"),
        ("韓國", "自助服務", f"{SHARED}另赴首爾市拜會。"),
        ("荷蘭", "永續基金", OLD_RULE),
    ):
        (files / f"{place}.txt").write_text(FORM.format(place=place, subject=subject, body=body), encoding="utf-8")
    library.ingest([FIRST, pdf_path(REPORTS[0]), *sorted(files.iterdir())])
    (files / "荷蘭.txt").write_text(FORM.format(place="荷蘭", subject="永續基金", body=RULE), encoding="utf-8")
    library.ingest([files / "荷蘭.txt"])
    return library


def report_of(library: Library, words: str) -> str:
    return next(r.id for r in library.reports() if words in r.title)


def judged(library: Library, draft: str, report: str | None = None) -> Judged:
    (one,) = library.check(draft, report).quotations
    return one


def test_word_for_word_is_told_from_what_is_the_same_but_for_its_form(library: Library) -> None:
    text = "分析師也建議應可考量運用資料欄位必要性及權宜，並可運用特定的資料安全運作方式"
    same = judged(library, f"「{text}」")
    assert same.verdict is Verdict.EXACT and same.word_for_word and same.forms == ()
    other = judged(library, f"「{HARMLESS['script: to Simplified'](text, random.Random(0))}」")
    assert other.verdict is Verdict.EXACT and not other.word_for_word and other.forms == (Form.SCRIPT,)
    wrapped = judged(library, f"「{text[:10]}\n{text[10:]}」")
    assert wrapped.word_for_word and wrapped.forms == (Form.SPACE,)


@pytest.mark.parametrize("kind", [*HARMLESS, "all at once"])
def test_sentences_however_disturbed_are_found_at_exactly_their_span(library: Library, kind: str) -> None:
    draw = random.Random(kind)
    disturb = HARMLESS.get(kind, all_at_once)
    report = report_of(library, "Gartner")
    text = library.report(report).text
    spans = [(a, b) for a, b in sentences(text[9000:]) if 25 < b - a < 300 and "\n\n" not in text[9000 + a : 9000 + b]]
    for a, b in draw.sample(spans, 6):
        start, end = 9000 + a, 9000 + b
        found = judged(library, "> " + disturb(text[start:end], draw).replace("\n", "\n> "))
        assert found.verdict is Verdict.EXACT, text[start:end]
        places = [p.source.hit for p in found.parts if p.source] + list(found.also_in)
        assert (start, end) in [(hit.char_start, hit.char_end) for hit in places]


def test_a_near_one_has_its_diff_and_what_changes_its_meaning_first(library: Library) -> None:
    found = judged(library, "「本次會議系睽違 3 年後再次舉行實體研討會議，來自世界各地的科技產業人員」")
    assert found.verdict is Verdict.NEAR and found.source is not None
    assert [(c.quote, c.source) for c in found.cautions] == [("3", "2")]
    assert "".join(p.source for p in found.source.diff) == found.source.hit.text
    assert [(p.quote, p.source) for p in found.source.diff if p.op is not Op.SAME] == [("3", "2")]


def test_a_sentence_of_another_text_is_not_found(library: Library) -> None:
    for text in (
        "行政院昨日召開記者會說明颱風災後復建的最新進度與補助",
        "The cat sat quietly on the old wooden mat all day",
    ):
        found = judged(library, f"「{text}」")
        assert found.verdict is Verdict.NOT_FOUND and found.source is None


def test_what_is_quoted_over_two_passages_is_found(library: Library) -> None:
    report = report_of(library, "Gartner")
    text = library.report(report).text
    start, end = text.index("政府機關如何運用新興科技"), text.index("其中數位政府發展以創造公共服務價值") + 60
    found = judged(library, f"「{text[start:end]}」")
    assert found.verdict is Verdict.EXACT and found.source is not None
    assert (found.source.hit.char_start, found.source.hit.char_end) == (start, end)


def test_the_same_words_in_several_reports_are_all_listed(library: Library) -> None:
    found = judged(library, f"「{SHARED}」")
    assert found.source is not None
    reports = {found.source.hit.report_id, *(hit.report_id for hit in found.also_in)}
    assert reports == {report_of(library, "日本"), report_of(library, "韓國")}
    only = judged(library, f"「{SHARED}」", report_of(library, "韓國"))
    assert only.source is not None and only.also_in == () and only.source.hit.report_id == report_of(library, "韓國")


def test_a_near_one_lists_the_other_places_of_its_sources_words(library: Library) -> None:
    found = judged(library, f"「{SHARED.replace('初期', '階段')}」")
    assert found.verdict is Verdict.NEAR and found.source is not None
    assert {found.source.hit.text, *(hit.text for hit in found.also_in)} == {SHARED} and len(found.also_in) == 1


def test_pieces_follow_one_another_in_one_report_or_are_not_found(library: Library) -> None:
    found = judged(library, "「4 天研討會包含 350 多個會議……創新、領導力和業務策略」")
    assert found.verdict is Verdict.EXACT and len(found.parts) == 2
    turned = judged(library, "「創新、領導力和業務策略……4 天研討會包含 350 多個會議」")
    assert turned.verdict is Verdict.NOT_FOUND
    mixed = judged(library, "「4 天研討會包含 350 多個會議……後來以共通格式解決」")
    assert mixed.verdict is Verdict.NOT_FOUND and [bool(part.source) for part in mixed.parts] == [True, False]


def test_what_the_writer_added_in_brackets_is_not_held_against_the_source(library: Library) -> None:
    found = judged(library, "「導入初期曾發生資料欄位[即詮釋資料]不一致的情形（按：已改善）」")
    assert found.verdict is Verdict.EXACT and found.parts[0].text == "導入初期曾發生資料欄位不一致的情形"


def test_what_an_old_version_said_is_told_as_that(library: Library) -> None:
    found = judged(library, f"「{OLD_RULE}」")
    assert found.verdict is not Verdict.EXACT and found.former is not None
    assert (found.former.report_id, found.former.version, found.former.current) == (report_of(library, "荷蘭"), 1, 2)


def test_a_term_is_too_short_and_counted(library: Library) -> None:
    term, _ = library.check("所謂「數位」，「參訪單位表示，導入初期曾發生」。").quotations
    assert term.verdict is Verdict.TOO_SHORT and term.places > 3
    assert not library.check("「數位韌性」").clean


def test_a_number_that_is_only_the_end_of_another_is_no_exact_one(library: Library) -> None:
    found = judged(library, "「50 多個會議，其內容涵蓋技術」")
    assert found.verdict is Verdict.NEAR
    assert [(c.quote, c.source) for c in found.cautions] == [("50", "350")]


# ---------- what is cited ----------


def remarks(library: Library, draft: str) -> tuple[Remark, ...]:
    found = judged(library, draft)
    return found.citing.remarks if found.citing else ()


PRINTED = "新舊系統並行期間不宜短於 18 個月，並應保留現金及匿名卡片之使用方式"


def test_report_and_page_that_are_cited_are_checked(library: Library) -> None:
    (title,) = [r.title for r in library.reports() if "亞太智慧運輸" in r.title]
    hit = judged(library, f"「{PRINTED}」").source
    assert hit is not None
    page = hit.hit.pages[0]
    right, wrong = page.label or page.number, 99
    assert remarks(library, f"「{PRINTED}」（《{title}》，第 {right} 頁）") == (Remark.AGREES,)
    assert remarks(library, f"「{PRINTED}」（《出席 2024 亞太智慧運輸論壇》，第 {wrong} 頁）") == (Remark.OTHER_PAGE,)
    assert remarks(library, f"「{PRINTED}」（《全然無此報告》，第 {right} 頁）") == (Remark.NO_SUCH_REPORT,)
    other = "赴日本考察循環經濟報告"
    assert remarks(library, f"依《{other}》：「{PRINTED}」") == (Remark.OTHER_REPORT,)
    assert not library.check(f"依《{other}》：「{PRINTED}」").clean


def test_our_own_footnote_agrees_and_one_with_another_section_does_not(library: Library) -> None:
    hit = judged(library, f"「{PRINTED}」").source
    assert hit is not None
    note = hit.hit.citation
    assert remarks(library, f"「{PRINTED}」\n{note}") == (Remark.AGREES,)
    text = library.report(report_of(library, "Gartner")).text
    start = text.index("政府機關如何運用新興科技")
    quoted = text[start : start + 25]
    title = "出席 2022 Gartner 資訊科技發展國際研討會（Gartner Symposium/ITxpo 2022）"
    assert remarks(library, f"「{quoted}」（《{title}》，壹、會議目的。）") == (Remark.AGREES,)
    assert remarks(library, f"「{quoted}」（《{title}》，貳、會議過程。）") == (Remark.OTHER_SECTION,)
    assert remarks(library, f"「{quoted}」（《{title}》，第 3 頁）") == (Remark.NO_PAGES,)


def test_a_permanent_link_is_held_against_what_it_named(library: Library) -> None:
    hit = judged(library, f"「{PRINTED}」").source
    assert hit is not None
    cited = hit.hit.cited
    link = f"/?report={cited.report_id}#{anchor_of(cited)}"
    assert remarks(library, f"「{PRINTED}」（{link}）") == (Remark.AGREES,)
    broken = link[:-4] + "0000"
    assert remarks(library, f"「{PRINTED}」（{broken}）") == (Remark.BROKEN_LINK,)
    other = judged(library, "「第二代票證系統應以帳戶為基礎，並保留匿名卡片及現金」").source
    assert other is not None
    elsewhere = f"/?report={cited.report_id}#{anchor_of(other.hit.cited)}"
    assert remarks(library, f"「{PRINTED}」（{elsewhere}）") == (Remark.OTHER_PLACE,)


# ---------- limits, ways to call it ----------


def test_too_much_nothing_and_a_report_that_is_not_there_are_errors_that_name_the_cure(library: Library) -> None:
    with pytest.raises(UserError, match="in several parts"):
        library.check("字" * (MAX_CHARACTERS + 1))
    with pytest.raises(EmptyQuestion):
        library.check(" 「」 ")
    with pytest.raises(UnknownReport):
        library.check("「本部應立即停止所有採購」", "gone")


def test_what_is_more_than_can_be_checked_is_said(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.check.check.MAX_QUOTATIONS", 3)
    checked = library.check(f"「{SHARED}」" * 5)
    assert (len(checked.quotations), checked.unchecked, checked.clean) == (3, 2, False)
    assert MAX_QUOTATIONS >= 500 and LONGEST >= 1000


def test_progress_counts_the_quotations(library: Library) -> None:
    told: list[tuple[int, int]] = []
    library.check(f"「{SHARED}」與「{RULE}」", progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]


def test_json_says_all_and_offsets_of_draft_and_report_are_right(library: Library) -> None:
    draft = f"一、「{SHARED}」。二、「本次會議系睽違 3 年後再次舉行實體研討會議」。"
    said = json.loads(json.dumps(checked_json(library.check(draft)), ensure_ascii=False))
    assert said["counts"] == {"exact": 1, "near": 1, "not_found": 0, "too_short": 0}
    for one in said["quotations"]:
        assert draft[one["start"] : one["end"]] == one["text"]
        for part in one["parts"]:
            source = part["source"]
            text = library.report(source["report_id"]).text
            assert text[source["char_start"] : source["char_end"]] == source["text"]
            assert not source["diff"] or "".join(p["source"] for p in source["diff"]) == source["text"]
            assert source["quote_sha256"] and source["sha256"] and source["citation"] and source["link"]


def test_text_for_people_shows_what_differs(library: Library) -> None:
    said = checked_text(
        library.check("「本次會議系睽違 3 年後再次舉行實體研討會議」「本部應立即停止所有雲端服務採購」")
    )
    assert "0 exact, 1 near, 1 not found" in said
    assert "[-3-]{+2+}" in said and "Number: the draft says 3, the source 2" in said
    assert "2. NOT FOUND" in said


@pytest.mark.parametrize(
    ("draft", "code"), [(f"「{SHARED}」", 0), (f"「{SHARED}」「完全沒有人說過的一句話啊」", 3), ("「數位」", 3)]
)
def test_the_command_exits_with_three_where_something_is_left_to_look_at(
    library: Library, monkeypatch: pytest.MonkeyPatch, draft: str, code: int
) -> None:
    monkeypatch.setattr("assistant.cli.check.open_library", lambda *_: library)
    done = CliRunner().invoke(tripreport, ["check", "--text", draft, "--json"])
    assert done.exit_code == code, done.output
    assert json.loads(done.stdout)["clean"] is (code == 0)


def test_the_command_reads_standard_input_and_word_files(
    library: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    docx = pytest.importorskip("docx")
    monkeypatch.setattr("assistant.cli.check.open_library", lambda *_: library)
    piped = CliRunner().invoke(tripreport, ["check", "-"], input=f"「{SHARED}」".encode())
    assert piped.exit_code == 0, piped.output
    document = docx.Document()
    document.add_paragraph(f"主管表示：「{SHARED}」")
    document.save(str(tmp_path / "draft.docx"))
    word = CliRunner().invoke(tripreport, ["check", str(tmp_path / "draft.docx")])
    assert word.exit_code == 0 and "word for word" in word.stdout, word.output


def test_the_command_says_what_is_wrong_with_the_call(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.cli.check.open_library", lambda *_: library)
    assert CliRunner().invoke(tripreport, ["check"]).exit_code == 2
    assert CliRunner().invoke(tripreport, ["check", "a.txt", "--text", "甲"]).exit_code == 2
    bad = CliRunner().invoke(tripreport, ["check", "-"], input=b"\xff\xfe\x00")
    assert isinstance(bad.exception, UserError)
    missing = CliRunner().invoke(tripreport, ["check", "no such file.docx"])
    assert isinstance(missing.exception, UserError)


def test_the_mark_that_a_quotation_ends_with_may_be_the_writers(library: Library) -> None:
    found = judged(library, "「導入初期曾發生資料欄位不一致的情形。」")
    assert found.verdict is Verdict.EXACT and found.forms == (Form.MARKS,) and not found.word_for_word
    assert judged(library, "「導入初期曾發生資料欄位不一致的情形；後來以共通格式解決」").verdict is Verdict.NEAR


@pytest.mark.parametrize(
    "draft",
    ["的" * 100_000, "「的" * 10_000, "「" + "…數位" * 30_000 + "」", f"「{SHARED}」" * 4_000, "> a\n" * 25_000,
     "「\ud800數位韌性計畫甲乙丙」"],
    ids=["one character", "never closed", "always left out", "always the same", "a long block", "half a pair"],
)  # fmt: skip
def test_no_draft_takes_long(library: Library, draft: str) -> None:
    begun = time.process_time()
    library.check(draft)
    assert time.process_time() - begun < 20
