"""Errors that a person may meet. Each has a sentence on what happened and one on what to do."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches


class BenchmarkError(Exception):
    """An error with a message for a person. fix: what to do about it."""

    exit_code = 2

    def __init__(self, message: str, *, fix: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix

    def __str__(self) -> str:
        return f"{self.message} {self.fix}".strip()


class SettingWrong(BenchmarkError):
    """An environment variable holds a value that is not allowed."""


class DefinitionError(BenchmarkError):
    """A definition file cannot be read, or holds something impossible."""


class UnknownCode(BenchmarkError):
    """A code, year or name is not in the publication."""


class StoreError(BenchmarkError):
    """The store cannot be read or written."""


class StoreBusy(StoreError):
    """Another process has been writing to the store for longer than we wait."""


class StoreUnreachable(StoreError):
    """The database that keeps the ledger does not answer. The publication in use is still shown."""


class NotCopied(StoreError):
    """The database has kept an entry, but this server's copy of the ledger does not have it yet."""


class PublicationRefused(StoreError):
    """A publication failed its checks. The publication in use stays."""


class ReturnRefused(BenchmarkError):
    """A return holds errors, so nothing of it was submitted."""

    exit_code = 1


class StaleCheck(ReturnRefused):
    """The data that a return was compared with has changed, so nothing of it was submitted."""


class NotAllowed(BenchmarkError):
    """The person may not see or do this."""


def nearest(name: str, known: Iterable[str], *, called: Mapping[str, str] | None = None) -> str:
    """A sentence for an unknown name: the nearest known names, then all of them.

    called: code -> name. Names are searched too, and shown beside the codes. All names are then listed only
    if none is near.
    """
    names = sorted(known)
    called = called or {}
    shown = {key: f"{key} ({called[key]})" if key in called else key for key in names}
    in_small = {called[key].casefold(): key for key in names if key in called}
    in_small |= {key.casefold(): key for key in names}
    near = dict.fromkeys(
        in_small[spelling] for spelling in get_close_matches(name.casefold(), in_small, n=3, cutoff=0.5)
    )
    comma = "; " if called else ", "  # a name may hold a comma
    nearest_ones = f"Nearest: {comma.join(shown[key] for key in near)}." if near else ""
    if nearest_ones and called:
        return nearest_ones  # the whole list with names would bury the nearest ones
    return f"{nearest_ones} Known: {comma.join(shown.values())}.".strip()


def expect_known(name: str, known: Iterable[str], *, what: str) -> None:
    """Raise UnknownCode if a name is not among the known ones."""
    names = [*known]
    if name not in names:
        raise UnknownCode(f"There is no {what} {name}.", fix=nearest(name, names))
