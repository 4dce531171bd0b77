"""The commands for returns: check, submit, receipt."""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click

from benchmark.common.subject import Subject
from benchmark.core.definitions import finding_codes
from benchmark.core.errors import NotAllowed, ReturnRefused, UnknownCode, expect_known, nearest
from benchmark.core.settings import Settings, is_shared
from benchmark.questions.returned.columns import RECEIPT, SEVERITY_WORDS
from benchmark.returns import (
    CheckedReturn,
    Finding,
    FindingGroup,
    Receipt,
    against_each_other,
    as_json,
    check_return,
    findings_csv,
    group_findings,
    receipt_of,
    replacing,
    submit_returns,
    unanswered,
)
from benchmark.returns.check.reference import reference
from benchmark.returns.read.csv_text import NAMES_OF_DELIMITERS
from benchmark.returns.read.files import MAX_BYTES
from benchmark.returns.recognise.organisations import in_words
from benchmark.returns.submit.intake import check_document
from benchmark.returns.vocabulary import file_layouts
from benchmark.store.ledger.snapshot import reading
from benchmark.store.publication import Publication
from benchmark.store.storage.files import WINDOWS
from benchmark.surfaces.cli import options
from benchmark.surfaces.cli.output import Format, Reply, Written, show, write_file
from benchmark.surfaces.cli.terminal import plain_json, say
from benchmark.surfaces.files.return_tables import lines_in_words, rows_in_words, severity_counts

MADE_AGAIN = "not kept with the submission"
STANDARD_INPUT, ITS_NAME = "-", "standard input"
CLEAN, WITH_ERRORS, UNREADABLE = 0, 1, 2
NAMED = 20
"""The most questions that are listed. The JSON has all of them."""
LEFT_STANDING = "rows_left_standing"
CONFIRMED_AS = {"name": "Name confirmed", "heading": "Heading confirmed"}


def _answer(text: str) -> str:
    """Check that a question's name and an answer are given. Which = separates them depends on the questions,
    as a heading may contain one.
    """
    if "=" not in text:
        raise ValueError(f"{text} has no = in it")
    return text


def _pair(text: str) -> tuple[str, str]:
    """A text of the file, which may contain any characters, and what it means."""
    written, sign, stands_for = text.rpartition("=")
    if not sign:
        raise ValueError(f"{text} has no = in it")
    return written.strip(), stands_for.strip()


def _written_out(_: click.Context, __: click.Parameter, names: tuple[str, ...]) -> tuple[str, ...]:
    """The files, with those that a name with * or ? stands for. Every shell writes them out, except those of
    Windows.
    """
    if not WINDOWS:
        return names
    return tuple(file for name in names for file in _alike(Path(name)) or [name])


def _alike(named: Path) -> list[str]:
    """The files that a name with * or ? stands for, in order; none for a name without them."""
    if not {"*", "?"} & {*named.name}:
        return []
    return sorted(map(str, named.parent.glob(named.name.replace("[", "[[]"))))


@dataclass(frozen=True)
class _Given:
    """A command's files, and the options about them."""

    files: tuple[str, ...]
    kind: str | None
    year: int | None
    mapping: tuple[tuple[str, str], ...]
    names: tuple[tuple[str, str], ...]
    replaces: tuple[int, ...]


_FILES = options.together(
    click.argument(
        "files",
        nargs=-1,
        required=True,
        callback=_written_out,
        metavar="FILE...",
        help="the return, CSV or .xlsx; - reads standard input; several are checked against each other",
    ),
    click.option("--kind", metavar="KIND", help="what the file is; found by its headings when left out"),
    click.option(
        "--year",
        type=options.whole_number,
        metavar="YEAR",
        help="the round, where no column of the file says",
    ),
    click.option(
        "--map",
        "mapping",
        multiple=True,
        type=_pair,
        metavar="HEADING=COLUMN",
        help="which column a heading is; HEADING= leaves it out; may be given again",
    ),
    click.option(
        "--name",
        "names",
        multiple=True,
        type=_pair,
        metavar="NAME=CODE",
        help="which organisation a name is, by its ODS code; may be given again",
    ),
    click.option(
        "--replaces",
        multiple=True,
        type=options.whole_number,
        metavar="N",
        help="the number of a submission that the file takes the place of; may be given again",
    ),
    options.store,
)
"""The files and the options about them, which are the fields of _Given; and --store."""
_AS_TEXT_OR_JSON = options.form("table", "json")


@options.command("check targets.csv", 'check targets.xlsx --map "Aim=target" --name "Leeds Hospital=RR8"')
@_FILES
@options.form("table", "json", "csv")
def check(*, form: str, settings: Settings, **given: Any) -> int:
    """Find everything that is wrong with a return; submits nothing.

    Open questions alone leave it clean.
    """
    files = _checked(settings, _Given(**given))
    if form == "json":
        # As bytes: programs expect UTF-8, whatever the terminal's encoding.
        documents = [check_document(checked) for checked in files]
        answer = as_json(files[0]) if len(files) == 1 else json.dumps(documents, ensure_ascii=False, indent=2)
        write_file(f"{plain_json(answer)}\n".encode(), None)
    elif form == "csv":
        write_file(findings_csv(entry for checked in files for entry in checked.findings), None)
    else:
        for place, checked in enumerate(files):
            say(*([""] if place else []), *_check_lines(checked))
    return max(_exit_code(checked) for checked in files)


