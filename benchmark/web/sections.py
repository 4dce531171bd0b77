"""Pieces of pages that say something about a system or a trust."""

from collections.abc import Callable

import pandas as pd

from benchmark.definitions import definitions
from benchmark.measures.coming import coming
from benchmark.measures.gap_words import widest_pillar
from benchmark.measures.gaps import Gaps
from benchmark.measures.progress import Progress
from benchmark.measures.provenance import replaced, score_returns
from benchmark.measures.scope import NATIONAL, Scope
from benchmark.reports.coming_words import no_national_standard
from benchmark.reports.page_tables import (
    flags_table,
    icb_table,
    missing_table,
    scores_as_table,
    systems_as_table,
    unmatched_table,
)
from benchmark.store.publication import Publication
from benchmark.web import parts
from benchmark.web.blocks import Html
from benchmark.web.filters import places_of


def no_standard(publication: Publication, found: Gaps) -> Html:
    """Said where nothing can be held to the chosen standard."""
    standard = found.standard
    if found.without_standard.empty:
        return parts.text("There is no return to show for this system in this round.", kind="caution")
    if standard.baseline == "own_target":
        return parts.text(
            "No trust of this system has set targets of its own, so there is nothing to compare with. "
            "Once a trust returns its targets, this page shows its distance from them. "
            "Choose another standard to see the scores.",
            kind="caution",
        )
    year, settings = found.scope.assessment_year, [*found.without_standard["care_setting"].unique()]
    came = coming(publication, year=year)
    if came.england.returned:
        return parts.text(no_national_standard(came, settings, standard=standard.in_words), kind="caution")
    return parts.text(
        f"No pillar scores of real trusts are known for {year}, so "
        f"{standard.in_words} does not exist in this round. Choose another standard to see the scores.",
        kind="caution",
    )


def partly_no_standard(publication: Publication, found: Gaps) -> Html:
    """Said where some care settings are held to no national standard; nothing where all of them are."""
    settings = [*found.without_standard["care_setting"].unique()]
    if not settings or found.rows.empty or found.standard.baseline not in NATIONAL:
        return Html("")
    return no_standard(publication, found)


def shown_full(publication: Publication, scope: Scope, *, address: str) -> Html:
    """Where the page can be seen with every return; nothing where the store has no fictional system."""
    known = places_of(publication, year=scope.assessment_year, footprint=scope.footprint)
    fictional = [system for system in known.systems.values() if system.fictional]
    if not fictional:
        return Html("")
    return parts.link(f"See this page full: {fictional[0].name}", f"{address}?ics={fictional[0].ics_code}")


def focus_pillar(found: Gaps) -> str:
    """The pillar that a narrow screen shows until the reader chooses one: the widest gap, or the first."""
    widest = widest_pillar(found)
    return definitions().framework.pillar_keys[0] if widest is None else str(widest["pillar"])


def trust_names(found: Gaps, returned: pd.DataFrame) -> dict[str, str]:
    """ODS code -> name of the ICS's trusts, by name, those whose return is missing among them."""
    units = pd.concat([found.by_unit, found.without_standard, returned])
    units = units.drop_duplicates("ods_code").sort_values("trust")
    return dict(zip(units["ods_code"], units["trust"], strict=True))


def completeness(
    returned: pd.DataFrame, flags: pd.DataFrame, *, year: int, file_name: Callable[[str], str]
) -> Html:
    """Who has not returned, and which returns raise a question. file_name: a download's name by its topic."""
    missing = missing_table(returned)
    expected = len(returned)
    who = (
        parts.text(f"All {expected} returns expected for {year} are here.")
        if missing.empty
        else parts.table(
            missing,
            caption=f"{len(missing)} of {expected} returns expected for {year} did not come",
            file_name=file_name("missing-returns"),
            stacked=True,
        )
    )
    questions = (
        parts.text("No return raises a question about its quality.")
        if flags.empty
        else parts.table(
            flags_table(flags),
            caption="Questions about quality: to be asked of the trust, not corrected here",
            file_name=file_name("quality-questions"),
            stacked=True,
        )
    )
    return who + questions


def icb_own(own: pd.DataFrame, scope: Scope, *, ics_name: str, file_name: str) -> Html:
    """The integrated care board's own return, apart from its trusts'."""
    if own.empty:
        why = ": boards returned on the footprint as assessed." if scope.footprint == "current" else "."
        return parts.text(f"The board of this system has no return of its own in this round{why}")
    return parts.text(
        "How the integrated care board scored itself. It is never mixed with its trusts' scores."
    ) + parts.table(
        icb_table(own),
        caption=f"{ics_name} ICB's own return, {scope.assessment_year}",
        file_name=file_name,
    )


def scores_table(
    publication: Publication, found: Gaps, *, file_name: str, ods_code: str | None = None
) -> Html:
    """Every unit and pillar with its score, standard and gap; one trust's when asked."""
    year, standard = found.scope.assessment_year, found.standard.in_words
    return parts.table(
        scores_as_table(
            found,
            ods_code=ods_code,
            returns=score_returns(publication, year=year),
            replaced=replaced(publication, year=year),
        ),
        caption=f"Scores of {year} held to {standard}; self-assessed, 1 to 5",
        file_name=file_name,
    )


def gap_total(found: Gaps) -> str:
    """The total that both bar charts add up to, in words."""
    summary = found.summary
    return (
        f"The gap of this system to {found.standard.in_words} is {summary.sum:.1f} unit-points: "
        f"the distances below the standard of {summary.below} scores, added up. "
        f"Both charts split the same {summary.sum:.1f}."
    )


def unmatched(moved: Progress, *, file_name: str) -> Html:
    """The returns that could not be followed from one round to the other."""
    if moved.unmatched.empty:
        return parts.text(f"All {moved.n} returns are in both rounds.")
    return parts.table(
        unmatched_table(moved),
        caption="Returns that are not in both rounds, and so not in the verdict",
        file_name=file_name,
    )


def systems_table(frame: pd.DataFrame, *, file_name: str) -> Html:
    """Every system's floor, ceiling and verdict, by region and name."""
    return parts.table(
        systems_as_table(frame),
        caption="Change of the lowest and highest comparable overall score in each system, by region",
        file_name=file_name,
    )
