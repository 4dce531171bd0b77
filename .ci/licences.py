"""Writes docs/licences.md, the licence of each installed package, from sbom.cdx.json.

Run by `make lock`: python .ci/licences.py. Licences that a package's metadata does not give are listed here.
"""

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = ROOT / "docs" / "licences.md"
NOT_IN_METADATA = {
    "protobuf": "BSD-3-Clause",  # from the file LICENSE beside its metadata
    "pydeck": "Apache-2.0",  # from free text in its metadata
}
_CLASSIFIER = "License :: OSI Approved :: "
_NAMES = {"BSD License": "BSD", "Apache Software License": "Apache-2.0", "MIT License": "MIT"}
_SHARED_ALIKE = ("GPL", "MPL")


def licence_of(part: dict[str, Any]) -> str:
    """The licence of a package: its short name, or else its own text. KeyError where it has neither."""
    short, words = [], []
    for entry in part.get("licenses", ()):
        licence = entry.get("license", {})
        if name := entry.get("expression") or licence.get("id"):
            short.append(name)
        else:
            plain = licence["name"].removeprefix(_CLASSIFIER)
            words.append(_NAMES.get(plain, plain))
    return next(iter([*short, *words]), "") or NOT_IN_METADATA[part["name"]]


def document() -> str:
    """The text of docs/licences.md, with the packages in the order of the list."""
    parts = json.loads((ROOT / "sbom.cdx.json").read_text(encoding="utf-8"))["components"]
    rows = [(part["name"], part["version"], licence_of(part)) for part in parts]
    alike = [row for row in rows if any(word in row[2] for word in _SHARED_ALIKE)]
    shared = ", ".join(f"{name} ({licence})" for name, _, licence in alike)
    lines = [
        "# Licences",
        "",
        "The product itself is under the licence in `LICENSE`, and its data under those in",
        "[data licence](data-licence.md). It is installed with these parts, each unchanged and under its own",
        "licence. Written by `make lock` from `sbom.cdx.json`, by what each part says of itself.",
        "",
        f"Licences that ask who changes a part to give the change on: {shared}. Here none is changed.",
        "",
        "| Part | Version | Licence |",
        "| --- | --- | --- |",
        *(f"| {name} | {version} | {licence} |" for name, version, licence in rows),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
