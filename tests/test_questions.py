"""The invented reports and their questions are what their README says they are."""

import json
from collections import Counter
from itertools import pairwise
from math import ceil
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[1] / "benchmarks" / "invented"
HALVES = ("dev", "held")
KINDS = {
    "cross_lingual", "date_number", "fact", "figure", "form", "multi_passage", "near_miss", "off_topic", "paraphrase",
    "people", "report_named", "schedule", "unanswerable",
}  # fmt: skip
UNANSWERABLE = {"near_miss", "off_topic", "unanswerable"}
TRAPS = {"negation", "number", "person", "place", "year"}

Question = dict[str, Any]


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return {path.name: path.read_bytes().decode("utf-8") for path in sorted((FOLDER / "reports").glob("*.txt"))}


@pytest.fixture(scope="module")
def halves() -> dict[str, list[Question]]:
    lines = {half: (FOLDER / f"questions_{half}.jsonl").read_text(encoding="utf-8").splitlines() for half in HALVES}
    return {half: [json.loads(line) for line in lines[half]] for half in HALVES}


@pytest.fixture(scope="module")
def questions(halves: dict[str, list[Question]]) -> list[Question]:
    return [question for half in HALVES for question in halves[half]]


def test_there_are_eight_reports_of_a_reports_length(texts: dict[str, str]) -> None:
    assert len(texts) == 8
    assert all(2_500 <= len(text) <= 5_000 for text in texts.values())


def test_every_id_and_every_question_stands_once(questions: list[Question]) -> None:
    assert len({q["id"] for q in questions}) == len({q["question"] for q in questions}) == len(questions)


def test_every_quote_is_an_exact_part_of_a_report_that_is_named(
    questions: list[Question], texts: dict[str, str]
) -> None:
    for q in questions:
        assert set(q["report"]) <= set(texts), q["id"]
        for quote in (*q["evidence"], *q.get("near", ())):
            assert quote.strip(), q["id"]
            assert any(quote in texts[name] for name in q["report"]), (q["id"], quote)


def test_every_named_report_holds_a_quote(questions: list[Question], texts: dict[str, str]) -> None:
    for q in questions:
        for name in q["report"]:
            assert any(quote in texts[name] for quote in (*q["evidence"], *q.get("near", ()))), (q["id"], name)


def test_no_other_report_would_be_judged_to_hold_the_evidence(questions: list[Question], texts: dict[str, str]) -> None:
    """The judge asks for 60 % of a quote in one run, white space ignored."""
    tight = {name: "".join(text.split()) for name, text in texts.items()}
    for q in questions:
        for quote in ("".join(quote.split()) for quote in q["evidence"]):
            run = ceil(0.6 * len(quote))
            parts = [quote[at : at + run] for at in range(len(quote) - run + 1)]
            for name in set(texts) - set(q["report"]):
                assert not any(part in tight[name] for part in parts), (q["id"], quote, name)


def test_only_what_can_be_answered_has_evidence(questions: list[Question]) -> None:
    for q in questions:
        assert q["answerable"] is (q["kind"] not in UNANSWERABLE), q["id"]
        assert bool(q["evidence"]) is bool(q["section"]) is q["answerable"], q["id"]
        assert q["match"] in (("any", "all") if q["answerable"] else (None,)), q["id"]
        assert q["match"] != "all" or len(q["evidence"]) > 1, q["id"]


def test_a_near_miss_says_what_is_near_and_what_is_wrong(questions: list[Question]) -> None:
    for q in questions:
        assert (q["kind"] == "near_miss") is bool(q.get("near")), q["id"]
        assert ("trap" in q) is ("near" in q) and q.get("trap", "year") in TRAPS, q["id"]


def test_both_halves_have_every_kind_and_language_alike(halves: dict[str, list[Question]]) -> None:
    for key in ("kind", "lang"):
        dev, held = (Counter(q[key] for q in halves[half]) for half in HALVES)
        assert set(dev) == set(held) == (KINDS if key == "kind" else {"zh", "cn", "en", "mixed"})
        assert all(abs(dev[value] - held[value]) <= 2 for value in dev), key


def test_at_least_a_quarter_of_either_half_cannot_be_answered(halves: dict[str, list[Question]]) -> None:
    for half in HALVES:
        assert 4 * sum(not q["answerable"] for q in halves[half]) >= len(halves[half])


def test_the_two_years_of_one_exercise_share_a_paragraph_word_for_word(texts: dict[str, str]) -> None:
    years = [text for name, text in texts.items() if "愛沙尼亞" in name]
    for earlier, later in pairwise(years):
        assert {p for p in earlier.split("\n") if len(p) > 150} & {p for p in later.split("\n") if len(p) > 150}
    assert len(years) == 2
