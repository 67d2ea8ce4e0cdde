import os
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from ingest.readers import ocr
from ingest.readers.ocr import Piece, Recognizer, mended, recognizer, rows

FONTS = [
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-serif-cjk-fonts/NotoSerifCJK-Regular.ttc",
    "/System/Library/Fonts/PingFang.ttc",
]
FONT = next((path for path in FONTS if Path(path).exists()), None)
ENGINE = recognizer()
real = pytest.mark.skipif(
    FONT is None or ENGINE is None, reason="needs the extra ocr (rapidocr) and a Chinese font (Noto CJK) to print with"
)
PAGE = [
    "行政院及所屬各機關出國報告",
    "壹、目的",
    "　　本次會議由智利能源部主辦，旨在檢視各經濟體推動家電能源效率",
    "標示之進展，並討論測試方法之調和。一般而言，各國之測試方法差異",
    "甚大，三月間曾就十大趨勢交換意見，並參加分組討論。",
    "貳、過程",
    "一、開幕式",
    "　　主席致詞表示，區域內空調用電於 10 年內成長近一倍（約 98.5%），",
    "各經濟體宜儘速提高最低效率基準。會議於 2023 年 3 月 6 日至 10 日",
    "在聖地牙哥（Santiago）舉行，計有 21 個經濟體、58 位代表與會。",
    "（一）日本",
    "　　日本說明「領跑者制度」之最新目標年度為 2027 年，並將首次納入",
    "全年效率之計算方式；業者須於網站公開資料。",
    "參、心得及建議",
    "　　我國測試方法與國際標準尚有差異，建議於下次修訂時一併調整，",
    "以利廠商出口。肆無忌憚之比擬並不恰當，惟仍值得注意。",
    "肆、結論",
    "12",
]
HEADS = [
    "壹、目的",
    "貳、過程",
    "參、心得及建議",
    "肆、結論",
    "伍、附錄",
    "陸、行程紀要",
    "拾壹、與會名單",
    "一、前言",
    "四、開幕式",
]
SENTENCES = [
    "一般而言，各國情形不同",
    "三月間之會議",
    "十大趨勢",
    "參加會議人員",
    "一級主管二人",
    "二十一世紀",
    "四方安全對話",
]


def white(height: int = 200, width: int = 800) -> NDArray[np.uint8]:
    return np.full((height, width, 3), 255, np.uint8)


def piece(text: str, left: float, top: float, pitch: float = 30, slope: float = 0.0) -> Piece:
    """A piece 40 high, its characters ``pitch`` apart."""
    width = pitch * len(text)
    corners = ((left, top), (left + width, top + slope * width))
    below = ((left + width, top + 40 + slope * width), (left, top + 40))
    return Piece(text, corners + below, tuple(left + pitch * (i + 0.5) for i in range(len(text))))


def read(pieces: Sequence[Piece]) -> list[str]:
    return [line.text for line in Recognizer(lambda _: list(pieces)).read(white())]


def gapped(text: str, at: int) -> Piece:
    """As if a full-width character had been left out before character ``at``."""
    whole = piece(text, 10, 20, 32)
    middles = [x + 32 * (i >= at) for i, x in enumerate(whole.middles)]
    return Piece(text, whole.corners, tuple(middles))


def speck(image: NDArray[np.uint8], left: int, top: int, width: int, height: int) -> NDArray[np.uint8]:
    image[20:60, 12:36:4] = 0  # the ink of the first character
    image[top : top + height, left : left + width] = 0
    return image


def test_lines_come_from_top_to_bottom_whatever_the_order_of_the_pieces() -> None:
    assert read([piece("丙", 10, 120), piece("甲", 10, 20), piece("乙", 10, 70)]) == ["甲", "乙", "丙"]


def test_pieces_on_one_line_are_joined_with_a_tab_between_columns_and_a_blank_between_words() -> None:
    assert read([piece("備註", 400, 22), piece("項次", 10, 20)]) == ["項次\t備註"]
    assert read([piece("研究員", 122, 20), piece("林志明", 10, 20)]) == ["林志明 研究員"]
    assert read([piece("能源部", 102, 20), piece("智利", 40, 20)]) == ["智利能源部"]
    assert read([piece("Rating", 125, 20, 15), piece("Energy", 30, 20, 15)]) == ["Energy Rating"]


def test_what_the_engine_makes_of_a_page_the_wrong_way_up_is_not_taken_for_its_text() -> None:
    flat, high = piece("能源效率", 10, 20), Piece("能源效率", ((200, 20), (240, 20), (240, 180), (200, 180)))
    assert read([flat, replace(high, text="能源")]) != []
    assert read([flat, high, high]) == []
    assert read([replace(flat, score=0.66), replace(flat, score=0.7)]) == []
    assert read([flat, replace(flat, text="桥梁", score=0.66)]) != []
    assert read([Piece("3", ((200, 20), (220, 20), (220, 60), (200, 60)))]) == ["3"]


