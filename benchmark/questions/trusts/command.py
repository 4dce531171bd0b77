"""The commands about one trust: `position`, `peers`, `search`."""

from functools import wraps
from typing import Any

import click
import pandas as pd

from benchmark.common.resolve import default_round_of_trust, named_trust
from benchmark.common.scope import Scope, Standard, rounds_with_pillars
from benchmark.common.subject import Subject, sources
from benchmark.core.definitions import definitions
from benchmark.core.errors import UnknownCode
from benchmark.core.wording import in_list
from benchmark.questions.trusts.columns import (
    AMONG_PEERS,
    DISTANCE_PARTS,
    FOUND,
    MOVEMENT,
    PEERS,
    WHY_ALIKE,
    apart,
)
from benchmark.questions.trusts.facts import doubts_about, predecessors
from benchmark.questions.trusts.measure import Position, positions, settings_returned
from benchmark.questions.trusts.measure import position as position_of
from benchmark.questions.trusts.movement import TrustMovement, trust_movement
from benchmark.questions.trusts.peers import GROUPS, PeerChoice, PeerGroup, peer_rows
from benchmark.questions.trusts.search import search as search_for
from benchmark.questions.trusts.similarity import FEATURES, nearness
from benchmark.questions.trusts.words import cautions, movement_sentences, peers_in_words, position_lead
from benchmark.store.publication import Publication
from benchmark.surfaces.cli import options
from benchmark.surfaces.cli.measured import SELF_ASSESSED, received_of
from benchmark.surfaces.cli.options import Asked
from benchmark.surfaces.cli.output import ReceivedOfRound, Reply, Written, show

_UNIT = ("ods_code", "trust", "care_setting", "ics_code")
_WHY = [column.key for column in WHY_ALIKE]
_HOW = {"near": "near", "apart": "some way apart", "far": "far", "unknown": "not known"}


def _trust_and_peers(function: options.Function) -> options.Function:
    """Adds the options that name a trust and its peers: the function gets `trust` and `choice`."""

    @click.option("--trust", required=True, metavar="CODE", help="the trust's code, or its exact name")
    @click.option(
        "--peers",
        type=options.OneOf(GROUPS),
        default=PeerChoice().group,
        help="the peer group; near is its system, or England where fewer than three others there returned "
        "(default: near)",
    )
    @click.option(
        "--with",
        "named",
        cls=options.Several,
        metavar="CODE ...",
        help="one to five trusts of your choice: the peers of --peers own",
    )
    @click.option(
        "--all-settings",
        is_flag=True,
        help="compare with returns of every care setting, which is not like with like",
    )
    @wraps(function)
    def with_choice(*, peers: PeerGroup, named: tuple[str, ...], all_settings: bool, **others: Any) -> Any:
        codes = tuple(code.upper() for word in named for code in word.split(",") if code)
        return function(choice=PeerChoice(peers, codes, all_settings), **others)

    return with_choice


@options.command(
    "position --trust RBS",
    "position --trust RBS --setting Acute --peers similar",
    "position --trust RBS --setting Acute --peers own --with REM REN",
)
@_trust_and_peers
@click.option("--setting", metavar="SETTING", help="care setting, such as Acute; all of them when left out")
@options.standard
@options.measured
def position(
    *,
    trust: str,
    choice: PeerChoice,
    setting: str | None,
    standard: Standard,
    asked: Asked,
) -> None:
    """Where a trust stands among its peers, pillar by pillar."""
    publication = asked.publication
    code, name, fictional = named_trust(publication, trust)
    year = _year(asked, code, fictional=fictional)
    of: dict[str, Any] = {"year": year, "footprint": asked.footprint, "ods_code": code}
    of |= {"choice": choice, "standard": standard}
    if setting is None:
        units = positions(publication, **of)
    else:
        units = (position_of(publication, care_setting=_setting(setting), **of),)
    if not units:
        raise UnknownCode(
            f"{code} ({name}) has no pillar scores in {year}.", fix=_returned_in(publication, code)
        )
    subject = units[0].subject
    moved = trust_movement(
        publication, year=year, footprint=asked.footprint, ods_code=code, fictional=subject.fictional
    )
    earlier = predecessors(publication, year=year, ods_code=code)
    rows = pd.concat([unit.pillars for unit in units])
    show(
        Reply(
            subject=subject.on(
                sources(
                    publication,
                    "overall_comparable",
                    years=(*filter(None, [moved.year_from]), year),
                    fictional=subject.fictional,
                    trusts=frozenset([code, *earlier.returns["ods_code"]]),
                )
            ),
            heading=f"{SELF_ASSESSED}, standard: {standard.in_words}",
            shown=AMONG_PEERS.without(
                *("lower_quartile", "upper_quartile", "minimum", "maximum", "material", "from_standard")
            ).of(rows),
            exported=AMONG_PEERS.of(rows),
            document=_document(units, moved),
            notes=[*_notes(units), *doubts_about(publication, units), *_moved(moved, units)],
            received=_received(publication, units[0]),
        ),
        asked.written,
    )


