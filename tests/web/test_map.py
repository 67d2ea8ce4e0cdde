"""The map over a report: chapters by length, the answer's passages where they lie, none covering another."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from assistant.locales import words_for
from assistant.web.page.view import Opened, Spot
from assistant.web.source.map import render_map
from assistant.web.source.source import render_source
from corpus.types import Hit, Outline, Report
from tests.web.evidence import hits_of
from tests.web.fakes import about, front_matter, printed_report

ZH, EN = words_for("zh-Hant"), words_for("en")


@pytest.fixture(scope="module")
def report() -> Report:
    return printed_report()


@pytest.fixture(scope="module")
def hits(report: Report) -> tuple[Hit, ...]:
    return hits_of(report)


def buttons(made: str) -> list[str]:
    return re.findall(r"<button.*?</button>", made)


def test_the_hits_of_this_report_are_on_it_in_reading_order_each_with_its_name(
    report: Report, hits: tuple[Hit, ...]
) -> None:
    elsewhere = replace(hits[0], report_id="other", rank=9)
    made = buttons(render_map(report, (*hits, elsewhere), Spot.of(hits[1]), ZH))
    assert [re.findall(r'data-rank="(\d+)"', one) for one in made] == [["2"], ["1"], ["4"], ["3"]]
    assert 'title="第 2 段：參、過程 › 二、分組討論 › (一)票證分組"' in made[0]
    assert f'data-start="{hits[1].char_start}"' in made[0] and 'data-answers="[[' in made[0]
    assert ["aria-current" in one for one in made] == [True, False, False, False]


def test_a_passage_that_is_no_hit_has_a_mark_of_its_own(report: Report, hits: tuple[Hit, ...]) -> None:
    made = buttons(render_map(report, hits, Spot("forum", 20, 40), EN))
    assert len(made) == 5
    assert "aria-current" in made[0] and "The passage being read: 封面" in made[0]
    (alone,) = buttons(render_map(report, (), Spot("forum", 20, 40, rank=3), ZH))
    assert 'data-rank="3"' in alone and "•" in alone


def test_chapters_are_as_wide_as_they_are_long_and_fill_the_map(report: Report, hits: tuple[Hit, ...]) -> None:
    strip = re.search(r'<ol class="map-chapters".*?</ol>', render_map(report, hits, Spot.of(hits[0]), ZH))
    assert strip
    found = re.findall(r'<li style="left:([\d.]+)%;width:([\d.]+)%" title="(.*?)">(.*?)</li>', strip.group())
    assert [title for *_, title, _ in found][3:8] == ["壹、目的", "貳、行程", "參、過程", "肆、心得", "伍、建議"]
    at = 0.0
    for left, width, *_ in found:
        assert float(left) == pytest.approx(at, abs=0.01)
        at += float(width)
    assert at == pytest.approx(100, abs=0.02)
    numbers = {title: re.findall(r'<span aria-hidden="true">(.)</span>', inner) for *_, title, inner in found}
    assert numbers["參、過程"] == ["參"] and numbers["伍、建議"] == ["伍"]


def test_a_short_chapter_has_its_name_but_no_room_for_its_number(report: Report, hits: tuple[Hit, ...]) -> None:
    long, short = (s for s in report.outline.sections if s.number in ("參", "伍") and s.parent is None)
    short = replace(short, start=len(report.text) - 100, end=len(report.text))
    made = render_map(replace(report, outline=Outline((long, short))), hits, Spot.of(hits[0]), ZH)
    assert '<span aria-hidden="true">參</span>' in made and '<span aria-hidden="true">伍</span>' not in made
    assert made.count('<li style="left:') - len(buttons(made)) == 3  # what stands before the first chapter is one too


def test_a_report_without_chapters_or_text_has_a_map_or_none(report: Report, hits: tuple[Hit, ...]) -> None:
    bare = replace(report, outline=Outline(()))
    made = render_map(bare, hits, Spot.of(hits[0]), ZH)
    assert "left:0.000%;width:100.000%" in made and len(buttons(made)) == 4
    empty = replace(bare, document=replace(bare.document, text=""), front=front_matter("題", "機關", "", ""))
    assert render_map(empty, (), Spot("forum", 0, 0), ZH) == ""


def places(made: str, width: float, target: float) -> list[float]:
    """Where a browser puts the left edges of the marks on a map so wide, in pixels."""
    out = []
    count = int(re.search(r"--n:(\d+)", made)[1])  # type: ignore[index]
    b = min(target, width / count)
    for style in re.findall(r'<li style="left:(clamp.*?)">', made)[:count]:
        said = re.sub(r"([\d.]+)%", lambda m: str(float(m[1]) * width / 100), style).replace("var(--b)", str(b))
        out.append(eval(said, {"clamp": lambda a, v, z: max(a, min(v, z)), "max": most, "min": least}))
    return out


def most(*values: float) -> float:
    return sorted(values)[-1]


def least(*values: float) -> float:
    return sorted(values)[0]


@pytest.mark.parametrize(("width", "target"), [(700, 24), (350, 44), (120, 44)])
@pytest.mark.parametrize("spans", [
    [(10, 20), (10, 20), (12, 30), (5600, 5672)], [(0, 1), (2, 3), (4, 5)], [(5660, 5662), (5664, 5666), (5668, 5672)],
    [(100, 5000), (101, 102), (2000, 2100), (2101, 2200), (2201, 2300), (5000, 5100)],
], ids=["twice", "start", "end", "crowd"])  # fmt: skip
def test_no_mark_covers_another_or_leaves_the_map(
    report: Report, hits: tuple[Hit, ...], spans: list[tuple[int, int]], width: float, target: float
) -> None:
    many = tuple(
        replace(hits[0], rank=rank, char_start=start, char_end=end) for rank, (start, end) in enumerate(spans, 1)
    )
    left = places(render_map(report, many, Spot("forum", *spans[0]), ZH), width, target)
    b = min(target, width / len(spans))
    assert left[0] >= -0.01 and left[-1] + b <= width + 0.01
    assert all(after - before >= b - 0.01 for before, after in pairwise(left))


def test_marks_with_room_between_them_stand_over_their_places(report: Report, hits: tuple[Hit, ...]) -> None:
    far = tuple(replace(hits[0], rank=n, char_start=n * 1000, char_end=n * 1000 + 10) for n in (1, 3, 5))
    left = places(render_map(report, far, Spot("forum", 1000, 1010), ZH), 700, 24)
    assert left == pytest.approx([700 * (n * 1000 + 5) / len(report.text) - 12 for n in (1, 3, 5)], abs=0.1)


def test_what_a_report_says_of_itself_is_only_text_there(report: Report, hits: tuple[Hit, ...]) -> None:
    evil = replace(hits[0], section_path=('"><script>alert(1)</script>${x}',))
    made = render_map(report, (evil,), Spot.of(evil), ZH)
    assert "<script" not in made and "${" not in made


def test_the_answers_other_passages_are_told_at_the_margin_of_the_text(report: Report, hits: tuple[Hit, ...]) -> None:
    spot = Spot.of(hits[0])
    made = render_source(Opened(report, about("forum", report)), spot, (*hits, replace(hits[3], report_id="other")), ZH)
    ranks = re.findall(r'<(?:p|div) class="([^"]*)" data-ranks="([\d ]+)">', made)
    assert {rank for _, rank in ranks} == {"2", "3", "4"}
    assert not any("has-passage" in classes for classes, _ in ranks)
    text = re.search(r'<div class="report-text".*?</div></div><', made, re.DOTALL)
    assert text and text.group().count("has-passage") == 1
