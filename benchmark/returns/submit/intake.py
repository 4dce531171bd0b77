"""Checks a return: from its bytes to tables that are ready to submit, with all findings."""

import hashlib
import json
import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from benchmark.core.definitions import definitions_digest
from benchmark.core.errors import BenchmarkError
from benchmark.core.settings import PROJECT_ROOT
from benchmark.returns.arrays import text_column
from benchmark.returns.check.across_sheets import across_sheets
from benchmark.returns.check.identity import named_beside, stated_regions
from benchmark.returns.check.lookup import Lookup
from benchmark.returns.check.reference import Reference, reference
from benchmark.returns.check.replacing import Replacing
from benchmark.returns.check.rows import CheckedRows, check_rows
from benchmark.returns.check.rules import check_against
from benchmark.returns.check.standing import Compared, standing_findings
from benchmark.returns.check.titles import setting_findings, title_findings
from benchmark.returns.findings import Finding, asked_once, finding, in_order, placed, with_own_keys
from benchmark.returns.read.files import PATIENTS, printable_name, read_return
from benchmark.returns.read.sheet import Sheet
from benchmark.returns.read.workbook import SAID_OF_CELLS
from benchmark.returns.recognise.accounts import with_accounts
from benchmark.returns.recognise.around import cover_texts, doubts, left_out, value_from_name
from benchmark.returns.recognise.arrange import Arranged, arrange
from benchmark.returns.recognise.kind import LEFT_OUT, HeadingToMap, Recognition, is_like_a_return, recognise
from benchmark.returns.recognise.organisations import NameToConfirm
from benchmark.returns.templates.unstamped import without_untouched
from benchmark.returns.vocabulary import heading_key
from benchmark.store.publication import Publication, per_publication

BY_STAMP = "its template says so"
_log = logging.getLogger(__name__)
_FILES = "select sha256 from publication.submissions"
_SAME_FILE = """
    select submission_id, submitted_by, strftime(submitted_at, '%-d %B %Y')
    from publication.submissions where sha256 = $sha256 order by submission_id limit 1
"""
_CODE = ("benchmark/returns", "benchmark/workbooks", "benchmark/common", "schemas")


@dataclass(frozen=True)
class CheckedSheet:
    """One table of a file: what it was read as and why, what else it could be, and its counts of rows."""

    name: str
    kind: str
    layout: str
    title: str
    reason: str
    alternatives: tuple[str, ...]
    rows_read: int
    rows_refused: int


@dataclass(frozen=True)
class ReadyTable:
    """The valid rows of one kind: `table` has the kind's typed columns, and `line`."""

    kind: str
    table: pa.Table


@dataclass(frozen=True)
class CheckedReturn:
    """A checked file. rows_read = rows_valid + rows_refused, always; a wide layout's rows are counted as they
    will be kept, one for each score. `remembered_columns`: headings that a person mapped, as (layout,
    heading, column). `ledger_entry`: the last entry of the publication that it was compared with, None for no
    publication. `replacing`: the submissions that it will replace. `how`: the options of the check, as JSON.
    """

    file_name: str
    content: bytes
    sha256: str
    encoding: str
    delimiter: str
    findings: tuple[Finding, ...]
    sheets: tuple[CheckedSheet, ...] = ()
    tables: tuple[ReadyTable, ...] = ()
    rows_read: int = 0
    rows_refused: int = 0
    names_to_confirm: tuple[NameToConfirm, ...] = ()
    headings_to_map: tuple[HeadingToMap, ...] = ()
    confirmed_names: Mapping[str, str] = field(default_factory=dict)
    remembered_columns: tuple[tuple[str, str, str], ...] = ()
    ledger_entry: int | None = None
    replacing: Replacing | None = None
    how: str = ""

    @property
    def rows_valid(self) -> int:
        return self.rows_read - self.rows_refused

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of return in the file."""
        return tuple(dict.fromkeys(sheet.kind for sheet in self.sheets))

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(entry for entry in self.findings if entry.severity == "error")

    @property
    def questions(self) -> tuple[Finding, ...]:
        return tuple(entry for entry in self.findings if entry.severity == "question")

    @property
    def of_patients(self) -> bool:
        """Whether it was refused because it looks like patients' data: its bytes are then not kept here."""
        return any(entry.code.startswith(PATIENTS) for entry in self.findings)

    @property
    def unreadable(self) -> bool:
        """Whether no table could be read."""
        return not self.sheets


@dataclass(frozen=True)
class _Options:
    """What a person chose for a file: kept with its rows, so that it can be read again in the same way."""

    kind: str | None
    mapping: Mapping[str, str]
    confirmed_names: Mapping[str, str]
    assessment_year: int | None

    def kept(self, publication: Publication | None) -> str:
        """The options as JSON, with the digest of the rules and the ledger entry used by the check."""
        entry = None if publication is None else publication.ledger_entry
        how = asdict(self) | {"rules": rules_digest(), "entry": entry}
        return json.dumps(how, ensure_ascii=False, sort_keys=True)


