import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.numerals import any_number, chinese, circled, roman, stem
from ingest.readers.numbering import Counter, Level, is_known, label, numeral, spaced
from ingest.structure.headings import marks

PLAIN = {n: numeral("taiwaneseCountingThousand", n) for n in range(1, 10_000)}
FORMAL = {n: numeral("ideographLegalTraditional", n) for n in range(1, 10_000)}


def test_chinese_numerals_are_read_back_as_what_they_were() -> None:
    assert all(chinese(text) == n for n, text in PLAIN.items())
    assert all(chinese(text) == n for n, text in FORMAL.items())


def test_no_two_numbers_look_alike() -> None:
    for kind in ("taiwaneseCountingThousand", "ideographLegalTraditional", "upperLetterCounted", "ideographDigital"):
        assert len({numeral(kind, n) for n in range(1, 3000)}) == 2999


@pytest.mark.parametrize(
    ("kind", "printed"),
    [
        # as LibreOffice prints them
        (
            "taiwaneseCountingThousand",
            {
                1: "一",
                10: "十",
                11: "十一",
                20: "二十",
                22: "二十二",
                103: "一百零三",
                110: "一百一十",
                1001: "一千零一",
                1010: "一千零一十",
                2023: "二千零二十三",
            },
        ),
        ("chineseCounting", {9: "九", 19: "十九", 99: "九十九"}),
        (
            "ideographLegalTraditional",
            {1: "壹", 2: "貳", 3: "參", 6: "陸", 10: "壹拾", 11: "壹拾壹", 20: "貳拾", 103: "壹佰零參"},
        ),
        ("chineseLegalSimplified", {2: "贰", 13: "壹拾叁"}),
        ("ideographTraditional", {1: "甲", 10: "癸", 11: "11"}),
        ("ideographZodiac", {1: "子", 12: "亥", 13: "13"}),
        ("upperRoman", {4: "IV", 9: "IX", 14: "XIV", 1990: "MCMXC"}),
        ("lowerRoman", {8: "viii"}),
        ("upperLetter", {1: "A", 26: "Z", 27: "AA", 28: "BB", 53: "AAA"}),
        ("lowerLetter", {27: "aa"}),
        ("ordinal", {1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 11: "11th", 22: "22nd", 112: "112th"}),
        ("decimalZero", {7: "07", 12: "12"}),
        # as Word does, where LibreOffice has another idea or none
        ("upperLetterCounted", {26: "Z", 27: "AA", 28: "AB"}),
        ("decimalFullWidth", {12: "１２"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "㉑", 50: "㊿", 51: "51"}),
        ("decimalEnclosedParen", {1: "⑴", 20: "⒇"}),
        ("ideographDigital", {10: "一〇"}),
        ("ideographZodiacTraditional", {1: "甲子", 2: "乙丑", 13: "丙子", 60: "癸亥"}),
        ("none", {3: ""}),
        ("bahtText", {3: "3"}),
        ("decimal", {0: "0", 12: "12"}),
    ],
)
def test_numerals_are_written_as_they_are_printed(kind: str, printed: dict[int, str]) -> None:
    assert {n: numeral(kind, n) for n in printed} == printed


def test_a_format_that_is_unknown_is_told() -> None:
    assert is_known("ideographTraditional") and is_known("bullet") and is_known("none")
    assert not is_known("bahtText")


@pytest.mark.parametrize(
    ("kind", "read", "most"),
    [
        ("upperRoman", roman, 89),
        ("lowerRoman", roman, 89),
        ("ideographTraditional", stem, 10),
        ("decimalEnclosedCircle", circled, 20),
        ("decimalEnclosedParen", circled, 20),
        ("decimalFullWidth", any_number, 99),
    ],
)
def test_other_numerals_are_read_back_too(kind: str, read, most: int) -> None:
    assert [read(numeral(kind, n)) for n in range(1, most + 1)] == list(range(1, most + 1))


