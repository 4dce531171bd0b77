"""What a trust's page says of its change since the last round."""

from collections.abc import Callable

from benchmark.charts.theme import rows_of
from benchmark.definitions import definitions
from benchmark.measures.trust_movement import TrustMovement
from benchmark.reports.position_tables import overall_movement_table, pillar_movement_table
from benchmark.web import parts
from benchmark.web.blocks import Block, Html
from benchmark.wording import signed


def movement_blocks(
    moved: TrustMovement, *, settings: tuple[str, ...], file_name: Callable[[str], str]
) -> list[Block]:
    """The change of each care setting in a sentence, then as tables; empty where no round came before.

    settings: those that the page shows; all where it shows none.
    """
    earlier = moved.year_from or moved.pillars_from
    if earlier is None or (not settings and moved.overall.empty and moved.unmatched.empty):
        return []
    blocks: list[Block] = [parts.section(f"Since {earlier}"), *_overall(moved, settings)]
    if not moved.overall.empty:
        blocks.append(
            parts.folded(
                "The comparable overall score as a table",
                parts.table(
                    overall_movement_table(moved),
                    caption=f"Changes from {_threshold('overall')} on are material; self-assessed",
                    file_name=file_name("movement"),
                ),
            )
        )
    if not moved.pillars.empty:
        blocks += [
            parts.text(_pillars(moved)),
            parts.folded(
                "Each pillar as a table",
                parts.table(
                    pillar_movement_table(moved),
                    caption=f"Changes from {_threshold('pillar')} on are material; self-assessed",
                    file_name=file_name("pillar-movement"),
                ),
            ),
        ]
    elif not moved.overall.empty:
        blocks.append(
            parts.text(
                f"For {moved.year_from} only the overall score on domains that both rounds share is known, "
                "so no pillar's change can be told."
            )
        )
    return blocks


def _overall(moved: TrustMovement, settings: tuple[str, ...]) -> list[Html]:
    sentences = [
        f"{row.care_setting}: {row.score_from:.2f} in {moved.year_from} to {row.score_to:.2f} in "
        f"{moved.year_to} ({signed(row.change)}), {_said(row.change, material=row.material)}."
        for row in rows_of(moved.overall)
        if row.care_setting in settings or not settings
    ]
    sentences += [
        f"{row.care_setting}: no change to tell. In {row.assessment_year} it returned; {row.reason}."
        for row in rows_of(moved.unmatched)
    ]
    if not sentences:
        return [parts.text("This trust did not return in both rounds.")]
    return [
        parts.text("On the overall score over the domains that both rounds share:"),
        parts.bullets(sentences),
    ]


def _said(change: float, *, material: bool) -> str:
    if not material:
        return "no material change"
    return "a material rise" if change > 0 else "a material fall"


def _pillars(moved: TrustMovement) -> str:
    rows = moved.pillars
    rose = int((rows["material"] & (rows["change"] > 0)).sum())
    fell = int((rows["material"] & (rows["change"] < 0)).sum())
    if not rose and not fell:
        return f"None of {len(rows)} pillar scores returned in both rounds changed materially."
    return (
        f"Of {len(rows)} pillar scores returned in both rounds, {rose} rose and {fell} fell materially "
        f"since {moved.pillars_from}."
    )


def _threshold(key: str) -> str:
    return f"{definitions().threshold(key):g}"