def _exit_code(checked: CheckedReturn) -> int:
    if checked.unreadable:
        return UNREADABLE
    return WITH_ERRORS if checked.errors else CLEAN


@options.command(
    'submit targets.csv --by "A. Analyst" --note "First return"',
    'submit targets.csv --by "A. Analyst" --note "First return" --answer "score_jump=Checked with the trust"',
)
@_FILES
@click.option("--by", required=True, metavar="NAME", help="who submits it")
@click.option("--note", required=True, metavar="TEXT", help="what it is, for later readers")
@click.option(
    "--answer",
    "answers",
    multiple=True,
    type=_answer,
    metavar="QUESTION=TEXT",
    help="the answer to a question, under the name that check gives it, such as score_jump::7:score; under a "
    "code alone, such as score_jump, to all of it; may be given again",
)
@_AS_TEXT_OR_JSON
@options.clock
def submit(
    *,
    by: str,
    note: str,
    answers: tuple[str, ...],
    form: Format,
    settings: Settings,
    at_this_time: bool,
    **given: Any,
) -> None:
    """Check a return, submit it and publish.

    Several files are submitted together or not at all. What stands in the way goes to standard error.
    """
    files = _checked(settings, _Given(**given))
    answered = _answers(answers, files)
    try:
        receipts = submit_returns(
            settings, files, by=by, note=note, answers=answered, at_this_time=at_this_time
        )
    except ReturnRefused:
        in_the_way = [e for checked in files for e in (*checked.errors, *unanswered(checked, answered))]
        lines = [*_grouped(in_the_way), *_how_to_answer(in_the_way)]
        say(*lines, file=sys.stderr)
        raise
    _show_receipts(receipts, form)


@options.command("receipt 12")
@click.argument("number", type=options.whole_number, metavar="N", help="the submission's number")
@_AS_TEXT_OR_JSON
@options.store
def receipt(*, number: int, form: Format, settings: Settings) -> None:
    """The receipt of a past submission, with its answers."""
    if is_shared() and not options.opened(settings, enough=False).may_open(number):
        raise NotAllowed(f"Submission {number} is not yours to see.")
    with reading(settings) as ledger:
        found = receipt_of(ledger, number)
    _show_receipts([found], form)


def _checked(settings: Settings, given: _Given) -> list[CheckedReturn]:
    publication = options.opened(settings)
    _expect_sense(given, publication)
    taken = replacing(settings, publication, given.replaces)
    files = []
    for file in given.files:
        piped = file == STANDARD_INPUT
        # Reading one byte more than the limit is enough for a refusal.
        source = sys.stdin.buffer.read(MAX_BYTES + 1) if piped else Path(file)
        checked = check_return(
            source,
            ITS_NAME if piped else Path(file).name,
            publication=publication,
            kind=given.kind,
            mapping=dict(given.mapping),
            confirmed_names=dict(given.names),
            assessment_year=given.year,
            replacing=taken,
        )
        files.append(checked)
    return against_each_other(files, publication)


def _answers(given: Sequence[str], files: Sequence[CheckedReturn]) -> dict[str, str]:
    """Question or code -> answer. An answer's name is the longest known one before a =.

    Raises UnknownCode for an unknown name, so that no typing error passes unnoticed.
    """
    questions = {entry.question for checked in files for entry in checked.questions}
    known = questions | finding_codes().keys()
    answers: dict[str, str] = {}
    for text in given:
        parts = text.split("=")
        names = ["=".join(parts[:end]).strip() for end in range(len(parts) - 1, 0, -1)]
        name = next((name for name in names if name in known), None)
        if name is None:
            # Not every code that there is: some 300 would bury the few questions that these files ask.
            offered = questions.union(get_close_matches(names[-1], finding_codes()))
            fix = nearest(names[-1], offered) if offered else "Nothing is asked about what was given."
            raise UnknownCode(f"There is no question {names[-1]}.", fix=fix)
        answers[name] = "=".join(parts[names[::-1].index(name) + 1 :]).strip()
    return answers


def _expect_sense(given: _Given, publication: Publication) -> None:
    """Raise UnknownCode for an unknown kind, column or organisation, so that no typing error passes."""
    kinds = {name for layout in file_layouts() for name in (layout.key, layout.kind)}
    if given.kind is not None:
        expect_known(given.kind, kinds, what="return of the kind")
    columns = {column.field for layout in file_layouts() for column in layout.columns}
    for _, column in given.mapping:
        if column:
            expect_known(column, columns, what="column")
    facts = reference(publication)
    for name, code in given.names:
        if code not in {*facts.trust_names.organisations, *facts.system_names.organisations}:
            nearest = facts.trust_names.nearest_names(name) or facts.trust_names.nearest_codes(code)
            raise UnknownCode(
                f"{name} cannot be '{code}': no organisation has that code.",
                fix=f"Give another, {in_words(nearest)}.",
            )


