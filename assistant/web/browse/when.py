"""Days as a column of a table has them: of the Republic in Chinese, ISO 8601 in English; short, and in one shape."""

from typing import Final

from assistant.locales import Words
from corpus.dates import ROC_OFFSET
from corpus.types import FrontMatter

_DASH: Final = "–"


def day(iso: str, t: Words) -> str:
    """A day, a month or a year; empty where there is none.

    >>> from assistant.locales import words_for
    >>> day("2023-05-03", words_for("zh-Hant")), day("2023-05", words_for("en"))
    ('112.05.03', '2023-05')
    """
    if not t.chinese or not iso:
        return iso
    year, *rest = iso.split("-")
    return ".".join([str(int(year) - ROC_OFFSET), *rest])


def period(front: FrontMatter, t: Words) -> str:
    """From when to when the trip was; the year once where it is the same.

    >>> from assistant.locales import words_for
    >>> period(FrontMatter({}, {"period_start": "2023-05-03", "period_end": "2023-05-09"}), words_for("zh-Hant"))
    '112.05.03–05.09'
    """
    start, end = (front.iso.get(key, "") for key in ("period_start", "period_end"))
    if not (start and end) or start == end:
        return day(start or end, t)
    same = start[:4] == end[:4] and len(end) > len("2023")
    last = day(end, t).split("." if t.chinese else "-", 1)[1] if same else day(end, t)
    return f"{day(start, t)}{_DASH}{last}" if t.chinese else f"{day(start, t)} {_DASH} {last}"


def year(value: str, t: Words) -> str:
    """«民國 112 年（2023）»."""
    return t("years.single", year=value, roc=int(value) - ROC_OFFSET)


def short_year(value: str, t: Words) -> str:
    """The year under a column of a picture."""
    return str(int(value) - ROC_OFFSET) if t.chinese else value
