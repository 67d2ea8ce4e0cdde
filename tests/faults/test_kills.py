"""Killed at any moment, a library is in one of the states that it goes through anyway, and goes on from there."""

import os
import random
import shutil
import signal
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import faiss
import pytest
import tantivy

from corpus.store import Store
from ingest.pipeline import Ingested, Outcome
from tests.faults.conftest import Kitchen
from tests.faults.workload import COMMANDS, LOOK, ids_of, state_of

HERE = __name__
SEED = 20240607
KILLS, MANY_KILLS = 12, 220
ROWS = ("sql SELECT", "sql INSERT", "sql DELETE", "sql UPDATE", "sql PRAGMA", "sql CREATE")
"""Most events; inside a transaction one is as good as another, so they get half of the kills."""
LONG = ("sql COMMIT", "tantivy commit", "tantivy wait_merging_threads", "write_index", "replace")
"""What lasts, so that a kill shortly after it began may come in its middle."""


# --- being killed


class Events:
    """Counts what a process does to its disk, by name, and kills it at the one that is wanted.

    With ``delay`` (seconds) the kernel kills it so much later, wherever it is then: in SQLite's commit, say.
    """

    def __init__(self, kill_at: int | None, delay: float) -> None:
        self.names: list[str] = []
        self._kill_at, self._delay = kill_at, delay

    def __call__(self, name: str) -> None:
        self.names.append(name)
        if len(self.names) != self._kill_at:
            return
        if not self._delay:
            os.kill(os.getpid(), signal.SIGKILL)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)  # no handler: the kernel ends the process as SIGKILL does
        signal.setitimer(signal.ITIMER_REAL, self._delay)

    def install(self) -> None:
        """Hear of everything from now on, in this process."""
        connect = sqlite3.connect

        def connected(*args: Any, **kwargs: Any) -> sqlite3.Connection:
            db = connect(*args, **kwargs)
            db.set_trace_callback(lambda sql: self("sql " + sql.partition(" ")[0]))
            return db

        sqlite3.connect = connected  # type: ignore[assignment]
        for owner, name in (
            (os, "replace"), (os, "rename"), (os, "fsync"), (os, "unlink"), (os, "rmdir"), (os, "mkdir"),
            (Path, "write_text"), (Path, "write_bytes"), (faiss, "write_index"),
        ):  # fmt: skip
            setattr(owner, name, self._heard(name, getattr(owner, name)))
        opened = tantivy.Index
        tantivy.Index = lambda *args, **kwargs: _Told(opened(*args, **kwargs), self, ("writer",))

    def _heard(self, name: str, do: Callable[..., Any]) -> Callable[..., Any]:
        def heard(*args: Any, **kwargs: Any) -> Any:
            self(name)
            return do(*args, **kwargs)

        return heard


class _Told:
    """Stands before one of Tantivy's objects, whose class cannot be changed."""

    def __init__(self, behind: Any, events: Events, names: tuple[str, ...]) -> None:
        self._behind, self._events, self._names = behind, events, names

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._behind, name)
        if name == "writer":
            return lambda *args, **kwargs: _Told(
                found(*args, **kwargs), self._events, ("add_document", "commit", "wait_merging_threads")
            )
        return self._events._heard(f"tantivy {name}", found) if name in self._names else found


def live(root: Path, say: Callable[[Any], None], first: int = 0, look: bool = False, **kill: Any) -> None:
    """Run the commands from ``first`` on; ``say`` hears after each file and each command that it is done.

    With ``look`` it hears what the library holds then, and after a commit of `sync` too, which does not tell of each.
    """
    (root / "folder").mkdir(parents=True, exist_ok=True)
    events = Events(kill.get("event"), kill.get("delay", 0.0))
    at = [first]

    def done(told: bool) -> None:
        path = root / "library" / "library.sqlite"
        held = {"state": state_of(path), "ids": ids_of(path)} if look else {}
        if told or COMMANDS[at[0]].name.startswith("sync"):
            say({"command": at[0], "told": told, **held})

    if look:
        _hear_commits(lambda: done(told=False))
    else:
        events.install()
    say("ready")
    for command in COMMANDS[first:]:
        count = len(events.names)
        command.prepare(root / "folder")
        del events.names[count:]  # what a user does to his own files is no event of ours
        command.act(root, lambda outcome: _told(outcome, done))
        at[0] += 1
        done(told=True)
    say({"events": events.names})


def _told(outcome: Ingested, done: Callable[[bool], None]) -> None:
    if outcome.outcome is Outcome.FAILED:
        raise AssertionError(outcome)
    done(True)


def _hear_commits(hear: Callable[[], None]) -> None:
    transaction = Store._transaction

    @contextmanager
    def heard(self: Store) -> Iterator[sqlite3.Connection]:
        with transaction(self) as db:
            yield db
        hear()

    Store._transaction = heard  # type: ignore[method-assign, assignment]


