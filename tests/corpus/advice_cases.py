"""Ways in which reports print what they recommend, each with its items as a person counts them. All of it is invented."""

# ruff: noqa: E501  (a paragraph is a line)

from dataclasses import dataclass

HEAD = """出國報告（出國類別：考察）

赴丹麥考察離岸風電報告

服務機關：經濟部能源署
姓名職稱：王小明 科長
派赴國家：丹麥
出國期間：112年5月3日至9日
報告日期：112年8月1日

壹、目的

本次考察的目的，是瞭解離岸風電之作法。

貳、過程

首日拜會能源署，對方建議我國早日訂定專法。

"""


@dataclass(frozen=True, slots=True)
class Case:
    """``items``: kind (r or f), number, how soon, and how the words after the numeral begin, in reading order."""

    name: str
    text: str
    items: tuple[tuple[str, str | None, str, str], ...]
    head: str = HEAD
    suffix: str = ".txt"


CASES = (
    Case(
        "reflections and recommendations as two parts of a chapter",
        """參、心得及建議

一、心得

(一) 專法先行
丹麥先立法後招商，程序應予學習。

(二) 港埠腹地充足
碼頭後線寬達三百公尺。

二、建議

(一) 研訂離岸風電專法
於兩年內提出草案。

(二) 擴充臺中港後線
由港務公司規劃。
""",
        (
            ("f", "一", "", "專法先行"),
            ("f", "二", "", "港埠腹地充足"),
            ("r", "一", "", "研訂離岸風電專法"),
            ("r", "二", "", "擴充臺中港後線"),
        ),
    ),
    Case(
        "short and long term, with the agencies below each",
        """參、心得

丹麥之電力市場十分開放，值得學習。

肆、建議

一、立即可行建議

（一）建立運維人力證照制度
參採國際標準，由訓練機構辦理。
主辦機關：勞動部
協辦機關：經濟部、教育部

（二）簡化船舶進出申請（主辦機關：交通部航港局；協辦機關：海洋委員會）
將十四日縮短為五日。

二、中長期建議

（一）設置國家測試場域
編列八年經費。
主協辦機關：經濟部
""",
        (
            ("f", None, "", "丹麥之電力市場"),
            ("r", "一", "立即可行", "建立運維人力證照制度"),
            ("r", "二", "立即可行", "簡化船舶進出申請"),
            ("r", "一", "中長期", "設置國家測試場域"),
        ),
    ),
    Case(
        "numbered inside one paragraph",
        """參、心得及建議

丹麥之經驗對我國多有啟發，謹提出建議如下：一、儘速訂定專法；二、於港區保留運維碼頭；三、每年派員參加國際風能年會，以掌握最新趨勢。
""",
        (("r", "一", "", "儘速訂定專法"), ("r", "二", "", "於港區保留"), ("r", "三", "", "每年派員參加")),
    ),
    Case(
        "a table",
        """參、心得

碼頭後線寬達三百公尺。

肆、建議事項

表 3 建議事項一覽

項次\t建議事項\t說明\t主辦機關\t協辦機關\t期程
1\t訂定離岸風電專法\t現行規定散見各法\t經濟部\t內政部\t短期
2\t於港區保留運維碼頭\t船席不足\t交通部\t\t
3\t設置國家測試場域\t\t經濟部\t國科會\t中長期

以上建議供參。
""",
        (
            ("f", None, "", "碼頭後線"),
            ("r", "1", "短期", "訂定離岸風電專法"),
            ("r", "2", "短期", "於港區保留運維碼頭"),
            ("r", "3", "中長期", "設置國家測試場域"),
        ),
    ),
    Case(
        "a table whose rows are parted by how soon",
        """參、心得與建議

項次\t具體建議\t辦理單位
短期建議
一\t訂定離岸風電專法\t電力組
長期建議
二\t設置國家測試場域\t綜合規劃組
""",
        (("r", "一", "短期", "訂定離岸風電專法"), ("r", "二", "長期", "設置國家測試場域")),
    ),
    Case(
        "a mixed chapter without any parts",
        """參、心得與建議

一、丹麥重視地方參與
開發商於選址時即邀請漁民、居民及環保團體共同討論，歷時約兩年。

二、強化與漁民之溝通
補償標準宜一致，並於選址階段即公開說明。

三、持續派員參加國際會議
""",
        (
            ("f", "一", "", "丹麥重視地方參與"),
            ("r", "二", "", "強化與漁民之溝通"),
            ("r", "三", "", "持續派員參加國際會議"),
        ),
    ),
    Case(
        "no numbering at all",
        """參、心得及建議

丹麥之離岸風電始於民國八十年，累積之經驗十分豐富，開發商亦樂於分享。

建議我國參考其單一窗口制度，由能源署統籌各機關之審查，以縮短行政時程。

另港埠為離岸風電之命脈，應及早規劃後線用地，避免屆時無地可用。

本次考察承蒙駐丹麥代表處協助，謹致謝忱。
""",
        (("f", None, "", "丹麥之離岸風電"), ("r", None, "", "建議我國參考"), ("r", None, "", "另港埠為離岸")),
    ),
    Case(
        "bullets",
        """參、建議

• 訂定離岸風電專法。
• 於港區保留運維碼頭，
  並預留後線用地。
• 每年派員參加年會。
""",
        (("r", None, "", "訂定離岸風電專法"), ("r", None, "", "於港區保留"), ("r", None, "", "每年派員參加")),
    ),
    Case(
        "what to do, then how",
        """參、建議

一、建立離岸風電單一窗口
建議由能源署統籌，作法如下：
(一) 盤點各機關之審查項目。
(二) 訂定併行審查程序。

二、人才培育
我國運維人力不足，謹建議如下：
(一) 建議與技職院校合作開班。
(二) 建議補助取得國際證照之費用。
""",
        (
            ("r", "一", "", "建立離岸風電單一窗口"),
            ("r", "一", "", "建議與技職院校"),
            ("r", "二", "", "建議補助取得"),
        ),
    ),
    Case(
        "recommendations counted by name",
        """參、結論與建議

丹麥之成果來自長期一貫之政策。

建議一、訂定離岸風電專法：立即可行建議
主辦機關：經濟部
協辦機關：內政部、交通部
現行規定散見各法，宜予整合。

建議二、設置國家測試場域：中長期建議
主辦機關：國家科學及技術委員會
配合風場開發時程，於北部擇址。
""",
        (
            ("f", None, "", "丹麥之成果"),
            ("r", "一", "立即可行", "訂定離岸風電專法"),
            ("r", "二", "中長期", "設置國家測試場域"),
        ),
    ),
    Case(
        "a chapter on the second level",
        """參、考察發現

一、港埠
後線寬達三百公尺。

二、建議事項
(一) 訂定離岸風電專法
(二) 於港區保留運維碼頭
""",
        (("r", "一", "", "訂定離岸風電專法"), ("r", "二", "", "於港區保留運維碼頭")),
    ),
    Case(
        "English",
        """Trip Report

Title: Visit to Danish wind farms
Agency: Energy Administration
Country: Denmark
Travel dates: May 3-9, 2023

1. Introduction

The delegation studied offshore wind.

2. Activities

The Danish agency recommended early consultation.

3. Conclusions and recommendations

3.1 Ports are the bottleneck

All three developers waited for quay space.

3.2 Establish a one-stop shop

A single agency should coordinate all permits.

3.3 Train technicians

We recommend that certificates be subsidised.
""",
        (
            ("f", "3.1", "", "Ports are the bottleneck"),
            ("r", "3.2", "", "Establish a one-stop shop"),
            ("r", "3.3", "", "Train technicians"),
        ),
        head="",
    ),
    Case(
        "English, by time",
        """Trip Report

Title: Visit to Danish wind farms
Agency: Energy Administration

1. Introduction

The delegation studied offshore wind.

2. Reflections

The developers should be asked earlier.

3. Recommendations

Short-term recommendations

(1) Publish a port map. (2) Publish the calendar of tenders.
""",
        (
            ("f", None, "", "The developers"),
            ("r", "1", "Short-term", "Publish a port map"),
            ("r", "2", "Short-term", "Publish the calendar"),
        ),
        head="",
    ),
    Case(
        "lines that the margin broke",
        """參、心得及建議

　　我國離岸風電之審查由各機關分別辦理，開發商須往返說
明，時程因而延宕。建議參考丹麥之單一窗口，由能源署統籌
各機關併行審查。

　　此外，丹麥於選址時即徵詢漁民，爭議甚少。

                    5
""",
        (("r", None, "", "我國離岸風電之審查"), ("f", None, "", "此外，丹麥於選址")),
    ),
    Case(
        "reflections alone that recommend all the same",
        """參、心得

丹麥之單一窗口行之有年。

我國審查機關眾多，建議由能源署統籌。
""",
        (("f", None, "", "丹麥之單一窗口"), ("r", None, "", "我國審查機關眾多")),
    ),
    Case(
        "Simplified script",
        """叁、心得及建议

一、建立单一窗口
建议由能源署统筹各机关之审查。

二、港口后线充足
码头后线宽达三百公尺。
""",
        (("r", "一", "", "建立单一窗口"), ("f", "二", "", "港口后线充足")),
    ),
    Case(
        "circled numbers in lines",
        """參、建議

①訂定離岸風電專法，並納入單一窗口之規定。
②於港區保留運維碼頭，預留後線用地。
""",
        (("r", "①", "", "訂定離岸風電專法"), ("r", "②", "", "於港區保留運維碼頭")),
    ),
    Case(
        "Markdown",
        """# 赴丹麥考察離岸風電報告

## 目的

瞭解離岸風電之作法。

## 心得及建議

### 建議

| 編號 | 建議內容 | 主辦單位 |
|---|---|---|
| 1 | 訂定離岸風電專法 | 電力組 |
| 2 | 於港區保留運維碼頭 | 港務公司 |
""",
        (("r", "1", "", "訂定離岸風電專法"), ("r", "2", "", "於港區保留運維碼頭")),
        head="",
        suffix=".md",
    ),
    Case(
        "said one after the other in prose",
        """參、結語與建議

本次會議收穫豐富，丹麥在離岸風電之推動經驗值得借鏡。首先，在法制面，建議我國儘速訂定離岸風電專法，並明定單一窗口。

其次，在港埠方面，臺中港後線用地不足，建議港務公司及早擴充，並預留運維船席。

最後，感謝駐丹麥代表處全力協助，使本次行程順利完成。
""",
        (
            ("r", None, "", "本次會議收穫豐富，"),
            ("r", None, "", "其次，在港埠方面，"),
        ),
    ),
    Case(
        "Arabic numbers in lines that the margin broke",
        """參、心得及建議

1. 建議訂定離岸風電專法，將海域使用、併網、除役等事項一併納
   入規範，以利開發商遵循，並縮短行政審查時程。
2. 建議於臺中港保留運維碼頭，並由港務公司編列預算辦理後線用
   地之整建。
3. 我國與丹麥之地質條件不同，水下基礎之設計須由國內顧問公司
   自行累積經驗。
""",
        (
            ("r", "1", "", "建議訂定離岸風電專"),
            ("r", "2", "", "建議於臺中港保留運"),
            ("r", "3", "", "我國與丹麥之地質條"),
        ),
    ),
    Case(
        "two lists, of either kind",
        """參、心得與建議

一、心得：
1. 丹麥政策一貫，三十年來未曾中斷。
2. 開發商與漁民之溝通十分充分。
3. 港埠與產業園區緊鄰，運輸成本甚低。

二、建議：
1. 訂定專法，明確主管機關之權責。
2. 建立漁業補償之一致標準。
""",
        (
            ("f", "1", "", "丹麥政策一貫，三十"),
            ("f", "2", "", "開發商與漁民之溝通"),
            ("f", "3", "", "港埠與產業園區緊鄰"),
            ("r", "1", "", "訂定專法，明確主管"),
            ("r", "2", "", "建立漁業補償之一致"),
        ),
    ),
    Case(
        "by face of the matter",
        """參、心得

本次考察收穫良多。

肆、建議事項

一、法制面

(一)建議訂定離岸風電專法。
(二)建議修正海岸管理法施行細則。

二、技術面

(一)建議建置海氣象觀測塔。
(二)建議與丹麥技術大學合作辦理人才培訓計畫，並編列三年經費。
""",
        (
            ("f", None, "", "本次考察收穫良多。"),
            ("r", "一", "", "建議訂定離岸風電專"),
            ("r", "二", "", "建議修正海岸管理法"),
            ("r", "一", "", "建議建置海氣象觀測"),
            ("r", "二", "", "建議與丹麥技術大學"),
        ),
    ),
    Case(
        "sections, then how soon",
        """第四章 結論與建議

第一節 結論

一、丹麥之成功來自穩定之政策
該國歷任政府均支持再生能源。

二、電網互聯為關鍵
與鄰國互聯，餘裕電力得以輸出。

第二節 建議

一、短期

(一)成立推動小組
由能源署邀集相關機關組成。

(二)盤點港埠設施
由航港局辦理。

二、長期

(一)推動區域電網互聯
評估與鄰國互聯之可行性。
""",
        (
            ("f", "一", "", "丹麥之成功來自穩定"),
            ("f", "二", "", "電網互聯為關鍵"),
            ("r", "一", "短期", "成立推動小組"),
            ("r", "二", "短期", "盤點港埠設施"),
            ("r", "一", "長期", "推動區域電網互聯"),
        ),
    ),
    Case(
        "what is advised inside a reflection",
        """參、心得與建議

一、離岸風電之審查機制
丹麥由能源署擔任單一窗口，審查時程平均為十八個月，開發商一致肯定。我國審查機關達十二個，時程約五年，宜由能源署統籌併行審查。

二、漁業補償
丹麥採個案協商，未訂統一標準，惟均於選址階段即完成。

三、考察安排
本次考察由駐丹麥代表處安排，行程緊湊，感謝同仁協助。
""",
        (
            ("r", "一", "", "離岸風電之審查機制"),
            ("f", "二", "", "漁業補償"),
            ("f", "三", "", "考察安排"),
        ),
    ),
    Case(
        "English bullets",
        """Trip Report

Title: Visit to Danish wind farms
Agency: Energy Administration

1. Introduction

The delegation studied offshore wind.

2. Recommendations

- Set up a one-stop shop for permits.
- Reserve quay space for service vessels,
  and publish the plan.
- Subsidise certificates for technicians.

Annex A. Participants

Wang, Chen.
""",
        (
            ("r", None, "", "Set up a "),
            ("r", None, "", "Reserve q"),
            ("r", None, "", "Subsidise"),
        ),
        head="",
    ),
    Case(
        "a list that begins inside a sentence",
        """參、心得與建議

丹麥之單一窗口行之有年，成效卓著。建議我國：(一)由能源署擔任單一窗口；(二)修正電業法第二十五條；(三)縮短審查時程為二年。至於港埠部分，另案研議。
""",
        (
            ("f", None, "", "丹麥之單一窗口行之"),
            ("r", "一", "", "由能源署擔任單一窗"),
            ("r", "二", "", "修正電業法第二十五"),
            ("r", "三", "", "縮短審查時程為二年"),
        ),
    ),
    Case(
        "a table without numbers",
        """參、建議

建議事項	辦理單位	預定完成期限	備註
訂定離岸風電專法	電力組	113年12月
保留運維碼頭	港務公司	114年6月	與地方政府協調
""",
        (
            ("r", None, "113年12月", "訂定離岸風電專法"),
            ("r", None, "114年6月", "保留運維碼頭"),
        ),
    ),
    Case(
        "heavenly stems",
        """肆、建議

為推動離岸風電，提出下列建議：
甲、儘速訂定專法。
乙、保留運維碼頭。
丙、派員參加年會。
""",
        (
            ("r", "甲", "", "儘速訂定專法。"),
            ("r", "乙", "", "保留運維碼頭。"),
            ("r", "丙", "", "派員參加年會。"),
        ),
    ),
    Case(
        "what went wrong, and what is advised",
        """參、檢討與建議

一、行程安排過於緊湊
四日內拜會七個單位，討論時間不足。建議往後每日以一個單位為限。

二、語言溝通
部分單位僅以丹麥語簡報，應事先洽請提供英文資料。

三、資料蒐集完整
各單位均提供電子檔，有助於撰寫報告。
""",
        (
            ("r", "一", "", "行程安排過於緊湊"),
            ("r", "二", "", "語言溝通"),
            ("f", "三", "", "資料蒐集完整"),
        ),
    ),
    Case(
        "who shall do it, in brackets at the end",
        """參、建議

（一）訂定離岸風電專法，整併現行散見各法之規定。（主辦：經濟部；協辦：內政部、環境部）
（二）保留運維碼頭。（短期；主辦機關：交通部）
""",
        (
            ("r", "一", "", "訂定離岸風電專法，"),
            ("r", "二", "", "保留運維碼頭。（短"),
        ),
    ),
)
