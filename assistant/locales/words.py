"""Read the words of one language and say them with values filled in."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

CHINESE = "zh-Hant"
ENGLISH = "en"
LANGUAGES = (CHINESE, ENGLISH)
_FOLDERS = {CHINESE: "zh_Hant", ENGLISH: "en"}


@dataclass(frozen=True, slots=True)
class Words:
    """What the page says in one language. Results are plain text: whoever makes HTML of them escapes them."""

    lang: str
    table: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The words of ``key`` with ``values`` filled in."""
        return self.table[key].format(**values)

    def count(self, key: str, n: int, **values: object) -> str:
        """The words of ``key`` for ``n`` things: ``key.one`` or ``key.many``."""
        return self(f"{key}.one" if n == 1 else f"{key}.many", n=f"{n:,}", **values)

    @property
    def chinese(self) -> bool:
        """Whether these are the Chinese words."""
        return self.lang == CHINESE


def language_of(tag: str | None) -> str:
    """The language we have for a browser's language tag: every kind of ``zh`` is read in Traditional Chinese."""
    if not tag:
        return CHINESE
    return CHINESE if tag.strip().lower().split("-")[0].split("_")[0] == "zh" else ENGLISH


@cache
def words_for(lang: str) -> Words:
    """The words of ``lang``; of Chinese where it is a language we do not have."""
    lang = lang if lang in LANGUAGES else CHINESE
    folder = resources.files("assistant.locales").joinpath(_FOLDERS[lang])
    table: dict[str, str] = {}
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        words = json.loads(file.read_text(encoding="utf-8"))
        if twice := table.keys() & words.keys():
            raise ValueError(f"{file.name} has words that another file has: {', '.join(sorted(twice))}")
        table |= words
    return Words(lang, table)
