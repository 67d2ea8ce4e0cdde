"""What the derived indexes on disk were built from: one JSON file beside them.

An index is used only where its manifest fits the store and the program; else it is brought up to date or
built anew from the store, without embedding anything.
"""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from corpus.files import replacing
from index.usual import Usual

FORMAT = 4


@dataclass(frozen=True, slots=True)
class Manifest:
    """``generation`` is the store's; ``model`` the fingerprint of the vectors; ``segmentation`` of the terms.
    ``steps`` are those whose data every passage has (:class:`corpus.types.Step`): what is usual depends on them.

    ``usual`` was measured on the library, at this generation or a little before.
    """

    generation: int
    model: str
    dimensions: int
    segmentation: str
    steps: tuple[str, ...] = ()
    vectors: str = "flat float16"
    format: int = FORMAT
    usual: Usual = field(default=Usual(), compare=False)

    def fits(self, other: "Manifest") -> bool:
        """Whether an index of this manifest can be caught up to ``other`` rather than built anew."""
        same = ("model", "dimensions", "segmentation", "steps", "vectors", "format")
        return self.generation <= other.generation and all(getattr(self, n) == getattr(other, n) for n in same)

    def save(self, path: Path) -> None:
        """Written beside, then renamed."""
        with replacing(path) as beside:
            beside.write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> "Manifest | None":
        """None where there is none, or none that can be read: then the indexes are built anew."""
        try:
            read = json.loads(path.read_text(encoding="utf-8"))
            found = cls(**read | {"usual": Usual(**read["usual"]), "steps": tuple(read["steps"])})
            return found if isinstance(found.generation, int) else None
        except (OSError, ValueError, TypeError, KeyError):
            return None
