"""The page "Trust position": where does a trust stand beside those that are really like it?"""

from dataclasses import replace
from functools import partial
from urllib.parse import urlencode

import pandas as pd

from benchmark.common.scope import Scope
from benchmark.common.subject import (
    COMPARABLE,
    MATURITY_SCORES,
    PUBLISHED,
    Subject,
    replaced,
    score_returns,
    source_words,
    sources,
)
from benchmark.core.columns import SOURCE, pillar_name, rows_of
from benchmark.core.wording import Answer, decimal, slug
from benchmark.questions.evidence.page import what_else_is_published
from benchmark.questions.gaps.page import go_to_trust
from benchmark.questions.trusts.below import standard_sentence, trust_message
from benchmark.questions.trusts.columns import (
    AMONG_PEERS,
    PREDECESSORS,
    TARGETS,
)
from benchmark.questions.trusts.facts import (
    doubts_about,
    predecessors,
    targets_beside_scores,
    targets_of_trust,
    trust_facts,
)
from benchmark.questions.trusts.measure import Position, position, positions
from benchmark.questions.trusts.movement import TrustMovement, trust_movement
from benchmark.questions.trusts.movement_chart import movement_figure, pillar_movement_figure
from benchmark.questions.trusts.page.answers import OWN_TARGETS, SINCE, trust_answers
from benchmark.questions.trusts.page.peers import behind
from benchmark.questions.trusts.page.suppliers import same_supplier
from benchmark.questions.trusts.peers import PeerChoice, Peers
from benchmark.questions.trusts.profile import trust_profile
from benchmark.questions.trusts.words import (
    cautions,
    facts_in_words,
    peers_lead,
    pillar_sentence,
    silent_before,
    too_few_peers,
    unmatched_sentences,
)
from benchmark.store.publication import Publication, per_publication
from benchmark.surfaces.web import parts
from benchmark.surfaces.web.blocks import Block, Columns, Html, Live, joined
from benchmark.surfaces.web.choices.filters import Filters
from benchmark.surfaces.web.choices.trust_choice import chosen_trust
from benchmark.surfaces.web.page import Page
from benchmark.surfaces.web.returns.target_form import own_target_form
from benchmark.surfaces.web.shared import links_to_groups, source_of
from benchmark.surfaces.web.site.sitemap import PAGES, page_query, template_address, trust_query

trust_facts_of = per_publication(trust_facts)
_heading = partial(parts.heading, kind="part-title")
"""A heading of the third level that is no figure's title."""


def page(publication: Publication, filters: Filters) -> Page:
    """The page of the trust that the reader chooses, beside the peers that they choose."""
    chosen = chosen_trust(publication, filters)
    code, name = chosen.code, chosen.name
    made = trust_page(
        publication,
        filters,
        ods_code=code,
        name=name,
        setting=chosen.setting,
        peers=chosen.peers,
        without_list=chosen.without_list,
    )

    def set_target() -> None:
        own_target_form(publication, ods_code=code, settings=chosen.settings)

    def follow(clicked: str) -> None:
        if clicked != code:
            go_to_trust(clicked, filters)

    targets = targets_block(publication, filters, ods_code=code, name=name)
    return replace(made, blocks=(*made.blocks, targets, Live(set_target)), follow=follow)


def _movement(publication: Publication, subject: Subject, scope: Scope) -> TrustMovement | None:
    """The trust's movement since the round before; None if there is no such round."""
    moved = trust_movement(
        publication,
        year=scope.assessment_year,
        footprint=scope.footprint,
        ods_code=subject.code,
        fictional=subject.fictional,
    )
    return None if (moved.year_from or moved.pillars_from) is None else moved


def movement_blocks(publication: Publication, moved: TrustMovement, subject: Subject) -> list[Block]:
    """Each care setting's change as a chart with the reasons for missing ones, then each pillar's change."""
    earlier = predecessors(publication, year=moved.year_to, ods_code=subject.code)
    trusts = frozenset([subject.code, *earlier.returns["ods_code"]])

    def in_both_rounds(kind: str, before: int | None) -> Subject:
        years = (*filter(None, [before]), moved.year_to)
        return subject.on(sources(publication, kind, years=years, fictional=subject.fictional, trusts=trusts))

    blocks: list[Block] = [parts.section(f"Since {moved.year_from or moved.pillars_from}", anchor=SINCE)]
    if unmatched := unmatched_sentences(moved):
        blocks.append(parts.bullets(unmatched))
    elif moved.overall.empty:
        blocks.append(parts.text("This trust did not return in both rounds."))
    if not moved.overall.empty:
        blocks += parts.figure(
            movement_figure(moved, subject.name),
            key="movement",
            file_name="movement",
            subject=in_both_rounds(COMPARABLE, moved.year_from),
        )
    if not moved.pillars.empty:
        blocks += parts.figure(
            pillar_movement_figure(moved, subject.name),
            key="pillar-movement",
            file_name="pillar-movement",
            subject=in_both_rounds(MATURITY_SCORES, moved.pillars_from),
        )
    elif not moved.overall.empty:
        blocks.append(
            parts.text(
                f"For {moved.year_from} only the overall score on domains that both rounds share is known, "
                "so no change by pillar is known."
            )
        )
    return blocks


