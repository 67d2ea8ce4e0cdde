"""What the values of a filter are called in the visitor's language."""

from typing import Final

from assistant.locales import Words
from assistant.web.browse.wanted import NOT_STATED, Facet
from assistant.web.browse.when import year
from assistant.web.html.markup import esc
from corpus.countries import country_codes, country_names

FACETS: Final = {
    Facet.AGENCY: "browse.agency",
    Facet.COUNTRY: "browse.country",
    Facet.YEAR: "browse.year",
    Facet.CATEGORY: "browse.category",
    Facet.CHAPTER: "browse.chapter",
}
_CHAPTERS: Final = {
    "purpose": "chapter.purpose",
    "process": "chapter.process",
    "reflections": "chapter.reflections",
}
_CATEGORIES: Final = {
    "考察": "category.inspection",
    "進修": "category.study",
    "實習": "category.internship",
    "開會": "category.meeting",
    "研究": "category.research",
    "其他": "category.other",
}


def label(facet: Facet, value: str, t: Words) -> str:
    """The words for one value, as plain text; what only the report has a word for stays as printed."""
    if value == NOT_STATED:
        return t("browse.not_found") if facet is Facet.CHAPTER else t("browse.not_stated")
    if facet is Facet.YEAR:
        return year(value, t)
    if facet is Facet.COUNTRY:
        return country(value, t)
    keys = {Facet.CHAPTER: _CHAPTERS, Facet.CATEGORY: _CATEGORIES}.get(facet, {})
    return t(keys[value]) if value in keys else value


def named(facet: Facet, value: str, t: Words) -> str:
    """The words for one value as HTML; those of the report are marked as Chinese."""
    words = label(facet, value, t)
    printed = ' lang="zh-Hant"' if words == value else ""
    return f"<bdi{printed}>{esc(words)}</bdi>"


def country(value: str, t: Words) -> str:
    """The name of a country by its code; what is no code is as printed.

    >>> from assistant.locales import words_for
    >>> country("NZ", words_for("en")), country("某地", words_for("en"))
    ('New Zealand', '某地')
    """
    return country_names(value)[0 if t.chinese else 1] if value in _codes() else value


def _codes() -> frozenset[str]:
    return frozenset(country_codes())
