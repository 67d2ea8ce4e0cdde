"""Text of a page that is only a picture, read by character recognition (RapidOCR, the optional extra ``ocr``).

The models come inside RapidOCR's wheel and are named to it by path, so it has nothing to fetch. What it finds are
pieces of lines; they are put back together here, and what it is known to lose is put back: numerals and their 、 at
the head of a line, where a lost mark would cost a heading, and wide blanks. Nothing else that it reads is changed.
"""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelUnavailable

Image = NDArray[np.uint8]

_MODELS: Final = {"Det.model_path": "PP-OCRv6_det_small.onnx", "Rec.model_path": "PP-OCRv6_rec_small.onnx"}
_THREADS: Final = 2
"""More would take the machine from whoever works at it; a page takes about 2 seconds with two."""
_SMALLEST: Final = 32
_THINNEST: Final = 50
"""No page is narrower than so many pixels or than a 50th of its length; the engine fails on such strips."""
_SAME_ROW: Final = 0.5
"""Pieces whose middles are nearer than this (of a line's height) are printed on one line."""
_EM: Final = 0.8
"""The size of a character, in heights of the box around it: the engine leaves a margin."""
_BLANK, _COLUMN = 0.5, 2.3
"""Gaps between pieces in characters, as measured: the first is a printed character's width, a blank between Chinese
words; the second is three, another column."""
_MARGIN: Final = 40
"""Pixels left around the ink when a page is looked at more closely."""
_SPECKS: Final = 3
"""Fewer dark pixels in a row or column are dirt."""
_LONG: Final = 8
"""Only a piece that is this many times as wide as high tells how the page is turned."""

_SURE: Final = 0.75
"""How sure the engine is of a page it can read is 0.95 and more; of one that stands on its head 0.65."""
_TALL_BOX: Final = 1.5
"""How many times as high as wide the box of a line is that does not lie flat."""

_NUMERALS: Final = "壹贰貳叁參参叄肆伍陸陆柒捌玖拾一二三四五六七八九十"
_FUSED: Final = re.compile(rf"[{_NUMERALS}]{{1,3}}(?=[\u4e00-\u9fff])")
_STROKES: Final = "—→"
"""What 一 is taken for."""
_NUMERAL: Final = f"[一二三四五六七八九十{_STROKES}]"
_HEAD: Final = re.compile(
    rf"(?P<lead>\s*(?:[-*•●]\s*)?)(?:(?P<open>[（(])(?P<inner>{_NUMERAL}{{1,3}})(?P<close>[）)])"
    rf"|(?P<outer>[{_NUMERALS}{_STROKES}]{{1,3}})(?P<stop>[、`丶])(?=\s*[^\s—]))"
)
_SKIPPED: Final = 1.55
"""From one character's middle to the next it is one character (1.3 at most was seen); more, and something between
them was lost (1.7 at least)."""
_INK: Final = (0.012, 0.35)
"""How much of the place of a lost 、 is dark: more than specks, less than a character."""
_TALL: Final = 0.6
"""A 、 is lower than this (of the line's height); the rule of a table is not."""


@dataclass(frozen=True, slots=True)
class RecognizedLine:
    """A printed line in pixels. On a page that is slightly turned, top and bottom are those of the line's middle."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Piece:
    """What the engine takes for one line: its corners (clockwise from the upper left), its text, and how far right
    the middle of each printed character is (empty where that is not known). ``score`` is how sure it is, up to 1."""

    text: str
    corners: tuple[tuple[float, float], ...]
    middles: tuple[float, ...] = ()
    score: float = 1.0

    @property
    def left(self) -> float:
        """The left end."""
        return (self.corners[0][0] + self.corners[3][0]) / 2

    @property
    def right(self) -> float:
        """The right end."""
        return (self.corners[1][0] + self.corners[2][0]) / 2

    @property
    def middle(self) -> float:
        """How far down the middle is."""
        return sum(y for _, y in self.corners) / 4

    @property
    def height(self) -> float:
        """From the upper edge to the lower, whichever way the page is turned."""
        return (self.corners[3][1] - self.corners[0][1] + self.corners[2][1] - self.corners[1][1]) / 2

    @property
    def slope(self) -> float:
        """How far the line falls for each pixel to the right."""
        (x, y), (x_end, y_end) = self.corners[0], self.corners[1]
        return (y_end - y) / max(x_end - x, 1.0)


class Engine(Protocol):
    """What finds pieces of lines in a picture (height, width, RGB)."""

    def __call__(self, image: Image) -> list[Piece]:
        """The pieces, in any order."""
        ...


class Recognizer:
    """Reads pictures of pages. Keep one: its models are loaded at the first page and stay."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def read(self, image: Image) -> list[RecognizedLine]:
        """The printed lines of a picture of shape (height, width, 3) in RGB, from top to bottom.

        None where nothing can be read: on an empty page, and on one that lies on its side, stands on its head or is
        set in vertical lines, of which the engine makes words that are not there.
        """
        short, long = sorted(image.shape[:2])
        if short < max(_SMALLEST, long / _THINNEST):
            return []
        pieces = [piece for piece in self._engine(image) or self._closer(image) if piece.text.strip()]
        return [_line(row) for row in rows([mended(piece, image) for piece in pieces])] if _upright(pieces) else []

    def _closer(self, image: Image) -> list[Piece]:
        """The pieces of a page that seems empty: the engine overlooks a few characters («附件一») on a white page."""
        area = _inked(image)
        if area is None:
            return []
        (left, top, right, bottom) = area
        pieces = self._engine(image[top:bottom, left:right])
        return [_moved(piece, left, top) for piece in pieces]


