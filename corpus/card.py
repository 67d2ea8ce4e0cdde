"""The report card: what became of a file when it was read, counted, and what a person should look at.

A card is plain data that can be kept as JSON; its remarks carry no language. The words for them are here too, in
English and in Traditional Chinese, with the cure where there is one.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Final


class RemarkKind(StrEnum):
    """What a remark is about; behind each, what its ``details`` are."""

    OCR = "ocr"  # pages that were read by character recognition: ranges of pages
    UNREAD = "unread"  # pages that are pictures and were not read: ranges of pages
    GARBLED = "garbled"  # pages whose text is no writing: ranges of pages
    SPARSE = "sparse"  # pages that are almost empty: ranges of pages
    ORDER = "order"  # pages whose lines may be in the wrong order: ranges of pages
    LOST = "lost"  # something of the file that is not in the text: the reader's words
    NO_FRONT = "no_front"  # neither cover nor form: nothing
    FIELDS = "fields"  # fields that cover and form do not say: their keys
    CONFLICT = "conflict"  # cover and form disagree: the key, the cover's value, the form's
    NO_HEADINGS = "no_headings"  # no heading at all: nothing
    CHAPTERS = "chapters"  # chapters that every trip report should have: their keys
    CONTENTS = "contents"  # listed in the contents, no such heading found: the entry, its page as printed or ""
    CONTENTS_PAGE = "contents_page"  # the heading is on another page: the title, the page listed, the page found
    CONTENTS_FIGURE = "contents_figure"  # a figure that is listed and was not found: the entry, its page or ""
    UNLISTED = "unlisted"  # a chapter that the contents do not list: its title


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to look at; ``page`` is a physical page, None where there is none to open."""

    kind: RemarkKind
    page: int | None = None
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Furniture:
    """A running header or footer that was set aside, a number in it as #; ``times`` is None where nobody counted."""

    text: str
    times: int | None


@dataclass(frozen=True, slots=True)
class Card:
    """What a file gave. ``pages`` is None where the format has none; the tuples of pages are physical pages.

    ``toc_entries`` counts the lines of all printed contents, of figures too, and ``toc_found`` those that were found
    again as a heading or a caption.
    """

    pages: int | None
    characters: int
    sections: int
    figures: int
    toc_entries: int
    toc_found: int
    ocr_pages: tuple[int, ...] = ()
    unread_pages: tuple[int, ...] = ()
    garbled_pages: tuple[int, ...] = ()
    sparse_pages: tuple[int, ...] = ()
    order_pages: tuple[int, ...] = ()
    furniture: tuple[Furniture, ...] = ()
    missing_fields: tuple[str, ...] = ()
    missing_chapters: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()


def card_json(card: Card) -> dict[str, Any]:
    """``card`` as what :func:`json.dumps` takes."""
    return asdict(card)


def card_from_json(kept: Mapping[str, Any]) -> Card:
    """The card that :func:`card_json` gave, before or after it went through JSON."""
    plain: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in kept.items()}
    plain["furniture"] = tuple(Furniture(**each) for each in kept["furniture"])
    plain["remarks"] = tuple(Remark(RemarkKind(r["kind"]), r["page"], tuple(r["details"])) for r in kept["remarks"])
    return Card(**plain)


def ranges(pages: tuple[int, ...]) -> str:
    """Pages in few words.

    >>> ranges((1, 2, 3, 7))
    '1-3, 7'
    """
    runs: list[list[int]] = []
    for page in sorted(set(pages)):
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)


def remark_text(remark: Remark) -> str:
    """The remark in English, with the cure where there is one."""
    return _ENGLISH[remark.kind](*remark.details)


def remark_text_zh(remark: Remark) -> str:
    """The remark in Traditional Chinese, with the cure where there is one."""
    return _CHINESE[remark.kind](*remark.details)


_NAMES: Final[Mapping[str, tuple[str, str]]] = {
    "title": ("title", "報告名稱"),
    "agency": ("agency", "服務機關"),
    "travellers": ("travellers", "出國人員"),
    "category": ("category", "出國類別"),
    "period": ("period of travel", "出國期間"),
    "destinations": ("destinations", "出國地區"),
    "date": ("date of the report", "報告日期"),
    "keywords": ("keywords", "關鍵詞"),
    "abstract": ("abstract", "內容摘要"),
    "author": ("travellers", "出國人員"),
    "author_title": ("positions", "職稱"),
    "country": ("destinations", "出國地區"),
    "pages": ("number of pages", "頁數"),
    "attachments": ("attachments", "附件"),
    "planner": ("planning agency", "出國計畫主辦機關"),
    "purpose": ("purpose (目的)", "目的"),
    "process": ("proceedings (過程)", "過程"),
    "reflections": ("reflections and recommendations (心得及建議)", "心得及建議"),
}
"""The keys of the front matter and of the chapters."""


def _english(keys: tuple[str, ...]) -> str:
    return ", ".join(_NAMES[key][0] if key in _NAMES else key for key in keys)


