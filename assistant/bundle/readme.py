"""README.txt of a bundle: what it is and how to verify it, in Chinese and then in English."""

from collections.abc import Iterator, Sequence
from typing import Final

from assistant.bundle.archive import SUMS
from assistant.bundle.items import Item, sources
from assistant.cite.reference import one_line
from assistant.locales import LANGUAGES, Words, words_for

_WIDE: Final = 24
"""Columns of a file's name."""


def render_readme(items: Sequence[Item], question: str) -> str:
    """The whole text."""
    return "\n\n".join("\n".join(_said(items, question, words_for(lang))) for lang in LANGUAGES) + "\n"


def _said(items: Sequence[Item], question: str, t: Words) -> Iterator[str]:
    yield from (t("bundle.title"), "=" * _WIDE, t.count("bundle.what", len(items)))
    if question:
        yield f"{t('bundle.question')}: {question}"
    if changed := [str(item.number) for item in items if item.reference.now]:
        yield t("bundle.changed_few", numbers=t("bundle.between").join(changed))
    yield from ("", t("bundle.files"), *_files(items, t))
    yield from ("", t("bundle.verify"), t("bundle.verify_files"), t("bundle.verify_quote"), t("bundle.verify_source"))
    yield from ("", t("bundle.sources"), *(_source(source, t) for source in sources(items)))


def _files(items: Sequence[Item], t: Words) -> Iterator[str]:
    has_pages = any(item.pictures for item in items)
    rows = (
        ("README.txt", t("bundle.file_readme")),
        ("passages.html", t("bundle.file_sheet")),
        ("passages/NN.txt", t("bundle.file_texts")),
        ("citations.bib/.ris/.json", t("bundle.file_citations")),
        ("facts.json", t("bundle.file_facts")),
        *([("pages/NN-pPPPP.png", t("bundle.file_pages"))] if has_pages else []),
        (SUMS, t("bundle.file_sums")),
    )
    return (f"  {name:{_WIDE}}  {said}" for name, said in rows)


def _source(source: dict[str, object], t: Words) -> str:
    title, name = one_line(str(source["title"] or "")), one_line(str(source["name"]))
    return "  " + t(
        "bundle.source", title=title or t("bundle.untitled"), name=name, id=source["report_id"],
        version=source["version"], sha256=source["sha256"],
    )  # fmt: skip
