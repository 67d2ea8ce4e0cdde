"""Several processes and threads at one library: each report once, each answer from one version, none of what went."""

import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.library import Library
from corpus.types import Answer, Document, RawFile
from tests.faults.conftest import Kitchen
from tests.faults.workload import LOOK, open_face, text_of

HERE = __name__
MARK = re.compile(r"第(\d+)(版|回)")
UPDATES, MANY_UPDATES = 8, 100


def text_with(number: int, kind: str) -> str:
    """A report every passage of which says which one of its versions it is of; some stand side by side."""
    place, subject = ("荷蘭", "垃圾費隨袋徵收") if kind == "版" else ("丹麥", "離岸風電")
    said = [f"這是{place}{subject}第{number}{kind}的第{n}句話，說明收費標準與執法方式。" for n in range(40)]
    text = text_of(place, "".join(said), f"{subject}第{number}{kind}" if kind == "回" else subject)
    return re.sub(r"(壹、目的\n\n)|(參、心得及建議\n\n)", rf"\g<0>第{number}{kind}：", text)


# --- what each process does


def ingesting(root: Path, say: Callable[[Any], None], names: list[str], at: float) -> None:
    """Ingest files, beginning at a time by the clock that all processes share."""
    time.sleep(max(0.0, at - time.monotonic()))
    done = open_face(root).ingest([root / "folder" / name for name in names])
    say([[Path(d.source).name, d.outcome.value] for d in done])


def asking(root: Path, say: Callable[[Any], None]) -> None:
    """Ask until told to stop; what was answered, and between which times."""
    ask_on(open_face(root), root / "stop", say)


def writing(root: Path, say: Callable[[Any], None], updates: int) -> None:
    """Replace one report again and again; bring another one in and out."""
    try:
        write_on(open_face(root), root, updates, say)
    finally:
        (root / "stop").touch()


def write_on(library: Library, root: Path, updates: int, say: Callable[[Any], None]) -> None:
    kept, comes_and_goes = root / "kept.txt", root / "comes_and_goes.txt"
    for number in range(1, updates + 1):
        kept.write_text(text_with(number, "版"), encoding="utf-8")
        library.ingest([kept])
        say({"gone": f"第{number - 1}版", "at": time.monotonic()})
        comes_and_goes.write_text(text_with(number, "回"), encoding="utf-8")
        (done,) = library.ingest([comes_and_goes])
        library.remove([done.report_id or ""])
        say({"gone": f"第{number}回", "at": time.monotonic()})


def ask_on(library: Library, stop: Path, say: Callable[[Any], None]) -> None:
    turn = 0
    while not stop.exists():
        question = ("荷蘭垃圾費的收費標準", "離岸風電的執法方式", "考察的目的", "第3版第5句話")[turn % 4]
        turn += 1
        began = time.monotonic()
        answer = library.ask(question, k=(3, 50)[turn % 2])
        marks = sorted({m.group() for h in answer.hits for m in MARK.finditer(h.text)})
        say({"began": began, "marks": marks, "wrong": wrong_in(answer), "hits": len(answer.hits)})


def wrong_in(answer: Answer) -> list[str]:
    """Hits whose text is not the slice of the one version that they are from, letter for letter."""
    wrong = []
    for hit in answer.hits:
        said = {m.groups() for m in MARK.finditer(hit.text)} or {m.groups() for m in MARK.finditer(hit.report_title)}
        texts = [text_with(int(number), kind) for number, kind in said]
        if said and (len(texts) != 1 or texts[0][hit.char_start : hit.char_end] != hit.text):
            wrong.append(f"{said}: {hit.text}")
    return wrong


# --- what must hold


def check(asked: list[dict[str, Any]], written: list[dict[str, Any]]) -> None:
    """No answer mixes versions, misquotes, or tells of what was gone before it was asked for."""
    gone = {line["gone"]: line["at"] for line in written}
    assert [line for line in asked if line["wrong"]] == []
    assert [line for line in asked if any(count > 1 for count in Counter(m[-1] for m in line["marks"]).values())] == []
    assert [line for line in asked for mark in line["marks"] if line["began"] > gone.get(mark, float("inf"))] == []
    assert len({mark for line in asked for mark in line["marks"]}) > 2, "nothing changed while it was asked"


def lines(told: dict[str, Any]) -> list[Any]:
    assert told["status"] == 0
    return list(told["said"])


