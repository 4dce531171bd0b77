"""Reads data/definitions, and refuses to start on a definition that is wrong."""

import hashlib
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from benchmark.errors import DefinitionError
from benchmark.settings import PROJECT_ROOT
from schemas.definitions import Definitions, PublishedFiles

LISTS = (
    "settings",
    "baselines",
    "thresholds",
    "spend_references",
    "rounds",
    "faults",
    "kinds",
    "rules",
    "cautions",
)
"""Definition files that each hold one list, under their own name."""


def load_definitions(folder: Path) -> Definitions:
    """Every definition file of a folder as one object. DefinitionError names the file and the field."""
    content: dict[str, Any] = {"framework": read_toml(folder / "framework.toml")}
    for name in LISTS:
        file = read_toml(folder / f"{name}.toml")
        if file.keys() != {name}:
            raise DefinitionError(f"{name}.toml must hold [[{name}]] and nothing else beside it.")
        content[name] = file[name]
    try:
        return Definitions.model_validate(content)
    except ValidationError as error:
        raise DefinitionError(_first_fault(folder, error), fix="Correct the file and start again.") from error


@cache
def definitions() -> Definitions:
    """The definitions that come with the product, read once."""
    return load_definitions(PROJECT_ROOT / "data" / "definitions")


@cache
def definitions_digest() -> str:
    """Changes when any definition file changes; part of a publication's version."""
    folder = PROJECT_ROOT / "data" / "definitions"
    digest = hashlib.sha256()
    for file in sorted(folder.glob("*.toml")):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def load_published_files(folder: Path) -> PublishedFiles:
    """The list of data files in a folder, each with its publication."""
    try:
        return PublishedFiles.model_validate(read_toml(folder / "sources.toml"))
    except ValidationError as error:
        raise DefinitionError(_first_fault(folder, error), fix="Correct the file and start again.") from error


def read_toml(file: Path) -> dict[str, Any]:
    """One TOML file. DefinitionError when it is missing or not TOML."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise DefinitionError(f"{file.name} is missing from {file.parent.name}.") from error
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(f"{file.name} is not valid TOML: {error}.") from error


def _first_fault(folder: Path, error: ValidationError) -> str:
    fault = error.errors(include_url=False)[0]
    place = ".".join(str(part) for part in fault["loc"])
    return f"A definition in {folder.name} is wrong at {place}: {fault['msg']}."
