"""What of a report is kept as JSON, both ways. A record of an older version lacks what came later."""

import json
from dataclasses import asdict
from functools import lru_cache

from corpus.types import Conflict, Destination, Field, FrontMatter, Notice, NoticeKind, Traveller


def front_json(front: FrontMatter) -> str:
    """``front`` as it is stored."""
    return json.dumps(asdict(front), ensure_ascii=False)


@lru_cache(maxsize=4096)
def front_from(stored: str) -> FrontMatter:
    """What :func:`front_json` was given. The same reports are looked at by every question."""
    read = json.loads(stored)
    return FrontMatter(
        {key: Field(**found) for key, found in read["fields"].items()},
        read["iso"],
        tuple(Traveller(**row) for row in read.get("travellers", ())),
        tuple(Destination(**row) for row in read.get("destinations", ())),
        tuple(Conflict(row["key"], Field(**row["cover"]), Field(**row["form"])) for row in read.get("conflicts", ())),
    )


def notices_from(stored: str) -> tuple[Notice, ...]:
    """The notices of a document."""
    return tuple(Notice(NoticeKind(n["kind"]), n["page"], n["detail"]) for n in json.loads(stored))