def check_return(
    source: bytes | Path,
    file_name: str,
    *,
    publication: Publication | None,
    kind: str | None = None,
    mapping: Mapping[str, str] | None = None,
    confirmed_names: Mapping[str, str] | None = None,
    assessment_year: int | None = None,
    replacing: Replacing | None = None,
    beside: Collection[int] = (),
) -> CheckedReturn:
    """Check a file: what it is, its findings, and the rows that can be submitted.

    publication: the data to compare with; None to check the rows by themselves. kind: a kind or layout that a
    person chose. mapping: the file's headings -> columns, '' to leave one out. confirmed_names: names -> ODS
    codes that a person confirmed. assessment_year: for layouts without such a column. replacing: the
    submissions that the file will replace. beside: submissions of the same visit, which the file need not
    repeat.

    An unexpected error gives a finding about the file, and is logged with all its details.
    """
    name = printable_name(file_name)
    options = _Options(kind, dict(mapping or {}), dict(confirmed_names or {}), assessment_year)
    try:
        return _checked(source, name, options, publication=publication, replacing=replacing, beside=beside)
    except BenchmarkError:
        raise  # about a setting, a definition or the store, not the file
    except Exception as error:
        _log.exception("Checking a file failed: %s", name)
        return _defeated(source, name, error)


def _defeated(source: bytes | Path, file_name: str, error: Exception) -> CheckedReturn:
    """The result for a file on which the check itself failed."""
    content = source if isinstance(source, bytes) else b""
    failed = finding("file_defeats_check", file=file_name, reason=type(error).__name__)
    return CheckedReturn(
        file_name=file_name,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        encoding="",
        delimiter="",
        findings=(failed,),
    )


def _checked(
    source: bytes | Path,
    file_name: str,
    options: _Options,
    *,
    publication: Publication | None,
    replacing: Replacing | None,
    beside: Collection[int],
) -> CheckedReturn:
    read = read_return(source, file_name)
    sheets_read, of_accounts = with_accounts(read.sheets, file_name)
    read = replace(read, sheets=sheets_read)
    facts = reference(publication) if publication is not None else None
    lookup = Lookup(facts, options.confirmed_names)
    recognised, ignored = _Recogniser(options, facts, file_name).all(read.sheets)
    findings = list(ignored)
    results, layouts, sheets = [], [], []
    for sheet, recognition in recognised:
        arranged = arrange(sheet, recognition, file_name=file_name, assessment_year=options.assessment_year)
        checked = check_rows(arranged, lookup, delimiter=read.delimiter or ",", refused=sheet.refused)
        checked = check_against(checked, arranged, lookup, replacing.standing if replacing else None)
        findings += [*recognition.findings, *arranged.findings, *doubts(sheet, recognition, file_name)]
        findings += title_findings(sheet, arranged, lookup, file_name)
        findings += setting_findings(sheet, arranged, lookup, file_name)
        findings += named_beside(sheet, left_out(sheet, recognition), arranged, lookup)
        findings += stated_regions(sheet, arranged, lookup)
        if not checked.rows_read:
            findings.append(finding("no_rows", sheet=sheet.name, line=sheet.header_line))
        results.append(checked)
        layouts.append(arranged)
    of_file = [*_of_what_is_read(read.findings, ignored, layouts), *placed(of_accounts, file=file_name)]
    results = across_sheets(results)
    for (sheet, recognition), checked in zip(recognised, results, strict=True):
        findings += checked.findings
        sheets.append(_described(sheet, recognition, checked))
    if facts is not None and results:
        findings += _submitted_before(facts.publication, read.sha256)
        compared = [Compared(rows, layout) for rows, layout in zip(results, layouts, strict=True)]
        findings += standing_findings(compared, facts, replacing=replacing, beside=beside)
    names = {sheet.name for sheet, _ in recognised}
    refused = sum(sheet.refused for sheet in read.sheets if sheet.name not in names)
    return CheckedReturn(
        file_name=file_name,
        content=read.content,
        sha256=read.sha256,
        encoding=read.encoding,
        delimiter=read.delimiter,
        sheets=tuple(sheets),
        tables=_ready(results),
        rows_read=sum(sheet.rows_read for sheet in sheets) + refused,
        rows_refused=sum(sheet.rows_refused for sheet in sheets) + refused,
        findings=with_own_keys(in_order((*of_file, *placed(asked_once(findings), file=file_name)))),
        names_to_confirm=tuple(lookup.to_confirm.values()),
        headings_to_map=tuple(entry for _, recognition in recognised for entry in recognition.to_map),
        confirmed_names=lookup.accepted,
        remembered_columns=_remembered(recognised, options.mapping, facts),
        ledger_entry=publication.ledger_entry if publication is not None else None,
        replacing=replacing,
        how=options.kept(publication),
    )


