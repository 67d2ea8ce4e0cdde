"""Measuring through the product: sets from files, a throw-away library, baselines."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.evaluation import tables
from assistant.evaluation.judged import Document, JudgedQuestion, as_reports, holds, read_beir, read_questions
from assistant.evaluation.measure import Retrieved, evidence_rank, measure_questions, trec_run
from assistant.evaluation.run import Request, evaluate
from assistant.evaluation.systems import Bench, known_baselines, reciprocal_rank_fusion
from assistant.settings import Settings
from assistant.wiring import bench_with
from corpus.errors import UserError
from corpus.store import EmbeddingModel, Store
from tests.fakes import HashEmbedder

DOCUMENTS = [
    ("d1", "漁業", "日本以總容許漁獲量管理鯖魚資源，每年由水產廳公告配額。"),
    ("d2", "漁業", "漁船須裝設船位回報器，並於返港前申報漁獲。"),
    ("d3", "監獄", "荷蘭監獄以家庭日維繫收容人與子女的關係。"),
    ("d4", "公車", "新加坡的電動公車在場站夜間充電，由單一電表計價。"),
    ("d5", "公車", "新加坡的電動公車在場站夜間充電，由單一電表計價。"),  # the same text: still a document of its own
]
QUERIES = [("q1", "日本如何管理鯖魚資源", "d1"), ("q2", "荷蘭監獄的家庭日", "d3"), ("q3", "漁船要裝設什麼", "d2")]


@pytest.fixture
def beir(tmp_path: Path) -> Path:
    folder = tmp_path / "small"
    (folder / "qrels").mkdir(parents=True)
    _write(folder / "corpus.jsonl", [{"_id": i, "title": t, "text": x} for i, t, x in DOCUMENTS])
    _write(folder / "queries.jsonl", [{"_id": i, "text": t} for i, t, _ in QUERIES])
    rows = "".join(f"{q}\t{d}\t1\n" for q, _, d in QUERIES)
    (folder / "qrels" / "dev.tsv").write_text(f"query-id\tcorpus-id\tscore\n{rows}", encoding="utf-8")
    return folder


@pytest.fixture
def open_bench(embedder: HashEmbedder) -> Callable[[Settings], Bench]:
    def opened(settings: Settings) -> Bench:
        store = Store(settings.library / "library.sqlite")
        store.claim_model(EmbeddingModel(embedder.name, embedder.fingerprint, embedder.dimensions))
        return bench_with(settings, store, embedder)

    return opened


def test_a_beir_set_is_measured_beside_every_baseline(beir: Path, tmp_path: Path, open_bench, models: Path) -> None:
    request = Request(beir, baselines=tuple(known_baselines()))
    told: list[str] = []
    measured = evaluate(
        request,
        Settings(tmp_path / "mine", models=models),
        open_bench,
        lambda label: lambda d, t: told.append(f"{label} {d}/{t}"),
    )
    assert (measured.questions, measured.reports) == (3, 5)
    assert measured.groups[0].figures["R@5"] == 1.0
    assert {c.name for c in measured.compared} == set(known_baselines())
    assert all(0 <= c.wins + c.losses <= 3 for c in measured.compared)
    assert "ingest 5/5" in told and "ask 3/3" in told and "bm25 3/3" in told
    assert [line.split()[:4] for line in trec_run(measured)][:1] == [["q1", "Q0", "d1", "1"]]
    # without the article there is nothing to find: as many unanswerable as answerable
    assert len(measured.verdicts["all"].negatives) == 3
    text, given = tables.measured_text(measured), json.loads(json.dumps(tables.measured_json(measured)))
    assert "100.0 [100.0–100.0]" in text and "| bm25 |" in text
    assert given["groups"][0]["figures"]["R@5"] == 1.0


def test_the_throw_away_library_is_used_again_and_ours_is_untouched(
    beir, tmp_path, open_bench, embedder, models
) -> None:
    mine = Settings(tmp_path / "mine", models=models)
    evaluate(Request(beir), mine, open_bench)
    embedder.embedded.clear()
    evaluate(Request(beir), mine, open_bench)
    assert embedder.embedded == []
    assert not (mine.library / "library.sqlite").exists()
    first = next(iter((mine.library / "cache" / "evaluation").iterdir()))
    with (beir / "corpus.jsonl").open("a", encoding="utf-8") as out:
        out.write('{"_id": "d6", "title": "檔案", "text": "英國國家檔案館"}\n')
    evaluate(Request(beir), mine, open_bench)
    assert len(list(first.parent.iterdir())) == 2


def test_questions_are_judged_by_their_evidence(tmp_path: Path, open_bench, models) -> None:
    bench = open_bench(Settings(tmp_path / "library", models=models))
    bench.library.ingest(as_reports(Document(*row) for row in DOCUMENTS))
    path = tmp_path / "questions.jsonl"
    _write(path, [
        {"id": "a", "question": "日本如何管理鯖魚資源", "lang": "zh", "kind": "fact", "evidence": ["總容許漁獲量"]},
        {"id": "b", "question": "家庭日與船位回報器", "lang": "zh", "kind": "list", "match": "all",
         "evidence": ["以家庭日維繫收容人", "裝設船位回報器"]},
        {"id": "c", "question": "火星上的水", "lang": "zh", "kind": "off", "answerable": False, "evidence": []},
    ])  # fmt: skip
    measured = measure_questions("small", read_questions(path), bench, ("dense",))
    rows = {g.name: g for g in measured.groups}
    assert rows["all"].questions == 2 and rows["kind fact"].figures["top 1"] == 1
    assert rows["kind list"].figures["top 1"] == 0 and rows["kind list"].figures["top 5"] == 1
    assert len(measured.verdicts["all"].negatives) == 1


def test_evidence_counts_in_the_report_that_is_meant() -> None:
    question = JudgedQuestion("a", "?", True, ("共 41 %",), reports=("2023.txt",))
    found = [Retrieved("x", "2022.txt", "共 41 % 的企業"), Retrieved("y", "2023.txt", "共41%的企業")]
    assert evidence_rank(question, found) == 2
    assert evidence_rank(replace(question, reports=()), found) == 1


def test_most_of_a_quote_in_one_run_is_the_quote() -> None:
    assert holds("數位韌性主軸", "與數位 韌性\n主軸相同")
    assert holds("一二三四五六七八九十", "一二三四五六，餘下從略")
    assert not holds("一二三四五六七八九十", "一二三四五，六七八九十")


def test_ranks_are_fused_as_their_authors_say() -> None:
    assert reciprocal_rank_fusion([["a", "b"], ["b", "c"]]) == ["b", "a", "c"]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda f: (f / "qrels" / "dev.tsv").unlink(), "--split names another"),
        (lambda f: (f / "qrels" / "dev.tsv").write_text("h\nq1\td1\tx\n"), "cannot be read"),
        (lambda f: (f / "qrels" / "dev.tsv").write_text("h\nq1\td9\t1\n"), "'d9'"),
        (lambda f: (f / "queries.jsonl").write_text("{}\n"), "'_id'"),
        (lambda f: (f / "corpus.jsonl").write_text("no\n"), "line 1 is no JSON object"),
        (lambda f: (f / "corpus.jsonl").unlink(), "cannot be read"),
    ],
)
def test_what_is_wrong_with_a_set_is_said(beir: Path, spoil: Callable[[Path], object], said: str) -> None:
    spoil(beir)
    with pytest.raises(UserError, match=said):
        read_beir(beir, "dev")


def test_an_unknown_baseline_names_those_there_are(beir: Path, tmp_path: Path, open_bench, models: Path) -> None:
    with pytest.raises(UserError, match="no-windows"):
        evaluate(Request(beir, baselines=("best",)), Settings(tmp_path / "mine", models=models), open_bench)


def test_a_sample_is_always_the_same(beir: Path, tmp_path: Path, open_bench, models: Path) -> None:
    one, two = (
        evaluate(Request(beir, sample=2), Settings(tmp_path / "mine", models=models), open_bench) for _ in range(2)
    )
    assert [j.id for j in one.judgements] == [j.id for j in two.judgements] and one.questions == 2


def _write(path: Path, rows: list[dict[str, object]]) -> None:
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
