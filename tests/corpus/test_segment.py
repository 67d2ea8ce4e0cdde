from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.segment import Segmenter


@pytest.fixture(scope="module")
def segmenter(tmp_path_factory: pytest.TempPathFactory) -> Segmenter:
    return Segmenter(tmp_path_factory.mktemp("jieba"))


def test_both_scripts_give_the_same_terms(segmenter: Segmenter) -> None:
    assert segmenter.terms("跨國的雲端服務") == segmenter.terms("跨国的云端服务")


def test_a_word_inside_a_longer_one_is_a_term(segmenter: Segmenter) -> None:
    assert {"云端", "服务"} <= set(segmenter.terms("雲端服務"))


def test_latin_words_and_numbers_stay_whole_and_english_stop_words_go(segmenter: Segmenter) -> None:
    asked = "What is the COVID-19 Web3 of 2,023 and 5G?"
    assert segmenter.terms(asked) == ["covid", "19", "web3", "2023", "5g"]


def test_the_terms_are_the_same_whatever_the_width_of_the_characters(segmenter: Segmenter) -> None:
    assert segmenter.terms("ＡＩ１０大趨勢") == segmenter.terms("AI10大趨勢")


def test_the_cache_stays_in_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(elsewhere))
    folder = tmp_path / "cache"
    folder.mkdir()
    Segmenter(folder).word_ends("數位發展部")
    assert [p.name for p in folder.iterdir()] == ["jieba-0.42.1.cache"]
    assert not list(elsewhere.iterdir())


@given(text=st.text())
def test_word_ends_rise_and_end_with_the_text(segmenter: Segmenter, text: str) -> None:
    ends = segmenter.word_ends(text)
    assert ends == sorted(set(ends))
    assert (ends[-1] if ends else 0) == len(text)
