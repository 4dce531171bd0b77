"""The filters of a page: the reader's choices, kept in the link.

A choice is read from the link, else from the session's last choice, else it is a default. It is checked
against the known codes, so a link never brings in anything else, and is written back to the link, so that the
address can be copied at any time. Streamlit's own binding is not used: it writes labels into the link, and a
link must hold codes.

The default round is each system's own. So a round that no reader chose is not remembered: it is in the link
only, and changes when another system or page is chosen.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from benchmark.common.completeness import (
    default_round,
    round_received,
    rounds_to_choose,
    rounds_with_anything,
)
from benchmark.common.groups import (
    group_scope,
    kind_of,
    known_groups,
    names_of_systems,
)
from benchmark.common.resolve import as_group, group_text, resolve_scope
from benchmark.common.scope import (
    BASES,
    Footprint,
    Scope,
    Standard,
    System,
    footprint_in_words,
    system_of,
    with_group,
)
from benchmark.common.subject import Subject
from benchmark.core.definitions import definitions
from benchmark.core.errors import UnknownCode
from benchmark.core.wording import with_code
from benchmark.store.publication import Publication, per_publication
from benchmark.surfaces.web.choices.link import (
    LONGEST_NAME,
    OF_ITSELF,
    PLACE,
    REMEMBERED,
    ROUND,
    as_offered,
    forget,
    has_unknown_value,
    is_from_link,
    linked_value,
    note_instead,
    note_not_offered,
    set_linked_value,
    wanted_value,
)
from benchmark.surfaces.web.choices.lists import typed_in
from benchmark.surfaces.web.choices.offered import (
    ALL_REGIONS,
    Offered,
    offered_groups,
    offered_systems,
    replacements,
)
from benchmark.surfaces.web.terms import meaning

ALL_TRUSTS = "all"
FOOTPRINT_NAMES: dict[Footprint, str] = {
    "assessed": "As assessed",
    "current": "Today's ICSs",
    "expected": "Expected, not decided",
}
_LEFT = "system left behind"
"""The system that the reader left, and the one that was chosen in its place."""
_PLACE_BOX = "select: place"
UNFOLDED = "more-filters"
_PLACE_EXPLAINED = (
    "A system is an integrated care system (ICS): the trusts and others that plan the care of an area. A "
    "group is trusts, or systems, that decide together."
)
_LEVEL_EXPLAINED = (
    "1 is the lowest and 5 the highest. A level is given only where all that it asks for is met. "
    "What each means is at the foot of the page."
)

default_round_of = per_publication(default_round)
rounds_of = per_publication(rounds_with_anything)
pillars_of = per_publication(rounds_to_choose)


@dataclass(frozen=True)
class Filters:
    """A page's scope and standard, with the names for its heading; empty names if no system is chosen."""

    scope: Scope
    standard: Standard
    ics_name: str
    region: str
    fictional: bool
    kind: str = ""
    """A group's kind in words; empty for a system."""

    @property
    def what(self) -> str:
        """The word for what the figures are of: the group's kind, or "system"."""
        return self.kind or "system"

    @property
    def place(self) -> str:
        """The system or group, for the line above the title."""
        return Subject(self.scope.ics_code, self.ics_name, kind=self.kind).named


class NotHere(Exception):
    """The link names an organisation that is not on the footprint. words: which, and the nearest names.

    heirs: code -> name of each system that replaced it, and the code of the one replaced.
    """

    def __init__(self, words: str, heirs: Mapping[str, tuple[str, str]] | None = None) -> None:
        super().__init__(words)
        self.words = words
        self.heirs = heirs or {}


def choose_heir(code: str, instead_of: str) -> None:
    """Choose a system that replaced one that is not on the footprint."""
    st.session_state[_LEFT] = (instead_of, code)
    set_linked_value("region", ALL_REGIONS)
    set_linked_value("ics", code)


def choice(
    name: str,
    label: str,
    options: Sequence[str],
    *,
    default: str,
    show: Callable[[str], str] = str,
    explained: str | None = None,
) -> str:
    """A select box whose value is the link's `name`. Returns one of `options`.

    explained: the help text beside the label.
    """
    value = linked_value(name, options, default=default)
    if has_unknown_value(name, options):
        note_not_offered(label, st.query_params[name], instead=show(value))
    _box(name, label, options, value, show=show, explained=explained)
    return value


