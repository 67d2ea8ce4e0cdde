"""What is shown of what was found: neighbours as one stretch, a whole chapter or day in order, the same text once."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.ask import MOST_HITS
from assistant.evaluation.systems import Bench
from assistant.gather import ALIKE, LEAST_TEXT, LONGEST, MERGE_DEPTH, Gathered, gather, same_text
from assistant.library import Library
from assistant.settings import Settings
from assistant.wiring import bench_with
from corpus.days import Day
from corpus.filters import Filters
from corpus.store import EmbeddedPassage, EmbeddingModel, Store, passage_digest
from corpus.types import (
    Answer,
    Document,
    Field,
    FrontMatter,
    Hit,
    Outline,
    Passage,
    PassageId,
    PassageKind,
    RawFile,
    Report,
    Scored,
    Section,
    SectionKind,
    Window,
)
from corpus.view import View
from index.asked import Asked
from index.chapters import Chapter
from index.question import understand
from index.search import Candidate, Found, SearchOptions
from index.wanted import REPORT_BONUS, Wanted
from index.whole import WHOLE_LIMIT, whole
from tests.fakes import HashEmbedder

OneText = Callable[[Bench, str, str], tuple[Hit, ...]]

STATIONS = "".join(
    f"第{number}座岸電變電站於{quay}碼頭供應{ship}船接電，容量與費率由港務局於每{when}公告並刊登公報。"
    for number, quay, ship, when in zip(
        "甲乙丙丁戊己庚辛壬癸子丑",
        "東南西北中上下左右前後內",
        "貨客油漁軍駁渡拖氣礦冰測",
        "春夏秋冬晨昏晝夜朝暮旬月",
        strict=True,
    )
)
PURPOSE = "了解歐洲港口之法規制度，作為我國推動綠色港埠之參考，並蒐集各港推動經驗。"
HOME = "感謝駐外館處同仁協助安排各項拜會與接送事宜，全團於週末清晨平安抵達桃園機場。"
CENTRE = (
    "本中心成立於 2015 年，為非營利組織，每年舉辦兩次跨國演練，邀集能源、金融與電信業者共同參與，並將演練結果"
    "彙整為改善建議送交各主管機關追蹤列管，另設置二十四小時通報窗口，提供事件諮詢與鑑識服務，所需經費由會員分攤。"
)
ADVICE = "港務公司宜編列預算逐年建置，並訂定船舶接電費率優惠辦法以提高使用率，另洽電力公司規劃饋線容量。"
CHAPTER = "參、心得及建議"


def cover(title: str, author: str, country: str, trip: str, written: str) -> str:
    return (
        f"出國報告（出國類別：考察）\n\n{title}\n\n服務機關：交通部航港局\n姓名職稱：{author}\n派赴國家：{country}\n"
        f"出國期間：{trip}\n報告日期：{written}\n\n"
    )


def advice(port: str, points: int) -> str:
    return "\n\n".join(f"建議第{n}項：{port}{ADVICE}" for n in range(1, points + 1))


def chapters(**parts: str) -> str:
    """A report of three chapters, some of them with other words."""
    said = {"purpose": PURPOSE, "course": "抵達後拜會港務局，聽取燃料補給簡報。", "advice": HOME} | parts
    return f"壹、目的\n\n{said['purpose']}\n\n貳、過程\n\n{said['course']}\n\n{CHAPTER}\n\n{said['advice']}\n"


DUTCH = cover("赴荷蘭考察港口岸電報告", "王小明 技正", "荷蘭", "112年5月1日至112年5月7日", "112年7月1日")
JAPANESE = cover("赴日本考察橫濱港岸電報告", "李大華 科長", "日本", "108年3月4日至108年3月9日", "108年5月1日")
KOREAN = cover("赴韓國考察釜山港岸電報告", "陳中和 專員", "韓國", "109年9月4日至109年9月9日", "109年11月1日")
TRIPS = {
    "赴荷蘭考察港口岸電報告": DUTCH + chapters(advice=advice("鹿特丹", 8)),
    "赴日本考察橫濱港岸電報告": JAPANESE + chapters(advice=advice("橫濱", 30)),
    "赴韓國考察釜山港岸電報告": KOREAN + chapters(advice=advice("釜山", 110)),
}


def file_of(name: str, text: str) -> RawFile:
    data = text.encode("utf-8")
    return RawFile(f"{name}.txt", f"/reports/{name}.txt", data, sha256(data).hexdigest())


def bench_in(folder: Path, models: Path) -> Bench:
    settings, embedder = Settings(folder, models=models), HashEmbedder()
    store = Store(settings.library / "library.sqlite")
    store.claim_model(EmbeddingModel(embedder.name, embedder.fingerprint, embedder.dimensions))
    return bench_with(settings, store, embedder)


@pytest.fixture
def bench(tmp_path: Path, models: Path) -> Bench:
    """A library that can be asked with steps switched off."""
    return bench_in(tmp_path / "bench", models)


@pytest.fixture(scope="module")
def trips(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Bench:
    """Three reports that say nearly the same in chapters of the same name; for tests that only ask."""
    made = bench_in(tmp_path_factory.mktemp("trips"), models)
    put(made.library, TRIPS)
    return made


def put(library: Library, texts: Mapping[str, str]) -> list[str]:
    """Ingest texts under their names; the ids of their reports."""
    outcomes = library.ingest(file_of(name, text) for name, text in texts.items())
    assert all(outcome.report_id for outcome in outcomes)
    return [str(outcome.report_id) for outcome in outcomes]


def hits_of(bench: Bench, question: str, k: int = 5, only: str | None = None, **options: bool) -> list[Hit]:
    """The hits, in the report of the title ``only`` where that is given."""
    among = [one.id for one in bench.library.reports() if one.title == only] if only else None
    return list(bench.asking_with(SearchOptions(**options)).ask(question, k, Filters(among and tuple(among))).hits)


def found_of(bench: Bench, question: str) -> Found:
    return bench.asking_with(SearchOptions()).look_up(understand(question), 5)[0]


# ---------- gather alone: a store with passages made to measure, and a ranking made up


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store.sqlite")


def save(
    store: Store,
    sections: Mapping[str, Sequence[str]],
    name: str = "a",
    between: str = "\n",
    kinds: Mapping[str, PassageKind] | None = None,
) -> str:
    """Keep a report of these sections, a passage for each text, numbered 1, 2, … in an empty store; its text."""
    text = ""
    outline: list[Section] = []
    passages: list[Passage] = []
    for number, (heading, bodies) in enumerate(sections.items()):
        start = len(text)
        text += f"{heading}\n"
        for body in bodies:
            at, end = len(text), len(text) + len(body)
            kind = (kinds or {}).get(body, PassageKind.TEXT)
            passages.append(Passage(len(passages), number, kind, at, end, None, (Window(at, end),)))
            text += body + between
        outline.append(
            Section(number, None, 1, None, None, heading, SectionKind.BODY, start, start + len(heading), len(text),
                    len(text), (heading,))
        )  # fmt: skip
    report = Report(
        f"{name}.txt", f"/{name}.txt", name * 64, Document(text, "utf-8", "text/plain"), Outline(tuple(outline)),
        FrontMatter({"title": Field(f"報告{name}", 0, 0)}),
    )  # fmt: skip
    vector = np.ones(4, dtype=np.float32)
    embedded = [
        EmbeddedPassage(p, passage_digest((name, str(p.ordinal)), ""), vector, vector[None, :]) for p in passages
    ]
    store.save(report, embedded, None)
    return text


def ranked(order: Sequence[int], whole: Sequence[int] = (), alike: Sequence[tuple[int, int]] = ()) -> Found:
    """The passages in this order of merit; each has a score that tells its place."""
    candidates = tuple(
        Candidate(PassageId(i), 1 - rank / 100, rank, 1 - rank / 100, None, 0.0, (0.5,))
        for rank, i in enumerate(order, start=1)
    )
    pairs = tuple((PassageId(a), PassageId(b)) for a, b in alike)
    return Found(candidates, 0.5, 0.1, whole=tuple(map(PassageId, whole)), alike=pairs)


def in_place(found: Found, view: View) -> Found:
    """As the search finds it: with where the candidates stand."""
    return replace(found, placed=view.placed([c.id for c in found.candidates]))


def gathered(store: Store, found: Found, wanted: int = 9, **options: bool) -> list[Gathered]:
    with store.snapshot() as view:
        items, complete = gather(in_place(found, view), view, wanted, SearchOptions(**options))
    assert complete
    return items


def texts(items: Sequence[Gathered]) -> list[str]:
    return ["".join(item.located.text.split("\n")) for item in items]


def test_neighbours_become_one_stretch_in_reading_order_whichever_came_first(store: Store) -> None:
    text = save(store, {"壹": ["甲" * 100, "乙" * 100], "貳": ["丙" * 100]})
    for order in ([1, 3, 2], [2, 3, 1]):
        first, second = gathered(store, ranked(order))
        assert first.located.text == f"{'甲' * 100}\n{'乙' * 100}"
        assert text[first.located.passage.start : first.located.passage.end] == first.located.text
        assert first.candidate.id == order[0], "the better one stands for both"
        assert first.located.section_path == ("壹",)
        assert texts([second]) == ["丙" * 100]


def test_a_stretch_has_the_windows_of_all_its_passages(store: Store) -> None:
    save(store, {"壹": ["甲" * 100, "乙" * 100]})
    (both,) = gathered(store, ranked([2, 1]))
    assert [(w.start, w.end) for w in both.located.windows] == [(2, 102), (103, 203)]
    assert len(both.candidate.window_scores) == 2


def test_merging_can_be_switched_off(store: Store) -> None:
    save(store, {"壹": ["甲" * 100, "乙" * 100]})
    assert texts(gathered(store, ranked([2, 1]), merge=False)) == ["乙" * 100, "甲" * 100]


def test_a_stretch_may_be_as_long_as_the_longest_and_no_longer(store: Store) -> None:
    half = LONGEST // 2
    save(store, {"壹": ["甲" * half, "乙" * (LONGEST - half - 1)], "貳": ["丙" * half, "丁" * (LONGEST - half)]})
    assert [len(item.located.text) for item in gathered(store, ranked([1, 2, 3, 4]))] == [LONGEST, half, LONGEST - half]


def test_a_stretch_that_is_full_leaves_the_next_neighbour_a_hit_of_its_own(store: Store) -> None:
    save(store, {"壹": ["甲" * 500, "乙" * 500, "丙" * 500]})
    assert texts(gathered(store, ranked([2, 1, 3]))) == ["甲" * 500 + "乙" * 500, "丙" * 500]


def test_passages_of_two_sections_stay_two(store: Store) -> None:
    save(store, {"壹": ["甲" * 100], "貳": ["乙" * 100]}, between="")
    assert texts(gathered(store, ranked([1, 2]))) == ["甲" * 100, "乙" * 100]


def test_passages_of_two_reports_stay_two(store: Store) -> None:
    save(store, {"壹": ["甲" * 100]}, "a")
    save(store, {"壹": ["丙" * 100, "乙" * 100]}, "b")
    assert texts(gathered(store, ranked([1, 3]))) == ["甲" * 100, "乙" * 100]


def test_passages_of_two_kinds_stay_two(store: Store) -> None:
    slide = "slide " * 20
    save(store, {"壹": ["甲" * 100, slide]}, kinds={slide: PassageKind.SLIDE})
    assert len(gathered(store, ranked([1, 2]))) == 2


def test_passages_with_a_third_between_them_stay_two(store: Store) -> None:
    save(store, {"壹": ["甲" * 100, "乙" * 100, "丙" * 100]})
    assert texts(gathered(store, ranked([1, 3]))) == ["甲" * 100, "丙" * 100]


def test_only_blanks_may_stand_between_what_is_put_together(store: Store) -> None:
    save(store, {"壹": ["甲" * 100, "乙" * 100]}, "a", between="\n\f \u3000\n")
    save(store, {"壹": ["丙" * 100, "丁" * 100]}, "b", between="\n- 12 -\n")
    for order in ([1, 2, 3, 4], [2, 1, 4, 3]):
        assert [len(item.located.text) for item in gathered(store, ranked(order))] == [205, 100, 100]


def test_a_passage_that_closes_a_gap_makes_one_of_both_sides_in_the_better_place(store: Store) -> None:
    save(store, {"壹": ["甲" * 100, "乙" * 100, "丙" * 100], "貳": ["丁" * 100]})
    assert texts(gathered(store, ranked([3, 4, 1, 2]))) == ["甲" * 100 + "乙" * 100 + "丙" * 100, "丁" * 100]
    assert texts(gathered(store, ranked([4, 1, 3, 2]))) == ["丁" * 100, "甲" * 100 + "乙" * 100 + "丙" * 100]


def test_a_neighbour_far_down_the_ranking_joins_nothing(store: Store) -> None:
    others = MERGE_DEPTH - 2
    save(store, {"壹": ["甲" * 100, "乙" * 100]} | {f"第{n}": [f"{n}" * 100] for n in range(others + 1)})
    near = [1, *range(3, 3 + others), 2]
    assert texts(gathered(store, ranked(near), wanted=1)) == ["甲" * 100 + "乙" * 100]
    far = [1, *range(3, 4 + others), 2]
    assert texts(gathered(store, ranked(far), wanted=1)) == ["甲" * 100]


def test_a_neighbour_joins_although_all_places_are_taken(store: Store) -> None:
    save(store, {"壹": ["甲" * 100, "乙" * 100], "貳": ["丙" * 100], "參": ["丁" * 100]})
    assert texts(gathered(store, ranked([1, 3, 4, 2]), wanted=2)) == ["甲" * 100 + "乙" * 100, "丙" * 100]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Twelve passages of four sections in two reports."""
    store = Store(tmp_path_factory.mktemp("shelf") / "store.sqlite")
    save(
        store, {"壹": ["甲" * 400, "乙" * 400, "丙" * 300, "丁" * 90, "戊" * 10], "貳": ["己" * 100, "庚" * 1300]}, "a"
    )
    save(store, {"壹": ["辛" * 50, "壬" * 50, "癸" * 50], "貳": ["子" * 50, "丑" * 50]}, "b")
    return store


