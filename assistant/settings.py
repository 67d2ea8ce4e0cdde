"""What can be set, and where it is taken from: the command line, then the environment, then the default."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from platformdirs import user_data_path

from corpus.errors import SettingsError

PASSWORD_FILE: Final = "TRIPREPORT_PASSWORD_FILE"  # only `tripreport serve` has a use for it
KNOWN: Final = frozenset(
    {"TRIPREPORT_LIBRARY", "TRIPREPORT_MODEL", "TRIPREPORT_THREADS", "TRIPREPORT_DEBUG", PASSWORD_FILE}
)
FOR_TESTS: Final = frozenset({"TRIPREPORT_TEST_MODELS", "TRIPREPORT_SCREENSHOTS"})


@dataclass(frozen=True, slots=True)
class Settings:
    """``library`` is the one folder that is written to. ``model`` is a sentence-transformers model by name or
    folder; None is the library's own, and the embedded default for a new library. ``threads`` None: all cores.
    ``models`` is where unpacked models are kept; None is a folder of the library."""

    library: Path
    model: str | None = None
    threads: int | None = None
    models: Path | None = None

    @property
    def models_folder(self) -> Path:
        """Where unpacked models are kept."""
        return self.models or self.library / "models"


def settings_from(environment: Mapping[str, str], library: str | None = None, model: str | None = None) -> Settings:
    """Settings from arguments and ``environment``; an unknown TRIPREPORT_ variable is a SettingsError."""
    unknown = sorted(k for k in environment if k.startswith("TRIPREPORT_") and k not in KNOWN | FOR_TESTS)
    if unknown:
        raise SettingsError(f"{unknown[0]} is no setting: the settings are {', '.join(sorted(KNOWN))}.")
    folder = library or environment.get("TRIPREPORT_LIBRARY")
    path = Path(folder).expanduser() if folder else user_data_path("tripreport", appauthor=False)
    return Settings(path.absolute(), model or environment.get("TRIPREPORT_MODEL") or None, _threads(environment))


def _threads(environment: Mapping[str, str]) -> int | None:
    value = environment.get("TRIPREPORT_THREADS")
    if not value:
        return None
    if not value.isdecimal() or not 1 <= int(value) <= 1024:
        raise SettingsError(f"TRIPREPORT_THREADS is {value!r}: give a whole number from 1 to 1024, or leave it out.")
    return int(value)


def seal(environment: "os._Environ[str]") -> None:
    """Nothing of ours, and nothing that we use, calls out or counts its users: set before those are imported."""
    environment.update(
        HF_HUB_OFFLINE="1",
        TRANSFORMERS_OFFLINE="1",
        HF_HUB_DISABLE_TELEMETRY="1",
        DO_NOT_TRACK="1",
        GRADIO_ANALYTICS_ENABLED="False",
        TOKENIZERS_PARALLELISM="false",
        ORT_DISABLE_TELEMETRY="1",  # onnxruntime calls home from 1.29 on, and writes into the home folder
    )
