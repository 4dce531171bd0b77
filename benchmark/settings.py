"""Where the product finds its data and keeps its store."""

import os
from dataclasses import dataclass, field
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parents[1]
STORE_VARIABLE = "MATURITY_STORE"


@dataclass(frozen=True)
class Settings:
    """The folders that a process works with.

    store: the ledger and the publications; MATURITY_STORE, or var/store in the project.
    data: definitions, reference and published tables that come with the product.
    """

    store: Path = field(default_factory=lambda: PROJECT_ROOT / "var" / "store")
    data: Path = PROJECT_ROOT / "data"

    @classmethod
    def from_environment(cls, store: str | Path | None = None) -> "Settings":
        """Settings from the environment; `store`, when given, wins over MATURITY_STORE."""
        chosen = store or os.environ.get(STORE_VARIABLE)
        return cls(store=Path(chosen).expanduser().resolve()) if chosen else cls()

    @property
    def ledger_file(self) -> Path:
        return self.store / "ledger.duckdb"

    @property
    def lock_file(self) -> Path:
        return self.store / "writer.lock"

    @property
    def publications(self) -> Path:
        return self.store / "publications"

    @property
    def current_pointer(self) -> Path:
        """A text file that names the publication in use."""
        return self.store / "current"
