"""passages.html of a bundle: every passage with its citation and its pages, made to be printed."""

from collections.abc import Sequence
from importlib import resources
from typing import Final

from assistant.anchor import anchor_of
from assistant.bundle.items import Item, NoPicture, Picture
from assistant.cite import STYLES, page_range
from assistant.cite.reference import Reference
from assistant.locales import CHINESE, ENGLISH, words_for
from assistant.web.html.markup import esc

_ZH, _EN = CHINESE, ENGLISH
_LACKING: Final = {
    NoPicture.NO_FILE: "bundle.no_file",
    NoPicture.DAMAGED: "bundle.damaged",
    NoPicture.TOO_MANY: "bundle.too_many_pages",
}
_POLICY: Final = "default-src 'none'; img-src 'self' file: data:; style-src 'unsafe-inline'"
"""Whatever a report says, nothing runs and nothing is fetched."""


def render_sheet(items: Sequence[Item], question: str) -> str:
    """The whole document; it loads nothing but the pictures beside it."""
    t, en = words_for(_ZH), words_for(_EN)
    asked = f'<p class="question"><b>{esc(t("bundle.question"))}</b><bdi>{esc(question)}</bdi></p>' if question else ""
    head = (
        f'<h1>{esc(t("bundle.title"))}</h1><p class="en" lang="en">{esc(en("bundle.title"))}</p>{asked}'
        f"<p>{esc(t.count('bundle.what', len(items)))}<br>"
        f'<span class="en" lang="en">{esc(en.count("bundle.what", len(items)))}</span></p>'
    )
    return (
        f'<!doctype html>\n<html lang="{_ZH}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{esc(t('bundle.title'))}</title><style>{_style()}</style></head>\n"
        f"<body><main>{head}\n{''.join(map(_passage, items))}</main></body></html>\n"
    )


def _style() -> str:
    return resources.files("assistant.bundle").joinpath("sheet.css").read_text(encoding="utf-8")


def _passage(item: Item) -> str:
    t = words_for(_ZH)
    pictures = "".join(_figure(picture, item.reference) for picture in item.pictures)
    lacking = _note(_LACKING[item.lacking]) if item.lacking else ""
    return (
        f'<section id="passage-{item.number}"><h2>{esc(t("bundle.passage", n=item.number))}</h2>{_changed(item)}'
        f"<blockquote>{esc(item.text)}</blockquote><dl>{_facts(item)}</dl>{pictures}{lacking}</section>\n"
    )


def _facts(item: Item) -> str:
    reference, cited = item.reference, item.reference.cited
    t = words_for(_ZH)
    pages = page_range(reference.pages, printed=True) if reference.pages else t("bundle.no_page")
    report = t("bundle.report_value", id=cited.report_id, version=cited.version, name=reference.name)
    rows = (
        ("bundle.citation", esc(STYLES["footnote"].of(reference))),
        ("bundle.where", esc(" › ".join(reference.path) or t("bundle.no_where"))),
        ("bundle.page", esc(pages)),
        ("bundle.report", esc(report)),
        ("bundle.anchor", _place(reference)),
        ("bundle.quote_file", f'<a href="{item.text_file}">{item.text_file}</a>'),
        ("bundle.quote_hash", f"<code>{esc(cited.quote_sha256)}</code>"),
        ("bundle.source_hash", f"<code>{esc(cited.sha256)}</code>"),
    )
    return "".join(f"<dt>{_both(key)}</dt><dd>{value}</dd>" for key, value in rows)


def _both(key: str) -> str:
    return f'{esc(words_for(_ZH)(key))} <span class="en" lang="en">{esc(words_for(_EN)(key))}</span>'


def _place(reference: Reference) -> str:
    """The anchor; with the link that opens it, where the page's address is known."""
    anchor = f"<code>{esc(anchor_of(reference.cited))}</code>"
    return f'{anchor}<br><a href="{esc(reference.link)}">{esc(reference.link)}</a>' if reference.link else anchor


def _changed(item: Item) -> str:
    if item.reference.now is None:
        return ""
    return _note("bundle.changed", version=item.reference.cited.version, now=item.reference.now)


def _note(key: str, **values: object) -> str:
    said = esc(words_for(_ZH)(key, **values))
    return f'<p class="note">{said}<br><span class="en" lang="en">{esc(words_for(_EN)(key, **values))}</span></p>'


def _figure(picture: Picture, reference: Reference) -> str:
    t = words_for(_ZH)
    page = page_range([picture.page], printed=True)
    title = reference.title or reference.name
    alt = t("bundle.picture_marked" if picture.marked else "bundle.picture", title=title, page=page)
    caption = alt if picture.marked else t("bundle.picture_bare", title=title, page=page)
    return f'<figure><img src="{picture.name}" alt="{esc(alt)}"><figcaption>{esc(caption)}</figcaption></figure>'
