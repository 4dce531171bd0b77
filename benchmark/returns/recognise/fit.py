"""Matches a table's headings to one layout's columns, and lists what is left over."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from benchmark.returns.arrays import text_places
from benchmark.returns.columns import columns_of
from benchmark.returns.findings import Finding
from benchmark.returns.queries import ORGANISATIONS
from benchmark.returns.read.sheet import Sheet
from benchmark.returns.recognise.heading_names import (
    column_meant,
    common_names,
    near,
    number_columns,
    own_names,
    undressed,
)
from benchmark.returns.recognise.heading_units import LONGEST_HEADING, HeadingUnit, split_heading
from benchmark.returns.recognise.organisations import Remembered
from benchmark.returns.vocabulary import (
    heading_key,
    pillar_initials,
    pillar_names,
    pillar_of,
    pillar_spellings,
    row_numbers,
    without_number,
)
from schemas.base import SCORE_MAX, SCORE_MIN
from schemas.intake import Layout
from schemas.kinds import KINDS

_LOOKED_AT = 2_000
"""The most distinct texts of a column to examine: the first ones show what it holds."""
_AROUND = re.compile(r"[\s£$€%,'()+\u2019\u2212~<>*-]")
_FIGURE = re.compile(r"[0-9]+(\.[0-9]*)?(k|m|mn|bn|wte|fte)?", re.I)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CODE = re.compile(r"(?=.*[A-Z0-9])[A-Za-z0-9]{3,6}")
_NO_WORD = frozenset(("", "-", "n/a", "na", "nil", "none", "tbc", "x", "?", "."))
LEFT_OUT = ""
"""The mapping's value for a heading that is not part of the return."""
_YEAR_AVERAGE = re.compile(
    r"(?:average|overall|score) (?P<after>20[0-9]{2})"
    r"|(?P<before>20[0-9]{2}) (?:average|overall|score|overall average)"
)
OF_TRUST = "ics_code"
"""The column of each trust's system: in a kind about trusts, it is compared with the trust."""
_ACTUAL = re.compile(r"[\s,:-]*[(\[]?\b(?:actuals?|outturn)\b[)\]]?$", re.I)
"""Words at a heading's end for actual figures, not plans, as returns have."""
_AGGREGATED = re.compile(r"(?:(?P<added>sum)|average|avg|mean) of (?P<name>.+)", re.I)
"""Headings of measures in Power BI and pivot tables. Sums of scores and averages of amounts do not count."""
_SEVERAL_INITIALS = 3
"""The fewest headings that are read as pillars' initials: fewer may mean something else."""
_NUMBER_OF_A_PILLAR = re.compile(r"(?:(?:pillar|dimension|measure|wgll|p) ?)?([1-9])(?: scores?)?")
_CHOSEN, _OWN, _OTHER_NAME, _DRESSED = 0, 1, 2, 3
"""How strongly a heading claims a column, strongest first."""


def holds_figures(column: pa.DictionaryArray) -> bool:
    """Whether most filled cells are numbers, in any notation, and not days."""
    return _share(column, _is_figure) > 0.5


def _is_figure(text: str) -> bool:
    return bool(_FIGURE.fullmatch(_AROUND.sub("", text))) and not _DAY.fullmatch(text)


def code_share(column: pa.DictionaryArray) -> float:
    """The share of filled cells that look like an organisation's code, 0 to 1."""
    return _share(column, lambda text: bool(_CODE.fullmatch(text)))


def first_texts(column: pa.DictionaryArray, count: int = 3) -> str:
    """The first different texts, in words: '12, 14, 9'."""
    filled = (text.strip() for text in column.dictionary.to_pylist() if text.strip())
    return ", ".join(text if len(text) <= 20 else f"{text[:19]}…" for text in islice(filled, count))


def _share(column: pa.DictionaryArray, test: Callable[[str], bool]) -> float:
    texts = [text.strip() for text in column.dictionary.slice(0, _LOOKED_AT).to_pylist()]
    filled = np.array([text.casefold() not in _NO_WORD for text in texts], dtype=bool)
    passed = filled & np.array([test(text) for text in texts], dtype=bool)
    if passed.sum() in (0, filled.sum()):  # no need to count
        return float(passed.any())
    counts = np.bincount(text_places(column), minlength=len(texts))[: len(texts)]
    return float(counts[passed].sum() / counts[filled].sum())


