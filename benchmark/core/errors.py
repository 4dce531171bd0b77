"""Errors that a person may meet. Each carries a sentence on what happened and one on what to do."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches


class BenchmarkError(Exception):
    """An error with a message for a person, and what to do about it."""

    exit_code = 2

    def __init__(self, message: str, *, fix: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix

    def __str__(self) -> str:
        return f"{self.message} {self.fix}".strip()


class SettingWrong(BenchmarkError):
    """An environment variable holds what the setting cannot be."""


class DefinitionError(BenchmarkError):
    """A definition file cannot be read, or says something impossible."""


class UnknownCode(BenchmarkError):
    """A code, year or name that the publication does not hold."""


class StoreError(BenchmarkError):
    """The store cannot be read or written."""


class StoreBusy(StoreError):
    """Another process has been writing to the store for longer than we wait."""


class StoreUnreachable(StoreError):
    """The database that keeps the ledger does not answer. What was published is still shown."""


class NotCopied(StoreError):
    """What was added is kept by the database, and this server's copy of the ledger does not have it yet."""


class PublicationRefused(StoreError):
    """What would be published fails its checks; the publication in use stays as it was."""


class ReturnRefused(BenchmarkError):
    """A return holds errors, so nothing of it was submitted."""

    exit_code = 1


class StaleCheck(ReturnRefused):
    """What a return was compared with has changed since, so nothing of it was submitted."""


class NotAllowed(BenchmarkError):
    """Who asks may not do or see this."""


def nearest(name: str, known: Iterable[str], *, called: Mapping[str, str] | None = None) -> str:
    """What to do about a name that is not known: the nearest that are, then all of them.

    called: what codes among them are called, by which they are found too. Each then stands with its name,
    and all of them only where none is near.
    """
    names = sorted(known)
    called = called or {}
    said = {one: f"{one} ({called[one]})" if one in called else one for one in names}
    in_small = {called[one].casefold(): one for one in names if one in called}
    in_small |= {one.casefold(): one for one in names}
    near = dict.fromkeys(
        in_small[one] for one in get_close_matches(name.casefold(), in_small, n=3, cutoff=0.5)
    )
    comma = "; " if called else ", "  # a name may hold a comma
    nearest_ones = f"Nearest: {comma.join(said[one] for one in near)}." if near else ""
    if nearest_ones and called:
        return nearest_ones  # all of them with their names would hide it
    return f"{nearest_ones} Known: {comma.join(said.values())}.".strip()


def expect_known(name: str, known: Iterable[str], *, what: str) -> None:
    """UnknownCode when a name is not among those that are known."""
    names = [*known]
    if name not in names:
        raise UnknownCode(f"There is no {what} {name}.", fix=nearest(name, names))
