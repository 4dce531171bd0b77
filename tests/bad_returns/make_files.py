"""Writes the files of this folder, and what is expected to be found in each.

Run: python tests/bad_returns/make_files.py. The expectations are written by hand in the cases_*.py beside it,
and stand in expected.toml for the test. "kind_recognised" is left out: every file that is read has it.
"""

import json
from pathlib import Path

import cases_around
import cases_beyond
import cases_books
import cases_cells
import cases_comparisons
import cases_contradicting
import cases_exports
import cases_formats
import cases_groups
import cases_headings
import cases_left_out
import cases_odd
import cases_pages
import cases_programs
import cases_rows
import cases_templates
import cases_texts
import cases_unseen
import cases_varied
import cases_workbooks
from making import cases

HERE = Path(__file__).parent
FILES = HERE / "files"
PARTS = (
    cases_formats,
    cases_texts,
    cases_headings,
    cases_left_out,
    cases_around,
    cases_rows,
    cases_cells,
    cases_comparisons,
    cases_workbooks,
    cases_templates,
    cases_unseen,
    cases_groups,
    cases_odd,
    cases_programs,
    cases_beyond,
    cases_exports,
    cases_contradicting,
    cases_varied,
    cases_pages,
    cases_books,
)


def main() -> None:
    """Write every file and expected.toml; remove files that no case makes any more."""
    for part in PARTS:
        part.make()
    FILES.mkdir(exist_ok=True)
    for file in FILES.iterdir():
        if file.name not in cases:
            file.unlink()
    lines = ["# What is found in each file; written by make_files.py, where the cases stand."]
    for name, (content, expected, read, valid) in cases.items():
        (FILES / name).write_bytes(content)
        lines += [
            "",
            f"[{json.dumps(name)}]",
            f"rows_read = {read}",
            f"rows_valid = {valid}",
            f"findings = {json.dumps(expected)}",
        ]
    (HERE / "expected.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    size = sum(len(content) for content, *_ in cases.values())
    print(f"{len(cases)} files, {size:,} bytes")


if __name__ == "__main__":
    main()