@given(st.permutations(range(1, 13)), st.booleans())
def test_whatever_the_ranking_everything_is_shown_once_and_the_best_first(
    shelf: Store, order: list[int], merge: bool
) -> None:
    items = gathered(shelf, ranked(order), 12, merge=merge)
    shown: list[int] = []
    places: list[int] = []
    with shelf.snapshot() as view:
        reports = {r.id: view.text(r.id) for r in view.reports()}
        passages = [(r, i, p) for r in reports for i, p in view.passages(r)]
    for item in items:
        here, start, end = item.located.report.id, item.located.passage.start, item.located.passage.end
        inside = [(i, p.section) for r, i, p in passages if r == here and start <= p.start and p.end <= end]
        shown += [i for i, _ in inside]
        places.append(min(order.index(i) for i, _ in inside))
        assert item.located.text == reports[here][start:end]
        assert len({section for _, section in inside}) == 1
        assert end - start <= LONGEST or len(inside) == 1
        assert item.candidate.id == order[places[-1]]
    assert sorted(shown) == sorted(order)
    assert places == sorted(places)
    assert merge or len(items) == 12


def test_all_of_a_chapter_comes_first_in_reading_order_under_its_heading(store: Store) -> None:
    text = save(store, {"壹、過程": ["甲" * 100], "貳、建議": ["乙" * 100, "丙" * 100, "丁" * 100]})
    first, second = gathered(store, ranked([1, 3, 4, 2], whole=[2, 3, 4]))
    assert first.located.text == text[text.index("貳、建議") :].rstrip()
    assert first.candidate.id == 3, "the best of its passages stands for it"
    assert texts([second]) == ["甲" * 100]


