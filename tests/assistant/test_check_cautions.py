import pytest

from assistant.check.cautions import Alarm, cautions, cut_off
from assistant.check.diff import diff
from assistant.check.folded import fold_text

NAMES = {"日本": ("Japan",), "韩国": ("Korea",), "爱沙尼亚": ("Estonia",)}


def told(quote: str, source: str) -> list[tuple[Alarm, str, str]]:
    found = cautions(diff(fold_text(quote), fold_text(source)), lambda name: NAMES.get(name, ()))
    return [(caution.alarm, caution.quote, caution.source) for caution in found]


@pytest.mark.parametrize(
    ("quote", "source", "ours", "theirs"),
    [
        ("共計 350 個會議", "共計 360 個會議", "350", "360"),
        ("共計三百五十個會議", "共計三百六十個會議", "三百五十", "三百六十"),
        ("占比達 2.5%", "占比達 25%", "2.5%", "25%"),
        ("成長三成的預算", "成長五成的預算", "三", "五"),
        ("within two days of it", "within one day of it", "two", "one"),
        ("1,250 元", "1,205 元", "1,250", "1,205"),
        ("約 1 萬多名", "約 2 萬多名", "1 萬", "2 萬"),
        ("參加 10 月 17 日會議", "參加會議", "10、17", ""),
    ],
)
def test_a_number_that_differs_is_told(quote: str, source: str, ours: str, theirs: str) -> None:
    assert (Alarm.NUMBER, ours, theirs) in told(quote, source)


@pytest.mark.parametrize(
    ("quote", "source"),
    [
        ("共計三百萬元的預算", "共計 300 萬元的預算"),
        ("一起推動計畫", "共同推動計畫"),
        ("共有 12 件新案", "共有 12 件舊案"),
    ],
)
def test_the_same_number_otherwise_written_or_elsewhere_is_not(quote: str, source: str) -> None:
    assert not [t for t in told(quote, source) if t[0] is Alarm.NUMBER]


@pytest.mark.parametrize(
    ("quote", "source"),
    [
        ("本部應推動計畫", "本部不應推動計畫"),
        ("業者未完成改善", "業者已完成改善"),
        ("該案並非可行", "該案可行"),
        ("the plan was adopted", "the plan was not adopted"),
        ("he doesn't agree with it", "he does agree with it"),
    ],
)
def test_a_negation_that_differs_is_told(quote: str, source: str) -> None:
    assert [alarm for alarm, *_ in told(quote, source)] == [Alarm.NEGATION]


@pytest.mark.parametrize(
    ("quote", "source"),
    [
        ("未來將推動", "日後將推動"),
        ("非常重要的工作", "很重要的工作"),
        ("不僅如此", "不只如此"),
        ("業者沒有完成", "業者未完成"),
    ],
)
def test_what_only_looks_like_a_negation_is_not_told(quote: str, source: str) -> None:
    assert not [t for t in told(quote, source) if t[0] is Alarm.NEGATION]


def test_a_name_that_differs_is_told_in_either_script() -> None:
    assert (Alarm.NAME, "日本", "韓國") in told("赴日本考察制度", "赴韓國考察制度")
    assert (Alarm.NAME, "Amazon", "Google") in told("與 Amazon 洽談合作", "與 Google 洽談合作")
    assert told("赴日本考察制度", "往日本考察制度") == []


def test_what_is_told_first_is_the_number() -> None:
    found = told("赴日本考察 3 日，未完成", "赴韓國考察 5 日，已完成")
    assert [alarm for alarm, *_ in found] == [Alarm.NUMBER, Alarm.NEGATION, Alarm.NAME]


@pytest.mark.parametrize(
    ("quote", "before", "warns"),
    [
        ("應立即推動", "審查意見認為不", True),
        ("應立即推動", "审查意见认为不", True),
        ("應立即推動", "本部未來", False),
        ("五萬元的經費", "共十", True),
        ("五萬元的經費", "共計", False),
        ("可行的方案", "並非", True),
        ("推動", "", False),
    ],
)
def test_a_word_right_before_that_turns_the_meaning_is_told(quote: str, before: str, warns: bool) -> None:
    assert bool(cut_off(quote, before)) is warns
