"""Character boxes: packed without loss, and read back a rectangle a line."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from corpus.boxes import pack, rectangles, unpack


@given(arrays(np.uint16, st.tuples(st.integers(0, 40), st.just(4))))
def test_what_is_packed_is_unpacked(boxes: np.ndarray) -> None:
    assert np.array_equal(unpack(pack(boxes)), boxes)


def test_a_line_is_one_rectangle_and_a_line_end_none() -> None:
    line = [[100 + 120 * i, 700, 220 + 120 * i, 820] for i in range(4)]
    below = [[100 + 120 * i, 880, 220 + 120 * i, 1000] for i in range(3)]
    boxes = np.array([*line, [0, 0, 0, 0], *below], dtype=np.uint16)
    assert rectangles(boxes, 0, 8) == [(10.0, 70.0, 58.0, 82.0), (10.0, 88.0, 46.0, 100.0)]
    assert rectangles(boxes, 3, 6) == [(46.0, 70.0, 58.0, 82.0), (10.0, 88.0, 22.0, 100.0)]
    assert rectangles(boxes, 4, 5) == []


def test_the_second_column_at_the_same_height_is_its_own_rectangle_where_it_goes_back_up() -> None:
    boxes = np.array([[100, 100, 200, 200], [100, 300, 200, 400], [500, 100, 600, 200]], dtype=np.uint16)
    assert len(rectangles(boxes, 0, 3)) == 3


def test_the_cells_of_a_row_are_rectangles_of_their_own() -> None:
    boxes = np.array([[100, 100, 200, 200], [210, 100, 310, 200], [600, 100, 700, 200]], dtype=np.uint16)
    assert rectangles(boxes, 0, 3) == [(10.0, 10.0, 31.0, 20.0), (60.0, 10.0, 70.0, 20.0)]
