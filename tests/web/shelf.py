"""Many short reports that are all different, for the pages that list them."""

from corpus.card import Card, Remark, RemarkKind
from corpus.types import (
    Destination,
    Document,
    Field,
    FrontMatter,
    Outline,
    Page,
    Report,
    Section,
    SectionKind,
    Traveller,
)

COUNTRIES = (("美國", "US"), ("日本", "JP"), ("德國", "DE"), ("荷蘭", "NL"), ("新加坡", "SG"), ("韓國", "KR"))
AGENCIES = (
    "數位發展部",
    "環境部",
    "數位發展部資通安全署",
    "教育部",
    "文化部",
    "經濟部能源署",
    "交通部",
    "內政部",
    "外交部",
    "法務部",
)
CATEGORIES = ("考察", "開會", "會議", "進修", "其他", "其他（國際會議）", "洽公")
CHAPTERS = (("目的", "過程", "心得及建議"), ("目的", "過程"), ("結論",), ())


def field(value: str) -> Field:
    return Field(value, 0, 0)


def section(ordinal: int, title: str, text: str, parent: int | None = None, level: int = 1) -> Section:
    """The section that begins with the line ``title``, up to the end of the text."""
    start = text.index(title)
    end = start + len(title)
    return Section(
        ordinal, parent, level, None, None, title, SectionKind.BODY, start, end, len(text), len(text), (title,)
    )


def short_report(number: int) -> Report:
    """The ``number``-th; every eleventh says nothing on its form but its title."""
    country, code = COUNTRIES[number % len(COUNTRIES)]
    year = 2012 + number % 13
    title = f"赴{country}考察第 {number} 案報告"
    form = {"title": field(title)}
    iso: dict[str, str] = {}
    if number % 11:
        form |= {
            "agency": field(AGENCIES[number % len(AGENCIES)]),
            "country": field(country),
            "category": field(CATEGORIES[number % len(CATEGORIES)]),
        }
        iso = {
            "period_start": f"{year}-05-03",
            "period_end": f"{year}-05-09",
            "date": f"{year}-07-{number % 28 + 1:02}",
        }
    places = (Destination(country, 0, 0, code),) if number % 11 else ()
    travellers = (Traveller("王小明", "教育部", None, None, 0, 0),) if number % 11 and number % 3 == 0 else ()
    chapters = CHAPTERS[number % len(CHAPTERS)]
    text = "\n".join((title, *(line for chapter in chapters for line in (chapter, f"{chapter}的內文。"))))
    outline = Outline(tuple(section(n, chapter, text) for n, chapter in enumerate(chapters)))
    pages = (Page(1, 0, len(text)),) if number % 2 else ()
    remarks = tuple(Remark(RemarkKind.NO_FRONT) for _ in range(number % 4))
    card = Card(len(pages) or None, len(text), 0, 0, 0, 0, remarks=remarks) if number % 5 else None
    return Report(
        f"{number}.pdf", f"/reports/{number}.pdf", f"{number:064}", Document(text, "utf-8", "application/pdf", pages),
        outline, FrontMatter(form, iso, travellers, places), card,
    )  # fmt: skip


def many_reports(count: int) -> dict[str, Report]:
    return {f"r{number}": short_report(number) for number in range(1, count + 1)}