def test_a_page_that_seems_empty_is_looked_at_more_closely() -> None:
    shapes: list[tuple[int, ...]] = []

    def engine(image: NDArray[np.uint8]) -> list[Piece]:
        shapes.append(image.shape)
        return [piece("附件一", 40, 40)] if image.shape[1] < 800 else []

    page = white()
    assert Recognizer(engine).read(page) == []
    page[100:130, 300:390] = 0
    (line,) = Recognizer(engine).read(page)
    assert (line.text, line.left, line.top) == ("附件一", 300, 100)
    assert shapes == [(200, 800, 3), (200, 800, 3), (109, 169, 3)]


def test_a_page_that_is_turned_by_a_degree_keeps_its_lines() -> None:
    turned = 0.0175
    pieces = [piece("甲" * 30, 10, 20 + 50 * row, slope=turned) for row in range(4)]
    pieces += [piece("乙" * 4, 1060, 20 + 50 * row + 1050 * turned, slope=turned) for row in range(4)]
    assert read(pieces) == ["甲" * 30 + "\t" + "乙" * 4] * 4


@given(
    st.lists(st.tuples(st.integers(0, 700), st.integers(0, 900), st.sampled_from(["甲乙", "ab", "一"])), max_size=12)
)
def test_no_piece_is_lost_or_read_twice(places: list[tuple[int, int, str]]) -> None:
    pieces = [piece(text, left, top) for left, top, text in places]
    found = [each for row in rows(pieces) for each in row]
    assert sorted(found, key=repr) == sorted(pieces, key=repr)
    lines = read(pieces)
    assert sorted("".join(lines).replace("\t", "").replace(" ", "")) == sorted("".join(text for *_, text in places))


@pytest.mark.parametrize(
    ("read_as", "meant"),
    [
        ("(—) 數位韌性", "(一) 數位韌性"),
        ("- （—）數位韌性", "- （一）數位韌性"),
        ("(→) Gartner", "(一) Gartner"),
        ("—、前言", "一、前言"),
        ("十—、其他", "十一、其他"),
        ("一`前言", "一、前言"),
    ],
)
def test_a_numeral_read_as_a_dash_is_mended_at_the_head_of_a_line(read_as: str, meant: str) -> None:
    assert mended(piece(read_as, 10, 20), white()).text == meant


@pytest.mark.parametrize(
    "text", [*HEADS, *SENTENCES, "——摘自手冊", "→ 下一頁", "(→ 下一頁)", "會議(—)", "a`b", "—", "(—", "三、四月間"]
)
def test_what_is_right_is_left_alone(text: str) -> None:
    assert mended(piece(text, 10, 20, 32), white()).text == text
    assert mended(piece(text, 10, 20, 32), speck(white(), 52, 44, 8, 8)).text == text


@pytest.mark.parametrize(("text", "at"), [("壹目的", 1), ("一開幕式", 1), ("拾壹與會名單", 2)])
def test_a_lost_stop_is_put_back_only_where_the_picture_has_its_ink(text: str, at: int) -> None:
    lost = gapped(text, at)
    place = 10 + 32 * at
    assert mended(lost, speck(white(), place + 12, 40, 8, 8)).text == f"{text[:at]}、{text[at:]}"
    assert mended(lost, speck(white(), 600, 40, 8, 8)).text == f"{text[:at]} {text[at:]}"
    assert mended(lost, speck(white(), place + 14, 20, 3, 40)).text == text  # the rule of a table


def test_a_blank_that_the_engine_left_out_is_put_back() -> None:
    assert mended(gapped("頁數38含附件是", 4), speck(white(), 600, 40, 8, 8)).text == "頁數38 含附件是"
    assert mended(gapped("頁數38含附件是", 4), speck(white(), 150, 40, 8, 8)).text == "頁數38含附件是"


@pytest.mark.parametrize("shape", [(0, 0), (1, 1), (31, 2000), (3000, 40)])
def test_a_picture_too_thin_to_be_a_page_is_not_given_to_the_engine(shape: tuple[int, int]) -> None:
    def engine(_: NDArray[np.uint8]) -> list[Piece]:
        raise AssertionError

    assert Recognizer(engine).read(white(*shape)) == []


def test_without_the_extra_there_is_no_recognizer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "find_spec", lambda _: None)
    assert recognizer() is None


def printed(
    lines: Sequence[str], dpi: int = 200, size: int = 12, turn: float = 0, noise: float = 0
) -> NDArray[np.uint8]:
    """A page of A4."""
    pixels = round(size * dpi / 72)
    page = Image.new("RGB", (round(8.27 * dpi), round(11.69 * dpi)), "white")
    draw, font = ImageDraw.Draw(page), traditional(pixels)
    for row, line in enumerate(lines):
        draw.text((dpi, dpi + row * round(1.5 * pixels)), line, font=font, fill="black")
    page = page.rotate(turn, resample=Image.Resampling.BICUBIC, fillcolor="white") if turn else page
    if not noise:
        return np.asarray(page)
    random = np.random.default_rng(0)
    grey = np.asarray(page.filter(ImageFilter.GaussianBlur(0.7)), dtype=float) * 0.9 + 10
    grey += random.normal(0, noise, grey.shape[:2])[..., None]
    return grey.clip(0, 255).astype(np.uint8)


