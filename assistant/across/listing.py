"""What all reports say as JSON for programs and as text for a terminal. Pure."""

from dataclasses import asdict
from typing import Any, Final

from assistant.across.types import NOT_STATED, Across, By, Group, Silent
from assistant.cite import Reference, citation_json
from assistant.listing import expansion_text, hit_json, near_miss_text
from corpus.countries import country_codes, country_names
from corpus.types import Band, Hit

SILENT_NAMED: Final = 20
"""Groups without anything that are named in a terminal; the others are counted."""
_KINDS: Final = {
    By.REPORT: ("report", "reports"),
    By.YEAR: ("year", "years"),
    By.AGENCY: ("agency", "agencies"),
    By.COUNTRY: ("country", "countries"),
}


def across_json(across: Across) -> dict[str, Any]:
    """The contract of ``tripreport compare --json``; ``key`` is null where the forms do not say."""
    return {
        "question": across.question,
        "by": across.by.value,
        "answerable": across.band is not Band.NONE,
        "band": across.band.value,
        "near_misses": [asdict(miss) for miss in across.near_misses],
        "searched": across.searched,
        "complete": across.complete,
        "groups": [_group_json(group, across.by) for group in across.groups],
        "groups_left_out": across.left_out,
        "silent": [_silent_json(silent, across.by) for silent in across.silent],
        "nearest": [quoted_json(hit) for hit in across.nearest],
        "expansions": [asdict(expansion) for expansion in across.expansions],
    }


def quoted_json(hit: Hit) -> dict[str, Any]:
    """A hit with all that proves its quote."""
    return hit_json(hit) | {"cited": citation_json(Reference(hit.cited))}


def _group_json(group: Group, by: By) -> dict[str, Any]:
    return {
        "key": group.key or None,
        "name": name_of(group, by),
        "printed_as": list(group.printed),
        "reports": group.reports,
        "reports_saying": group.saying,
        "hits": [quoted_json(hit) for hit in group.hits],
    }


def _silent_json(silent: Silent, by: By) -> dict[str, Any]:
    return {"key": silent.key or None, "name": name_of(silent, by), "reports": silent.reports}


def name_of(group: Group | Silent, by: By) -> str:
    """What a group is called in English and Chinese."""
    if group.key == NOT_STATED:
        return "(not stated)"
    if by is By.COUNTRY and group.key in country_codes():
        return " ".join(country_names(group.key))
    return group.name


def across_text(across: Across) -> str:
    """For a terminal: the verdict, each group with its passages, and what was found nowhere."""
    parts = [*map(near_miss_text, across.near_misses), _verdict(across)]
    parts += [_group_text(group, across.by) for group in across.groups]
    parts += [_hit_text(hit) for hit in across.nearest]
    return "\n\n".join(filter(None, [*parts, _rest(across), *map(expansion_text, across.expansions)]))


def _verdict(across: Across) -> str:
    count = len(across.groups) + across.left_out
    one, many = _KINDS[across.by]
    if across.band is Band.NONE:
        nearest = " The nearest passages:" if across.nearest else ""
        return f"查無依據 (none of {across.searched} reports says it).{nearest}"
    said = f"{count} {one if count == 1 else many}, of {count + len(across.silent)}, of {across.searched} reports"
    return f"Found in {said}" + ("; read the passages before you cite:" if across.band is Band.UNSURE else ":")


def _group_text(group: Group, by: By) -> str:
    facts = [] if by is By.REPORT else [f"{group.saying} of {group.reports} reports"]
    facts += [f"printed as {'、'.join(group.printed)}"] if group.printed else []
    head = f"## {name_of(group, by)}" + (f" ({'; '.join(facts)})" if facts else "")
    return "\n\n".join([head, *map(_hit_text, group.hits)])


def _hit_text(hit: Hit) -> str:
    return f"{hit.rank}. {hit.text.strip()}\n   — {hit.citation}"


def _rest(across: Across) -> str:
    """What is not shown: groups beyond the number, groups that say nothing, and whether there may be more."""
    _, many = _KINDS[across.by]
    lines = []
    if across.left_out:
        lines.append(f"{across.left_out} more {many} say something: ask for more with --groups.")
    if across.silent:
        names = [name_of(silent, across.by) for silent in across.silent[:SILENT_NAMED]]
        more = f" and {len(across.silent) - SILENT_NAMED} more" if len(across.silent) > SILENT_NAMED else ""
        lines.append(f"Nothing found in {len(across.silent)} {many}: {'; '.join(names)}{more}.")
    if not across.complete:
        lines.append("More reports may say something than were looked at closely: narrow them with filters.")
    return "\n".join(lines)