@pytest.mark.parametrize(
    ("kind", "template", "scheme"),
    [
        ("ideographLegalTraditional", "%1、", "formal"),
        ("taiwaneseCountingThousand", "%1、", "cjk"),
        ("taiwaneseCountingThousand", "(%1)", "cjk_paren"),
        ("taiwaneseCounting", "（%1）", "cjk_paren"),
        ("decimal", "%1.", "arabic"),
        ("decimalFullWidth", "%1、", "arabic"),
        ("decimal", "(%1)", "arabic_paren"),
        ("decimalEnclosedCircle", "%1", "circled"),
        ("ideographTraditional", "%1、", "stem"),
        ("upperRoman", "%1.", "roman"),
        ("upperLetter", "%1.", "alpha"),
        ("taiwaneseCountingThousand", "第%1章", "chapter"),
        ("chineseCountingThousand", "第%1節", "section"),
    ],
)
def test_a_numbered_heading_is_a_heading_to_the_outline(kind: str, template: str, scheme: str) -> None:
    for value in range(1, 11):
        found = marks(label({0: Level(kind, template)}, 0, {0: value}) + "會議目的")
        read = next(mark for mark in found if mark.scheme == scheme)
        assert (read.value, read.title) == (value, "會議目的")


@pytest.mark.parametrize(
    ("printed", "apart", "expected"),
    [
        ("壹、", True, "壹、"),
        ("（一）", True, "（一）"),
        ("(一)", True, "(一) "),
        ("1.", True, "1. "),
        ("1.", False, "1."),
        ("1. ", False, "1. "),
        ("第一章", True, "第一章 "),
        ("", True, ""),
        ("  ", False, ""),
    ],
)
def test_a_blank_stands_behind_what_brings_no_space_of_its_own(printed: str, apart: bool, expected: str) -> None:
    assert spaced(printed, apart) == expected


def run(levels: dict[int, Level], *places: int) -> list[str]:
    counter = Counter()
    return [counter.advance(levels, at).strip() for at in places]


OUTLINED = {at: Level("decimal", ".".join(f"%{n + 1}" for n in range(at + 1))) for at in range(4)}


def test_a_level_begins_anew_below_each_of_those_above() -> None:
    assert run(OUTLINED, 0, 1, 1, 0, 1, 2, 2, 1) == ["1", "1.1", "1.2", "2", "2.1", "2.1.1", "2.1.2", "2.2"]


def test_a_level_that_was_jumped_over_counts_as_begun() -> None:
    assert run(OUTLINED, 1, 1, 0, 1) == ["1.1", "1.2", "2", "2.1"]  # as LibreOffice prints it
    assert run(OUTLINED, 0, 2, 2, 1, 2) == ["1", "1.1.1", "1.1.2", "1.2", "1.2.1"]


def test_a_level_may_go_on_across_its_parents() -> None:
    assert run({0: Level("decimal", "%1"), 1: Level("decimal", "%2", restart=0)}, 0, 1, 1, 0, 1) == [
        "1",
        "1",
        "2",
        "2",
        "3",
    ]
    only_top = {**OUTLINED, 2: Level("decimal", "%3", restart=1)}
    assert run(only_top, 0, 1, 2, 1, 2, 0, 1, 2) == ["1", "1.1", "1", "1.2", "2", "2", "2.1", "1"]


def test_a_legal_level_writes_every_number_in_digits() -> None:
    levels = {0: Level("ideographLegalTraditional", "%1、"), 1: Level("decimal", "%1.%2", legal=True)}
    assert run(levels, 0, 0, 1) == ["壹、", "貳、", "2.1"]


def test_a_level_without_a_number_keeps_its_words_and_a_level_that_is_not_defined_has_none() -> None:
    assert run({0: Level("none", "附件")}, 0, 0, 3) == ["附件", "附件", ""]


def _reference(places: list[int]) -> list[str]:
    """What the counter says, reckoned anew for each paragraph from all before it."""
    labels = []
    for end, at in enumerate(places, 1):
        parts = []
        for wanted in range(at + 1):
            last = max((i for i, p in enumerate(places[:end]) if p < wanted), default=-1)
            own = places[last + 1 : end]
            begun = bool(own) and own[0] > wanted  # jumped over: it counts as 1 already
            parts.append(max(1, sum(p == wanted for p in own) + begun))
        labels.append(".".join(map(str, parts)))
    return labels


@given(st.lists(st.integers(0, 3), min_size=1, max_size=40))
def test_whatever_the_levels_the_counters_agree_with_reckoning_anew(places: list[int]) -> None:
    assert run(OUTLINED, *places) == _reference(places)


@given(st.text(alphabet=string.ascii_letters, max_size=12), st.integers(-5, 10**6))
def test_whatever_the_format_and_number_there_is_a_numeral_but_for_none(kind: str, value: int) -> None:
    assert bool(numeral(kind, value)) is (kind != "none")
