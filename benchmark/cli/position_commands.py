"""The commands about one trust: position, peers, search. Each returns its exit code."""

from argparse import Namespace
from collections.abc import Hashable
from typing import Any

from benchmark.charts.position_words import ACROSS_SETTINGS, peers_in_words, position_lead
from benchmark.charts.theme import rows_of
from benchmark.cli.measured import (
    SELF_ASSESSED,
    UNIT_COLUMNS,
    came_of,
    dumped,
    figure_column,
    pillar_label,
    sources_of,
)
from benchmark.cli.output import Answer, Column, RoundCame, number, show, signed
from benchmark.cli.store_commands import ready
from benchmark.definitions import definitions
from benchmark.errors import UnknownCode
from benchmark.measures.peers import PeerChoice, Peers, placed_scores
from benchmark.measures.position import Position, positions
from benchmark.measures.position import position as position_of
from benchmark.measures.position_results import peers_result, position_result, search_result
from benchmark.measures.scope import FOOTPRINT_IN_WORDS, Scope, Standard, rounds_with_pillars
from benchmark.measures.search import search as search_for
from benchmark.measures.trust_movement import TrustMovement, trust_movement
from benchmark.measures.trust_scope import default_round_of_trust, named_trust
from benchmark.store.publication import Publication
from benchmark.wording import in_list
from schemas.position_results import Found, PeerUnit, PositionPillar


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
    moved = trust_movement(
        publication,
        year=year,
        footprint=arguments.footprint,
        ods_code=code,
        fictional=found[0].fictional,
    )
    result = position_result(found, moved, peers_in_words=[peers_in_words(one) for one in found])
    show(
        Answer(
            heading=_heading(name, code, year, arguments, fictional=found[0].fictional)
            + f", standard: {standard.in_words}",
            columns=(
                Column("care_setting", "Setting"),
                Column("pillar", "Pillar", pillar_label),
                figure_column("score", "Score", number(1)),
                figure_column("n", "Peers", str),
                figure_column("median", "Median", number(2)),
                figure_column("difference", "Difference", signed(2)),
                Column("material", "Material", lambda value: "-" if value is None else _yes(value)),
                figure_column("higher", "Higher", number(0)),
                figure_column("within", "Within", number(0)),
                figure_column("lower", "Lower", number(0)),
                figure_column("standard", "Standard", number(2)),
                figure_column("own_target", "Own target", number(2)),
            ),
            rows=[
                row
                for one in found
                for row in one.pillars.assign(care_setting=one.care_setting).to_dict("records")
            ],
            notes=[*_notes(found), *_moved(moved, found)],
            source=sources_of(
                publication,
                "maturity_scores",
                "overall_comparable",
                "own_targets",
                fictional=found[0].fictional,
                years=(*filter(None, [moved.year_from]), year),
            ),
            exported=[row for unit in result.settings for row in dumped(unit.pillars)],
            keys=[*PositionPillar.model_fields],
            document=result.model_dump(mode="json"),
            as_at=publication.as_at,
            fictional=found[0].fictional,
            came=_came(publication, found[0]),
        ),
        arguments.format,
    )
    return 0


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
    found = unit.peers
    result = peers_result(found, trust=name, year=year, footprint=arguments.footprint)
    similar = choice.group == "similar"
    parts = [part.part for part in result.peers[0].parts] if result.peers else []
    columns = [*UNIT_COLUMNS, Column("ics", "ICS", lambda value: value or "-")]
    if similar:
        columns.append(figure_column("distance", "Distance", number(2)))
        columns += [figure_column(part, _short(part), number(2)) for part in parts]
    records = [
        detail.model_dump(exclude={"parts"}) | {part.part: part.squared_difference for part in detail.parts}
        for detail in result.peers
    ]
    notes = [f"{name} beside {peers_in_words(unit)}.", *_cautions(unit)]
    if similar:
        notes.append(
            "Distance: the root of the mean of its parts; each part is a squared difference in standard "
            "deviations. Never on maturity or IT spend."
        )
    if result.missing:
        notes.append(f"The trust has no figure for {in_list([*result.missing])}: the rest is compared.")
    show(
        Answer(
            heading=_heading(name, code, year, arguments, fictional=unit.fictional)
            + f", peers for {setting}",
            columns=columns,
            rows=_unrounded(found),
            notes=notes,
            source=sources_of(
                publication, "maturity_scores", "trust_context", fictional=unit.fictional, years=(year,)
            ),
            exported=records,
            keys=[*PeerUnit.model_fields, *parts],
            document=result.model_dump(mode="json"),
            as_at=publication.as_at,
            fictional=unit.fictional,
            came=_came(publication, unit),
        ),
        arguments.format,
    )
    return 0


