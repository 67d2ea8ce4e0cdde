"""BibTeX: an entry that BibTeX, biblatex, JabRef and Zotero all read as a report."""

import re
from collections.abc import Sequence
from typing import Final

from assistant.anchor import anchor_of
from assistant.cite.chinese import page_range, remarks
from assistant.cite.facts import proof
from assistant.cite.reference import GENRE, Reference

_SPECIAL: Final = {
    "\\": r"{\textbackslash}", "~": r"{\textasciitilde}", "^": r"{\textasciicircum}",
    **{sign: f"\\{sign}" for sign in "#$%&_{}"},
}  # fmt: skip
_LONE: Final = _SPECIAL | {"{": r"{\textbraceleft}", "}": r"{\textbraceright}"}
"""Braces as words, where they do not make pairs: BibTeX counts them even after a backslash. Not every program knows the
words, so they are not used where there is no need."""
_JOINED: Final = re.compile(r"(?<=[-'`,<>?!])(?=[-'`,<>])")
"""Where TeX would make one sign of two."""
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NO_KEY: Final = re.compile(r"[^A-Za-z0-9-]+")


def bibtex(references: Sequence[Reference]) -> str:
    """An entry each. The proof stands in ``annote``, which no style prints."""
    return "\n".join(map(_entry, references))


def _entry(reference: Reference) -> str:
    day, note = reference.day, "，".join([*reference.path, *remarks(reference)])
    fields = {
        "author": f"{{{_authors(reference)}}}" if reference.authors.each else None,
        "title": f"{{{{{_escaped(reference.title or reference.name)}}}}}",
        "type": f"{{{GENRE}}}",
        "institution": f"{{{{{_escaped(reference.agency)}}}}}" if reference.agency else None,
        "year": f"{{{day[0]}}}" if day else None,
        "month": _MONTHS[day[1] - 1] if len(day) > 1 else None,
        "day": f"{{{day[2]}}}" if len(day) > 2 else None,
        "pages": f"{{{_escaped(page_range(reference.pages, True)).replace('–', '--')}}}" if reference.pages else None,
        "note": f"{{{_escaped(note)}}}" if note else None,
        "url": f"{{{reference.link}}}" if "://" in reference.link else None,
        "annote": f"{{{_escaped(proof(reference))}}}",
        "langid": "{chinese}",
    }
    rows = ",\n".join(f"  {name} = {value}" for name, value in fields.items() if value is not None)
    return f"@techreport{{{_key(reference)},\n{rows}\n}}\n"


def _authors(reference: Reference) -> str:
    """Each name in braces: Chinese names have no comma, and are not to be turned round."""
    names = reference.authors
    return " and ".join([*(f"{{{_escaped(name)}}}" for name in names.each), *(["others"] if names.more else [])])


def _key(reference: Reference) -> str:
    whole = [] if reference.whole else [str(anchor_of(reference.cited)).rpartition("-")[0]]
    return "-".join(["tripreport", _NO_KEY.sub("", reference.cited.report_id), *whole])


def _escaped(words: str) -> str:
    signs = _SPECIAL if _paired(words) else _LONE
    return "".join(signs.get(sign, sign) for sign in _JOINED.sub("\0", words)).replace("\0", "{}")


def _paired(words: str) -> bool:
    depth = 0
    for sign in words:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth < 0:
            return False
    return depth == 0