def traditional(pixels: int) -> ImageFont.FreeTypeFont:
    """The Taiwanese face of the collection."""
    assert FONT is not None
    faces = [ImageFont.truetype(FONT, pixels, index=0)]
    for index in range(1, 12):
        try:
            faces.append(ImageFont.truetype(FONT, pixels, index=index))
        except OSError:
            break
    return next((face for face in faces if str(face.getname()[0]).endswith("TC")), faces[0])


def error_rate(meant: Sequence[str], got: Sequence[str]) -> float:
    """Characters to change, in shares of what is printed; blanks do not count."""
    a, b = (re.sub(r"\s", "", "".join(lines)) for lines in (meant, got))
    before = list(range(len(b) + 1))
    for i, one in enumerate(a, 1):
        row = [i]
        for j, other in enumerate(b, 1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (one != other)))
        before = row
    return before[-1] / len(a)


@real
@pytest.mark.slow
@pytest.mark.parametrize(
    ("dpi", "turn", "noise", "most"),
    [
        (150, 0, 0, 0.01),
        (200, 0, 0, 0.01),
        (300, 0, 0, 0.01),
        (200, 0.5, 0, 0.01),
        (200, -1, 0, 0.01),
        (200, 0, 18, 0.02),
    ],
)
def test_a_printed_page_is_read_nearly_without_an_error(dpi: int, turn: float, noise: float, most: float) -> None:
    assert ENGINE is not None
    page = printed(PAGE, dpi, turn=turn, noise=noise)
    began = time.perf_counter()
    lines = ENGINE.read(page)
    seconds = time.perf_counter() - began
    rate = error_rate(PAGE, [line.text for line in lines])
    print(f"{dpi} dpi, turned {turn}, noise {noise}: {rate:.2%} wrong, {seconds:.1f} s")
    assert rate <= most
    assert len(lines) == len(PAGE)
    assert all(a.bottom - a.top < 60 * dpi / 200 and a.left < a.right for a in lines)


@real
@pytest.mark.slow
@pytest.mark.parametrize("dpi", [150, 200, 300])
def test_numerals_of_headings_keep_their_stop_and_sentences_get_none(dpi: int) -> None:
    assert ENGINE is not None
    lines = [line.text for line in ENGINE.read(printed([*HEADS, *SENTENCES], dpi))]
    assert lines == [*HEADS, *SENTENCES]


@real
@pytest.mark.slow
def test_a_form_keeps_its_blanks_and_columns() -> None:
    assert ENGINE is not None
    form = [
        "頁數：38　含附件：是",
        "出國期間：民國112年3月6日至3月10日　出國地區：智利",
        "項次　　　　　日期　　　　　備註",
    ]
    lines = [line.text for line in ENGINE.read(printed(form))]
    assert lines == ["頁數：38 含附件：是", "出國期間：民國112年3月6日至3月10日 出國地區：智利", "項次\t日期\t備註"]


@real
@pytest.mark.slow
def test_a_page_with_a_few_characters_is_read() -> None:
    assert ENGINE is not None
    assert [line.text for line in ENGINE.read(printed(["附件一"]))] == ["附件一"]


@real
@pytest.mark.slow
@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_page_the_wrong_way_up_gives_no_text(turns: int) -> None:
    assert ENGINE is not None
    assert ENGINE.read(np.ascontiguousarray(np.rot90(printed(PAGE, 150), turns))) == []


@real
@pytest.mark.slow
def test_reading_says_nothing_writes_nothing_and_calls_nobody(tmp_path: Path) -> None:
    np.save(tmp_path / "page.npy", printed(["壹、目的", ""]))
    home = tmp_path / "home"
    home.mkdir()
    program = (
        "import socket, sys, numpy\n"
        "def refuse(*_, **__): raise SystemExit('it calls out')\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
        "from ingest.readers.ocr import recognizer\n"
        "page = numpy.load(sys.argv[1]); reader = recognizer()\n"
        "assert [line.text for line in reader.read(page)] == ['壹、目的']\n"
        "assert reader.read(numpy.full_like(page, 255)) == []\n"
    )
    environment = {**os.environ, "HOME": str(home), "XDG_CACHE_HOME": str(home), "TMPDIR": str(home)}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program, str(tmp_path / "page.npy")],
        env=environment, capture_output=True, text=True, timeout=120, cwd=Path(__file__).parents[2], check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(home.rglob("*")) == []
