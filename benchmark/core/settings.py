"""Settings: where the product finds its data and keeps its store, and the limits for reading workbooks."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from benchmark.core.errors import SettingWrong

PROJECT_ROOT = Path(__file__).resolve().parents[2]
STORE_VARIABLE = "MATURITY_STORE"
LEDGER_VARIABLE = "MATURITY_LEDGER"
HEADS_VARIABLE = "MATURITY_HEADS"
MEMORY_VARIABLE = "MATURITY_WORKBOOK_MEMORY_MB"
SECONDS_VARIABLE = "MATURITY_WORKBOOK_SECONDS"
MODE_VARIABLE = "MATURITY_MODE"
LOCAL_MODE, SHARED_MODE = "local", "shared"


@dataclass(frozen=True)
class WorkbookLimits:
    """The most memory and time that the process reading one workbook may use."""

    memory_mb: int = 1024
    seconds: int = 60


def workbook_limits() -> WorkbookLimits:
    """The limits from the environment, or the usual ones. SettingWrong for a value that is not allowed."""
    usual = WorkbookLimits()
    return WorkbookLimits(
        memory_mb=whole_setting(MEMORY_VARIABLE, usual.memory_mb, lowest=128, highest=65_536),
        seconds=whole_setting(SECONDS_VARIABLE, usual.seconds, lowest=1, highest=3_600),
    )


def whole_setting(variable: str, usual: int, *, lowest: int, highest: int) -> int:
    """A whole number from the environment, or `usual` if unset. SettingWrong for a value not allowed."""
    written = os.environ.get(variable, "").strip()
    if not written:
        return usual
    if not (written.isascii() and written.isdigit() and lowest <= int(written[:9]) <= highest):
        raise SettingWrong(
            f"{variable} is '{written[:40]}'.",
            fix=f"Set it to a whole number from {lowest:,} to {highest:,}.",
        )
    return int(written)


def is_shared() -> bool:
    """Whether the process is in shared mode: people sign in, each with their own rights. If not, it serves
    the person at this computer. SettingWrong if the environment holds neither mode.
    """
    written = os.environ.get(MODE_VARIABLE, "").strip() or LOCAL_MODE
    if written not in (LOCAL_MODE, SHARED_MODE):
        raise SettingWrong(
            f"{MODE_VARIABLE} is '{written[:40]}'.", fix=f"Set it to {LOCAL_MODE} or {SHARED_MODE}."
        )
    return written == SHARED_MODE


def _database(written: str) -> str:
    address = written.strip()
    # The value is not shown: it may hold a password.
    if address and not address.startswith(("postgresql://", "postgres://")):
        raise SettingWrong(
            f"{LEDGER_VARIABLE} is no address of a PostgreSQL.",
            fix="Write postgresql://user@host/database, or leave it empty: a file in the store is then kept.",
        )
    return address


@dataclass(frozen=True)
class Settings:
    """The folders and files that a process works with.

    store: the ledger and the publications; MATURITY_STORE, or var/store in the project.
    data: definitions, reference and published tables that come with the product.
    database: the address of a PostgreSQL that keeps the ledger; the store then has a copy. MATURITY_LEDGER;
    if empty, the store's own file is the ledger.
    heads: a file on other storage that gets each new head of the chain; MATURITY_HEADS.
    """

    store: Path = field(default_factory=lambda: PROJECT_ROOT / "var" / "store")
    data: Path = PROJECT_ROOT / "data"
    database: str = field(default="", repr=False)
    heads: Path | None = None

    @classmethod
    def from_environment(cls, store: str | Path | None = None) -> "Settings":
        """Settings from the environment. `store`, if given, overrides MATURITY_STORE.

        Raises SettingWrong for a MATURITY_LEDGER that is not an address of a PostgreSQL.
        """
        chosen = store or os.environ.get(STORE_VARIABLE)
        database = _database(os.environ.get(LEDGER_VARIABLE, ""))
        written = os.environ.get(HEADS_VARIABLE, "").strip()
        heads = Path(written).expanduser().absolute() if written else None
        if chosen:
            return cls(store=Path(chosen).expanduser().resolve(), database=database, heads=heads)
        return cls(database=database, heads=heads)

    @property
    def ledger_file(self) -> Path:
        return self.store / "ledger.duckdb"

    @property
    def lock_file(self) -> Path:
        return self.store / "writer.lock"

    @property
    def store_file(self) -> Path:
        """The store's note of itself, as JSON: its name, the last head, and whether it is a copy."""
        return self.store / "store.json"

    @property
    def publications(self) -> Path:
        return self.store / "publications"

    @property
    def current_pointer(self) -> Path:
        """A text file with the version of the publication in use."""
        return self.store / "current"
