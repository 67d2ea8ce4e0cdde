"""What is printed beside an item: «主辦機關：交通部；協辦機關：各縣市政府», «期程：短期», as lines or in brackets."""

import re
from collections.abc import Iterator
from typing import Final

from corpus.advice.found import Printed

_LABEL: Final = (
    r"(?:主\s?[（(、/]?\s?協?[）)]?\s?辦|協\s?辦|主政|權責|負責|執行|配合)\s?(?:機關|單位|部會|局處|處室|科室)(?:[（(][^）)]{1,8}[）)])?"
    r"|主\s?協?\s?辦|協\s?辦|主政"
    r"|(?:建議)?(?:辦理|完成|實施|執行|預定|預計)?(?:期程|時程|期限)|(?:建議)?(?:類別|性質)"
    r"|(?:Lead|Responsible|Assisting|Supporting) (?:agency|unit|body|office)|Time ?frame|Time ?line"
)
_PRINTED: Final = re.compile(
    rf"(?:(?<=[\n。；;，,、（(【\[\s])|\A)(?P<label>{_LABEL})\s*[：:]\s*(?P<value>[^\n；;。）)】\]]{{1,80}}?)"
    rf"(?=\s*(?:[\n；;。）)】\]]|\Z|[，,、 \t\u3000]+(?:{_LABEL})\s*[：:]))",
    re.IGNORECASE,
)
_TERM: Final = re.compile(r"期程|時程|期限|類別|性質|time ?frame|time ?line", re.IGNORECASE)


def printed_beside(text: str, start: int, end: int) -> tuple[Printed, ...]:
    """The labels and values in ``start`` .. ``end``, each value with its span."""
    return tuple(_found(text, start, end))


def _found(text: str, start: int, end: int) -> Iterator[Printed]:
    piece = text[start:end]  # what stands before is not looked back at
    for found in _PRINTED.finditer(piece):
        value = found["value"].strip()
        if value:
            at = start + found.start("value")
            yield Printed(re.sub(r"\s+", "", found["label"]), value, at, at + len(value))


def term_of(printed: tuple[Printed, ...]) -> str:
    """How soon it shall be done, where a label says so."""
    return next((p.value for p in printed if _TERM.search(p.label)), "")
