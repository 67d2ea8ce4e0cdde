"""The other places of the same text: on the page, in JSON and in a terminal; whatever a report calls itself."""

import html
import json
from collections.abc import Sequence
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from assistant.listing import answer_json, answer_text
from assistant.locales import CHINESE, ENGLISH, Words, words_for
from assistant.web.answer.cards import citation_text, render_card, render_cards
from assistant.web.answer.deck import Deck
from assistant.web.html.shelf import Shelf
from assistant.web.page.actions import spot_of
from assistant.web.page.view import Spot
from corpus.types import Hit, Place
from tests.web.fakes import FakeLibrary

LIBRARY = FakeLibrary()
SHELF = Shelf.of(LIBRARY.reports())
ANSWER = LIBRARY.ask("跨國雲端")
HIT = ANSWER.hits[0]
ZH, EN = words_for(CHINESE), words_for(ENGLISH)
FIRST = Place("ab12", "赴日本考察報告", ("貳、過程", "一、港灣局"), 40, 99, 7, "李大華，《赴日本考察報告》，第 7 頁。")
SECOND = Place("cd34", "赴韓國考察報告", (), 0, 59, None, "陳中和，《赴韓國考察報告》。")
ATTACKS = (
    "<script>window.hacked=1</script>",
    '"><img src=x onerror=alert(1)>',
    "' autofocus onfocus='alert(1)",
    "${alert(1)}",
    "{{#if value}}{{{value}}}{{/if}}",
    "`);alert(1);(`",
    "\u202eكود\u2066txt.exe",
    "&lt;b&gt; &#36;{alert(1)} </button></bdi></p>",
)


