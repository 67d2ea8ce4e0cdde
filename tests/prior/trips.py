"""Trips that are invented, to hold travel plans against: series of one event, one theme in two countries, an agency
under two names. No such trip took place; names of agencies and countries are real and used in a generic way only."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

_FORM: Final = """{agency}出國報告（出國類別：{category}）

{title}

服務機關：{agency}
姓名職稱：{person}
派赴國家：{place}
出國期間：{period}
報告日期：{dated}

壹、目的

{purpose}

貳、過程

{body}

參、心得及建議

{advice}
"""


@dataclass(frozen=True, slots=True)
class Trip:
    """One report. ``year`` is the Republic's."""

    key: str
    title: str
    agency: str
    place: str
    year: int
    purpose: str
    body: str
    advice: str
    category: str = "考察"
    person: str = "陳明華 技正"

    @property
    def text(self) -> str:
        """As it is printed."""
        period = f"{self.year}年5月7日至5月13日"
        return _FORM.format(
            title=self.title, agency=self.agency, place=self.place, period=period, dated=f"{self.year}年8月1日",
            purpose=self.purpose, body=self.body, advice=self.advice, category=self.category, person=self.person,
        )  # fmt: skip


def write(folder: Path, trips: tuple["Trip", ...]) -> list[Path]:
    """The reports as files, named by their keys."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for trip in trips:
        file = folder / f"{trip.key}.txt"
        file.write_text(trip.text, encoding="utf-8")
        files.append(file)
    return files


TRIPS: Final = (
    Trip(
        "smartcity-2022", "參加第 8 屆北歐智慧城市年會出國報告", "國家發展委員會", "芬蘭", 111,
        "北歐智慧城市年會為歐洲城市治理的重要會議，本次派員出席，蒐集開放資料與市民參與平臺的推動經驗。",
        "大會首日由赫爾辛基市政府說明市民儀表板，將交通號誌、垃圾清運與托育名額的資料開放給居民查詢。第二日分組討論數位分身於都市更新的運用。",
        "建議建立跨縣市的開放資料標準，並以居民提案的方式選定優先開放的資料集。", "開會", "李佳穎 專員",
    ),
    Trip(
        "smartcity-2023", "參加第 9 屆北歐智慧城市年會出國報告", "國家發展委員會", "瑞典", 112,
        "賡續參加北歐智慧城市年會，瞭解各國城市運用資料治理及人工智慧改善公共服務的進展。",
        "本屆年會移至哥德堡舉行，主題為可負擔的城市。與會者比較了停車費率、共享運具與冬季除雪的資料平臺。",
        "建議將除雪平臺的派工演算法作為防汛派工的參考。", "開會", "李佳穎 專員",
    ),
    Trip(
        "offshore-dk-2021", "赴丹麥考察離岸風電併網與運維管理", "經濟部能源局", "丹麥", 110,
        "我國離岸風場陸續商轉，電網併聯與海上運維成為當務之急，爰赴丹麥考察風場營運商與電網公司的作法。",
        "參訪埃斯比約港的運維基地，人員搭乘作業船登上風機更換齒輪箱油品；電網公司說明海底電纜故障偵測與備援調度。",
        "建議於臺中港規劃運維專用碼頭，並訂定海底電纜故障通報時限。",
    ),
    Trip(
        "offshore-uk-2024", "赴英國考察離岸風電供應鏈及浮動式風場", "經濟部能源署", "英國", 113,
        "為推動浮動式離岸風電，赴英國考察蘇格蘭示範風場、港埠組裝能量及本地供應鏈輔導措施。",
        "在亞伯丁參觀浮式平臺的錨鏈測試場，業者說明深水區風機繫泊的檢測週期。",
        "建議浮動式風場先以一百千瓩示範，並配合港埠重件碼頭期程。",
    ),
    Trip(
        "waste-jp-2019", "赴日本考察廚餘及食品廢棄物資源化處理", "行政院環境保護署", "日本", 108,
        "我國廚餘去化管道受非洲豬瘟影響，爰考察日本食品廢棄物再生利用制度與生質能廠。",
        "川崎市的沼氣發電廠每日收受超市與學校午餐的食品廢棄物，發酵後的沼渣製成堆肥。",
        "建議獎勵地方政府設置生質能廠，並建立事業廚餘申報制度。",
    ),
    Trip(
        "waste-de-2024", "赴德國考察食品廢棄物生質能廠", "環境部資源循環署", "德國", 113,
        "為提升廚餘資源化比率，考察德國食品廢棄物分類收集、厭氧消化及沼氣併網的經驗。",
        "科隆的厭氧消化廠將家戶生廚餘轉為沼氣，純化後注入天然氣管線。",
        "建議修正沼氣收購費率，並補助生廚餘分類桶。",
    ),
    Trip(
        "museum-fr-2022", "赴法國考察博物館文化近用與視障導覽服務", "文化部", "法國", 111,
        "為落實文化平權，赴法國考察博物館提供視覺及聽覺障礙者的導覽服務。",
        "羅浮宮的觸覺展廳陳列雕塑複製品，由受過訓練的導覽員帶領視障者以手觀看。",
        "建議國立博物館設置觸覺展示並培訓口述影像導覽員。",
    ),
    Trip(
        "police-us-2023", "參加國際警察首長協會（IACP）2023 年會", "內政部警政署", "美國", 112,
        "國際警察首長協會年會為全球最大的警政會議，本次出席以交流執法記錄器與科技偵查的作法。",
        "年會於聖地牙哥舉行，分組討論包括無人機執法、員警心理健康與幫派情資分享。",
        "建議建立員警心理健康同儕支持制度。", "開會", "林志豪 警務正",
    ),
    Trip(
        "police-us-2022", "出席 2022 International Association of Chiefs of Police (IACP) 年會報告",
        "內政部警政署", "美國", 111,
        "出席國際警察首長協會年會，蒐集執法科技及警民關係的新趨勢。",
        "展覽會場展示車牌辨識與槍聲偵測系統，並與達拉斯警局交流社區警政。",
        "建議評估槍聲偵測系統的成本效益。", "開會", "林志豪 警務正",
    ),
    Trip(
        "longcare-jp-2023", "赴日本考察失智症社區照護與長照人力", "衛生福利部", "日本", 112,
        "因應高齡社會，考察日本失智友善社區、認知症咖啡館及照顧服務員培訓制度。",
        "世田谷區以認知症希望條例推動失智者參與社區，居家服務由小規模多機能據點提供。",
        "建議補助社區設置失智共照據點，並提高夜間照顧人力加給。",
    ),
    Trip(
        "longcare-nl-2018", "赴荷蘭考察失智村及居家護理制度", "衛生福利部", "荷蘭", 107,
        "考察荷蘭失智村的環境設計及鄰里居家護理的自主管理團隊。",
        "失智村以街道、超市與咖啡館構成生活圈，住民可自由走動；居家護理以十二人小組自主排班。",
        "建議試辦自主管理的居家護理小組。",
    ),
    Trip(
        "flood-nl-2020", "赴荷蘭考察還地於河及都市防洪", "經濟部水利署", "荷蘭", 109,
        "極端降雨頻繁，爰考察荷蘭還地於河計畫、滯洪池與水廣場的規劃。",
        "奈梅亨拓寬河道並挖設分洪道，鹿特丹的水廣場平日為球場，豪雨時蓄水。",
        "建議於都市計畫通盤檢討時納入水廣場。",
    ),
    Trip(
        "flood-jp-2024", "赴日本考察流域治水與地下調節池", "經濟部水利署", "日本", 113,
        "考察日本流域治水法制、首都圈外郭放水路及民間雨水貯留獎勵。",
        "外郭放水路的調壓水槽於颱風期間將中川洪水引入江戶川，神田川地下調節池蓄洪五十四萬立方公尺。",
        "建議比照流域治水協議會，由中央與地方共同訂定逕流分擔目標。",
    ),
    Trip(
        "rail-de-2022", "赴德國考察鐵道車輛維修數位化", "交通部鐵道局", "德國", 111,
        "考察德國鐵路以感測器預測轉向架與集電弓故障的作法。",
        "慕尼黑機廠在軌旁架設影像與聲學偵測站，列車通過即判讀輪緣磨耗。",
        "建議於新購列車納入預測維修的資料介面。",
    ),
    Trip(
        "food-eu-2023", "出席國際食品法典委員會（Codex）食品添加物會議", "衛生福利部食品藥物管理署", "中國大陸", 112,
        "參與食品法典食品添加物委員會，瞭解甜味劑與防腐劑標準的修訂。",
        "會議討論蜜餞及飲料的甜味劑最大用量，並審議防腐劑的食品分類代碼。",
        "建議檢討國內甜味劑標準與國際調和。", "開會",
    ),
    Trip(
        "school-fi-2019", "赴芬蘭考察實驗教育與現象為本學習", "教育部", "芬蘭", 108,
        "考察芬蘭新課綱的跨領域教學與教師專業自主。",
        "埃斯波的綜合學校每學期安排一週主題學習，學生自訂題目並以展演呈現。",
        "建議補助偏鄉學校發展跨領域課程。",
    ),
    Trip(
        "cable-sg-2023", "赴新加坡考察海底通訊電纜韌性", "數位發展部", "新加坡", 112,
        "海纜屢遭拖斷，爰考察新加坡海纜登陸站的備援、通報與外力破壞防護。",
        "資通訊媒體發展局說明登陸站的分散佈建與錨泊禁區，電信業者展示海纜斷線時的衛星備援切換。",
        "建議劃設海纜保護區並建立斷纜時的衛星備援。",
    ),
    Trip(
        "ai-health-kr-2024", "赴韓國考察人工智慧醫療器材審查制度", "衛生福利部食品藥物管理署", "韓國", 113,
        "考察韓國人工智慧醫材的臨床驗證、變更控制與上市後監測。",
        "食品醫藥品安全處說明可學習演算法的預定變更計畫與真實世界資料的採認。",
        "建議訂定人工智慧醫材變更控制指引。",
    ),
    Trip(
        "labor-jp-2016", "赴日本考察外籍移工技能實習制度", "勞動部", "日本", 105,
        "考察日本技能實習制度的仲介管理與申訴機制。",
        "外國人技能實習機構說明監理團體的查核方式，並參訪食品加工廠的實習生宿舍。",
        "建議加強仲介評鑑與母語申訴專線。",
    ),
    Trip(
        "tourism-ca-2023", "赴加拿大考察原住民族觀光與國家公園共管", "交通部觀光局", "加拿大", 112,
        "考察加拿大原住民族觀光協會的認證制度及國家公園共同管理。",
        "海達瓜依由原住民族與國家公園署共管，遊客須先上導覽課程。",
        "建議建立部落旅遊認證。",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan, and the keys of the trips that it is much like, and related to; ``maybe`` may be found or not."""

    name: str
    purpose: str
    country: str
    agency: str
    much: frozenset[str] = frozenset()
    related: frozenset[str] = frozenset()
    maybe: frozenset[str] = frozenset()