@per_publication
def before_mergers(publication: Publication, subject: Subject, *, year: int) -> list[Block]:
    """The returns of each predecessor."""
    before = predecessors(publication, year=year, ods_code=subject.code)
    blocks = []
    if not before.returns.empty:
        blocks.append(
            parts.table(
                PREDECESSORS.of(before.returns),
                caption=f"What the trusts that became part of it returned themselves, up to {year}",
                subject=subject,
                file_name="before",
            )
        )
    silent = silent_before(before)
    if silent:
        blocks.append(parts.text(silent))
    return [parts.section("Before mergers: what belonged to which trust"), joined(blocks)] if blocks else []


LEARNING = "peer-learning"


@per_publication
def trust_page(
    publication: Publication,
    filters: Filters,
    *,
    ods_code: str,
    name: str,
    setting: str,
    peers: PeerChoice,
    without_list: bool = False,
) -> Page:
    """One trust among its peers. setting: one of its care settings; any other word means all of them."""
    scope = filters.scope
    everywhere = positions(
        publication,
        year=scope.assessment_year,
        footprint=scope.footprint,
        ods_code=ods_code,
        choice=peers,
        standard=filters.standard,
    )
    units = tuple(unit for unit in everywhere if unit.care_setting == setting) or everywhere
    settings = tuple(unit.care_setting for unit in units)
    subject = _subject(publication, filters, ods_code, name)
    facts = trust_facts_of(publication, ods_code)
    moved = _movement(publication, subject, scope)
    blocks: list[Block] = [
        trust_answers(publication, filters, units, moved, ods_code=ods_code, name=name),
        parts.facts(facts_in_words(facts, everywhere, doubts_about(publication, everywhere))),
        links_to_groups(publication, scope, filters.standard, ods_code),
    ]
    if without_list:
        blocks.append(_without_list())
    if not units:
        blocks.append(_no_return(name, ods_code, filters))
    for care_setting in settings:
        blocks += _profile(publication, filters, ods_code=ods_code, care_setting=care_setting, peers=peers)
    if moved is not None and moved.known:
        blocks += movement_blocks(publication, moved, subject)
    blocks += same_supplier(publication, ods_code, scope, settings=settings)
    blocks += behind(publication, ods_code, scope, settings=settings, choice=peers)
    if facts.predecessors:
        blocks += before_mergers(publication, subject, year=scope.assessment_year)
    blocks += what_else_is_published(publication, subject, scope)
    blocks += _every_figure(publication, units)
    return Page(
        answer=_answer(units, name, filters),
        blocks=tuple(blocks),
        source=source_of(publication, filters, MATURITY_SCORES, COMPARABLE, england=True, before=True),
        rule="position",
        trust=name,
    )


def _subject(publication: Publication, filters: Filters, ods_code: str, name: str) -> Subject:
    scope = filters.scope
    when = str(scope.assessment_year)
    return Subject(ods_code, name, filters.fictional, when, scope.footprint, publication.as_at)


def _every_figure(publication: Publication, positions: tuple[Position, ...]) -> list[Block]:
    """Every figure of the profiles as one table, with the scores' sources if any is from a return."""
    if not positions:
        return []
    year, subject = positions[0].assessment_year, positions[0].subject
    returns, were = score_returns(publication, year=year), replaced(publication, year=year)
    rows = pd.concat([unit.pillars for unit in positions])
    origins = [
        source_words((subject.code, row.care_setting, row.pillar), returns=returns, replaced=were)
        for row in rows_of(rows)
    ]
    table = AMONG_PEERS if set(origins) <= {PUBLISHED} else AMONG_PEERS.and_(SOURCE)
    caption = f"{subject.name}, {year}: scores from 1 to 5, differences in points; self-assessed"
    return [
        parts.section("Every figure as a table"),
        parts.folded(
            f"All {len(rows)} scores with their peers' figures",
            parts.table(
                table.of(rows.assign(source=origins)).known(),
                caption=caption,
                subject=subject,
                file_name="position",
            ),
        ),
    ]


@per_publication
def targets_block(publication: Publication, filters: Filters, *, ods_code: str, name: str) -> Html:
    """The trust's own targets beside its scores and the standard."""
    scope, targets = filters.scope, targets_of_trust(publication, ods_code)
    head = parts.section("Its own targets", anchor=OWN_TARGETS)
    if targets.empty:
        return head + parts.text(
            f"{name} has set no target of its own. A target is a level that the trust aims at on a pillar, "
            "with the reason for it. It is shown beside the national standard and changes nothing about it."
        )
    units = positions(
        publication,
        year=scope.assessment_year,
        footprint=scope.footprint,
        ods_code=ods_code,
        standard=filters.standard,
    )
    if not units:
        return head + parts.text("The trust has set targets, and has no scores of this round beside them.")
    caption = (
        f"Own targets beside {filters.standard.in_words}, scores of {scope.assessment_year}; set by the trust"
    )
    subject = _subject(publication, filters, ods_code, name)
    table = TARGETS.of(targets_beside_scores(units, targets))
    return head + parts.table(table, caption=caption, subject=subject, file_name="own-targets")


