"""The one table of citation styles: what the command line, the page and the API offer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from assistant.cite.bibtex import bibtex
from assistant.cite.chinese import apa, markdown, official, plain
from assistant.cite.csl import csl_json, facts_json
from assistant.cite.notes import chicago, gbt7714
from assistant.cite.reference import Reference
from assistant.cite.ris import ris
from corpus.errors import SettingsError

USUAL: Final = "footnote"


@dataclass(frozen=True, slots=True)
class Style:
    """``label`` is the key of the words that name it; ``write`` makes one text of several references, which is a file
    of ``media_type`` (in UTF-8) whose name ends in ``suffix``."""

    label: str
    write: Callable[[Sequence[Reference]], str]
    media_type: str
    suffix: str

    @property
    def is_prose(self) -> bool:
        """Whether people read it: a line a reference; else programs do."""
        return self.media_type.startswith("text/")

    def of(self, reference: Reference) -> str:
        """One reference in this style."""
        return self.write([reference])


def _lines(one: Callable[[Reference], str]) -> Callable[[Sequence[Reference]], str]:
    return lambda references: "\n".join(map(one, references))


STYLES: Final[Mapping[str, Style]] = MappingProxyType(
    {
        "footnote": Style("cite.footnote", _lines(official), "text/plain", ".txt"),
        "apa": Style("cite.apa", _lines(apa), "text/plain", ".txt"),
        "chicago": Style("cite.chicago", _lines(chicago), "text/plain", ".txt"),
        "gbt7714": Style("cite.gbt", _lines(gbt7714), "text/plain", ".txt"),
        "markdown": Style("cite.markdown", _lines(markdown), "text/markdown", ".md"),
        "plain": Style("cite.plain", _lines(plain), "text/plain", ".txt"),
        "bibtex": Style("cite.bibtex", bibtex, "application/x-bibtex", ".bib"),
        "ris": Style("cite.ris", ris, "application/x-research-info-systems", ".ris"),
        "csl-json": Style("cite.csl", csl_json, "application/vnd.citationstyles.csl+json", ".json"),
        "facts": Style("cite.facts", facts_json, "application/json", ".json"),
    }
)  # fmt: skip


def style_named(name: str) -> Style:
    """The style called ``name``; SettingsError, with all names, where there is none."""
    if name not in STYLES:
        raise SettingsError(f"There is no citation style {name!r}: choose one of {', '.join(STYLES)}.")
    return STYLES[name]
