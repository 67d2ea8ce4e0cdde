import re
import string
from pathlib import Path

import pytest

from assistant.locales import CHINESE, ENGLISH, LANGUAGES, language_of, words_for
from assistant.web.answer.states import BAND_KEYS, NEAR_MISS_KEYS
from assistant.web.html.outline import KIND_KEYS

ASSISTANT = Path(__file__).parents[2] / "assistant"


CODE = "\n".join(path.read_text(encoding="utf-8") for path in ASSISTANT.rglob("*.py"))


def said_keys() -> set[str]:
    """The keys that are said by name: ``t("…")`` and ``t.count("…", n)``."""
    plain = set(re.findall(r"""\bt\(\s*["']([a-z_.]+)["']""", CODE))
    return plain | {
        f"{key}.{form}" for key in re.findall(r'\bt\.count\(\s*"([a-z_.]+)"', CODE) for form in ("one", "many")
    }


def named_keys() -> set[str]:
    """All that could be a key: what is said by name, and every dotted word that stands in a table or a list."""
    words = set(re.findall(r"""["']([a-z_]+(?:\.[a-z_]+)+)["']""", CODE))
    return said_keys() | words | set(KIND_KEYS.values()) | set(BAND_KEYS.values()) | set(NEAR_MISS_KEYS.values())


def placeholders(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}


def test_both_languages_say_the_same_things() -> None:
    assert words_for(CHINESE).table.keys() == words_for(ENGLISH).table.keys()


def test_no_word_is_missing_and_none_is_left_over() -> None:
    known = set(words_for(CHINESE).table)
    assert not said_keys() - known, "missing"
    assert not known - named_keys(), "left over"


@pytest.mark.parametrize("key", sorted(words_for(CHINESE).table))
def test_both_languages_fill_in_the_same_values(key: str) -> None:
    chinese, english = (placeholders(words_for(lang).table[key]) for lang in LANGUAGES)
    assert chinese == english or key.endswith((".one", ".many"))


@pytest.mark.parametrize("tag", ["zh", "zh-TW", "zh-HK", "zh-Hant", "zh-Hant-TW", "ZH_cn", "", None])
def test_every_chinese_tag_and_no_tag_read_chinese(tag: str | None) -> None:
    assert language_of(tag) == CHINESE


@pytest.mark.parametrize("tag", ["en", "en-GB", "fr", "ja-JP"])
def test_other_tags_read_english(tag: str) -> None:
    assert language_of(tag) == ENGLISH
