"""Pieces of pages that say something about a system or a trust."""

import pandas as pd

from benchmark.common.completeness import coming, no_national_standard
from benchmark.common.scope import NATIONAL, Scope
from benchmark.common.subject import PUBLISHED, Subject, replaced, score_returns, source_words
from benchmark.core.definitions import definitions
from benchmark.questions.gaps.columns import ICB_OWN, ROWS
from benchmark.questions.gaps.measure import Gaps
from benchmark.questions.gaps.words import widest_pillar
from benchmark.questions.progress.columns import UNMATCHED
from benchmark.questions.progress.measure import Progress
from benchmark.questions.returned.columns import FLAGS, STATES
from benchmark.store.publication import Publication
from benchmark.surfaces.web import parts
from benchmark.surfaces.web.blocks import Html
from benchmark.surfaces.web.filters import offered_systems


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
        return Html()
    return no_standard(publication, found)


def shown_full(publication: Publication, scope: Scope, *, address: str) -> Html:
    """Where the page can be seen with every return; nothing where the store has no fictional system."""
    known = offered_systems(publication, year=scope.assessment_year, footprint=scope.footprint)
    fictional = [system for system in known.systems.values() if system.fictional]
    if not fictional:
        return Html()
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


def completeness(returned: pd.DataFrame, flags: pd.DataFrame, *, year: int, subject: Subject) -> Html:
    """Who has not returned, and which returns raise a question."""
    missing, expected = returned[returned["state"] == "missing"], len(returned)
    who = (
        parts.text(f"All {expected} returns expected for {year} are here.")
        if missing.empty
        else parts.table(
            STATES.without("state").of(missing),
            caption=f"{len(missing)} of {expected} returns expected for {year} did not come",
            subject=subject,
            file_name="missing-returns",
            stacked=True,
        )
    )
    questions = (
        parts.text("No return raises a question about its quality.")
        if flags.empty
        else parts.table(
            FLAGS.of(flags),
            caption="Questions about quality: to be asked of the trust, not corrected here",
            subject=subject,
            file_name="quality-questions",
            stacked=True,
        )
    )
    return who + questions


def icb_own(own: pd.DataFrame, scope: Scope, *, subject: Subject) -> Html:
    """The integrated care board's own return, apart from its trusts'."""
    if own.empty:
        why = ": boards returned on the footprint as assessed." if scope.footprint == "current" else "."
        return parts.text(f"The board of this system has no return of its own in this round{why}")
    return parts.text(
        "How the integrated care board scored itself. It is never mixed with its trusts' scores."
    ) + parts.table(
        ICB_OWN.of(own),
        caption=f"{subject.name} ICB's own return, {scope.assessment_year}",
        subject=subject,
        file_name="icb-own",
    )


def scores_table(publication: Publication, found: Gaps, *, subject: Subject) -> Html:
    """Every unit and pillar with its score, standard and gap.

    With a column that says where scores came from, where any of them came in a return.
    """
    year, standard = found.scope.assessment_year, found.standard
    returns, were = score_returns(publication, year=year), replaced(publication, year=year)
    rows = [
        row
        | {
            "source": source_words(
                (row["ods_code"], row["care_setting"], row["pillar"]), returns=returns, replaced=were
            )
        }
        for row in found.rows.to_dict("records")
    ]
    left_out = {"pillar_position"} | ({"lone_setting"} if standard.baseline != "ics_best" else set())
    left_out |= {"source"} if all(row["source"] == PUBLISHED for row in rows) else set()
    return parts.table(
        ROWS.without(*left_out).beginning("trust").of(rows),
        caption=f"Scores of {year} held to {standard.in_words}; self-assessed, 1 to 5",
        subject=subject,
        file_name="scores",
    )


def unmatched(moved: Progress, *, subject: Subject) -> Html:
    """The returns that could not be followed from one round to the other."""
    if moved.unmatched.empty:
        return parts.text(f"All {moved.n} returns are in both rounds.")
    return parts.table(
        UNMATCHED.beginning("trust").of(moved.unmatched),
        caption="Returns that are not in both rounds, and so not in the verdict",
        subject=subject,
        file_name="unmatched",
    )
