"""What the documents say can be done can be done."""

import re
from pathlib import Path

import pytest

from assistant.cli import tripreport

ROOT = Path(__file__).parents[1]
DOCUMENTS = [ROOT / "README.md", ROOT / "ARCHITECTURE.md", *sorted((ROOT / "docs").glob("*.md"))]


def test_every_command_that_a_document_names_exists() -> None:
    for document in DOCUMENTS:
        for name in re.findall(r"(?:^|`)tripreport ([a-z]+)", document.read_text(encoding="utf-8"), re.MULTILINE):
            assert name in tripreport.commands, (document.name, name)


def test_every_command_is_in_the_readme_and_has_a_help_text() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name, command in tripreport.commands.items():
        assert f"tripreport {name}" in readme, name
        assert command.help, name
        assert all(getattr(p, "help", "") for p in command.params if p.param_type_name == "option"), name


def test_every_make_target_that_a_document_names_exists() -> None:
    targets = set(re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for document in DOCUMENTS:
        assert set(re.findall(r"`?make ([a-z0-9-]+)", document.read_text(encoding="utf-8"))) <= targets


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda p: p.name)
def test_every_file_that_a_document_links_to_is_there(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), target
    for folder, name in re.findall(
        r"`(corpus|ingest|index|assistant|tests|docs)/([\w/.]+)`", document.read_text("utf-8")
    ):
        assert (ROOT / folder / name).exists(), f"{folder}/{name}"
