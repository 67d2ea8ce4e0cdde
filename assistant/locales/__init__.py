"""The words of the pages: a folder a language, in it a JSON file for each room; ``words_for`` gives a language's."""

from assistant.locales.words import CHINESE, ENGLISH, LANGUAGES, Words, language_of, words_for

__all__ = ["CHINESE", "ENGLISH", "LANGUAGES", "Words", "language_of", "words_for"]
