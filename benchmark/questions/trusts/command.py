"""The commands about one trust: position, peers, search. Each returns its exit code."""

from argparse import Namespace
from typing import Any

import pandas as pd

from benchmark.common.resolve import default_round_of_trust, named_trust
from benchmark.common.scope import Scope, Standard, rounds_with_pillars
from benchmark.common.subject import Subject, sources
from benchmark.core.definitions import definitions
from benchmark.core.errors import UnknownCode
from benchmark.core.wording import in_list
from benchmark.questions.trusts.columns import (
    CONTEXT,
    DISTANCE_PARTS,
    FOUND,
    MOVEMENT,
    PEERS,
    STANDING,
    apart,
)
from benchmark.questions.trusts.measure import Position, positions, settings_returned
from benchmark.questions.trusts.measure import position as position_of
from benchmark.questions.trusts.movement import TrustMovement, trust_movement
from benchmark.questions.trusts.peers import PeerChoice, peer_rows
from benchmark.questions.trusts.search import search as search_for
from benchmark.questions.trusts.words import cautions, movement_sentences, peers_in_words, position_lead
from benchmark.store.publication import Publication
from benchmark.surfaces.cli.measured import SELF_ASSESSED, came_of
from benchmark.surfaces.cli.output import Reply, RoundCame, show
from benchmark.surfaces.cli.store_commands import ready

_UNIT = ("ods_code", "trust", "care_setting", "ics_code")
_PARTS = [apart(column).key for column in CONTEXT]


def position(arguments: Namespace) -> int:
    """Where one trust stands, one row per care setting and pillar."""
    Standard("floor", arguments.level)
    standard = Standard(arguments.baseline, arguments.level)
    choice = PeerChoice(arguments.peers, _codes(arguments), arguments.all_settings)
    _, publication = ready(arguments)
    code, name, _ = named_trust(publication, arguments.trust)
    year = _year(publication, arguments, code)
    asked: dict[str, Any] = {"year": year, "footprint": arguments.footprint, "ods_code": code}
    asked |= {"choice": choice, "standard": standard}
    if arguments.setting is not None:
        setting = _setting(arguments.setting)
        found: tuple[Position, ...] = (position_of(publication, care_setting=setting, **asked),)
    else:
        found = positions(publication, **asked)
    if not found:
        raise UnknownCode(
            f"{code} ({name}) has no pillar scores in {year}.", fix=_returned_in(publication, code)
        )
    subject = found[0].subject
    moved = trust_movement(
        publication, year=year, footprint=arguments.footprint, ods_code=code, fictional=subject.fictional
    )
    rows = pd.concat([one.pillars for one in found])
    show(
        Reply(
            subject=subject.on(
                sources(
                    publication,
                    "overall_comparable",
                    years=(*filter(None, [moved.year_from]), year),
                    fictional=subject.fictional,
                )
            ),
            heading=f"{SELF_ASSESSED}, standard: {standard.in_words}",
            shown=STANDING.without("lower_quartile", "upper_quartile", "minimum", "maximum").of(rows),
            exported=STANDING.of(rows),
            document=_document(found, moved),
            notes=[*_notes(found), *_moved(moved, found)],
            came=_came(publication, found[0]),
        ),
        arguments.format,
        arguments.output,
    )
    return 0


def _document(found: tuple[Position, ...], moved: TrustMovement) -> dict[str, Any]:
    first = found[0]
    settings = {one.care_setting for one in found}
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
                "care_setting": one.care_setting,
                **_choice(one),
                "peers": peers_in_words(one),
                "without_return": [*one.peers.absent],
                "pillars": STANDING.of(one.pillars).records(),
                "strengths": one.strengths["pillar"].tolist(),
                "gaps": one.gaps["pillar"].tolist(),
            }
            for one in found
        ],
        "moved_from": moved.year_from,
        "movement": [row for row in MOVEMENT.of(moved.overall).records() if row["care_setting"] in settings],
    }


def _choice(one: Position) -> dict[str, Any]:
    return {"peer_group": one.peers.choice.group, "all_settings": one.peers.choice.all_settings}


def peers(arguments: Namespace) -> int:
    """One unit's peers, one row each; the parts of the distance where they are the most similar."""
    choice = PeerChoice(arguments.peers, _codes(arguments), arguments.all_settings)
    _, publication = ready(arguments)
    code, name, _ = named_trust(publication, arguments.trust)
    year, setting = _year(publication, arguments, code), _setting(arguments.setting)
    # Asked for by position: it says which settings the trust has returned for.
    unit = position_of(
        publication,
        year=year,
        footprint=arguments.footprint,
        ods_code=code,
        care_setting=setting,
        choice=choice,
    )
    similar, rows = unit.peers.similar, peer_rows(unit.peers)
    notes = [f"{name} beside {peers_in_words(unit)}.", *cautions(unit)]
    if choice.group == "similar":
        notes.append(
            "Distance: the root of the mean of its parts; each part is a squared difference in standard "
            "deviations. Never on maturity or IT spend."
        )
    if similar is not None and similar.missing:
        notes.append(f"The trust has no figure for {in_list([*similar.missing])}: the rest is compared.")
    show(
        Reply(
            subject=unit.subject.on(sources(publication, "trust_context", fictional=unit.subject.fictional)),
            heading=f"{SELF_ASSESSED}, peers for {setting}",
            shown=PEERS.only(*_UNIT, *([] if similar is None else ["distance", *_PARTS])).of(rows),
            exported=(PEERS.only(*_UNIT, "distance") if similar is None else PEERS.without("ics")).of(rows),
            document={
                "ods_code": code,
                "trust": name,
                "care_setting": setting,
                "year": year,
                "footprint": arguments.footprint,
                **_choice(unit),
                "missing": [] if similar is None else [*similar.missing],
                "without_return": [*unit.peers.absent],
                "peers": _peer_records(unit, rows),
            },
            notes=notes,
            came=_came(publication, unit),
        ),
        arguments.format,
        arguments.output,
    )
    return 0