@dataclass(frozen=True)
class _Recogniser:
    """Recognises the sheets of one file: by a person's choice, else a template's stamp, else headings."""

    options: _Options
    facts: Reference | None
    file_name: str

    def all(self, sheets: Iterable[Sheet]) -> tuple[list[tuple[Sheet, Recognition]], list[Finding]]:
        """The sheets that are returns. The others are left out with a note, unless none is a return."""
        outcomes = list(map(self._named, sheets))
        returns = [(sheet, outcome) for sheet, outcome in outcomes if isinstance(outcome, Recognition)]
        unknown = [(sheet, outcome) for sheet, outcome in outcomes if isinstance(outcome, Finding)]
        whole = [(sheet, outcome) for sheet, outcome in returns if not outcome.missing]
        if self.options.kind is not None and whole:
            lacking = [(sheet, outcome) for sheet, outcome in returns if outcome.missing]
            unknown += [(sheet, _lacks(sheet, outcome)) for sheet, outcome in lacking]
            returns = whole
        if not returns:
            return [], [outcome for _, outcome in unknown]
        returns, empty = _filled_in(returns)
        if not returns:
            return [], [finding("template_untouched")]
        others = [sheet for sheet, _ in unknown if not is_like_a_return(sheet)]
        if covers := tuple(text for sheet in others for text in cover_texts(sheet)):
            returns = [self._covered(*pair, covers) for pair in returns]
        ignored = [
            finding(
                "sheet_left_out" if is_like_a_return(s) else "sheet_ignored",
                sheet=s.name,
                reason=o.message.rstrip("."),
            )
            for s, o in unknown
        ]
        return returns, [*ignored, *empty]

    def _named(self, sheet: Sheet) -> tuple[Sheet, Recognition | Finding]:
        """A sheet and what it is; with an added column if its name gives a value that all its rows lack."""
        outcome = self._one(sheet)
        if isinstance(outcome, Finding):
            return sheet, outcome
        column, value = value_from_name(sheet, outcome, self.facts.trust_names if self.facts else None)
        if not column:
            return sheet, outcome
        texts = text_column([value] * len(sheet.lines))
        sheet = replace(sheet, headings=(*sheet.headings, column), columns=(*sheet.columns, texts))
        outcome = self._one(sheet)
        if isinstance(outcome, Recognition):
            place: dict[str, Any] = {"sheet": sheet.name, "line": sheet.header_line, "column": column}
            from_sheet = finding("column_from_sheet", value=value, **place)
            outcome = replace(outcome, findings=(*outcome.findings, from_sheet))
        return sheet, outcome

    def _covered(
        self, sheet: Sheet, recognition: Recognition, covers: tuple[tuple[str, str], ...]
    ) -> tuple[Sheet, Recognition]:
        """A sheet with what a cover says about it, such as the unit of its amounts."""
        covered = replace(sheet, beside=(*sheet.beside, *covers))
        outcome = self._one(covered)
        return covered, outcome if isinstance(outcome, Recognition) else recognition

    def _one(self, sheet: Sheet) -> Recognition | Finding:
        outcome = recognise(
            sheet,
            kind=self.options.kind or sheet.stamped_as or None,
            mapping=self.options.mapping,
            remembered=self.facts.column_aliases if self.facts else {},
            file_name=self.file_name,
        )
        if self.options.kind or not sheet.stamped_as or isinstance(outcome, Finding):
            return outcome
        reason, title = sheet.laid_out_by or BY_STAMP, outcome.layout.title
        place: dict[str, Any] = {"sheet": sheet.name, "line": sheet.header_line}
        recognised_as = finding("kind_recognised", title=title, reason=reason, **place)
        others = [entry for entry in outcome.findings if entry.code != "kind_recognised"]
        return replace(outcome, reason=reason, findings=(*others, recognised_as))


def _filled_in(
    returns: Iterable[tuple[Sheet, Recognition]],
) -> tuple[list[tuple[Sheet, Recognition]], list[Finding]]:
    """The sheets that have something filled in, and findings about the others."""
    result, findings = [], []
    for sheet, recognition in returns:
        left, untouched = without_untouched(sheet, recognition.layout.key)
        findings += untouched
        if left is not None:
            result.append((left, recognition))
    return result, findings


def _of_what_is_read(
    findings: Iterable[Finding], ignored: Iterable[Finding], layouts: Sequence[Arranged]
) -> list[Finding]:
    """The file's findings, without those about cells and lines of sheets and columns that are left out."""
    left_out = {entry.sheet for entry in ignored if entry.code in ("sheet_ignored", "sheet_left_out")}
    passed_over = SAID_OF_CELLS | {"row_other_delimiter"}
    read = {heading for layout in layouts for heading in (*layout.shown_as.values(), *layout.value_headings)}
    return [
        entry
        for entry in findings
        if (entry.sheet not in left_out or entry.code not in passed_over)
        and (entry.code != "ditto_read" or entry.column in read)
    ]


