"""Pages as pictures: what a file may cost, and that no page is drawn twice."""

import hashlib
import io
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from corpus.errors import LibraryError, UnreadableFile
from corpus.types import RawFile
from ingest.files import pictures
from ingest.files.parser_process import Limits
from ingest.files.pictures import Pictures
from ingest.files.sandbox import Sandbox
from ingest.readers.pdf.picture import LONGEST, PIXELS, scale_of
from tests.ingest.authored import REPORTS, pdf_path
from tests.ingest.hostile import PDFS, Hostile
from tests.ingest.pdf_samples.drawn import Drawing, pdf_of

LIMITS = Limits(memory_bytes=1 << 30, seconds=6)


def raw(data: bytes, name: str = "報告.pdf") -> RawFile:
    return RawFile(name, f"/{name}", data, hashlib.sha256(data).hexdigest())


GOOD = raw(pdf_path(REPORTS[0]).read_bytes(), "forum.pdf")


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with Sandbox(LIMITS) as opened:
        yield opened


def image_of(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


@given(st.floats(0, 1e12), st.floats(0, 1e12))
def test_no_page_gives_a_picture_over_the_limits_whatever_size_it_claims(wide: float, high: float) -> None:
    if not wide or not high:
        with pytest.raises(ValueError, match="points"):
            scale_of(wide, high)
        return
    scale = scale_of(wide, high)
    assert max(wide, high) * scale <= LONGEST * 1.001
    assert wide * high * scale * scale <= PIXELS * 1.001


def test_a_page_is_drawn_as_it_is_looked_at(box: Sandbox) -> None:
    """The second page is turned."""
    upright = Drawing().text(20, 40, "■■■■", 40)
    turned = Drawing(rotate=90).text(20, 40, "■■■■", 40)
    data = pdf_of(upright, turned)
    for number, (wide, high) in ((1, (595, 842)), (2, (842, 595))):
        image = image_of(box.draw(raw(data), number))
        assert image.width / image.height == pytest.approx(wide / high, rel=0.01)
        assert image.width * image.height == pytest.approx(PIXELS, rel=0.01)


def test_a_page_that_is_not_there_is_one_clear_line(box: Sandbox) -> None:
    for number in (0, -1, 16, 1 << 40):
        with pytest.raises(UnreadableFile, match=rf"forum\.pdf has 15 pages, so there is no page {number}: choose"):
            box.draw(GOOD, number)


def test_the_same_child_reads_and_draws(box: Sandbox) -> None:
    text = raw("壹、目的\n本次考察。\n".encode(), "a.txt")
    assert box.draw(GOOD, 1)[:4] == b"RIFF"
    assert box.read(text).text.startswith("壹、")
    assert box.draw(GOOD, 1)[:4] == b"RIFF"


@pytest.mark.parametrize("hostile", [pytest.param(h, id=h.name[:40], marks=[pytest.mark.slow] * h.slow) for h in PDFS])
def test_whatever_a_hostile_file_does_costs_only_that_picture(hostile: Hostile, box: Sandbox) -> None:
    made = hostile.make()  # type: ignore[call-arg]
    assert isinstance(made, bytes)
    started = time.monotonic()
    said = "drawn"
    try:
        image = image_of(box.draw(raw(made, "bad.pdf"), 1))
    except UnreadableFile as error:
        said = str(error)
    if said == "drawn":
        assert image.width * image.height <= PIXELS * 1.1
        assert max(image.size) <= LONGEST + 1
    else:
        assert len(said.splitlines()) == 1
        assert "bad.pdf" in said
    assert time.monotonic() - started < LIMITS.seconds + 3
    assert box.draw(GOOD, 1)[:4] == b"RIFF"


class Drawn:
    """Stands in for the child processes: notes what is drawn, and can be made to wait."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, size: int = 100_000) -> None:
        self.calls: list[int] = []
        self.size = size
        self.go = threading.Event()
        self.go.set()
        self.at_once = self.most = 0
        self.lock = threading.Lock()
        monkeypatch.setattr(Sandbox, "draw", lambda _box, raw, number: self.draw(raw, number))

    def draw(self, raw: RawFile, number: int) -> bytes:
        with self.lock:
            self.calls.append(number)
            self.at_once += 1
            self.most = max(self.most, self.at_once)
        self.go.wait(5)
        with self.lock:
            self.at_once -= 1
        if raw.name == "bad.pdf":
            raise UnreadableFile("bad.pdf is damaged: mend it.")
        return bytes([number]) * self.size


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Drawn:
    return Drawn(monkeypatch)


def load(name: str = "a.pdf") -> Callable[[], RawFile]:
    return lambda: RawFile(name, name, b"", "sha")


def test_a_page_is_drawn_once_however_many_ask_for_it_meanwhile_and_afterwards(drawn: Drawn) -> None:
    drawn.go.clear()
    made = Pictures()
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(made.page, "sha", 3, load()) for _ in range(8)]
        time.sleep(0.1)
        drawn.go.set()
        assert {one.result()[0] for one in asked} == {3}
    assert made.page("sha", 3, load())[0] == 3
    assert drawn.calls == [3]


def test_only_so_many_are_drawn_at_once(drawn: Drawn) -> None:
    drawn.go.clear()
    made = Pictures(at_once=2)
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(made.page, "sha", number, load()) for number in range(8)]
        time.sleep(0.1)
        drawn.go.set()
        assert [one.result()[0] for one in asked] == list(range(8))
    assert drawn.most == 2


def test_what_was_asked_for_last_is_kept_as_far_as_the_room_goes(drawn: Drawn) -> None:
    made = Pictures(kept_bytes=3 * drawn.size)
    for number in (1, 2, 3, 1, 4, 1, 3, 2):
        made.page("sha", number, load())
    assert drawn.calls == [1, 2, 3, 4, 2]


def test_a_page_that_cannot_be_drawn_is_not_tried_again_at_once(drawn: Drawn, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.monotonic()
    monkeypatch.setattr(pictures.time, "monotonic", lambda: now)
    made = Pictures()
    for _ in range(3):
        with pytest.raises(UnreadableFile, match="mend it"):
            made.page("sha", 1, load("bad.pdf"))
    assert drawn.calls == [1]
    now += 61
    with pytest.raises(UnreadableFile):
        made.page("sha", 1, load("bad.pdf"))
    assert drawn.calls == [1, 1]


def test_a_file_that_cannot_be_loaded_is_tried_again_and_takes_no_child_with_it(drawn: Drawn) -> None:
    def broken() -> RawFile:
        raise LibraryError("the disk is gone")

    made = Pictures(at_once=1)
    for _ in range(2):
        with pytest.raises(LibraryError):
            made.page("sha", 1, broken)
    assert made.page("sha", 1, load())[0] == 1
    assert drawn.calls == [1]


def test_pictures_come_out_of_child_processes_that_end_with_it() -> None:
    with Pictures(LIMITS) as made:
        assert image_of(made.page(GOOD.sha256, 2, lambda: GOOD)).width > 1000