def _peer_records(unit: Position, rows: pd.DataFrame) -> list[dict[str, Any]]:
    """The peers as JSON, each with the parts of its distance."""
    similar = unit.peers.similar
    records = PEERS.only(*_UNIT, "distance").of(rows).records()
    if similar is None:
        return [record | {"parts": []} for record in records]
    own = similar.contexts.iloc[0]

    def parts(peer: dict[Any, Any]) -> list[dict[str, Any]]:
        return DISTANCE_PARTS.of(
            {
                "part": feature.words,
                "squared_difference": peer[apart(feature.column).key],
                "own": own[feature.key],
                "other": peer[feature.key],
            }
            for feature in similar.features
        ).records()

    peers = zip(records, rows.to_dict("records"), strict=True)
    return [record | {"parts": parts(peer)} for record, peer in peers]


def search(arguments: Namespace) -> int:
    """What a text may mean, one row each."""
    _, publication = ready(arguments)
    text = " ".join(arguments.text)
    found = [vars(match) for match in search_for(publication, text)]
    exported = FOUND.of(found)
    show(
        Reply(
            subject=Subject(
                "", text, as_at=publication.as_at, rests_on=sources(publication, "trusts", "ics")
            ),
            heading=f"{len(found) or 'nothing'} found",
            shown=FOUND.only("kind", "code", "name", "leads_to", "ics_code", "note", "fictional").of(found),
            exported=exported,
            document={"text": text, "found": exported.records()},
        ),
        arguments.format,
        arguments.output,
    )
    return 0


def _codes(arguments: Namespace) -> tuple[str, ...]:
    """The named trusts' codes, parted by spaces or commas."""
    return tuple(code.upper() for word in arguments.named for code in word.split(",") if code)


def _came(publication: Publication, unit: Position) -> RoundCame:
    """How much of the unit's round came: in its system, or in England where it is in none."""
    scope = unit.ics_code and Scope(unit.ics_code, unit.assessment_year, unit.footprint)
    return came_of(publication, scope or None, year=unit.assessment_year)


def _setting(given: str) -> str:
    wanted = given.strip().casefold()
    for setting in definitions().settings:
        if wanted in (setting.name.casefold(), *(alias.casefold() for alias in setting.aliases)):
            return setting.name
    known = ", ".join(setting.name for setting in definitions().settings)
    raise UnknownCode(f"There is no care setting {given}.", fix=f"Choose one of: {known}.")


def _year(publication: Publication, arguments: Namespace, code: str) -> int:
    """The round that is asked for; a real trust knows nothing of those of fictional trusts alone."""
    _, _, fictional = named_trust(publication, code)
    known = rounds_with_pillars(publication, fictional=fictional)
    if arguments.year is None:
        return default_round_of_trust(publication, code, fictional=fictional, footprint=arguments.footprint)
    if arguments.year not in known:
        listed = ", ".join(map(str, known)) or "none"
        raise UnknownCode(
            f"There are no pillar scores for {arguments.year}.", fix=f"Rounds that have them: {listed}."
        )
    return int(arguments.year)


def _returned_in(publication: Publication, code: str) -> str:
    """The rounds in which a trust has pillar scores, as the second sentence of an error."""
    years = [
        year
        for year in rounds_with_pillars(publication, fictional=True)
        if settings_returned(publication, year=year, footprint="assessed", ods_code=code)
    ]
    return f"It has them in: {', '.join(map(str, years))}." if years else "It has them in no round."


def _notes(found: tuple[Position, ...]) -> list[str]:
    threshold = f"{definitions().threshold('pillar'):g}"
    notes = [position_lead(one) for one in found]
    for one in found:
        notes += cautions(one)
    notes.append(
        f"Higher, within, lower: peers that score higher by {threshold} or more, differ by less, score lower "
        f"by {threshold} or more. No rank: about half of all trusts change their quartile within a year."
    )
    return list(dict.fromkeys(notes))


def _moved(moved: TrustMovement, found: tuple[Position, ...]) -> list[str]:
    said = movement_sentences(moved, {one.care_setting for one in found})
    return ["On the overall score over the domains that both rounds share:", *said] if said else []
