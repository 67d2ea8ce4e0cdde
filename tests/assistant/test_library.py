"""The whole way from a file to a cited answer, on a fake model."""

import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.library import Library
from assistant.settings import Settings
from assistant.wiring import engine_with
from corpus.errors import EmptyQuestion, ModelMismatch, UnknownReport
from corpus.filters import Filters
from corpus.store import EmbeddingModel, Store
from corpus.types import EVERY_STEP, Band, Step
from ingest.pipeline import Outcome, embed_again
from tests.fakes import HashEmbedder, HashTokenEmbedder

FIXTURES = sorted((Path(__file__).parents[1] / "fixtures" / "reports").glob("*.txt"))
QUESTION = "分析師建議跨國的雲端服務與跨國資料存放安全"


def test_every_hit_is_a_verbatim_slice_and_its_highlights_lie_in_it(library: Library, first_report: Path) -> None:
    library.ingest([first_report, *FIXTURES])
    for question in (QUESTION, "作者在心得與建議提出哪幾點？", "What was the purpose of the trip?", "交流", "AI"):
        answer = library.ask(question, k=10)
        assert [h.rank for h in answer.hits] == list(range(1, len(answer.hits) + 1))
        for hit in answer.hits:
            text = library.report(hit.report_id).text
            assert text[hit.char_start : hit.char_end] == hit.text
            assert 1 <= len(hit.highlights) <= 2
            assert all(hit.char_start <= a < b <= hit.char_end for a, b in hit.highlights)


def test_every_passage_of_every_report_is_the_slice_of_its_text(library: Library, first_report: Path) -> None:
    library.ingest([first_report, *FIXTURES])
    store = library._store
    with store.snapshot() as view:
        for summary in view.reports():
            text = view.report(summary.id).text
            located = view.locate([i for i, _ in view.passages(summary.id)])
            assert located
            assert all(text[f.passage.start : f.passage.end] == f.text for f in located)


def test_the_citation_reads_like_a_footnote(library: Library, first_report: Path) -> None:
    library.ingest([first_report])
    (hit, *_) = library.ask(QUESTION).hits
    assert hit.section_path == ("肆、下一個世代的政府數位發展趨勢探討", "(五)")
    assert hit.citation == (
        "江長柏（數位發展部），《出席 2022 Gartner 資訊科技發展國際研討會（Gartner Symposium/ITxpo 2022）》，"
        "民國 112 年 1 月 19 日，肆、下一個世代的政府數位發展趨勢探討，(五)，無頁碼。"
    )
    assert hit.page is None
    assert "雲端" in hit.matched


def test_a_word_that_a_line_end_cuts_is_found_and_quoted_as_it_is_printed(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "wrapped.txt"
    file.write_text("壹、目的\n\n流域管理局負責核\n發水權，並訂定乾旱計\n畫之內容。\n", encoding="utf-8")
    library.ingest([file])
    (hit,) = library.ask("核發水權").hits
    assert hit.why.word_rank == 1
    assert "負責核\n發水權" in hit.text


def test_an_unchanged_file_embeds_nothing(library: Library, embedder: HashEmbedder, first_report: Path) -> None:
    (first,) = library.ingest([first_report])
    embedder.embedded.clear()
    (again,) = library.ingest([first_report])
    assert (first.outcome, again.outcome, again.embedded) == (Outcome.ADDED, Outcome.UNCHANGED, 0)
    assert embedder.embedded == []


def test_a_changed_file_replaces_its_passages_and_embeds_only_what_changed(
    library: Library, embedder: HashEmbedder, first_report: Path, tmp_path: Path
) -> None:
    file = tmp_path / "report.txt"
    shutil.copy(first_report, file)
    (first,) = library.ingest([file])
    embedder.embedded.clear()
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("例如：跨國的雲端服務", "例如：跨越海峽的海底電纜"), encoding="utf-8")
    (second,) = library.ingest([file])
    assert (second.outcome, second.report_id) == (Outcome.UPDATED, first.report_id)
    assert 1 <= second.embedded <= 3
    assert second.kept == first.embedded - second.embedded
    assert not any("跨國的雲端服務" in h.text for h in library.ask(QUESTION, k=50).hits)
    assert "海底電纜" in library.ask("海底電纜").hits[0].text
    assert library.summary(first.report_id).version == 2


