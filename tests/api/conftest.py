"""The API over the fake library, behind the guards, without the Gradio page: that takes a second to build."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.api.app import build_api
from assistant.api.problems import BASE
from assistant.library import Library as RealLibrary
from assistant.settings import Settings
from assistant.web.add.door import Uploads
from assistant.web.add.queue import Adder
from assistant.web.doors.guard import guard
from assistant.web.doors.keeper import Keeper
from assistant.web.library import Library
from assistant.wiring import engine_with
from corpus.segment import Segmenter
from corpus.store import EmbeddingModel, Store
from index.gloss import Gloss
from tests.fakes import HashEmbedder
from tests.web.fakes import FakeLibrary


def api_over(library: Library, folder: Path, keeper: Keeper | None = None, adding: bool = True) -> FastAPI:
    """All that stands under /api/v1, and before it."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    guard(app, ("testserver", "localhost"), keeper)
    app.state.adder = adder = Adder(library, Uploads(folder)) if adding else None
    app.mount(BASE, build_api(library, adder, guarded=keeper is not None))
    return app


class Stand:
    """Stands for whichever library is asked just now: the API over it is built once, which takes a while."""

    def __init__(self, folder: Path) -> None:
        self.now: Any = None
        self.app = api_over(cast(Library, self), folder)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.now, name)


class Caller(TestClient):
    """A client of the API over one library."""

    def __init__(self, stand: Stand, library: Library) -> None:
        super().__init__(stand.app)
        self._stand, self._library = stand, library

    def request(self, *arguments: Any, **options: Any) -> Any:
        self._stand.now = self._library
        return super().request(*arguments, **options)


@pytest.fixture(scope="session")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    made = Stand(tmp_path_factory.mktemp("stand"))
    yield made
    made.app.state.adder.end()


@pytest.fixture
def library() -> FakeLibrary:
    return FakeLibrary()


@pytest.fixture
def client(stand: Stand, library: FakeLibrary) -> TestClient:
    return Caller(stand, library)


@dataclass(frozen=True)
class House:
    """A real library over the fake embedder, with the API before it."""

    library: RealLibrary
    client: TestClient
    folder: Path

    def add(self, name: str, text: str) -> str:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        (done,) = self.library.ingest([path])
        assert done.report_id
        return done.report_id

    def done(self, begun: Any) -> dict[str, Any]:
        return over(self.client, begun)


def over(client: TestClient, begun: Any) -> dict[str, Any]:
    """The job that an answer begins, once it is done."""
    assert begun.status_code == 202, begun.text
    for _ in range(1000):
        job: dict[str, Any] = client.get(begun.headers["location"]).json()
        if job["state"] == "done":
            return job
        time.sleep(0.01)
    raise AssertionError("the job does not end")


@pytest.fixture(scope="session")
def segmenter(tmp_path_factory: pytest.TempPathFactory) -> Segmenter:
    return Segmenter(tmp_path_factory.mktemp("words"))


@contextmanager
def house_in(folder: Path, segmenter: Segmenter, stand: Stand) -> Iterator[House]:
    settings, embedder = Settings(folder / "library", models=folder / "models"), HashEmbedder()
    store = Store(settings.library / "library.sqlite")
    store.claim_model(EmbeddingModel(embedder.name, embedder.fingerprint, embedder.dimensions))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("assistant.wiring.Segmenter", lambda _: segmenter)
        patched.setattr("assistant.wiring.open_gloss", lambda _: Gloss(None, "none"))
        library = RealLibrary(settings.library, store, lambda: engine_with(settings, store, embedder))
        library.engine()
    (folder / "報告").mkdir()
    yield House(library, Caller(stand, library), folder / "報告")
    library.close()


@pytest.fixture
def house(tmp_path: Path, segmenter: Segmenter, stand: Stand) -> Iterator[House]:
    with house_in(tmp_path, segmenter, stand) as made:
        yield made