def test_two_ingests_of_overlapping_folders_at_once_bring_each_report_in_once(kitchen: Kitchen, root: Path) -> None:
    folder = root / "folder"
    folder.mkdir()
    places = ["荷蘭", "丹麥", "挪威", "芬蘭", "瑞典", "德國"]
    names = [f"{place}.txt" for place in places]
    for place, name in zip(places, names, strict=True):
        (folder / name).write_text(text_of(place, f"{place}的作法"), encoding="utf-8")
    (folder / "副本.txt").write_bytes((folder / names[2]).read_bytes())
    (folder / "定稿.txt").write_text(text_of("挪威", "修訂後的作法"), encoding="utf-8")
    # the library is made by both of them, too
    shares = [[*names[:4], "定稿.txt"], ["副本.txt", *reversed(names[2:])], names[1:5]]
    at = time.monotonic() + 0.3
    told = kitchen.together(
        [{"job": f"{HERE}:ingesting", "root": str(root), "names": share, "at": at} for share in shares]
    )
    outcomes = [tuple(line) for t in told for line in lines(t)[0]]
    assert {outcome for _, outcome in outcomes} <= {"added", "updated", "unchanged"}
    assert Counter(outcome for _, outcome in outcomes)["added"] == len(places)
    found = kitchen.cook(LOOK, root)["said"][0]
    assert found["wrong"] == []
    assert len(found["state"]["report"]) == len(places)
    assert sorted(row["path"] for row in found["state"]["source"]) == sorted(map(str, folder.iterdir()))
    assert len(found["state"]["version"]) == len(places) + 1


def overtaken(root: Path, say: Callable[[Any], None]) -> None:
    """A file is read, and before it is saved another face has a copy of it in the library."""
    names = ("a.txt", "copy.txt")
    (root / "folder").mkdir()
    one, copy = (root / "folder" / name for name in names)
    one.write_text(text_of("荷蘭", "收費標準"), encoding="utf-8")
    copy.write_bytes(one.read_bytes())
    here, there = open_face(root), open_face(root)
    read = here._intake._read

    def slowly(raw: RawFile) -> Document:
        there.ingest([copy])
        return read(raw)

    here._intake._read = slowly
    say("begun")
    (done,) = here.ingest([one])
    with here._store.snapshot() as view:
        say([done.outcome.value, sorted(s.name for s in view.sources(done.report_id or ""))])


def test_a_file_whose_copy_another_process_was_quicker_with_is_one_more_file_of_that_report(
    kitchen: Kitchen, root: Path
) -> None:
    told = kitchen.cook(f"{HERE}:overtaken", root, seconds=15)
    assert told["status"] == 0, "it waits for itself"
    assert told["said"][1:] == [["unchanged", ["a.txt", "copy.txt"]]]


def crowd(kitchen: Kitchen, root: Path, updates: int) -> None:
    orders = [{"job": f"{HERE}:asking", "root": str(root)}] * 4
    *askers, writer = kitchen.together([*orders, {"job": f"{HERE}:writing", "root": str(root), "updates": updates}])
    asked = [line for told in askers for line in lines(told)]
    check(asked, lines(writer))
    found = kitchen.cook(LOOK, root)["said"][0]
    assert found["wrong"] == []
    assert [row["version"] for row in found["state"]["report"]] == [updates]


def test_questions_of_four_processes_during_an_ingest_are_each_answered_from_one_version(
    kitchen: Kitchen, root: Path
) -> None:
    crowd(kitchen, root, UPDATES)


@pytest.mark.slow
def test_the_same_for_a_long_time(kitchen: Kitchen, root: Path) -> None:
    crowd(kitchen, root, MANY_UPDATES)


def threads(root: Path, say: Callable[[Any], None], updates: int) -> None:
    """The same in one process: three threads and the writer share a face, and one has a face of its own."""
    shared = open_face(root)
    heard: list[tuple[str, Any]] = []
    failed: list[BaseException] = []

    def guarded(do: Callable[[], None]) -> None:
        try:
            do()
        except BaseException as error:
            failed.append(error)
            raise

    faces = [shared, shared, shared, open_face(root)]

    def asks(face: Library) -> Callable[[], None]:
        return lambda: ask_on(face, root / "stop", lambda line: heard.append(("asked", line)))

    askers = [threading.Thread(target=guarded, args=(asks(face),)) for face in faces]
    for asker in askers:
        asker.start()
    try:
        write_on(shared, root, updates, lambda line: heard.append(("written", line)))
    finally:
        (root / "stop").touch()
        for asker in askers:
            asker.join()
    if failed:
        raise failed[0]
    say(heard)


def test_questions_of_several_threads_during_an_ingest_are_each_answered_from_one_version(
    kitchen: Kitchen, root: Path
) -> None:
    (heard,) = lines(kitchen.cook(f"{HERE}:threads", root, updates=UPDATES))
    check(*([line for who, line in heard if who == kind] for kind in ("asked", "written")))
