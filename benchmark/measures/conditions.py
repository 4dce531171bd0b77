"""What trusts work with: board readiness, digital posts, legacy estate, capabilities in use, programmes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from benchmark.definitions import condition_sections, evidence
from benchmark.errors import UnknownCode
from benchmark.measures.condition_columns import ANSWERS, LEGACY, POSTS, PROGRAMMES, RETURNED
from benchmark.measures.disclosure import LOCAL, Reader, disclosed
from benchmark.measures.frames import placements, sql
from benchmark.measures.scope import Scope, system_of
from benchmark.store.publication import Publication
from schemas.conditions import Section

SECTIONS: tuple[Section, ...] = (
    "board_readiness",
    "capability",
    "digital_posts",
    "legacy_estate",
    "programme",
)
ROUNDED_WTE = 0.15
"""Three figures of posts, each rounded to one decimal, can miss their sum by this much and still be right."""
_TOLERANCE = 1e-9

Row = dict[Any, Any]


@dataclass(frozen=True)
class Conditions:
    """What the trusts of a system returned of their conditions, up to the scope's round.

    Each trust's newest return of each section counts, and its round stands beside it: a return of one section
    does not hide an earlier one of another. Frames are by trust's name.

    members: ods_code, trust; the system's trusts that were open on the footprint's day, or returned.
    returned: RETURNED; every member and section. board, capabilities: ANSWERS; every listed item of each
    trust that returned any. posts: POSTS. legacy: LEGACY; one row without item or counts for a trust whose
    figures the reader may not see. programmes: PROGRAMMES. Tables of `condition_columns`.
    """

    scope: Scope
    members: pd.DataFrame
    returned: pd.DataFrame
    board: pd.DataFrame
    capabilities: pd.DataFrame
    posts: pd.DataFrame
    legacy: pd.DataFrame
    programmes: pd.DataFrame

    def codes_of(self, section: Section) -> list[str]:
        """The trusts that returned a section, by name."""
        rows = self.returned[self.returned["section"] == section]
        return [str(code) for code in rows.loc[rows["year"].notna(), "ods_code"]]

    @property
    def any_returned(self) -> bool:
        """Whether any trust returned anything."""
        return bool(self.returned["year"].notna().any())


def conditions(publication: Publication, scope: Scope, *, reader: Reader = LOCAL) -> Conditions:
    """The conditions of one system's trusts, as a reader may see them. UnknownCode for an unknown system."""
    system = system_of(publication, scope)
    rows = publication.frame(
        sql("condition_rows"),
        assessment_year=scope.assessment_year,
        footprint=scope.footprint,
        ics_code=system.ics_code,
    )
    return conditions_of(rows, _members(publication, scope, rows), scope=scope, reader=reader)


def conditions_of(
    rows: pd.DataFrame, members: pd.DataFrame, *, scope: Scope, reader: Reader = LOCAL
) -> Conditions:
    """The conditions of some trusts.

    rows: the columns of condition_rows.sql, each trust's newest return of each section. members: ods_code,
    trust, by name.
    """
    names = dict(zip(members["ods_code"], members["trust"], strict=True))
    # As plain rows: on some hundred of them pandas' merges and sorts take ten times as long.
    own: dict[Section, list[Row]] = {section: [] for section in SECTIONS}
    for row in rows.to_dict("records"):
        code = row["ods_code"]
        if code in names:
            named = {**row, "trust": names[code], "year": row["assessment_year"]}
            own[row["section"]].append(named)
    for found in own.values():
        found.sort(key=lambda row: (row["trust"], row["ods_code"]))
    years = {(row["ods_code"], section): row["year"] for section in SECTIONS for row in own[section]}
    returned = (
        {"ods_code": code, "trust": trust, "section": section, "year": years.get((code, section))}
        for code, trust in names.items()
        for section in SECTIONS
    )
    legacy = disclosed(own["legacy_estate"], reader, ics_code=scope.ics_code)
    return Conditions(
        scope=scope,
        members=members,
        returned=RETURNED.typed(returned),
        board=_answers(own["board_readiness"], "board_readiness"),
        capabilities=_answers(own["capability"], "capability"),
        posts=POSTS.typed(map(_post, _by_item(own["digital_posts"], "digital_posts"))),
        legacy=LEGACY.typed(map(_group, _by_item(legacy, "legacy_estate"))),
        programmes=_programmes(own["programme"]),
    )


def of_trust(found: Conditions, ods_code: str) -> Conditions:
    """The same for one trust alone. UnknownCode when the system has none of that code."""
    if ods_code not in set(found.members["ods_code"]):
        raise UnknownCode(f"There is no trust {ods_code} in {found.scope.ics_code}.")

    def own(frame: pd.DataFrame) -> pd.DataFrame:
        return frame[frame["ods_code"] == ods_code].reset_index(drop=True)

    frames = {name: frame for name, frame in vars(found).items() if isinstance(frame, pd.DataFrame)}
    of_it: dict[str, Any] = {name: own(frame) for name, frame in frames.items()}
    return replace(found, **of_it)


def place_of(section: Section, item: str | None, name: str | None) -> tuple[int, str]:
    """Where an item stands: listed ones in their order, then those that trusts named, by name."""
    listed = [known.key for known in condition_sections()[section].items]
    return listed.index(item) if item in listed else len(listed), name or ""


def _members(publication: Publication, scope: Scope, rows: pd.DataFrame) -> pd.DataFrame:
    placed = placements(publication, year=scope.assessment_year, footprint=scope.footprint)
    counts = placed["is_open"] | placed["ods_code"].isin(rows["ods_code"])
    own = placed[(placed["ics_code"] == scope.ics_code) & counts]
    return own.sort_values(["trust", "ods_code"])[["ods_code", "trust"]].reset_index(drop=True)


def _answers(own: Sequence[Row], section: Section) -> pd.DataFrame:
    """Every listed item for each trust that returned the section."""
    said = {(row["ods_code"], row["item"]): row["answer"] for row in own}
    trusts = {row["ods_code"]: row for row in own}
    return ANSWERS.typed(
        {
            **{key: trusts[code][key] for key in ("ods_code", "trust", "year")},
            "item": item.key,
            "name": item.name,
            "answer": said.get((code, item.key)),
        }
        for code in trusts
        for item in condition_sections()[section].items
    )


def _by_item(own: Sequence[Row], section: Section) -> list[Row]:
    """The rows with their item's name, in the items' order within each trust."""
    names = {item.key: item.name for item in condition_sections()[section].items}
    found = [row | {"name": names.get(row["item"], row["item"])} for row in own]
    return sorted(
        found,
        key=lambda row: (row["trust"], row["ods_code"], place_of(section, row["item"], row["name"])),
    )


def _post(row: Row) -> Row:
    missed = abs(row["in_post"] + row["vacant"] - row["funded"])
    rate = row["vacant"] / row["funded"] if row["funded"] > 0 else None
    return row | {"vacancy_rate": rate, "differs": missed > ROUNDED_WTE + _TOLERANCE}


def _group(row: Row) -> Row:
    share = row["unsupported"] / row["systems"] if row["systems"] else None
    return row | {"share": share}


def _programmes(own: Sequence[Row]) -> pd.DataFrame:
    named = [
        row | {"programme": row["item"], "addresses": row["stage"] in evidence().addressing} for row in own
    ]
    named.sort(key=lambda row: (row["trust"], row["ods_code"], row["priority"], row["programme"]))
    return PROGRAMMES.typed(named)
