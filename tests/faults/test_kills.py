"""Killed at any moment, a library is in one of the states that it goes through anyway, and goes on from there."""

import random
import shutil
import signal
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.faults.conftest import Kitchen
from tests.faults.workload import COMMANDS

SEED = 20240607
KILLS, MANY_KILLS = 24, 220
ROWS = ("sql SELECT", "sql INSERT", "sql DELETE", "sql UPDATE", "sql PRAGMA", "sql CREATE")
"""Most events; inside a transaction one is as good as another, so they get half of the kills."""
LONG = ("sql COMMIT", "tantivy commit", "tantivy wait_merging_threads", "write_index", "replace")
"""What lasts, so that a kill shortly after it began may come in its middle."""


@dataclass(frozen=True)
class Course:
    """A life that nobody ended: its state after each file and each command, and what it did to the disk."""

    points: list[dict[str, Any]]
    events: list[str]
    seconds: float
    answers: list[Any]

    def after(self, told: int) -> list[dict[str, Any]]:
        """From the point that was the last to be told, to the next that would have been."""
        at = [n for n, p in enumerate(self.points) if p["told"]]
        return self.points[at[told] : at[told + 1] + 1]


@dataclass
class Tally:
    kills: int = 0
    wrong: list[str] = field(default_factory=list)


def reference(kitchen: Kitchen) -> Course:
    """Both runs at one place: paths are part of what is stored."""
    root = kitchen.root / "life"
    looked = points(kitchen.cook("live", root, look=True))
    final = only(kitchen.cook("look", root))
    assert final["wrong"] == []
    assert final["state"] == looked[-1]["state"]
    shutil.rmtree(root)
    dry = kitchen.cook("live", root)
    assert only(kitchen.cook("look", root))["state"] == final["state"]
    shutil.rmtree(root)
    before = {"command": 0, "told": True, "state": {table: [] for table in final["state"]}}
    return Course([before, *looked], dry["said"][-1]["events"], dry["took"], final["answers"])


def points(told: dict[str, Any]) -> list[dict[str, Any]]:
    return [line for line in told["said"] if isinstance(line, dict) and "command" in line]


def only(told: dict[str, Any]) -> dict[str, Any]:
    (line,) = told["said"]
    assert isinstance(line, dict)
    return line


def kill_for(course: Course, rng: random.Random, number: int) -> dict[str, Any]:
    """In turn: at any event, at one that is no row, a little after one that lasts, and at any time."""
    numbered = list(enumerate(course.events, start=1))
    match number % 4:
        case 0:
            return {"event": rng.choice(numbered)[0]}
        case 1:
            return {"event": rng.choice([n for n, name in numbered if name not in ROWS])}
        case 2:
            name = rng.choice(LONG)
            event = rng.choice([n for n, found in numbered if found == name])
            return {"event": event, "delay": 10 ** rng.uniform(-4.5, -2)}
        case _:
            return {"seconds": rng.uniform(0, course.seconds)}


def trial(kitchen: Kitchen, course: Course, kill: dict[str, Any]) -> tuple[bool, list[str]]:
    """Whether the kill came in time, and what was wrong after it."""
    root = kitchen.root / "life"
    shutil.rmtree(root, ignore_errors=True)
    told = kitchen.cook("live", root, **kill)
    done = points(told)
    if told["status"] == 0:
        return False, []
    assert told["status"] in (signal.SIGKILL, signal.SIGALRM), told
    copy = kitchen.root / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(root, copy) if root.exists() else copy.mkdir()
    found = only(kitchen.cook("look", copy))
    wrong = [f"after the kill: {w}" for w in found["wrong"]]
    may_be = course.after(len(done))
    if found["state"] not in [p["state"] for p in may_be]:
        wrong.append(f"not the state after {done[-1:]}, or one on: {differences(found['state'], may_be[0]['state'])}")
    return True, wrong + resumed(kitchen, course, root, may_be[0]["command"], found["ids"])


def resumed(kitchen: Kitchen, course: Course, root: Path, first: int, ids: dict[str, str]) -> list[str]:
    """The command that was killed is given again, and all that follow."""
    went = points(kitchen.cook("live", root, first=first, look=True))
    wrong = named_anew(ids, went)
    again, whole = (next(p for p in run if p["command"] == first + 1) for run in (went, course.points))
    if again["state"] != whole["state"]:
        wrong.append(f"given again, {COMMANDS[first].name}: {differences(again['state'], whole['state'])}")
    if changed := changed_ids(ids, again["ids"]):
        wrong.append(f"passages that did not change have new ids: {changed}")
    final = only(kitchen.cook("look", root))
    wrong += [f"in the end: {w}" for w in final["wrong"]]
    wrong += [f"in the end there is still {name}" for name in final["left"]]
    if final["state"] != course.points[-1]["state"]:
        wrong.append(f"the end is another one: {differences(final['state'], course.points[-1]['state'])}")
    elif final["answers"] != course.answers:
        wrong.append("the answers in the end are others")
    return wrong


def named_anew(ids: dict[str, str], went: list[dict[str, Any]]) -> list[str]:
    """Ids that named one passage and name another one later."""
    named = dict(ids)
    wrong = []
    for point in went:
        wrong += [f"id {i} was {named[i]}, is {what}" for i, what in point["ids"].items() if named.get(i, what) != what]
        named |= point["ids"]
    return wrong


def changed_ids(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """Passages that are there before and after, under other ids."""
    there = set(before.values()) & set(after.values())
    return [w for w in there if {i for i, x in before.items() if x == w}.isdisjoint(i for i, x in after.items() if x == w)]


def differences(one: dict[str, list[Any]], other: dict[str, list[Any]]) -> str:
    """By table: what only the one has, and only the other."""
    return "; ".join(
        f"{table}: {[r for r in one.get(table, []) if r not in other.get(table, [])]}"
        f" for {[r for r in other.get(table, []) if r not in one.get(table, [])]}"
        for table in sorted(one.keys() | other.keys())
        if one.get(table) != other.get(table)
    )[:1000]


def killed(kitchens: list[Kitchen], count: int, seed: int) -> Tally:
    """``count`` kills, shared among the kitchens."""
    tally = Tally()

    def share(number: int) -> None:
        kitchen = kitchens[number]
        course = reference(kitchen)
        for turn in range(number, 2 * count, len(kitchens)):  # twice as many turns, for some kills come too late
            if tally.kills >= count:
                return
            kill = kill_for(course, random.Random(f"{seed} {turn}"), turn // len(kitchens))
            came, wrong = trial(kitchen, course, kill)
            tally.kills += came
            tally.wrong += [f"seed {seed}, turn {turn}, {kill}: {w}" for w in wrong]

    with ThreadPoolExecutor(len(kitchens)) as pool:
        list(pool.map(share, range(len(kitchens))))
    return tally


def test_a_library_that_is_killed_at_any_event_or_time_loses_nothing_and_goes_on(kitchens: list[Kitchen]) -> None:
    tally = killed(kitchens, KILLS, SEED)
    assert tally.wrong == []
    assert tally.kills >= KILLS


@pytest.mark.slow
def test_the_same_of_hundreds_of_kills(kitchens: list[Kitchen]) -> None:
    tally = killed(kitchens, MANY_KILLS, SEED + 1)
    assert tally.wrong == []
    assert tally.kills >= MANY_KILLS