def test_the_same_bytes_under_another_name_are_the_same_report(
    library: Library, first_report: Path, tmp_path: Path
) -> None:
    library.ingest([first_report])
    shutil.copy(first_report, tmp_path / "副本.txt")
    (again,) = library.ingest([tmp_path / "副本.txt"])
    assert again.outcome is Outcome.UNCHANGED
    assert len(library.reports()) == 1


def test_one_bad_file_stops_no_other(library: Library, first_report: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"\x00\x01\x02" * 100)
    outcomes = library.ingest([bad, tmp_path / "missing.txt", first_report])
    assert [o.outcome for o in outcomes] == [Outcome.FAILED, Outcome.FAILED, Outcome.ADDED]
    assert all(o.error for o in outcomes[:2])


def test_a_filter_narrows_before_the_search(library: Library, first_report: Path) -> None:
    library.ingest([first_report, *FIXTURES])
    for summary in library.reports():
        hits = library.ask(QUESTION, k=3, report=summary.id).hits
        assert hits
        assert {h.report_id for h in hits} == {summary.id}
    with pytest.raises(UnknownReport):
        library.ask(QUESTION, report="nope")


def test_nothing_asked_is_said_so(library: Library) -> None:
    for nothing in ("", "   ", "？！"):
        with pytest.raises(EmptyQuestion):
            library.ask(nothing)


def test_an_empty_library_has_no_answer(library: Library) -> None:
    answer = library.ask(QUESTION)
    assert (answer.answerable, answer.confidence, list(answer.hits)) == (False, 0.0, [])


def test_what_one_process_ingests_another_one_finds(
    open_fake: Callable[[], Library], first_report: Path, tmp_path: Path
) -> None:
    reader, writer = open_fake(), open_fake()
    assert not reader.ask(QUESTION).hits
    file = tmp_path / "report.txt"
    shutil.copy(first_report, file)
    writer.ingest([file])
    assert "跨國的雲端" in reader.ask(QUESTION).hits[0].text
    file.write_text("壹、目的\n\n完全不同的內容，只談海底電纜的維護。\n", encoding="utf-8")
    writer.ingest([file])
    assert not any("跨國的雲端" in h.text for h in reader.ask(QUESTION, k=50).hits)


def test_questions_asked_during_an_ingest_are_answered_from_one_version(
    open_fake: Callable[[], Library], tmp_path: Path
) -> None:
    """Each version says its own number in every passage: an answer with two numbers is a mixture."""
    file = tmp_path / "report.txt"

    def write(number: int) -> None:
        body = "\n\n".join(f"第{n}點，版本{number}號的雲端服務說明文字，" + "內容詳述。" * 20 for n in range(6))
        file.write_text(f"壹、目的\n\n{body}\n", encoding="utf-8")

    writer, reader = open_fake(), open_fake()
    write(0)
    writer.ingest([file])
    mixed: list[set[str]] = []
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            seen = {h.text.split("版本")[1][:2] for h in reader.ask("雲端服務說明", k=6).hits if "版本" in h.text}
            if len(seen) > 1:
                mixed.append(seen)

    asking = threading.Thread(target=ask)
    asking.start()
    for number in range(1, 9):
        write(number)
        writer.ingest([file])
    done.set()
    asking.join()
    assert not mixed


def test_the_indexes_are_made_again_from_the_store_whatever_happened_to_them(
    open_fake: Callable[[], Library], embedder: HashEmbedder, first_report: Path, tmp_path: Path
) -> None:
    library = open_fake()
    library.ingest([first_report])
    expected = [h.text for h in library.ask(QUESTION).hits]
    embedder.embedded.clear()
    index = tmp_path / "library" / "index"
    for damage in (
        lambda: shutil.rmtree(index),
        lambda: (index / "vectors.faiss").write_bytes(b"damaged"),
        lambda: (index / "manifest.json").write_text("{}"),
        lambda: shutil.rmtree(index / "words"),
        lambda: (index / "words" / "meta.json").write_text("damaged"),
    ):
        damage()
        assert [h.text for h in open_fake().ask(QUESTION).hits] == expected
    assert open_fake().rebuild() == library.summary(library.reports()[0].id).passages
    assert embedder.embedded == []


def test_an_index_of_another_model_is_refused(library: Library, first_report: Path) -> None:
    library.ingest([first_report])
    other = HashEmbedder("other", 32)
    with pytest.raises(ModelMismatch, match="rebuild --embed"):
        library._store.claim_model(EmbeddingModel(other.name, other.fingerprint, other.dimensions))