def _upright(pieces: Sequence[Piece]) -> bool:
    """Whether most of what was found are lines that lie flat, and the engine is sure of them."""
    count = sum(len(piece.text) for piece in pieces)
    sure = sum(len(piece.text) * piece.score for piece in pieces)
    tall = (p for p in pieces if len(p.text) > 1 and p.height > _TALL_BOX * (p.right - p.left))
    return sure >= _SURE * count and 2 * sum(len(piece.text) for piece in tall) <= count


def _inked(image: Image) -> tuple[int, int, int, int] | None:
    """Left, top, right, bottom of what is printed, with a margin; None where nothing is, or over most of the page."""
    dark = _dark(image)
    across, down = np.flatnonzero(dark.sum(axis=0) >= _SPECKS), np.flatnonzero(dark.sum(axis=1) >= _SPECKS)
    if not len(across) or not len(down):
        return None
    left, top = max(0, int(across[0]) - _MARGIN), max(0, int(down[0]) - _MARGIN)
    right, bottom = int(across[-1]) + _MARGIN, int(down[-1]) + _MARGIN
    return (left, top, right, bottom) if 2 * (right - left) * (bottom - top) < dark.size else None


def _moved(piece: Piece, left: int, top: int) -> Piece:
    corners = tuple((x + left, y + top) for x, y in piece.corners)
    return replace(piece, corners=corners, middles=tuple(x + left for x in piece.middles))


def recognizer() -> Recognizer | None:
    """The recognizer, or None where the extra ``ocr`` is not installed. Loads nothing yet."""
    return Recognizer(RapidOcr()) if find_spec("rapidocr") else None


class RapidOcr:
    """RapidOCR as an :class:`Engine`; loaded at the first picture."""

    def __init__(self, threads: int = _THREADS) -> None:
        self._threads = max(1, min(threads, os.cpu_count() or 1))
        self._engine: Any = None

    def __call__(self, image: Image) -> list[Piece]:
        """The pieces of lines that RapidOCR finds."""
        if self._engine is None:
            self._engine = _load(self._threads)
        found = self._engine(np.ascontiguousarray(image[:, :, ::-1]))  # it takes BGR
        if found.txts is None or found.boxes is None:
            return []
        words = found.word_results if len(found.word_results) == len(found.txts) else [()] * len(found.txts)
        return [_piece(*each) for each in zip(found.boxes, found.txts, words, found.scores, strict=True)]


def _load(threads: int) -> Any:
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # else onnxruntime calls home and writes there from 1.29 on
    import cv2
    import rapidocr

    folder = Path(rapidocr.__file__).parent / "models"
    missing = [name for name in _MODELS.values() if not (folder / name).is_file()]
    if missing:
        raise ModelUnavailable(
            f"The installed rapidocr has no {', '.join(missing)}: install it anew with the extra ocr of this program."
        )
    cv2.setNumThreads(threads)
    params = {
        "Global.use_cls": False,  # it turns whole lines upside down where they are fine
        "Global.log_level": "critical",
        "Global.return_word_box": True,
        "Global.return_single_char_box": True,
        "EngineConfig.onnxruntime.intra_op_num_threads": threads,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    }
    return rapidocr.RapidOCR(params=params | {key: str(folder / name) for key, name in _MODELS.items()})


def _piece(corners: Any, text: str, characters: Sequence[Any], score: Any) -> Piece:
    """``characters`` are (character, confidence, corners) of all but blanks."""
    same = "".join(str(c[0]) for c in characters) == re.sub(r"\s", "", text)
    middles = tuple(sum(float(x) for x, _ in c[2]) / 4 for c in characters) if same else ()
    return Piece(text, tuple((float(x), float(y)) for x, y in corners), middles, float(score))


def rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces of each printed line from left to right, the lines from top to bottom."""
    long = [piece.slope for piece in pieces if piece.right - piece.left > _LONG * piece.height]
    slope = median(long) if long else 0.0
    found: list[list[Piece]] = []
    depth = 0.0
    for piece in sorted(pieces, key=lambda p: _depth(p, slope)):
        here = _depth(piece, slope)
        if found and here - depth < _SAME_ROW * min(piece.height, found[-1][0].height):
            found[-1].append(piece)
        else:
            found.append([piece])
            depth = here
    return [sorted(row, key=lambda p: p.left) for row in found]


def _depth(piece: Piece, slope: float) -> float:
    """How far down the piece would be, were the page not turned."""
    return piece.middle - slope * (piece.left + piece.right) / 2


def _line(row: Sequence[Piece]) -> RecognizedLine:
    text = row[0].text.strip()
    for before, piece in pairwise(row):
        text += _between(before, piece) + piece.text.strip()
    middle = sum(piece.middle for piece in row) / len(row)
    half = max(piece.height for piece in row) / 2
    return RecognizedLine(text, row[0].left, middle - half, max(p.right for p in row), middle + half)


def _between(before: Piece, after: Piece) -> str:
    """What stands between two pieces of a line: a tab between columns, a blank between words."""
    size = _EM * max(before.height, after.height, 1.0)
    if before.middles and after.middles:  # the boxes may overlap where the print does not
        gap = (after.middles[0] - before.middles[-1]) / size - 1
    else:
        gap = (after.left - before.right) / size
    if gap > _COLUMN:
        return "\t"
    latin = before.text.strip()[-1].isascii() and after.text.strip()[0].isascii()
    return " " if latin or gap > _BLANK else ""


def mended(piece: Piece, image: Image) -> Piece:
    """The piece with the known faults mended.

    At its head (—) and (→) are (一), —、 is 一、 and ` behind a numeral is 、. Anything else the picture must bear out
    by a gap between two characters that are read as neighbours: 、 behind a numeral at the head where the gap has the
    ink of a small mark, and a blank where it has none.
    """
    head = _HEAD.match(piece.text)
    text = _as_meant(head) + piece.text[head.end() :] if head else piece.text
    gaps = _gaps(piece, text)
    if not gaps:
        return replace(piece, text=text)
    numeral = _FUSED.match(text)
    dark = _dark(_strip(piece, image))
    lost = {at: _lost(dark[:, a:b], numeral is not None and at == numeral.end()) for at, a, b in gaps}
    return replace(piece, text="".join(lost.get(at, "") + c for at, c in enumerate(text)))


def _as_meant(found: re.Match[str]) -> str:
    numeral = re.sub(f"[{_STROKES}]", "一", found["inner"] or found["outer"])
    return (
        f"{found['lead']}{found['open']}{numeral}{found['close']}" if found["open"] else f"{found['lead']}{numeral}、"
    )


def _gaps(piece: Piece, text: str) -> list[tuple[int, int, int]]:
    """The places in ``text`` before which a character seems to be left out, each with the pixels from .. to."""
    printed = [at for at, c in enumerate(text) if not c.isspace()]
    if len(printed) != len(piece.middles):
        return []
    pitch = _EM * piece.height
    found = []
    for (at, x), (after, x_after) in pairwise(zip(printed, piece.middles, strict=True)):
        left, right = round(x + 0.55 * pitch), round(x_after - 0.55 * pitch)
        wide = after == at + 1 and x_after - x > _SKIPPED * pitch and right > left
        if wide and text[at].isalnum() and text[after].isalnum():
            found.append((after, left, right))
    return found


def _strip(piece: Piece, image: Image) -> Image:
    """The picture at the height of the piece, as wide as the page."""
    tops, bottoms = (y for _, y in piece.corners[:2]), (y for _, y in piece.corners[2:])
    return image[max(0, round(min(tops))) : round(max(bottoms))]


def _dark(image: Image) -> NDArray[np.bool_]:
    """Which pixels are darker than half way from the paper to the ink."""
    grey = image.mean(axis=2)
    dark: NDArray[np.bool_] = grey < (np.median(grey) + grey.min()) / 2
    return dark


def _lost(dark: NDArray[np.bool_], numbered: bool) -> str:
    """What the engine left out where the picture is ``dark``: 、 behind a numeral, or a blank."""
    share = dark.mean()
    if share < _INK[0]:
        return " "
    return "、" if numbered and share <= _INK[1] and dark.any(axis=1).mean() < _TALL else ""