def _answer(positions: tuple[Position, ...], name: str, filters: Filters) -> Answer:
    title = trust_message(positions, name=name, year=filters.scope.assessment_year, standard=filters.standard)
    return Answer(title, peers_lead(positions) if positions else "So there is nothing to compare yet.")


@per_publication
def _profile(
    publication: Publication, filters: Filters, *, ods_code: str, care_setting: str, peers: PeerChoice
) -> list[Block]:
    """A care setting: its chart, then its strengths and gaps in sentences."""
    scope, setting = filters.scope, care_setting
    unit = position(
        publication,
        year=scope.assessment_year,
        footprint=scope.footprint,
        ods_code=ods_code,
        care_setting=setting,
        choice=peers,
        standard=filters.standard,
    )
    blocks: list[Block] = [parts.section(setting, anchor=slug(setting))]
    blocks += [parts.text(caution, kind="caution") for caution in cautions(unit)]
    if not unit.comparable:
        blocks.append(parts.text(f"{too_few_peers(unit)}.{_instead(unit.peers)}", kind="caution"))
    if not unit.held:
        missing = f"There is nothing to hold these scores to: {unit.standard.in_words} does not exist here."
        blocks.append(parts.text(f"{missing} The picture has no standard's line."))
    blocks += parts.figure(
        trust_profile(unit),
        key=f"profile-{slug(setting)}",
        file_name=f"profile-{slug(setting)}",
        subject=unit.subject,
        selection="unit",
    )
    blocks += _replaced(publication, unit)
    if unit.comparable:
        blocks += [
            _heading(f"Strengths, {setting.lower()}"),
            _sentences(unit.strengths, none="No pillar is materially above the median of these peers."),
        ]
    sides = tuple((side,) for side in _gaps(unit))
    return [*blocks, Columns(sides)] if sides else blocks


def _instead(peers: Peers) -> str:
    """A hint to compare with other trusts, as a sentence; empty if there is no larger group."""
    if peers.too_few is not None:
        return " Choose its ICS, its region or an earlier round to see where the trust stands."
    if peers.choice.group == "england":
        return ""
    return " Choose a larger group under 'Compare with' to see where the trust stands."


def _gaps(position: Position) -> list[Html]:
    """Gaps to the peers' median, if there are enough peers, and gaps to the standard."""
    setting, standard, sides = position.care_setting.lower(), position.standard.in_words, []
    if position.comparable:
        none = "No pillar is materially below the median of these peers."
        sides.append(_heading(f"Gaps to the peers' median, {setting}") + _sentences(position.gaps, none=none))
    if position.held:
        sentences = [standard_sentence(row) for row in rows_of(position.below_standard)]
        none = f"No pillar is below {standard} by more than one answer."
        listed = parts.bullets(sentences, link=_help_link(position)) if sentences else parts.text(none)
        sides.append(_heading(f"Gaps to {standard}, {setting}") + listed)
    return sides


def _replaced(publication: Publication, position: Position) -> list[Block]:
    """The scores of returns that replaced published scores."""
    changed = replaced(publication, year=position.assessment_year)
    rows = [
        (row, changed.get((position.subject.code, position.care_setting, row.pillar)))
        for row in rows_of(position.pillars)
    ]
    lines = [
        f"{pillar_name(row.pillar)} {decimal(row.score, 1)}: {was.words}."
        for row, was in rows
        if was and was.differs
    ]
    if not lines:
        return []
    return [
        _heading(f"Submitted here in place of published scores, {position.care_setting.lower()}"),
        parts.bullets(lines),
    ]


def _sentences(rows: pd.DataFrame, *, none: str) -> Html:
    """A sentence for each pillar, or `none` if there are no pillars."""
    return parts.text(none) if rows.empty else parts.bullets([pillar_sentence(row) for row in rows_of(rows)])


def _help_link(position: Position) -> tuple[str, str] | None:
    """Words and address of the link to possible helpers; None without a system or such a page."""
    if position.ics_code is None or all(place.address != LEARNING for place in PAGES):
        return None
    query = page_query(
        Scope(position.ics_code, position.assessment_year, position.footprint), position.standard
    )
    query["focus"] = position.subject.code
    return "Who could help", f"{LEARNING}?{urlencode(query)}"


def _no_return(name: str, ods_code: str, filters: Filters) -> Html:
    return parts.text(
        f"{name} has no return for {filters.scope.assessment_year}. With one, this page would show its score "
        "on each pillar beside its peers, their median and the standard, its strengths and gaps, and its "
        "change since the round before. A missing return is not a score of zero, and is not counted in any "
        "figure. The trust's own digital lead can say whether a return is on its way.",
        kind="caution",
    ) + parts.link(
        "The template for a return, and where to upload it",
        template_address("maturity_scores", trust_query(filters.scope, filters.standard, ods_code)),
    )


def _without_list() -> Html:
    return parts.text(
        "Your own list is empty. Name one to five under 'Name trusts'; until then the page compares with the "
        "ICS, or with England where the ICS has too few.",
        kind="caution",
    )
