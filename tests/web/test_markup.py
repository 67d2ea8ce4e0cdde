import html
import re

import pytest

from assistant.web.html.markup import Marks, data, esc, marked


def plain(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


@pytest.mark.parametrize("text", ["<script>", "a & b", "${alert(1)}", "{{x}}", "`", "\"'", "\r\n", "國"])
def test_escaped_text_reads_back_and_holds_no_sign_that_could_run(text: str) -> None:
    assert html.unescape(esc(text)) == text.replace("\r", "\r")
    assert not set("<>${}`\"'\r") & set(esc(text))


def test_marks_may_touch_nest_and_overlap_without_losing_a_character() -> None:
    text = "一二三四五六七八九十"
    for marks in (Marks((2, 8), ((3, 5), (4, 7))), Marks((0, 10), ((0, 10),)), Marks(None, ((5, 99),)), Marks()):
        assert plain(marked(text, 0, 10, marks)) == text


def test_answers_are_marks_and_the_rest_of_the_passage_is_tinted() -> None:
    made = marked("abcdef", 0, 6, Marks((1, 5), ((2, 4),)))
    assert made == 'a<span class="passage">b</span><mark>cd</mark><span class="passage">e</span>f'


def test_offsets_count_from_where_the_text_begins() -> None:
    assert marked("cdef", 102, 106, Marks(answers=((103, 104),)), offset=102) == "c<mark>d</mark>ef"


def test_data_attributes_are_escaped_and_none_is_left_out() -> None:
    assert data(report_id='"><b>', none=None) == ' data-report-id="&quot;&gt;&lt;b&gt;"'
