"""English words cut to their stems (Snowball), so that «systems» meets «system»; anything else stays as it is."""

from functools import cache

import tantivy


def stems(text: str) -> list[str]:
    """The stems of the words of folded ``text``, which white space parts.

    >>> stems("moving services 云端 41%")
    ['move', 'servic', '云端', '41%']
    """
    found: list[str] = _analyzer().analyze(text)
    return found


@cache
def _analyzer() -> tantivy.TextAnalyzer:
    english = tantivy.Filter.stemmer("english")
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).filter(english).build()
