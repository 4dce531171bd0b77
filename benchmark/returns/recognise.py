"""Which return a table is, by its column headings; and which heading is which column."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from rapidfuzz import fuzz, process

from benchmark.errors import UnknownCode
from benchmark.returns.columns import columns_of
from benchmark.returns.findings import Finding, finding
from benchmark.returns.match import Remembered
from benchmark.returns.sheet import Sheet
from benchmark.returns.vocabulary import (
    heading_aliases,
    heading_key,
    layouts,
    pillar_spellings,
    return_layouts,
)
from schemas.intake import Layout
from schemas.kinds import KINDS

LEFT_OUT = ""
"""What a mapping says of a heading that is not part of the return."""
_NEAR = 75.0
_YEAR_AVERAGE = re.compile(
    r"(?:average|overall|score) (?P<after>20[0-9]{2})"
    r"|(?P<before>20[0-9]{2}) (?:average|overall|score|overall average)"
)


@dataclass(frozen=True)
class HeadingToMap:
    """A heading that no column bears, with the columns it may stand for, nearest first."""

    sheet: str
    heading: str
    suggestions: tuple[str, ...]


@dataclass(frozen=True)
class Recognition:
    """What a table is read as.

    `fields` gives each field's position among the sheet's columns; `unpivoted`
    the positions that become rows, each with the value that its heading stands for.
    """

    layout: Layout
    reason: str
    fields: Mapping[str, int]
    unpivoted: tuple[tuple[int, str], ...]
    missing: tuple[str, ...]
    alternatives: tuple[str, ...]
    to_map: tuple[HeadingToMap, ...]
    findings: tuple[Finding, ...]


@dataclass
class _Fit:
    """How well a table's headings fit one layout."""

    layout: Layout
    fields: dict[str, int] = field(default_factory=dict)
    unpivoted: list[tuple[int, str]] = field(default_factory=list)
    unknown: list[int] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    misspelt: int = 0
    barred: bool = False

    @property
    def found(self) -> int:
        return len(self.fields) + len(self.unpivoted)

    @property
    def rank(self) -> tuple[bool, int, int, int]:
        """Best first: least missing and left over, where a misspelt column counts once; then most found."""
        lost = len(self.missing) + len(self.unknown) - self.misspelt
        return self.barred, lost, -self.found, len(self.missing)


def recognise(
    sheet: Sheet,
    *,
    kind: str | None = None,
    mapping: Mapping[str, str] | None = None,
    remembered: Mapping[tuple[str, str], Remembered] | None = None,
) -> Recognition | Finding:
    """What a table is, or the finding that says why it is nothing known.

    kind: a kind or a layout, when a person has said which. mapping: heading -> column, LEFT_OUT for none.
    remembered: (layout, heading as heading_key gives it) -> what a person said with an earlier file.

    UnknownCode when there is no such kind.
    """
    mapped = {heading_key(heading): column for heading, column in (mapping or {}).items()}
    if kind is None:
        candidates: Sequence[Layout] = return_layouts()
    else:
        candidates = [layout for layout in layouts().values() if kind in (layout.key, layout.kind)]
        if not candidates:
            known = ", ".join(layout.key for layout in return_layouts())
            raise UnknownCode(f"There is no return of the kind {kind}.", fix=f"Choose one of: {known}.")
    fits = sorted(
        (_fit(sheet, layout, mapped, remembered or {}) for layout in candidates), key=lambda f: f.rank
    )
    best = fits[0]
    if kind is None and (best.barred or (best.missing and best.found <= 2 * len(best.missing))):
        lacks = ", ".join(best.missing)
        nearest = f"Nearest is {best.layout.title}, which lacks {lacks}." if best.found else ""
        return finding("kind_unknown", sheet=sheet.name, line=sheet.header_line, reason=nearest)
    return _recognition(sheet, best, fits[1:], chosen=kind is not None)


def _fit(
    sheet: Sheet,
    layout: Layout,
    mapped: Mapping[str, str],
    remembered: Mapping[tuple[str, str], Remembered],
) -> _Fit:
    fit = _Fit(layout)
    names = _common_names(layout.key)
    exact = _own_names(layout.key)
    claims: dict[str, list[tuple[int, int]]] = {}
    for position, heading in enumerate(sheet.headings):
        key = heading_key(heading)
        place: dict[str, Any] = {"sheet": sheet.name, "line": sheet.header_line, "value": heading}
        said = mapped.get(key)
        earlier = remembered.get((layout.key, key)) if said is None else None
        unpivoted = _unpivoted(key, layout)
        if said == LEFT_OUT:
            fit.findings.append(finding("heading_ignored", **place))
        elif said is not None and said in exact.values():
            claims.setdefault(said, []).append((0, position))
            fit.findings.append(finding("heading_mapped", **(place | {"column": said})))
        elif earlier is not None and earlier.stands_for in exact.values():
            claims.setdefault(earlier.stands_for, []).append((0, position))
            words = place | earlier.words | {"column": earlier.stands_for}
            fit.findings.append(finding("heading_remembered", **words))
        elif key in exact:
            claims.setdefault(exact[key], []).append((1, position))
        elif unpivoted:
            fit.unpivoted.append((position, unpivoted))
        elif key in names:
            claims.setdefault(names[key], []).append((2, position))
        else:
            fit.unknown.append(position)
    _settle(sheet, fit, claims)
    needed = [column.field for column in layout.columns if column.required]
    fit.missing = [name for name in needed if name not in fit.fields]
    if layout.unpivot and not fit.unpivoted:
        fit.missing.append(layout.unpivot.names_to)
    unknown = [sheet.headings[position] for position in fit.unknown]
    fit.misspelt = min(sum(bool(_near(heading, fit.missing)) for heading in unknown), len(fit.missing))
    present = {_column_meant(heading_key(heading)) for heading in sheet.headings}
    fit.barred = any(name in present for name in layout.without)
    return fit