def one_trust(names: Mapping[str, str]) -> str | None:
    """The choice of one of a system's trusts (ODS code -> name); None for all."""
    chosen = choice(
        "focus",
        "Trust",
        [ALL_TRUSTS, *names],
        default=ALL_TRUSTS,
        show=lambda code: with_code(names[code], code) if code in names else "All trusts of the system",
    )
    return None if chosen == ALL_TRUSTS else chosen


def _box(
    name: str,
    label: str,
    options: Sequence[str],
    value: str,
    *,
    show: Callable[[str], str] = str,
    explained: str | None = None,
) -> None:
    key = f"select: {name}"
    st.session_state[key] = value

    def take() -> None:
        set_linked_value(name, st.session_state[key])

    st.selectbox(
        label,
        options,
        format_func=show,
        key=key,
        on_change=take,
        filter_mode=typed_in(options),
        help=explained,
    )


def page_filters(publication: Publication, *, of_england: bool = False) -> Filters:
    """Draw the row of filters, and return their choices.

    of_england: the page shows all systems, so it opens with the default round of England. A fictional system
    has rounds of its own, so the rounds on offer depend on the chosen system. The systems on offer never
    depend on a round that real systems do not have.
    """
    base = as_footprint(linked_value("footprint", list(FOOTPRINT_NAMES), default="assessed"))
    year_of_systems = round_of_systems(publication)
    known = offered_systems(publication, year=year_of_systems, footprint=base)
    unfolded = bool(st.session_state.get(UNFOLDED))
    # An incomplete round has a longer name in its box.
    ics = None if of_england else wanted_value("ics")
    begun = [
        year
        for year in pillars_of(publication)
        if not round_received(publication, year=year, footprint=base).of(ics).enough
    ]
    with st.container(key="filters-unfolded" if unfolded else "filters"):
        columns = st.columns(
            [1.12, 1.65, 1.5, 1.1, 1.4, 0.65] if begun else [1.12, 2.1, 0.8, 1.2, 1.5, 0.65],
            gap="small",
            vertical_alignment="bottom",
        )
        with columns[0]:
            region = _region(known)
        with columns[1]:
            place = _place(publication, known, region, year=year_of_systems, footprint=base)
        footprint = with_group(base, place.code) if place.is_group else base
        with columns[3]:
            footprint_choice()
        standard = _standard(columns[4], columns[5])
        if not place.instead:
            found = System("", "", "", "", fictional=False)
            if place.code:
                found = system_of(publication, Scope(place.code, year_of_systems, footprint))
            with columns[2]:
                year = round_choice(
                    publication,
                    ics_code=None if of_england else place.code,
                    fictional=found.fictional,
                    footprint=footprint,
                )
    st.toggle("More filters", key=UNFOLDED)  # the style sheet shows it on narrow screens only
    if place.instead:
        raise NotHere(place.instead, {code: (name, place.code) for code, name in place.heirs.items()})
    scope = Scope(ics_code=place.code, assessment_year=year, footprint=footprint)
    return Filters(
        scope=scope,
        standard=standard,
        ics_name=found.name,
        region=found.region,
        fictional=found.fictional,
        kind=kind_of(publication, scope),
    )


def round_of_systems(publication: Publication) -> int:
    """The round whose systems are offered: the link's, if real systems have it, else England's default."""
    known = {str(year): year for year in rounds_of(publication)}
    wanted = known.get(as_offered(wanted_value(ROUND), [*known]) or "")
    return default_round_of(publication, ics_code=None) if wanted is None else wanted


