"""``tripreport evaluate``: from paths to measured sets."""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib import resources
from pathlib import Path

from assistant.evaluation.judged import Beir, as_reports, read_beir, read_documents, read_questions
from assistant.evaluation.measure import Measured, measure_beir, measure_questions
from assistant.evaluation.systems import Bench
from assistant.settings import Settings
from corpus.errors import UserError
from corpus.seams import Progress
from corpus.store import Store
from corpus.types import RawFile
from ingest.files.sources import find_sources, read_source
from ingest.pipeline import Ingested, Outcome
from ingest.readers import supported_suffixes

OpenBench = Callable[[Settings], Bench]
Bars = Callable[[str], Progress]


@dataclass(frozen=True, slots=True)
class Request:
    """What to measure. ``reports`` are files or folders that a file of questions is about (folders may be BEIR); none:
    those of the library, else those that come with the program."""

    path: Path
    split: str = "dev"
    reports: tuple[Path, ...] = ()
    baselines: tuple[str, ...] = ()
    sample: int | None = None


def evaluate(request: Request, settings: Settings, open_bench: OpenBench, bars: Bars | None = None) -> Measured:
    """Measure one set, in a throw-away library below the library of ``settings``; UserError for what cannot be read."""
    if request.path.is_dir():
        beir = sampled(read_beir(request.path, request.split), request.sample)
        bench = filled(list(as_reports(beir.documents.values())), settings, open_bench, bars)
        return measure_beir(beir, bench, request.baselines, bars)
    questions = read_questions(request.path)
    files = report_files(request.reports) if request.reports else own_reports(settings) or shipped_reports()
    if not files:
        raise UserError(
            f"{request.path} is a file of questions: say with --reports which reports they are about, or with "
            "--library which library has them."
        )
    bench = filled(files, settings, open_bench, bars)
    return measure_questions(request.path.stem, questions, bench, request.baselines, bars)


def report_files(paths: Iterable[Path]) -> list[RawFile]:
    """The reports in files and folders; a BEIR folder gives its documents."""
    files: list[RawFile] = []
    for path in paths:
        if (path / "corpus.jsonl").is_file():
            files.extend(as_reports(read_documents(path / "corpus.jsonl")))
        else:
            files.extend(read_source(found) for found in find_sources([path], supported_suffixes()))
    return files


def own_reports(settings: Settings) -> list[RawFile]:
    """The reports of the library of ``settings``, as files of their text; none where there is no library."""
    path = settings.library / "library.sqlite"
    if not path.exists():
        return []
    with Store(path).snapshot() as view:
        return [
            RawFile(r.name, r.source, view.text(r.id).encode("utf-8", "surrogatepass"), r.sha256)
            for r in view.reports()
        ]


def shipped_reports() -> list[RawFile]:
    """Those that lie in the program's own ``corpus/reports``; none where it was installed without them."""
    folder = Path(str(resources.files("corpus"))) / "reports"
    return report_files([folder]) if folder.is_dir() else []


def filled(files: Sequence[RawFile], settings: Settings, open_bench: OpenBench, bars: Bars | None) -> Bench:
    """A library of exactly these files, the same one as the last time.

    Where the program that reads and splits has changed since, every file goes through it again; passages that came out
    as before are not embedded again.
    """
    folder = settings.library / "cache" / "evaluation" / _name(files, settings)
    bench = open_bench(replace(settings, library=folder, models=settings.models_folder))
    marker, program = folder / "program", _program()
    changed = not marker.exists() or marker.read_text(encoding="ascii") != program
    held = set() if changed else {r.sha256 for r in bench.library.reports()}
    missing = [f for f in files if f.sha256 not in held]
    progress, outcomes = (bars("ingest") if bars else None), list[Ingested]()

    def tell(done: Ingested) -> None:
        outcomes.append(done)
        if progress:
            progress(len(outcomes), len(missing))

    bench.library.ingest(missing, tell, again=changed)
    if wrong := next((o for o in outcomes if o.outcome is Outcome.FAILED), None):
        raise UserError(f"{wrong.source} cannot be ingested: {wrong.error}")
    marker.write_text(program, encoding="ascii")
    return bench


def _name(files: Sequence[RawFile], settings: Settings) -> str:
    """Names the files and the model."""
    digest = sha256((settings.model or "").encode("utf-8"))
    for file in sorted(f.sha256 for f in files):
        digest.update(file.encode("ascii"))
    return digest.hexdigest()[:16]


def _program() -> str:
    """Names the code that reads and splits reports."""
    digest = sha256()
    for package in ("corpus", "ingest"):
        sources = [p for p in resources.files(package).iterdir() if p.name.endswith(".py")]
        for source in sorted(sources, key=lambda p: p.name):
            digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def sampled(beir: Beir, sample: int | None) -> Beir:
    """With only ``sample`` of the queries, always the same ones."""
    if sample is None or sample >= len(beir.qrels):
        return beir
    kept = set(random.Random(0).sample(sorted(beir.qrels), sample))
    return replace(beir, qrels={q: grades for q, grades in beir.qrels.items() if q in kept})
