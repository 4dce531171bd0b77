"""Blocks of a trust's page: the domains behind its scores, and its peers with the reasons for them."""

from collections.abc import Sequence
from typing import Final

import pandas as pd

from benchmark.common.scope import Scope
from benchmark.core.wording import number, slug
from benchmark.questions.gaps.measure import FEWEST_FOR_SPREAD
from benchmark.questions.trusts.columns import CONTEXT, DOMAINS, PEERS, WHY_ALIKE, apart
from benchmark.questions.trusts.facts import domain_scores
from benchmark.questions.trusts.measure import Position, among_peers
from benchmark.questions.trusts.peers import PeerChoice, peer_rows
from benchmark.questions.trusts.words import HOW_ALIKE, lacking_context, peers_in_words
from benchmark.store.publication import Publication, per_publication
from benchmark.surfaces.web import parts
from benchmark.surfaces.web.blocks import Block, Html

_NEAR: Final = (
    "Unless others are chosen under 'Compare with', a trust's peers are the other returns of its care "
    f"setting in its system or group. If these are fewer than {number(FEWEST_FOR_SPREAD).lower()}, too few "
    "for a median, they are those of all England. The choice is in this page's link."
)
_DOUBTS: Final = (
    (
        "Who says that a score is what it is?",
        "The trust itself, in its own return of the assessment. Nobody audits it. The foot of this page "
        "names the publication, or the return, that it was taken from.",
    ),
    (
        "Where does a median come from?",
        "It is the middle score of the peers that are listed above, on that pillar and in the same round. "
        "The trust's own score is not among them. The table behind each chart has the figures.",
    ),
    (
        "What if you disagree?",
        "With the peers: choose others under 'Compare with'. With the standard: choose another above, or set "
        "a target of the trust's own below. With a published score: the publication is the authority, so "
        "ask its publisher to correct it. With a score that was returned here: a new return takes its place, "
        "or it is taken back on the page Returns; the log keeps both.",
    ),
)
"""Questions of people who see these figures for the first time, with answers."""
_WHY: Final = ("distance", *(column.key for column in WHY_ALIKE))


@per_publication
def behind(
    publication: Publication,
    ods_code: str,
    scope: Scope,
    *,
    settings: tuple[str, ...],
    choice: PeerChoice,
) -> list[Block]:
    """The domains behind a trust's scores in some care settings, and its peers there."""
    units = [
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
    return [*_domains(publication, units), *_peers(units, choice)]


def _domains(publication: Publication, positions: Sequence[Position]) -> list[Block]:
    """The domains behind the pillars, if returns have them."""
    tables = []
    for unit in positions:
        scores = domain_scores(publication, unit.peers, year=unit.assessment_year)
        if not scores.empty:
            caption = f"{unit.care_setting}: domains, scored in whole levels from 1 to 5; self-assessed"
            tables.append(
                parts.folded(
                    f"{unit.care_setting}: {len(scores)} domains",
                    parts.table(DOMAINS.of(scores), caption=caption),
                )
            )
    if not tables:
        return []
    note = parts.text("A pillar's score is the mean of its domains. A median is given from three peers on.")
    return [parts.section("Domains behind the pillars"), note, *tables]


def _peers(positions: Sequence[Position], asked: PeerChoice) -> list[Block]:
    """The peers with the reasons for them, and what to do if a figure is doubted."""
    if not positions:
        return []
    blocks: list[Block] = []
    for unit in positions:
        title = f"{unit.care_setting}: {peers_in_words(unit)}"
        if unit.peers.units.empty:
            blocks.append(parts.text(f"{title}."))
            continue
        rows, several = peer_rows(unit.peers), unit.peers.choice.all_settings
        table = parts.table(
            PEERS.only("trust", *(["care_setting"] if several else []), "ics", *_WHY).of(rows).known(),
            caption=title,
            subject=unit.subject,
            file_name=f"peers-{slug(unit.care_setting)}",
        )
        blocks.append(parts.folded(title, *_why_similar(unit), table, *_parts_of_distances(unit, rows)))
    how = {
        "own": "They are on your own list, which is in this page's link.",
        "near": _NEAR,
    }.get(asked.group, "Choose others under 'Compare with'; the choice is in this page's link.")
    doubts = [parts.section("If you doubt a figure"), parts.named_list(_DOUBTS)]
    return [parts.section("The peers: why these"), parts.text(how), *blocks, *doubts]


def _why_similar(position: Position) -> list[Html]:
    """The reasons for the most similar trusts: what is compared, with this trust's own values."""
    similar, lacking = position.peers.similar, lacking_context(position)
    if similar is None:
        return []
    own = similar.contexts.iloc[0]
    return [
        parts.text(HOW_ALIKE),
        *([parts.text(lacking, kind="caution")] if lacking else []),
        parts.text("What is compared, for this trust:"),
        parts.facts([(column.title, column.text(own[column.key])) for column in CONTEXT]),
    ]


def _parts_of_distances(position: Position, rows: pd.DataFrame) -> list[Html]:
    """Every part of every distance with its values; empty if the peers are not chosen by distance."""
    if position.peers.similar is None:
        return []
    table = parts.table(
        PEERS.only("trust", "distance", *(c.key for of in CONTEXT for c in (apart(of), of))).of(rows).known(),
        caption=f"{position.care_setting}: the parts of each distance, 0 for no difference",
        subject=position.subject,
        file_name=f"distances-{slug(position.care_setting)}",
    )
    return [parts.folded("The parts of each distance", table)]
