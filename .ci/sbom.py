"""Reduces a list of installed packages to what identifies them.

Run by `make lock`: python .ci/sbom.py FROM TO. FROM is the list that cyclonedx-py made of the environment.
"""

import json
import sys
from pathlib import Path

NOT_OURS = {"pip", "setuptools"}
"""Packages that every environment has and the product does not use."""


def main() -> None:
    """Write the list, sorted, without addresses and without the name of the program that made it."""
    source, target = map(Path, sys.argv[1:])
    found = json.loads(source.read_text(encoding="utf-8"))
    parts = [
        {key: part[key] for key in ("bom-ref", "type", "name", "version", "purl", "licenses") if key in part}
        for part in found["components"]
        if part["name"] not in NOT_OURS
    ]
    kept = {part["bom-ref"] for part in parts}
    content = {
        "$schema": found["$schema"],
        "bomFormat": found["bomFormat"],
        "specVersion": found["specVersion"],
        "version": found["version"],
        "components": sorted(parts, key=lambda part: part["name"].lower()),
        "dependencies": [link for link in found["dependencies"] if link["ref"] in kept],
    }
    target.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
