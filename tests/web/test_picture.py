"""Pages as pictures: the pane as HTML, the address they have, and that marks lie where the words are printed."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from numpy.typing import NDArray
from PIL import Image

from assistant.about import About
from assistant.locales import words_for
from assistant.pages import PrintedPage
from assistant.web.page.actions import Actions, spot_of
from assistant.web.page.view import Opened, Spot
from assistant.web.source.door import open_door
from assistant.web.source.picture import address
from assistant.web.source.source import render_source
from corpus.errors import LibraryError, UnreadableFile
from corpus.types import Hit
from tests.web.evidence import Evidence, hits_of

ZH, EN = words_for("zh-Hant"), words_for("en")
OVER_TWO = 1  # the hit that begins on one page and ends on the next


@pytest.fixture(scope="module")
def library() -> Evidence:
    return Evidence()


@pytest.fixture(scope="module")
def hits(library: Evidence) -> tuple[Hit, ...]:
    return hits_of(library.by_id["forum"])


def shown(library: Evidence, hit: Hit, page: int | None, t: object = ZH) -> str:
    spot = replace(Spot.of(hit), page=page)
    _, opened, problem = Actions(library).report_at("zh-Hant", spot)
    assert opened is not None, problem
    return render_source(opened, spot, (hit,), t)  # type: ignore[arg-type]


def rectangles(made: str, name: str = "picture-mark") -> list[tuple[float, ...]]:
    """Left, top, width and height of each mark, as shares of the page."""
    number = r"([\d.]+)%"
    pattern = f'<span class="{name}" style="left:{number};top:{number};width:{number};height:{number}">'
    return [tuple(float(share) / 100 for share in found) for found in re.findall(pattern, made)]


def test_the_switch_stands_only_where_there_are_pages_to_show(library: Evidence, hits: tuple[Hit, ...]) -> None:
    made = shown(library, hits[0], None)
    assert 'data-mode="text" aria-pressed="true"' in made and 'data-mode="picture" aria-pressed="false"' in made
    text_only = library.ask("x").hits[-1]
    assert "data-mode" not in shown(library, text_only, None)
    assert "data-mode" not in shown(library, text_only, 0)  # asked for a picture, it shows the text
    assert 'class="report-text"' in shown(library, text_only, 3)


def test_a_page_is_shown_with_its_name_its_neighbours_and_no_text(library: Evidence, hits: tuple[Hit, ...]) -> None:
    made, sha = shown(library, hits[0], 0), library.by_id["forum"].sha256
    assert f'<img src="/picture/forum/{sha[:12]}/13.webp"' in made
    assert f'data-ahead="/picture/forum/{sha[:12]}/12.webp /picture/forum/{sha[:12]}/14.webp"' in made
    assert 'alt="《出席 2024' in made and "第 13 頁的圖片；這一頁的文字請看「文字」。" in made
    assert 'data-picture="13"' in made and 'data-pages="15"' in made and 'data-name="第 13 頁"' in made
    assert '<option value="13" selected>' in made and made.count("<option") == 15
    assert 'class="report-text"' not in made
    assert 'data-within="30"' in made  # the section of the passage, for the outline
    assert re.search(r'<a href="#s41" data-section="41" data-turn="15">', made)


@pytest.mark.parametrize(("page", "dead", "ahead"), [(1, "previous", "2"), (15, "next", "14"), (99, "next", "14")])
def test_the_first_page_has_none_before_it_and_the_last_none_after(
    library: Evidence, hits: tuple[Hit, ...], page: int, dead: str, ahead: str
) -> None:
    made = shown(library, hits[0], page)
    assert re.findall(r'data-control="(\w+)" disabled', made) == [dead]
    assert re.search(rf'data-ahead="/picture/forum/\w+/{ahead}\.webp"', made)


def test_the_marks_of_a_passage_over_two_pages_are_on_both_and_nowhere_else(
    library: Evidence, hits: tuple[Hit, ...]
) -> None:
    hit = hits[OVER_TWO]
    assert 'data-picture="9"' in shown(library, hit, 0)
    count = {page: len(rectangles(shown(library, hit, page))) for page in (8, 9, 10, 11)}
    assert count[8] == count[11] == 0 and count[9] > 10 and count[10] > 2
    assert rectangles(shown(library, hit, 10), "picture-mark answer")


def ink(picture: bytes) -> NDArray[np.bool_]:
    return np.asarray(Image.open(io.BytesIO(picture)).convert("L")) < 128


def test_marks_lie_where_the_words_are_printed(library: Evidence) -> None:
    """The whole text of a page marked: nearly all of its ink is in the marks but its running header and number."""
    report = library.by_id["forum"]
    for page in (report.document.pages[4], report.document.pages[10]):
        hit = replace(hits_of(report)[0], char_start=page.start, char_end=page.end, highlights=())
        picture = library.page_picture("forum", report.sha256[:12], page.number)
        assert picture
        black = ink(picture)
        high, wide = black.shape
        black[: high // 12] = black[-high // 12 :] = False
        black[:, np.mean(black, axis=0) > 0.3] = False  # the rules of a table
        black[np.mean(black, axis=1) > 0.3] = False
        under = np.zeros_like(black)
        for left, top, width, height in rectangles(shown(library, hit, page.number)):
            rows = slice(int(top * high), int((top + height) * high) + 1)
            under[rows, int(left * wide) : int((left + width) * wide) + 1] = True
        assert black.sum() > 1000
        assert (black & under).sum() / black.sum() > 0.97
        assert under.mean() < 0.35


def test_from_a_page_without_the_passage_one_gets_to_its_own_text(library: Evidence, hits: tuple[Hit, ...]) -> None:
    assert 'data-mode="text" aria-pressed="false" data-goal="p3" data-part="0"' in shown(library, hits[0], 3)
    assert "data-goal" not in shown(library, hits[0], 0)


def test_a_page_that_is_not_laid_out_has_no_marks_and_the_room_of_a_sheet(
    library: Evidence, hits: tuple[Hit, ...]
) -> None:
    report = library.by_id["forum"]
    bare = PrintedPage("0123456789ab", replace(report.document.pages[12], width=0.0, height=0.0))
    about: About = library.about("forum")
    made = render_source(Opened(report, about, bare), replace(Spot.of(hits[0]), page=0), (), EN)
    assert "aspect-ratio:595.00/842.00" in made and not rectangles(made)


def test_an_address_holds_whatever_an_id_is_made_of() -> None:
    assert address('a/b?"ü', "0123456789ab", 3) == "/picture/a%2Fb%3F%22%C3%BC/0123456789ab/3.webp"


@pytest.mark.parametrize(
    ("said", "page"), [({}, None), ({"page": None}, None), ({"page": 0}, 0), ({"page": "7"}, 7), ({"page": -4}, 0)]
)
def test_a_browser_may_ask_for_a_page(said: dict[str, object], page: int | None) -> None:
    spot = spot_of({"report": "r", "start": 1, "end": 2, **said})
    assert spot and spot.page == page
    assert spot_of({"report": "r", "start": 1, "end": 2, "page": "x"}) is None


def test_a_report_replaced_while_it_is_opened_shows_no_page_of_another_file(
    library: Evidence, hits: tuple[Hit, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = library.by_id["forum"].document.pages[12]
    monkeypatch.setattr(library, "printed_page", lambda _id, _number: PrintedPage("f" * 12, page))
    assert 'class="report-text"' in shown(library, hits[0], 0)


# ---------- the address ----------


class Failing(Evidence):
    def page_picture(self, report_id: str, file: str, number: int) -> bytes | None:
        if number == 3:
            raise UnreadableFile("Page 3 of forum.pdf is damaged: mend it.")
        if number == 4:
            raise LibraryError("the disk is gone")
        return super().page_picture(report_id, file, number)


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    app = FastAPI()
    open_door(app, Failing())
    with TestClient(app, raise_server_exceptions=False) as opened:
        yield opened


def test_a_picture_may_be_kept_for_good(client: TestClient, library: Evidence) -> None:
    file = library.by_id["forum"].sha256[:12]
    got = client.get(address("forum", file, 2))
    assert (got.status_code, got.headers["content-type"]) == (200, "image/webp")
    assert got.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert ink(got.content).any()


@pytest.mark.parametrize("path", [
    "forum/{file}/0.webp", "forum/{file}/16.webp", "forum/{file}/-1.webp", "forum/{file}/x.webp", "forum/{file}/1.png",
    "forum/ffffffffffff/1.webp", "nobody/{file}/1.webp", "gartner-2022/{text}/1.webp", "../{file}/1.webp",
    "forum/{file}/99999999999999999999.webp",
])  # fmt: skip
def test_what_is_no_page_of_the_file_that_is_meant_is_not_found(
    client: TestClient, library: Evidence, path: str
) -> None:
    short = {"file": library.by_id["forum"].sha256[:12], "text": library.by_id["gartner-2022"].sha256[:12]}
    assert client.get(f"/picture/{path.format(**short)}").status_code == 404


def test_a_page_that_cannot_be_drawn_says_why_and_is_not_kept(client: TestClient, library: Evidence) -> None:
    file = library.by_id["forum"].sha256[:12]
    got = client.get(address("forum", file, 3))
    assert (got.status_code, got.headers["cache-control"]) == (422, "no-store")
    assert got.text == "Page 3 of forum.pdf is damaged: mend it."
    broken = client.get(address("forum", file, 4))
    assert broken.status_code == 500 and "disk" not in broken.text