def test_a_long_chapter_comes_in_stretches_that_follow_each_other(store: Store) -> None:
    text = save(
        store, {"壹、過程": ["己" * 100], "貳、建議": ["甲" * 500, "乙" * 500, "丙" * 500, "丁" * 500, "戊" * 500]}
    )
    items = gathered(store, ranked([6, 1, 4, 2, 3, 5], whole=[2, 3, 4, 5, 6]))
    assert all(len(item.located.text) <= LONGEST for item in items)
    assert "\n".join(item.located.text for item in items[:-1]) == text[text.index("貳、建議") :].rstrip()
    assert texts(items[-1:]) == ["己" * 100]


def test_a_heading_counts_for_the_length_of_the_stretch_that_begins_with_it(store: Store) -> None:
    save(store, {"建" * 50: ["甲" * 600, "乙" * (LONGEST - 600 - 10)]})
    items = gathered(store, ranked([1, 2], whole=[1, 2]), merge=False)
    assert [len(item.located.text) for item in items] == [651, LONGEST - 610]


def test_stretches_never_run_from_one_chapter_into_the_next(store: Store) -> None:
    save(store, {"壹、心得": ["甲" * 100], "貳、建議": ["乙" * 100]})
    assert [item.located.text[:4] for item in gathered(store, ranked([2, 1], whole=[1, 2]))] == ["壹、心得", "貳、建議"]


def test_passages_that_do_not_follow_each_other_are_not_one_stretch_though_all_are_wanted(store: Store) -> None:
    save(store, {"壹": ["甲" * 100, "乙" * 100, "丙" * 100]})
    items = gathered(store, ranked([1, 3], whole=[1, 3]))
    assert [item.located.text[-3:] for item in items] == ["甲甲甲", "丙丙丙"]