class Seen(HTMLParser):
    """What a browser sees: every tag, and each button with its attributes, its text, and its text inside <bdi>."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.buttons: list[tuple[dict[str, str | None], str, str]] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._open.append(tag)
        if tag == "button":
            assert len(dict(attrs)) == len(attrs), "an attribute twice is one that was broken out of"
            self.buttons.append((dict(attrs), "", ""))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "button" in self._open:
            attributes, text, isolated = self.buttons[-1]
            self.buttons[-1] = (attributes, text + data, isolated + data * ("bdi" in self._open))


def seen(markup: str) -> Seen:
    parser = Seen()
    parser.feed(markup)
    parser.close()
    return parser


def card(*places: Place, words: Words = ZH) -> str:
    return render_card(replace(HIT, also_in=places), Deck(SHELF, words))


def place_buttons(markup: str) -> list[tuple[dict[str, str | None], str, str]]:
    return [button for button in seen(markup).buttons if "data-place" in button[0]]


def line(markup: str) -> str:
    """The line of the other places, as it is read."""
    parts = markup.split('<p class="card-also">')
    assert len(parts) == 2
    inside = parts[1].split("</p>")[0]
    return html.unescape("".join(piece.split(">")[-1] for piece in inside.split("<")))


def hostile(attack: str) -> Place:
    return Place(attack, attack, ("貳", attack), 5, 9, None, attack)


@pytest.mark.parametrize("words", [ZH, EN])
def test_a_hit_whose_text_stands_nowhere_else_says_nothing_of_it(words: Words) -> None:
    made = card(words=words)
    assert "card-also" not in made and "data-place" not in made
    assert words("card.also") not in made
    assert made == render_card(HIT, Deck(SHELF, words))


@pytest.mark.parametrize(("words", "label", "between"), [(ZH, "亦見於", "、"), (EN, "Also in", ", ")])
def test_every_other_place_is_named_in_the_readers_language(words: Words, label: str, between: str) -> None:
    made = card(FIRST, SECOND, words=words)
    assert line(made) == f"{label} 赴日本考察報告 › 一、港灣局{between}赴韓國考察報告"
    assert line(card(SECOND, words=words)) == f"{label} 赴韓國考察報告"


@pytest.mark.parametrize("words", [ZH, EN])
def test_each_place_is_a_button_that_carries_where_it_is(words: Words) -> None:
    first, second = place_buttons(card(FIRST, SECOND, words=words))
    assert first[0] == {
        "type": "button", "class": "link", "lang": "zh-Hant", "data-place": "1", "data-report": "ab12",
        "data-start": "40", "data-end": "99", "data-rank": "1", "data-answers": "[]",
    }  # fmt: skip
    assert {key: second[0][key] for key in ("data-report", "data-start", "data-end")} == {
        "data-report": "cd34", "data-start": "0", "data-end": "59",
    }  # fmt: skip
    assert [text for _, text, _ in (first, second)] == ["赴日本考察報告 › 一、港灣局", "赴韓國考察報告"]


def test_the_buttons_of_a_card_have_the_rank_of_the_card() -> None:
    made = render_card(replace(HIT, rank=3, also_in=(FIRST,)), Deck(SHELF, ZH))
    ((attributes, _, _),) = place_buttons(made)
    assert (attributes["data-place"], attributes["data-rank"]) == ("3", "3")


def test_each_card_has_only_the_places_of_its_own_hit() -> None:
    hits = (replace(HIT, also_in=(FIRST,)), replace(ANSWER.hits[1], also_in=(SECOND, FIRST)), ANSWER.hits[2])
    buttons = [attributes for attributes, _, _ in place_buttons(render_cards(hits, Deck(SHELF, ZH)))]
    assert [(one["data-rank"], one["data-report"]) for one in buttons] == [("1", "ab12"), ("2", "cd34"), ("2", "ab12")]


def test_the_other_places_leave_the_rest_of_the_card_as_it_was() -> None:
    made = card(FIRST, SECOND)
    before, _, rest = made.partition('<p class="card-also">')
    assert before + rest.partition("</p>")[2] == card()
    assert citation_text(replace(HIT, also_in=(FIRST,))) == citation_text(HIT)


@pytest.mark.parametrize("place", [FIRST, SECOND, *map(hostile, ATTACKS)])
def test_what_a_button_carries_opens_the_report_at_that_place(place: Place) -> None:
    ((attributes, _, _),) = place_buttons(card(place))
    carried = {key.removeprefix("data-"): value for key, value in attributes.items() if key.startswith("data-")}
    payload = carried | {"answers": json.loads(carried["answers"] or "")}
    assert spot_of(payload) == Spot(place.report_id, place.char_start, place.char_end, (), HIT.rank, None)


@pytest.mark.parametrize("words", [ZH, EN])
@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_that_a_report_calls_itself_becomes_markup_or_code(attack: str, words: Words) -> None:
    harmless, made = card(FIRST, words=words), card(hostile(attack), words=words)
    assert seen(made).tags == seen(harmless).tags
    ((attributes, text, isolated),) = place_buttons(made)
    assert set(attributes) == set(place_buttons(harmless)[0][0])
    assert attributes["data-report"] == attack
    assert (text, isolated) == (f"{attack} › {attack}", attack + attack)
    added = made.partition('<p class="card-also">')[2].partition("</p>")[0]
    assert not set("${}`") & set(added)


def test_what_turns_the_direction_of_writing_is_kept_inside_its_own_words() -> None:
    turned = hostile("\u202eكود\u2066txt.exe")
    first, second = place_buttons(card(turned, FIRST))
    assert first[2] == first[1].replace(" › ", "")  # title and section are isolated each
    assert second[1:] == ("赴日本考察報告 › 一、港灣局", "赴日本考察報告一、港灣局")
    assert line(card(turned, FIRST)).endswith("、赴日本考察報告 › 一、港灣局")


def test_a_program_gets_every_place_with_all_that_a_citation_needs() -> None:
    answer = replace(ANSWER, hits=(replace(HIT, also_in=(FIRST, SECOND)), ANSWER.hits[1]))
    first, second = json.loads(json.dumps(answer_json(answer), ensure_ascii=False))["hits"]
    assert first["also_in"] == [
        {
            "report_id": "ab12", "report_title": "赴日本考察報告", "section_path": ["貳、過程", "一、港灣局"],
            "char_start": 40, "char_end": 99, "page": 7, "citation": "李大華，《赴日本考察報告》，第 7 頁。",
        },
        {
            "report_id": "cd34", "report_title": "赴韓國考察報告", "section_path": [],
            "char_start": 0, "char_end": 59, "page": None, "citation": "陳中和，《赴韓國考察報告》。",
        },
    ]  # fmt: skip
    assert second["also_in"] == []


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_program_gets_a_hostile_title_character_for_character(attack: str) -> None:
    answer = replace(ANSWER, hits=(replace(HIT, also_in=(hostile(attack),)),))
    for ascii_only in (True, False):
        (hit,) = json.loads(json.dumps(answer_json(answer), ensure_ascii=ascii_only))["hits"]
        (place,) = hit["also_in"]
        assert (place["report_id"], place["report_title"], place["citation"]) == (attack, attack, attack)


def hit_lines(hit: Hit) -> list[str]:
    return answer_text(replace(ANSWER, hits=(hit,))).split("\n")


def test_in_a_terminal_each_place_is_a_line_below_the_citation() -> None:
    alone = hit_lines(HIT)
    assert alone[-1] == f"   — {HIT.citation}"
    assert hit_lines(replace(HIT, also_in=(FIRST, SECOND))) == [
        *alone,
        f"   亦見於 (also in) {FIRST.citation}",
        f"   亦見於 (also in) {SECOND.citation}",
    ]


def test_in_a_terminal_the_places_stand_with_their_own_hit() -> None:
    hits = (HIT, replace(ANSWER.hits[1], also_in=(SECOND,)), ANSWER.hits[2])
    blocks = answer_text(replace(ANSWER, hits=hits)).split("\n\n")
    assert [block.count("亦見於 (also in)") for block in blocks if " — " in block] == [0, 1, 0]
