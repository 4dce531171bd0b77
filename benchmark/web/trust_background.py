"""What lies behind a trust's position: its movement, its domains, its peers, what was before mergers."""

from collections.abc import Sequence

from benchmark.definitions import definitions
from benchmark.measures.domains import domain_scores
from benchmark.measures.peers import PeerChoice, peer_rows
from benchmark.measures.position import Position, among_peers
from benchmark.measures.position_columns import (
    CONTEXT,
    DOMAINS,
    MOVEMENT,
    PEERS,
    PILLAR_MOVEMENT,
    PREDECESSORS,
)
from benchmark.measures.position_words import (
    lacking_context,
    movement_sentences,
    peers_in_words,
    pillars_moved,
    silent_before,
)
from benchmark.measures.predecessors import predecessors
from benchmark.measures.scope import Scope
from benchmark.measures.subject import Subject
from benchmark.measures.trust_movement import trust_movement
from benchmark.store.publication import Publication, per_publication
from benchmark.web import parts
from benchmark.web.blocks import Block, Html, joined


@per_publication
def movement_blocks(
    publication: Publication,
    subject: Subject,
    scope: Scope,
    *,
    settings: tuple[str, ...],
) -> list[Block]:
    """The change of each care setting in a sentence, then as tables; empty where no round came before.

    settings: those that the page shows; all where it shows none.
    """
    moved = trust_movement(
        publication,
        year=scope.assessment_year,
        footprint=scope.footprint,
        ods_code=subject.code,
        fictional=subject.fictional,
    )
    earlier = moved.year_from or moved.pillars_from
    if earlier is None or (not settings and moved.overall.empty and moved.unmatched.empty):
        return []
    blocks: list[Block] = [parts.section(f"Since {earlier}")]
    sentences = movement_sentences(moved, settings)
    if sentences:
        blocks += [
            parts.text("On the overall score over the domains that both rounds share:"),
            parts.bullets(sentences),
        ]
    else:
        blocks.append(parts.text("This trust did not return in both rounds."))
    if not moved.overall.empty:
        headed = MOVEMENT.headed(
            score_from=f"Comparable overall score {moved.year_from}",
            score_to=f"Comparable overall score {moved.year_to}",
        )
        table = parts.table(
            headed.of(moved.overall), caption=_material_from("overall"), subject=subject, file_name="movement"
        )
        blocks.append(parts.folded("The comparable overall score as a table", table))
    if not moved.pillars.empty:
        headed = PILLAR_MOVEMENT.headed(
            score_from=f"Score {moved.pillars_from}", score_to=f"Score {moved.year_to}"
        )
        table = parts.table(
            headed.of(moved.pillars),
            caption=_material_from("pillar"),
            subject=subject,
            file_name="pillar-movement",
        )
        blocks += [parts.text(pillars_moved(moved)), parts.folded("Each pillar as a table", table)]
    elif not moved.overall.empty:
        blocks.append(
            parts.text(
                f"For {moved.year_from} only the overall score on domains that both rounds share is known, "
                "so no pillar's change can be told."
            )
        )
    return blocks


def _material_from(threshold: str) -> str:
    return f"Changes from {definitions().threshold(threshold):g} on are material; self-assessed"


@per_publication
def behind(
    publication: Publication,
    ods_code: str,
    scope: Scope,
    *,
    settings: tuple[str, ...],
    choice: PeerChoice,
) -> list[Block]:
    """The domains behind a trust's scores in some care settings, and who its peers are there."""
    found = [
        among_peers(
            publication,
            year=scope.assessment_year,
            footprint=scope.footprint,
            ods_code=ods_code,
            care_setting=setting,
            choice=choice,
        )
        for setting in settings
    ]
    return [*_domains(publication, found), *_peers(found)]


def _domains(publication: Publication, found: Sequence[Position]) -> list[Block]:
    """The domains behind the pillars, where returns have them."""
    tables = []
    for one in found:
        scores = domain_scores(publication, one.peers, year=one.assessment_year)
        if not scores.empty:
            caption = f"{one.care_setting}: domains, scored in whole levels from 1 to 5; self-assessed"
            tables.append(
                parts.folded(
                    f"{one.care_setting}: {len(scores)} domains",
                    parts.table(DOMAINS.of(scores), caption=caption),
                )
            )
    if not tables:
        return []
    said = parts.text("A pillar's score is the mean of its domains. A median is given from three peers on.")
    return [parts.section("Domains behind the pillars"), said, *tables]


def _peers(found: Sequence[Position]) -> list[Block]:
    """Who the peers are, and for the most similar ones what makes them so."""
    if not found:
        return []
    blocks: list[Block] = []
    for one in found:
        said = f"{one.care_setting}: {peers_in_words(one)}"
        if one.peers.units.empty:
            blocks.append(parts.text(f"{said}."))
            continue
        table = parts.table(
            PEERS.without("ics_code").of(peer_rows(one.peers)).known(),
            caption=said,
            subject=one.subject,
            file_name=f"peers-{slug(one.care_setting)}",
        )
        blocks.append(parts.folded(said, *_why_similar(one), table))
    how = (
        "They are on your own list, which is in this page's link."
        if found[0].peers.choice.group == "own"
        else "Choose others under 'Compare with'; the choice is in this page's link."
    )
    return [parts.section("The peers: why these"), parts.text(how), *blocks]


def _why_similar(one: Position) -> list[Html]:
    similar, lacking = one.peers.similar, lacking_context(one)
    if similar is None:
        return []
    own = similar.contexts.iloc[0]
    return [
        parts.text(
            "Alike in what they are, never in how mature they are or what they spend on IT. A part of a "
            "distance is the squared difference in standard deviations; the distance is the root of the "
            "parts' mean."
        ),
        *([parts.text(lacking, kind="caution")] if lacking else []),
        parts.text("What is compared, for this trust:"),
        parts.facts([(column.title, column.text(own[column.key])) for column in CONTEXT]),
    ]


@per_publication
def before_mergers(publication: Publication, subject: Subject, *, year: int) -> list[Block]:
    """What belonged to which predecessor."""
    before = predecessors(publication, year=year, ods_code=subject.code)
    said = []
    if not before.returns.empty:
        said.append(
            parts.table(
                PREDECESSORS.of(before.returns),
                caption=f"What the trusts that became part of it returned themselves, up to {year}",
                subject=subject,
                file_name="before",
            )
        )
    silent = silent_before(before)
    if silent:
        said.append(parts.text(silent))
    return [parts.section("Before mergers: what belonged to whom"), joined(said)] if said else []


def slug(words: str) -> str:
    """Words as they stand in an anchor or a file's name."""
    return words.casefold().replace(" ", "-")