def test_a_chapter_comes_first_however_far_down_the_ranking(store: Store) -> None:
    others = {f"第{n}": [chr(0x4E00 + n) * 50] for n in range(3 * MERGE_DEPTH)}
    save(store, others | {"建議": ["甲" * 100]})
    last = len(others) + 1
    (item,) = gathered(store, ranked(range(1, last + 1), whole=[last]), wanted=1)
    assert item.located.text == f"建議\n{'甲' * 100}"


@pytest.mark.parametrize("wanted", [1, 2, 3])
def test_what_is_wanted_as_a_whole_takes_no_more_places_than_there_are(store: Store, wanted: int) -> None:
    save(store, {"壹": ["甲" * 900, "乙" * 900, "丙" * 900], "貳": ["丁" * 100]})
    items = gathered(store, ranked([4, 3, 2, 1], whole=[1, 2, 3]), wanted)
    assert [item.located.text[-1] for item in items] == ["甲", "乙", "丙"][:wanted]


def test_the_same_text_is_shown_once_with_every_other_place(store: Store) -> None:
    save(store, {"壹": [CENTRE]}, "a")
    save(store, {"貳": [CENTRE], "肆": [HOME]}, "b")
    save(store, {"參": [CENTRE.replace("，", ",\n")]}, "c")
    first, second = gathered(store, ranked([2, 3, 4, 1], alike=[(2, 4), (2, 1), (4, 1)]))
    assert [other.id for other in first.elsewhere] == [4, 1]
    assert [other.report.title for other in first.elsewhere] == ["報告c", "報告a"]
    assert (texts([second]), second.elsewhere) == ([HOME], ())


def test_passages_that_only_may_be_alike_are_compared_and_kept_apart(store: Store) -> None:
    save(store, {"壹": [CENTRE], "貳": [CENTRE[::-1]], "參": ["短文。"], "肆": ["短文。"]})
    items = gathered(store, ranked([1, 2, 3, 4], alike=[(1, 2), (3, 4)]))
    assert [item.elsewhere for item in items] == [()] * 4


def test_a_stretch_has_the_other_places_of_all_its_passages(store: Store) -> None:
    save(store, {"壹": [CENTRE, HOME]}, "a")
    save(store, {"貳": [HOME], "參": [CENTRE]}, "b")
    (both,) = gathered(store, ranked([1, 2, 3, 4], alike=[(1, 4), (2, 3)]))
    assert [other.section_path for other in both.elsewhere] == [("參",), ("貳",)]


def test_another_place_of_a_chapter_that_is_shown_whole_is_not_shown_again(store: Store) -> None:
    save(store, {"壹、建議": [HOME, CENTRE]}, "a")
    save(store, {"貳、過程": [CENTRE]}, "b")
    (chapter,) = gathered(store, ranked([3, 1, 2], whole=[1, 2], alike=[(2, 3)]))
    assert chapter.located.text == f"壹、建議\n{HOME}\n{CENTRE}"
    assert [other.id for other in chapter.elsewhere] == [3]


def test_the_same_text_takes_no_place_away(store: Store) -> None:
    save(store, {"壹": [CENTRE]}, "a")
    save(store, {"壹": [CENTRE]}, "b")
    save(store, {"壹": [HOME]}, "c")
    assert texts(gathered(store, ranked([1, 2, 3], alike=[(1, 2)]), wanted=2)) == [CENTRE, HOME]


def test_however_often_the_same_text_stands_there_the_next_one_is_shown(store: Store) -> None:
    copies = 2 * MERGE_DEPTH
    save(store, {f"第{n}": [CENTRE] for n in range(copies)} | {"末": [HOME]})
    pairs = [(1, n) for n in range(2, copies + 1)]
    first, second = gathered(store, ranked(range(1, copies + 2), alike=pairs), wanted=2)
    assert len(first.elsewhere) == copies - 1
    assert texts([second]) == [HOME]


def test_what_is_gone_meanwhile_is_told_and_the_rest_is_shown(store: Store) -> None:
    save(store, {"壹": ["甲" * 100], "貳": ["乙" * 100]})
    with store.snapshot() as view:
        found = in_place(ranked([1, 99, 2], whole=[99], alike=[(1, 99)]), view)
        items, complete = gather(found, view, 5, SearchOptions())
    assert not complete
    assert texts(items) == ["甲" * 100, "乙" * 100]


# ---------- the same text


LETTERS = st.text(alphabet="港口岸電船舶費率容量公告abcXYZ0123", min_size=LEAST_TEXT, max_size=60)
NOISE = st.text(alphabet=" \n\t\u3000，。、；：,.;:()（）「」—-_*", max_size=3)


@given(st.text(), st.text())
def test_of_any_two_texts_it_does_not_matter_which_comes_first(one: str, other: str) -> None:
    assert same_text(one, other) == same_text(other, one)


