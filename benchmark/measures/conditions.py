"""What trusts work with: board readiness, digital posts, legacy estate, capabilities in use, programmes."""

from dataclasses import dataclass, replace

import pandas as pd

from benchmark.definitions import condition_sections, definitions, evidence
from benchmark.errors import UnknownCode
from benchmark.measures.disclosure import LOCAL, Reader, disclosed
from benchmark.measures.frames import sql
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

_TRUST = ["ods_code", "trust", "assessment_year"]


@dataclass(frozen=True)
class Conditions:
    """What the trusts of a system returned of their conditions, up to the scope's round.

    Each trust's newest return of each section counts, and its round stands beside it: a return of one section
    does not hide an earlier one of another. Frames are by trust's name.

    members: ods_code, trust; the system's trusts that were open on the footprint's day, or returned.
    returned: ods_code, trust, section, assessment_year (missing: no return); every member and section.
    board, capabilities: ods_code, trust, assessment_year, item, name, position, answer ('yes', 'partly',
        'no'; None: not answered, which is not 'no'); every listed item of each trust that returned any.
    posts: ods_code, trust, assessment_year, item, name, position, funded, in_post, vacant (whole-time
        equivalents), rate (vacant / funded; missing where nothing is funded), differs (in post and vacant
        together are not what is funded).
    legacy: ods_code, trust, assessment_year, item, name, position, systems, unsupported, restricted,
        systems_band, unsupported_band; one row without item or counts for a trust whose figures the reader
        may not see.
    programmes: ods_code, trust, assessment_year, priority, programme, pillar, pillar_position, stage, funding
        (pounds; missing where none was returned), addresses (its stage counts as addressing a gap).
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
        return [str(code) for code in rows.loc[rows["assessment_year"].notna(), "ods_code"]]

    @property
    def any_returned(self) -> bool:
        """Whether any trust returned anything."""
        return bool(self.returned["assessment_year"].notna().any())


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
    named = rows.merge(members, on="ods_code")
    legacy = disclosed(_of(named, "legacy_estate"), reader, ics_code=scope.ics_code)
    return Conditions(
        scope=scope,
        members=members,
        returned=_returned(rows, members),
        board=_answers(named, "board_readiness"),
        capabilities=_answers(named, "capability"),
        posts=_posts(named),
        legacy=_in_order(_named_items(legacy, "legacy_estate"))[
            [
                *_TRUST,
                "item",
                "name",
                "position",
                "systems",
                "unsupported",
                "restricted",
                "systems_band",
                "unsupported_band",
            ]
        ],
        programmes=_programmes(named),
    )


def of_trust(found: Conditions, ods_code: str) -> Conditions:
    """The same for one trust alone. UnknownCode when the system has none of that code."""
    if ods_code not in set(found.members["ods_code"]):
        raise UnknownCode(f"There is no trust {ods_code} in {found.scope.ics_code}.")

    def own(frame: pd.DataFrame) -> pd.DataFrame:
        return frame[frame["ods_code"] == ods_code].reset_index(drop=True)

    return replace(
        found,
        members=own(found.members),
        returned=own(found.returned),
        board=own(found.board),
        capabilities=own(found.capabilities),
        posts=own(found.posts),
        legacy=own(found.legacy),
        programmes=own(found.programmes),
    )


def _members(publication: Publication, scope: Scope, rows: pd.DataFrame) -> pd.DataFrame:
    placed = publication.frame(
        sql("placements"), assessment_year=scope.assessment_year, footprint=scope.footprint
    )
    counts = placed["is_open"] | placed["ods_code"].isin(rows["ods_code"])
    own = placed[(placed["ics_code"] == scope.ics_code) & counts]
    return own.sort_values(["trust", "ods_code"])[["ods_code", "trust"]].reset_index(drop=True)


def _returned(rows: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    newest = rows.drop_duplicates(["ods_code", "section"])[["ods_code", "section", "assessment_year"]]
    wanted = members.merge(pd.DataFrame({"section": SECTIONS}), how="cross")
    found = wanted.merge(newest, on=["ods_code", "section"], how="left")
    return found.astype({"assessment_year": "Int64"})


def _of(named: pd.DataFrame, section: Section) -> pd.DataFrame:
    return named[named["section"] == section].reset_index(drop=True)


def _answers(named: pd.DataFrame, section: Section) -> pd.DataFrame:
    """Every listed item for each trust that returned the section."""
    own = _of(named, section)
    items = condition_sections()[section].items
    listed = pd.DataFrame(
        {
            "item": [item.key for item in items],
            "name": [item.name for item in items],
            "position": range(1, len(items) + 1),
        }
    )
    trusts = own[_TRUST].drop_duplicates()
    found = trusts.merge(listed, how="cross").merge(
        own[["ods_code", "item", "answer"]], on=["ods_code", "item"], how="left"
    )
    answers = found["answer"].astype(object)
    found = found.assign(answer=answers.where(answers.notna(), None))
    return _in_order(found)[[*_TRUST, "item", "name", "position", "answer"]]


def _posts(named: pd.DataFrame) -> pd.DataFrame:
    own = _named_items(_of(named, "digital_posts"), "digital_posts")
    funded = own["funded"].astype(float)
    missed = (own["in_post"] + own["vacant"] - own["funded"]).abs()
    own = own.assign(
        rate=(own["vacant"] / funded.where(funded > 0)).astype(float),
        differs=missed.astype(float) > ROUNDED_WTE + _TOLERANCE,
    )
    columns = [*_TRUST, "item", "name", "position", "funded", "in_post", "vacant", "rate", "differs"]
    return _in_order(own)[columns]


def _programmes(named: pd.DataFrame) -> pd.DataFrame:
    own = _of(named, "programme").rename(columns={"item": "programme"})
    keys = list(definitions().framework.pillar_keys)
    own = own.assign(
        pillar_position=[keys.index(pillar) + 1 for pillar in own["pillar"]],
        addresses=own["stage"].isin(evidence().addressing),
    )
    own = own.sort_values(["trust", "ods_code", "priority", "programme"], ignore_index=True)
    columns = ["priority", "programme", "pillar", "pillar_position", "stage", "funding", "addresses"]
    return own[[*_TRUST, *columns]]


def _named_items(rows: pd.DataFrame, section: Section) -> pd.DataFrame:
    """The rows with name and position: listed items in their order, then those that a trust named itself."""
    listed = {item.key: (item.name, place) for place, item in enumerate(condition_sections()[section].items)}
    found = [listed.get(item, (item, len(listed))) for item in rows["item"]]
    return rows.assign(
        name=pd.Series([name for name, _ in found], index=rows.index, dtype=object),
        position=[place + 1 for _, place in found],
    )


def _in_order(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.sort_values(["trust", "ods_code", "position", "name"], ignore_index=True)