@dataclass
class Fit:
    """A table's headings matched to one layout.

    fields: column -> position. unpivoted: positions that become rows, with the value of each. units: column
    -> the unit of its amounts, if not pounds. beside: column -> positions of other columns of the same, to
    compare. unknown: positions that match no column; elsewhere: the kind of return that knows them, if they
    have figures. twice: repeated headings, each with the column or heading that it repeats.
    """

    layout: Layout
    fields: dict[str, int] = field(default_factory=dict)
    unpivoted: list[tuple[int, str]] = field(default_factory=list)
    units: dict[str, HeadingUnit] = field(default_factory=dict)
    beside: dict[str, tuple[int, ...]] = field(default_factory=dict)
    unknown: list[int] = field(default_factory=list)
    elsewhere: dict[int, str] = field(default_factory=dict)
    without_unit: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    twice: list[tuple[str, str]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    misspelt: int = 0
    barred: bool = False

    @property
    def found(self) -> int:
        return len(self.fields) + len(self.unpivoted)

    @property
    def rank(self) -> tuple[bool, int, int, int, int]:
        """A sort key, best first: fewest missing plus left over, a misspelt column counting once; then fewest
        left over, since a missing column may still be among them; then most found.
        """
        left_over = len(self.unknown) - self.misspelt
        return self.barred, len(self.missing) + left_over, left_over, -self.found, len(self.missing)

    @property
    def free(self) -> list[str]:
        """The columns without a heading, missing ones first; for a wide layout its pillars too."""
        taken = {value for _, value in self.unpivoted}
        named = [column.field for column in self.layout.columns if column.use != "ignored"]
        if self.layout.unpivot is not None and self.layout.unpivot.headings == "pillars":
            named += dict.fromkeys(pillar_spellings().values())
        free = [name for name in named if name not in self.fields and name not in taken]
        return [*(name for name in free if name in self.missing), *(n for n in free if n not in self.missing)]


def fit(
    sheet: Sheet,
    layout: Layout,
    mapped: Mapping[str, str],
    remembered: Mapping[tuple[str, str], Remembered],
    figures: Callable[[int], bool],
) -> Fit:
    """Match the table's headings to the layout. mapped, remembered: as for `recognise`, by heading_key.
    figures: whether the column at a position has figures, the same for every layout.
    """
    result = Fit(layout)
    claims: dict[str, list[tuple[int, int]]] = {}
    units: dict[int, HeadingUnit] = {}
    plain = {pillar_spellings().get(heading_key(split_heading(heading)[0])) for heading in sheet.headings}
    for position, heading in enumerate(sheet.headings):
        key = heading_key(heading)
        earlier = None if key in mapped else remembered.get((layout.key, key))
        chosen = earlier.stands_for if earlier is not None else mapped.get(key)
        meant, unit = _place_of(heading, chosen, layout, plain)
        if chosen == LEFT_OUT or (meant is None and key in row_numbers()):
            result.findings.append(sheet.finding("heading_ignored", value=heading))
            continue
        if meant is None and column_meant(heading) == OF_TRUST and is_about_trusts(layout):
            meant = _Meant(_OTHER_NAME, OF_TRUST)
        if meant is None:
            result.unknown.append(position)
            continue
        if meant.strength in (_CHOSEN, _DRESSED):
            code, words = _code_and_words(meant, earlier)
            result.findings.append(sheet.finding(code, value=heading, column=meant.name, **words))
        if unit is not None:
            units[position] = unit
        if meant.unpivots:
            result.unpivoted.append((position, meant.name))
        else:
            claims.setdefault(meant.name, []).append((meant.strength, position))
    _take_short_names(sheet, result, plain)
    _settle(sheet, result, claims)
    if is_about_trusts(layout) and result.fields.keys() >= set(ORGANISATIONS):
        system, trust = (sheet.headings[result.fields[name]] for name in (OF_TRUST, ORGANISATIONS[0]))
        result.findings.append(
            sheet.finding("heading_compared", value=system, other=trust, column=ORGANISATIONS[0])
        )
    _settle_unpivoted(sheet, result)
    _one_finding_for_duplicates(sheet, result)
    _take_units(sheet, result, units)
    _find_lacking(sheet, result, figures)
    return result


def _find_lacking(sheet: Sheet, result: Fit, figures: Callable[[int], bool]) -> None:
    """Set the columns that are missing, what other kinds know, and whether the layout is barred."""
    layout = result.layout
    result.missing = [
        column.field for column in layout.columns if column.required and column.field not in result.fields
    ]
    if layout.unpivot and not result.unpivoted:
        result.missing.append(layout.unpivot.names_to)
    unknown = [sheet.headings[position] for position in result.unknown]
    if values := _values_wanted(result):
        likely = [name for text in unknown for name in near(text, values)[:1]]
        # Rows without any figure would erase current values. A misspelt figure counts as missing, and so may
        # the only other one; several others are those of another table.
        others = sum(map(figures, result.unknown))
        result.barred = not likely and others > bool(result.missing)
        result.missing += [name for name in likely[:1] if name not in result.missing]
    result.misspelt = min(sum(bool(near(text, result.missing)) for text in unknown), len(result.missing))
    result.barred |= any(column_meant(heading) in layout.without for heading in sheet.headings)
    for position in result.unknown:
        title = number_columns().get(heading_key(split_heading(sheet.headings[position])[0]))
        if title and figures(position):
            result.elsewhere[position] = title


def _take_short_names(sheet: Sheet, result: Fit, plain: Collection[str | None]) -> None:
    """Read several pillars' initials, such as WL, or all pillars' numbers as headings; with a question."""
    if result.layout.unpivot is None or result.layout.unpivot.headings != "pillars":
        return
    free = {at: sheet.headings[at] for at in result.unknown}
    initials = {at: pillar_initials().get(without_number(text).upper(), "") for at, text in free.items()}
    read = {at: pillar for at, pillar in initials.items() if pillar and pillar not in plain}
    code = "heading_initials"
    if len(read) < _SEVERAL_INITIALS:
        matched = {at: _NUMBER_OF_A_PILLAR.fullmatch(heading_key(text)) for at, text in free.items()}
        numbered = {at: int(number[1]) for at, number in matched.items() if number}
        pillars = list(pillar_names())
        if sorted(numbered.values()) != list(range(1, len(pillars) + 1)):
            return
        read, code = {at: pillars[number - 1] for at, number in numbered.items()}, "heading_numbers"
    result.unpivoted += read.items()
    result.unknown = [at for at in result.unknown if at not in read]
    named = ", ".join(pillar_names()[pillar] for pillar in read.values())
    result.findings.append(sheet.finding(code, value=", ".join(free[at] for at in read), read=named))


def _values_wanted(result: Fit) -> list[str]:
    """The return's figures, if the table has all columns that identify a row but none of these. They are
    among the missing columns if the return needs them.
    """
    values = {column.field for column in result.layout.columns if column.use == "value"}
    values -= set(KINDS[result.layout.kind].key)
    if set(result.missing) - values or result.layout.unpivot or values & result.fields.keys():
        return []
    return sorted(values)


def is_about_trusts(layout: Layout) -> bool:
    """Whether a layout has a column of trusts and none of systems."""
    fields = {column.field for column in layout.columns}
    return ORGANISATIONS[0] in fields and OF_TRUST not in fields


def _settle(sheet: Sheet, result: Fit, claims: Mapping[str, list[tuple[int, int]]]) -> None:
    """Choose one heading for each field: a person's choice, then the column's own name, then other names. For
    organisations, a column of codes comes before one of names, wherever it is.
    """
    ignored = {column.field for column in result.layout.columns if column.use == "ignored"}
    compared = {OF_TRUST} if is_about_trusts(result.layout) else set()
    for name, claimed in claims.items():
        order = sorted(claimed)
        if name in ORGANISATIONS and order[0][0] != _CHOSEN and len(order) > 1:
            order.sort(key=lambda claim: -code_share(sheet.columns[claim[1]]))
        (strength, position), *others = order
        result.fields[name] = position
        heading = sheet.headings[position]
        if name in ignored:
            result.findings += [
                sheet.finding("heading_ignored", value=sheet.headings[at])
                for _, at in order
                if holds_figures(sheet.columns[at])
            ]
            continue
        if strength == _OTHER_NAME and name not in compared:
            result.findings.append(sheet.finding("heading_alias", value=heading, column=name))
        for _, other in others:
            words = {"value": sheet.headings[other], "other": heading}
            if heading_key(words["value"]) == heading_key(heading):
                result.twice.append((words["value"], name))
                continue
            if name in ORGANISATIONS:
                code = "heading_compared"
                result.beside[name] = (*result.beside.get(name, ()), other)
            elif holds_figures(sheet.columns[other]):
                code = "figures_second"
                words["first"] = first_texts(sheet.columns[other])
            else:
                code = "heading_second"
            result.findings.append(sheet.finding(code, column=name, **words))


def _settle_unpivoted(sheet: Sheet, result: Fit) -> None:
    """Choose one heading for each pillar or year."""
    seen: dict[str, int] = {}
    for position, value in result.unpivoted:
        if seen.setdefault(value, position) != position:
            result.twice.append((sheet.headings[position], sheet.headings[seen[value]]))
    result.unpivoted = [(position, value) for value, position in seen.items()]


def _one_finding_for_duplicates(sheet: Sheet, result: Fit) -> None:
    """One error for all repeated headings: usually two tables, or two years, are side by side."""
    if result.twice:
        (value, column), *more = result.twice
        named = ", ".join(dict.fromkeys(f"'{heading}'" for heading, _ in more))
        others = f"; two each are headed {named} too" if more else ""
        result.findings.append(sheet.finding("heading_duplicate", value=value, column=column, others=others))


def _take_units(sheet: Sheet, result: Fit, units: Mapping[int, HeadingUnit]) -> None:
    """Set the units of the matched columns; an error if a column's values cannot have its unit."""
    columns = columns_of(KINDS[result.layout.kind])
    read = dict(result.fields)
    if result.layout.unpivot is not None:
        read |= {f"{position}": position for position, _ in result.unpivoted}
    for name, position in read.items():
        column = columns.get(name)
        if column is None and result.layout.unpivot is not None and name.isdigit():
            column = columns[result.layout.unpivot.values_to]
        if column is None:
            continue
        unit = units.get(position)
        if unit is None:
            if column.written == "pounds":
                result.without_unit.append(name)
        elif not unit.suits(column):
            words = {"value": sheet.headings[position], "unit": unit.in_words, "column": column.name}
            words |= {"description": column.description, "range": column.range_in_words}
            result.findings.append(sheet.finding("unit_refused", **words))
        elif unit.factor != 1:
            result.units[name] = unit


class _Meant(NamedTuple):
    """The column that a heading means, and how strongly it claims it; if the column becomes rows, the value
    that the heading gives them.
    """

    strength: int
    name: str
    unpivots: bool = False


def _place_of(
    heading: str, chosen: str | None, layout: Layout, plain: Collection[str | None]
) -> tuple[_Meant | None, HeadingUnit | None]:
    """What a heading means, and the unit in it; a column's own name, such as WTE, has no unit.

    plain: the pillars that are a heading by their name alone, so that no other heading can mean them.
    """
    bare, unit = split_heading(heading)
    if chosen is not None and (meant := _chosen(chosen, layout)):
        return meant, unit
    if len(heading) > LONGEST_HEADING:
        return None, None
    if meant := _meant(heading_key(heading), layout):
        return meant, None
    for name in (bare, _ACTUAL.sub("", bare)):
        if meant := _meant(heading_key(name), layout):
            return meant._replace(strength=_OTHER_NAME), unit
    others = [spelling for name in undressed(heading) for spelling in ((name, None), split_heading(name))]
    for name, unit_there in others:
        if meant := _meant(heading_key(name), layout):
            return meant._replace(strength=_DRESSED if meant.unpivots else _OTHER_NAME), unit_there
    for name, unit_there in ((bare, unit), *others):
        measured = _AGGREGATED.fullmatch(name)
        if measured is None or not (meant := _meant(heading_key(measured["name"]), layout)):
            continue
        if _measures(meant, layout) == ("pounds" if measured["added"] else "score"):
            return meant._replace(strength=_DRESSED if meant.unpivots else _OTHER_NAME), unit_there
    pillar = pillar_of(bare)
    if layout.unpivot is None or layout.unpivot.headings != "pillars" or not pillar or pillar in plain:
        return None, None
    return _Meant(_DRESSED, pillar, unpivots=True), unit


def _measures(meant: _Meant, layout: Layout) -> str:
    """What a column's values are: 'pounds', 'score', or ''."""
    if meant.unpivots:
        return "score" if layout.unpivot and layout.unpivot.headings == "pillars" else ""
    column = columns_of(KINDS[layout.kind]).get(meant.name)
    if column is None or column.written == "pounds":
        return column.written if column else ""
    return "score" if (column.lowest, column.highest) == (SCORE_MIN, SCORE_MAX) else ""


def _code_and_words(meant: _Meant, earlier: Remembered | None) -> tuple[str, dict[str, str]]:
    """The finding's code and words for a heading that a person mapped, in this file or an earlier one, or for
    one with more than a name in it.
    """
    if meant.strength == _DRESSED:
        return "heading_alias", {}
    return ("heading_mapped", {}) if earlier is None else ("heading_remembered", earlier.words)


def _chosen(column: str, layout: Layout) -> _Meant | None:
    """What a person's choice for a heading means, if the layout has it."""
    if column in own_names(layout.key).values():
        return _Meant(_CHOSEN, column)
    if layout.unpivot and layout.unpivot.headings == "pillars" and column in pillar_spellings().values():
        return _Meant(_CHOSEN, column, unpivots=True)
    return None


def _meant(key: str, layout: Layout) -> _Meant | None:
    exact, names = own_names(layout.key), common_names(layout.key)
    if key in exact:
        return _Meant(_OWN, exact[key])
    if unpivoted := _unpivoted(key, layout):
        return _Meant(_OWN, unpivoted, unpivots=True)
    if _YEAR_AVERAGE.fullmatch(key) and "average" in exact.values():
        return _Meant(_OWN, "average")
    return _Meant(_OTHER_NAME, names[key]) if key in names else None


def _unpivoted(key: str, layout: Layout) -> str:
    if layout.unpivot is None:
        return ""
    if layout.unpivot.headings == "pillars":
        return pillar_spellings().get(key, "")
    year = _YEAR_AVERAGE.fullmatch(key)
    return (year["before"] or year["after"]) if year else ""