@given(LETTERS, st.data())
def test_of_two_near_texts_it_does_not_matter_which_comes_first(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    other = text[:at] + data.draw(st.text(alphabet="港電ab", max_size=4)) + text[at + data.draw(st.integers(0, 3)) :]
    assert same_text(text, other) == same_text(other, text)


@given(st.text(min_size=LEAST_TEXT))
def test_a_text_is_the_same_as_itself_where_it_is_long_enough(text: str) -> None:
    long_enough = sum(map(str.isalnum, text)) >= LEAST_TEXT
    assert same_text(text, text) or not long_enough


@given(LETTERS, st.data())
def test_white_space_punctuation_and_case_make_no_difference(text: str, data: st.DataObject) -> None:
    noise = data.draw(st.lists(NOISE, min_size=len(text), max_size=len(text)))
    noisy = "".join(sign + letter for sign, letter in zip(noise, text.swapcase(), strict=True))
    assert same_text(text, noisy)


@given(st.text(alphabet="港口岸電船舶費率abc012", max_size=LEAST_TEXT - 1), NOISE)
def test_what_is_too_short_is_alike_by_chance(text: str, noise: str) -> None:
    assert not same_text(text, text + noise * 10)


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (CENTRE.replace("每年舉辦", "每年辦理"), True),
        (CENTRE.replace("金融", "水利"), True),
        (CENTRE.replace("能源、金融與電信", "水利、醫療與運輸").replace("非營利組織", "財團法人"), False),
        (CENTRE + HOME, False),
        (CENTRE[: len(CENTRE) // 2], False),
        ("", False),
    ],
)
def test_the_odd_word_makes_no_difference_and_more_does(other: str, same: bool) -> None:
    assert same_text(CENTRE, other) is same


def test_so_many_of_the_short_stretches_have_to_be_the_same() -> None:
    text = "".join(chr(0x4E00 + n) for n in range(203))  # 200 stretches of four characters, all different
    allowed = round(200 * (1 / ALIKE - 1))
    assert same_text(text, text + "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"[:allowed])
    assert not same_text(text, text + ("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥" * 2)[: allowed + 1])


# ---------- all of it: index/whole.py alone


def wanting(asked: Asked, days: Mapping[int, bool], inside: Collection[int], reports: Mapping[str, float]) -> Wanted:
    on_days = {PassageId(i): subject for i, subject in days.items()}
    chapter = frozenset(map(PassageId, inside))
    return Wanted(asked, None, on_days, frozenset(), chapter, reports, REPORT_BONUS, frozenset())


def all_of(
    store: Store,
    asked: Asked,
    order: Sequence[int],
    days: Mapping[int, bool] | None = None,
    inside: Collection[int] = (),
    named: Mapping[str, float] | None = None,
) -> list[int]:
    """The passages that :func:`whole` gives where those of ``order`` were looked at; ``named`` has titles."""
    with store.snapshot() as view:
        keys = {summary.title: summary.id for summary in view.reports()}
        wanted = wanting(asked, days or {}, inside, {keys[title]: share for title, share in (named or {}).items()})
        ids = [PassageId(i) for i in order]
        scored = [Scored(i, 1 - n / 100) for n, i in enumerate(ids)]
        return [p.id for p in whole(wanted, scored, view.placed(ids), view)]


EVERY_ADVICE = Asked(chapters=(Chapter.RECOMMENDATIONS,), whole=True)
THAT_DAY = Asked(days=(Day(None, 10, 19),), whole=True)


def test_a_chapter_is_all_of_its_passages_also_those_that_were_not_looked_at(store: Store) -> None:
    save(store, {"壹、過程": ["甲"], "貳、心得及建議": ["乙", "丙", "丁"]})
    assert all_of(store, EVERY_ADVICE, [3, 1], inside=[2, 3, 4]) == [2, 3, 4]
    nearest_piece = Asked(chapters=(Chapter.RECOMMENDATIONS,))
    assert all_of(store, nearest_piece, [3, 1], inside=[2, 3, 4]) == []


@pytest.mark.parametrize(("more", "given"), [("", [2, 3]), ("戊", [])])
def test_a_chapter_is_given_up_to_a_length_and_a_longer_one_not_at_all(
    store: Store, more: str, given: list[int]
) -> None:
    half = WHOLE_LIMIT // 2
    save(store, {"壹、過程": ["甲"], "貳、建議": ["乙" * half, "丙" * (WHOLE_LIMIT - half) + more]})
    assert all_of(store, EVERY_ADVICE, [2], inside=[2, 3]) == given


def test_the_chapter_is_of_the_report_that_the_question_is_nearest_to_by_any_passage(store: Store) -> None:
    save(store, {"壹、過程": ["甲"], "貳、建議": ["乙"]}, "a")
    save(store, {"壹、過程": ["丙"], "貳、建議": ["丁"]}, "b")
    save(store, {"壹、過程": ["戊"]}, "c")
    assert all_of(store, EVERY_ADVICE, [5, 3, 2, 1, 4], inside=[2, 4]) == [4]
    assert all_of(store, EVERY_ADVICE, [5, 1, 4, 2, 3], inside=[2, 4]) == [2]


@pytest.mark.parametrize(("share", "given"), [(1.0, [4]), (0.95, [4]), (0.9, [2])])
def test_a_report_that_is_well_named_goes_before_the_nearest(store: Store, share: float, given: list[int]) -> None:
    save(store, {"壹、過程": ["甲"], "貳、建議": ["乙"]}, "a")
    save(store, {"壹、過程": ["丙"], "貳、建議": ["丁"]}, "b")
    assert all_of(store, EVERY_ADVICE, [1, 2, 3, 4], inside=[2, 4], named={"報告b": share}) == given


def test_a_day_is_the_passages_that_have_it_for_their_subject_and_no_mention(store: Store) -> None:
    save(store, {"壹、十九日": ["甲", "乙"], "貳、心得": ["丙"]}, "a")
    assert all_of(store, THAT_DAY, [3, 2, 1], days={1: True, 2: True, 3: False}) == [1, 2]
    assert all_of(store, THAT_DAY, [3], days={3: False}) == []


def test_a_day_is_of_the_report_whose_passage_of_that_day_is_nearest(store: Store) -> None:
    save(store, {"壹、目的": ["甲"], "貳、十九日": ["乙", "丙"]}, "a")
    save(store, {"壹、目的": ["丁"], "貳、十九日": ["戊", "己"]}, "b")
    days = dict.fromkeys([2, 3, 5, 6], True)
    assert all_of(store, THAT_DAY, [1, 6, 3, 2, 5], days=days) == [5, 6]
    assert all_of(store, THAT_DAY, [4, 3, 6, 2, 5], days=days) == [2, 3]


# ---------- through the library


def check(bench: Bench, answer: Answer, k: int) -> None:
    """What every answer promises."""
    assert len(answer.hits) <= min(k, MOST_HITS)
    assert [hit.rank for hit in answer.hits] == list(range(1, len(answer.hits) + 1))
    for hit in answer.hits:
        assert bench.library.report(hit.report_id).text[hit.char_start : hit.char_end] == hit.text
        assert len(hit.text) <= LONGEST
        assert hit.highlights
        assert all(hit.char_start <= a < b <= hit.char_end for a, b in hit.highlights)
        for place in hit.also_in:
            assert bench.library.report(place.report_id).text[place.char_start : place.char_end].strip()


@pytest.mark.parametrize("k", [1, 2, 3, 8, MOST_HITS, MOST_HITS + 10])
@pytest.mark.parametrize(
    "question",
    [
        "列出所有建議",
        "List all the recommendations",
        "108 年日本考察報告提出哪些建議？",
        "岸電費率優惠辦法",
        "推動綠色港埠的目的",
    ],
)
def test_no_more_is_shown_than_was_asked_for_and_all_of_it_is_verbatim(trips: Bench, question: str, k: int) -> None:
    answer = trips.library.ask(question, k)
    check(trips, answer, k)
    assert len(answer.hits) == k or k > 3, "there is more than enough to fill three places"


def test_two_neighbours_that_answer_are_one_hit(bench: Bench) -> None:
    (report,) = put(bench.library, {"a": chapters(course=STATIONS)})
    question = "港務局公告岸電變電站的容量與費率"
    apart = hits_of(bench, question, merge=False)[:2]
    (together, other, *_) = hits_of(bench, question)
    assert {hit.section_path for hit in apart} == {("貳、過程",)}
    assert STATIONS.startswith(together.text) and all(hit.text in together.text for hit in apart)
    assert (together.char_start, together.char_end) == (
        min(hit.char_start for hit in apart), max(hit.char_end for hit in apart)
    )  # fmt: skip
    assert bench.library.report(report).text[together.char_start : together.char_end] == together.text
    assert len(together.text) <= LONGEST
    assert (together.rank, together.score, together.why) == (1, apart[0].score, apart[0].why)
    assert together.section_path == ("貳、過程",) and together.citation == apart[0].citation
    assert other.section_path != together.section_path
    assert 1 <= len(together.highlights) <= 2
    assert max(b - a for a, b in together.highlights) < len(together.text) / 3


def test_neighbours_are_one_hit_where_tokens_are_compared_too(tokens_library: Library) -> None:
    put(tokens_library, {"a": chapters(course=STATIONS)})
    hit, *_ = tokens_library.ask("港務局公告岸電變電站的容量與費率").hits
    assert (hit.text, hit.section_path) == (STATIONS, ("貳、過程",))
    assert hit.why.token_score is not None


def test_a_section_that_is_too_long_for_one_hit_comes_in_several(bench: Bench) -> None:
    long = "".join(STATIONS.replace("碼頭", f"{port}碼頭") for port in ("漢堡", "奧斯陸", "安特衛普"))
    put(bench.library, {"a": chapters(course=long)})
    hits = [hit for hit in hits_of(bench, "港務局公告岸電變電站的容量與費率", 10) if hit.section_path == ("貳、過程",)]
    assert len(hits) >= 2
    assert all(len(hit.text) <= LONGEST for hit in hits)
    assert sum(len(hit.text) for hit in hits) == len(long)


NO_FORM = "〔報告未載出國人員及服務機關〕，檔案「a.txt」〔報告未載題名〕，〔報告未載日期〕，"
"""How the citation of a text without any form begins."""


def other_report(paragraph: str) -> str:
    """A report with a cover and pages in which ``paragraph`` stands alone on the second page."""
    return f"{JAPANESE}壹、目的\n\n{HOME}\n\f貳、參訪機構\n\n{paragraph}\n\f參、行程\n\n{PURPOSE}\n"


@pytest.mark.parametrize(
    "paragraph",
    [
        CENTRE.replace("，", ",").replace("。", "．"),
        CENTRE.replace("2015 年", "2015年").replace("、", "、\n"),
        CENTRE.replace("每年舉辦", "每年辦理"),
    ],
)
def test_the_same_paragraph_of_two_reports_is_shown_once_and_the_other_place_is_cited(
    bench: Bench, paragraph: str
) -> None:
    ids = put(bench.library, {"a": chapters(course=CENTRE), "b": other_report(paragraph)})
    (hit,) = [hit for hit in hits_of(bench, "每年幾次跨國演練，邀集哪些業者？", 10) if "跨國演練" in hit.text]
    (place,) = hit.also_in
    assert {one.report_id: (one.report_title, one.section_path, one.page, one.citation) for one in (hit, place)} == {
        ids[0]: ("a.txt", ("貳、過程",), None, f"{NO_FORM}貳、過程，無頁碼。"),
        ids[1]: (
            "赴日本考察橫濱港岸電報告",
            ("貳、參訪機構",),
            2,
            "李大華（交通部航港局），《赴日本考察橫濱港岸電報告》，民國 108 年 5 月 1 日，貳、參訪機構，第 2 頁。",
        ),
    }
    quoted = {
        one.report_id: bench.library.report(one.report_id).text[one.char_start : one.char_end] for one in (hit, place)
    }
    assert quoted == dict(zip(ids, (CENTRE, paragraph), strict=True))


def test_the_copy_in_the_report_that_is_named_is_shown_and_the_other_one_cited(bench: Bench) -> None:
    put(bench.library, {"a": DUTCH + chapters(course=CENTRE), "b": other_report(CENTRE)})
    dutch = "王小明（交通部航港局），《赴荷蘭考察港口岸電報告》，民國 112 年 7 月 1 日，貳、過程，無頁碼。"
    japanese = "李大華（交通部航港局），《赴日本考察橫濱港岸電報告》，民國 108 年 5 月 1 日，貳、參訪機構，第 2 頁。"
    for country, shown, cited, page in (("荷蘭", dutch, japanese, 2), ("日本", japanese, dutch, None)):
        question = f"{country}考察報告中，每年舉辦幾次跨國演練？"
        (hit,) = [hit for hit in hits_of(bench, question, 10) if "跨國演練" in hit.text]
        assert hit.citation == shown
        assert [(place.citation, place.page) for place in hit.also_in] == [(cited, page)]


def test_the_same_text_once_can_be_switched_off(bench: Bench) -> None:
    put(bench.library, {"a": chapters(course=CENTRE), "b": other_report(CENTRE)})
    hits = hits_of(bench, "每年舉辦幾次跨國演練？", 10, once=False)
    assert sorted(hit.report_title for hit in hits if hit.text == CENTRE) == ["a.txt", "赴日本考察橫濱港岸電報告"]
    assert all(hit.also_in == () for hit in hits)


def test_different_paragraphs_on_the_same_subject_are_both_shown(bench: Bench) -> None:
    other = "每年舉辦四次跨國演練的是另一個機構，由國防部門出資，參與者限於軍方與情報單位，結果列為機密，不對外公布。"
    put(bench.library, {"a": chapters(course=CENTRE), "b": other_report(other)})
    hits = [hit for hit in hits_of(bench, "每年舉辦幾次跨國演練？", 10) if "跨國演練" in hit.text]
    assert {hit.text for hit in hits} == {CENTRE, other}
    assert all(hit.also_in == () for hit in hits)


def test_once_the_other_report_is_removed_there_is_no_other_place(bench: Bench) -> None:
    ids = put(bench.library, {"a": chapters(course=CENTRE), "b": other_report(CENTRE)})
    (hit,) = [hit for hit in hits_of(bench, "每年舉辦幾次跨國演練？") if hit.text == CENTRE]
    (place,) = hit.also_in
    assert {hit.report_id, place.report_id} == set(ids)
    for gone, left in (ids, ids[::-1]):
        bench.store.remove(gone)
        (hit,) = [hit for hit in hits_of(bench, "每年舉辦幾次跨國演練？") if hit.text == CENTRE]
        assert (hit.report_id, hit.also_in) == (left, ())
        (again,) = put(bench.library, {gone: chapters(course=CENTRE) if gone == ids[0] else other_report(CENTRE)})
        assert again == gone


def test_the_same_text_is_shown_once_where_tokens_are_compared_too(tokens_library: Library) -> None:
    put(tokens_library, {"a": chapters(course=CENTRE), "b": other_report(CENTRE)})
    (hit,) = [hit for hit in tokens_library.ask("每年舉辦幾次跨國演練？").hits if hit.text == CENTRE]
    assert len(hit.also_in) == 1


@pytest.mark.parametrize(("title", "stretches"), [("赴荷蘭考察港口岸電報告", 1), ("赴日本考察橫濱港岸電報告", 2)])
def test_all_recommendations_are_the_whole_chapter_in_order_before_anything_else(
    trips: Bench, title: str, stretches: int
) -> None:
    text = TRIPS[title]
    for question in ("列出所有建議", "列出所有建议", "List all the recommendations"):
        hits = hits_of(trips, question, only=title)
        there = [hit.section_path == (CHAPTER,) for hit in hits]
        assert there == [True] * stretches + [False] * 3
        assert hits[0].char_start == text.index(CHAPTER), "it begins with its heading"
        given = "".join(hit.text for hit in hits[:stretches])
        assert "".join(given.split()) == "".join(text[text.index(CHAPTER) :].split())
        assert all(len(hit.text) <= LONGEST for hit in hits)


def test_a_chapter_of_several_parts_is_one_hit_and_cited_as_the_chapter(bench: Bench) -> None:
    parts = f"一、心得\n\n{HOME}\n\n二、建議事宜\n\n{ADVICE}"
    put(bench.library, {"a": chapters(advice=parts)})
    first, *_ = hits_of(bench, "作者在心得及建議提出哪幾點？")
    assert first.text.endswith(parts)
    assert first.section_path == (CHAPTER,)
    assert first.citation == f"{NO_FORM}{CHAPTER}，無頁碼。"


def test_a_chapter_is_given_whole_although_most_of_it_is_far_from_the_question(bench: Bench) -> None:
    near = {port: chapters(advice=advice(port, 85)) for port in ("鹿特丹", "橫濱", "釜山", "漢堡")}
    far = f"{advice('臺中', 3)}\n\n{STATIONS}\n\n{STATIONS[::-1]}"
    course = "會中列出所有建議，逐一討論所有建議。"
    *_, report = put(bench.library, near | {"a": chapters(course=course, advice=far)})
    text = bench.library.report(report).text
    first, *_ = hits_of(bench, "列出所有建議")
    assert first.text == text[text.index(CHAPTER) :].rstrip()


def test_a_better_copy_of_what_the_chapter_says_is_cited_with_it_and_not_shown_beside_it(bench: Bench) -> None:
    better = f"壹、目的\n\n{PURPOSE}\n\n貳、過程\n\n一、列出所有建議之討論\n\n{CENTRE}\n"
    ids = put(bench.library, {"a": chapters(advice=CENTRE), "b": better})
    best, *_ = hits_of(bench, "列出所有建議", whole=False)
    assert best.report_id == ids[1], "else it is not the better one"
    shown = [hit for hit in hits_of(bench, "列出所有建議") if CENTRE in hit.text]
    assert [(hit.report_id, [place.report_id for place in hit.also_in]) for hit in shown] == [(ids[0], [ids[1]])]


def test_of_the_chapter_only_so_much_is_given_as_there_are_places(trips: Bench) -> None:
    (hit,) = hits_of(trips, "列出所有建議", 1, "赴日本考察橫濱港岸電報告")
    assert hit.text.startswith(f"{CHAPTER}\n\n建議第1項")


def test_a_chapter_in_one_piece_can_be_switched_off(trips: Bench) -> None:
    hits = hits_of(trips, "列出所有建議", 5, "赴日本考察橫濱港岸電報告", whole=False, merge=False)
    assert not any(CHAPTER in hit.text for hit in hits)
    assert max(len(hit.text) for hit in hits) < LONGEST / 2


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("108 年日本考察報告提出哪些建議？", "赴日本考察橫濱港岸電報告"),
        ("日本那次考察，列出所有建議", "赴日本考察橫濱港岸電報告"),
        ("列出 2019 年考察的所有建議", "赴日本考察橫濱港岸電報告"),
        ("Which recommendations did the 2019 Japan trip make?", "赴日本考察橫濱港岸電報告"),
        ("112 年荷蘭考察報告提出哪些建議？", "赴荷蘭考察港口岸電報告"),
        ("請列出 2023 年荷蘭考察的全部建議", "赴荷蘭考察港口岸電報告"),
        ("Which recommendations did the 2023 Netherlands trip make?", "赴荷蘭考察港口岸電報告"),
    ],
)
def test_the_chapter_is_that_of_the_report_which_a_place_or_a_year_names(
    trips: Bench, question: str, title: str
) -> None:
    found = found_of(trips, question)
    with trips.store.snapshot() as view:
        given = view.locate(found.whole)
        assert {item.report.title for item in given} == {title}
        (report,) = {item.report.id for item in given}
        chapter = [p.id for p in view.placed_in(report) if p.path[:1] == (CHAPTER,)]
    assert list(found.whole) == chapter
    first, *_ = trips.library.ask(question).hits
    assert (first.report_title, first.text[: len(CHAPTER)]) == (title, CHAPTER)


