"""The commands that take a return in: check, submit, template. Each returns its exit code."""

import json
import sys
from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path

from benchmark.cli.output import Answer, Column, show, write_file
from benchmark.cli.store_commands import ready
from benchmark.cli.templates import template_file
from benchmark.errors import ReturnRefused, UnknownCode
from benchmark.reports.exports import expect_known
from benchmark.reports.return_tables import SEVERITY_WORDS, severity_counts
from benchmark.returns import (
    CheckedReturn,
    Finding,
    FindingGroup,
    Receipt,
    as_json,
    check_return,
    findings_csv,
    group_findings,
    submit_return,
    unanswered,
)
from benchmark.returns.files import MAX_BYTES
from benchmark.returns.match import in_words
from benchmark.returns.reference import reference
from benchmark.returns.vocabulary import return_layouts
from benchmark.settings import Settings
from benchmark.store.publication import Publication

STANDARD_INPUT, ITS_NAME = "-", "standard input"
CLEAN, WITH_ERRORS, UNREADABLE = 0, 1, 2


def check(arguments: Namespace) -> int:
    """Tell everything that is found in a file. Open questions alone leave it clean."""
    _, checked = _checked(arguments)
    if arguments.format == "json":
        # As bytes: programs expect UTF-8, whatever the letters of this terminal.
        write_file(f"{as_json(checked)}\n".encode(), None)
    elif arguments.format == "csv":
        write_file(findings_csv(checked.findings), None)
    else:
        print("\n".join(_told(checked)))
    if checked.unreadable:
        return UNREADABLE
    return WITH_ERRORS if checked.errors else CLEAN


def submit(arguments: Namespace) -> int:
    """Submit a file and print its receipt; what stands in the way goes to standard error."""
    settings, checked = _checked(arguments)
    answers = dict(arguments.answer)
    try:
        receipt = submit_return(settings, checked, by=arguments.by, note=arguments.note, answers=answers)
    except ReturnRefused:
        in_the_way = [*checked.errors, *unanswered(checked, answers)]
        print(*_grouped(in_the_way), sep="\n", end="\n" if in_the_way else "", file=sys.stderr)
        raise
    show(_receipt_answer(receipt), arguments.format)
    return 0


def template(arguments: Namespace) -> int:
    """Write the template of a kind, or of all kinds, filled in for a trust or a system where one is named."""
    content = template_file(arguments)
    write_file(content, arguments.output)
    return 0


def _checked(arguments: Namespace) -> tuple[Settings, CheckedReturn]:
    settings, publication = ready(arguments)
    _expect_sense(arguments, publication)
    piped = arguments.file == STANDARD_INPUT
    # One byte more than the limit is enough to be refused by it.
    source = sys.stdin.buffer.read(MAX_BYTES + 1) if piped else Path(arguments.file)
    checked = check_return(
        source,
        ITS_NAME if piped else Path(arguments.file).name,
        publication=publication,
        kind=arguments.kind,
        mapping=dict(arguments.map),
        confirmed_names=dict(arguments.name),
        assessment_year=arguments.year,
    )
    return settings, checked


def _expect_sense(arguments: Namespace, publication: Publication) -> None:
    """UnknownCode for a kind, column or organisation that there is not: a slip must not pass in silence."""
    kinds = {name for layout in return_layouts() for name in (layout.key, layout.kind)}
    if arguments.kind is not None:
        expect_known(arguments.kind, kinds, what="return of the kind")
    columns = {column.field for layout in return_layouts() for column in layout.columns}
    for _, column in arguments.map:
        if column:
            expect_known(column, columns, what="column")
    facts = reference(publication)
    for name, code in arguments.name:
        if code not in {*facts.trust_names.organisations, *facts.system_names.organisations}:
            nearest = facts.trust_names.nearest_names(name) or facts.trust_names.nearest_codes(code)
            raise UnknownCode(
                f"{name} cannot be '{code}': no organisation has that code.",
                fix=f"Give another, {in_words(nearest)}.",
            )


def _told(checked: CheckedReturn) -> list[str]:
    """The check in plain words: what the file is, what is found, what can be done."""
    read_as = [f"{checked.encoding}, separated by {_delimiter(checked)}"] if checked.delimiter else []
    lines = [", ".join([checked.file_name, *(read_as or [checked.encoding or "not readable"])]) + "."]
    for sheet in checked.sheets:
        named = f"{sheet.name}: " if sheet.name else ""
        others = f" It could also be: {', '.join(sheet.alternatives)}." if sheet.alternatives else ""
        lines.append(
            f"{named}{sheet.title} ({sheet.layout}), {sheet.rows_read:,} rows read, "
            f"{sheet.rows_read - sheet.rows_refused:,} of them valid.{others}"
        )
    lines += [severity_counts(checked), *_grouped(checked.findings)]
    if checked.questions:
        lines.append('A question is answered when the file is submitted: --answer CODE="TEXT".')
    return lines


def _delimiter(checked: CheckedReturn) -> str:
    return {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}.get(
        checked.delimiter, checked.delimiter
    )


def _grouped(findings: Iterable[Finding]) -> list[str]:
    return [_one_group(group) for group in group_findings(findings)]


def _one_group(group: FindingGroup) -> str:
    """Error (out_of_range), 500 times, lines 2, 3, 4 ...: score: what is wrong. What to do."""
    parts = [f"{SEVERITY_WORDS[group.severity]} ({group.code})"]
    if group.count > 1:
        parts.append(f"{group.count:,} times")
    if group.sheet:
        parts.append(f"sheet {group.sheet}")
    if group.first_lines:
        more = " ..." if group.count > len(group.first_lines) else ""
        word = "line" if group.count == 1 else "lines"
        parts.append(f"{word} {', '.join(map(str, group.first_lines))}{more}")
    if group.column:
        parts.append(f"column {group.column}")
    example = group.example
    expected = f"Expected: {example.expected.rstrip('.')}." if example.expected else ""
    return f"{', '.join(parts)}: " + " ".join(filter(None, (example.message, expected, example.fix)))


def _receipt_answer(receipt: Receipt) -> Answer:
    document = json.loads(receipt.as_json())
    when = f"{receipt.submitted_at:%Y-%m-%d %H:%M} UTC"
    return Answer(
        heading=f"Receipt {receipt.number}: {receipt.file_name}, submitted by {receipt.submitted_by}, {when}",
        columns=(
            Column("number", "Number", right=True),
            Column("kind", "Kind"),
            Column("rows", "Rows", lambda rows: f"{rows:,}", right=True),
            *([Column("confirmed", "Confirmed")] if any(line.confirmed for line in receipt.lines) else []),
        ),
        rows=document["lines"],
        notes=[
            *([f"Note: {receipt.note}"] if receipt.note else []),
            f"{receipt.rows_submitted:,} of {receipt.rows_read:,} rows submitted.",
            f"sha256 of the file: {receipt.sha256}",
        ],
        source=f"Publication: {receipt.publication}",
        exported=document["lines"],
        keys=["number", "kind", "rows", "confirmed"],
        document=document,
    )
