"""The blocks of the page "Trust position", made once per publication."""

from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

import pandas as pd

from benchmark.charts.profile import trust_profile
from benchmark.charts.theme import rows_of
from benchmark.measures.peers import PeerChoice
from benchmark.measures.position import Position, position, positions, settings_returned
from benchmark.measures.position_columns import STANDING, TARGETS
from benchmark.measures.position_words import (
    cautions,
    facts_in_words,
    pillar_sentence,
    position_lead,
    too_few_peers,
)
from benchmark.measures.provenance import PUBLISHED, replaced, score_returns, source_words
from benchmark.measures.score_columns import SOURCE, pillar_name
from benchmark.measures.subject import Subject
from benchmark.measures.trust_places import targets_beside_scores, targets_of_trust
from benchmark.store.publication import Publication
from benchmark.web import parts
from benchmark.web.blocks import Block, Html
from benchmark.web.cache import per_publication
from benchmark.web.filters import Filters
from benchmark.web.sitemap import PLACES, template_address, trust_query
from benchmark.web.sources import source_of
from benchmark.web.trust_background import before_mergers, behind, movement_blocks, slug
from benchmark.web.views import trust_facts_of
from benchmark.wording import decimal

LEARNING = "peer-learning"


@dataclass(frozen=True)
class TrustPage:
    """The page's first sentence, and all below it."""

    lead: str
    blocks: tuple[Block, ...]


@per_publication
def settings_of_trust(publication: Publication, filters: Filters, *, ods_code: str) -> tuple[str, ...]:
    """The care settings in which a trust has pillar scores, in the usual order."""
    scope = filters.scope
    return settings_returned(
        publication, year=scope.assessment_year, footprint=scope.footprint, ods_code=ods_code
    )


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
) -> TrustPage:
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
    found = tuple(one for one in everywhere if one.care_setting == setting) or everywhere
    settings = tuple(one.care_setting for one in found)
    subject = _subject(publication, filters, ods_code, name)
    facts = trust_facts_of(publication, ods_code)
    blocks: list[Block] = [parts.facts(facts_in_words(facts))]
    if without_list:
        blocks.append(_without_list())
    if not found:
        blocks.append(_no_return(name, ods_code, filters))
    for care_setting in settings:
        blocks += _profile(publication, filters, ods_code=ods_code, care_setting=care_setting, peers=peers)
    blocks += movement_blocks(publication, subject, scope, settings=settings)
    blocks += behind(publication, ods_code, scope, settings=settings, choice=peers)
    if facts.predecessors:
        blocks += before_mergers(publication, subject, year=scope.assessment_year)
    blocks += _every_figure(publication, found)
    return TrustPage(_lead(found, name, filters), tuple(blocks))


def _subject(publication: Publication, filters: Filters, ods_code: str, name: str) -> Subject:
    scope = filters.scope
    when = str(scope.assessment_year)
    return Subject(ods_code, name, filters.fictional, when, scope.footprint, publication.as_at)


