"""Packs that several tests look at, each made once."""

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from benchmark.common.scope import Scope
from benchmark.documents.formats import Format, written
from benchmark.documents.model import Pack, Section
from benchmark.questions.board.choices import Choices
from benchmark.questions.board.pack import board_pack
from benchmark.store.publication import Publication

Make = Callable[..., Pack]
Write = Callable[[Pack, Format], bytes]


@pytest.fixture(scope="session")
def made(publication: Publication) -> Make:
    """The pack of a system's code or of a scope, or of a trust there, as it is chosen."""

    @cache
    def pack_of(scope: Scope, trust: str | None, chosen: tuple[tuple[str, Any], ...]) -> Pack:
        return board_pack(publication, Choices(scope, trust, **dict(chosen)))

    def made(scope: Scope | str, trust: str | None = None, **chosen: Any) -> Pack:
        scope = Scope(scope, 2025) if isinstance(scope, str) else scope
        return pack_of(scope, trust, tuple(chosen.items()))

    return made


@pytest.fixture(scope="session")
def section(made: Make) -> Callable[..., Section]:
    """One section of such a pack."""

    def section(scope: Scope | str, key: str, trust: str | None = None, **chosen: Any) -> Section:
        (section,) = made(scope, trust, sections=(key,), **chosen).sections
        return section

    return section


@pytest.fixture(scope="session")
def file_of() -> Write:
    """A pack as a file, written once. Packs are told apart by who they are, for none is ever changed."""
    files: dict[tuple[int, Format], tuple[Pack, bytes]] = {}

    def file_of(pack: Pack, form: Format) -> bytes:
        if (id(pack), form) not in files:
            files[id(pack), form] = pack, written(pack, form)
        return files[id(pack), form][1]

    return file_of
