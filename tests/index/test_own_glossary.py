"""The library's own glossary as a file: checked before it is written, and never written over somebody else's change."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import ChangedGlossary, SettingsError
from index.glossary import FILE_NAME, Glossary
from index.own_glossary import LONGEST, OwnGlossary


@pytest.fixture
def own(tmp_path: Path) -> OwnGlossary:
    return OwnGlossary(tmp_path / "library" / FILE_NAME)


def test_a_file_that_is_not_there_says_nothing_and_can_be_written(own: OwnGlossary) -> None:
    before = own.look()
    assert (before.text, before.lines, before.wrong) == ("", (), "") and not own.path.exists()
    after = own.write("飛碟\tUFO\r\n\r\n\r\n", before.version)
    assert own.path.read_text(encoding="utf-8") == after.text == "飛碟\tUFO\n" and after == own.look()
    assert [said.expansion.also for said in Glossary(own.path).said("飛碟")] == [("UFO",)]


def test_a_wrong_line_is_named_and_nothing_is_written(own: OwnGlossary) -> None:
    own.add(("飛碟", "UFO"))
    before = own.look()
    with pytest.raises(SettingsError, match=f"{FILE_NAME}, line 2: '丙'"):
        own.write("甲\t乙\n丙\n", before.version)
    with pytest.raises(SettingsError, match="longer than"):
        own.write("甲\t乙\n" * LONGEST, before.version)
    assert own.look() == before


def test_what_somebody_else_has_saved_is_never_written_over(own: OwnGlossary) -> None:
    seen = own.look().version
    other = OwnGlossary(own.path).write("甲\t乙\n", seen)
    with pytest.raises(ChangedGlossary, match="as it is now"):
        own.write("丙\t丁\n", seen)
    assert own.look() == other
    assert own.write("丙\t丁\n", other.version).text == "丙\t丁\n"


def test_a_line_is_added_after_those_that_are_there(own: OwnGlossary) -> None:
    own.add(("雲端服務", " cloud   service ", "SaaS"))
    added = own.add(("飛碟", "UFO"))
    assert [line.forms for line in added.lines] == [("雲端服務", "cloud service", "SaaS"), ("飛碟", "UFO")]
    assert added.text.startswith("#")


@pytest.mark.parametrize("forms", [("一個",), ("a", ""), ("# 註解", "乙"), ("甲", "！？"), ()])
def test_a_line_that_makes_no_sense_is_not_added(own: OwnGlossary, forms: tuple[str, ...]) -> None:
    with pytest.raises(SettingsError):
        own.add(forms)
    assert not own.path.exists()


def test_a_file_that_was_made_wrong_by_hand_can_be_looked_at_and_mended(own: OwnGlossary) -> None:
    own.path.parent.mkdir()
    own.path.write_text("甲\n", encoding="utf-8")
    looked = own.look()
    assert looked.text == "甲\n" and "line 1" in looked.wrong and not looked.lines
    with pytest.raises(SettingsError, match="line 1"):
        own.add(("飛碟", "UFO"))
    assert own.write("甲\t乙\n", looked.version).wrong == ""


@given(st.lists(st.lists(st.text(alphabet="雲端ab1 \t", min_size=1, max_size=6), min_size=1, max_size=4), max_size=6))
def test_what_is_written_is_read_again_or_refused(
    tmp_path_factory: pytest.TempPathFactory, lines: list[list[str]]
) -> None:
    own = OwnGlossary(tmp_path_factory.mktemp("own") / FILE_NAME)
    text = "\n".join("\t".join(forms) for forms in lines)
    try:
        written = own.write(text, own.look().version)
    except SettingsError:
        assert not own.path.exists()
    else:
        assert own.look() == written if written.text else not own.look().lines