def test_of_two_reports_that_nobody_names_only_one_gives_its_chapter(bench: Bench) -> None:
    put(bench.library, {"a": chapters(advice=advice("鹿特丹", 8)), "b": chapters(advice=advice("橫濱", 8))})
    hits = hits_of(bench, "列出所有建議")
    assert [hit.text.startswith(CHAPTER) for hit in hits] == [True] + [False] * (len(hits) - 1)


def test_a_chapter_of_many_pages_is_not_given_whole(trips: Bench) -> None:
    question = "109 年韓國考察報告提出哪些建議？"
    assert found_of(trips, question).whole == ()
    hits = trips.library.ask(question).hits
    assert hits and not any(hit.text.startswith(CHAPTER) for hit in hits)


def day(number: int, morning: str, afternoon: str) -> str:
    """A day's section that is long enough for several passages."""
    said = "".join(
        f"{when}{what}，{rest}。"
        for when, what in (("上午", morning), ("下午", afternoon))
        for rest in (
            "由副局長親自接待並致歡迎詞", "隨後觀看紀錄影片與沙盤模型", "席間就人力訓練與設備汰換交換意見",
            "會後合影並致贈紀念品", "途中遇雨而延後半小時抵達", "與會者另提供書面資料三冊供日後參閱",
        )
    )  # fmt: skip
    return f"10 月 {number} 日（星期{'二三四'[number - 18]}）\n\n{said}"


