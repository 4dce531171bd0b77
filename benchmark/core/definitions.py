"""Reads data/definitions. A wrong definition stops the start of the product."""

import hashlib
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from benchmark.core.errors import DefinitionError
from benchmark.core.settings import PROJECT_ROOT
from schemas.conditions import Section
from schemas.definitions import Definitions, Disagreement, Door, FixedRules, PublishedFiles, Term
from schemas.evidence import Category, Evidence
from schemas.intake import ConditionSection, FindingCode, Patients, TrustAccounts
from schemas.likeness import Likeness
from schemas.policy import Policy

T = TypeVar("T")
LISTS = (
    "care_settings",
    "baselines",
    "materiality",
    "thresholds",
    "verdicts",
    "spend_references",
    "rounds",
    "faults",
    "kinds",
    "rules",
    "cautions",
)
"""Definition files that hold one list each, named like the file."""


_FOLDER = PROJECT_ROOT / "data" / "definitions"


def load_definitions(folder: Path) -> Definitions:
    """All definition files of a folder as one object. DefinitionError names the file and the field."""
    content: dict[str, Any] = {"framework": read_toml(folder / "framework.toml")}
    for name in LISTS:
        file = read_toml(folder / f"{name}.toml")
        if file.keys() != {name}:
            raise DefinitionError(f"{name}.toml must hold [[{name}]] and nothing else beside it.")
        content[name] = file[name]
    return _validated(Definitions, content, f"A definition in {folder.name}")


@cache
def definitions() -> Definitions:
    """The definitions that come with the product, read once."""
    return load_definitions(_FOLDER)


@cache
def condition_sections() -> dict[Section, ConditionSection]:
    """The sections of the conditions return, by name, in the order of the file."""
    sections = listed("conditions", tuple[ConditionSection, ...], under="sections")
    return {section.section: section for section in sections}


@cache
def likeness() -> Likeness:
    """The rules for how alike two trusts are."""
    return read_as(Likeness, _FOLDER / "likeness.toml")


@cache
def disagreements() -> tuple[Disagreement, ...]:
    """The rules for when a score and another publication disagree, so that a trust is asked."""
    return listed("disagreements", tuple[Disagreement, ...])


@cache
def doors() -> tuple[Door, ...]:
    """What each kind of user comes for, in the order of the first page."""
    return listed("doors", tuple[Door, ...])


@cache
def patients() -> Patients:
    """The patterns of patients' data in a file, read once. DefinitionError if the definition is wrong."""
    return read_as(Patients, _FOLDER / "patients.toml")


@cache
def policy() -> Policy:
    """Who may see and do what, read once. DefinitionError if the file is wrong."""
    return read_as(Policy, _FOLDER / "policy.toml")


@cache
def glossary() -> tuple[Term, ...]:
    """The terms that this product gives a special meaning."""
    return listed("glossary", tuple[Term, ...])


@cache
def finding_codes() -> dict[str, FindingCode]:
    """Everything that can be found in a return, by code, in the order of the file."""
    found = listed("findings", tuple[FindingCode, ...])
    codes = {entry.code: entry for entry in found}
    if len(codes) != len(found):
        raise DefinitionError("findings.toml defines a code more than once.")
    return codes


@cache
def evidence() -> Evidence:
    """The conditions for success and the challenges, read once."""
    return load_evidence(_FOLDER)


def categories(kind: str, column: str) -> tuple[Category, ...]:
    """The values that a column of a publication may hold, with their words."""
    found = evidence().categories_of(kind, column)
    return () if found is None else found.values


@cache
def fixed_rules() -> FixedRules:
    """The rules fixed in advance for the next round, read once. DefinitionError if the file is wrong."""
    return read_as(FixedRules, _FOLDER / "next_round.toml")


@cache
def trust_accounts() -> TrustAccounts:
    """The publication of trust accounts and what is read from it. DefinitionError if the file is wrong."""
    return read_as(TrustAccounts, _FOLDER / "accounts.toml")


def load_evidence(folder: Path) -> Evidence:
    """The evidence of a folder of definitions. DefinitionError names the field that is wrong."""
    return read_as(Evidence, folder / "evidence.toml")


@cache
def definitions_digest() -> str:
    """A digest of all definition files; it is part of a publication's version."""
    digest = hashlib.sha256()
    for file in sorted(_FOLDER.glob("*.toml")):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def load_published_files(folder: Path) -> PublishedFiles:
    """The list of data files in a folder, each with its publication."""
    return read_as(PublishedFiles, folder / "sources.toml")


def kind_title(kind: str) -> str:
    """What a reader calls a kind of return. A command shows the key, which is typed there."""
    return next((text.title for text in definitions().kinds if text.kind == kind), kind)


def listed(name: str, kind: type[T], *, under: str = "") -> T:
    """The list in a definition file, under the file's name or another. DefinitionError if it is wrong."""
    return read_as(kind, _FOLDER / f"{name}.toml", under=under or name)


def read_as(kind: type[T], file: Path, *, under: str = "") -> T:
    """A TOML file, or only what it holds under a name, as this type. DefinitionError names file and field."""
    content = read_toml(file)
    named = f"{file.name} in {file.parent.name}"
    return _validated(kind, content.get(under, []) if under else content, named)


def read_toml(file: Path) -> dict[str, Any]:
    """Read one TOML file. DefinitionError if it is missing or not TOML."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise DefinitionError(f"{file.name} is missing from {file.parent.name}.") from error
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(f"{file.name} is not valid TOML: {error}.") from error


def _validated(kind: type[T], content: Any, source: str) -> T:
    """The content as this type. DefinitionError names the source and the first field that is wrong."""
    try:
        return TypeAdapter(kind).validate_python(content)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        place = ".".join(map(str, fault["loc"]))
        where = f" at {place}" if place else ""
        raise DefinitionError(
            f"{source} is wrong{where}: {fault['msg']}.", fix="Correct the file and start again."
        ) from error
