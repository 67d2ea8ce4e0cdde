"""What a question is searched for as: its own terms, and the ways that a dictionary and a glossary add."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import SettingsError
from corpus.segment import Segmenter, signature
from corpus.types import TermGroup
from index.expand import Expanded, Expander
from index.gloss import Gloss
from index.glossary import Glossary
from tests.ingest.strategies import texts

OWN = """\
雲端服務\tcloud service\tSaaS
可持續性\t永續\tsustainability
行動支付\tmobile payment
"""
NO_GLOSS = Gloss(None, "none")

Ways = dict[tuple[str, ...], tuple[tuple[str, ...], ...]]


@pytest.fixture(scope="module")
def glossary(tmp_path_factory: pytest.TempPathFactory) -> Glossary:
    path = tmp_path_factory.mktemp("own") / "glossary.tsv"
    path.write_text(OWN, encoding="utf-8")
    return Glossary(path)


@pytest.fixture(scope="module")
def expander(segmenter: Segmenter, gloss: Gloss, glossary: Glossary) -> Expander:
    return Expander(segmenter, gloss, glossary)


def ways(expanded: Expanded) -> Ways:
    return {group.said: group.others for group in expanded.groups}


@pytest.fixture(scope="module")
def met(expander: Expander, segmenter: Segmenter) -> Callable[[str, str], set[tuple[str, ...]]]:
    """Which things that a question says a text has, in one way or another."""

    def of(question: str, text: str) -> set[tuple[str, ...]]:
        terms = set(segmenter.terms(text))
        groups = expander.expand(question).groups
        return {group.said for group in groups if any(terms.issuperset(way) for way in (group.said, *group.others))}

    return of


@pytest.mark.parametrize(
    ("question", "said", "chinese"),
    [
        ("What do fisheries need?", ("fisheri",), "漁業"),
        ("Which hotels did they visit?", ("hotel",), "飯店"),
        ("What is artificial intelligence?", ("artifici", "intellig"), "人工智慧"),
        ("Which firms of the fishing industry?", ("fish", "industri"), "漁業"),
        ("哪些 fisheries 有補助？", ("fisheri",), "漁業"),
    ],
)
def test_an_english_question_gets_chinese_ways(
    expander: Expander, question: str, said: tuple[str, ...], chinese: str
) -> None:
    assert signature(chinese) in ways(expander.expand(question))[said]


@pytest.mark.parametrize(
    ("question", "said", "english"),
    [
        ("漁業的補助？", "漁業", ("fisheri",)),
        ("渔业的补助？", "漁業", ("fisheri",)),
        ("哪家飯店？", "飯店", ("hotel",)),
        ("溫室氣體的減量", "溫室氣體", ("greenhous", "gas")),  # two words of jieba's together
        ("What of 漁業?", "漁業", ("fisheri",)),
    ],
)
def test_a_chinese_question_gets_english_ways(
    expander: Expander, question: str, said: str, english: tuple[str, ...]
) -> None:
    assert english in ways(expander.expand(question))[signature(said)]


def test_a_phrase_takes_the_place_of_its_words(expander: Expander) -> None:
    assert set(ways(expander.expand("What is artificial intelligence in fisheries?"))) == {
        ("artifici", "intellig"),
        ("fisheri",),
    }
    assert set(ways(expander.expand("Mobile payments of fisheries"))) == {("mobil", "payment"), ("fisheri",)}
    # without the words that make it a phrase each word is looked up alone
    assert {("artifici",), ("intellig",)} <= set(ways(expander.expand("artificial or intelligence")))


def test_a_chinese_phrase_stands_beside_its_words(expander: Expander) -> None:
    assert set(ways(expander.expand("溫室氣體"))) == {("温室",), ("气体",), ("室气",), ("温室", "室气", "气体")}


def test_a_single_character_and_a_stop_word_get_no_ways(expander: Expander) -> None:
    assert ways(expander.expand("的")) == {("的",): ()}
    assert expander.expand("What is it of the to?") == Expanded((), ())


def test_what_no_dictionary_has_stays_as_it_is_said(expander: Expander) -> None:
    assert ways(expander.expand("Qwxz 魑鱻")) == {("qwxz",): (), ("魑",): (), ("鱻",): (), ("魑鱻",): ()}


@pytest.mark.parametrize(
    ("question", "said", "key", "also"),
    [
        ("雲端服務有哪些？", "雲端服務", signature("雲端服務"), ("cloud service", "SaaS")),
        ("云端服务有哪些？", "云端服务", signature("雲端服務"), ("cloud service", "SaaS")),
        ("Which cloud services?", "cloud services", ("cloud", "servic"), ("雲端服務", "SaaS")),
        ("永續的做法", "永續", ("永续",), ("可持續性", "sustainability")),
        ("What of SaaS?", "SaaS", ("saa",), ("雲端服務", "cloud service")),
    ],
)
def test_what_the_glossary_adds_is_searched_for_and_reported(
    expander: Expander, question: str, said: str, key: tuple[str, ...], also: tuple[str, ...]
) -> None:
    expanded = expander.expand(question)
    (expansion,) = expanded.expansions
    assert (expansion.said, expansion.also) == (said, also)
    assert ways(expanded)[key][: len(also)] == tuple(map(signature, also))


def test_what_the_glossary_adds_twice_is_reported_once(expander: Expander) -> None:
    expansions = expander.expand("雲端服務是雲端服務，也談永續").expansions
    assert [expansion.said for expansion in expansions] == ["雲端服務", "永續"]


def test_an_english_word_of_the_glossary_is_not_looked_up_in_the_dictionary(
    expander: Expander, segmenter: Segmenter, gloss: Gloss, tmp_path: Path
) -> None:
    path = tmp_path / "glossary.tsv"
    path.write_text("hotel\t民宿\n", encoding="utf-8")
    assert ways(Expander(segmenter, gloss, Glossary(path)).expand("hotel")) == {("hotel",): (("民宿",),)}
    assert len(ways(expander.expand("hotel"))["hotel",]) > 1


def test_gloss_and_glossary_can_be_switched_off(expander: Expander) -> None:
    question = "cloud services of fisheries"
    own, chinese = tuple(map(signature, ("雲端服務", "SaaS"))), ("渔业",)
    both, only_own = expander.expand(question), expander.expand(question, gloss=False)
    only_gloss = expander.expand(question, glossary=False)
    assert ways(both)["cloud", "servic"] == own and chinese in ways(both)["fisheri",]
    assert ways(only_own) == {("fisheri",): (), ("cloud", "servic"): own} and only_own.expansions == both.expansions
    assert chinese in ways(only_gloss)["fisheri",] and only_gloss.expansions == ()
    assert own[0] not in ways(only_gloss).get(("cloud", "servic"), ()) and ("saa",) not in sum(
        ways(only_gloss).values(), ()
    )
    neither = expander.expand(question, gloss=False, glossary=False)
    assert neither == Expanded((TermGroup(("cloud",)), TermGroup(("servic",)), TermGroup(("fisheri",))), ())


def test_without_a_dictionary_the_glossary_still_works(segmenter: Segmenter, glossary: Glossary) -> None:
    expanded = Expander(segmenter, NO_GLOSS, glossary).expand("cloud services of fisheries")
    assert ways(expanded) == {("fisheri",): (), ("cloud", "servic"): tuple(map(signature, ("雲端服務", "SaaS")))}


def test_a_wrong_line_is_an_error_only_where_the_glossary_is_used(
    segmenter: Segmenter, gloss: Gloss, tmp_path: Path
) -> None:
    (tmp_path / "glossary.tsv").write_text("雲端\n", encoding="utf-8")
    expander = Expander(segmenter, gloss, Glossary(tmp_path / "glossary.tsv"))
    with pytest.raises(SettingsError, match="line 1"):
        expander.expand("雲端")
    assert expander.expand("雲端", glossary=False).groups


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("台灣", "臺灣"),
        ("臺北的趨勢", "台北的趋势"),
        ("ＡＩ", "AI"),
        ("ai", "ＡＩ"),
        ("云端服务", "雲端服務"),
        ("2,300", "２３００"),
        ("services", "a Service"),
        ("What are the fisheries policies?", "漁業的政策"),
        ("漁業", "fishery"),
        ("永續", "sustainability"),
        ("SaaS", "雲端服務"),
        ("Which trends?", "趨勢"),
        ("five trends", "五大趨勢"),
    ],
)
def test_a_question_meets_a_text_however_either_is_written(
    expander: Expander, met: Callable[[str, str], set[tuple[str, ...]]], question: str, text: str
) -> None:
    said = {group.said for group in expander.expand(question).groups} - {("five",)}
    assert met(question, f"{text}的報告") >= said != set()
    assert not met(question, "別的內容")


@pytest.mark.parametrize(
    ("question", "text", "term"),
    [
        ("十大趨勢", "10 大趨勢", "10"),
        ("10大趨勢", "十大趨勢", "10"),
        ("１０大趨勢", "十大趨勢", "10"),
        ("ten trends", "十大趨勢", "10"),
        ("111 年的演練", "2022 年的演練", "2022"),
        ("2022 年的演練", "民國 111 年的演練", "2022"),
        ("２０２２年的演練", "民國一百一十一年", "2022"),
        ("the drill in 2022", "111 年度", "2022"),
        ("10 月 19 日", "on October 19", "10月19日"),
        ("on 19 October", "十月十九日", "10月19日"),
        ("41 percent of firms", "百分之四十一", "41%"),
        ("四成一", "41％", "41%"),
        ("3 million users", "三百萬", "3000000"),
        ("三百萬人", "3,000,000 users", "3000000"),
        ("twelve firms", "十二家", "12"),
    ],
)
def test_numbers_years_and_shares_meet_however_they_are_written(
    met: Callable[[str, str], set[tuple[str, ...]]], question: str, text: str, term: str
) -> None:
    assert (term,) in met(question, text)
    assert (term,) not in met(question, "五月 7 日於 1998 年，占 38%，共六百人")


def test_each_term_of_a_question_is_a_group_once(segmenter: Segmenter) -> None:
    assert segmenter.groups("雲端與雲端 AI ai 2,023") == [
        TermGroup((term,)) for term in ("云端", "与", "端与", "与云", "ai", "2023")
    ]
    assert segmenter.groups("") == segmenter.groups("？！ of the") == []


@given(texts)
def test_groups_are_the_terms_each_once(segmenter: Segmenter, text: str) -> None:
    groups = segmenter.groups(text)
    assert len(set(groups)) == len(groups) and {group.said for group in groups} == {(t,) for t in segmenter.terms(text)}


@pytest.mark.parametrize(
    ("phrase", "terms"),
    [
        ("雲端", ("云端",)),
        ("雲", ("云",)),
        ("人工智慧", ("人工", "工智", "智慧")),
        ("臺灣", ("台湾",)),
        ("cloud services", ("cloud", "servic")),
        ("state of the art", ("state", "art")),
        ("AI 服務", ("ai", "服务")),
        ("ＡＩ服務", ("ai", "服务")),
        ("1,234 firms", ("1234", "firm")),
        ("service services", ("servic",)),
        ("of the", ()),
        ("", ()),
    ],
)
def test_a_signature_is_the_terms_that_stand_for_a_phrase(phrase: str, terms: tuple[str, ...]) -> None:
    assert signature(phrase) == terms


WORDS = st.one_of(
    st.text(alphabet="雲端服務資料治理永續臺灣數位發展", min_size=2, max_size=6),
    st.sampled_from(["cloud", "Services", "state of the art", "ＡＩ", "5G", "COVID-19", "3.5", "1,234"]),
)


@given(st.lists(WORDS, min_size=1, max_size=4).map(" ".join), st.text("雲端資料與的，。", max_size=8), st.booleans())
def test_any_text_with_a_phrase_has_its_signature(segmenter: Segmenter, phrase: str, around: str, joined: bool) -> None:
    between = "" if joined else " "
    assert set(signature(phrase)) <= set(segmenter.terms(f"{around}{between}{phrase}{between}{around}"))


@given(
    st.one_of(texts, st.lists(WORDS | st.sampled_from(["fisheries", "人工智慧", "mobile payment", "？"])).map(" ".join))
)
def test_whatever_the_question_each_group_says_what_stands_in_it(
    expander: Expander, segmenter: Segmenter, question: str
) -> None:
    expanded = expander.expand(question)
    terms = set(segmenter.terms(question))
    assert len(ways(expanded)) == len(expanded.groups)
    assert all(group.said and terms.issuperset(group.said) for group in expanded.groups)
    assert all(way and all(way) for group in expanded.groups for way in group.others)
    assert {term for group in expanded.groups for term in group.said} == terms
    assert list(expander.expand(question, gloss=False, glossary=False).groups) == segmenter.groups(question)
