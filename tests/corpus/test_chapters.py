"""The chapters of a report are known by their titles, and a list of all reports knows them without reading any."""

from pathlib import Path

import pytest

from corpus.card import Card, Remark, RemarkKind
from corpus.chapters import Chapter, chapters_in, chapters_titled, sections_of
from corpus.store import Store
from corpus.types import Document, Field, FrontMatter, Outline, Page, Report, Section, SectionKind

P, R, Q = Chapter.PURPOSE, Chapter.PROCESS, Chapter.REFLECTIONS


def section(ordinal: int, title: str, level: int = 1, kind: SectionKind = SectionKind.BODY) -> Section:
    return Section(ordinal, None, level, None, None, title, kind, 0, 0, 0, 0, (title,))


@pytest.mark.parametrize(
    ("title", "chapters"),
    [
        ("目的", {P}),
        ("過程", {R}),
        ("心得及建議", {Q}),
        ("目 的 及 過 程", {P, R}),
        ("參訪目的", {P}),
        ("會議心得", {Q}),
        ("研討會過程與心得", {R, Q}),
        ("Conclusions and Recommendations", {Q}),
        ("附錄", set()),
    ],
)
def test_a_title_says_what_a_chapter_is(title: str, chapters: set[Chapter]) -> None:
    assert chapters_titled(title) == chapters


def test_only_sections_near_the_top_are_chapters() -> None:
    deep, listed = section(0, "心得", level=3), section(1, "目的", kind=SectionKind.TOC)
    assert chapters_in([deep, listed, section(2, "行程", level=2)]) == {R}
    assert chapters_in([]) == frozenset()


def test_a_chapter_on_the_top_level_is_it_and_not_what_a_part_of_another_is_called() -> None:
    part, both = section(0, "研討會結論", level=2), [section(1, "心得"), section(2, "建議")]
    assert sections_of(Q, [part, *both]) == tuple(both)
    assert sections_of(Q, [section(3, "過程"), part]) == (part,)
    assert sections_of(Q, [section(3, "過程")]) == ()


def report(name: str, titles: list[str], pages: int, remarks: int | None) -> Report:
    card = None
    if remarks is not None:
        card = Card(pages, 3, 1, 0, 0, 0, remarks=tuple(Remark(RemarkKind.NO_HEADINGS) for _ in range(remarks)))
    document = Document("全文三", "utf-8", "text/plain", tuple(Page(n + 1, 0, 0) for n in range(pages)))
    outline = Outline(tuple(section(n, title) for n, title in enumerate(titles)))
    front = FrontMatter({"title": Field(name, 0, 0)}, {"date": "2023-01-19"})
    return Report(f"{name}.txt", f"/{name}.txt", name * 64, document, outline, front, card)


def test_a_list_of_all_reports_knows_their_chapters_pages_and_remarks(tmp_path: Path) -> None:
    store = Store(tmp_path / "library.sqlite")
    for one in (report("b", ["目的", "過程", "心得"], 3, 2), report("a", [], 0, None), report("c", ["建議"], 0, 0)):
        store.save(one, [], None)
    with store.snapshot() as view:
        found = view.listed()
        assert [one.summary for one in found] == view.reports()
    assert [(one.chapters, one.pages, one.remarks) for one in found] == [
        (frozenset(), None, None),
        ({P, R, Q}, 3, 2),
        ({Q}, None, 0),
    ]
