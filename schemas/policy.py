"""The contents of data/definitions/policy.toml: who may see and do what."""

from collections import Counter
from typing import Literal, Self

from pydantic import model_validator

from schemas.framework import Definition
from schemas.kinds import KINDS

DataKey = Literal[
    "reference", "published", "returns", "legacy", "targets", "plans", "packs", "groups", "people"
]
RoleKey = Literal["trust", "analyst", "leader", "administrator"]
ActionKey = Literal["read", "write"]
Reach = Literal["own", "peers", "system", "all"]
Gives = Literal["allowed", "banded", "decided"]


class SortOfData(Definition):
    """A sort of data, and the kinds of rows in it."""

    data: DataKey
    title: str
    words: str
    kinds: tuple[str, ...]


class PolicyRule(Definition):
    """What a role may do with some sorts of data, and with whose."""

    role: RoleKey
    action: ActionKey
    data: tuple[DataKey, ...]
    of: Reach
    gives: Gives


class Policy(Definition):
    """The whole policy. What no rule allows is refused."""

    data: tuple[SortOfData, ...]
    rules: tuple[PolicyRule, ...]

    @model_validator(mode="after")
    def _every_kind_once(self) -> Self:
        counted = Counter(kind for sort in self.data for kind in sort.kinds)
        if counted != Counter([*KINDS]):
            wrong = sorted(set(counted) ^ set(KINDS)) or [kind for kind, n in counted.items() if n > 1]
            raise ValueError(f"each kind must be in exactly one sort of data: {', '.join(wrong)}")
        return self

    def data_of(self, kind: str) -> DataKey:
        """The sort of data that a kind's rows belong to. KeyError for an unknown kind."""
        return next(sort.data for sort in self.data if kind in sort.kinds)
