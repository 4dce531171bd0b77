"""What is installed to run the product is locked by hash, listed part by part, and installed here."""

import json
import re
from importlib.metadata import PackageNotFoundError, version

from benchmark.core.settings import PROJECT_ROOT

PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\n]+)(?: ; ([^\\]+))?", re.M)
"""A package, its version, and for which systems where it is not for all."""
SCHEMA = "http://cyclonedx.org/schema/bom-1.6.schema.json"
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def text_of(file: str) -> str:
    return (PROJECT_ROOT / file).read_text(encoding="utf-8")


def pins(file: str) -> dict[str, str]:
    return {canonical(name): version for name, version, _ in PIN.findall(text_of(file))}


def test_every_direct_dependency_is_locked_at_its_version():
    locked = pins("requirements.lock")
    direct = pins("requirements.txt")
    assert direct and direct.items() <= locked.items()


def test_every_locked_package_has_hashes_and_no_file_names_where_it_came_from():
    entries = re.split(r"^(?=[A-Za-z0-9])", text_of("requirements.lock"), flags=re.M)[1:]
    assert len(entries) == len(pins("requirements.lock"))
    assert all(HASH.search(entry) for entry in entries)
    assert "://" not in text_of("requirements.lock")
    assert re.findall(r"\w+://[^\"]+", text_of("sbom.cdx.json")) == [SCHEMA]


def test_the_list_of_parts_is_the_lock():
    listed = {
        canonical(part["name"]): part["version"]
        for part in json.loads(text_of("sbom.cdx.json"))["components"]
    }
    locked = pins("requirements.lock")
    elsewhere = {canonical(name) for name, _, systems in PIN.findall(text_of("requirements.lock")) if systems}
    assert listed.items() <= locked.items()
    assert locked.keys() - listed.keys() <= elsewhere


def test_what_is_installed_is_what_is_locked():
    for name, locked in pins("requirements.lock").items():
        try:
            assert version(name) == locked, name
        except PackageNotFoundError:  # for another system
            continue
