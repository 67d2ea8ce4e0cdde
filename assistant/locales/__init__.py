"""The words of the page, one JSON file a language; ``words_for`` gives those of a visitor's language."""

from assistant.locales.words import CHINESE, ENGLISH, LANGUAGES, Words, language_of, words_for

__all__ = ["CHINESE", "ENGLISH", "LANGUAGES", "Words", "language_of", "words_for"]