def _lacks(sheet: Sheet, outcome: Recognition) -> Finding:
    return finding("kind_unknown", sheet=sheet.name, reason=f"It lacks {', '.join(outcome.missing)}.")


def _described(sheet: Sheet, recognition: Recognition, checked: CheckedRows) -> CheckedSheet:
    return CheckedSheet(
        name=sheet.name,
        kind=checked.kind,
        layout=recognition.layout.key,
        title=recognition.layout.title,
        reason=recognition.reason,
        alternatives=recognition.alternatives,
        rows_read=checked.rows_read,
        rows_refused=checked.rows_refused,
    )


@per_publication
def _files_submitted(publication: Publication) -> frozenset[str]:
    return frozenset(sha256 for (sha256,) in publication.rows(_FILES))


def _submitted_before(publication: Publication, sha256: str) -> list[Finding]:
    if sha256 not in _files_submitted(publication):
        return []
    return [
        finding("already_submitted", number=str(number), by=by, day=day)
        for number, by, day in publication.rows(_SAME_FILE, sha256=sha256)
    ]


def _ready(results: Iterable[CheckedRows]) -> tuple[ReadyTable, ...]:
    tables: dict[str, list[pa.Table]] = {}
    for result in results:
        if result.table.num_rows:
            tables.setdefault(result.kind, []).append(result.table)
    return tuple(ReadyTable(kind, pa.concat_tables(parts)) for kind, parts in tables.items())


def _remembered(
    recognised: Sequence[tuple[Sheet, Recognition]], mapping: Mapping[str, str], facts: Reference | None
) -> tuple[tuple[str, str, str], ...]:
    """The headings that a person mapped, without those that are remembered with the same column."""
    mapped = {heading_key(heading): column for heading, column in mapping.items() if column != LEFT_OUT}
    earlier = (
        {place: remembered.stands_for for place, remembered in facts.column_aliases.items()} if facts else {}
    )
    return tuple(
        (recognition.layout.key, key, mapped[key])
        for sheet, recognition in recognised
        for key in dict.fromkeys(map(heading_key, sheet.headings))
        if key in mapped
        and mapped[key] in recognition.fields
        and earlier.get((recognition.layout.key, key)) != mapped[key]
    )


def as_json(checked: CheckedReturn) -> str:
    """The check as JSON, for programs: {"file", "kind", "encoding", "delimiter", "rows_read", "rows_valid",
    "findings": [{"code", "severity", "sheet", "line", "column", "value", "message", "fix", "question"}]}.

    `question` is the key for an answer, empty if nothing is asked.
    """
    return json.dumps(check_document(checked), ensure_ascii=False, indent=2)


def check_document(checked: CheckedReturn) -> dict[str, Any]:
    """The content of `as_json`."""
    shown = ("code", "severity", "sheet", "line", "column", "value", "message", "fix")
    return {
        "file": checked.file_name,
        "kind": ", ".join(checked.kinds),
        "encoding": checked.encoding,
        "delimiter": checked.delimiter,
        "rows_read": checked.rows_read,
        "rows_valid": checked.rows_valid,
        "findings": [
            {name: getattr(entry, name) for name in shown}
            | {"question": entry.question if entry.severity == "question" else ""}
            for entry in checked.findings
        ],
    }


@cache
def rules_digest() -> str:
    """A hash that changes with the code, the models or the definitions that decide how a file is read.

    It covers the code itself, so nobody has to remember to raise a number.
    """
    digest = hashlib.sha256(definitions_digest().encode())
    for folder in map(PROJECT_ROOT.joinpath, _CODE):
        for file in sorted(folder.rglob("*.*")):
            if file.suffix in {".py", ".sql"}:
                digest.update(file.relative_to(folder).as_posix().encode() + file.read_bytes())
    return digest.hexdigest()


class ReadAgain:
    """Reads a file of the ledger again as it was read when submitted: the store's `Deriver`."""

    @property
    def rules(self) -> str:
        """The digest of the rules that it reads by."""
        return rules_digest()

    def __call__(
        self, content: bytes, file_name: str, how: Mapping[str, Any], publication: Publication | None
    ) -> dict[str, pa.Table]:
        """The file's rows, by kind."""
        checked = check_return(
            content,
            file_name,
            publication=publication,
            kind=how["kind"],
            mapping=how["mapping"],
            confirmed_names=how["confirmed_names"],
            assessment_year=how["assessment_year"],
        )
        return {ready.kind: ready.table for ready in checked.tables}
