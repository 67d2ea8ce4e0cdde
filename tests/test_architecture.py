"""The picture in ARCHITECTURE.md, held to."""

import ast
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_assistant_stands_on_ingest_and_index_which_are_strangers_and_both_stand_on_the_corpus() -> None:
    script = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 kept, 0 broken" in done.stdout


def test_asking_for_help_loads_neither_torch_nor_gradio_nor_the_model() -> None:
    script = (
        "import sys, assistant.cli; heavy = {'torch', 'gradio', 'transformers', 'sentence_transformers', "
        "'onnxruntime'} & set(sys.modules); assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_nothing_in_the_program_reads_or_writes_pickles() -> None:
    for folder in ("corpus", "ingest", "index", "assistant"):
        for path in (ROOT / folder).rglob("*.py"):
            assert "import pickle" not in path.read_text(encoding="utf-8"), path


def test_only_wiring_names_concrete_adapters() -> None:
    for path in (ROOT / "assistant").rglob("*.py"):
        if path.name != "wiring.py":
            text = path.read_text(encoding="utf-8")
            assert "FlatVectors" not in text and "TantivyWords" not in text and "load_embedder" not in text, path


def test_no_function_of_the_page_is_longer_than_fifty_lines() -> None:
    for path in (ROOT / "assistant" / "web").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert (node.end_lineno or 0) - node.lineno < 50, f"{path}: {node.name}"
