"""What trusts work with: board readiness, digital posts, legacy estate, capabilities in use, programmes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from benchmark.common.scope import Scope, placements, sql, system_of
from benchmark.common.subject import NOBODY, Subject, subject_of
from benchmark.core.columns import Record
from benchmark.core.definitions import condition_sections, evidence
from benchmark.core.errors import UnknownCode
from benchmark.questions.conditions.columns import ANSWERS, BY_ITEM, LEGACY, POSTS, PROGRAMMES, RETURNED
from benchmark.store.publication import Publication
from schemas.conditions import Section

SECTIONS: tuple[Section, ...] = (
    "board_readiness",
    "capability",
    "digital_posts",
    "legacy_estate",
    "programme",
)
RETURNS = "Conditions returns that the trusts submitted to this store. Self-assessed."
ROUNDED_WTE = 0.15
"""Three figures of posts, each rounded to one decimal, can miss their sum by this much and still be right."""
_TOLERANCE = 1e-9


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
    subject: Subject
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


def conditions(publication: Publication, scope: Scope) -> Conditions:
    """The conditions of one system's trusts. UnknownCode for an unknown system."""
    system = system_of(publication, scope)
    rows = publication.frame(
        sql(__package__, "condition_rows"),
        assessment_year=scope.assessment_year,
        footprint=scope.footprint,
        ics_code=system.ics_code,
    )
    subject = subject_of(publication, scope, "conditions", system=system).on(line=RETURNS)
    return conditions_of(rows, _members(publication, scope, rows), scope=scope, subject=subject)


def conditions_of(
    rows: pd.DataFrame, members: pd.DataFrame, *, scope: Scope, subject: Subject = NOBODY
) -> Conditions:
    """The conditions of some trusts, as whoever reads them may see them.

    rows: the columns of condition_rows.sql, each trust's newest return of each section. members: ods_code,
    trust, by name.
    """
    names = dict(zip(members["ods_code"], members["trust"], strict=True))
    # As plain rows: on some hundred of them pandas' merges and sorts take ten times as long.
    own: dict[Section, list[Record]] = {section: [] for section in SECTIONS}
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
    legacy = map(_disclosed, own["legacy_estate"])
    return Conditions(
        scope=scope,
        subject=subject,
        members=members,
        returned=RETURNED.typed(returned),
        board=_answers(own["board_readiness"], "board_readiness"),
        capabilities=_answers(own["capability"], "capability"),
        posts=POSTS.typed(map(_post, _by_item(own["digital_posts"], "digital_posts"))),
        legacy=LEGACY.typed(map(_group, _by_item(legacy, "legacy_estate"))),
        programmes=_programmes(own["programme"]),
    )


def of_trust(found: Conditions, ods_code: str | None) -> Conditions:
    """The same for one trust alone, or as it is with None. UnknownCode when the system has none so coded."""
    if ods_code is None:
        return found
    if ods_code not in set(found.members["ods_code"]):
        raise UnknownCode(f"There is no trust {ods_code} in {found.scope.ics_code}.")

    def own(frame: pd.DataFrame) -> pd.DataFrame:
        return frame[frame["ods_code"] == ods_code].reset_index(drop=True)

    frames = {name: frame for name, frame in vars(found).items() if isinstance(frame, pd.DataFrame)}
    of_it: dict[str, Any] = {name: own(frame) for name, frame in frames.items()}
    return replace(found, subject=found.subject.trust(ods_code, of_it["members"]["trust"].iloc[0]), **of_it)


def place_of(section: Section, item: str | None, name: str | None) -> tuple[int, str]:
    """Where an item stands: listed ones in their order, then those that trusts named, by name."""
    listed = [known.key for known in condition_sections()[section].items]
    return listed.index(item) if item in listed else len(listed), name or ""


def _members(publication: Publication, scope: Scope, rows: pd.DataFrame) -> pd.DataFrame:
    placed = placements(publication, year=scope.assessment_year, footprint=scope.footprint)
    counts = placed["is_open"] | placed["ods_code"].isin(rows["ods_code"])
    own = placed[(placed["ics_code"] == scope.ics_code) & counts]
    return own.sort_values(["trust", "ods_code"])[["ods_code", "trust"]].reset_index(drop=True)


def _answers(own: Sequence[Record], section: Section) -> pd.DataFrame:
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


def _by_item(own: Iterable[Record], section: Section) -> list[Record]:
    """The rows with their item's name, in the items' order within each trust."""
    names = {item.key: item.name for item in condition_sections()[section].items}
    found = [row | {"name": names.get(row["item"], row["item"])} for row in own]
    return sorted(
        found,
        key=lambda row: (row["trust"], row["ods_code"], place_of(section, row["item"], row["name"])),
    )


def _post(row: Record) -> Record:
    missed = abs(row["in_post"] + row["vacant"] - row["funded"])
    rate = row["vacant"] / row["funded"] if row["funded"] > 0 else None
    return row | {"vacancy_rate": rate, "differs": missed > ROUNDED_WTE + _TOLERANCE}


def _disclosed(row: Record) -> Record:
    """A row of the legacy estate, with whether its trust's counts are shown in bands alone."""
    if not isinstance(row["systems_band"], str):
        return row | {"restricted": False, "systems_band": None, "unsupported_band": None}
    return row | {"restricted": True, "item": None, "systems": None, "unsupported": None}


