"""The findings about a return: each with its place, a message and how to fix it."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace

from benchmark.core.definitions import finding_codes
from benchmark.core.wording import csv_cell
from schemas.intake import Severity

LISTED = 5_000
"""The most findings of one code and column that are listed; the last one counts all that follow."""
SHOWN = 80
"""The most characters of a cell that a message repeats."""
_ORDER: dict[Severity, int] = {"error": 0, "question": 1, "note": 2}


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. `line` is as a spreadsheet shows it, None for the whole file. `count`: the cells or rows
    that it covers, more than one where the same is found again further down. `about`: separates it from
    others of the same code and place.
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
        """The key of an answer to this finding alone; an answer under its code answers all of that code."""
        place = f"{self.code}:{self.sheet}:{self.line or ''}:{self.column}"
        return " ".join((f"{place}:{self.about}" if self.about else place).split())

    def elsewhere(self, *, file: str, sheet: str, line: int | None, count: int) -> "Finding":
        """The same finding in another place. Only for messages that name neither line nor count, as those of
        cells.

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
    """One finding that occurs many times in one column: how often, and the first lines."""

    code: str
    severity: Severity
    sheet: str
    column: str
    count: int
    first_lines: tuple[int, ...]
    example: Finding
    alike: bool = True
    """Whether all messages are the same; otherwise `example` is one of several."""


def shortened(text: str) -> str:
    """A cell's text, cut to SHOWN characters for use in a sentence."""
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
    """A finding of a registered code. Its place and `words` fill in its sentences."""
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
    """The findings with their file; and with the sheet, if they name none."""
    return tuple(
        entry.elsewhere(file=file, sheet=entry.sheet or sheet, line=entry.line, count=entry.count)
        for entry in findings
    )


def asked_once(findings: Iterable[Finding]) -> list[Finding]:
    """The findings without questions about a figure that another question covers, as the definitions say."""
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
        # Keep one that covers further lines: no other question asks about those.
        return entry.count == 1 and any(
            (other, entry.sheet, entry.line, column) in asked for other in code.asked_by
        )

    return [entry for entry in listed if not again(entry)]


def for_the_rest(findings: list[Finding], total: int) -> list[Finding]:
    """The findings of the first LISTED of `total` places; if there are more, the last counts the rest."""
    if not findings or total <= LISTED:
        return findings
    last = findings[-1]
    count = total - LISTED + last.count
    return [*findings[:-1], last.elsewhere(file=last.file, sheet=last.sheet, line=last.line, count=count)]


def with_own_keys(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings in the same order, each question with its own key: those that share a place are told apart
    by value, and questions with the same value by number.
    """
    listed = list(findings)
    shared = Counter(entry.question for entry in listed if entry.severity == "question")
    taken: set[str] = set()
    for position, entry in enumerate(listed):
        if entry.severity != "question" or shared[entry.question] == 1:
            continue
        renamed = replace(entry, about=entry.about or entry.value or "1")
        turn = 1
        while renamed.question in taken or (
            renamed.question in shared and renamed.question != entry.question
        ):
            turn += 1
            renamed = replace(entry, about=f"{entry.about or entry.value} {turn}".strip())
        taken.add(renamed.question)
        listed[position] = renamed
    return tuple(listed)


def capped(findings: Sequence[Finding]) -> list[Finding]:
    """At most LISTED findings of each code and column; the last one counts all that follow."""
    kept: list[Finding] = []
    seen: dict[tuple[str, str, str], int] = {}
    last: dict[tuple[str, str, str], int] = {}
    for entry in findings:
        key = (entry.code, entry.sheet, entry.column)
        seen[key] = seen.get(key, 0) + 1
        if seen[key] <= LISTED:
            last[key] = len(kept)
            kept.append(entry)
        else:
            kept[last[key]] = replace(kept[last[key]], count=kept[last[key]].count + entry.count)
    return kept


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Errors first, then questions, then notes; each by sheet, line and column."""
    return tuple(sorted(findings, key=lambda f: (_ORDER[f.severity], f.sheet, f.line or 0, f.column, f.code)))


def group_findings(findings: Iterable[Finding], *, lines: int = 5) -> tuple[FindingGroup, ...]:
    """A group for each code, sheet and column, in the order of `in_order`."""
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for entry in in_order(findings):
        groups.setdefault((entry.code, entry.sheet, entry.column), []).append(entry)
    return tuple(
        FindingGroup(
            code=first.code,
            severity=first.severity,
            sheet=first.sheet,
            column=first.column,
            count=sum(entry.count for entry in members),
            first_lines=tuple(entry.line for entry in members if entry.line is not None)[:lines],
            example=first,
            alike=all(entry.message == first.message for entry in members),
        )
        for members in groups.values()
        for first in members[:1]
    )


def findings_csv(findings: Iterable[Finding]) -> bytes:
    """The findings as CSV with a byte-order mark, which Excel needs; no cell can run or be changed."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    # Not `astuple`, which copies each value: a file can have thousands of findings.
    names = [field.name for field in fields(Finding)]
    writer.writerow(names)
    for entry in findings:
        writer.writerow([csv_cell(getattr(entry, name)) for name in names])
    return out.getvalue().encode("utf-8-sig")


def findings_json(findings: Iterable[Finding]) -> str:
    """The findings as JSON, for the ledger."""
    names = [field.name for field in fields(Finding)]
    listed = [{name: getattr(entry, name) for name in names} for entry in findings]
    return json.dumps(listed, ensure_ascii=False)


def findings_from_json(text: str) -> tuple[Finding, ...]:
    """The findings from the ledger's JSON; none for empty text."""
    return tuple(Finding(**entry) for entry in json.loads(text or "[]"))