EIGHTEENTH = day(18, "拜會漢堡港務局", "參觀貨櫃碼頭")
NINETEENTH = day(19, "前往鹿特丹海事局", "座談船舶燃料轉型")
TWENTIETH = day(20, "搭乘火車赴比利時", "參訪安特衛普煉油廠")
MENTION = "建議我國港口比照辦理，10 月 19 日那天做了座談，海事局亦同此見解，並願提供範本。"
JOURNEY = (
    f"壹、目的\n\n{PURPOSE}\n\n貳、過程\n\n一、{EIGHTEENTH}\n\n二、{NINETEENTH}\n\n三、{TWENTIETH}\n\n"
    f"參、心得及建議\n\n{MENTION}\n"
)


def test_a_day_is_all_of_its_passages_in_order_before_anything_else(bench: Bench) -> None:
    (report,) = put(bench.library, {"a": JOURNEY})
    with bench.store.snapshot() as view:
        own = [p.id for p in view.placed_in(report) if "19 日" in p.path[-1]]
    assert len(own) >= 2, "else there is nothing to put in order"
    for question in ("10 月 19 日那天做了什麼？", "What happened on 19 October?", "10/19 參訪了哪些機關"):
        assert list(found_of(bench, question).whole) == own
        first, *others = hits_of(bench, question)
        assert first.text == f"二、{NINETEENTH}"
        assert first.section_path == ("貳、過程", "二、10 月 19 日（星期三）")
        assert not any(NINETEENTH[20:60] in hit.text for hit in others)
        assert hits_of(bench, question, 1) == [first]