def _chinese(keys: tuple[str, ...]) -> str:
    return "、".join(_NAMES[key][1] if key in _NAMES else key for key in keys)


def _listed(entry: str, page: str) -> str:
    return f"The contents say «{entry}»{f', page {page}' if page else ''}"


def _listed_zh(entry: str, page: str) -> str:
    return f"目錄列有「{entry}」{f'（第 {page} 頁）' if page else ''}"


_ENGLISH: Final[Mapping[RemarkKind, Callable[..., str]]] = {
    RemarkKind.OCR: lambda pages: (
        f"Read from pictures by character recognition: page {pages}. Check quotes from there against the original."
    ),
    RemarkKind.UNREAD: lambda pages: (
        f"Not read, because they are pictures: page {pages}. Install the extra «ocr» (rapidocr) and add the file again."
    ),
    RemarkKind.GARBLED: lambda pages: (
        f"Much of the text is no writing: page {pages}. "
        "The file's fonts do not say which characters they print; add a version with another font, or a scan of it."
    ),
    RemarkKind.SPARSE: lambda pages: f"Almost no text: page {pages}. See whether something is missing.",
    RemarkKind.ORDER: lambda pages: (
        f"The lines may be in the wrong order (columns, text boxes): page {pages}. Compare with the original."
    ),
    RemarkKind.LOST: lambda what: f"Not in the text: {what}.",
    RemarkKind.NO_FRONT: lambda: (
        "Neither a cover nor a form (提要) was found, so title, travellers and dates are not known. "
        "See whether the file is the whole report."
    ),
    RemarkKind.FIELDS: lambda *keys: f"Not found on cover or form (提要): {_english(keys)}.",
    RemarkKind.CONFLICT: lambda key, cover, form: (
        f"Cover and form (提要) disagree on the {_english((key,))}: «{cover}» and «{form}». The cover's is used."
    ),
    RemarkKind.NO_HEADINGS: lambda: "No heading was found: the report can be searched, but not by chapter.",
    RemarkKind.CHAPTERS: lambda *keys: (
        f"No chapter was recognised as: {_english(keys)}. It may be missing, or have another title."
    ),
    RemarkKind.CONTENTS: lambda entry, page: f"{_listed(entry, page)}; no such heading was found.",
    RemarkKind.CONTENTS_PAGE: lambda title, listed, found: (
        f"The contents say that «{title}» is on page {listed}; it was found on page {found}."
    ),
    RemarkKind.CONTENTS_FIGURE: lambda entry, page: f"{_listed(entry, page)}; no such caption was found.",
    RemarkKind.UNLISTED: lambda title: f"«{title}» was taken for a chapter; the contents do not list it.",
}
_CHINESE: Final[Mapping[RemarkKind, Callable[..., str]]] = {
    RemarkKind.OCR: lambda pages: f"第 {pages} 頁為影像，文字係以光學辨識取得；引用時請核對原件。",
    RemarkKind.UNREAD: lambda pages: (
        f"第 {pages} 頁為影像，尚未讀取。請安裝選用套件「ocr」（rapidocr）後，重新加入此檔案。"
    ),
    RemarkKind.GARBLED: lambda pages: (
        f"第 {pages} 頁的文字多為亂碼：檔案內嵌字型未記載所印為何字。請改用其他字型製作的版本，或其掃描檔。"
    ),
    RemarkKind.SPARSE: lambda pages: f"第 {pages} 頁幾乎沒有文字，請查看內容是否缺漏。",
    RemarkKind.ORDER: lambda pages: f"第 {pages} 頁的文字順序可能有誤（分欄、文字方塊），請與原件核對。",
    RemarkKind.LOST: lambda what: f"下列內容未納入文字：{what}。",
    RemarkKind.NO_FRONT: lambda: "找不到封面或提要表，因此無從得知報告名稱、出國人員與日期。請查看檔案是否為完整報告。",
    RemarkKind.FIELDS: lambda *keys: f"封面與提要表未見：{_chinese(keys)}。",
    RemarkKind.CONFLICT: lambda key, cover, form: (
        f"封面與提要表的{_chinese((key,))}不一致：「{cover}」與「{form}」。以封面為準。"
    ),
    RemarkKind.NO_HEADINGS: lambda: "找不到任何標題：報告可以檢索，但無法依章節查找。",
    RemarkKind.CHAPTERS: lambda *keys: f"未辨識出下列章節：{_chinese(keys)}。可能缺漏，或使用了其他標題。",
    RemarkKind.CONTENTS: lambda entry, page: f"{_listed_zh(entry, page)}，但內文找不到此標題。",
    RemarkKind.CONTENTS_PAGE: lambda title, listed, found: (
        f"目錄記載「{title}」在第 {listed} 頁，實際見於第 {found} 頁。"
    ),
    RemarkKind.CONTENTS_FIGURE: lambda entry, page: f"{_listed_zh(entry, page)}，但內文找不到此圖表說明。",
    RemarkKind.UNLISTED: lambda title: f"「{title}」被視為一章，但未列於目錄。",
}