def _settle(sheet: Sheet, fit: _Fit, claims: Mapping[str, list[tuple[int, int]]]) -> None:
    """One heading for each field: what a person said, the column's own name, then other names."""
    for name, claimed in claims.items():
        (strength, position), *others = sorted(claimed)
        fit.fields[name] = position
        heading = sheet.headings[position]
        place: dict[str, Any] = {"sheet": sheet.name, "line": sheet.header_line, "column": name}
        if strength == 2:
            fit.findings.append(finding("heading_alias", value=heading, **place))
        for _, other in others:
            same = heading_key(sheet.headings[other]) == heading_key(heading)
            code = "heading_duplicate" if same else "heading_second"
            fit.findings.append(finding(code, value=sheet.headings[other], other=heading, **place))
    seen: dict[str, int] = {}
    for position, value in fit.unpivoted:
        if value in seen:
            fit.findings.append(
                finding(
                    "heading_duplicate",
                    sheet=sheet.name,
                    line=sheet.header_line,
                    value=sheet.headings[position],
                    column=sheet.headings[seen[value]],
                )
            )
        seen.setdefault(value, position)
    fit.unpivoted = [(position, value) for value, position in seen.items()]


@cache
def _own_names(layout_key: str) -> dict[str, str]:
    """The layout's own headings, and its fields' names -> field."""
    return {
        heading_key(name): column.field
        for column in layouts()[layout_key].columns
        for name in (*column.headings, column.field)
    }


@cache
def _common_names(layout_key: str) -> dict[str, str]:
    """Headings under which the layout's fields are known in any kind of return -> field."""
    return {
        heading_key(heading): column.field
        for column in layouts()[layout_key].columns
        for heading in heading_aliases().get(column.field, ())
    }


def _column_meant(key: str) -> str:
    """The column that a heading stands for in any kind of return, or its own name where there is none."""
    return _all_names().get(key, key.replace(" ", "_"))


@cache
def _all_names() -> dict[str, str]:
    return {heading_key(heading): name for name, known in heading_aliases().items() for heading in known}


def _unpivoted(key: str, layout: Layout) -> str:
    if layout.unpivot is None:
        return ""
    if layout.unpivot.headings == "pillars":
        return pillar_spellings().get(key, "")
    year = _YEAR_AVERAGE.fullmatch(key)
    return (year["before"] or year["after"]) if year else ""


def _recognition(sheet: Sheet, fit: _Fit, others: Sequence[_Fit], *, chosen: bool) -> Recognition:
    layout = fit.layout
    place: dict[str, Any] = {"sheet": sheet.name, "line": sheet.header_line}
    found = list(fit.findings)
    described = _described(sheet, fit)
    reason = f"you chose it; its columns {described} are there" if chosen else f"it has {described}"
    found.append(finding("kind_recognised", title=layout.title, reason=reason, **place))
    rivals = [other for other in others if not other.missing and not other.barred]
    equal = [other for other in rivals if other.rank[:3] == fit.rank[:3] and other.layout.kind != layout.kind]
    if equal and not chosen:
        found.append(finding("kind_ambiguous", title=layout.title, other=equal[0].layout.title, **place))
    columns = columns_of(KINDS[layout.kind])
    to_map = []
    for name in fit.missing:
        described = columns[name].description if name in columns else "the layout's own column"
        if layout.unpivot and name == layout.unpivot.names_to:
            described = f"one column for each of the {layout.unpivot.headings}"
        found.append(finding("column_missing", column=name, description=described, **place))
    for position in fit.unknown:
        heading = sheet.headings[position]
        near = _near(heading, [column.field for column in layout.columns if column.field not in fit.fields])
        if near:
            found.append(finding("heading_unknown", value=heading, column=near[0], **place))
            to_map.append(HeadingToMap(sheet.name, heading, near))
        else:
            found.append(finding("heading_ignored", value=heading, **place))
            to_map.append(HeadingToMap(sheet.name, heading, tuple(fit.missing)))
    return Recognition(
        layout,
        reason,
        fit.fields,
        tuple(fit.unpivoted),
        tuple(fit.missing),
        tuple(dict.fromkeys(other.layout.key for other in rivals)),
        tuple(to_map),
        tuple(found),
    )


def _described(sheet: Sheet, fit: _Fit) -> str:
    positions = [*fit.fields.values(), *(position for position, _ in fit.unpivoted)]
    shown = [sheet.headings[position] for position in sorted(positions)]
    return ", ".join(shown[:4]) + (f" and {len(shown) - 4} more" if len(shown) > 4 else "")


def _near(heading: str, free: Sequence[str]) -> tuple[str, ...]:
    """The columns still free whose names are most like a heading, nearest first."""
    names = {(name, spelling): heading_key(spelling) for name in free for spelling in _spellings(name)}
    ranked = process.extract(heading_key(heading), names, scorer=fuzz.ratio, limit=5, score_cutoff=_NEAR)
    return tuple(dict.fromkeys(name for _, _, (name, _) in ranked))


def _spellings(name: str) -> tuple[str, ...]:
    return (name, *heading_aliases().get(name, ()))