def _check_lines(checked: CheckedReturn) -> list[str]:
    """The check in words: what the file is, what was found, what can be done."""
    between = NAMES_OF_DELIMITERS.get(checked.delimiter)
    read_as = [f"{checked.encoding}, separated by {between}"] if between else []
    lines = [", ".join([checked.file_name, *(read_as or [checked.encoding or "not readable"])]) + "."]
    for sheet in checked.sheets:
        named = f"{sheet.name}: " if sheet.name else ""
        others = f" Where it is not: --kind {' or '.join(sheet.alternatives)}." if sheet.alternatives else ""
        lines.append(
            f"{named}{sheet.title} ({sheet.layout}), "
            f"{rows_in_words(sheet.rows_read, valid=sheet.rows_read - sheet.rows_refused)}.{others}"
        )
    lines += [severity_counts(checked), *_grouped(checked.findings)]
    return [*lines, *_how_to_answer(checked.questions)]


def _how_to_answer(findings: Sequence[Finding]) -> list[str]:
    """The questions' names, and how to answer them; empty if there are none."""
    questions = [entry.question for entry in findings if entry.severity == "question"]
    if not questions:
        return []
    lines = ["A question is answered when the file is submitted, in a few words, under its name:"]
    lines += [f'  --answer "{name}=TEXT"' for name in questions[:NAMED]]
    if len(questions) > NAMED:
        lines.append(f"  ... and {len(questions) - NAMED:,} more, named in --format json as question")
    codes = Counter(name.partition(":")[0] for name in questions)
    lines += [
        f"One answer to all {count:,} of a code, kept with each of them: --answer {code}=TEXT"
        for code, count in codes.items()
        if count > 1
    ]
    earlier = [number for entry in findings if (number := entry.about) and entry.code == LEFT_STANDING]
    if earlier:
        lines.append(f"Where the file replaces a whole earlier submission: --replaces {earlier[0]}")
    return lines


def _grouped(findings: Iterable[Finding]) -> list[str]:
    return [_one_group(group) for group in group_findings(findings)]


def _one_group(group: FindingGroup) -> str:
    """Error (out_of_range), 500 times, lines 2, 3 and 498 more, column score: what is wrong. What to do."""
    parts = [f"{SEVERITY_WORDS[group.severity]} ({group.code})"]
    if group.count > 1:
        parts.append(f"{group.count:,} times")
    if group.sheet:
        parts.append(f"sheet {group.sheet}")
    if lines := lines_in_words(group):
        parts.append(lines)
    if group.column:
        parts.append(f"column {group.column}")
    example = group.example
    expected = f"Expected: {example.expected.rstrip('.')}." if example.expected else ""
    return f"{', '.join(parts)}: " + " ".join(filter(None, (example.message, expected, example.fix)))


def _show_receipts(receipts: Sequence[Receipt], form: Format) -> None:
    if form == "json" and len(receipts) > 1:
        documents = [json.loads(receipt.as_json()) for receipt in receipts]
        print(plain_json(json.dumps(documents, ensure_ascii=False, indent=2)))
        return
    for place, receipt in enumerate(receipts):
        say(*([""] if place else []))
        show(receipt_answer(receipt), Written(form))


def receipt_answer(receipt: Receipt) -> Reply:
    """A receipt for every format."""
    document = json.loads(receipt.as_json())
    when = f"{receipt.submitted_at:%Y-%m-%d %H:%M} UTC"
    read = f" of {receipt.rows_read:,}" if receipt.rows_read is not None else ""
    lines = RECEIPT.of(document["lines"])
    return Reply(
        subject=Subject("", f"Receipt {receipt.number}"),
        heading=f"{receipt.file_name}, submitted by {receipt.submitted_by}, {when}",
        shown=lines,
        notes=[
            *filter(None, [receipt.not_shown_yet]),
            *([f"Note: {receipt.note}"] if receipt.note else []),
            f"{receipt.rows_submitted:,}{read} rows submitted.",
            *(f"Question: {answer.message} Answer: {answer.answer}" for answer in receipt.answers),
            *(
                f"{CONFIRMED_AS[name.what]}, kept as {name.number}: {name.written} is {name.stands_for}"
                for name in receipt.confirmed
            ),
            *(
                f"Takes the place of submission {old.number}: {old.file_name}, by {old.submitted_by}"
                for old in receipt.replaced
            ),
            f"Found in it: questions {receipt.findings.questions:,}, notes {receipt.findings.notes:,}.",
            f"sha256 of the file: {receipt.sha256}",
            f"head of the chain at entry {receipt.head.entry}: {receipt.head.hash}",
        ],
        source=f"Publication: {receipt.publication or ('none yet' if receipt.not_shown else MADE_AGAIN)}",
        exported=lines,
        document=document,
    )
