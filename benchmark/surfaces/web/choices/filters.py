"""The filters of a page: what the reader chose, held in the link.

A choice is looked for in the link, then in what the session chose last, then in a default. What is found is
checked against the known codes, so a link never brings in anything else, and is written back to the link, so
that the address can be copied at any time. Streamlit's own binding is not used: it writes labels into the
link, and a link must hold codes.

The round's default is each system's own, so a round that no reader chose is not remembered: it stands in the
link, and gives way when another system or page is chosen.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from benchmark.common.completeness import (
    coming,
    default_round,
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
    came_unknown,
    came_with,
    forget,
    linked_value,
    say_in_vain,
    say_instead,
    set_linked_value,
    wanted_value,
)
from benchmark.surfaces.web.choices.lists import typed_in
from benchmark.surfaces.web.choices.offered import (
    ALL_REGIONS,
    Offered,
    offered_groups,
    offered_systems,
    stands_instead,
)
from benchmark.surfaces.web.terms import meaning

ALL_TRUSTS = "all"
FOOTPRINT_NAMES: dict[Footprint, str] = {
    "assessed": "As assessed",
    "current": "Today's ICSs",
    "expected": "Expected, not decided",
}
_LEFT = "system left behind"
"""The system whose footprint was left, and the one that was chosen in its place."""
_PLACE_BOX = "select: place"
UNFOLDED = "more-filters"
_PLACE_EXPLAINED = (
    "A system is an integrated care system (ICS): the trusts and others that plan the care of an area. A "
    "group is trusts, or systems, that decide together."
)
_LEVEL_EXPLAINED = (
    "1 is the lowest and 5 the highest. A level is given only where all that it asks for is met. "
    "What each means stands at the foot of the page."
)

default_round_of = per_publication(default_round)
rounds_of = per_publication(rounds_with_anything)
pillars_of = per_publication(rounds_to_choose)


@dataclass(frozen=True)
class Filters:
    """What a page is about: the scope and the standard, with the names that a heading needs."""

    scope: Scope
    standard: Standard
    ics_name: str
    region: str
    fictional: bool
    kind: str = ""
    """A group's, in words; empty for a system."""

    @property
    def what(self) -> str:
        """What the figures are of, as a sentence says it."""
        return self.kind or "system"

    @property
    def place(self) -> str:
        """The system or group as the line above the title says it."""
        return Subject(self.scope.ics_code, self.ics_name, kind=self.kind).named


class NotHere(Exception):
    """The link names an organisation that is not there. words: which, and what comes nearest.

    heirs: what stands in its place, code -> its name and the code that it stands for.
    """

    def __init__(self, words: str, heirs: Mapping[str, tuple[str, str]] | None = None) -> None:
        super().__init__(words)
        self.words = words
        self.heirs = heirs or {}


