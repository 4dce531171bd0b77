"""Figures of what trusts returned of their conditions: answers counted, posts and systems added up."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

ANSWERS = ("yes", "partly", "no")
_COUNTS = (*ANSWERS, "answered", "not_answered")
_ROLE = ["item", "name", "position"]


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
    """How often each item was answered, and how; not answered is not 'no'.

    answers: `Conditions.board` or `.capabilities`. Returns item, name, position, yes, partly, no, answered,
    not_answered (by trusts that returned the section); in the items' order.
    """
    return _counted(answers, _ROLE).sort_values("position", ignore_index=True)


def answers_by_trust(answers: pd.DataFrame) -> pd.DataFrame:
    """The same by trust: ods_code, trust, assessment_year, then the counts; by name."""
    keys = ["ods_code", "trust", "assessment_year"]
    return _counted(answers, keys).sort_values(["trust", "ods_code"], ignore_index=True)


def posts_by_role(posts: pd.DataFrame) -> pd.DataFrame:
    """The posts of each role, over the trusts that returned it.

    Returns item, name, position, trusts, funded, in_post, vacant, rate (vacant / funded of all of them;
    missing where nothing is funded); listed roles first.
    """
    return _added_up(posts, _ROLE).sort_values(["position", "name"], ignore_index=True)


def posts_by_trust(posts: pd.DataFrame) -> pd.DataFrame:
    """The posts of each trust over its roles: ods_code, trust, assessment_year, then as `posts_by_role`."""
    keys = ["ods_code", "trust", "assessment_year"]
    found = _added_up(posts, keys).drop(columns="trusts")
    return found.sort_values(["trust", "ods_code"], ignore_index=True)


def vacancies(posts: pd.DataFrame) -> PartOfWhole:
    """Vacant of funded posts, over all of the roles and trusts given."""
    return PartOfWhole(
        float(posts["vacant"].sum()), float(posts["funded"].sum()), int(posts["ods_code"].nunique())
    )


def legacy_by_trust(legacy: pd.DataFrame) -> pd.DataFrame:
    """Each trust's estate over its groups of systems.

    Returns ods_code, trust, assessment_year, systems, unsupported, share (missing where there are no systems,
    and where the reader may not see the figures), restricted, systems_band, unsupported_band; by name.
    """
    keys = ["ods_code", "trust", "assessment_year"]
    kept = ["restricted", "systems_band", "unsupported_band"]
    totals = legacy.groupby(keys, as_index=False)[["systems", "unsupported"]].sum(min_count=1)
    found = totals.merge(legacy.drop_duplicates("ods_code")[["ods_code", *kept]], on="ods_code")
    systems = found["systems"].astype(float)
    found = found.assign(share=(found["unsupported"] / systems.where(systems > 0)).astype(float))
    columns = [*keys, "systems", "unsupported", "share", *kept]
    return found[columns].sort_values(["trust", "ods_code"], ignore_index=True)


def unsupported(legacy: pd.DataFrame) -> PartOfWhole | None:
    """Unsupported of all systems, over the trusts given.

    None where the reader may not see one of them: from a sum and the others' figures, its own could be told.
    """
    if legacy.empty or bool(legacy["restricted"].any()):
        return None
    return PartOfWhole(
        float(legacy["unsupported"].sum()), float(legacy["systems"].sum()), int(legacy["ods_code"].nunique())
    )


def _counted(answers: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    # In a loop: on some hundred rows pandas' groupby takes five times as long.
    counts: dict[tuple[Any, ...], dict[str, int]] = {}
    columns = (answers[name] for name in (*keys, "answer"))
    for *key, answer in zip(*columns, strict=True):
        count = counts.setdefault(tuple(key), dict.fromkeys(_COUNTS, 0))
        count["not_answered" if answer is None else "answered"] += 1
        if answer is not None:
            count[answer] += 1
    rows = [(*key, *count.values()) for key, count in counts.items()]
    types = dict.fromkeys(_COUNTS, int) | {name: answers[name].dtype for name in keys}
    return pd.DataFrame(rows, columns=[*keys, *_COUNTS]).astype(types)


def _added_up(posts: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    found = posts.groupby(keys, as_index=False).agg(
        trusts=("ods_code", "nunique"),
        funded=("funded", "sum"),
        in_post=("in_post", "sum"),
        vacant=("vacant", "sum"),
    )
    funded = found["funded"].astype(float)
    return found.assign(rate=(found["vacant"] / funded.where(funded > 0)).astype(float))
