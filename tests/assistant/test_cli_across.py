"""The commands that compare, look for prior trips and keep the glossary, on a library over the fake model."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from assistant.cli import compare as compare_room
from assistant.cli import prior as prior_room
from assistant.cli.main import tripreport
from assistant.library import Library
from corpus.errors import SettingsError, UserError
from index.glossary import FILE_NAME, built_in_lines
from tests.prior.conftest import opened
from tests.prior.trips import TRIPS, write


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Library:
    folder = tmp_path_factory.mktemp("cli")
    library = opened(folder, models)
    library.ingest(write(folder / "trips", TRIPS[:8]))
    return library


@pytest.fixture
def run(shelf: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    for room in (compare_room, prior_room):
        monkeypatch.setattr(room, "open_library", lambda *_: shelf)
    monkeypatch.setenv("TRIPREPORT_LIBRARY", str(tmp_path))

    def ran(*arguments: str) -> Result:
        return CliRunner().invoke(tripreport, list(arguments), catch_exceptions=True)

    return ran


def test_compare_prints_groups_and_is_json_for_programs(run: Any) -> None:
    text = run("compare", "廚餘與食品廢棄物怎麼做成沼氣", "--by", "agency")
    assert text.exit_code == 0 and "## 環境部" in text.stdout and "printed as 行政院環境保護署" in text.stdout
    said = json.loads(run("compare", "廚餘與食品廢棄物怎麼做成沼氣", "--by", "agency", "--json").stdout)
    assert said["by"] == "agency" and said["searched"] == 8 and said["groups"][0]["hits"][0]["cited"]


def test_a_filter_by_a_name_that_is_no_more_tells_todays(run: Any) -> None:
    done = run("compare", "廚餘", "--agency", "環保署")
    assert done.exit_code == 0 and "環保署 is 環境部 since 2023-08-22" in done.stderr
    assert "is 環境部" not in run("compare", "廚餘", "--agency", "環境部").stderr
    assert "No report passes these filters" in run("compare", "廚餘", "--agency", "勞動部").stderr


def test_prior_prints_the_verdict_with_what_was_searched(run: Any) -> None:
    plan = ("--purpose", "參加北歐智慧城市年會", "--agency", "國家發展委員會", "--from", "2025-05-01", "--years", "8")
    text = run("prior", *plan)
    assert (
        text.exit_code == 0
        and text.stdout.startswith("Much alike")
        and "the same event: 北歐智慧城市年會" in text.stdout
    )
    said = json.loads(run("prior", *plan, "-k", "1", "--json").stdout)
    assert said["verdict"] == "much" and said["plan"]["from"] == "2025-05-01" and len(said["trips"]) == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("prior",), 2),
        (("prior", "--purpose", "x", "--from", "1 May"), 2),
        (("prior", "--purpose", "x", "--years", "0"), 2),
        (("compare", "x", "--by", "moon"), 2),
        (("glossary", "--add", "一個"), 2),
    ],
)
def test_what_makes_no_sense_is_a_mistake_of_usage(run: Any, arguments: tuple[str, ...], code: int) -> None:
    assert run(*arguments).exit_code == code


def test_a_plan_that_ends_before_it_begins_names_the_cure(run: Any) -> None:
    done = run("prior", "--purpose", "考察", "--from", "2025-05-02", "--to", "2025-05-01")
    assert isinstance(done.exception, UserError) and "turn the dates round" in str(done.exception)


def test_the_glossary_is_listed_added_to_and_checked(run: Any, tmp_path: Path) -> None:
    assert run("glossary", "資安").stdout.startswith("資訊安全 | 資安")
    assert run("glossary", "--path").stdout.strip() == str(tmp_path / FILE_NAME)
    assert "1 lines now" in run("glossary", "--add", "飛碟", "UFO").stdout
    assert run("glossary", "ufo").stdout == f"飛碟 | UFO   ({tmp_path / FILE_NAME})\n"
    assert len(json.loads(run("glossary", "--json").stdout)) == len(built_in_lines()) + 1
    assert "1 lines, all fine" in run("glossary", "--check", str(tmp_path / FILE_NAME)).stdout
    (tmp_path / FILE_NAME).write_text("甲\t乙\n丙\n", encoding="utf-8")
    wrong = run("glossary")
    assert isinstance(wrong.exception, SettingsError) and "line 2" in str(wrong.exception)
    assert run("glossary", "zzz").exit_code != 0


def test_agencies_are_listed_with_what_they_became(run: Any) -> None:
    assert "行政院環境保護署 (1987-08-22 – 2023-08-22) → 環境部" in run("glossary", "--agencies", "環保署").stdout
    (row,) = json.loads(run("glossary", "--agencies", "環保署", "--json").stdout)
    assert (row["now"], row["until"]) == ("環境部", "2023-08-22")
