"""The kinds of trips abroad (出國類別) that the form knows, whichever word a report has for one."""

import re
from typing import Final

from corpus.fold import fold

_WORDS: Final = (
    ("考察", r"考察|參訪|視察|訪察|觀摩|inspection|study tour|site visit"),
    ("進修", r"進修|further (?:study|education)|\bstudies\b"),
    ("實習", r"實習|internship"),
    ("開會", r"開會|會議|研討會|年會|論壇|conference|meeting|symposium|seminar|forum"),
    ("研究", r"研究|\bresearch"),
    ("其他", r"其他|其它|\bothers?\b"),
)
"""In the order in which they are looked for: «其他（國際會議）» is a meeting."""


def category_of(text: str) -> str | None:
    """The form's word for the category printed as ``text``; None where it is none of them.

    >>> category_of("會議"), category_of("5其他（開會）"), category_of("Conference"), category_of("洽公")
    ('開會', '開會', '開會', None)
    """
    folded = re.sub(r"(?<=[^ -~])\s+(?=[^ -~])", "", fold(text))
    return next((name for name, words in _WORDS if re.search(fold(words), folded)), None)
