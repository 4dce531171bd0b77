"""What was found in a return and what it would change, as a reader meets it."""

from collections.abc import Iterable, Sequence

import pandas as pd

from benchmark.core.definitions import definitions
from benchmark.core.wording import decimal
from benchmark.returns import CheckedReturn, Finding, FindingGroup, KindChanges
from benchmark.returns.vocabulary import heading_of

SEVERITY_WORDS = {"error": "Error", "question": "Question", "note": "Note"}


def severity_counts(checked: CheckedReturn) -> str:
    """How many errors, questions and notes, in a sentence."""
    counts = dict.fromkeys(SEVERITY_WORDS, 0)
    for finding in checked.findings:
        # A question is answered once, in however many rows it arises.
        counts[finding.severity] += 1 if finding.severity == "question" else finding.count
    words = [f"{count:,} {name}{'' if count == 1 else 's'}" for name, count in counts.items() if count]
    return f"Found: {', '.join(words)}." if words else "Nothing was found."


def groups_table(groups: Sequence[FindingGroup]) -> pd.DataFrame:
    """One line for each thing found: how often, where first, what it says and how to mend it."""
    return pd.DataFrame(
        {
            "What": [SEVERITY_WORDS[group.severity] for group in groups],
            "Where": [_where(group) for group in groups],
            "What is found": [_said(group) for group in groups],
            "What is expected": [_expected(group.example) for group in groups],
            "Times": [group.count for group in groups],
            "Code": [group.code for group in groups],
        }
    )


def _expected(found: Finding) -> str:
    expected = f"{found.expected.rstrip('.')}." if found.expected else ""
    return f"{expected} {found.fix}".strip()


def _where(group: FindingGroup) -> str:
    """Lines 2, 3 …, column score: the lines and the column under the file's heading, as far as it has any."""
    lines = _lines(group)
    word = "line" if group.count == 1 else "lines"
    column = f"column {group.column}" if group.column else ""
    return ", ".join(filter(None, (f"{word} {lines}" if lines else "", column))) or "the whole file"


def _said(group: FindingGroup) -> str:
    """What is found; where the others are not word for word the same, that it is the first of them."""
    return group.example.message if group.alike else f"The first: {group.example.message}"


def _lines(group: FindingGroup) -> str:
    shown = ", ".join(str(line) for line in group.first_lines)
    return f"{shown} …" if group.count > len(group.first_lines) > 0 else shown


def findings_table(findings: Iterable[Finding]) -> pd.DataFrame:
    """Every finding with its place."""
    listed = list(findings)
    return pd.DataFrame(
        {
            "What": [SEVERITY_WORDS[finding.severity] for finding in listed],
            "Sheet": [finding.sheet for finding in listed],
            "Line": pd.array([finding.line for finding in listed], dtype="Int64"),
            "Column": [finding.column for finding in listed],
            "Value": [finding.value for finding in listed],
            "What is found": [finding.message for finding in listed],
            "What is expected": [_expected(finding) for finding in listed],
            "Code": [finding.code for finding in listed],
        }
    )


def changes_table(changes: KindChanges, *, limit: int) -> pd.DataFrame:
    """The values of one kind that would change or go, from and to, in the file's order."""
    changed = changes.rows[changes.rows["state"] != "new"].head(limit)
    key = [name for name in changed.columns if name not in ("line", "state", "column", "before", "after")]
    lines = ["not in the file" if pd.isna(line) else str(line) for line in changed["line"]]
    frame = pd.DataFrame({"Line": lines}, index=changed.index)
    for name in key:
        if changed[name].notna().any():
            frame[heading_of(name)] = changed[name].astype(object)
            if name == "pillar":
                frame[heading_of(name)] = _pillar_names(changed[name])
    frame["What"] = changed["column"].map(heading_of)
    frame["From"] = [_shown(value) for value in changed["before"]]
    frame["To"] = [_shown(value) for value in changed["after"]]
    return frame.reset_index(drop=True)


def pillars_table(pillars: pd.DataFrame) -> pd.DataFrame:
    """The scores of pillars that move with their domains, of the frame of `Changes.pillars`."""
    return pd.DataFrame(
        {
            "Trust": pillars["ods_code"],
            "Care setting": pillars["care_setting"],
            "Round": pillars["assessment_year"],
            "Pillar": _pillar_names(pillars["pillar"]),
            "From": [decimal(score, 2) for score in pillars["before"]],
            "To": [decimal(score, 2) for score in pillars["after"]],
        }
    )


def _pillar_names(keys: pd.Series) -> pd.Series:
    names = {pillar.key: pillar.name for pillar in definitions().framework.pillars}
    return keys.map(names).fillna(keys)


def _shown(value: object) -> str:
    if value is None or value is pd.NA or value != value:  # noqa: PLR0124 - only NaN differs from itself
        return "nothing"
    return f"{value:,.10g}" if isinstance(value, float) else str(value)


def log_table(log: pd.DataFrame) -> pd.DataFrame:
    """The log of submissions, of the frame of `submission_log`."""
    return pd.DataFrame(
        {
            "Number": log["submission_id"].astype(str),
            "File": log["file_name"],
            "Kind": log["kind"].str.replace("_", " ")
            + log["fictional"].map({True: " (fictional)", False: ""}),
            "Rows": log["row_count"],
            "Submitted by": log["submitted_by"],
            "On": log["submitted_at"].dt.strftime("%d %b %Y %H:%M"),
            "State": log["state"],
            "Note": [str(note).split("\n", maxsplit=1)[0] for note in log["note"]],
        }
    )


def missing_by_system(missing: pd.DataFrame) -> pd.DataFrame:
    """Missing returns with their system, of the frame of `completeness_of_all_systems`."""
    return pd.DataFrame(
        {
            "System": missing["name"],
            "Trust": missing["trust"],
            "ODS code": missing["ods_code"],
            "Care setting": missing["care_setting"].fillna("not known"),
            "What is known": missing["reason"],
        }
    )


def completeness_counts(found: pd.DataFrame) -> pd.DataFrame:
    """Per system and care setting: returns that are here of those expected; empty where none are."""
    settings = [setting.name for setting in definitions().settings]
    known = found.assign(
        here=found["state"] == "returned", setting=found["care_setting"].fillna("Setting not known")
    )
    counts = known.groupby(["region", "name", "setting"])["here"].agg(["sum", "count"])
    counts["shown"] = counts["sum"].astype(str) + " / " + counts["count"].astype(str)
    wide = counts["shown"].unstack(fill_value="")
    columns = [name for name in [*settings, "Setting not known"] if name in wide]
    frame = wide[columns].reset_index()
    return frame.rename(columns={"name": "System", "region": "Region"})[["System", "Region", *columns]]


def reminders(missing: pd.DataFrame, *, what: str) -> str:
    """The missing returns as a list to copy into a message: each system, below it its organisations.

    missing: ics_code, name, ods_code, organisation. what: the return, as 'IT spend of 2025/26'.
    """
    lines = []
    for (code, name), members in missing.groupby(["ics_code", "name"], sort=False):
        lines += [f"{name} ({code})", f"Not here yet: {what}"]
        lines += [f"- {row.organisation} ({row.ods_code})" for row in members.itertuples()]
        lines.append("")
    return "\n".join(lines).rstrip()
