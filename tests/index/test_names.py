"""The names in a question with all ways to write them, and the thing that it asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.fold import fold
from corpus.segment import Segmenter
from index.gloss import Gloss
from index.heads import FEWEST_WAYS, things_asked
from index.names import MOST_WAYS, Names, name_rows
from tests.ingest.strategies import texts

ENTRIES = """\
新加坡 新加坡 [Xin1 jia1 po1] /Singapore/
愛沙尼亞 爱沙尼亚 [Ai4 sha1 ni2 ya4] /Estonia/
紐約 纽约 [Niu3 yue1] /New York/
紐約州 纽约州 [Niu3 yue1 zhou1] /New York state/
加拿大 加拿大 [Jia1 na2 da4] /Canada/Canadian/
義大利 义大利 [Yi4 da4 li4] /Italy; Italian (Tw)/
意大利 意大利 [Yi4 da4 li4] /Italy/
紐西蘭 纽西兰 [Niu3 xi1 lan2] /New Zealand (Tw)/
德國 德国 [De2 guo2] /Germany/German/
海牙 海牙 [Hai3 ya2] /the Hague, city in the Netherlands/
聯合國教科文組織 联合国教科文组织 [Lian2 he2 guo2 jiao4 ke1 wen2 zu3 zhi1] /UNESCO/
數位發展部 数位发展部 [Shu4 wei4 fa1 zhan3 bu4] /MODA/
發展部 发展部 [Fa1 zhan3 bu4] /Development Office/
克羅埃西亞 克罗埃西亚 [Ke4 luo2 ai1 xi1 ya4] /Croatia/
特斯拉 特斯拉 [Te4 si1 la1] /Tesla (company)/Nikola Tesla (1856-1943)/
約克 约克 [Yue1 ke4] /York/
臺灣 台湾 [Tai2 wan1] /Taiwan/
中文 中文 [Zhong1 wen2] /Chinese language/
飯店 饭店 [fan4 dian4] /restaurant/Hotel/
十月 十月 [shi2 yue4] /October/
"""


@pytest.fixture(scope="module")
def names(segmenter: Segmenter) -> Names:
    rows = dict(name_rows(ENTRIES))
    return Names(segmenter, lambda name: tuple(rows[name].split("\t")) if name in rows else (), lambda _: ())


@pytest.mark.parametrize(
    ("line", "rows"),
    [
        ("新加坡 新加坡 [Xin1 jia1 po1] /Singapore/", {"新加坡": "Singapore", "singapore": "新加坡"}),
        ("紐約 纽约 [Niu3 yue1] /New York/", {"纽约": "New York", "new york": "纽约"}),
        ("德國 德国 [De2 guo2] /Germany/German/", {"德国": "Germany\tGerman", "germany": "德国", "german": "德国"}),
        ("德國 德国 [De2 guo2] /Germany; German/", {"德国": "Germany\tGerman", "germany": "德国", "german": "德国"}),
        ("海牙 海牙 [Hai3 ya2] /The Hague, a city/", {"海牙": "The Hague", "the hague": "海牙"}),
        ("海牙 海牙 [Hai3 ya2] /the Hague, a city/", {"海牙": "Hague", "hague": "海牙"}),
        ("巴黎 巴黎 [Ba1 li2] /Paris (capital of France)/", {"巴黎": "Paris", "paris": "巴黎"}),
        ("飯店 饭店 [fan4 dian4] /Hotel/", {}),  # no capital in Chinese
        ("政府 政府 [Zheng4 fu3] /government/", {}),  # nor in English
        ("王 王 [Wang2] /King/", {}),  # one character
        ("歐陽 欧阳 [Ou1 yang2] /surname Ouyang/Ouyang/", {"欧阳": "Ouyang", "ouyang": "欧阳"}),
        ("德文 德文 [De2 wen2] /German (language)/", {}),
        ("明代 明代 [Ming2 dai4] /the Ming dynasty/", {}),
        ("臺灣 台湾 [Tai2 wan1] /Taiwan/", {}),  # home
        ("社 社 [She4] /CL:個|个[ge4]/", {}),
        ("長名 长名 [Chang2 ming2] /A Name Of Five Words/", {}),
        ("新加坡", {}),
    ],
)
def test_a_name_is_what_a_dictionary_writes_with_a_capital_in_both_languages(line: str, rows: dict[str, str]) -> None:
    other = {"北欧": "Nordic countries", "nordic countries": "北欧"}
    assert dict(name_rows(f"{line}\n北歐 北欧 [Bei3 Ou1] /Nordic countries/")) == {**rows, **other}


def test_a_name_has_no_more_ways_than_are_read() -> None:
    lines = [f"某地{n} 某地{n} [Mou3 di4] /Somewhere/" for n in range(MOST_WAYS + 9)]
    rows = dict(name_rows("\n".join(lines)))
    assert rows["somewhere"].split("\t") == [f"某地{n}" for n in range(MOST_WAYS)]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("新加坡的飯店有哪些？", [("新加坡", "Singapore")]),
        ("爱沙尼亚的做法？", [("爱沙尼亚", "Estonia")]),
        ("愛沙尼亞的做法？", [("爱沙尼亚", "Estonia")]),
        ("新加坡與愛沙尼亞的做法？", [("新加坡", "Singapore"), ("爱沙尼亚", "Estonia")]),
        ("在紐約參訪什麼？", [("纽约", "New York")]),
        ("參訪紐約州的機關", [("纽约州", "New York state")]),  # not 紐約, too
        ("在聯合國教科文組織開會", [("联合国教科文组织", "UNESCO")]),
        ("克羅埃西亞的數位發展部", [("克罗埃西亚", "Croatia"), ("数位发展部", "MODA")]),  # of several words of jieba's
        ("台灣的飯店", []),
        ("臺灣的中文", []),
        ("Gartner 的分析師怎麼說？", [("Gartner",)]),  # Latin in Chinese: a name, known or not
        ("Singapore 的飯店？", [("Singapore", "新加坡")]),
        ("Estonia 與新加坡的做法？", [("新加坡", "Singapore"), ("Estonia", "爱沙尼亚")]),
        ("在 New York 的行程", [("New York", "纽约")]),
        ("Saxon Garden 的行程", [("Saxon",), ("Garden",)]),
        ("MW 與 ICT 的需求", []),
        ("5 MW 的 AI 中心", []),
        ("在 October 的行程", []),
        ("5 May 的行程", []),
        ("Monday 的行程", []),
        ("5 Oct 的行程", []),
        ("十月的場次有哪些？", []),
        ("星期一參訪什麼？", []),
        ("Singapore和Estonia的做法？", [("Singapore", "新加坡"), ("Estonia", "爱沙尼亚")]),
        ("Singapore、Estonia 的做法？", [("Singapore", "新加坡"), ("Estonia", "爱沙尼亚")]),
        ("在New York的行程", [("New York", "纽约")]),
        ("有何 English 的資料？", []),
        ("為何用 cloud 服務？", []),
    ],
)
def test_a_chinese_question_names(names: Names, question: str, found: list[tuple[str, ...]]) -> None:
    assert names.of(question) == found


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Which hotel in Singapore did they book?", [("Singapore", "新加坡")]),
        ("What did they see in New York?", [("New York", "纽约")]),
        ("Is it New York or Estonia?", [("New York", "纽约"), ("Estonia", "爱沙尼亚")]),
        ("What is Singapore's plan?", [("Singapore", "新加坡")]),
        ("Is it (Singapore)?", [("Singapore", "新加坡")]),
        ("Who went to the Hague?", [("Hague", "海牙")]),
        ("What does UNESCO say?", [("UNESCO", "联合国教科文组织")]),
        ("What does the Estonian minister say?", [("Estonian", "爱沙尼亚")]),
        ("What do Estonians say?", [("Estonians", "爱沙尼亚")]),
        ("What does the Singaporean minister say?", [("Singaporean", "新加坡")]),
        ("What does the Canadian minister say?", [("Canadian", "加拿大")]),
        ("What does the German minister say?", [("German", "德国")]),
        ("What does the Italian minister say?", [("Italian", "义大利", "意大利")]),
        ("Where in Saxon Garden is it?", []),  # may well stand in Chinese
        ("What did Gartner say?", []),
        ("Where is York Street?", []),  # a part is another name
        ("What happened in October and in May?", []),
        ("Which sessions on Monday or Friday?", []),
        ("How many MW and how much ICT?", []),
        ("Which AI in the ROC?", []),
        ("What does Taiwan do in Chinese and English?", []),
        ("Estonia", []),  # the first word has its capital for that alone
        ("Estonia does what?", []),
        ("'Estonia' does what?", []),
        ("  (Estonia does what?)", []),
        ("UNESCO does what?", [("UNESCO", "联合国教科文组织")]),
        ("what is in singapore?", []),
        ("", []),
    ],
)
def test_an_english_question_names(names: Names, question: str, found: list[tuple[str, ...]]) -> None:
    assert names.of(question) == found


@pytest.mark.parametrize(
    ("question", "name", "way"),
    [
        ("新加坡的飯店", "新加坡", "Singapore"),
        ("日本東京的飯店", "东京", "Tokyo"),
        ("Which hotel in Singapore?", "Singapore", "新加坡"),
        ("Which hotel in New Zealand?", "New Zealand", "纽西兰"),
        ("Is the Estonian centre open?", "Estonian", "爱沙尼亚"),
        ("Is the Vietnamese centre open?", "Vietnamese", "越南"),
        ("Amazon 的雲端", "Amazon", "亚马逊"),
    ],
)
def test_the_real_dictionary_knows_names(
    segmenter: Segmenter, gloss: Gloss, question: str, name: str, way: str
) -> None:
    ways = {said: others for said, *others in Names(segmenter, gloss.names).of(question)}
    assert way in ways[name]


def test_without_a_dictionary_only_latin_in_chinese_is_a_name(segmenter: Segmenter) -> None:
    names = Names(segmenter, lambda _: (), lambda _: ())
    assert names.of("Gartner 在新加坡的分析師") == [("Gartner",)]
    assert names.of("Is Gartner in Singapore?") == []


@given(
    st.one_of(
        texts,
        st.lists(
            st.sampled_from(
                ["Singapore", "New", "York", "新加坡", "紐約", "在", "Estonian", "MW", "May", ",", "'s", "the"]
            )
        ).map(" ".join),
    )
)
def test_whatever_the_question_a_name_stands_in_it(names: Names, question: str) -> None:
    folded = fold(question)
    for name, *ways in names.of(question):
        assert name.strip() and all(fold(word) in folded for word in name.split())
        assert all(ways)


def three_ways(word: str) -> list[tuple[str, ...]]:
    return [(word, str(n)) for n in range(FEWEST_WAYS)]


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("Which hotel did they stay at?", "hotel"),
        ("In which hotel did they stay?", "hotel"),
        ("What hotel was it?", "hotel"),
        ("WHICH HOTEL DID THEY STAY AT?", "hotel"),
        ("Which fishing boat was used?", "boat"),
        ("Which large white hotel is it?", "hotel"),
        ("Which museums of the city did they visit?", "museums"),
        ("Which hotel in Singapore did they book?", "hotel"),
        ("Which e-bike won?", "e-bike"),
        ("住在哪家飯店？", "饭店"),
        ("住在哪一家飯店？", "饭店"),
        ("住在哪幾家飯店？", "饭店"),
        ("住在哪家饭店？", "饭店"),
        ("搭哪艘渡輪？", "渡轮"),
        ("參觀了哪座博物館？", "博物馆"),
        ("哪間飯店最近？", "饭店"),
    ],
)
def test_the_thing_that_is_asked_for_is_found(segmenter: Segmenter, question: str, thing: str) -> None:
    assert things_asked(question, segmenter, three_ways) == [((fold(thing),), *three_ways(fold(thing)))]


@pytest.mark.parametrize(
    "question",
    [
        "What is it?",
        "Which?",
        "How many hotels were there?",
        "Where did they stay?",
        "The hotel which they chose",
        "住在哪裡？",
        "飯店有幾家？",
        "哪家？",
        "哪本書最好？",  # a single character says too little
        "這家飯店如何？",
        "",
    ],
)
def test_where_no_thing_is_asked_for_there_is_none(segmenter: Segmenter, question: str) -> None:
    assert things_asked(question, segmenter, three_ways) == []


def test_an_english_thing_that_can_hardly_be_translated_is_none(segmenter: Segmenter) -> None:
    assert things_asked("Which hotel did they book?", segmenter, lambda word: three_ways(word)[1:]) == []
    assert things_asked("哪家飯店？", segmenter, lambda _: []) == [(("饭店",),)]


def test_the_real_dictionary_translates_the_thing(segmenter: Segmenter, gloss: Gloss) -> None:
    ((word, *ways),) = things_asked("Which hotel did they stay at?", segmenter, gloss.chinese)
    assert word == ("hotel",) and ("饭店",) in ways
    ((word, *ways),) = things_asked("住在哪家飯店？", segmenter, gloss.english)
    assert word == ("饭店",) and ("hotel",) in ways


@given(texts)
def test_whatever_the_question_at_most_one_thing_is_asked_for(segmenter: Segmenter, question: str) -> None:
    things = things_asked(question, segmenter, three_ways)
    assert len(things) <= 1
    assert all(thing[0][0] in fold(question) and thing[1:] == tuple(three_ways(thing[0][0])) for thing in things)


@pytest.mark.parametrize(
    ("question", "way"),
    [
        ("What does the Spanish minister say?", "西班牙"),
        ("What did the Danish team win?", "丹麥"),
        ("What do the Swiss ask for?", "瑞士"),
        ("Is it Polish or not?", "波蘭"),
        ("新加坡人怎麼看？", "Singapore"),
        ("In Singapore, Estonia and Japan, who pays?", "愛沙尼亞"),
        ("Is it Boston, New York or Chicago?", "紐約"),
    ],
)
def test_the_people_of_a_place_are_met_by_its_name(segmenter: Segmenter, question: str, way: str) -> None:
    found = Names(segmenter, lambda _: ()).of(question)
    assert any(fold(way) in map(fold, others) for _, *others in found)


@pytest.mark.parametrize(
    "question",
    [
        "What happened in the session?", "What did they see in New York?", "What has been done in Japan?",
        "What do the firms want from the ministry?", "What makes it work with others?", "Which is better for us?",
        "What should Taiwan do to adopt it?", "What kind of service is it?", "What are the benefits of the cloud?",
    ],
)  # fmt: skip
def test_what_is_not_asked_by_its_noun_is_no_thing(segmenter: Segmenter, question: str) -> None:
    assert things_asked(question, segmenter, lambda _: [("甲",), ("乙",), ("丙",)]) == []
