"""Which days a text names, in every way that reports and questions write them."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.days import LONGEST_RANGE, Day, days_asked, printed_days
from tests.ingest.strategies import texts

THE_19TH = (
    "10 月 19 日", "10月19日", "10月19号", "１０月１９日", "十月十九日", "10/19(三)", "10／19", "19 October",
    "19th of October", "the 19th of October", "October 19", "Oct. 19th",
)  # fmt: skip
IN_2022 = (
    "111 年 10 月 19 日", "民國111年10月19日", "民国111年10月19日", "2022 年 10 月 19 日", "111.10.19", "2022/10/19",
    "October 19, 2022", "19 October 2022", "二〇二二年十月十九日",
)  # fmt: skip


@pytest.mark.parametrize("written", THE_19TH)
def test_a_day_without_a_year_is_read(written: str) -> None:
    assert days_asked(f"{written} 發生了什麼？") == (Day(None, 10, 19),)


@pytest.mark.parametrize("written", IN_2022)
def test_a_day_of_a_year_is_read(written: str) -> None:
    assert days_asked(f"What happened on {written}?") == (Day(2022, 10, 19),)


@pytest.mark.parametrize(
    "nothing",
    [
        "2022 年",
        "in October 2022",
        "為期 4 日",
        "一日體驗",
        "縮短為 0.5 日",
        "1/3 的民眾",
        "13/45",
        "2 月 30 日",
        "第 3 日",
        "32 日",
    ],
)
def test_what_is_no_day_is_none(nothing: str) -> None:
    assert days_asked(nothing) == ()


@pytest.mark.parametrize(
    ("written", "first", "count"),
    [
        ("10 月 17 日至 21 日", Day(None, 10, 17), 5),
        ("111 年 10 月 17 日至 10 月 21 日", Day(2022, 10, 17), 5),
        ("6/3－6/4", Day(None, 6, 3), 2),
        ("October 17-21", Day(None, 10, 17), 5),
        ("17 to 21 October", Day(None, 10, 17), 5),
        ("10/30（日）至11/2（三）", Day(None, 10, 30), 4),
        ("111年12月28日至1月3日", Day(2022, 12, 28), 7),
    ],
)
def test_a_period_names_all_its_days(written: str, first: Day, count: int) -> None:
    (printed,) = printed_days(written)
    assert printed.days[0] == first and len(printed.days) == count
    assert (printed.start, printed.end) == (0, len(written.rstrip("）（三")) if "三" in written else len(written))


def test_a_long_period_names_no_day() -> None:
    assert printed_days("111年1月1日至111年12月31日") == []


def test_a_day_alone_takes_the_month_that_was_named_shortly_before() -> None:
    assert days_asked("2022年10月的行程中，19日做了什麼") == (Day(2022, 10, 19),)
    assert days_asked("10 月 18 日上午會談，19 日參訪") == (Day(None, 10, 18), Day(None, 10, 19))
    assert days_asked("10 月 18 日會談。" + "其他" * 40 + "19 日參訪")[1] == Day(None, None, 19)


def test_a_day_meets_what_it_leaves_open() -> None:
    assert Day(None, 10, 19).meets(Day(2022, 10, 19)) and Day(2022, 10, 19).meets(Day(None, None, 19))
    assert not Day(2021, 10, 19).meets(Day(2022, 10, 19)) and not Day(None, 10, 18).meets(Day(None, 10, 19))


@given(st.dates(date(1912, 1, 1), date(2110, 12, 31)), st.integers(0, LONGEST_RANGE - 1))
def test_every_period_of_the_republic_is_read_whole(first: date, more: int) -> None:
    last = first + timedelta(days=more)
    roc = [f"民國 {d.year - 1911} 年 {d.month} 月 {d.day} 日" for d in (first, last)]
    (printed,) = printed_days(f"自{roc[0]}至{roc[1]}止")
    assert [date(d.year, d.month, d.day) for d in printed.days] == [first + timedelta(days=n) for n in range(more + 1)]


@given(st.one_of(texts, st.text(alphabet="0123456789/年月日至 -號號October（三）", max_size=60)))
def test_whatever_the_text_days_exist_and_stand_in_order(text: str) -> None:
    printed = printed_days(text)
    for one in printed:
        assert 0 <= one.start < one.end <= len(text) and 1 <= len(one.days) <= LONGEST_RANGE
        assert all(1 <= d.day <= 31 and (d.month is None or 1 <= d.month <= 12) for d in one.days)
    assert all(a.end <= b.start for a, b in pairwise(printed))
