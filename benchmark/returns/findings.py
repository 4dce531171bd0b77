"""What is found in a return: each thing with its place, in words, and how to mend it."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace

from benchmark.core.definitions import finding_codes
from benchmark.core.wording import without_formula
from schemas.intake import Severity

LISTED = 5_000
"""Findings of one code in one column that are listed one by one; the last stands for all that follow."""
SHOWN = 80
"""Characters of a cell that a message repeats."""
_ORDER: dict[Severity, int] = {"error": 0, "question": 1, "note": 2}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found. `line` is as a spreadsheet shows it, None for the whole file; `count` is how many
    cells or rows it stands for: more than one where the same happens again further down. `about` tells it
    apart from others of its code in the same place.
    """

    code: str
    severity: Severity
    file: str
    sheet: str
    line: int | None
    column: str
    value: str
    message: str
    expected: str
    fix: str
    count: int = 1
    about: str = ""

    @property
    def question(self) -> str:
        """What an answer to this very finding is filed under; an answer under the code answers all of it."""
        place = f"{self.code}:{self.sheet}:{self.line or ''}:{self.column}"
        return " ".join((f"{place}:{self.about}" if self.about else place).split())

    def elsewhere(self, *, file: str, sheet: str, line: int | None, count: int) -> "Finding":
        """The same in another place, where its words name neither line nor count: those of a cell do not.

        `dataclasses.replace` takes five times as long, and a file can have thousands.
        """
        return Finding(
            self.code,
            self.severity,
            file,
            sheet,
            line,
            self.column,
            self.value,
            self.message,
            self.expected,
            self.fix,
            count,
            self.about,
        )


@dataclass(frozen=True)
class FindingGroup:
    """The same thing found many times in one column: how often, and on which lines first."""

    code: str
    severity: Severity
    sheet: str
    column: str
    count: int
    first_lines: tuple[int, ...]
    example: Finding
    alike: bool = True
    """Whether all of them say the same; else the example is one of several."""


def shortened(text: str) -> str:
    """A text of a file as a sentence repeats it."""
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def finding(
    code: str,
    *,
    file: str = "",
    sheet: str = "",
    line: int | None = None,
    column: str = "",
    value: str = "",
    count: int = 1,
    about: str = "",
    **words: object,
) -> Finding:
    """A finding of a registered code, its sentences filled from its place and `words`."""
    entry = finding_codes()[code]
    shown = shortened(value)
    place = {"file": file, "sheet": sheet, "line": line, "column": column, "value": shown, "count": count}
    filled = place | words
    for name, word in words.items():
        if type(word) is int:
            filled[name] = f"{word:,}"
    texts = (entry.message, entry.expected, entry.fix)
    message, expected, fix = (text.format_map(filled).strip() if "{" in text else text for text in texts)
    return Finding(
        code, entry.severity, file, sheet, line, column, shown, message, expected, fix, count, about
    )


def placed(findings: Iterable[Finding], *, file: str, sheet: str = "") -> tuple[Finding, ...]:
    """The findings with their file, and their sheet where they name none yet."""
    return tuple(
        found.elsewhere(file=file, sheet=found.sheet or sheet, line=found.line, count=found.count)
        for found in findings
    )


def asked_once(findings: Iterable[Finding]) -> list[Finding]:
    """The findings without questions about a figure that another asks about already, by the definitions."""
    listed = list(findings)
    asked = {
        place
        for entry in listed
        if entry.severity == "question"
        for place in (
            (entry.code, entry.sheet, entry.line, ""),
            (entry.code, entry.sheet, entry.line, entry.column),
        )
    }

    def again(entry: Finding) -> bool:
        code = finding_codes()[entry.code]
        column = entry.column if code.in_column else ""
        # One that stands for others further down stays: nobody else asks about those.
        return entry.count == 1 and any(
            (other, entry.sheet, entry.line, column) in asked for other in code.asked_by
        )

    return [entry for entry in listed if not again(entry)]


def for_the_rest(findings: list[Finding], total: int) -> list[Finding]:
    """The findings of the first LISTED of `total` places; where there are more, the last counts them all."""
    if not findings or total <= LISTED:
        return findings
    last = findings[-1]
    count = total - LISTED + last.count
    return [*findings[:-1], last.elsewhere(file=last.file, sheet=last.sheet, line=last.line, count=count)]


def told_apart(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings, in the same order, with every question one of its own: those that share a place are told
    apart by their value, and where that is the same too by their turn.
    """
    listed = list(findings)
    shared = Counter(entry.question for entry in listed if entry.severity == "question")
    taken: set[str] = set()
    for position, entry in enumerate(listed):
        if entry.severity != "question" or shared[entry.question] == 1:
            continue
        told = replace(entry, about=entry.about or entry.value or "1")
        turn = 1
        while told.question in taken or (told.question in shared and told.question != entry.question):
            turn += 1
            told = replace(entry, about=f"{entry.about or entry.value} {turn}".strip())
        taken.add(told.question)
        listed[position] = told
    return tuple(listed)


def capped(findings: Sequence[Finding]) -> list[Finding]:
    """At most LISTED findings of each code and column; the last of them counts all that follow."""
    kept: list[Finding] = []
    seen: dict[tuple[str, str, str], int] = {}
    last: dict[tuple[str, str, str], int] = {}
    for found in findings:
        key = (found.code, found.sheet, found.column)
        seen[key] = seen.get(key, 0) + 1
        if seen[key] <= LISTED:
            last[key] = len(kept)
            kept.append(found)
        else:
            kept[last[key]] = replace(kept[last[key]], count=kept[last[key]].count + found.count)
    return kept


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Errors first, then questions, then notes; each by sheet, line and column."""
    return tuple(sorted(findings, key=lambda f: (_ORDER[f.severity], f.sheet, f.line or 0, f.column, f.code)))


def group_findings(findings: Iterable[Finding], *, lines: int = 5) -> tuple[FindingGroup, ...]:
    """One line for each code, sheet and column, in the order in which they first occur."""
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for found in in_order(findings):
        groups.setdefault((found.code, found.sheet, found.column), []).append(found)
    return tuple(
        FindingGroup(
            code=first.code,
            severity=first.severity,
            sheet=first.sheet,
            column=first.column,
            count=sum(found.count for found in members),
            first_lines=tuple(found.line for found in members if found.line is not None)[:lines],
            example=first,
            alike=all(found.message == first.message for found in members),
        )
        for members in groups.values()
        for first in members[:1]
    )


def findings_csv(findings: Iterable[Finding]) -> bytes:
    """The findings as CSV with a byte-order mark, which Excel needs; no cell can run as a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    # Not `astuple`, which copies each value: a file can have thousands of findings.
    names = [field.name for field in fields(Finding)]
    writer.writerow(names)
    for found in findings:
        writer.writerow([without_formula(getattr(found, name)) for name in names])
    return out.getvalue().encode("utf-8-sig")


def findings_json(findings: Iterable[Finding]) -> str:
    """The findings as the ledger keeps them."""
    names = [field.name for field in fields(Finding)]
    listed = [{name: getattr(found, name) for name in names} for found in findings]
    return json.dumps(listed, ensure_ascii=False)


def findings_from_json(text: str) -> tuple[Finding, ...]:
    """The findings as the ledger kept them; none for empty text."""
    return tuple(Finding(**found) for found in json.loads(text or "[]"))
