"""What a question asks for beside its subject, in three ways to write it; and of most questions: nothing."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.days import Day
from corpus.fold import fold, simplify
from corpus.types import PassageId, PassageKind, Placed
from index.answers import Kind, holds, kinds_asked
from index.asked import Asked, read
from index.chapters import Chapter, in_chapter, without_number
from tests.ingest.strategies import texts

THE_17TH, THE_18TH, THE_19TH = (Day(None, 10, day) for day in (17, 18, 19))
IN_2022 = Day(2022, 10, 19)
PURPOSE, ADVICE = Chapter.PURPOSE, Chapter.RECOMMENDATIONS

OF_A_DAY = {
    "10 月 19 日那天做了什麼？": (THE_19TH,),
    "10月19日發生了什麼事？": (THE_19TH,),
    "十月十九日的行程有哪些？": (THE_19TH,),
    "10/19（三）的議程是什麼？": (THE_19TH,),
    "10 月 19 日代表團去了哪裡？": (THE_19TH,),
    "111 年 10 月 19 日參加了哪些場次？": (IN_2022,),
    "民國111年10月19日拜會了哪些機關？": (IN_2022,),
    "10 月 17 日至 19 日的行程？": (THE_17TH, THE_18TH, THE_19TH),
    "What happened on 19 October?": (THE_19TH,),
    "What did the delegation do on the 19th of October?": (THE_19TH,),
    "Which sessions did they attend on October 19, 2022?": (IN_2022,),
    "What was on the agenda of 19 October 2022?": (IN_2022,),
    "What was the schedule from 17 to 19 October?": (THE_17TH, THE_18TH, THE_19TH),
}
ONLY_DATED = {
    "10 月 19 日公布的法規是什麼？": (THE_19TH,),
    "10 月 19 日的氣溫多高？": (THE_19TH,),
    "111 年 10 月 19 日為什麼停電？": (IN_2022,),
    "Which law came into force on 19 October 2022?": (IN_2022,),
    "Why was there a blackout on October 19?": (THE_19TH,),
}
WHOLE_CHAPTERS = {
    "作者在心得與建議總共提出哪幾點？": ADVICE,
    "作者在最後的心得與建議裡總共提出了哪幾點？": ADVICE,
    "列出所有建議": ADVICE,
    "請列出報告的所有建議。": ADVICE,
    "報告提出了哪些建議？": ADVICE,
    "作者有什麼建議？": ADVICE,
    "請問作者提出哪些具體建議？": ADVICE,
    "團員提出了哪些建議事項？": ADVICE,
    "建議事項有哪些？": ADVICE,
    "總共提出幾點建議？": ADVICE,
    "這份報告總共建議了什麼？": ADVICE,
    "心得有哪些重點？": ADVICE,
    "心得與建議是什麼？": ADVICE,
    "作者的結論是什麼？": ADVICE,
    "對國內有哪些建議？": ADVICE,
    "作者對我國提出哪些具體建議？": ADVICE,
    "對本部有什麼建議？": ADVICE,
    "荷蘭那份考察報告一共提了哪幾點建議？": ADVICE,
    "List all the recommendations": ADVICE,
    "List every recommendation made after the trip.": ADVICE,
    "What are the recommendations?": ADVICE,
    "What were the recommendations of the report?": ADVICE,
    "What are the author's recommendations?": ADVICE,
    "What does the author recommend?": ADVICE,
    "What did the delegation recommend?": ADVICE,
    "What did the authors conclude?": ADVICE,
    "Which recommendations does the report make?": ADVICE,
    "What conclusions did the delegation draw?": ADVICE,
    "Summarise the recommendations.": ADVICE,
    "本次出國的目的有哪些？": PURPOSE,
    "List the objectives of the trip.": PURPOSE,
}
PARTS_OF_CHAPTERS = {
    "作者對偏鄉學校有什麼建議？": ADVICE,
    "關於人才培育，報告有哪些建議？": ADVICE,
    "針對資安人才，作者提出哪些建議？": ADVICE,
    "有關風險管理，作者總共提出幾點建議？": ADVICE,
    "What does the author recommend for rural schools?": ADVICE,
    "What does the author suggest about empathy in public services?": ADVICE,
    "What are the recommendations on talent training?": ADVICE,
    "List all the recommendations about staff training.": ADVICE,
    "List every recommendation regarding talent.": ADVICE,
    "這次出國的目的是什麼": PURPOSE,
    "What was the purpose of the trip?": PURPOSE,
}
WITHOUT_CHAPTER = (
    "對於人才培育有什麼建議",
    "對人才培育有哪些建議？",
    "有關風險管理的建議有哪些？",
    "分析師對跨國雲端有什麼建議",
    "建議採購哪些設備？",
    "What does the analyst advise about the cloud?",
)
OF_THE_FORM = (
    "這份報告有多少頁？",
    "這次出國去了哪些國家？",
    "前往哪些城市？",
    "誰寫了這份報告？",
    "這份報告是誰寫的？",
    "作者是誰？",
    "作者的職稱是什麼？",
    "作者任職於哪個機關？",
    "派誰去加拿大？",
    "誰去了新加坡？",
    "哪個機關派人出國？",
    "出國期間是什麼時候？",
    "出國人員有誰？",
    "報告日期是哪一天？",
    "報告有幾頁？",
    "關鍵詞有哪些？",
    "什麼時候出發？",
    "何時返國？",
    "行程一共幾天？",
    "去了哪個國家？",
    "前往哪個城市？",
    "主辦機關是誰？",
    "聯絡人是誰？",
    "Who wrote this report?",
    "Who are the authors?",
    "Who travelled to Canada?",
    "What is the author's job title?",
    "Which agency does the author work for?",
    "Which agency sent the delegation?",
    "When was the trip?",
    "When did the delegation leave?",
    "When was the report written?",
    "What are the dates of the trip?",
    "On what date was the report dated?",
    "How many pages does the report have?",
    "What are the keywords?",
    "How long was the trip?",
    "Where did the delegation go on this trip?",
    "Which country did they visit?",
)
OF_A_SLIDE = (
    "投影片上寫了什麼？",
    "幻燈片裡說多長時間內必須接聽？",
    "簡報第三頁說什麼？",
    "What does the slide say about cloud?",
    "What was on the slides?",
    "What did the presentation show?",
)
OF_A_KIND = {
    "有多少比例的公司曾外洩個資？": Kind.SHARE,
    "有百分之多少的人支持？": Kind.SHARE,
    "占比多少？": Kind.SHARE,
    "有幾成的人支持？": Kind.SHARE,
    "What percentage of companies leaked data?": Kind.SHARE,
    "What share of electricity comes from wind power?": Kind.SHARE,
    "What proportion of pupils stay?": Kind.SHARE,
    "這項計畫花了多少經費？": Kind.AMOUNT,
    "預算是多少？": Kind.AMOUNT,
    "一共花了多少錢？": Kind.AMOUNT,
    "票價多少元？": Kind.AMOUNT,
    "How much money was spent?": Kind.AMOUNT,
    "How much does a bus cost?": Kind.AMOUNT,
    "What is the budget of the programme?": Kind.AMOUNT,
    "見到了誰？": Kind.PERSON,
    "拜會了哪位官員？": Kind.PERSON,
    "跟誰會面？": Kind.PERSON,
    "和哪幾位座談？": Kind.PERSON,
    "哪位官員在塔林會面？": Kind.PERSON,
    "誰來碰面？": Kind.PERSON,
    "在鳴瀨的漁會見到了哪些人？": Kind.PERSON,
    "Whom did they meet?": Kind.PERSON,
    "Who did they talk to?": Kind.PERSON,
    "Which European scientist did the fisheries team meet in Japan?": Kind.PERSON,
    "哪張圖畫出架構？": Kind.FIGURE,
    "哪一幅圖畫出架構？": Kind.FIGURE,
    "哪個表列出分數？": Kind.FIGURE,
    "Which figure shows the play corner?": Kind.FIGURE,
    "What photo shows the ship?": Kind.FIGURE,
    "Which table lists the scores?": Kind.FIGURE,
    "報告共幾頁？": Kind.PAGES,
    "How many pages is the report?": Kind.PAGES,
    "關鍵詞是什麼？": Kind.KEYWORDS,
    "報告用了哪些關鍵字？": Kind.KEYWORDS,
    "What are the key words?": Kind.KEYWORDS,
    "聯絡人是誰？": Kind.CONTACT,
    "Who is the contact person?": Kind.CONTACT,
}
ORDINARY = (
    "Gartner 的 AI TRiSM 是什麼",
    "什麼是數位韌性？",
    "電動公車在車廠如何充電？",
    "鮭魚如何回到原來的河川？",
    "為什麼演算法會有偏見？",
    "有多少隻嗅探犬？",
    "颱風過後如何復原？",
    "護理站的班是怎麼輪的？",
    "代表處扮演什麼角色？",
    "中央與地方如何分工？",
    "地圖上標示了什麼？",
    "圖書館如何保存手稿？",
    "掃描後的檔案用什麼格式？",
    "蛋殼上印了什麼？",
    "誰負責維護系統？",
    "誰代表部會簽署協議？",
    "如何表達意見？",
    "企業如何回報事故？",
    "特斯拉的車險是用來說明哪一項趨勢的例子？",
    "該國有哪些保護個人資料的法律？",
    "農民反映了哪些問題？",
    "兩種制度有什麼不同？",
    "獨居老人如何獲得照顧？",
    "中小企業如何取得貸款？",
    "這座橋什麼時候通車？",
    "設備多久檢查一次？",
    "檔案保存在哪裡？",
    "救護飛機平均多久能到？最久的一次呢？",
    "視訊會診的錄像要保存幾年？",
    "櫃子在碼頭等驗貨的時間縮短了幾小時？",
    "漢堡的邦立檢驗所有多少員工？",
    "新加坡的公車跟車廠是誰買的？",
    "為什麼換人接手時一直做白工？",
    "紅隊一開始是從哪裡打進配電系統的？",
    "幫我寫一首關於秋天的詩",
    "明天台北會下雨嗎？",
    "Python 的 list 要怎麼 sort？",
    "三分之一的民眾為什麼反對？",
    "第三天下雨了嗎？",
    "What is adaptive AI?",
    "How do salmon find their river?",
    "Why is the harbour deep?",
    "How many sniffer dogs are there?",
    "What happens to the data after the experiment?",
    "What is said about the sea?",
    "How is waste water treated at the plant?",
    "What is a digital twin?",
    "Who maintains the system?",
    "Who is in charge of the prison?",
    "Which vaccine lasts longest?",
    "Which laws protect personal data in that country?",
    "What lessons can we draw from the Japanese experience?",
    "How often is the equipment inspected?",
    "When was the bridge opened to traffic?",
    "Where are the archives kept?",
    "How can small businesses get a loan?",
    "Can boats in Japan lend each other part of their quota?",
    "Does the school certificate reveal that a youth was in custody?",
    "What had to be moved so that families could burn sage in the ward?",
    "How far did the error rate fall when one clerk’s handwriting was learnt?",
    "What keeps unpaid helpers coming back to a transcription project?",
    "Which rooms are stable, portable or comfortable in the 3 wards?",
    "Explain the offside rule in football",
    "How do I bake a sourdough loaf?",
)
EVERY_QUESTION = (
    *OF_A_DAY, *ONLY_DATED, *WHOLE_CHAPTERS, *PARTS_OF_CHAPTERS, *WITHOUT_CHAPTER, *OF_THE_FORM, *OF_A_SLIDE,
    *OF_A_KIND, *ORDINARY, "圖 3-12 是什麼？", "那份報告說了什麼？",
)  # fmt: skip


@pytest.mark.parametrize(("question", "days"), OF_A_DAY.items())
def test_a_question_for_what_was_done_on_a_day_asks_for_all_of_it(question: str, days: tuple[Day, ...]) -> None:
    asked = read(question)
    assert (asked.days, asked.whole, asked.chapters, asked.figures) == (days, True, (), ())


@pytest.mark.parametrize(("question", "days"), ONLY_DATED.items())
def test_a_question_that_only_has_a_date_in_it_asks_for_one_piece(question: str, days: tuple[Day, ...]) -> None:
    assert read(question) == Asked(days=days)


@pytest.mark.parametrize(("question", "chapter"), WHOLE_CHAPTERS.items())
def test_a_question_for_all_that_a_chapter_says_asks_for_the_whole_chapter(question: str, chapter: Chapter) -> None:
    asked = replace(read(question), names_report=False)
    assert asked == Asked(chapters=(chapter,), whole=True)


@pytest.mark.parametrize(("question", "chapter"), PARTS_OF_CHAPTERS.items())
def test_a_question_for_one_thing_in_a_chapter_does_not_ask_for_all_of_it(question: str, chapter: Chapter) -> None:
    asked = replace(read(question), names_report=False)
    assert asked == Asked(chapters=(chapter,))


@pytest.mark.parametrize("question", WITHOUT_CHAPTER)
def test_advice_on_a_subject_is_no_chapter(question: str) -> None:
    assert read(question) == Asked()


@pytest.mark.parametrize("question", OF_THE_FORM)
def test_a_question_for_what_stands_on_cover_or_form_asks_for_the_form(question: str) -> None:
    asked = read(question)
    assert asked.form
    assert (asked.days, asked.chapters, asked.figures, asked.slide, asked.whole) == ((), (), (), False, False)


@pytest.mark.parametrize("question", OF_A_SLIDE)
def test_a_question_for_a_slide_asks_for_slides(question: str) -> None:
    assert read(question) == Asked(slide=True)


HYPHENS = ("-", "－", "–", "—", ".", "．", "之")


@pytest.mark.parametrize("sign", [*HYPHENS, " - ", " – "])
@pytest.mark.parametrize(
    "word", ["圖 ", "图", "圖　", "表", "照片 ", "Figure ", "figure ", "Fig. ", "Table ", "Photo "]
)
def test_a_figure_is_asked_for_by_its_number_however_its_hyphen_is_spelt(word: str, sign: str) -> None:
    for number in (f"3{sign}12", f"３{sign}１２"):
        asked = read(
            f"請問{word}{number} 畫了什麼？" if word.strip() in "圖图表照片" else f"What does {word}{number} show?"
        )
        printed = [f"{three}{hyphen}{twelve}" for three, twelve in (("3", "12"), ("３", "１２")) for hyphen in HYPHENS]
        assert sorted(asked.figures) == sorted(printed)


@settings(deadline=None)
@given(
    st.lists(st.integers(1, 99).map(str), min_size=2, max_size=3), st.sampled_from(HYPHENS), st.sampled_from(HYPHENS)
)
def test_a_figure_is_found_by_any_hyphen_whichever_the_caption_has(parts: list[str], asked: str, printed: str) -> None:
    assert printed.join(parts) in read(f"圖 {asked.join(parts)} 畫了什麼？").figures


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("圖 5 畫了什麼？", ("5", "５")),
        ("圖三畫了什麼？", ("三",)),
        ("表 12 列了什麼？", ("12", "１２")),
        ("What do Figure 3 and Table 2 show?", ("3", "３", "2", "２")),
        ("圖 4 與圖 4 的說明相同嗎？", ("4", "４")),
        ("我國代表 3 人參加了什麼？", ()),
        ("團員發表 2 篇論文的題目？", ()),
        ("地圖 10 張由誰提供？", ()),
        ("圖書 3 本是誰捐的？", ()),
        ("地圖上標示了什麼？", ()),
        ("圖 1234 是什麼？", ()),
        ("Is there a table of contents with 3 parts?", ()),
        ("How portable 3 laptops are?", ()),
    ],
)
def test_a_figure_without_a_hyphen_is_asked_for_as_it_is_numbered(question: str, numbers: tuple[str, ...]) -> None:
    assert read(question).figures == numbers


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("那份報告說了什麼？", True),
        ("荷蘭之行看到了什麼？", True),
        ("去年的研討會談了什麼？", True),
        ("What did the delegation see?", True),
        ("Which team won the exercise?", True),
        ("那艘船載了什麼？", False),
        ("What did the ship carry?", False),
    ],
)
def test_a_question_may_speak_of_some_report(question: str, named: bool) -> None:
    assert read(question) == Asked(names_report=named)


@pytest.mark.parametrize(("question", "kind"), OF_A_KIND.items())
def test_a_question_asks_for_a_kind_of_answer(question: str, kind: Kind) -> None:
    assert kinds_asked(question) == read(question).kinds == (kind,)


def test_a_question_may_ask_for_two_kinds_of_answer() -> None:
    assert kinds_asked("多少比例的經費用於訓練？") == (Kind.SHARE, Kind.AMOUNT)


@pytest.mark.parametrize("question", ORDINARY)
def test_of_an_ordinary_question_nothing_is_found(question: str) -> None:
    assert read(question) == Asked()


@pytest.mark.parametrize("question", EVERY_QUESTION)
def test_script_and_case_and_width_of_a_question_do_not_matter(question: str) -> None:
    asked = read(question)
    assert read(simplify(question)) == asked
    assert read(question.upper()) == asked
    assert read(question.replace("？", "?").replace("，", ",")) == asked


@settings(deadline=None)
@given(st.one_of(texts, st.text(alphabet="圖表3-－.之 10月19日列出所有建議?Figuretable", max_size=40)))
def test_whatever_the_question_only_days_and_chapters_are_asked_for_as_a_whole(question: str) -> None:
    asked = read(question)
    assert not asked.whole or asked.days or asked.chapters
    assert len(set(asked.figures)) == len(asked.figures)
    assert all(any(c.isnumeric() for c in number) for number in asked.figures)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.SHARE, "41%的企業曾外洩個資"),
        (Kind.SHARE, "有４１％的企業"),
        (Kind.SHARE, "百分之四十一"),
        (Kind.SHARE, "三分之一的民眾"),
        (Kind.SHARE, "七成的民眾"),
        (Kind.SHARE, "過半數同意"),
        (Kind.SHARE, "41 percent of firms"),
        (Kind.AMOUNT, "總經費為新臺幣 32 萬元"),
        (Kind.AMOUNT, "註冊費 4,500 美元"),
        (Kind.AMOUNT, "3 億歐元"),
        (Kind.AMOUNT, "五百萬元"),
        (Kind.AMOUNT, "NT$ 300"),
        (Kind.AMOUNT, "€ 5 a day"),
        (Kind.AMOUNT, "EUR 3 million"),
        (Kind.PERSON, "拜會處長 Brandtner"),
        (Kind.PERSON, "Lim Swee Leng 主任"),
        (Kind.PERSON, "演練主任 Kristjan Tammsalu"),
        (Kind.PERSON, "拜會 陳大文 局長"),
        (Kind.FIGURE, "圖 3-1 架構"),
        (Kind.FIGURE, "前文說明。\n▲ 表 3 統計"),
        (Kind.FIGURE, "照片 1 合影"),
        (Kind.FIGURE, "圖三 流程"),
        (Kind.FIGURE, "Figure 3 Layout"),
        (Kind.PAGES, "頁數：38 含附件：是"),
        (Kind.KEYWORDS, "關鍵詞：交通"),
        (Kind.KEYWORDS, "關鍵字：教化處遇"),
        (Kind.CONTACT, "主辦機關/聯絡人：資安署/羅子晴"),
    ],
)
def test_a_text_holds_an_answer_of_a_kind(kind: Kind, text: str) -> None:
    assert holds(text, (kind,))
    assert holds(text, tuple(Kind))
    assert not holds(text, ())


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.SHARE, "41 家企業曾外洩個資"),
        (Kind.SHARE, "比例很高，成功案例多"),
        (Kind.AMOUNT, "共 32 萬人參加"),
        (Kind.AMOUNT, "費用很高，因應多元發展"),
        (Kind.PERSON, "局長表示肯定"),
        (Kind.PERSON, "拜會 Gartner 公司"),
        (Kind.FIGURE, "架構如圖 3 所示"),
        (Kind.FIGURE, "圖書館\n表示"),
        (Kind.FIGURE, "Figures vary"),
        (Kind.PAGES, "共 38 頁"),
        (Kind.KEYWORDS, "關鍵問題在於人力"),
        (Kind.CONTACT, "聯絡簿"),
    ],
)
def test_a_text_without_the_shape_of_the_answer_holds_none(kind: Kind, text: str) -> None:
    assert not holds(text, (kind,))


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("壹、目的", "目的"),
        ("貳 過程", "過程"),
        ("第肆部分 心得與建議", "心得與建議"),
        ("第一章　緒論", "緒論"),
        ("第 3 節 方法", "方法"),
        ("一、行程", "行程"),
        ("二十三、其他", "其他"),
        ("(二) 建議", "建議"),
        ("（二）建議：", "建議:"),
        ("- (一) Keynote", "keynote"),
        ("５、建議", "建議"),
        ("3.1.3 風險溝通", "風險溝通"),
        ("1. Purpose", "purpose"),
        ("IV. Findings", "findings"),
        ("A. First", "first"),
        ("甲、分組", "分組"),
        ("附件一、名單", "名單"),
        ("附錄 名單", "名單"),
        ("(五)", ""),
        ("", ""),
        ("心得與建議", "心得與建議"),
        ("十大趨勢", "十大趨勢"),
        ("5G 網路", "5g 網路"),
        ("Introduction", "introduction"),
        ("2022 Gartner 研討會", "2022 gartner 研討會"),
    ],
)
def test_a_heading_is_read_without_its_number(heading: str, title: str) -> None:
    assert without_number(fold(heading)) == fold(title)


@settings(deadline=None)
@given(st.text(alphabet="一二壹貳(（)）、. 第章節附件1.2ivAa建議", max_size=20))
def test_what_is_left_of_a_heading_is_its_end(heading: str) -> None:
    folded = fold(heading)
    left = without_number(folded)
    assert folded.rstrip().endswith(left) and left == left.strip()


def placed(*paths: tuple[str, ...]) -> list[Placed]:
    return [
        Placed(PassageId(n), "r", n, n, PassageKind.TEXT, n * 10, n * 10 + 9, path, (0, 0))
        for n, path in enumerate(paths)
    ]


def chosen(named: tuple[Chapter, ...], *paths: tuple[str, ...]) -> list[int]:
    return [p.ordinal for p in in_chapter(placed(*paths), named)]


@pytest.mark.parametrize(
    "part", ["二、建議", "(二) 政策建議", "2. 建議事項：", "第二節 具體建議", "二、建议", "B. Recommendations"]
)
def test_of_impressions_and_advice_only_the_part_with_the_advice_is_the_chapter(part: str) -> None:
    paths = (
        ("壹、目的",),
        ("貳、過程", "三、建議書簽署"),
        ("參、心得與建議",),
        ("參、心得與建議", "一、心得"),
        ("參、心得與建議", part),
        ("參、心得與建議", part, "(一) 人才"),
    )
    assert chosen((ADVICE,), *paths) == [4, 5]


def test_a_part_that_only_has_the_word_in_it_does_not_stand_for_the_advice() -> None:
    paths = (("參、心得與建議", "一、建議書之簽署"), ("參、心得與建議", "二、人才"))
    assert chosen((ADVICE,), *paths) == [0, 1]


def test_of_two_chapters_that_with_the_advice_is_meant() -> None:
    paths = (("肆、心得",), ("肆、心得", "一、韌性"), ("伍、建議",), ("伍、建議", "一、人才"))
    assert chosen((ADVICE,), *paths) == [2, 3]


def test_where_there_is_no_advice_impressions_and_conclusions_are_meant() -> None:
    assert chosen((ADVICE,), ("壹、目的",), ("貳、心得",), ("參、結論", "一、韌性")) == [1, 2]
    assert chosen((ADVICE,), ("1. Purpose",), ("5. Conclusions",)) == [1]


def test_the_chapter_of_the_purpose_is_whole_whatever_its_parts_are_called() -> None:
    paths = (("壹、目的",), ("壹、目的", "二、建議"), ("貳、過程",), ("參、心得與建議", "二、建議"), ())
    assert chosen((PURPOSE,), *paths) == [0, 1]


@pytest.mark.parametrize("named", [(), (PURPOSE,), (ADVICE,)])
def test_no_passage_is_in_a_chapter_that_is_not_there(named: tuple[Chapter, ...]) -> None:
    assert chosen(named, ("貳、過程",), ("貳、過程", "三、建議書簽署"), ()) == []


LABELS = st.sampled_from(
    ("壹、目的", "貳、過程", "參、心得與建議", "肆、建議", "一、心得", "二、建議", "(一) 人才", "附錄")
)


@settings(deadline=None)
@given(st.lists(st.lists(LABELS, max_size=3).map(tuple), max_size=8), st.sampled_from(Chapter))
def test_a_chapters_passages_stay_in_order_and_are_found_where_its_heading_is(
    paths: list[tuple[str, ...]], chapter: Chapter
) -> None:
    found = chosen((chapter,), *paths)
    under = [n for n, path in enumerate(paths) if path and chapter.heading.search(fold(path[0]))]
    assert found == sorted(set(found)) and set(found) <= set(under)
    assert bool(found) == bool(under)


@pytest.mark.parametrize(
    ("heading", "words"),
    [("附錄 參考資料", "参考资料"), ("附件三人名單", "三人名单"), ("附件三 名單", "名单"), ("附錄", "")],
)
def test_an_appendix_keeps_the_first_sign_of_its_title(heading: str, words: str) -> None:
    assert without_number(fold(heading)) == words