def test_a_day_that_two_chapters_tell_of_comes_in_their_order(bench: Bench) -> None:
    talks = "一、10 月 19 日\n\n開幕式由秘書長主持，各國代表依序發言，重申合作意願。"
    visits = "一、10 月 19 日\n\n那天做了什麼參訪：前往風場，了解機組維修與出海作業之安全規定。"
    put(bench.library, {"a": f"壹、目的\n\n{PURPOSE}\n\n貳、會議\n\n{talks}\n\n參、參訪\n\n{visits}\n"})
    assert [hit.text for hit in hits_of(bench, "10 月 19 日那天做了什麼？")[:2]] == [talks, visits]


def test_a_day_is_told_by_one_report_only_and_by_the_one_that_is_named(bench: Bench) -> None:
    dutch = cover("赴荷蘭考察海事報告", "王小明 技正", "荷蘭", "112年10月17日至112年10月21日", "112年12月1日")
    other = "10 月 19 日（星期三）\n\n上午抵達橫濱港灣局，聽取燃料補給簡報，下午登船檢視儀表。"
    japanese = cover("赴日本考察港灣報告", "李大華 科長", "日本", "111年10月17日至111年10月21日", "111年12月1日")
    put(bench.library, {"a": dutch + JOURNEY, "b": f"{japanese}壹、過程\n\n一、{other}\n\n貳、心得\n\n{HOME}\n"})
    for question, told in (
        ("112 年荷蘭考察，10 月 19 日那天做了什麼？", f"二、{NINETEENTH}"),
        ("111 年日本考察，10 月 19 日那天做了什麼？", f"一、{other}"),
        ("2022 年 10 月 19 日那天做了什麼？", f"一、{other}"),
        ("2023 年 10 月 19 日那天做了什麼？", f"二、{NINETEENTH}"),
    ):
        first, *_ = hits_of(bench, question)
        assert first.text == told
        with bench.store.snapshot() as view:
            assert len({item.report.id for item in view.locate(found_of(bench, question).whole)}) == 1