def _unrounded(found: Peers) -> list[dict[Hashable, Any]]:
    """The peers as the table shows them: the parts of the distance by their words."""
    units = found.units.drop(columns="ics").rename(columns={"ics_code": "ics"})
    units["ics"] = units["ics"].where(units["ics"].notna(), None)
    if found.similar is not None:
        words = {feature.key: feature.words for feature in found.similar.features}
        parts = found.similar.rows[["ods_code", *words]].rename(columns=words)
        units = units.merge(parts, on="ods_code", how="left")
    return units.to_dict("records")


def search(arguments: Namespace) -> int:
    """What a text may mean, one row each."""
    _, publication = ready(arguments)
    text = " ".join(arguments.text)
    result = search_result(text, search_for(publication, text))
    records = [found.model_dump() for found in result.found]
    show(
        Answer(
            heading=f"{text}: {len(records) or 'nothing'} found",
            columns=(
                Column("kind", "Kind", _KINDS.__getitem__),
                Column("code", "Code"),
                Column("name", "Name"),
                Column("leads_to", "Ask for"),
                Column("ics", "ICS", lambda value: value or "-"),
                Column("note", "Note", lambda value: value or "-"),
                Column("fictional", "Fictional", lambda value: "yes" if value else "no"),
            ),
            rows=[dict[Hashable, Any](record.items()) for record in records],
            notes=[],
            source=sources_of(publication, "trusts", "ics"),
            exported=records,
            keys=[*Found.model_fields],
            document=result.model_dump(mode="json"),
            as_at=publication.as_at,
        ),
        arguments.format,
    )
    return 0


_KINDS = {"trust": "trust", "ics": "ICS", "pillar": "pillar"}


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
        if code in set(placed_scores(publication, year=year, footprint="assessed")["ods_code"])
    ]
    return f"It has them in: {', '.join(map(str, years))}." if years else "It has them in no round."


def _heading(name: str, code: str, year: int, arguments: Namespace, *, fictional: bool) -> str:
    marked = ", fictional" if fictional else ""
    words = FOOTPRINT_IN_WORDS[arguments.footprint]
    return f"{name} ({code}{marked}), {year}, {words}, {SELF_ASSESSED}"


def _notes(found: tuple[Position, ...]) -> list[str]:
    threshold = f"{definitions().threshold('pillar'):g}"
    notes = [position_lead(one) for one in found]
    for one in found:
        notes += _cautions(one)
    notes.append(
        f"Higher, within, lower: peers that score higher by {threshold} or more, differ by less, score lower "
        f"by {threshold} or more. No rank: about half of all trusts change their quartile within a year."
    )
    return list(dict.fromkeys(notes))


def _cautions(one: Position) -> list[str]:
    said = []
    if one.peers.choice.all_settings:
        said.append(ACROSS_SETTINGS)
    if one.peers.absent:
        said.append(f"Without such a return: {in_list([*one.peers.absent])}.")
    return said


def _moved(moved: TrustMovement, found: tuple[Position, ...]) -> list[str]:
    change, points = signed(2), number(2)
    return [
        f"{row.care_setting}, comparable overall score: {points(row.score_from)} in {moved.year_from} to "
        f"{points(row.score_to)} ({change(row.change)}), "
        f"{'a material change' if row.material else 'no material change'}."
        for row in rows_of(moved.overall)
        if row.care_setting in {one.care_setting for one in found}
    ]


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _short(part: str) -> str:
    """A part of the distance as a column's heading."""
    return part.split(" (", maxsplit=1)[0].capitalize()