# --- what must hold


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
    shutil.rmtree(root, ignore_errors=True)
    looked = points(kitchen.cook(f"{HERE}:live", root, look=True))
    final = only(kitchen.cook(LOOK, root))
    assert final["wrong"] == []
    assert final["state"] == looked[-1]["state"]
    shutil.rmtree(root)
    dry = kitchen.cook(f"{HERE}:live", root)
    assert only(kitchen.cook(LOOK, root))["state"] == final["state"]
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
    """In turn: at any event, at one that is no row, after a commit, a little after one that lasts, and at any time."""
    numbered = list(enumerate(course.events, start=1))
    match number % 5:
        case 0:
            return {"event": rng.choice(numbered)[0]}
        case 1:
            return {"event": rng.choice([n for n, name in numbered if name not in ROWS])}
        case 2:
            return rng.choice(after_commits(course))
        case 3:
            name = rng.choice(LONG)
            event = rng.choice([n for n, found in numbered if found == name])
            return {"event": event, "delay": 10 ** rng.uniform(-4.5, -2)}
        case _:
            return {"seconds": rng.uniform(0, course.seconds)}


def after_commits(course: Course) -> list[dict[str, Any]]:
    """A kill at what comes next after each commit: before anybody hears of it, or between two that belong together."""
    return [{"event": n + 1} for n, name in enumerate(course.events, start=1) if name == "sql COMMIT"]


def trial(kitchen: Kitchen, course: Course, kill: dict[str, Any]) -> tuple[bool, list[str]]:
    """Whether the kill came in time, and what was wrong after it."""
    root = kitchen.root / "life"
    shutil.rmtree(root, ignore_errors=True)
    told = kitchen.cook(f"{HERE}:live", root, **kill)
    done = points(told)
    if told["status"] == 0:
        return False, []
    assert told["status"] in (signal.SIGKILL, signal.SIGALRM), told
    copy = kitchen.root / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(root, copy) if root.exists() else copy.mkdir()
    found = only(kitchen.cook(LOOK, copy))
    wrong = [f"after the kill: {w}" for w in found["wrong"]]
    may_be = course.after(len(done))
    if found["state"] not in [p["state"] for p in may_be]:
        wrong.append(f"not the state after {done[-1:]}, or one on: {differences(found['state'], may_be[0]['state'])}")
    return True, wrong + resumed(kitchen, course, root, may_be[0]["command"], found["ids"])


def resumed(kitchen: Kitchen, course: Course, root: Path, first: int, ids: dict[str, str]) -> list[str]:
    """The command that was killed is given again, and all that follow."""
    went = points(kitchen.cook(f"{HERE}:live", root, first=first, look=True))
    wrong = named_anew(ids, went)
    again, whole = (next(p for p in run if p["command"] == first + 1) for run in (went, course.points))
    if again["state"] != whole["state"]:
        wrong.append(f"given again, {COMMANDS[first].name}: {differences(again['state'], whole['state'])}")
    anew = COMMANDS[first].name == "restore"  # there every number is new, so that none is used twice
    if not anew and (changed := changed_ids(ids, again["ids"])):
        wrong.append(f"passages that did not change have new ids: {changed}")
    final = only(kitchen.cook(LOOK, root))
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
    return [
        w for w in there if {i for i, x in before.items() if x == w}.isdisjoint(i for i, x in after.items() if x == w)
    ]


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

    def some(course: Course, number: int) -> Iterator[dict[str, Any]]:
        for turn in range(number, 2 * count, len(kitchens)):  # twice as many turns, for some kills come too late
            if tally.kills < count:
                yield kill_for(course, random.Random(f"{seed} {turn}"), turn // len(kitchens))

    tally = Tally()
    return shared(kitchens, some, tally)


def shared(kitchens: list[Kitchen], kills: Callable[[Course, int], Iterable[dict[str, Any]]], tally: Tally) -> Tally:
    """Each kitchen its share: what ``kills`` gives for its course and its number."""

    def share(number: int) -> None:
        course = reference(kitchens[number])
        for kill in kills(course, number):
            came, wrong = trial(kitchens[number], course, kill)
            tally.kills += came
            tally.wrong += [f"{kill}: {w}" for w in wrong]

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
    print(f"\n# {tally.kills} kills, {len(tally.wrong)} wrong states")
    assert tally.wrong == []
    assert tally.kills >= MANY_KILLS


@pytest.mark.slow
def test_the_same_right_after_every_single_commit(kitchens: list[Kitchen]) -> None:
    tally = shared(kitchens, lambda course, number: after_commits(course)[number :: len(kitchens)], Tally())
    print(f"\n# {tally.kills} kills right after a commit, {len(tally.wrong)} wrong states")
    assert tally.wrong == []
    assert tally.kills > 30
