"""Texts for hypothesis: any text at all, and texts made of the fragments that reports are made of."""

from hypothesis import strategies as st

FRAGMENTS = (
    "壹、目的", "貳、過程", "參、心得及建議", "壹 目的", "伍、", "一、行程", "二、拜會", "三、2022 年 10 月 19 日",
    "(一) 議題", "（二）討論：", "- (一) Keynote: The Future", "1. 開幕", "2. Closing", "(1) 細項", "甲、分組",
    "A. First", "I. Introduction", "1.1 Scope", "1.2 Method", "第一章 緒論", "第二節 方法", "附件一、名單", "附錄",
    "目錄", "壹、目的.......3", "過程\t5", "出國報告（出國類別：開會）", "報告名稱：赴日考察",
    "行政院及所屬各機關出國報告提要", "摘要：", "內容摘要：本次會議討論三項議題。", "關鍵詞：交通",
    "服務機關：交通部", "圖 2-1 議程", "表 3-1：統計", "5 © 2022 Gartner, Inc. All rights reserved.",
    "Moving the Digital Government Goal Posts", "目的", "心得", "參考資料", "## 標題", "```",
    "本次會議由主辦單位說明辦理情形，並就各項議題交換意見。", "會議討論之重點為資料之共享，惟各方對於",
    "價格為 2.5 億元，成長 3.",
    "(一) 本次參訪之機關為數位發展部，雙方就雲端服務之採購方式交換意見，並同意後續辦理。",
    "The delegation met Dr. Smith. He spoke.", "- 12 -", "3", "第 3 頁", "\f", "\f", "頁首", "　　", "Success",
    "\t", "一", "（", "1.", "(", "\r",
)  # fmt: skip

report_like = st.lists(
    st.tuples(st.sampled_from(FRAGMENTS), st.sampled_from(("\n", "\n\n", "", " ", "\n\n\n"))), max_size=40
).map(lambda parts: "".join(fragment + end for fragment, end in parts))
texts = st.one_of(
    report_like, st.text(max_size=400), st.text(alphabet="一二三壹貳.、()（）1 2\n\f：。，圖aA-#", max_size=200)
)