def _document(positions: tuple[Position, ...], moved: TrustMovement) -> dict[str, Any]:
    first = positions[0]
    settings = {unit.care_setting for unit in positions}
    return {
        "ods_code": first.subject.code,
        "trust": first.subject.name,
        "fictional": first.subject.fictional,
        "year": first.assessment_year,
        "footprint": first.footprint,
        "ics": first.ics_code,
        **first.standard.record,
        "settings": [
            {
                "care_setting": unit.care_setting,
                **_choice(unit),
                "peers": peers_in_words(unit),
                "without_return": [*unit.peers.absent],
                "pillars": AMONG_PEERS.of(unit.pillars).records(),
                "strengths": unit.strengths["pillar"].tolist(),
                "gaps": unit.gaps["pillar"].tolist(),
                "below_standard": unit.below_standard["pillar"].tolist(),
            }
            for unit in positions
        ],
        "moved_from": moved.year_from,
        "movement": [row for row in MOVEMENT.of(moved.overall).records() if row["care_setting"] in settings],
    }


def _choice(position: Position) -> dict[str, Any]:
    return {"peer_group": position.peers.choice.group, "all_settings": position.peers.choice.all_settings}


@options.command("peers --trust RBS --setting Acute", "peers --trust RBS --setting Acute --peers similar")
@_trust_and_peers
@click.option("--setting", required=True, metavar="SETTING", help="care setting, such as Acute")
@options.measured
def peers(
    *,
    trust: str,
    choice: PeerChoice,
    setting: str,
    asked: Asked,
) -> None:
    """A trust's peers, and why these.

    With --peers similar also what makes the distance of each.
    """
    publication = asked.publication
    code, name, fictional = named_trust(publication, trust)
    year, setting = _year(asked, code, fictional=fictional), _setting(setting)
    # Through position, whose error names the care settings that the trust has returned.
    unit = position_of(
        publication,
        year=year,
        footprint=asked.footprint,
        ods_code=code,
        care_setting=setting,
        choice=choice,
    )
    rests_on = sources(publication, "trust_context", "eric_types", fictional=unit.subject.fictional)
    similar, rows = unit.peers.similar, peer_rows(unit.peers)
    notes = [f"{name} beside {peers_in_words(unit)}.", *cautions(unit)]
    if choice.group == "similar":
        notes.append(
            "Distance: the root of the weighted mean of its parts; a part is a squared difference, of "
            "sizes in standard deviations, of all else in steps. Never on maturity or IT spend. CSV and JSON "
            "have every part."
        )
    if similar is not None and similar.missing:
        notes.append(f"Not known of the trust: {in_list([*similar.missing])}. The rest is compared.")
    show(
        Reply(
            subject=unit.subject.on(rests_on),
            heading=f"{SELF_ASSESSED}, peers for {setting}",
            shown=PEERS.only(*_UNIT, *([] if similar is None else ["distance", *_WHY])).of(rows),
            exported=(PEERS.only(*_UNIT, "distance") if similar is None else PEERS.without("ics")).of(rows),
            document={
                "ods_code": code,
                "trust": name,
                "care_setting": setting,
                "year": year,
                "footprint": asked.footprint,
                **_choice(unit),
                "missing": [] if similar is None else [*similar.missing],
                "without_return": [*unit.peers.absent],
                "peers": _peer_records(unit, rows),
            },
            notes=notes,
            received=_received(publication, unit),
        ),
        asked.written,
    )


