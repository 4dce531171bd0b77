"""The parts of what a command prints."""

import csv
import io


def csv_rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def table(text: str) -> tuple[str, list[str], list[str]]:
    """A table's heading; its lines, column headings and rule first; the notes and the source below."""
    heading, body, foot = text.rstrip("\n").split("\n\n")
    return heading, body.splitlines(), foot.splitlines()


def cells(lines: list[str]) -> list[list[str]]:
    """The cells of a table's lines, cut where the rule under the headings has its gaps."""
    rule, ends, start = lines[1], [], 0
    for part in rule.split("  "):
        ends.append((start, start + len(part)))
        start += len(part) + 2
    return [[line[a:b] for a, b in ends] for line in [lines[0], *lines[2:]]]
