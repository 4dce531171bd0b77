"""Turns NHS England's published trust accounts, one row per figure, into one row per trust and year.

A figure is a sum of sub codes under main codes, which the definition names. The accounts are in thousands of
pounds and are converted to pounds exactly. Another layout is refused, not guessed.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

import numpy as np

from benchmark.core.definitions import trust_accounts
from benchmark.core.wording import plural
from benchmark.returns.arrays import text_column
from benchmark.returns.findings import Finding, finding
from benchmark.returns.read.long_accounts import wanted_of_accounts, years_in
from benchmark.returns.read.sheet import Sheet
from benchmark.returns.recognise.heading_units import unit_in_name, unit_in_titles
from benchmark.workbooks.sift import bare_heading
from schemas.intake import AccountsFigure

KIND: Final = "trust_accounts_assets"
REASON: Final = "it is laid out as the trust accounts (TAC) are published"
_THOUSAND = 1_000
_ENOUGH = 4
"""The number of the publication's headings that is hardly there by chance."""
_PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_GROUPED = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_NEGATIVE = re.compile(r"\(([0-9][0-9,.]*)\)")
_MAY_LACK = ("0080", "0090")
"""Endings of sub codes for donated or granted amounts: an edition may lack them for some assets."""
_SHARES = ("all_additions", "operating_expenditure")
"""Figures that others are shares of: without them the others are still valid."""
_OF_THOUSANDS = re.compile(r"000|thousand|k", re.I)
_COLUMNS: Final = ("organisation", "main_code", "sub_code", "value")
"""The columns that are needed to read anything."""
_TEXTS = 50
"""The most distinct texts of a column that are searched for years."""

Code = tuple[str, str]


@dataclass
class _Trust:
    """One organisation in one year: its line, its values by code, and the codes that it has a cell for."""

    line: int
    code: str
    values: dict[Code, Decimal] = field(default_factory=dict)
    has: set[Code] = field(default_factory=set)


def with_accounts(sheets: Sequence[Sheet], file_name: str) -> tuple[tuple[Sheet, ...], list[Finding]]:
    """The sheets and the findings. A file of trust accounts gets a single sheet with the columns of KIND.

    A file that is almost the accounts gets no sheets, and a finding that says what to add where.
    """
    own = [sheet for sheet in sheets if wanted_of_accounts().is_header(sheet.headings)]
    if not own:
        near = [sheet for sheet in sheets if _is_near(sheet)]
        return ((), [_refused(sheet, _places(sheet)) for sheet in near]) if near else (tuple(sheets), [])
    places = [_places(sheet) for sheet in own]
    if any(set(_COLUMNS) - positions.keys() for positions in places):
        return (), [
            _refused(sheet, positions)
            for sheet, positions in zip(own, places, strict=True)
            if set(_COLUMNS) - positions.keys()
        ]
    beside = [sheet for sheet in sheets if sheet not in own]
    year, findings = _year(own, beside, file_name)
    if any(entry.code == "accounts_year_missing" for entry in findings):
        return (), findings
    findings += _units(own, file_name)
    trusts: dict[tuple[str, str], _Trust] = {}
    for sheet, positions in zip(own, places, strict=True):
        findings += _unknown(sheet, positions)
        findings += _collect(sheet, positions, year, trusts)
    findings += _lacking(trusts, own[0])
    count = plural(len({organisation for _, organisation in trusts}), "organisation")
    findings.append(finding("accounts_read", sheet=own[0].name, trusts=count, unit=trust_accounts().unit))
    return (_laid_out(own, trusts),), findings


def _places(sheet: Sheet) -> dict[str, int]:
    """Column of the publication -> its position."""
    bare = [bare_heading(heading) for heading in sheet.headings]
    positions = {}
    for name, headings in _headings().items():
        wanted = [bare_heading(heading) for heading in headings]
        position = next((bare.index(heading) for heading in wanted if heading in bare), None)
        if position is not None:
            positions[name] = position
    return positions


def _headings() -> dict[str, tuple[str, ...]]:
    accounts = trust_accounts()
    return accounts.headings.model_dump() | accounts.beside.model_dump()


