"""CSL-JSON: what Zotero and every citation processor take; the facts lie in ``custom``, which is there for that."""

import json
from collections.abc import Sequence
from typing import Any

from assistant.anchor import anchor_of
from assistant.cite.chinese import page_range, remarks
from assistant.cite.facts import citation_json, proof
from assistant.cite.reference import GENRE, HALVES, Reference


def csl_json(references: Sequence[Reference]) -> str:
    """An array of items (csl-data.json 1.0.2), as the programs that read it want it."""
    return written([item(reference) for reference in references])


def facts_json(references: Sequence[Reference]) -> str:
    """Nothing but the facts: an object for one citation, an array for several."""
    facts = [citation_json(reference) for reference in references]
    return written(facts[0] if len(facts) == 1 else facts)


def item(reference: Reference) -> dict[str, Any]:
    """One item; what the report does not print has no field, and is named in ``note`` and ``custom``."""
    fields = {
        "id": f"{reference.cited.report_id}@{anchor_of(reference.cited)}",
        "type": "report",
        "title": reference.title or reference.name,
        "author": [{"literal": name} for name in reference.authors.each],  # taken apart, a Chinese name is turned round
        "publisher": reference.agency,
        "genre": GENRE,
        "issued": _issued(reference),
        "section": "，".join(reference.path),
        "page": page_range(reference.pages, True).replace("–", "-") if reference.pages else None,
        "language": "zh-TW",
        "URL": reference.link if "://" in reference.link else None,
        "note": "; ".join([*remarks(reference), proof(reference)]),
        "custom": citation_json(reference),
    }
    return {name: value for name, value in fields.items() if value}


def _issued(reference: Reference) -> dict[str, Any] | None:
    if reference.day:
        return {"date-parts": [list(reference.day)]}
    return {"literal": reference.date} if reference.date else None


def written(value: object) -> str:
    """JSON that is UTF-8 whatever a report says: half a surrogate pair is written as its escape."""
    made = json.dumps(value, ensure_ascii=False, indent=1)
    return HALVES.sub(lambda half: f"\\u{ord(half[0]):04x}", made) + "\n"
