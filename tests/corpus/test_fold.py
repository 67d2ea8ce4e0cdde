from hypothesis import given
from hypothesis import strategies as st

from corpus.fold import fold, simplify, to_traditional


@given(st.text())
def test_folding_never_moves_an_offset(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert len(simplify(text)) == len(text)


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)))
def test_folding_never_moves_an_offset_in_chinese(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_one_spelling_for_every_way_to_write_a_word() -> None:
    assert fold("臺灣") == fold("台灣") == fold("台湾")
    assert fold("ＡＩ（２０２３）") == "ai(2023)"
    assert fold("雲端服務") == fold("云端服务")


def test_simplified_questions_are_written_in_taiwanese_characters() -> None:
    assert to_traditional("分析师对跨国云端有什么建议") == "分析師對跨國雲端有什麼建議"
