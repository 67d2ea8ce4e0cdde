"""The model as an ONNX graph, made once for each model: about twice as fast on two cores, and loaded without torch.

The graph takes word embeddings, not ids: the table (four fifths of a multilingual model) lies beside it as a
memory-mapped array of which a question touches a few rows. Pooling and length 1 are inside the graph. An export
is used only if it gives the same vectors as torch (cosine >= AGREEMENT on every probe); else it is remembered
why not.
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

from corpus.seams import Progress
from index.model import Model, fresh_folder

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

VERSION: Final = 2
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
    least_cosine: float
    why_not: str = ""


def exported(model: Model, models: Path, progress: Progress | None = None) -> tuple[Path, Export]:
    """The folder with ``graph.onnx``, ``words.npy`` and the export's facts; made on the first call (needs torch)."""
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
        least = 0.0
        if not why_not:
            try:
                _write_graph(reference, folder)
                least = _least_cosine(model, reference, folder)
                why_not = "" if least >= AGREEMENT else f"its ONNX export differs from torch (cosine {least:.4f})"
            except Exception as error:  # an exporter fails in as many ways as there are models: torch does the work
                why_not = f"its ONNX export failed ({type(error).__name__}: {str(error)[:200]})"
    if why_not:
        for leftover in folder.iterdir():
            leftover.unlink()
    return Export(VERSION, model.fingerprint, dimensions, round(least, 6), why_not)


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


def _write_graph(reference: "SentenceTransformer", folder: Path) -> None:
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

        def forward(self, embedded: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
            states = self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
            weight = mask.unsqueeze(-1).to(states.dtype)
            pooled = (states * weight).sum(1) / weight.sum(1) if mean else states[:, 0]
            return torch.nn.functional.normalize(pooled, dim=-1)

    example = (torch.zeros(2, 7, table.shape[1]), torch.ones(2, 7, dtype=torch.int64))
    both = {0: "batch", 1: "tokens"}
    # the TorchScript exporter: the newer one needs onnxscript, and gives the same graph here
    torch.onnx.export(
        Pooled(), example, str(folder / "graph.onnx"), input_names=["embedded", "mask"], output_names=["vectors"],
        dynamic_axes={"embedded": both, "mask": both, "vectors": {0: "batch"}}, dynamo=False, opset_version=17,
    )  # fmt: skip
    np.save(folder / "words.npy", table.astype(np.float32))


def _least_cosine(model: Model, reference: "SentenceTransformer", folder: Path) -> float:
    from index.encoder import OnnxEncoder

    probes = [model.passage_prompt + text for text in _PROBES]
    expected = reference.encode(probes, prompt="", normalize_embeddings=True, show_progress_bar=False)
    encoder = OnnxEncoder(model, folder, threads=None)
    encodings = encoder.tokenize(probes)
    batched = encoder.run(encodings)
    single = np.concatenate([encoder.run([ids]) for ids in encodings])
    return float(min((batched * expected).sum(1).min(), (single * expected).sum(1).min()))


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
