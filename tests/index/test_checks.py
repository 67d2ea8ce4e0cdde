"""What a question names is looked for in the passage: a near miss is told, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.segment import Segmenter
from corpus.types import NearMiss, NearMissKind
from index.checks import Evidence, Mentions, near_misses, years
from index.gloss import Gloss
from index.heads import things_asked
from index.names import Names, name_rows

LONG = "本報告記載參訪經過。" * 300


def evidence(text: str, form: str = "", whole: str = "") -> list[Evidence]:
    return [Evidence(text, form, 0, lambda: whole or text)]


@pytest.fixture(scope="module")
def mentions(gloss: Gloss, segmenter: Segmenter):
    names = Names(segmenter, gloss.names)

    def of(question: str) -> Mentions:
        ways = gloss.chinese if question.isascii() else gloss.english
        return Mentions(names.of(question), things_asked(question, segmenter, ways))

    return of


def kinds(question: str, found: list[Evidence], mentions=lambda _: Mentions()) -> list[NearMissKind]:
    return [miss.kind for miss in near_misses(question, found, mentions(question))]


def test_another_year_is_named() -> None:
    (miss,) = near_misses("2024 年的十大趨勢是什麼？", evidence("2023 年的十大科技趨勢"), Mentions())
    assert miss == NearMiss(NearMissKind.YEAR, "2024", ("2023",))


@pytest.mark.parametrize(
    ("question", "text", "form", "whole"),
    [
        ("2023 年的趨勢？", "民國 112 年的趨勢", "", ""),  # the same year
        ("112 年的趨勢？", "2023 年的趨勢", "", ""),
        ("What happened in 2023?", "演練於九月舉行", "出國期間：112 年 9 月 1 日", ""),  # the trip's year
        ("2017 年污染的源頭？", "源頭為荷蘭的除蟲業者", "", "2017 年事件。源頭為荷蘭的除蟲業者"),  # said shortly before
        ("有哪些趨勢？", "2023 年的趨勢", "", ""),  # no year asked
    ],
)
def test_a_year_that_is_met_is_no_near_miss(question: str, text: str, form: str, whole: str) -> None:
    assert kinds(question, evidence(text, form, whole)) == []


def test_the_year_of_the_trip_decides_where_the_passage_names_none() -> None:
    found = evidence("致兩個變電所停電 18 分鐘", "出國期間：111 年 10 月 17 日", f"{LONG}致兩個變電所停電 18 分鐘")
    (miss,) = near_misses("2023 年的演練裡變電所停電多久？", found, Mentions())
    assert (miss.kind, miss.found) == (NearMissKind.YEAR, ("2022",))


@pytest.mark.parametrize(
    ("question", "text", "missed"),
    [
        ("哪 60 張床都住滿了？", "中途之家有 32 張床", True),
        ("六十張床都住滿了嗎？", "中途之家有 60 張床", False),
        ("What about the 41% of companies?", "百分之四十一的企業", False),
        ("有 2,300 人參加嗎？", "兩千三百人參加", False),
        ("三個原因是什麼？", "原因有下列各項", False),  # counting is not naming a figure
        ("How old was he at Super Bowl 50?", "時年 39 歲", False),  # a name
        ("Was Gartner told of 50 firms?", "時年 39 歲", True),
        ("第 50 屆由誰主辦？", "由該協會主辦", False),
        ("Who led it in the 15th century?", "由教會主導", False),
        ("Who was his partner in 1886?", "兩位商人", False),  # a year
        ("Did 1500 people come?", "有 800 人參加", True),
    ],
)
def test_a_number_is_looked_for_however_it_is_written(question: str, text: str, missed: bool) -> None:
    assert (NearMissKind.NUMBER in kinds(question, evidence(text))) is missed


@pytest.mark.parametrize(
    ("question", "text", "missed"),
    [
        ("錄影要保存幾年？", "資料均存於國內之機房，112 年起每月稽核", True),
        ("錄影要保存幾年？", "資料保存 7 年後銷毀", False),
        ("錄影要保存多久？", "資料保存七個月", False),
        ("How long must records be kept?", "紀錄存於國內之機房", True),
        ("How long did the outage last?", "停電 18 分鐘", False),
        ("How long is the bridge?", "橋長 300 公尺", False),
        ("演練持續幾天？", "自 10 月 17 日至 10 月 21 日舉行", False),  # two dates tell it
        ("幾年前開始的？", "其後擴及全國", False),  # not how long
        ("多久收回一次？", "當日收回", False),
        ("錄影存放何處？", "存於國內之機房", False),
    ],
)
def test_a_length_of_time_is_looked_for(question: str, text: str, missed: bool) -> None:
    assert (NearMissKind.DURATION in kinds(question, evidence(text))) is missed


@pytest.mark.parametrize(
    ("question", "text", "missed"),
    [
        ("這趟總共花了多少經費？", "本次行程拜會五個機關", True),
        ("這趟總共花了多少經費？", "總經費為新臺幣 32 萬元", False),
        ("How much was the registration fee?", "註冊後即可入場", True),
        ("How much was the registration fee?", "註冊費為 4,500 美元", False),
        ("預算用在哪裡？", "用於採購", False),  # no sum is asked for
        ("What does one charging post cost?", "設置充電樁", True),
        ("What did the mistake cost the blue team?", "致斷電 18 分鐘", False),
    ],
)
def test_a_sum_of_money_is_looked_for(question: str, text: str, missed: bool) -> None:
    assert (NearMissKind.AMOUNT in kinds(question, evidence(text))) is missed


@pytest.mark.parametrize(
    ("question", "text", "missed"),
    [
        ("新加坡的數位身分證有哪些值得借鏡？", "我國的數位身分證", True),
        ("新加坡的數位身分證有哪些值得借鏡？", "Singapore 的數位身分證", False),
        ("新加坡的数字身份证有哪些值得借鉴？", "新加坡的數位身分證", False),
        ("What does Estonia do?", "愛沙尼亞的做法", False),
        ("What does the Estonian centre do?", "愛沙尼亞的中心", False),
        ("What does Estonia do?", "芬蘭的做法", True),
        ("特斯拉的車險是什麼例子？", "例如 Tesla 公司的保險", False),
        ("Which sessions did they attend in October?", "場次如下", False),
    ],
)
def test_a_name_is_looked_for_in_all_ways_to_write_it(question: str, text: str, missed: bool, mentions) -> None:
    assert (NearMissKind.NAME in kinds(question, evidence(text, whole=text + LONG), mentions)) is missed


def test_of_a_short_report_it_is_not_said_that_it_names_nobody(mentions) -> None:
    assert kinds("新加坡的數位身分證？", evidence("我國的數位身分證"), mentions) == []


def test_another_persons_words_are_a_near_miss(mentions) -> None:
    found = evidence("Brandtner 處長坦言公布較晚", whole="Greifenhuber 主任另稱")
    (miss,) = near_misses("Greifenhuber 主任怎麼解釋較晚公布？", found, mentions("Greifenhuber 主任怎麼解釋較晚公布？"))
    assert (miss.kind, miss.asked, miss.found) == (NearMissKind.NAME, "Greifenhuber", ("Brandtner",))


@pytest.mark.parametrize(
    ("question", "text", "missed"),
    [
        ("Which hotel did the delegation stay at?", "代表團於十四日抵達", True),
        ("Which hotel did the delegation stay at?", "代表團下榻市中心飯店", False),
        ("住在哪家飯店？", "代表團於十四日抵達", True),
        ("What did the analyst say?", "分析師建議分散資料", False),
    ],
)
def test_a_thing_that_is_asked_for_is_looked_for(question: str, text: str, missed: bool, mentions) -> None:
    assert (NearMissKind.THING in kinds(question, evidence(text, whole=text + LONG), mentions)) is missed


@pytest.mark.parametrize(
    ("question", "text", "missed"),
    [
        ("為什麼沒有採用雲端？", "該部採用雲端", True),
        ("為什麼沒有採用雲端？", "該部未採用雲端", False),
        ("Why did they not use the cloud?", "該部採用雲端", True),
        ("有沒有採用雲端？", "該部採用雲端", False),
        ("為何公務員不太敢用？", "公務員擔心出錯", False),
    ],
)
def test_who_or_why_not_wants_a_denial(question: str, text: str, missed: bool) -> None:
    assert (NearMissKind.NEGATION in kinds(question, evidence(text))) is missed


def test_without_evidence_nothing_is_missed() -> None:
    assert near_misses("2024 年？", [], Mentions()) == ()


@given(st.integers(1950, 2035), st.sampled_from(["{} 年", "{}年", "in {}", "西元 {} 年"]))
def test_a_year_is_read_from_either_calendar(year: int, written: str) -> None:
    assert set(years(written.format(year))) == {year}
    assert set(years(f"民國 {year - 1911} 年")) == {year}


def test_names_are_what_the_dictionary_writes_with_a_capital() -> None:
    text = "新加坡 新加坡 [Xin1 jia1 po1] /Singapore/\n飯店 饭店 [fan4 dian4] /hotel/restaurant/\n"
    assert dict(name_rows(text)) == {"新加坡": "Singapore", "singapore": "新加坡"}
