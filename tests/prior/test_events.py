"""The same event, another time: by its name, whatever year, ordinal and language."""

import pytest
from hypothesis import given

from assistant.prior.events import Planned, same_event
from tests.ingest.strategies import texts

GARTNER = "出席 2022 Gartner 資訊科技發展國際研討會（Gartner Symposium/ITxpo 2022）"
BALTIC = "參加「2022 波羅的海之錨國際資安攻防演練」出國報告（Baltic Anchor 2022）"
APEC = "出席亞太經濟合作(APEC)電信暨資訊工作小組第64次會議"
CES = "參加2023年國際消費電子展(CES)"
POLICE = "參加國際警察首長協會（IACP）2023 年會"
CODEX = "出席國際食品法典委員會（Codex）食品添加物會議"


@pytest.mark.parametrize(
    ("title", "purpose", "name"),
    [
        (GARTNER, "參加 2023 Gartner Symposium", "Gartner Symposium"),
        (GARTNER, "出席 Gartner 資訊科技發展國際研討會", "Gartner 資訊科技發展國際研討會"),
        (BALTIC, "參加2024波羅的海之錨國際資安攻防演練，交流經驗", "波羅的海之錨國際資安攻防演練"),
        (BALTIC, "参加2024波罗的海之锚国际资安攻防演练", "波羅的海之錨國際資安攻防演練"),
        (BALTIC, "參加 2024 Baltic Anchor 演練", "Baltic Anchor"),
        (APEC, "出席亞太經濟合作(APEC)電信暨資訊工作小組第66次會議", "電信暨資訊工作小組"),
        (CES, "參加 CES 2025", "CES"),
        (CES, "參加 2025 國際消費電子展", "國際消費電子展"),
        (POLICE, "出席國際警察首長協會2024年會", "國際警察首長協會"),
        (POLICE, "參加 IACP 2024 年會", "IACP"),
        ("RSA Conference 2023 出國報告", "attend RSA Conference 2024", "RSA Conference"),
        ("參加第 8 屆北歐智慧城市年會", "參加第十屆北歐智慧城市年會", "北歐智慧城市年會"),
        ("出席聯合國氣候變化綱要公約第27次締約方大會(COP27)", "出席 COP29", "COP"),
    ],
)
def test_the_same_event_is_told_by_its_name(title: str, purpose: str, name: str) -> None:
    match = same_event(title, Planned.of(purpose))
    assert match is not None and (match.sameness.value, match.name) == ("event", name)


@pytest.mark.parametrize(
    ("title", "purpose"),
    [
        (GARTNER, "參加 Gartner Data & Analytics Summit"),
        (APEC, "出席 APEC 衛生與經濟高階會議"),
        (CODEX, "出席國際食品法典委員會農藥殘留會議"),
        (POLICE, "參加 IACP 車牌辨識訓練班"),
    ],
)
def test_another_event_of_the_same_body_is_told_apart(title: str, purpose: str) -> None:
    match = same_event(title, Planned.of(purpose))
    assert match is not None and match.sameness.value == "host"


@pytest.mark.parametrize(
    ("title", "purpose"),
    [
        ("參加國際研討會", "參加國際會議"),
        ("赴日本考察長照", "赴日本考察農業"),
        ("赴日本參訪東京國際展覽中心", "參加大阪國際展覽"),
        ("參加第 8 屆北歐智慧城市年會", "參加第 3 屆北歐永續農業年會"),
        ("Study trip to Japan on AI", "Visit to Japan on AI and ICT"),
        (CES, "考察日本智慧製造"),
        ("", "參加 CES"),
    ],
)
def test_what_all_events_are_called_is_no_name(title: str, purpose: str) -> None:
    assert same_event(title, Planned.of(purpose)) is None


@given(texts, texts)
def test_any_title_can_be_held_against_any_plan(title: str, purpose: str) -> None:
    match = same_event(title, Planned.of(purpose))
    assert match is None or match.name in title
