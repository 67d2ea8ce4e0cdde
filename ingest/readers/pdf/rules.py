"""The straight lines drawn on a PDF page: what the grid of a table, and the rule over footnotes, are made of."""

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pypdfium2.raw as pdfium

from ingest.readers.pdf.glyphs import Box, Frame

_THIN: Final = 2.5
"""Nothing thicker, in points, is a rule: it is a bar or a cell's colour."""
_SHORTEST: Final = 4.0
_MOST_SEGMENTS: Final = 400
"""A path of more segments is a drawing."""
_MOST_RULES: Final = 2000
"""On a page with more of them they are a drawing, too."""
_DEEPEST: Final = 4
"""How deep forms may stand in one another."""
_PICTURE: Final = 0.3
"""A picture that covers this much of the page may be a scan of it."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The rules of a page, lying and standing, and whether a picture covers much of it."""

    lying: tuple[Box, ...]
    standing: tuple[Box, ...]
    picture: bool


Matrix = tuple[float, float, float, float, float, float]
_SAME: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def drawn_on(page: Any, frame: Frame) -> Drawn:
    """What is drawn on a pypdfium2 page beside its text."""
    rules: list[Box] = []
    largest = 0.0
    for handle, kind, matrix in _objects(page.raw, _SAME, 0):
        if kind == pdfium.FPDF_PAGEOBJ_PATH and len(rules) < _MOST_RULES:
            rules.extend(_rules(handle, matrix, frame))
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            largest = max(largest, _area(handle, matrix))
    width, height = frame.size
    if len(rules) >= _MOST_RULES:
        rules = []
    lying = tuple(rule for rule in rules if rule[2] - rule[0] >= rule[3] - rule[1])
    standing = tuple(rule for rule in rules if rule[2] - rule[0] < rule[3] - rule[1])
    return Drawn(lying, standing, largest >= _PICTURE * width * height)


def _objects(parent: Any, matrix: Matrix, depth: int) -> Iterator[tuple[Any, int, Matrix]]:
    """Every object of a page or form and the matrix of the form that it is in."""
    count = pdfium.FPDFFormObj_CountObjects(parent) if depth else pdfium.FPDFPage_CountObjects(parent)
    get = pdfium.FPDFFormObj_GetObject if depth else pdfium.FPDFPage_GetObject
    for index in range(count):
        handle = get(parent, index)
        kind = pdfium.FPDFPageObj_GetType(handle)
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            yield from _objects(handle, _times(_matrix(handle), matrix), depth + 1)
        else:
            yield handle, kind, matrix


def _matrix(handle: Any) -> Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(handle, ctypes.byref(found)):
        return _SAME
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    oa, ob, oc, od, oe, of = outer
    return (
        a * oa + b * oc, a * ob + b * od, c * oa + d * oc, c * ob + d * od, e * oa + f * oc + oe, e * ob + f * od + of,
    )  # fmt: skip


def _area(handle: Any, outer: Matrix) -> float:
    """How much of the page an image covers: it is the unit square under its matrix."""
    a, b, c, d, _, _ = _times(_matrix(handle), outer)
    return abs(a * d - b * c)


def _rules(handle: Any, outer: Matrix, frame: Frame) -> Iterator[Box]:
    """The rules that one path draws: thin bars, straight strokes, the edges of stroked boxes."""
    if not 2 <= pdfium.FPDFPath_CountSegments(handle) <= _MOST_SEGMENTS:
        return
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(handle, ctypes.byref(fill), ctypes.byref(stroke))
    if not fill.value and not stroke.value:
        return
    matrix = _times(_matrix(handle), outer)
    for points in _strokes(handle):
        x, y = frame.seen(*_moved(points, matrix))
        whole = (float(x.min()), float(y.min()), float(x.max()), float(y.max()))
        if _is_thin(whole):
            yield whole
        elif stroke.value:
            ends = zip(x[:-1].tolist(), y[:-1].tolist(), x[1:].tolist(), y[1:].tolist(), strict=True)
            edges = ((min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in ends)
            yield from (edge for edge in edges if _is_thin(edge))


def _is_thin(box: Box) -> bool:
    wide, high = box[2] - box[0], box[3] - box[1]
    return min(wide, high) <= _THIN and max(wide, high) >= _SHORTEST


def _moved(points: Sequence[tuple[float, float]], matrix: Matrix) -> tuple[np.ndarray, np.ndarray]:
    at = np.array(points, dtype=np.float64)
    a, b, c, d, e, f = matrix
    return at[:, 0] * a + at[:, 1] * c + e, at[:, 0] * b + at[:, 1] * d + f


def _strokes(handle: Any) -> Iterator[list[tuple[float, float]]]:
    """The points of each stretch that is drawn without lifting the pen; those with curves left out."""
    points: list[tuple[float, float]] = []
    curved = False
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(pdfium.FPDFPath_CountSegments(handle)):
        segment = pdfium.FPDFPath_GetPathSegment(handle, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if len(points) > 1 and not curved:
                yield points
            points, curved = [], False
        curved = curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        points.append((x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1 and not curved:
        yield points