def round_choice(
    publication: Publication, *, ics_code: str | None, fictional: bool = False, footprint: Footprint
) -> int:
    """Draw the choice of a round. The default is the newest with enough returns, of a system or of England.

    An incomplete round says so in the list.
    """
    options = [str(year) for year in rounds_of(publication, fictional=fictional)]
    with_pillars = pillars_of(publication, fictional=fictional)

    def show(option: str) -> str:
        if int(option) not in with_pillars:
            return f"{option}, overall"
        came = round_received(publication, year=int(option), footprint=footprint).of(ics_code)
        return option if came.enough or not came.expected else f"{option}: {came.words}"

    linked = st.query_params.get(ROUND)
    if linked is not None and linked == st.session_state.get(OF_ITSELF):
        linked = None  # a page put it there, not the reader
    value = as_offered(linked, options) or st.session_state.get(REMEMBERED + ROUND)
    if value in options:
        set_linked_value(ROUND, value)
    else:
        value = str(
            default_round_of(publication, ics_code=ics_code, fictional=fictional, footprint=footprint)
        )
        if has_unknown_value(ROUND, options):
            note_not_offered("Round", st.query_params[ROUND], instead=value)
        else:
            st.session_state[OF_ITSELF] = value
            if st.query_params.get(ROUND) != value:
                st.query_params[ROUND] = value

    # Written beforehand: a visit keeps functions given to Streamlit, and with them the publication.
    words = {option: show(option) for option in options}
    _box(ROUND, "Round", options, value, show=words.__getitem__, explained=meaning("round"))
    return int(value)


def as_footprint(value: str) -> Footprint:
    """The footprint that a link's value means; "assessed" if it means none."""
    return next((base for base in BASES if base == as_offered(value, BASES)), BASES[0])


def footprint_choice() -> Footprint:
    """The choice of a footprint: systems as assessed, today's, or those expected after mergers."""
    chosen = choice(
        "footprint",
        "Footprint",
        list(FOOTPRINT_NAMES),
        default="assessed",
        show=lambda value: FOOTPRINT_NAMES[as_footprint(value)],
        explained=meaning("footprint"),
    )
    return as_footprint(chosen)


def _prefer_the_system(known: Offered, region: str | None) -> None:
    """If a link has a system and a region of other systems, keep the system, and say so."""
    ics = st.query_params.get("ics")
    system = known.systems.get(as_offered(ics, [*known.systems]) or "")
    if ics is None or system is None or region not in known.regions or region == system.region:
        return
    if is_from_link("ics", ics):
        named = with_code(system.name, system.ics_code)
        note_instead(
            "Region", f"the link asks for {region} and for {named} in {system.region}, which is shown."
        )
        set_linked_value("region", ALL_REGIONS)


def _region(known: Offered) -> str:
    if "region" not in st.query_params and any(name in st.query_params for name in PLACE):
        set_linked_value("region", ALL_REGIONS)  # a link with a system and no region means that system
    regions = known.regions
    _prefer_the_system(known, as_offered(st.query_params.get("region"), regions))
    return choice(
        "region",
        "Region",
        [ALL_REGIONS, *regions],
        default=ALL_REGIONS,
        show=lambda value: "All regions" if value == ALL_REGIONS else value,
    )


@dataclass(frozen=True)
class _Place:
    """The chosen system or group; its code is empty if none is chosen.

    instead: if it is not on the footprint, why nothing can be shown. heirs: code -> name of the systems to
    choose in its place.
    """

    code: str
    is_group: bool = False
    instead: str = ""
    heirs: Mapping[str, str] = field(default_factory=dict)

    @property
    def option(self) -> str:
        """Its value among the box's options."""
        return as_group(self.code) if self.is_group else self.code


def _place(
    publication: Publication, known: Offered, region: str, *, year: int, footprint: Footprint
) -> _Place:
    """Draw the choice of a system or group. Its `instead` is set if the link's is not on the footprint."""
    groups = offered_groups(publication, year=year, footprint=footprint)
    place = _asked_group(publication, known, year=year, footprint=footprint) or _asked_system(
        publication, known, known.within(region), footprint=footprint
    )
    names = {code: f"{system.name} ({code})" for code, system in known.within(region).items()}
    names |= {as_group(code): group.named for code, group in groups.items()}
    if place.is_group and place.option not in names and not place.instead:
        scope = Scope(place.code, year, with_group(footprint, place.code))
        names[place.option] = system_of(publication, scope).name
    st.session_state[_PLACE_BOX] = None if place.instead or not place.code else place.option

    def take() -> None:
        _set_place(st.session_state[_PLACE_BOX])

    st.selectbox(
        "System or group",
        [*names],
        format_func=lambda option: names.get(option, option),
        key=_PLACE_BOX,
        on_change=take,
        filter_mode="contains",
        placeholder="Choose a system or a group",
        help=_PLACE_EXPLAINED,
    )
    return place