def _peer_records(unit: Position, rows: pd.DataFrame) -> list[dict[str, Any]]:
    """The peers for JSON, each with the parts of its distance."""
    similar = unit.peers.similar
    records = PEERS.only(*_UNIT, "distance").of(rows).records()
    if similar is None:
        return [record | {"parts": []} for record in records]
    own = similar.contexts.iloc[0]

    def parts(peer: dict[Any, Any]) -> list[dict[str, Any]]:
        return DISTANCE_PARTS.of(
            {
                "part": feature.words,
                "weight": feature.weight,
                "how": _HOW[nearness(peer[apart(feature.column).key])],
                "squared_difference": peer[apart(feature.column).key],
                "own": None if feature.steps else own[feature.key],
                "other": None if feature.steps else peer[feature.key],
                "own_words": feature.column.text(own[feature.key]),
                "other_words": feature.column.text(peer[feature.key]),
            }
            for feature in FEATURES
        ).records()

    peers = zip(records, rows.to_dict("records"), strict=True)
    return [record | {"parts": parts(peer)} for record, peer in peers]


@options.command("search aldr hey", "search QYG")
@click.argument("words", nargs=-1, required=True, metavar="TEXT...", help="what you look for")
@options.written
@options.publication
def search(*, words: tuple[str, ...], written: Written, publication: Publication) -> None:
    """Find a trust, a system or a pillar by name or code, misspelt or not."""
    text = " ".join(words)
    matches = [vars(match) for match in search_for(publication, text)]
    exported = FOUND.of(matches)
    show(
        Reply(
            subject=Subject(
                "", text, as_at=publication.as_at, rests_on=sources(publication, "trusts", "ics")
            ),
            heading=f"{len(matches) or 'nothing'} found",
            shown=FOUND.only("kind", "code", "name", "leads_to", "ics_code", "note", "fictional").of(matches),
            exported=exported,
            document={"text": text, "found": exported.records()},
        ),
        written,
    )


def _received(publication: Publication, unit: Position) -> ReceivedOfRound:
    """The returns received in the unit's round: in its system, or in England if it is in none."""
    scope = unit.ics_code and Scope(unit.ics_code, unit.assessment_year, unit.footprint)
    return received_of(publication, scope or None, year=unit.assessment_year)


def _setting(given: str) -> str:
    wanted = given.strip().casefold()
    for setting in definitions().care_settings:
        if wanted in (setting.name.casefold(), *(alias.casefold() for alias in setting.aliases)):
            return setting.name
    offered = ", ".join(setting.name for setting in definitions().care_settings)
    raise UnknownCode(f"There is no care setting {given}.", fix=f"Choose one of: {offered}.")


def _year(asked: Asked, code: str, *, fictional: bool) -> int:
    """The round asked for, else the default; a real trust has none of the rounds of fictional trusts only."""
    publication, year = asked.publication, asked.year
    with_scores = rounds_with_pillars(publication, fictional=fictional)
    if year is None:
        return default_round_of_trust(publication, code, fictional=fictional, footprint=asked.footprint)
    if year not in with_scores:
        listed = ", ".join(map(str, with_scores)) or "none"
        raise UnknownCode(f"There are no pillar scores for {year}.", fix=f"Rounds that have them: {listed}.")
    return year


def _returned_in(publication: Publication, code: str) -> str:
    """The rounds in which a trust has pillar scores, as the second sentence of an error."""
    years = [
        year
        for year in rounds_with_pillars(publication, fictional=True)
        if settings_returned(publication, year=year, footprint="assessed", ods_code=code)
    ]
    return f"It has them in: {', '.join(map(str, years))}." if years else "It has them in no round."


def _notes(positions: tuple[Position, ...]) -> list[str]:
    notes = [position_lead(one) for one in positions]
    for one in positions:
        notes += cautions(one)
    notes.append(
        "Higher, within, lower: peers that score higher by more than one answer, differ by less, score lower "
        "by more than one answer. No rank: about half of all trusts change their quartile within a year."
    )
    return list(dict.fromkeys(notes))


def _moved(moved: TrustMovement, positions: tuple[Position, ...]) -> list[str]:
    said = movement_sentences(moved, {one.care_setting for one in positions})
    return ["On the overall score over the domains that both rounds share:", *said] if said else []
