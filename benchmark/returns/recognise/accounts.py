"""The trust accounts as NHS England publishes them, one row per figure, made one row per trust and year.

The figures are sums of sub codes under main codes, which the definition names. They stand in thousands of
pounds and are turned into pounds exactly. What an edition lays out in another way is refused, not guessed.
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
"""Headings of the publication that are hardly there by chance."""
_PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_GROUPED = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_NEGATIVE = re.compile(r"\(([0-9][0-9,.]*)\)")
_MAY_LACK = ("0080", "0090")
"""Ends of sub codes for what was donated or granted: an edition need not ask every asset for them."""
_SHARES = ("all_additions", "operating_expenditure")
"""Figures that others are shares of: without them the others still stand."""
_ASKED = 50
"""Trusts whose missing figures are asked about one by one."""

Code = tuple[str, str]


@dataclass
class _Trust:
    """One organisation of one year: its line, and its values by main and sub code."""

    line: int
    code: str
    values: dict[Code, Decimal] = field(default_factory=dict)
    has: set[Code] = field(default_factory=set)


def with_accounts(sheets: Sequence[Sheet], file_name: str) -> tuple[tuple[Sheet, ...], list[Finding]]:
    """The sheets of a file; of trust accounts a single one, which has the columns of KIND, and what is found.

    Where a file is nearly the accounts it has no sheet any more, and a finding that says what to add where.
    """
    own = [sheet for sheet in sheets if wanted_of_accounts().is_header(sheet.headings)]
    if not own:
        near = [sheet for sheet in sheets if _is_near(sheet)]
        return ((), [_refused(sheet, _places(sheet)) for sheet in near]) if near else (tuple(sheets), [])
    places = [_places(sheet) for sheet in own]
    if any(set(_COLUMNS) - found.keys() for found in places):
        return (), [
            _refused(sheet, found)
            for sheet, found in zip(own, places, strict=True)
            if set(_COLUMNS) - found.keys()
        ]
    beside = [sheet for sheet in sheets if sheet not in own]
    year, told = _year(own, beside, file_name)
    if any(entry.code == "accounts_year_missing" for entry in told):
        return (), told
    told += _units(own, file_name)
    trusts: dict[tuple[str, str], _Trust] = {}
    for sheet, found in zip(own, places, strict=True):
        told += _unknown(sheet, found)
        told += _collect(sheet, found, year, trusts)
    told += _lacking(trusts, own[0])
    count = plural(len({organisation for _, organisation in trusts}), "organisation")
    told.append(finding("accounts_read", sheet=own[0].name, trusts=count, unit=trust_accounts().unit))
    return (_laid_out(own, trusts),), told


_OF_THOUSANDS = re.compile(r"000|thousand|k", re.I)
_COLUMNS: Final = ("organisation", "main_code", "sub_code", "value")
"""Columns without which nothing can be read."""


def _places(sheet: Sheet) -> dict[str, int]:
    """Column of the publication -> its position."""
    told = [bare_heading(heading) for heading in sheet.headings]
    found = {}
    for name, headings in _known().items():
        wanted = [bare_heading(heading) for heading in headings]
        position = next((told.index(heading) for heading in wanted if heading in told), None)
        if position is not None:
            found[name] = position
    return found


def _known() -> dict[str, tuple[str, ...]]:
    known = trust_accounts()
    return known.headings.model_dump() | known.beside.model_dump()


def _is_near(sheet: Sheet) -> bool:
    """Whether a sheet has many of the publication's headings, but lacks a code."""
    named = _places(sheet).keys() & trust_accounts().headings.model_dump().keys()
    return len(named) >= _ENOUGH


def _refused(sheet: Sheet, found: Mapping[str, int]) -> Finding:
    names = [name for name in _COLUMNS if name not in found]
    headings = trust_accounts().headings.model_dump()
    return finding(
        "accounts_layout",
        sheet=sheet.name,
        line=sheet.header_line,
        missing=", ".join(f"{name} ({' or '.join(headings[name])})" for name in names),
        headings=", ".join(sheet.headings),
    )


def _unknown(sheet: Sheet, found: Mapping[str, int]) -> list[Finding]:
    """Columns that no edition had: they may hold figures."""
    ignored = {bare_heading(heading) for heading in trust_accounts().ignored.headings}
    return [
        finding(
            "accounts_heading_unknown",
            sheet=sheet.name,
            line=sheet.header_line,
            column=heading,
            value=heading,
        )
        for position, heading in enumerate(sheet.headings)
        if position not in found.values() and bare_heading(heading) not in ignored
    ]


def _year(own: Sequence[Sheet], beside: Sequence[Sheet], file_name: str) -> tuple[str, list[Finding]]:
    """The financial year of rows that do not say theirs: as the file's titles, else as its name has it."""
    if all("year" in _places(sheet) for sheet in own):
        return "", []
    place: dict[str, Any] = {"sheet": own[0].name, "line": own[0].header_line}
    named = dict.fromkeys(years_in(file_name))
    titles = dict.fromkeys(
        year for sheet in (*own, *beside) for text in _titles(sheet, sheet in own) for year in years_in(text)
    )
    if len(named) == 1:
        (year,) = named
        if not titles:
            return year, [finding("accounts_year_from_name", value=year, **place)]
        if year in titles:
            return year, [finding("accounts_year", value=year, **place)]
        return year, [finding("accounts_year_contradicted", value=year, other=", ".join(titles), **place)]
    if len(titles) == 1 and not named:
        (year,) = titles
        return year, [finding("accounts_year", value=year, **place)]
    several = ", ".join({**named, **titles})
    return "", [
        finding("accounts_year_missing", several=f": {several} are named" if several else "", **place)
    ]