def _every_figure(publication: Publication, found: tuple[Position, ...]) -> list[Block]:
    """What the profiles draw as one table, with where each score came from, where any came from a return."""
    if not found:
        return []
    year, subject = found[0].assessment_year, found[0].subject
    known, were = score_returns(publication, year=year), replaced(publication, year=year)
    rows = pd.concat([one.pillars for one in found])
    said = [
        source_words((subject.code, row.care_setting, row.pillar), returns=known, replaced=were)
        for row in rows_of(rows)
    ]
    table = STANDING if set(said) <= {PUBLISHED} else STANDING.and_(SOURCE)
    caption = f"{subject.name}, {year}: scores from 1 to 5, differences in points; self-assessed"
    return [
        parts.section("Every figure as a table"),
        parts.folded(
            f"All {len(rows)} scores with their peers' figures",
            parts.table(
                table.of(rows.assign(source=said)).known(),
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
    head = parts.section("Its own targets", anchor="own-targets")
    if targets.empty:
        return head + parts.text(
            f"{name} has set no target of its own. A target is a level that the trust aims at on a pillar, "
            "with the reason for it. It stands beside the national standard and takes nothing away from it."
        )
    found = positions(
        publication,
        year=scope.assessment_year,
        footprint=scope.footprint,
        ods_code=ods_code,
        standard=filters.standard,
    )
    if not found:
        return head + parts.text("The trust has set targets, and has no scores of this round beside them.")
    caption = (
        f"Own targets beside {filters.standard.in_words}, scores of {scope.assessment_year}; set by the trust"
    )
    subject = _subject(publication, filters, ods_code, name)
    table = TARGETS.of(targets_beside_scores(found, targets))
    return head + parts.table(table, caption=caption, subject=subject, file_name="own-targets")


def _lead(found: tuple[Position, ...], name: str, filters: Filters) -> str:
    if not found:
        return (
            f"{name} has no return for {filters.scope.assessment_year}, so there is nothing to compare yet."
        )
    return " ".join(position_lead(one) for one in found)


@per_publication
def _profile(
    publication: Publication, filters: Filters, *, ods_code: str, care_setting: str, peers: PeerChoice
) -> list[Block]:
    """A care setting: its picture, then its strengths and gaps in sentences."""
    scope, setting = filters.scope, care_setting
    one = position(
        publication,
        year=scope.assessment_year,
        footprint=scope.footprint,
        ods_code=ods_code,
        care_setting=setting,
        choice=peers,
        standard=filters.standard,
    )
    blocks: list[Block] = [parts.section(setting, anchor=slug(setting))]
    blocks += [parts.text(said, kind="caution") for said in cautions(one)]
    if not one.comparable:
        group = "a larger group" if one.peers.too_few is None else "its ICS, its region or an earlier round"
        where = "under 'Compare with' " if one.peers.too_few is None else ""
        advice = f"Choose {group} {where}to see where the trust stands."
        blocks.append(parts.text(f"{too_few_peers(one)}. {advice}", kind="caution"))
    if one.pillars["standard"].isna().all():
        missing = (
            f"There is nothing to hold these scores to: {one.standard.in_words} does not exist here. "
            "The picture has no standard's line."
        )
        blocks.append(parts.text(missing))
    blocks += parts.figure(
        trust_profile(one),
        key=f"profile-{slug(setting)}",
        file_name=f"profile-{slug(setting)}",
        subject=one.subject,
        selection="unit",
        rests_on=source_of(publication, filters, england=one.peers.choice.group != "ics"),
    )
    blocks += _replaced(publication, one)
    if one.comparable:
        blocks += [
            _heading(f"Strengths, {setting.lower()}"),
            _sentences(one.strengths, none="No pillar is materially above the median of these peers."),
            _heading(f"Gaps, {setting.lower()}"),
            _sentences(
                one.gaps, none="No pillar is materially below the median of these peers.", help_for=one
            ),
        ]
    return blocks


def _replaced(publication: Publication, one: Position) -> list[Block]:
    """Which of the scores a return put in the place of published ones."""
    found = replaced(publication, year=one.assessment_year)
    rows = [
        (row, found.get((one.subject.code, one.care_setting, row.pillar))) for row in rows_of(one.pillars)
    ]
    said = [
        f"{pillar_name(row.pillar)} {decimal(row.score, 1)}: {was.words}."
        for row, was in rows
        if was and was.differs
    ]
    if not said:
        return []
    return [
        _heading(f"Submitted here in place of published scores, {one.care_setting.lower()}"),
        parts.bullets(said),
    ]


def _sentences(rows: pd.DataFrame, *, none: str, help_for: Position | None = None) -> Html:
    """A sentence for each pillar; with a link to who could help where there is such a page."""
    if rows.empty:
        return parts.text(none)
    link = "" if help_for is None else _help_link(help_for)
    items = "".join(f"<li>{escape(pillar_sentence(row))}{link}</li>" for row in rows_of(rows))
    return Html(f'<ul class="bullets">{items}</ul>')


def _heading(words: str) -> Html:
    """A heading of the third level that is no figure's title."""
    return Html(f'<h3 class="part-title">{escape(words)}</h3>')


def _help_link(one: Position) -> str:
    if one.ics_code is None or all(place.address != LEARNING for place in PLACES):
        return ""
    query = {"ics": one.ics_code, "round": str(one.assessment_year), "footprint": one.footprint}
    query |= {
        "standard": one.standard.baseline,
        "level": f"{one.standard.level:g}",
        "focus": one.subject.code,
    }
    address = escape(f"{LEARNING}?{urlencode(query)}")
    return f' <a href="{address}" target="_self">Who could help</a>'


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
