"""Numbers, shares and dates: one term for each, in whatever way reports and questions write it."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.dates import MONTHS
from corpus.fold import fold
from corpus.numerals import STEMS, any_number, arabic, chinese, circled, letter, roman, stem
from corpus.quantities import quantities
from corpus.segment import runs
from corpus.stem import stems
from tests.ingest.strategies import texts

DIGITS = "零一二三四五六七八九"
FORMAL = str.maketrans("零一二三四五六七八九十百千", "零壹貳參肆伍陸柒捌玖拾佰仟")
UNDER_TWENTY = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
ENGLISH_MONTHS = [name.title() for name in MONTHS if len(name) > 4 or name in ("may", "june", "july")]
NUMBERS = st.one_of(st.integers(0, 10**8), st.integers(0, 200), st.integers(1, 10**4).map(lambda n: n * 10**4))


def under_ten_thousand(number: int) -> str:
    """兩千零五: a zero for every gap inside, none at the end."""
    written, gap = "", False
    for unit, mark in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            written += ("零" if gap and written else "") + DIGITS[digit] + mark
        gap = not digit
    return written


def in_chinese(number: int) -> str:
    written, gap = "", False
    for unit, mark in ((10**8, "億"), (10**4, "萬"), (1, "")):
        part = number // unit % 10**4
        if part:
            written += ("零" if written and (gap or part < 1000) else "") + under_ten_thousand(part) + mark
        gap = not part
    return written or "零"


def as_people_say(number: int) -> str:
    """兩千 for 二千, 十二萬 for 一十二萬."""
    return re.sub("(?<!十)二(?=[千萬億])", "兩", re.sub("^一十", "十", in_chinese(number)))


def in_english(number: int, between: str) -> str:
    if number < 20:
        return UNDER_TWENTY[number - 1]
    tens = TENS[number // 10 - 2]
    return tens if number % 10 == 0 else tens + between + UNDER_TWENTY[number % 10 - 1]


def terms(text: str) -> list[str]:
    return quantities(fold(text))


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("十二", 12),
        ("一十二", 12),
        ("拾貳", 12),
        ("一百一十二", 112),
        ("一一二", 112),
        ("一百零五", 105),
        ("兩千三百", 2300),
        ("两千三百", 2300),
        ("貳仟參佰", 2300),
        ("二〇二三", 2023),
        ("二○二三", 2023),
        ("零", 0),
        ("十十", None),
        ("十百", None),
        ("一二十", None),
        ("甲", None),
        ("12", None),
        ("", None),
    ],
)
def test_a_chinese_numeral_has_its_value(written: str, value: int | None) -> None:
    assert chinese(written) == value


@given(st.integers(0, 9999))
def test_a_formal_numeral_has_the_value_of_the_plain_one(number: int) -> None:
    written = under_ten_thousand(number) or "零"
    assert chinese(written) == chinese(written.translate(FORMAL)) == number


@pytest.mark.parametrize(
    ("read", "written", "value"),
    [
        (arabic, "12", 12),
        (arabic, "１２", 12),
        (arabic, "²", None),
        (arabic, "123456789", None),
        (arabic, "1.2", None),
        (roman, "XIV", 14),
        (roman, "xiv", 14),
        (roman, "LXXXIX", 89),
        (roman, "Ⅻ", 12),
        (roman, "IIII", None),
        (roman, "", None),
        (stem, "甲", 1),
        (stem, "癸", 10),
        (stem, "子", None),
        (stem, "甲乙", None),
        (stem, "", None),
        (letter, "B", 2),
        (letter, "z", 26),
        (letter, "é", None),
        (letter, "AB", None),
        (circled, "①", 1),
        (circled, "⑳", 20),
        (circled, "⑴", 1),
        (circled, "⒇", 20),
        (circled, "⒈", None),
        (circled, "1", None),
        (any_number, "１２", 12),
        (any_number, "十二", 12),
        (any_number, "XII", 12),
        (any_number, "丙", 3),
        (any_number, "B", 2),
        (any_number, "壬癸", None),
    ],
)
def test_other_numerals_have_their_values(read: Callable[[str], int | None], written: str, value: int | None) -> None:
    assert read(written) == value


def test_the_numerals_of_an_enumeration_count_up() -> None:
    assert [stem(c) for c in STEMS] == list(range(1, 11))
    assert [roman(c) for c in ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")] == list(range(1, 11))


@given(st.one_of(st.text(max_size=30), st.text(alphabet="零〇一二兩十百千壹拾甲IVXLCⅠ①⑴１B", max_size=12)))
def test_whatever_is_no_numeral_is_none(text: str) -> None:
    for read in (arabic, chinese, roman, stem, letter, circled, any_number):
        value = read(text)
        assert value is None or value >= 0


@pytest.mark.parametrize(
    ("ways", "term"),
    [
        (("十二", "twelve", "１２th", "第十二屆", "Twelve"), "12"),
        (("十大趨勢", "十 大", "ten trends"), "10"),
        (("三項建議", "三個", "第三章", "3rd", "three", "三 天"), "3"),
        (("兩國", "兩個", "two", "2nd"), "2"),
        (("二十一世紀", "21st century", "twenty-one", "twenty one"), "21"),
        (("兩千三百", "二千三百", "两千三百", "2.3 thousand"), "2300"),
        (("300萬", "３００萬", "300 萬", "3百萬", "三百萬", "三百万", "3 million", "three million"), "3000000"),
        (("3千萬", "三千萬", "3,000萬", "30 million", "thirty million"), "30000000"),
        (("1億2,000萬", "一億二千萬", "一億兩千萬", "1.2億", "120 million"), "120000000"),
        (("二點五億", "2.5億", "250 million"), "250000000"),
        (("十億", "10億", "1 billion", "one billion"), "1000000000"),
        (("一兆", "1兆", "one trillion", "1 trillion"), "1000000000000"),
        (("三百", "three hundred", "3 hundred"), "300"),
        (("兩萬五千", "2萬5,000", "25 thousand", "25-thousand"), "25000"),
        (("三萬零五",), "30005"),
        (("零點五",), "0.5"),
        (
            (
                "百分之四十一", "百分之 41", "百分之41", "41%", "41％", "４１％", "41 %", "41 percent", "41 per cent",
                "forty-one percent", "forty one per cent", "四成一", "41 個百分點", "四十一個百分點",
            ),
            "41%",
        ),
        (("四成", "百分之四十", "40%", "forty percent", "40.0%"), "40%"),
        (("百分之五十點五", "50.5%", "50.5 percent"), "50.5%"),
        (("百分之百", "百分之一百", "100%"), "100%"),
        (
            (
                "民國111年", "民國 111 年", "民国111年", "中華民國111年", "111年", "111 年度", "１１１年",
                "2022年", "2022 年", "西元2022年", "公元 2022 年", "二〇二二年", "民國一百一十一年",
                "民國一一一年", "111.10.19", "2022/10/19", "2022-10-19", "October 19, 2022", "19 October 2022",
            ),
            "2022",
        ),
        (
            (
                "10月19日", "10 月 19 日", "１０月１９日", "10月19號", "十月十九日", "民國111年10月19日", "October 19",
                "Oct. 19", "October 19th", "19 October", "19th of October", "the 19th of October", "10/19",
                "10／19(三)",
            ),
            "10月19日",
        ),
        (("10月", "10 月", "十月", "十月底", "in October", "October 19", "19 October", "10月19日"), "10月"),
        (("5月5日", "五月五日", "May 5", "5 May", "5th of May", "5/5"), "5月5日"),
    ],
)  # fmt: skip
def test_every_way_of_writing_gives_the_one_term(ways: tuple[str, ...], term: str) -> None:
    for written in ways:
        assert term in terms(written), written
        assert term in terms(f"報告指出 {written}，詳如附件。"), written


@pytest.mark.parametrize(
    ("written", "only"),
    [
        ("三百萬", "3000000"),
        ("1億2,000萬", "120000000"),
        ("three hundred million", "300000000"),
        ("twenty-one", "21"),
        ("百分之四十一", "41%"),
        ("四成一", "41%"),
        ("41 percent", "41%"),
        ("三百點五", "300.5"),
        ("10月", "10月"),
        ("10/19", "10月19日"),
    ],
)
def test_the_parts_of_a_number_are_no_numbers_of_their_own(written: str, only: str) -> None:
    assert terms(written) == [only]


@pytest.mark.parametrize(
    "nothing",
    [
        *(
            "三峽",
            "三星",
            "四川",
            "三重",
            "三亞",
            "五花八門",
            "三明治",
            "萬華",
            "二手",
            "兩岸",
            "百貨公司",
        ),  # names, words
        *("一般", "一個", "一天", "一次", "萬一", "十分重要", "十全十美", "成千上萬", "一半"),
        *("one of", "One of the delegates", "someone", "often", "tend", "weight"),
        *("2022", "2,300", "3.14", "10大趨勢", "1,234,567"),  # digits are terms as they stand
        *("for 1 year", "You may march on", "in second place", "million", "hundreds of"),
        *("13月", "0月", "13/45", "0/3"),  # no month has the number
        "",
    ],
)
def test_what_is_no_number_gives_none(nothing: str) -> None:
    assert terms(nothing) == []


@pytest.mark.parametrize("written", ["10月32日", "October 32", "10 月 0 日"])
def test_a_day_that_no_month_has_leaves_the_month(written: str) -> None:
    assert [term for term in terms(written) if "月" in term] == ["10月"]


@pytest.mark.parametrize("span", ["為期12年", "12年經驗", "11.10.19"])
def test_two_digits_without_an_era_are_no_year(span: str) -> None:
    assert not [term for term in terms(span) if len(term) == 4]


def test_each_term_comes_once_and_in_order() -> None:
    assert terms("十二項，twelve，第十二屆，占四成及 40%") == ["12", "40%"]
    assert terms("十大趨勢，占百分之四十一，自民國111年10月19日") == ["10", "41%", "2022", "10月", "10月19日"]


def test_the_writer_of_these_tests_writes_as_people_do() -> None:
    written = {
        0: "零", 10: "一十", 105: "一百零五", 2005: "二千零五", 20_300: "二萬零三百", 1_000_500: "一百萬零五百",
        10_050_300: "一千零五萬零三百", 10**8: "一億",
    }  # fmt: skip
    assert {number: in_chinese(number) for number in written} == written
    assert [as_people_say(n) for n in (12, 22_000, 220_000, 120_000)] == ["十二", "兩萬兩千", "二十二萬", "十二萬"]


# 一 is left out: it is an article more often than a number
@given(NUMBERS.filter(lambda n: n != 1))
@example(10)
@example(10_000)
@example(100_010)
@example(10**8)
def test_a_number_in_chinese_gives_the_term_of_its_digits(number: int) -> None:
    (digits,) = (run.text for run in runs(f"{number:,}"))
    for written in (in_chinese(number), as_people_say(number)):
        assert terms(f"共{written}個") == [digits]


@given(st.integers(1, 9999), st.sampled_from([("萬", 10**4), ("億", 10**8), ("兆", 10**12)]))
def test_a_number_in_digits_and_a_unit_gives_the_term_of_all_digits(number: int, unit: tuple[str, int]) -> None:
    mark, times = unit
    assert terms(f"{number:,}{mark}元") == terms(f"{number} {mark}元") == [str(number * times)]


@given(
    st.integers(1, 99),
    st.sampled_from("- "),
    st.sampled_from([("hundred", 10**2), ("thousand", 10**3), ("million", 10**6), ("billion", 10**9)]),
)
def test_a_number_in_english_words_gives_the_term_of_its_digits(
    number: int, between: str, scale: tuple[str, int]
) -> None:
    name, times = scale
    said = in_english(number, between)
    assert terms(f"About {said.title()} {name} firms") == terms(f"{number} {name}") == [str(number * times)]
    assert terms(f"{said} firms") == ([str(number)] if number > 1 else [])


@given(st.integers(1, 100), st.integers(0, 9))
def test_a_share_is_one_term_however_it_is_written(whole: int, tenth: int) -> None:
    digits = f"{whole}.{tenth}" if tenth else str(whole)
    han = in_chinese(whole) + (f"點{DIGITS[tenth]}" if tenth else "")
    ways = (f"百分之{han}", f"百分之 {digits}", f"{digits}％", f"{digits} percent", f"{digits} 個百分點")
    assert {tuple(terms(way)) for way in ways} == {(f"{digits}%",)}


@given(st.dates(date(1912, 1, 1), date(2099, 12, 31)), st.sampled_from(ENGLISH_MONTHS))
def test_a_date_gives_its_year_month_and_day_in_either_calendar(day: date, name: str) -> None:
    day = date(day.year, MONTHS[name.lower()], min(day.day, 28))
    expected = {str(day.year), f"{day.month}月", f"{day.month}月{day.day}日"}
    for written in (
        f"民國 {day.year - 1911} 年 {day.month} 月 {day.day} 日",
        f"西元{day.year}年{as_people_say(day.month)}月{as_people_say(day.day)}日",
        f"{name} {day.day}, {day.year}",
        f"{day.day} {name} {day.year}",
    ):
        assert expected <= set(terms(written)), written


@given(
    st.one_of(
        texts, st.text(alphabet="零一二十百千万亿兆两点成百分之%0123456789.,/年月日第个 -", max_size=60)
    )
    | st.lists(st.sampled_from([*UNDER_TWENTY, *TENS, "hundred", "million", "percent", "th", "3", "-", " ", "may"]))
    .map(" ".join)
)  # fmt: skip
def test_whatever_the_text_its_terms_are_numbers_shares_or_days(text: str) -> None:
    found = terms(text)
    assert len(found) == len(set(found))
    for term in found:
        month, _, rest = term.rstrip("日").partition("月")
        if "月" in term:
            assert 1 <= int(month) <= 12 and (not rest or 1 <= int(rest) <= 31)
        else:
            assert float(term.rstrip("%")) >= 0


@pytest.mark.parametrize(
    ("one", "other"),
    [("systems", "system"), ("moving", "moves"), ("fisheries", "fishery"), ("policies", "policy")],
)
def test_forms_of_an_english_word_share_a_stem(one: str, other: str) -> None:
    assert stems(one) == stems(other) != []


def test_what_is_no_english_word_stays_as_it_is() -> None:
    assert stems("云端 41% 10月19日 2022 web3") == ["云端", "41%", "10月19日", "2022", "web3"]
    assert stems("") == stems("  ") == []
