"""Writes docs/findings.md, the list of findings: `python -m benchmark.surfaces.files.findings`."""

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from benchmark.core.definitions import finding_codes
from benchmark.core.settings import PROJECT_ROOT
from benchmark.core.wording import large_start

FILE: Final = PROJECT_ROOT / "docs" / "findings.md"
_HEAD: Final = """# Findings

Everything that can be found in a return. A file with an error submits nothing; a question is
answered before the file is submitted; a note says what was read differently from how it was
written. Codes are stable. Words in braces are filled by the place where the thing occurs.

This page is written from data/definitions/findings.toml by `python -m benchmark.surfaces.files.findings`.
"""


def findings_document() -> str:
    """Every code with its level, severity, message and fix, as Markdown."""
    return _HEAD + "".join(f"{line}\n" for line in _lines())


def _lines() -> Iterator[str]:
    codes = finding_codes().values()
    levels = list(dict.fromkeys(entry.level for entry in codes))
    in_order = sorted(codes, key=lambda entry: levels.index(entry.level))
    for level, entries in groupby(in_order, key=lambda entry: entry.level):
        yield from ("", f"## {large_start(level)}", "", "| code | severity | message | expected | fix |")
        yield "|---|---|---|---|---|"
        for entry in entries:
            severity = f"{entry.severity}: {entry.title}" if entry.title else entry.severity
            cells = (f"`{entry.code}`", severity, entry.message, entry.expected, entry.fix)
            yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    FILE.write_text(findings_document(), encoding="utf-8")