def _is_near(sheet: Sheet) -> bool:
    """Whether a sheet has many of the publication's headings. The caller knows that it lacks a code."""
    named = _places(sheet).keys() & trust_accounts().headings.model_dump().keys()
    return len(named) >= _ENOUGH


def _refused(sheet: Sheet, positions: Mapping[str, int]) -> Finding:
    names = [name for name in _COLUMNS if name not in positions]
    headings = trust_accounts().headings.model_dump()
    missing = ", ".join(f"{name} ({' or '.join(headings[name])})" for name in names)
    return sheet.finding("accounts_layout", missing=missing, headings=", ".join(sheet.headings))


def _unknown(sheet: Sheet, positions: Mapping[str, int]) -> list[Finding]:
    """Findings for columns that no edition had: they may have figures."""
    ignored = {bare_heading(heading) for heading in trust_accounts().ignored.headings}
    return [
        sheet.finding("accounts_heading_unknown", column=heading, value=heading)
        for position, heading in enumerate(sheet.headings)
        if position not in positions.values() and bare_heading(heading) not in ignored
    ]


def _year(own: Sequence[Sheet], beside: Sequence[Sheet], file_name: str) -> tuple[str, list[Finding]]:
    """The financial year of rows without one: from the file's titles, else from its name."""
    if all("year" in _places(sheet) for sheet in own):
        return "", []
    first = own[0]
    named = dict.fromkeys(years_in(file_name))
    titles = dict.fromkeys(
        year for sheet in (*own, *beside) for text in _titles(sheet, sheet in own) for year in years_in(text)
    )
    if len(named) == 1:
        (year,) = named
        if not titles:
            return year, [first.finding("accounts_year_from_name", value=year)]
        if year in titles:
            return year, [first.finding("accounts_year", value=year)]
        return year, [first.finding("accounts_year_contradicted", value=year, other=", ".join(titles))]
    if len(titles) == 1 and not named:
        (year,) = titles
        return year, [first.finding("accounts_year", value=year)]
    several = ", ".join({**named, **titles})
    return "", [first.finding("accounts_year_missing", several=f": {several} are named" if several else "")]


def _units(own: Sequence[Sheet], file_name: str) -> list[Finding]:
    """A question if a title or the file's name names another unit than the publication's thousands."""
    titles = [text for sheet in own for text in _titles(sheet, is_table=True)]
    units = (
        ("A line beside the table", unit_in_titles(titles)),
        ("The file's name", unit_in_name(file_name)),
    )
    other = next(((place, unit) for place, unit in units if unit and not _OF_THOUSANDS.search(unit)), None)
    if other is None:
        return []
    place, unit = other
    return [own[0].finding("accounts_unit", place=place, value=unit, unit=trust_accounts().unit)]


def _titles(sheet: Sheet, is_table: bool) -> Iterable[str]:
    """The texts of a sheet beside its table; if it is not a table of accounts, its headings and cells too."""
    yield from (sheet.name, *sheet.above, *sheet.below)
    if not is_table:
        yield from sheet.headings
        for column in sheet.columns:
            yield from column.dictionary.slice(0, _TEXTS).to_pylist()


def _collect(
    sheet: Sheet, positions: Mapping[str, int], year: str, trusts: dict[tuple[str, str], _Trust]
) -> list[Finding]:
    """Put the values of the wanted codes under their organisation and year. Returns the findings."""
    codes = wanted_of_accounts().codes
    findings: list[Finding] = []
    repeated = 0
    rows = _rows_with(sheet, positions, codes)
    names = ("organisation", "code", "year", "main_code", "sub_code", "value")
    texts = [
        sheet.columns[positions[name]].take(rows).to_pylist() if name in positions else [""] * len(rows)
        for name in names
    ]
    for line, organisation, code, of, main, sub, text in zip(sheet.lines[rows].tolist(), *texts, strict=True):
        key = (main.strip().upper(), sub.strip().upper())
        if key[1] not in codes[key[0]] or not text.strip():
            continue
        named = (of.strip() or year, organisation.strip())
        trust = trusts.setdefault(named, _Trust(line, code.strip()))
        trust.has.add(key)
        about = {"line": line, "value": text, "main": key[0], "sub": key[1], "organisation": named[1]}
        value = _value(text.strip())
        if value is None:
            findings.append(sheet.finding("accounts_value", **about))
            continue
        earlier = trust.values.setdefault(key, value)
        if earlier is value:
            continue
        if earlier != value:
            findings.append(sheet.finding("accounts_conflict", other=str(earlier), **about))
        repeated += earlier == value
    if repeated:
        findings.append(finding("accounts_repeated", sheet=sheet.name, count=repeated))
    return findings