def _units(own: Sequence[Sheet], file_name: str) -> list[Finding]:
    """A question where a title or the file's name is of another unit than the publication's thousands."""
    titles = [text for sheet in own for text in _titles(sheet, is_table=True)]
    said = (("A line beside the table", unit_in_titles(titles)), ("The file's name", unit_in_name(file_name)))
    other = next(((place, unit) for place, unit in said if unit and not _OF_THOUSANDS.search(unit)), None)
    if other is None:
        return []
    words: dict[str, Any] = {"place": other[0], "value": other[1], "unit": trust_accounts().unit}
    return [finding("accounts_unit", sheet=own[0].name, line=own[0].header_line, **words)]


def _titles(sheet: Sheet, is_table: bool) -> Iterable[str]:
    """What a sheet says beside its table: all that it says, where it is no table of figures."""
    yield from (sheet.name, *sheet.above, *sheet.below)
    if not is_table:
        yield from sheet.headings
        for column in sheet.columns:
            yield from column.dictionary.slice(0, _ASKED).to_pylist()


def _collect(
    sheet: Sheet, found: Mapping[str, int], year: str, trusts: dict[tuple[str, str], _Trust]
) -> list[Finding]:
    """Put the values of the wanted codes under their organisation and year; what is wrong with them."""
    codes = wanted_of_accounts().codes
    told: list[Finding] = []
    repeated = 0
    rows = _rows_with(sheet, found, codes)
    names = ("organisation", "code", "year", "main_code", "sub_code", "value")
    texts = [
        sheet.columns[found[name]].take(rows).to_pylist() if name in found else [""] * len(rows)
        for name in names
    ]
    for line, organisation, code, of, main, sub, text in zip(sheet.lines[rows].tolist(), *texts, strict=True):
        key = (main.strip().upper(), sub.strip().upper())
        if key[1] not in codes[key[0]] or not text.strip():
            continue
        place: dict[str, Any] = {"sheet": sheet.name, "line": line, "value": text}
        named = (of.strip() or year, organisation.strip())
        trust = trusts.setdefault(named, _Trust(line, code.strip()))
        trust.has.add(key)
        value = _value(text.strip())
        if value is None:
            told.append(finding("accounts_value", main=key[0], sub=key[1], organisation=named[1], **place))
            continue
        earlier = trust.values.setdefault(key, value)
        if earlier is value:
            continue
        if earlier != value:
            told.append(
                finding(
                    "accounts_conflict",
                    main=key[0],
                    sub=key[1],
                    organisation=named[1],
                    other=str(earlier),
                    **place,
                )
            )
        repeated += earlier == value
    if repeated:
        told.append(finding("accounts_repeated", sheet=sheet.name, count=repeated))
    return told


def _rows_with(sheet: Sheet, found: Mapping[str, int], codes: Iterable[str]) -> Any:
    """The rows of a wanted main code."""
    column = sheet.columns[found["main_code"]]
    known = set(codes)
    wanted = np.array([text.strip().upper() in known for text in column.dictionary.to_pylist()], dtype=bool)
    return np.flatnonzero(wanted[column.indices.to_numpy()])


def _value(text: str) -> Decimal | None:
    """The figure of a cell; None for what is no figure."""
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
    """Codes that nobody has, which another edition may call otherwise; and trusts that lack one."""
    place: dict[str, Any] = {"sheet": sheet.name, "line": sheet.header_line}
    if not trusts:
        codes = ", ".join(wanted_of_accounts().codes)
        return [finding("accounts_code_missing", codes=codes, **place)]
    told = []
    there = {code for trust in trusts.values() for code in trust.has}
    for figure in trust_accounts().figures:
        gone = [code for code in _must_have(figure) if code not in there]
        if gone:
            code = "accounts_share_missing" if figure.field in _SHARES else "accounts_code_missing"
            told.append(finding(code, codes=_told(gone), column=figure.field, figure=figure.note, **place))
    for (_, name), trust in trusts.items():
        lacks = [
            code
            for figure in trust_accounts().figures
            for code in _must_have(figure)
            if code in there and code not in trust.has
        ]
        if lacks:
            told.append(
                finding(
                    "accounts_figure_missing",
                    sheet=sheet.name,
                    line=trust.line,
                    about=name,
                    codes=_told(dict.fromkeys(lacks)),
                    organisation=name,
                )
            )
    return told


def _told(codes: Iterable[Code]) -> str:
    return ", ".join(f"{main} {sub}" for main, sub in codes)


def _figure(figure: AccountsFigure, trust: _Trust) -> str:
    """The figure in pounds, exactly; empty where a part of it is missing."""
    if any(code not in trust.values for code in _must_have(figure)):
        return ""
    total = sum((trust.values.get(code, Decimal(0)) for code in figure.codes), Decimal(0)) * _THOUSAND
    text = format(total, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _laid_out(own: Sequence[Sheet], trusts: Mapping[tuple[str, str], _Trust]) -> Sheet:
    """One row per organisation and year, under the columns of the kind."""
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