def planned(
    name: str, purpose: str, country: str, agency: str, much: str = "", related: str = "", maybe: str = ""
) -> Planned:
    """Keys parted by blanks."""
    return Planned(
        name, purpose, country, agency, frozenset(much.split()), frozenset(related.split()), frozenset(maybe.split())
    )


PLANS: Final = (
    planned(
        "the same event a year later", "參加第 10 屆北歐智慧城市年會，蒐集城市開放資料與市民參與的經驗。", "挪威",
        "國家發展委員會", much="smartcity-2022 smartcity-2023",
    ),
    planned(
        "the same event by its English name",
        "出席 International Association of Chiefs of Police 2024 Annual Conference，交流科技偵查作法", "美國",
        "內政部警政署", much="police-us-2022 police-us-2023",
    ),
    planned(
        "the same theme in another country, by the agency's new name", "考察食品廢棄物與廚餘的沼氣發電及堆肥再利用制度",
        "丹麥", "環境部", related="waste-jp-2019 waste-de-2024",
    ),
    planned(
        "the same study plan in the same country", "考察日本失智症友善社區、認知症咖啡館與照顧服務員培訓", "日本",
        "衛生福利部", much="longcare-jp-2023", maybe="longcare-nl-2018",
    ),
    planned(
        "the same theme elsewhere", "考察浮動式離岸風電示範風場與港埠組裝", "挪威", "經濟部能源署",
        related="offshore-uk-2024", maybe="offshore-dk-2021",
    ),
    planned(
        "the same study plan of another agency", "赴新加坡瞭解海底電纜登陸站備援與斷纜通報機制", "新加坡",
        "國家通訊傳播委員會", much="cable-sg-2023", maybe="offshore-dk-2021",
    ),
    planned("nothing of the kind", "考察太空發射場的選址與火箭燃料儲存安全", "法國", "國家科學及技術委員會"),
    planned("another theme of the same agency and country", "考察義務役新兵訓練營的膳食採購制度", "日本", "衛生福利部"),
    planned(
        "in English", "Study trip on dementia-friendly communities and training of care workers", "Japan", "MOHW",
        much="longcare-jp-2023", maybe="longcare-nl-2018",
    ),
    planned(
        "floods once more", "考察荷蘭還地於河與都市水廣場的滯洪設計", "荷蘭", "經濟部水利署", much="flood-nl-2020",
        maybe="flood-jp-2024",
    ),
    planned(
        "another meeting of the same body", "出席國際食品法典委員會農藥殘留會議，討論蔬果農藥最大殘留容許量",
        "中國大陸", "衛生福利部食品藥物管理署", related="food-eu-2023",
    ),
    planned(
        "museums for all", "考察博物館提供視障者觸覺展示與口述影像的服務", "英國", "文化部", related="museum-fr-2022"
    ),
)  # fmt: skip
