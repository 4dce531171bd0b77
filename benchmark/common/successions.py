"""Which trust a trust became, through as many mergers as there were."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from benchmark.common.queries import sql
from benchmark.common.scope import Footprint
from benchmark.core.wording import in_list
from benchmark.store.publication import Publication


@dataclass(frozen=True)
class Successions:
    """Trusts that passed to others: code -> codes of those that took over, and the names of these."""

    successors: Mapping[str, tuple[str, ...]]
    names: Mapping[str, str]

    def heirs(self, ods_code: str, among: Collection[str]) -> list[str]:
        """The first trusts of a collection on each line of succession from a trust, nearest first.

        A line is not followed beyond one of them. Empty when none of the trust's successors is among them.
        """
        found: list[str] = []
        seen, level = {ods_code}, [ods_code]
        while level:
            after = [code for trust in level for code in self.successors.get(trust, ()) if code not in seen]
            after = list(dict.fromkeys(after))
            seen.update(after)
            found += [code for code in after if code in among]
            level = [code for code in after if code not in among]
        return found

    def passed_to(self, ods_code: str) -> str:
        """The trusts that took over from a trust, as a sentence lists them; empty when there are none."""
        return self.named(self.successors.get(ods_code, ()))

    def named(self, codes: Collection[str]) -> str:
        """Successors with their names, as a sentence lists them."""
        return in_list([f"{code} ({self.names[code]})" for code in codes]) if codes else ""


def successions(
    publication: Publication, *, assessment_year: int, footprint: Footprint = "assessed"
) -> Successions:
    """The successions that had taken effect by a footprint's day."""
    rows = publication.rows(
        sql(__package__, "successions"), assessment_year=assessment_year, footprint=footprint
    )
    successors: dict[str, tuple[str, ...]] = {}
    for code, successor, _ in rows:
        successors[code] = (*successors.get(code, ()), successor)
    return Successions(successors, {successor: name for _, successor, name in rows})


def place(ods_code: str, place_of: Mapping[str, str], passed: Successions) -> str | None:
    """A trust's system, or for a trust that has none that of the nearest one that took over from it."""
    nearest = [ods_code] if ods_code in place_of else passed.heirs(ods_code, place_of)
    return place_of[nearest[0]] if nearest else None