def _group(row: Record) -> Record:
    share = row["unsupported"] / row["systems"] if row["systems"] else None
    return row | {"share": share}


def _programmes(own: Sequence[Record]) -> pd.DataFrame:
    named = [
        row | {"programme": row["item"], "addresses": row["stage"] in evidence().addressing} for row in own
    ]
    named.sort(key=lambda row: (row["trust"], row["ods_code"], row["priority"], row["programme"]))
    return PROGRAMMES.typed(named)


CHOICES = ("yes", "partly", "no")
_COUNTS = (*CHOICES, "answered", "not_answered")
_TRUST = ("ods_code", "trust", "year")
_ESTATE = ("restricted", "systems_band", "unsupported_band")


@dataclass(frozen=True)
class PartOfWhole:
    """A part of a whole, over some trusts; share is None where the whole is nothing."""

    part: float
    whole: float
    trusts: int

    @property
    def share(self) -> float | None:
        return self.part / self.whole if self.whole > 0 else None


def answers_by_item(answers: pd.DataFrame) -> pd.DataFrame:
    """How often each item was answered, and how; not answered is not 'no'. The table BY_ITEM, in its order.

    answers: `Conditions.board` or `.capabilities`.
    """
    return BY_ITEM.typed(counts_by_item(answers))


def counts_by_item(answers: pd.DataFrame) -> list[Record]:
    """The same as plain rows."""
    return _counted(answers, ("item", "name"))


def answers_by_trust(answers: pd.DataFrame) -> pd.DataFrame:
    """The same by trust, by name: ods_code, trust, year, then the counts."""
    return pd.DataFrame(_counted(answers, _TRUST), columns=[*_TRUST, *_COUNTS])


def posts_by_role(posts: pd.DataFrame) -> list[Record]:
    """The posts of each role, over the trusts that returned it; listed roles first.

    Rows of item, name, funded, in_post, vacant and vacancy_rate (vacant / funded of all of them;
    None where nothing is funded).
    """
    rows = _added_up(posts, ("item", "name"))
    return sorted(rows, key=lambda row: place_of("digital_posts", row["item"], row["name"]))


def posts_by_trust(posts: pd.DataFrame) -> list[Record]:
    """The posts of each trust over its roles, by name: ods_code, trust, year, then as `posts_by_role`."""
    return _added_up(posts, _TRUST)


def vacancies(posts: pd.DataFrame) -> PartOfWhole:
    """Vacant of funded posts, over all of the roles and trusts given."""
    return PartOfWhole(
        float(posts["vacant"].sum()), float(posts["funded"].sum()), int(posts["ods_code"].nunique())
    )


def legacy_by_trust(legacy: pd.DataFrame) -> pd.DataFrame:
    """Each trust's estate over its groups of systems, by name.

    Returns ods_code, trust, year, systems, unsupported, share (missing where there are no systems, and where
    the reader may not see the figures), restricted, systems_band, unsupported_band.
    """
    columns = (*_TRUST, *_ESTATE, "systems", "unsupported")
    found: dict[str, Record] = {}
    for values in zip(*(legacy[name] for name in columns), strict=True):
        row = dict(zip(columns, values, strict=True))
        known = found.setdefault(row["ods_code"], row)
        if known is not row:
            known["systems"] += row["systems"]
            known["unsupported"] += row["unsupported"]
    for row in found.values():
        row["share"] = row["unsupported"] / row["systems"] if row["systems"] else None
    shown = [*_TRUST, "systems", "unsupported", "share", *_ESTATE]
    return pd.DataFrame([*found.values()], columns=shown).astype({"share": float})


def unsupported(legacy: pd.DataFrame) -> PartOfWhole | None:
    """Unsupported of all systems, over the trusts given.

    None where the reader may not see one of them: from a sum and the others' figures, its own would follow.
    """
    if legacy.empty or bool(legacy["restricted"].any()):
        return None
    return PartOfWhole(
        float(legacy["unsupported"].sum()), float(legacy["systems"].sum()), int(legacy["ods_code"].nunique())
    )


# In loops: on some hundred rows pandas' groupby takes five times as long and more.
def _counted(answers: pd.DataFrame, keys: Sequence[str]) -> list[Record]:
    """The counts of each group, groups in the order in which they come."""
    found: dict[tuple[Any, ...], Record] = {}
    for *key, answer in zip(*(answers[name] for name in (*keys, "answer")), strict=True):
        count = found.setdefault(tuple(key), dict(zip(keys, key, strict=True)) | dict.fromkeys(_COUNTS, 0))
        count["not_answered" if answer is None else "answered"] += 1
        if answer is not None:
            count[answer] += 1
    return [*found.values()]


def _added_up(posts: pd.DataFrame, keys: Sequence[str]) -> list[Record]:
    """The sums of each group; groups in the order in which they come."""
    sums = ("funded", "in_post", "vacant")
    found: dict[tuple[Any, ...], Record] = {}
    for row in zip(*(posts[name] for name in (*keys, *sums)), strict=True):
        key = row[: len(keys)]
        total = found.setdefault(key, dict(zip(keys, key, strict=True)) | dict.fromkeys(sums, 0))
        for name, value in zip(sums, row[len(keys) :], strict=True):
            total[name] += value
    for total in found.values():
        total["vacancy_rate"] = total["vacant"] / total["funded"] if total["funded"] > 0 else None
    return [*found.values()]
