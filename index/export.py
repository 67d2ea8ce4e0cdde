"""The model as an ONNX graph, made once for each model: about twice as fast on two cores, and loaded without torch.

The graph takes word embeddings, not ids: the table (four fifths of a multilingual model) lies beside it as a
memory-mapped array of which a question touches a few rows. Pooling and length 1 are inside the graph, and what a
middle layer made of each token is its second result. An export is used only if it gives the same vectors and
token states as torch (cosine >= AGREEMENT on every probe, for every token); else it is remembered why not.
"""

import json
import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from corpus.seams import Progress
from index.encoder import OnnxEncoder, token_costs
from index.model import Model, fresh_folder

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

VERSION: Final = 3
AGREEMENT: Final = 0.999
_PROBES: Final = (
    "雲端",
    "分析師對跨國雲端有什麼建議？",
    "What did the analyst say about cross-border cloud?",
    "贾里德在职业生涯中有多少次擒杀？",
    "1. 2022 年 10 月 17 日，４１％ 的企業機構曾經歷過隱私洩露（AI）。",
    "本次出國計畫為參加年度國際研討會，了解資訊科技世界趨勢、產業及政府推動數位服務之策略與模式。" * 3,
    "The museum keeps its archives in two buildings near the port. " * 20,
    "政府除了以資料為中心驅動政府數位服務發展外，未來亦需有整合性的決策運用。" * 12,
)


@dataclass(frozen=True, slots=True)
class Export:
    """What became of an export: usable where ``why_not`` is empty."""

    version: int
    fingerprint: str
    dimensions: int
    layer: int
    """Whose token states the graph gives."""
    least_cosine: float
    why_not: str = ""


def exported(model: Model, models: Path, progress: Progress | None = None) -> tuple[Path, Export]:
    """The folder with ``graph.onnx``, ``words.npy`` and ``costs.npy``, and the export's facts.

    Made on the first call, which needs torch.
    """
    folder = models / f"onnx-{model.fingerprint}"
    found = _read(folder)
    if found is None:
        with FileLock(models / "lock"):
            found = _read(folder)
            if found is None:
                tell = progress or (lambda _done, _total: None)
                tell(0, 1)
                beside = fresh_folder(folder)
                found = _make(model, beside)
                tell(1, 1)
                (beside / "export.json").write_text(json.dumps(asdict(found)) + "\n", encoding="utf-8")
                # of another version, or damaged; a folder is not renamed over one that has files
                shutil.rmtree(folder, ignore_errors=True)
                beside.replace(folder)
    return folder, found


