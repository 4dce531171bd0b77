"""The systems and groups on offer in a round, on a footprint."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from benchmark.common.groups import Group, expected_mergers, known_groups, trusts_of_groups
from benchmark.common.scope import EXPECTED, Footprint, System, counterparts, systems
from benchmark.store.publication import Publication, per_publication

ALL_REGIONS = "all"
systems_of = per_publication(systems)


@dataclass(frozen=True)
class Offered:
    """The systems of a footprint: code -> system, by name, fictional ones last."""

    systems: Mapping[str, System]
    largest: str
    """The system with the most returns, which a first visit shows."""

    @property
    def regions(self) -> list[str]:
        """The regions in alphabetical order; a fictional one last, if it has a system."""
        found = {(system.fictional, system.region) for system in self.systems.values()}
        return list(dict.fromkeys(region for _, region in sorted(found)))

    def within(self, region: str) -> dict[str, System]:
        """The systems of a region, or of all regions."""
        return {
            code: system for code, system in self.systems.items() if region in (ALL_REGIONS, system.region)
        }


@per_publication
def offered_systems(publication: Publication, *, year: int, footprint: Footprint) -> Offered:
    """The systems to choose from in a round."""
    known = systems_of(publication, year=year, footprint=footprint).sort_values(["fictional", "name"])
    columns = [field.name for field in fields(System)]
    found = {str(row[0]): System(*row) for row in known[columns].itertuples(index=False, name=None)}
    largest = known.sort_values(["fictional", "units", "name"], ascending=[True, False, True])
    return Offered(found, str(largest["ics_code"].iloc[0]))


@per_publication
def offered_groups(publication: Publication, *, year: int, footprint: Footprint) -> Mapping[str, Group]:
    """The known groups with trusts on a footprint, without those that are systems on it."""
    held = trusts_of_groups(publication, year=year, footprint=footprint)
    are_systems = offered_systems(publication, year=year, footprint=footprint).systems
    return {
        code: group
        for code, group in known_groups(publication).items()
        if code in held and code not in are_systems
    }


@per_publication
def replacements(
    publication: Publication, ics_code: str, *, footprint: Footprint, known: frozenset[str]
) -> list[str]:
    """The systems that replace one that is not on the footprint, those with most shared trusts first."""
    there = [ics_code, *counterparts(publication, ics_code)]
    if footprint == EXPECTED:
        merged = expected_mergers(publication)
        there = [merged.get(code, code) for code in there]
    return [code for code in dict.fromkeys(there) if code in known]
