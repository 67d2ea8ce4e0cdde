import pytest
from hypothesis import given

from ingest.structure.captions import caption
from ingest.structure.headings import marks
from ingest.structure.lines import lay_out
from ingest.structure.sentences import clauses, sentences, width
from tests.ingest.conftest import plain
from tests.ingest.strategies import texts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲。乙！丙？", ["甲。", "乙！", "丙？"]),
        ("他說：「好。」然後離開。", ["他說：「好。」", "然後離開。"]),
        ("成長 2.5 億元；減少 3.0%。", ["成長 2.5 億元；", "減少 3.0%。"]),
        ("The U.S. office met Dr. Lee. He left.", ["The U.S. office met Dr. Lee.", "He left."]),
        ("Is it so? Yes.", ["Is it so?", "Yes."]),
        ("沒有句點的文字", ["沒有句點的文字"]),
        ("  ", []),
    ],
)
def test_a_sentence_ends_where_a_reader_would_end_it(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in sentences(text)] == expected


def test_a_comma_in_a_number_parts_nothing() -> None:
    text = "約 5,000 人，含學生"
    assert [text[a:b] for a, b in clauses(text)] == ["約 5,000 人，", "含學生"]


@given(texts)
def test_sentences_and_clauses_are_all_of_the_text(text: str) -> None:
    for cut in (sentences, clauses):
        covered = "".join(text[a:b] for a, b in cut(text))
        assert "".join(covered.split()) == "".join(text.split())


def test_a_latin_character_is_less_wide_than_a_chinese_one() -> None:
    assert width("數位AI") == 2.8


@pytest.mark.parametrize(
    ("line", "number", "words"),
    [
        ("圖 2-1 議程形式", "2-1", "議程形式"),
        ("圖2-2:會議前導說明", "2-2", "會議前導說明"),
        ("表 3-1：統計", "3-1", "統計"),
        ("圖一、會場", "一", "會場"),
        ("Figure 1. The port", "1", "The port"),
        ("照片 3 與會人員合影", "3", "與會人員合影"),
        ("圖 4", "4", ""),
    ],
)
def test_a_caption_is_read(line: str, number: str, words: str) -> None:
    found = caption(line)
    assert found is not None
    assert (found.number, found.words) == (number, words)


@pytest.mark.parametrize(
    "line", ["圖 2-1 所示為議程。", "表三十年來之變化", "圖書館之參訪", "表 1 顯示成長", "圖一張", "如圖 1", "表示感謝"]
)
def test_a_sentence_that_begins_with_a_figure_is_no_caption(line: str) -> None:
    assert caption(line) is None


@pytest.mark.parametrize(
    ("line", "scheme", "value", "label", "title"),
    [
        ("壹、 會議目的", "formal", 1, "壹、", "會議目的"),
        ("貳. 過程", "formal", 2, "貳.", "過程"),
        ("參：心得", "formal", 3, "參：", "心得"),
        ("拾貳、結語", "formal", 12, "拾貳、", "結語"),
        ("參心得及建議", "formal", 3, "參、", "心得及建議"),
        ("十一、其他", "cjk", 11, "十一、", "其他"),
        ("（三）訪談：", "cjk_paren", 3, "（三）", "訪談"),
        ("１．開幕", "arabic", 1, "１．", "開幕"),
        ("1.2 Findings", "decimal:1", 2, "1.2", "Findings"),
        ("(2) 細項", "arabic_paren", 2, "(2)", "細項"),
        ("甲、分組", "stem", 1, "甲、", "分組"),
        ("第一章 緒論", "chapter", 1, "第一章", "緒論"),
        ("第 2 節　方法", "section", 2, "第 2 節", "方法"),
        ("Chapter 3: Results", "chapter", 3, "Chapter 3:", "Results"),
        ("附件一、名單", "appendix", 1, "附件一、", "名單"),
        ("Appendix B Agenda", "appendix", 2, "Appendix B", "Agenda"),
    ],
)
def test_a_numeral_is_read_with_its_scheme(line: str, scheme: str, value: int, label: str, title: str) -> None:
    first = marks(line)[0]
    assert (first.scheme, first.value, first.label, first.title) == (scheme, value, label, title)


@pytest.mark.parametrize(
    "line",
    [
        "參考資料",
        "參訪行程",
        "伍佰元整",
        "一般而言",
        "十分感謝",
        "2.5 億",
        "2022 年",
        "一、二級機關",
        "5 © 2022 Gartner",
        "附件所示之文件",
    ],
)
def test_a_word_that_begins_with_a_numeral_is_no_heading(line: str) -> None:
    assert [mark for mark in marks(line) if not mark.scheme.startswith("decimal")] == []


def test_page_numbers_and_running_headers_are_furniture() -> None:
    pages = [f"考察報告\n甲{n}的內容。\n乙{n}的內容。\n丙的內容有{n}個。\n{n}\n" for n in "一二三四"]
    layout = lay_out(plain("\f".join(page.replace("\n一\n", "\n1\n") for page in pages)))
    assert "考察報告" not in [line.text for line in layout.lines]
    assert not any(line.text == "1" for line in layout.lines)


def test_a_hard_wrapped_text_is_told_by_its_margin() -> None:
    wrapped = "本次會議之討論內容涵蓋多項議題且各國代表踴躍發言，\n" * 12
    assert lay_out(plain(wrapped)).measure > 20
    assert lay_out(plain("一、甲議題\n二、乙議題\n" * 20)).measure == 0