def choose_heir(code: str, instead_of: str) -> None:
    """Take what stands in the place of a system that is not on the footprint."""
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

    explained: what a sign beside the label says.
    """
    value = linked_value(name, options, default=default)
    if came_unknown(name, options):
        say_in_vain(label, st.query_params[name], instead=show(value))
    _box(name, label, options, value, show=show, explained=explained)
    return value


def one_trust(names: Mapping[str, str]) -> str | None:
    """The choice among a system's trusts, ODS code -> name; None for all of them."""
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
    """Draw the row of filters, and return what they say.

    of_england: the page shows all systems, so it opens with the round of which enough came in England.

    A fictional system has rounds of its own, so the rounds on offer depend on the system that is chosen; the
    systems on offer never depend on a round that real ones do not have.
    """
    base = as_footprint(linked_value("footprint", list(FOOTPRINT_NAMES), default="assessed"))
    year_of_systems = round_of_systems(publication)
    known = offered_systems(publication, year=year_of_systems, footprint=base)
    unfolded = bool(st.session_state.get(UNFOLDED))
    # A round of which not enough came has a longer name.
    asked = None if of_england else wanted_value("ics")
    begun = [
        year
        for year in pillars_of(publication)
        if not coming(publication, year=year, footprint=base).of(asked).enough
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
    """The round whose systems are offered: the one that is asked for where real systems have it."""
    known = {str(year): year for year in rounds_of(publication)}
    asked = known.get(as_offered(wanted_value(ROUND), [*known]) or "")
    return default_round_of(publication, ics_code=None) if asked is None else asked


def round_choice(
    publication: Publication, *, ics_code: str | None, fictional: bool = False, footprint: Footprint
) -> int:
    """Draw the choice of a round; its default is the newest of which enough came, of a system or of England.

    A round of which not enough came says so where it is offered.
    """
    options = [str(year) for year in rounds_of(publication, fictional=fictional)]
    with_pillars = pillars_of(publication, fictional=fictional)

    def show(option: str) -> str:
        if int(option) not in with_pillars:
            return f"{option}, overall"
        came = coming(publication, year=int(option), footprint=footprint).of(ics_code)
        return option if came.enough or not came.expected else f"{option}: {came.words}"

    linked = st.query_params.get(ROUND)
    if linked is not None and linked == st.session_state.get(OF_ITSELF):
        linked = None  # it stands there because a page put it there
    value = as_offered(linked, options) or st.session_state.get(REMEMBERED + ROUND)
    if value in options:
        set_linked_value(ROUND, value)
    else:
        value = str(
            default_round_of(publication, ics_code=ics_code, fictional=fictional, footprint=footprint)
        )
        if came_unknown(ROUND, options):
            say_in_vain("Round", st.query_params[ROUND], instead=value)
        else:
            st.session_state[OF_ITSELF] = value
            if st.query_params.get(ROUND) != value:
                st.query_params[ROUND] = value

    # In words beforehand: a visit keeps what it hands to Streamlit, and would keep the publication with it.
    words = {option: show(option) for option in options}
    _box(ROUND, "Round", options, value, show=words.__getitem__, explained=meaning("round"))
    return int(value)


def as_footprint(value: str) -> Footprint:
    """The footprint that a link's word means."""
    return next((base for base in BASES if base == as_offered(value, BASES)), BASES[0])


def footprint_choice() -> Footprint:
    """The choice of the systems as they were when assessed, are now, or are expected to merge."""
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
    """Of a link that came with a system and a region of others, take the system, and say so."""
    ics = st.query_params.get("ics")
    system = known.systems.get(as_offered(ics, [*known.systems]) or "")
    if ics is None or system is None or region not in known.regions or region == system.region:
        return
    if came_with("ics", ics):
        named = with_code(system.name, system.ics_code)
        say_instead(
            "Region", f"the link asks for {region} and for {named} in {system.region}, which is shown."
        )
        set_linked_value("region", ALL_REGIONS)


def _region(known: Offered) -> str:
    if "region" not in st.query_params and any(name in st.query_params for name in PLACE):
        set_linked_value("region", ALL_REGIONS)  # a link that names a system alone means that system
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
    """What is chosen, a system's code or a group's; and what is said where that is not on the footprint.

    instead: why nothing can be shown. heirs: systems to choose from in its place, code -> name.
    """

    code: str
    is_group: bool = False
    instead: str = ""
    heirs: Mapping[str, str] = field(default_factory=dict)

    @property
    def option(self) -> str:
        """How it stands among the options of the box."""
        return as_group(self.code) if self.is_group else self.code


def _place(
    publication: Publication, known: Offered, region: str, *, year: int, footprint: Footprint
) -> _Place:
    """The choice of a system or a group. Stops the page where the link names what is not there."""
    groups = offered_groups(publication, year=year, footprint=footprint)
    place = _asked_group(publication, known, year=year, footprint=footprint) or _asked_system(
        publication, known, known.within(region), footprint=footprint
    )
    names = {code: f"{system.name} ({code})" for code, system in known.within(region).items()}
    names |= {as_group(code): group.named for code, group in groups.items()}
    if place.is_group and place.option not in names and not place.instead:
        scope = Scope(place.code, year, with_group(footprint, place.code))
        names[place.option] = system_of(publication, scope).name
    st.session_state[_PLACE_BOX] = None if place.instead else place.option

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
    """The group that the link names, or that was chosen last; None where that is a system."""
    linked = [name for name in ("group", "ics") if name in st.query_params]
    if (linked or [""])[0] == "ics":
        forget("group")
        # On the footprint where clusters are systems its code was a system's.
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
    """The system that the link names, or that was chosen last; else the largest of those on offer.

    One that is not on the footprint gives way to the one that stands in its place. Where several do, none is
    taken for the reader, who is asked. Whoever goes back finds the system that was left.
    """
    largest = known.largest if known.largest in offered else next(iter(offered))
    wanted = wanted_value("ics")
    if wanted is None or wanted in known.systems:
        return _Place(linked_value("ics", list(offered), default=largest))
    left, chosen = st.session_state.get(_LEFT, ("", ""))
    if chosen == wanted and left in known.systems:
        heirs = [left]
    else:
        heirs = stands_instead(publication, wanted, footprint=footprint, known=frozenset(known.systems))
    if len(heirs) > 1:
        name = names_of_systems(publication).get(wanted, wanted)
        words = (
            f"{name} ({wanted}) is not on {footprint_in_words(footprint)}: {len(heirs)} systems stand there"
        )
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
    if came_with("ics", wanted):
        where = f"is not on {footprint_in_words(footprint)}"
        instead = f"Shown: {known.systems[heirs[0]].name} ({heirs[0]}), which stands there in its place"
        say_instead(
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
