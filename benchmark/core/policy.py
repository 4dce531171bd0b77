"""Applies the policy: decides what a person may do, and whose data each rule gives.

It does not read the store: callers pass in the trusts of systems and the systems' decisions.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from benchmark.core.definitions import policy
from benchmark.core.people import ROLES, Person
from schemas.policy import ActionKey, DataKey, Reach

Peers = Literal["hidden", "letters", "names"]
"""How a system's trusts see each other's returns: not at all, under letters, or under names."""
Outcome = Literal["allowed", "banded", "lettered", "refused"]
EVERYBODY: Final = "*"
"""Stands for every organisation instead of codes."""


@dataclass(frozen=True)
class Places:
    """trusts: system -> its trusts now, including those that were merged into them. peers: system -> its
    decision. groups: group -> everybody who is or was a member.
    """

    trusts: Mapping[str, frozenset[str]]
    peers: Mapping[str, Peers] = field(default_factory=dict)
    groups: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def of(self, codes: Iterable[str]) -> frozenset[str]:
        """These systems and trusts, and all trusts of the systems."""
        found = {*codes}
        return frozenset(found.union(*(self.trusts.get(code, frozenset()) for code in found)))

    def systems_of(self, codes: Iterable[str]) -> frozenset[str]:
        """The systems of these trusts."""
        own = {*codes}
        return frozenset(system for system, trusts in self.trusts.items() if trusts & own)

    def peers_under(self, codes: Iterable[str], *decided: Peers) -> frozenset[str]:
        """The other trusts of these trusts' systems, if the system's decision is one of `decided`."""
        own = {*codes}
        systems = (system for system in self.systems_of(own) if self.peers.get(system, "hidden") in decided)
        return frozenset(trust for system in systems for trust in self.trusts[system]) - own


def groups_of(person: Person, places: Places) -> frozenset[str]:
    """The groups for which a person has a grant that covers all members: a group's work is about all of them.

    A group that somebody joined after the grant was given, or that is gone, is left out.
    """
    found = set()
    for grant in person.grants:
        kind, _, group = grant.scope.partition(":")
        members = places.groups.get(group, frozenset())
        if kind == "group" and members and members <= places.of(grant.codes):
            found.add(group)
    return frozenset(found)


@dataclass(frozen=True)
class Decision:
    """The policy's decision, and a sentence with the reason."""

    outcome: Outcome
    sentence: str

    @property
    def refused(self) -> bool:
        """Whether nothing may be seen or done."""
        return self.outcome == "refused"


def reached(
    person: Person, action: ActionKey, data: DataKey, places: Places, *, outcome: Outcome
) -> frozenset[str]:
    """The systems and trusts whose data of a sort a person may read or write, with this outcome.

    Only EVERYBODY, if the data of all may be.
    """
    if person.local:
        return frozenset({EVERYBODY}) if outcome == "allowed" else frozenset()
    found: set[str] = set()
    for grant in person.grants:
        for rule in policy().rules:
            if (rule.role, rule.action) == (grant.role, action) and data in rule.data:
                found |= _codes(grant.codes, rule.of, rule.gives, places, outcome)
    return frozenset({EVERYBODY}) if EVERYBODY in found else frozenset(found)


def _codes(codes: frozenset[str], of: Reach, gives: str, places: Places, outcome: Outcome) -> frozenset[str]:
    match of, gives, outcome:
        case "all", "allowed", "allowed":
            return frozenset({EVERYBODY})
        case "own", "allowed", "allowed":
            return places.of(codes)
        case "system", "allowed", "allowed":
            return places.systems_of(codes)
        case "peers", "decided", "allowed":
            return places.peers_under(codes, "names")
        case "peers", "decided", "lettered":
            return places.peers_under(codes, "letters")
        case "peers", "banded", "banded":
            return places.peers_under(codes, "names")
    return frozenset()


def allowed(person: Person, action: ActionKey, data: DataKey, organisation: str, places: Places) -> Decision:
    """Decide whether and how a person may read or write a sort of data about a trust or a system."""
    for outcome in ("allowed", "banded", "lettered"):
        codes = reached(person, action, data, places, outcome=outcome)
        if EVERYBODY in codes or organisation in codes:
            return Decision(outcome, f"{person.name} may {action} this.")
    title = next(sort.title for sort in policy().data if sort.data == data)
    what = f"{title[0].lower()}{title[1:]}{f' of {organisation}' if organisation else ''}"
    verb = "see" if action == "read" else "change"
    return Decision("refused", f"{person.name} may not {verb} this: {what}.")


_WHOSE: Final[dict[str, str]] = {
    "all": "all",
    "own": "its own",
    "peers": "its peers'",
    "system": "its system's",
}
_HOW: Final[dict[str, str]] = {
    "allowed": "",
    "banded": " in bands, where they see the return",
    "decided": " if the system decided so",
}


def policy_rows() -> list[dict[str, str]]:
    """The policy in words: one row per sort of data, with its title as `data` and a text for each role."""
    found = []
    for sort in policy().data:
        row = {"data": sort.title}
        for role in ROLES:
            texts = [
                f"{rule.action}s {_WHOSE[rule.of]}{_HOW[rule.gives]}"
                for rule in policy().rules
                if rule.role == role and sort.data in rule.data
            ]
            row[role] = "; ".join(texts) or "nothing"
        found.append(row)
    return found
