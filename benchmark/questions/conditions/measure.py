"""The conditions that trusts return: boards, digital posts, legacy estate, capabilities, programmes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import pandas as pd

from benchmark.common.scope import Scope, placements, sql
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
Asked = Literal["board_readiness", "capability"]
"""The sections that consist of questions."""
RETURNS = "Conditions returns that the trusts submitted to this store. Self-assessed."
ROUNDED_WTE = 0.15
"""The largest difference from their sum of three posts figures that are each rounded to one decimal."""
_TOLERANCE = 1e-9


@dataclass(frozen=True)
class Conditions:
    """The conditions that a system's trusts returned, up to the scope's round.

    Each trust's newest return of each section counts, with its round: a return of one section does not
    replace an earlier return of another section. Frames are sorted by trust's name.
    members: ods_code, trust; the system's trusts that were open on the footprint's day, or returned.
    returned: RETURNED; every member and section. board, capabilities: ANSWERS; every listed item of each
    trust that returned any. posts: POSTS. legacy: LEGACY; a trust whose figures the reader may not see has
    one row, without item or counts. programmes: PROGRAMMES.
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

    def returns_of(self, section: Section) -> pd.DataFrame:
        """The rows of `returned` of one section: every member, by name."""
        return self.returned[self.returned["section"] == section]

    def codes_of(self, section: Section) -> list[str]:
        """The ODS codes of the trusts that returned a section, by trust's name."""
        rows = self.returns_of(section)
        return [str(code) for code in rows.loc[rows["year"].notna(), "ods_code"]]

    def answers_of(self, section: Asked) -> pd.DataFrame:
        """The answers of a section that consists of questions."""
        return self.board if section == "board_readiness" else self.capabilities

    @property
    def any_returned(self) -> bool:
        """Whether any trust returned any section."""
        return bool(self.returned["year"].notna().any())


def conditions(publication: Publication, scope: Scope) -> Conditions:
    """The conditions of one system's trusts. Raises UnknownCode for an unknown system."""
    subject = subject_of(publication, scope, "conditions").on(line=RETURNS)
    placed = placements(publication, year=scope.assessment_year, footprint=scope.footprint)
    placed = placed[placed["ics_code"] == subject.code].sort_values(["trust", "ods_code"])
    rows = publication.frame(
        sql(__package__, "condition_rows"),
        assessment_year=scope.assessment_year,
        codes=placed["ods_code"].tolist(),
    )
    members = placed.loc[placed["is_open"] | placed["ods_code"].isin(rows["ods_code"]), ["ods_code", "trust"]]
    return conditions_of(rows, members.reset_index(drop=True), scope=scope, subject=subject)


def conditions_of(
    rows: pd.DataFrame, members: pd.DataFrame, *, scope: Scope, subject: Subject = NOBODY
) -> Conditions:
    """The conditions of some trusts, with the figures that `rows` show their reader.

    rows: the columns of condition_rows.sql, each trust's newest return of each section. members: ods_code,
    trust, by name.
    """
    names = dict(zip(members["ods_code"], members["trust"], strict=True))
    # Plain rows: for some hundred of them, pandas' merges and sorts take ten times as long.
    own: dict[Section, list[Record]] = {section: [] for section in SECTIONS}
    for row in rows.to_dict("records"):
        code = row["ods_code"]
        if code in names:
            named = {**row, "trust": names[code], "year": row["assessment_year"]}
            own[row["section"]].append(named)
    for rows_of_section in own.values():
        rows_of_section.sort(key=lambda row: (row["trust"], row["ods_code"]))
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


def of_trust(conditions: Conditions, ods_code: str | None) -> Conditions:
    """The conditions of one trust; all of them if ods_code is None. UnknownCode if it is no member."""
    if ods_code is None:
        return conditions
    if ods_code not in set(conditions.members["ods_code"]):
        raise UnknownCode(f"There is no trust {ods_code} in {conditions.scope.ics_code}.")

    def own(frame: pd.DataFrame) -> pd.DataFrame:
        return frame[frame["ods_code"] == ods_code].reset_index(drop=True)

    frames = {name: frame for name, frame in vars(conditions).items() if isinstance(frame, pd.DataFrame)}
    of_it: dict[str, Any] = {name: own(frame) for name, frame in frames.items()}
    return replace(
        conditions, subject=conditions.subject.trust(ods_code, of_it["members"]["trust"].iloc[0]), **of_it
    )


def place_of(section: Section, item: str | None, name: str | None) -> tuple[int, str]:
    """The sort key of an item: listed items in their order, then items that trusts named, by name."""
    listed = [known.key for known in condition_sections()[section].items]
    return listed.index(item) if item in listed else len(listed), name or ""


def _answers(own: Sequence[Record], section: Section) -> pd.DataFrame:
    """A row for every listed item and each trust that returned the section."""
    answers = {(row["ods_code"], row["item"]): row["answer"] for row in own}
    trusts = {row["ods_code"]: row for row in own}
    return ANSWERS.typed(
        {
            **{key: trusts[code][key] for key in ("ods_code", "trust", "year")},
            "item": item.key,
            "name": item.name,
            "answer": answers.get((code, item.key)),
        }
        for code in trusts
        for item in condition_sections()[section].items
    )


