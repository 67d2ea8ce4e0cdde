"""Agencies, countries and terms in a question: expanded where they are meant, and only there."""

from pathlib import Path

import pytest
from hypothesis import given

from corpus.agencies import agencies
from corpus.segment import Segmenter
from index.expand import Expander
from index.gloss import Gloss
from index.glossary import AGENCIES, BUILT_IN, COUNTRIES, OURS, Glossary, read_lines
from index.known import MOST, agencies_said, countries_said
from tests.ingest.strategies import texts

NO_GLOSS = Gloss(None, "none")


@pytest.fixture(scope="module")
def expander(tmp_path_factory: pytest.TempPathFactory) -> Expander:
    folder = tmp_path_factory.mktemp("known")
    return Expander(Segmenter(folder), NO_GLOSS, Glossary(folder / "glossary.tsv"))


def said(expander: Expander, question: str) -> dict[str, tuple[str, ...]]:
    return {e.said: e.also for e in expander.expand(question).expansions}


@pytest.mark.parametrize(
    ("question", "form", "also"),
    [
        ("環保署對廚餘的作法", "環保署", "環境部"),
        ("環境部對廚餘的作法", "環境部", "環保署"),
        ("环境部的作法", "环境部", "環保署"),
        ("What did MODA recommend?", "MODA", "數位發展部"),
        ("the Ministry of Environment", "Ministry of Environment", "環境部"),
        ("國科會的補助", "國科會", "科技部"),
        ("新西兰的渔业", "新西兰", "紐西蘭"),
        ("紐西蘭的漁業", "紐西蘭", "新西蘭"),
        ("信息安全怎么做", "信息安全", "資訊安全"),
        ("資安演練", "資安", "資訊安全"),
        ("人工智能的应用", "人工智能", "人工智慧"),
        ("What of artificial intelligence?", "artificial intelligence", "人工智慧"),
        ("芯片制造", "芯片", "晶片"),
        ("climate change", "climate change", "氣候變遷"),
    ],
)
def test_it_is_looked_for_under_its_other_names(expander: Expander, question: str, form: str, also: str) -> None:
    assert also in said(expander, question)[form]


@pytest.mark.parametrize(
    "question",
    [
        "環境部分的工作",  # 環境部
        "投資安全的規定",  # 資安
        "文化部落的保存",  # 文化部
        "勞動部門的角色",  # 勞動部
        "most of the tips",  # MOST, TIPO
        "EPA of the United States",  # another one's
        "美國的作法",  # one Chinese name, and the dictionary has the English one
        "教育部的作法",
        "由東京返國",  # a place in a country is not the country
    ],
)
def test_what_only_looks_like_one_is_not(expander: Expander, question: str) -> None:
    assert said(expander, question) == {}


def test_the_longest_counts_and_the_users_own_before_ours(tmp_path: Path) -> None:
    own = tmp_path / "glossary.tsv"
    expander = Expander(Segmenter(tmp_path), NO_GLOSS, Glossary(own))
    assert list(said(expander, "數位發展部資通安全署的資訊安全")) == ["數位發展部資通安全署", "資訊安全"]
    own.write_text("資安\t防護\n環境部分\t環節\n", encoding="utf-8")
    assert said(expander, "資安") == {"資安": ("防護",)}
    assert said(expander, "投資安全") == {"資安": ("防護",)}  # whatever the user writes is meant
    assert said(expander, "環境部分") == {"環境部分": ("環節",)}


def test_each_says_where_it_is_from(expander: Expander) -> None:
    sources = [e.source for e in expander.expand("環保署與紐西蘭的資安").expansions]
    assert sources == [AGENCIES, COUNTRIES, BUILT_IN] and set(sources) == OURS


def test_every_agency_that_was_called_otherwise_is_found_by_its_full_name(expander: Expander) -> None:
    for agency in agencies():
        also = said(expander, f"請問{agency.name}的作法").get(agency.name, ())
        assert len(also) <= MOST
        assert also or not (agency.into or set(agency.short) - agency.alone), agency.name


def test_no_built_in_form_stands_in_two_lines() -> None:
    text = (Path(__file__).parents[2] / "index" / "data" / "glossary.tsv").read_text(encoding="utf-8")
    forms = [form for line in read_lines(text, BUILT_IN) for form in line.forms]
    assert len(forms) == len(set(forms)) > 400


@given(texts)
def test_what_is_found_is_a_stretch_of_the_question(question: str) -> None:
    for one in (*agencies_said(question), *countries_said(question)):
        assert question[one.start : one.end] == one.expansion.said and one.expansion.also
