"""The little of a web page's style sheets that changes its text: what is hidden, and how lists are numbered."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from ingest.readers.numbering import BULLET, NONE

_LARGEST: Final = 200_000
"""More of a style sheet than this is not looked at."""
_COMMENT: Final = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_SELECTOR: Final = re.compile(r"(?:[a-z][a-z0-9]*)?(?:[.#][\w-]+)?", re.IGNORECASE)
_PROPERTIES: Final = frozenset({"display", "visibility", "list-style-type", "list-style"})

Format = tuple[str, str]
"""How a list's numbers are written, and what stands behind them."""

_FORMATS: Final[Mapping[str, Format]] = {
    "decimal": ("decimal", "."),
    "decimal-leading-zero": ("decimalZero", "."),
    "lower-roman": ("lowerRoman", "."),
    "upper-roman": ("upperRoman", "."),
    "lower-alpha": ("lowerLetterCounted", "."),
    "lower-latin": ("lowerLetterCounted", "."),
    "upper-alpha": ("upperLetterCounted", "."),
    "upper-latin": ("upperLetterCounted", "."),
    "cjk-ideographic": ("taiwaneseCountingThousand", "、"),
    "trad-chinese-informal": ("taiwaneseCountingThousand", "、"),
    "simp-chinese-informal": ("taiwaneseCountingThousand", "、"),
    "trad-chinese-formal": ("ideographLegalTraditional", "、"),
    "simp-chinese-formal": ("chineseLegalSimplified", "、"),
    "cjk-decimal": ("ideographDigital", "、"),
    "cjk-heavenly-stem": ("ideographTraditional", "、"),
    "cjk-earthly-branch": ("ideographZodiac", "、"),
    "none": (NONE, ""),
    "disc": (BULLET, ""),
    "circle": (BULLET, ""),
    "square": (BULLET, ""),
}
_TYPES: Final[Mapping[str, str]] = {
    "1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman",
}  # fmt: skip

Attributes = Mapping[str, str | None]


class Sheet:
    """The rules of a page whose selectors are an element's name, class or id, and nothing more."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._rules: dict[str, dict[str, str]] = {}
        for text in texts:
            for selector, declared in _rules(_COMMENT.sub(" ", text[:_LARGEST])):
                self._rules.setdefault(selector, {}).update(declared)

    def is_hidden(self, tag: str, attributes: Attributes) -> bool:
        """Whether the element is not shown."""
        shown = self._property(tag, attributes, "display")
        return shown == "none" or self._property(tag, attributes, "visibility") == "hidden"

    def list_format(self, tag: str, attributes: Attributes) -> Format | None:
        """How the element says that its numbers are written; None where it says nothing known."""
        said = self._property(tag, attributes, "list-style-type") or self._property(tag, attributes, "list-style") or ""
        named = next((_FORMATS[word] for word in said.split() if word in _FORMATS), None)
        return named or _FORMATS.get(_TYPES.get(attributes.get("type") or "", ""))

    def _property(self, tag: str, attributes: Attributes, name: str) -> str | None:
        own = _declarations(attributes.get("style") or "")
        if name in own:
            return own[name]
        named = [f".{c}" for c in (attributes.get("class") or "").split()[:20]]
        named += [f"#{attributes['id']}"] if attributes.get("id") else []
        selectors = (*(f"{tag}{n}" for n in named), *named, tag)
        return next((self._rules[s][name] for s in selectors if name in self._rules.get(s, {})), None)


def _rules(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The rules that hold always: one in a block (``@media print``) may not hold on the screen."""
    depth = 0
    for rule in text.split("}"):
        depth += rule.count("{")
        before, opened, inside = rule.rpartition("{")
        declared = _declarations(inside) if opened and depth == 1 else {}
        selectors = before.rpartition(";")[2].split(",") if declared else []
        yield from ((s.strip(), declared) for s in selectors if _SELECTOR.fullmatch(s.strip()))
        depth = max(depth - 1, 0)


def _declarations(text: str) -> dict[str, str]:
    pairs = (declaration.partition(":") for declaration in text.split(";"))
    return {
        name.strip().lower(): said.replace("!important", "").strip().lower()
        for name, _, said in pairs
        if name.strip().lower() in _PROPERTIES
    }