def _rows_with(sheet: Sheet, positions: Mapping[str, int], codes: Iterable[str]) -> Any:
    """The places of the rows with a wanted main code."""
    column = sheet.columns[positions["main_code"]]
    wanted_codes = set(codes)
    wanted = np.array(
        [text.strip().upper() in wanted_codes for text in column.dictionary.to_pylist()], dtype=bool
    )
    return np.flatnonzero(wanted[column.indices.to_numpy()])


def _value(text: str) -> Decimal | None:
    """The number in a cell; None if it is not a number."""
    negative = _NEGATIVE.fullmatch(text)
    bare = f"-{negative[1]}" if negative else text
    if _GROUPED.fullmatch(bare):
        bare = bare.replace(",", "")
    if bare in ("-", "\u2013"):
        return Decimal(0)
    return Decimal(bare) if _PLAIN.fullmatch(bare) else None


def _must_have(figure: AccountsFigure) -> list[Code]:
    return [code for code in figure.codes if not code[1].endswith(_MAY_LACK)]


def _lacking(trusts: Mapping[tuple[str, str], _Trust], sheet: Sheet) -> list[Finding]:
    """Findings for codes that no trust has, as another edition may rename them, or that a trust lacks."""
    if not trusts:
        codes = ", ".join(wanted_of_accounts().codes)
        return [sheet.finding("accounts_code_missing", codes=codes)]
    findings = []
    there = {code for trust in trusts.values() for code in trust.has}
    for figure in trust_accounts().figures:
        gone = [code for code in _must_have(figure) if code not in there]
        if gone:
            code = "accounts_share_missing" if figure.field in _SHARES else "accounts_code_missing"
            words = {"codes": _codes_in_words(gone), "column": figure.field, "figure": figure.note}
            findings.append(sheet.finding(code, **words))
    for (_, name), trust in trusts.items():
        lacks = [
            code
            for figure in trust_accounts().figures
            for code in _must_have(figure)
            if code in there and code not in trust.has
        ]
        if lacks:
            words = {"about": name, "organisation": name, "codes": _codes_in_words(dict.fromkeys(lacks))}
            findings.append(sheet.finding("accounts_figure_missing", line=trust.line, **words))
    return findings


def _codes_in_words(codes: Iterable[Code]) -> str:
    return ", ".join(f"{main} {sub}" for main, sub in codes)


def _figure(figure: AccountsFigure, trust: _Trust) -> str:
    """The figure in pounds, exactly; empty if a part of it is missing."""
    if any(code not in trust.values for code in _must_have(figure)):
        return ""
    total = sum((trust.values.get(code, Decimal(0)) for code in figure.codes), Decimal(0)) * _THOUSAND
    text = format(total, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _laid_out(own: Sequence[Sheet], trusts: Mapping[tuple[str, str], _Trust]) -> Sheet:
    """A sheet with the kind's columns, and one row per organisation and year."""
    by_code = all(trust.code for trust in trusts.values())
    columns = {
        "financial_year": [year for year, _ in trusts],
        "ods_code": [trust.code if by_code else name for (_, name), trust in trusts.items()],
        **({"trust": [name for _, name in trusts]} if by_code else {}),
        **{
            figure.field: [_figure(figure, trust) for trust in trusts.values()]
            for figure in trust_accounts().figures
        },
    }
    return Sheet(
        name=own[0].name if len(own) == 1 else f"{own[0].name} and {len(own) - 1} more",
        above=(),
        headings=tuple(columns),
        header_line=own[0].header_line,
        columns=tuple(text_column(column) for column in columns.values()),
        lines=np.array([trust.line for trust in trusts.values()], dtype=np.int32),
        refused=0,
        findings=(),
        stamped_as=KIND if trusts else "",
        laid_out_by=REASON,
    )