def test_another_model_takes_over_once_everything_is_embedded_again(
    library: Library, first_report: Path, tmp_path: Path, models: Path
) -> None:
    library.ingest([first_report])
    expected = library.ask(QUESTION).hits[0].char_start
    other = HashEmbedder("other", 128)
    settings = Settings(tmp_path / "library", models=models)
    store = Store(settings.library / "library.sqlite")
    assert embed_again(store, other) == library.reports()[0].passages
    store.claim_model(EmbeddingModel(other.name, other.fingerprint, other.dimensions))
    again = Library(settings.library, store, lambda: engine_with(settings, store, other))
    assert again.ask(QUESTION).hits[0].char_start == expected
    assert again.status().dimensions == 128


def test_status_says_what_the_library_is_made_of(library: Library, first_report: Path) -> None:
    library.ingest([first_report])
    status = library.status()
    assert (status.reports, status.model, status.backend, status.vectors) == (1, "hash", "hash", "flat float16")
    assert status.passages == library.reports()[0].passages


def test_status_says_whether_tokens_are_compared(
    library: Library, first_report: Path, tmp_path: Path, models: Path
) -> None:
    library.ingest([first_report])
    assert library.status().late_interaction.startswith("off: this model says nothing")
    settings, tokens = Settings(tmp_path / "library", models=models), HashTokenEmbedder()
    store = Store(settings.library / "library.sqlite")
    again = Library(settings.library, store, lambda: engine_with(settings, store, tokens))
    passages = library.reports()[0].passages
    assert f"0 of {passages} have them. `tripreport rebuild --embed`" in again.status().late_interaction
    assert all(hit.why.token_score is None for hit in again.ask(QUESTION).hits)
    embed_again(store, tokens)
    assert again.status().late_interaction == "on (characters)"
    assert all(hit.why.token_score is not None for hit in again.ask(QUESTION).hits)


@pytest.mark.parametrize("steps", [set(), {Step.WINDOWS}, {Step.LATE}, {Step.WINDOWS, Step.LATE}])
def test_each_step_can_be_switched_off_and_on_again_and_the_manifest_knows(
    tokens_library: Library, token_embedder: HashTokenEmbedder, first_report: Path, tmp_path: Path, steps: set[Step]
) -> None:
    library, store = tokens_library, tokens_library._store
    library.ingest([first_report])
    before = library.ask(QUESTION)
    embed_again(store, token_embedder, steps=steps)
    file = tmp_path / "later.txt"
    file.write_text("壹、目的\n\n參訪鹿特丹港，了解岸電設施。其後拜會港務局，就費率交換意見。\n", encoding="utf-8")
    library.ingest([file])  # what comes later is kept in the same way
    with store.snapshot() as view:
        ids = view.passage_ids()
        assert view.steps() == steps
        assert bool(len(view.window_vectors(ids)[1])) is (Step.WINDOWS in steps)
        assert len(view.tokens(ids, "characters")) == (len(ids) if Step.LATE in steps else 0)
        assert library.engine().indexes.at(view).manifest.steps == tuple(sorted(steps))
    status, (best, *_) = library.status(), library.ask(QUESTION).hits
    assert status.windows.startswith("on") is (Step.WINDOWS in steps)
    assert status.late_interaction.startswith("on") is (Step.LATE in steps)
    assert (best.why.token_score is not None) is (Step.LATE in steps)
    assert best.highlights and all(best.char_start <= a < b <= best.char_end for a, b in best.highlights)
    embed_again(store, token_embedder, steps=EVERY_STEP)
    (old,) = [r.id for r in library.reports() if r.name != "later.txt"]
    assert [h.char_start for h in library.ask(QUESTION, report=old).hits[:1]] == [before.hits[0].char_start]


def test_a_passage_without_tokens_among_the_best_switches_the_step_off(
    library: Library, first_report: Path, tmp_path: Path, models: Path
) -> None:
    """A score of some cannot be compared with none of others."""
    library.ingest([first_report])
    settings, tokens = Settings(tmp_path / "library", models=models), HashTokenEmbedder()
    store = Store(settings.library / "library.sqlite")
    again = Library(settings.library, store, lambda: engine_with(settings, store, tokens))
    file = tmp_path / "new.txt"
    file.write_text("壹、目的\n\n跨國的雲端服務與跨國資料存放安全，由分析師建議。\n", encoding="utf-8")
    again.ingest([file])
    assert "off wherever" in again.status().late_interaction
    (new,) = [r.id for r in again.reports() if r.name == "new.txt"]
    assert again.ask(QUESTION, report=new).hits[0].why.token_score is not None
    (old,) = [r.id for r in again.reports() if r.id != new]
    expected = [hit.char_start for hit in library.ask(QUESTION, report=old).hits]  # by the model without tokens
    hits = again.ask(QUESTION, report=old).hits
    assert [(hit.char_start, hit.why.token_score) for hit in hits] == [(start, None) for start in expected]
    assert [hit.why.token_score for hit in again.ask(QUESTION).hits] == [None] * 5