def _set_place(option: str | None) -> None:
    if option is not None:
        group = group_text(option)
        set_linked_value("ics" if group is None else "group", option if group is None else group)


def _asked_group(
    publication: Publication, known: Offered, *, year: int, footprint: Footprint
) -> _Place | None:
    """The group in the link, or the last one chosen; None if that is a system."""
    linked = [name for name in ("group", "ics") if name in st.query_params]
    if (linked or [""])[0] == "ics":
        forget("group")
        # The code may be a cluster's, which was a system on the footprint where clusters are systems.
        ics = st.query_params["ics"]
        text = ics if ics in known_groups(publication) and ics not in known.systems else None
    else:
        text = wanted_value("group")
    if text is None:
        return None
    try:
        code = group_scope(publication, text, year=year, footprint=footprint).ics_code
    except UnknownCode as error:
        return _Place(text, is_group=True, instead=" ".join(filter(None, (error.message, error.fix))))
    is_system = code in known.systems
    set_linked_value("ics" if is_system else "group", code)
    set_linked_value("region", ALL_REGIONS)
    return _Place(code, is_group=not is_system)


def _asked_system(
    publication: Publication, known: Offered, offered: Mapping[str, System], *, footprint: Footprint
) -> _Place:
    """The system in the link, or the last one chosen; else none. None is taken unasked.

    In another region it is the largest there. A system that is not on the footprint is replaced by its heir;
    if it has several, the reader must choose. Back on the earlier footprint, it is the earlier system again.
    """
    largest = known.largest if known.largest in offered else next(iter(offered))
    if (wanted := wanted_value("ics")) is None:
        return _Place("")
    if wanted in known.systems:
        return _Place(linked_value("ics", list(offered), default=largest))
    left, chosen = st.session_state.get(_LEFT, ("", ""))
    if chosen == wanted and left in known.systems:
        heirs = [left]
    else:
        heirs = replacements(publication, wanted, footprint=footprint, known=frozenset(known.systems))
    if len(heirs) > 1:
        name, where = names_of_systems(publication).get(wanted, wanted), footprint_in_words(footprint)
        words = f"{name} ({wanted}) is not on {where}: {len(heirs)} systems stand there"
        return _Place(
            wanted,
            instead=f"{words} in its place. Choose one of them.",
            heirs={code: known.systems[code].name for code in heirs},
        )
    if not heirs:
        try:
            year = round_of_systems(publication)
            spelt = resolve_scope(publication, ics=wanted[:LONGEST_NAME], year=year, footprint=footprint)
        except UnknownCode as error:
            return _Place(wanted, instead=str(error))
        set_linked_value("ics", spelt.ics_code)
        return _Place(spelt.ics_code)
    if is_from_link("ics", wanted):
        where = f"is not on {footprint_in_words(footprint)}"
        instead = f"Shown: {known.systems[heirs[0]].name} ({heirs[0]}), which took its place there"
        note_instead(
            "System", f"{names_of_systems(publication).get(wanted, wanted)} ({wanted}) {where}. {instead}."
        )
    st.session_state[_LEFT] = (wanted, heirs[0])
    set_linked_value("ics", heirs[0])
    return _Place(heirs[0])


def _standard(column: DeltaGenerator, level_column: DeltaGenerator) -> Standard:
    names = _baseline_names()
    with column:
        chosen = choice(
            "standard",
            "Standard",
            list(names),
            default="floor",
            show=names.__getitem__,
            explained=meaning("standard"),
        )
    baseline = next(baseline for baseline in definitions().baselines if baseline.id == chosen)
    if not baseline.takes_level:
        return Standard(baseline=baseline.id)
    scale = definitions().framework.scale
    levels = [f"{level:g}" for level in scale.levels]
    with level_column:
        level = choice(
            "level",
            "Level",
            levels,
            default=f"{scale.default_standard:g}",
            explained=_LEVEL_EXPLAINED,
        )
    return Standard(baseline=baseline.id, level=float(level))


@cache
def _baseline_names() -> dict[str, str]:
    return {baseline.id: baseline.name for baseline in definitions().baselines}
