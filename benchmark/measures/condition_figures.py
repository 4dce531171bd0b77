"""Figures of what trusts returned of their conditions: answers counted, posts and systems added up."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from benchmark.measures.condition_columns import BY_ITEM
from benchmark.measures.conditions import place_of

ANSWERS = ("yes", "partly", "no")
_COUNTS = (*ANSWERS, "answered", "not_answered")
_TRUST = ("ods_code", "trust", "year")
_ESTATE = ("restricted", "systems_band", "unsupported_band")

Row = dict[str, Any]


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


def counts_by_item(answers: pd.DataFrame) -> list[Row]:
    """The same as plain rows."""
    return _counted(answers, ("item", "name"))


def answers_by_trust(answers: pd.DataFrame) -> pd.DataFrame:
    """The same by trust, by name: ods_code, trust, year, then the counts."""
    return pd.DataFrame(_counted(answers, _TRUST), columns=[*_TRUST, *_COUNTS])


def posts_by_role(posts: pd.DataFrame) -> list[Row]:
    """The posts of each role, over the trusts that returned it; listed roles first.

    Rows of item, name, funded, in_post, vacant and vacancy_rate (vacant / funded of all of them;
    None where nothing is funded).
    """
    rows = _added_up(posts, ("item", "name"))
    return sorted(rows, key=lambda row: place_of("digital_posts", row["item"], row["name"]))


def posts_by_trust(posts: pd.DataFrame) -> list[Row]:
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
    found: dict[str, Row] = {}
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

    None where the reader may not see one of them: from a sum and the others' figures, its own could be told.
    """
    if legacy.empty or bool(legacy["restricted"].any()):
        return None
    return PartOfWhole(
        float(legacy["unsupported"].sum()), float(legacy["systems"].sum()), int(legacy["ods_code"].nunique())
    )


# In loops: on some hundred rows pandas' groupby takes five times as long and more.
def _counted(answers: pd.DataFrame, keys: Sequence[str]) -> list[Row]:
    """The counts of each group, groups in the order in which they come."""
    found: dict[tuple[Any, ...], Row] = {}
    for *key, answer in zip(*(answers[name] for name in (*keys, "answer")), strict=True):
        count = found.setdefault(tuple(key), dict(zip(keys, key, strict=True)) | dict.fromkeys(_COUNTS, 0))
        count["not_answered" if answer is None else "answered"] += 1
        if answer is not None:
            count[answer] += 1
    return [*found.values()]


def _added_up(posts: pd.DataFrame, keys: Sequence[str]) -> list[Row]:
    """The sums of each group; groups in the order in which they come."""
    sums = ("funded", "in_post", "vacant")
    found: dict[tuple[Any, ...], Row] = {}
    for row in zip(*(posts[name] for name in (*keys, *sums)), strict=True):
        key = row[: len(keys)]
        total = found.setdefault(key, dict(zip(keys, key, strict=True)) | dict.fromkeys(sums, 0))
        for name, value in zip(sums, row[len(keys) :], strict=True):
            total[name] += value
    for total in found.values():
        total["vacancy_rate"] = total["vacant"] / total["funded"] if total["funded"] > 0 else None
    return [*found.values()]