def _read(folder: Path) -> Export | None:
    try:
        found = Export(**json.loads((folder / "export.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return found if found.version == VERSION else None


def _make(model: Model, folder: Path) -> Export:
    with _quietly():
        from sentence_transformers import SentenceTransformer

        reference = SentenceTransformer(str(model.folder), device="cpu")
        dimensions = reference.get_embedding_dimension() or 0
        why_not = _not_exportable(reference)
        layer, least = 0, 0.0
        if not why_not:
            try:
                from index.torch_encoder import layer_of

                layer = layer_of(reference)
                _write_graph(reference, layer, folder)
                np.save(folder / "costs.npy", token_costs(reference.tokenizer.backend_tokenizer))
                least = _least_cosine(model, reference, layer, folder)
                why_not = "" if least >= AGREEMENT else f"its ONNX export differs from torch (cosine {least:.4f})"
            except Exception as error:  # an exporter fails in as many ways as there are models: torch does the work
                why_not = f"its ONNX export failed ({type(error).__name__}: {str(error)[:200]})"
    if why_not:
        for leftover in folder.iterdir():
            leftover.unlink()
    return Export(VERSION, model.fingerprint, dimensions, layer, round(least, 6), why_not)


def _not_exportable(reference: "SentenceTransformer") -> str:
    """Why the model cannot be exported by the means here; empty where it can."""
    kinds = [type(module).__name__ for module in reference]
    if kinds not in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"]):
        return f"it is made of {', '.join(kinds)}"
    mode = _pooling(reference)
    if mode not in ("mean", "cls"):
        return f"its pooling is {mode}"
    return ""


def _pooling(reference: "SentenceTransformer") -> str:
    mode = getattr(reference[1], "pooling_mode", "")
    return mode if isinstance(mode, str) else "+".join(mode)


def _write_graph(reference: "SentenceTransformer", layer: int, folder: Path) -> None:
    import torch

    transformer: Any = reference[0]
    encoder = transformer.auto_model.eval()
    # the other implementation guards every attention against NaN: a tenth of the time
    encoder.set_attn_implementation("eager")
    table = encoder.get_input_embeddings().weight.detach().numpy()
    mean = _pooling(reference) == "mean"

    class Pooled(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.encoder = encoder

        def forward(self, embedded: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            made = self.encoder(inputs_embeds=embedded, attention_mask=mask, output_hidden_states=True)
            states = made.last_hidden_state
            weight = mask.unsqueeze(-1).to(states.dtype)
            pooled = (states * weight).sum(1) / weight.sum(1) if mean else states[:, 0]
            return torch.nn.functional.normalize(pooled, dim=-1), made.hidden_states[layer]

    example = (torch.zeros(2, 7, table.shape[1]), torch.ones(2, 7, dtype=torch.int64))
    both = {0: "batch", 1: "tokens"}
    # the TorchScript exporter: the newer one needs onnxscript, and gives the same graph here
    torch.onnx.export(
        Pooled(), example, str(folder / "graph.onnx"), input_names=["embedded", "mask"],
        output_names=["vectors", "states"],
        dynamic_axes={"embedded": both, "mask": both, "vectors": {0: "batch"}, "states": both},
        dynamo=False, opset_version=17,
    )  # fmt: skip
    np.save(folder / "words.npy", table.astype(np.float32))


def _least_cosine(model: Model, reference: "SentenceTransformer", layer: int, folder: Path) -> float:
    probes = [model.passage_prompt + text for text in _PROBES]
    expected = reference.encode(probes, prompt="", normalize_embeddings=True, show_progress_bar=False)
    encoder = OnnxEncoder(model, folder, threads=None)
    ids = [made.ids for made in encoder.tokenize(probes)]
    batched = encoder.run(ids)
    least = (batched.vectors * expected).sum(1).min()
    for row, tokens in enumerate(ids):
        single = encoder.run([tokens])
        wanted = _states(reference, tokens, layer)
        least = min(
            least, (single.vectors[0] * expected[row]).sum(), _cosines(single.states[0], wanted).min(),
            _cosines(batched.states[row, : len(tokens)], wanted).min(),
        )  # fmt: skip
    return float(least)


def _states(reference: "SentenceTransformer", ids: NDArray[np.int64], layer: int) -> NDArray[np.float32]:
    import torch

    network: Any = reference[0]
    row = torch.from_numpy(ids[None, :])
    with torch.inference_mode():
        made = network.auto_model(input_ids=row, attention_mask=torch.ones_like(row), output_hidden_states=True)
    states: NDArray[np.float32] = made.hidden_states[layer][0].numpy()
    return states


def _cosines(a: NDArray[np.float32], b: NDArray[np.float32]) -> NDArray[np.float32]:
    cosines: NDArray[np.float32] = (a * b).sum(1) / (np.linalg.norm(a, axis=1) * np.linalg.norm(b, axis=1))
    return cosines


@contextmanager
def _quietly() -> Iterator[None]:
    """The exporter warns of what the probes check; progress is told by our own means."""
    from transformers.utils import logging as untyped

    logging: Any = untyped
    verbosity = logging.get_verbosity()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        finally:
            logging.set_verbosity(verbosity)
