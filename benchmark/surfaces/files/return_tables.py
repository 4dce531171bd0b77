"""Tables of what was found in a return, and of what it would change."""

from collections.abc import Iterable, Sequence

import pandas as pd

from benchmark.core.columns import Filled
from benchmark.core.wording import plural
from benchmark.questions.returned.columns import (
    CHANGES,
    COUNTS,
    FINDING_GROUPS,
    FINDINGS,
    NO_SETTING,
    PILLAR_CHANGES,
    SEVERITY_WORDS,
)
from benchmark.returns import CheckedReturn, Finding, FindingGroup, KindChanges


def severity_counts(checked: CheckedReturn) -> str:
    """The numbers of errors, questions and notes, in a sentence."""
    counts = dict.fromkeys(SEVERITY_WORDS, 0)
    for finding in checked.findings:
        # A question is answered once, however many rows raise it.
        counts[finding.severity] += 1 if finding.severity == "question" else finding.count
    words = [plural(count, name) for name, count in counts.items() if count]
    return f"Found: {', '.join(words)}." if words else "Nothing was found."


def rows_in_words(read: int, *, valid: int) -> str:
    """The rows read and the valid ones among them: '3 rows read, 1 of them valid'."""
    if read == 1:
        return f"1 row read, {'' if valid else 'not '}valid"
    return f"{read:,} rows read, {valid:,} of them valid"


def groups_table(groups: Sequence[FindingGroup]) -> Filled:
    """One row for each group of findings: how often, where first, the message, and how to fix it."""
    return FINDING_GROUPS.of(
        {
            "severity": group.severity,
            "where": _where(group),
            "message": _message(group),
            "cure": _expected(group.example),
            "found_times": group.count,
            "code": group.code,
        }
        for group in groups
    )


def _expected(found: Finding) -> str:
    expected = f"{found.expected.rstrip('.')}." if found.expected else ""
    return f"{expected} {found.fix}".strip()


def _where(group: FindingGroup) -> str:
    """The sheet, lines and column of a group, as far as they are known."""
    sheet = f"sheet {group.sheet}" if group.sheet else ""
    column = f"column {group.column}" if group.column else ""
    return ", ".join(filter(None, (sheet, lines_in_words(group), column))) or "the whole file"


def _message(group: FindingGroup) -> str:
    """The group's message. If its findings differ in words, it says that this is the first."""
    return group.example.message if group.alike else f"The first: {group.example.message}"


def lines_in_words(group: FindingGroup) -> str:
    """The first lines and the number of others: 'lines 2, 3 and 12 more'; empty if none is known."""
    shown, more = ", ".join(str(line) for line in group.first_lines), group.count - len(group.first_lines)
    if not shown:
        return ""
    word = "line" if len(group.first_lines) == 1 else "lines"
    return f"{word} {shown}{f' and {more:,} more' if more else ''}"


def findings_table(findings: Iterable[Finding]) -> Filled:
    """Every finding with its place."""
    return FINDINGS.of(
        {
            "severity": finding.severity,
            "sheet": finding.sheet,
            "line": finding.line,
            "column": finding.column,
            "cell": finding.value,
            "message": finding.message,
            "cure": _expected(finding),
            "code": finding.code,
        }
        for finding in findings
    )


def changes_table(changes: KindChanges, *, limit: int) -> Filled:
    """The values of one kind that would change or be removed, before and after, in the file's order."""
    changed = changes.rows[changes.rows["state"] != "new"].head(limit)
    rows = changed.rename(columns={"before": "before_value", "after": "after_value"})
    always = {"line", "column", "before_value", "after_value"}
    of_the_kind = always | {name for name in rows.columns if rows[name].notna().any()}
    table = CHANGES.without(*(key for key in CHANGES.keys if key not in of_the_kind))
    return table.of(rows)


def pillars_table(pillars: pd.DataFrame) -> Filled:
    """The pillar scores that change with their domains. pillars: from `Changes.pillars`."""
    return PILLAR_CHANGES.of(pillars.rename(columns={"before": "score_before", "after": "score_after"}))


def completeness_counts(found: pd.DataFrame) -> Filled:
    """For each system and care setting: returns received, of those expected; empty if none is expected."""
    known = found.assign(here=found["state"] == "returned", setting=found["care_setting"].fillna(NO_SETTING))
    counts = known.groupby(["region", "name", "setting"])["here"].agg(["sum", "count"])
    rows: dict[tuple[str, str], dict[str, object]] = {}
    for (region, name, setting), here, expected in counts.itertuples(name=None):
        row = rows.setdefault((region, name), {**dict.fromkeys(COUNTS.keys), "region": region, "name": name})
        row[setting.lower().replace(" ", "_")] = f"{here} of {expected}"
    return COUNTS.of(rows.values()).known()


def reminders(missing: pd.DataFrame, *, what: str) -> str:
    """The missing returns as a list for a message: each system with its organisations.

    missing: ics_code, name, ods_code, organisation. what: the return, such as 'IT spend of 2025/26'.
    """
    lines = []
    for (code, name), members in missing.groupby(["ics_code", "name"], sort=False):
        lines += [f"{name} ({code})", f"Not here yet: {what}"]
        lines += [f"- {row.organisation} ({row.ods_code})" for row in members.itertuples()]
        lines.append("")
    return "\n".join(lines).rstrip()