def test_a_new_version_keeps_the_tokens_of_what_did_not_change(
    tmp_path: Path, first_report: Path, tokens_library: Library, token_embedder: HashTokenEmbedder
) -> None:
    file = tmp_path / "report.txt"
    shutil.copy(first_report, file)
    tokens_library.ingest([file])
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("例如：跨國的雲端服務", "例如：跨越海峽的海底電纜"), encoding="utf-8")
    token_embedder.embedded.clear()
    tokens_library.ingest([file])
    assert 0 < len(token_embedder.embedded) < 30
    assert tokens_library.status().late_interaction == "on (characters)"
    with tokens_library._store.snapshot() as view:
        ids = view.passage_ids()
        held = view.tokens(ids, "characters")
        for item in view.locate(ids):
            parts = [located_words(item.text[w.start - item.passage.start : w.end - item.passage.start])
                     for w in item.windows]  # fmt: skip
            assert held[item.id].counts == tuple(parts)


def located_words(text: str) -> int:
    return sum(c.isalnum() for c in text)


def test_the_sentence_in_which_the_questions_tokens_meet_is_marked_first(
    tokens_library: Library, tmp_path: Path
) -> None:
    file = tmp_path / "report.txt"
    fill = "關於其他各項事務，主辦單位另行說明，本節不再贅述，與會人員均表示了解並將於返國後整理成冊供參考。" * 2
    wanted = "甲乙丙丁戊己庚辛壬癸，子丑寅卯辰巳午未申酉戌亥，乾坎艮震巽離坤兌各有所指，合計三十字。"
    file.write_text(f"壹、目的\n\n{fill}{wanted}{fill}\n", encoding="utf-8")
    tokens_library.ingest([file])
    (hit, *_) = tokens_library.ask("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥", k=1).hits
    start, end = hit.highlights[0]
    assert "甲乙丙丁" in hit.text[start - hit.char_start : end - hit.char_start]


def test_listing_and_showing_never_load_the_model(tmp_path: Path) -> None:
    def fail() -> None:
        raise AssertionError("the model was loaded")

    store = Store(tmp_path / "library.sqlite")
    library = Library(tmp_path, store, fail)  # type: ignore[arg-type]
    assert library.reports() == []


def test_filters_narrow_before_the_search_and_what_none_passes_is_no_answer(
    library: Library, first_report: Path
) -> None:
    library.ingest([first_report, *FIXTURES])
    all_hits = library.ask(QUESTION, k=50).hits
    (first,) = {h.report_id for h in all_hits if "Gartner" in h.report_title}
    filters = Filters(agency="數位發展部", country="US", year=2022, category="開會")
    hits = library.ask(QUESTION, k=50, filters=filters).hits
    assert {h.report_id for h in hits} == {first}
    assert len(hits) > sum(h.report_id == first for h in all_hits), "others would have taken their places"
    none = library.ask(QUESTION, filters=Filters(country="JP", agency="數位發展部"))
    assert none.hits == [] and none.band is Band.NONE


def test_of_a_table_the_row_of_the_day_that_is_asked_for_is_marked(library: Library, tmp_path: Path) -> None:
    rows = [f"5 月 {day} 日\t新加坡\t參訪第 {day} 號轉乘站並聽取簡報，說明票證系統的規劃" for day in range(12, 19)]
    file = tmp_path / "table.txt"
    file.write_text("壹、行程\n\n本次行程如下。\n" + "\n".join(rows) + "\n", encoding="utf-8")
    library.ingest([file])
    for question in ("5月14日做什麼？", "What happened on 14 May?"):
        hit = next(h for h in library.ask(question).hits if rows[2] in h.text)
        marked = [hit.text[a - hit.char_start : b - hit.char_start] for a, b in hit.highlights]
        assert marked == [rows[2]]
