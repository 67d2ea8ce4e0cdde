import re
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.categories import category_of
from corpus.countries import countries_in, country_code, country_codes, country_names
from corpus.fold import fold

ISO_3166_1 = (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA "
    "CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA "
    "GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP "
    "KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS "
    "MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS "
    "RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW "
    "TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW"
)
NAMES = [
    (row[0], name.removeprefix("="))
    for line in resources.files("corpus").joinpath("data/countries.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
    for row in [line.split("\t")]
    for name in [*row[1].split(), *filter(None, row[2].split("|"))]
]


def codes(text: str) -> list[str]:
    return [code for code, _, _ in countries_in(text)]


def test_every_code_of_the_standard_is_there_and_no_other() -> None:
    assert list(country_codes()) == ISO_3166_1.split()


def test_no_name_stands_for_two_countries_and_none_is_listed_twice() -> None:
    folded = [fold(name) for _, name in NAMES]
    assert len(folded) == len(set(folded))


def test_every_name_leads_to_its_country() -> None:
    assert all(country_code(name) == code for code, name in NAMES)
    alone = {"大陸", "四國"}
    wrong = [(code, name) for code, name in NAMES if name not in alone and codes(name) != [code]]
    assert wrong == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("紐西蘭", "NZ"), ("新西兰", "NZ"), ("沙烏地阿拉伯", "SA"), ("沙特阿拉伯", "SA"), ("寮國", "LA"),
        ("老挝", "LA"), ("北馬其頓", "MK"), ("象牙海岸", "CI"), ("Côte d'Ivoire", "CI"), ("臺灣", "TW"),
        ("台灣", "TW"), ("大陸", "CN"), ("香港", "HK"), ("澳門", "MO"), ("ＵＳＡ", "US"), ("u.s.", "US"),
        ("UK", "GB"), ("Orlando", "US"), ("矽谷", "US"), ("日內瓦", "CH"), ("布魯塞爾", "BE"), ("佛羅里達州", "US"),
        ("聖荷西", None), ("奧克蘭", None), ("", None), ("科索沃", None),
    ],
)  # fmt: skip
def test_a_country_goes_by_many_names(name: str, code: str | None) -> None:
    assert country_code(name) == code


def test_a_country_has_its_taiwanese_and_its_english_name() -> None:
    assert country_names("US") == ("美國", "United States")
    assert country_names("NZ") == ("紐西蘭", "New Zealand")
    assert country_names("CN") == ("中國大陸", "People's Republic of China")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("國中國小之師生", []), ("蘇伊士運河內之船隻", []), ("今日本館休館", []), ("9日本團抵達", []),
        ("歐美國家", []), ("增加納入項目", []), ("跨越南北", []), ("上海地區", ["CN"]), ("印尼日前宣布", ["ID"]),
        ("超越南韓", ["KR"]), ("抵達卡達", ["QA"]), ("印度洋", []), ("形成都市計畫", []), ("馬賽克", []),
        ("理查德", []), ("包羅萬象", []), ("印度尼西亞", ["ID"]), ("幾內亞比索", ["GW"]), ("巴布亞紐幾內亞", ["PG"]),
        ("南蘇丹", ["SS"]), ("馬里蘭州", ["US"]), ("剛果民主共和國", ["CD"]), ("內蒙古", ["CN"]),
        ("join us in turkey", []), ("US$30 in the US", ["US"]), ("New South Wales", ["AU"]), ("New Jersey", ["US"]),
        ("Nigeria", ["NG"]), ("Indiana", ["US"]), ("Cubans", []), ("Atlanta, Georgia", ["US"]),
        ("Tbilisi, Georgia", ["GE", "GE"]), ("德國法蘭克福及法國巴黎", ["DE", "DE", "FR", "FR"]),
    ],
)  # fmt: skip
def test_the_longest_name_counts_and_words_that_only_hold_a_name_do_not(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


@given(st.text(), st.sampled_from(["美國", "Japan", "臺北", " UK ", "中國"]), st.text())
def test_whatever_the_text_what_is_found_is_a_name_in_it(before: str, name: str, after: str) -> None:
    text = before + name + after
    last = 0
    for code, start, end in countries_in(text):
        assert last <= start < end <= len(text)
        assert country_code(text[start:end]) == code
        assert re.search(r"\w", text[start:end])
        last = end


@pytest.mark.parametrize(
    ("printed", "category"),
    [
        ("開會", "開會"), ("會議", "開會"), ("5其他 (開會)", "開會"), ("国际会议", "開會"), ("Conference", "開會"),
        ("考察", "考察"), ("1.考察", "考察"), ("進　修", "進修"), ("研究", "研究"), ("研討會", "開會"),
        ("實習", "實習"), ("其他", "其他"), ("洽公", None),
    ],
)  # fmt: skip
def test_a_category_is_one_of_the_forms_whatever_its_word(printed: str, category: str | None) -> None:
    assert category_of(printed) == category
