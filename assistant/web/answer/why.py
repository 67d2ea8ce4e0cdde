"""Why a passage was found: by its meaning, by its words, and which words."""

from assistant.locales import Words
from assistant.web.html.markup import esc
from corpus.types import Hit, Why


def render_why(hit: Hit, t: Words) -> str:
    """A line with the kind and the words; opened, the places and scores."""
    separator = esc(t("quote.separator"))
    matched = separator.join(f'<bdi class="word">{esc(word)}</bdi>' for word in hit.matched)
    words = f"<dt>{esc(t('why.matched'))}</dt><dd>{matched}</dd>" if matched else ""
    sentences = f"{_meaning(hit.why, t)} {_wording(hit.why, t)}"
    return (
        f'<details class="why"><summary><span class="why-kind">{esc(_kind(hit.why, t))}</span>'
        f"{_words_line(matched)}</summary>"
        f"<dl><dt>{esc(t('why.title'))}</dt><dd>{esc(sentences)}</dd>{words}</dl></details>"
    )


def _words_line(matched: str) -> str:
    return f'<span class="why-words">{matched}</span>' if matched else ""


def _kind(why: Why, t: Words) -> str:
    if why.meaning_rank is not None and why.word_rank is not None:
        return t("why.both")
    return t("why.meaning") if why.meaning_rank is not None else t("why.words")


def _meaning(why: Why, t: Words) -> str:
    if why.meaning_rank is None:
        return t("why.meaning_none")
    return t("why.meaning_rank", rank=why.meaning_rank, score=_score(why.meaning_score))


def _wording(why: Why, t: Words) -> str:
    if why.word_rank is None:
        return t("why.word_none")
    return t("why.word_rank", rank=why.word_rank, score=_score(why.word_score))


def _score(score: float | None) -> str:
    return "–" if score is None else f"{score:.2f}"
