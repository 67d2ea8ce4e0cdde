"""The yardstick of confidence is measured on the library itself."""

from collections.abc import Callable

import numpy as np
import pytest

from assistant.evaluation.judged import Document, as_reports
from assistant.library import Library
from index.usual import Usual, background, standing_out

TOPICS = ("漁業配額由水產廳公告", "監獄設置家庭探視室", "電動公車於夜間充電", "檔案館以手稿辨識", "蛋品抽驗雞蛋殘留")
PLACES = ("東京", "柏林", "倫敦", "奧斯陸", "渥太華", "台北")


def filled(library: Library, texts: list[str]) -> Usual:
    library.ingest(as_reports(Document(f"d{n}", "", text) for n, text in enumerate(texts)))
    library.status()
    with library._store.snapshot() as view:
        return library.engine().indexes.at(view).manifest.usual


def test_look_alike_passages_raise_what_is_usual(open_fake: Callable[..., Library]) -> None:
    apart = filled(open_fake("apart"), [f"{topic}。" for topic in TOPICS])
    alike = filled(open_fake("alike"), [f"{topic}，{place}。" for topic in TOPICS for place in PLACES])
    assert apart.passages == 5 and alike.passages == 30
    assert alike.mean > apart.mean
    assert alike.deviation > 0


def test_it_is_measured_again_when_the_library_has_grown(open_fake: Callable[..., Library]) -> None:
    library = open_fake("one")
    before = filled(library, [f"{topic}，{place}。" for topic in TOPICS[:4] for place in PLACES[:5]])
    library.ingest(as_reports([Document("x", "", "一份不相干的新報告。")]))
    assert _usual(library) == before  # one in twenty changes nothing
    library.ingest(as_reports(Document(f"y{n}", "", f"第 {n} 份不相干的新報告。") for n in range(5)))
    assert _usual(library).passages == 26


def test_a_library_without_a_second_passage_has_what_is_typical(open_fake: Callable[..., Library]) -> None:
    assert filled(open_fake("tiny"), ["只有一段。"]) == Usual(passages=1)


def test_standing_out_counts_deviations() -> None:
    cosines = np.array([0.5, 0.7] * 5000, dtype=np.float32)
    assert standing_out(0.9, cosines) == pytest.approx(3.0, abs=0.01)


def test_a_handful_of_passages_is_no_law() -> None:
    mean, deviation = background(np.array([0.8, 0.8], dtype=np.float32))
    assert mean == pytest.approx(0.8) and deviation > 0.01
    assert background(np.zeros(0, dtype=np.float32))[1] > 0


def _usual(library: Library) -> Usual:
    with library._store.snapshot() as view:
        return library.engine().indexes.at(view).manifest.usual
