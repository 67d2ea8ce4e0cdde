from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.dates import find_dates, first_date, period, year_of
from corpus.numerals import chinese, roman
from tests.ingest.strategies import texts


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("112 年 1 月 19 日", date(2023, 1, 19)),
        ("中華民國112年1月19日", date(2023, 1, 19)),
        ("中華民國一百一十二年一月十九日", date(2023, 1, 19)),
        ("民國一一二年一月十九日", date(2023, 1, 19)),
        ("１１２年１月１９日", date(2023, 1, 19)),
        ("112/01/19", date(2023, 1, 19)),
        ("112.1.19", date(2023, 1, 19)),
        ("99-12-31", date(2010, 12, 31)),
        ("2022 年 10 月 17 日", date(2022, 10, 17)),
        ("西元2022年10月17日", date(2022, 10, 17)),
        ("二〇二二年十月十七日", date(2022, 10, 17)),
        ("2022-10-17", date(2022, 10, 17)),
        ("October 17, 2022", date(2022, 10, 17)),
        ("17 October 2022", date(2022, 10, 17)),
        ("Sept. 5th, 2022", date(2022, 9, 5)),
        ("112年2月30日", None),
        ("112年13月1日", None),
        ("2022 年", None),
        ("10 月 19 日", None),
        ("1.112.01.19.5", None),
        ("編號 2022101719", None),
        ("", None),
    ],
)
def test_a_date_is_read_as_printed(printed: str, expected: date | None) -> None:
    assert first_date(printed) == expected


@pytest.mark.parametrize(
    ("printed", "first", "last"),
    [
        ("111 年 10 月 14 日至 23 日", date(2022, 10, 14), date(2022, 10, 23)),
        ("111 年 10 月 14 日至 10 月 23 日", date(2022, 10, 14), date(2022, 10, 23)),
        ("112年12月28日（星期四）至113年1月3日（星期三）", date(2023, 12, 28), date(2024, 1, 3)),
        ("111年12月28日至1月3日", date(2022, 12, 28), date(2023, 1, 3)),
        ("112/09/10-112/09/16", date(2023, 9, 10), date(2023, 9, 16)),
        ("112.09.10～112.09.16", date(2023, 9, 10), date(2023, 9, 16)),
        ("2023/05/09 - 2023/05/12", date(2023, 5, 9), date(2023, 5, 12)),
        ("October 17-21, 2022", date(2022, 10, 17), date(2022, 10, 21)),
        ("October 30 to November 2, 2022", date(2022, 10, 30), date(2022, 11, 2)),
        ("17-21 October 2022", date(2022, 10, 17), date(2022, 10, 21)),
    ],
)
def test_a_period_takes_from_its_start_what_its_end_leaves_out(printed: str, first: date, last: date) -> None:
    assert period(printed) == (first, last)


def test_what_is_no_period_is_none() -> None:
    assert period("112年5月1日") is None
    assert period("112年5月9日至112年5月1日") is None
    assert period("112年5月1日出發，9日返國") is None


def test_a_western_year_is_never_read_as_one_of_the_republic() -> None:
    assert year_of("2022 年") == 2022
    assert year_of("民國112年") == 2023
    assert [found.year for found in find_dates("自 2022 年至 112 年")] == [2022, 2023]


@given(st.dates(date(1912, 1, 1), date(2110, 12, 31)))
def test_every_day_of_the_republic_is_read(day: date) -> None:
    assert first_date(f"民國 {day.year - 1911} 年 {day.month} 月 {day.day} 日") == day


@given(texts)
def test_whatever_the_text_reading_dates_does_not_fail(text: str) -> None:
    first_date(text), period(text), year_of(text)


def test_numerals_are_read_and_nonsense_is_none() -> None:
    assert [chinese(n) for n in ("十", "二十一", "拾貳", "一百零五", "百十", "一二十")] == [10, 21, 12, 105, 110, None]
    assert [roman(n) for n in ("IV", "XII", "Ⅲ", "IIII", "")] == [4, 12, 3, None, None]


def test_a_date_begins_with_its_first_sign() -> None:
    (found,) = find_dates("行程\n2022 年 10 月 19 日")
    assert (found.start, found.end) == (3, 19)