def _by_item(own: Iterable[Record], section: Section) -> list[Record]:
    """The rows with their item's name, in the order of items within each trust."""
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
    """A row of the legacy estate, marked as restricted if the reader sees bands only."""
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
    """A part of a whole, summed over some trusts. share: None if the whole is 0."""

    part: float
    whole: float
    trusts: int

    @property
    def share(self) -> float | None:
        return self.part / self.whole if self.whole > 0 else None


def answers_by_item(answers: pd.DataFrame) -> pd.DataFrame:
    """The counts of answers by item, as the table BY_ITEM in its order. 'Not answered' is not 'no'.

    answers: `Conditions.board` or `.capabilities`.
    """
    return BY_ITEM.typed(counts_by_item(answers))


def counts_by_item(answers: pd.DataFrame) -> list[Record]:
    """The rows of `answers_by_item` as plain records."""
    return _counted(answers, ("item", "name"))


def answers_by_trust(answers: pd.DataFrame) -> pd.DataFrame:
    """The counts of answers by trust, by name: ods_code, trust, year, then the counts."""
    return pd.DataFrame(_counted(answers, _TRUST), columns=[*_TRUST, *_COUNTS])


def posts_by_role(posts: pd.DataFrame) -> list[Record]:
    """The posts of each role, summed over the trusts that returned it; listed roles first.

    Records of item, name, funded, in_post, vacant and vacancy_rate (vacant / funded of the sums; None if
    nothing is funded).
    """
    rows = _added_up(posts, ("item", "name"))
    return sorted(rows, key=lambda row: place_of("digital_posts", row["item"], row["name"]))


def posts_by_trust(posts: pd.DataFrame) -> list[Record]:
    """The posts of each trust summed over its roles, by name: ods_code, trust, year, then the sums."""
    return _added_up(posts, _TRUST)


def vacancies(posts: pd.DataFrame) -> PartOfWhole:
    """Vacant of funded posts, over all given roles and trusts."""
    return PartOfWhole(
        float(posts["vacant"].sum()), float(posts["funded"].sum()), int(posts["ods_code"].nunique())
    )


def legacy_by_trust(legacy: pd.DataFrame) -> pd.DataFrame:
    """Each trust's estate summed over its groups of systems, by name.

    Returns ods_code, trust, year, systems, unsupported, share (missing if there are no systems, or if the
    reader may not see the figures), restricted, systems_band, unsupported_band.
    """
    columns = (*_TRUST, *_ESTATE, "systems", "unsupported")
    estates: dict[str, Record] = {}
    for values in zip(*(legacy[name] for name in columns), strict=True):
        row = dict(zip(columns, values, strict=True))
        estate = estates.setdefault(row["ods_code"], row)
        if estate is not row:
            estate["systems"] += row["systems"]
            estate["unsupported"] += row["unsupported"]
    for row in estates.values():
        row["share"] = row["unsupported"] / row["systems"] if row["systems"] else None
    shown = [*_TRUST, "systems", "unsupported", "share", *_ESTATE]
    return pd.DataFrame([*estates.values()], columns=shown).astype({"share": float})


def unsupported(legacy: pd.DataFrame) -> PartOfWhole | None:
    """Unsupported of all systems, over the given trusts.

    None if the reader may not see one trust's figures: they would follow from the sum and the other trusts'.
    """
    if legacy.empty or bool(legacy["restricted"].any()):
        return None
    return PartOfWhole(
        float(legacy["unsupported"].sum()), float(legacy["systems"].sum()), int(legacy["ods_code"].nunique())
    )


# Plain loops: for some hundred rows, pandas' groupby takes five times as long or more.
def _counted(answers: pd.DataFrame, keys: Sequence[str]) -> list[Record]:
    """The counts of answers in each group, in order of first appearance."""
    groups: dict[tuple[Any, ...], Record] = {}
    for *key, answer in zip(*(answers[name] for name in (*keys, "answer")), strict=True):
        count = groups.setdefault(tuple(key), dict(zip(keys, key, strict=True)) | dict.fromkeys(_COUNTS, 0))
        count["not_answered" if answer is None else "answered"] += 1
        if answer is not None:
            count[answer] += 1
    return [*groups.values()]


def _added_up(posts: pd.DataFrame, keys: Sequence[str]) -> list[Record]:
    """The sums of posts in each group, in order of first appearance."""
    sums = ("funded", "in_post", "vacant")
    groups: dict[tuple[Any, ...], Record] = {}
    for row in zip(*(posts[name] for name in (*keys, *sums)), strict=True):
        key = row[: len(keys)]
        total = groups.setdefault(key, dict(zip(keys, key, strict=True)) | dict.fromkeys(sums, 0))
        for name, value in zip(sums, row[len(keys) :], strict=True):
            total[name] += value
    for total in groups.values():
        total["vacancy_rate"] = total["vacant"] / total["funded"] if total["funded"] > 0 else None
    return [*groups.values()]
