"""The choice of a page's trust and of what it is compared with, kept in the link."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from benchmark.common.groups import group_scope, names_of_systems, trusts_held
from benchmark.common.resolve import named_trust
from benchmark.common.scope import Footprint, trust_names
from benchmark.core.errors import UnknownCode
from benchmark.core.wording import bare_name, with_code, without_form
from benchmark.questions.trusts.facts import trust_places
from benchmark.questions.trusts.measure import settings_returned
from benchmark.questions.trusts.peers import MOST_NAMED, PeerChoice, PeerGroup
from benchmark.questions.trusts.search import search_index
from benchmark.store.publication import Publication, per_publication
from benchmark.surfaces.web.choices.filters import (
    UNFOLDED,
    Filters,
    NotHere,
    as_footprint,
    choice,
    round_of_systems,
)
from benchmark.surfaces.web.choices.link import (
    LONGEST_NAME,
    LONGEST_SAID,
    PLACE,
    as_offered,
    is_from_link,
    linked_value,
    note_instead,
    note_not_offered,
    set_linked_value,
    wanted_value,
)
from benchmark.surfaces.web.choices.offered import ALL_REGIONS
from benchmark.surfaces.web.terms import meaning

ALL_SETTINGS = "all"
NAMED = "with"
"""The link's name for the trusts that a reader named, separated by commas."""
_SEEN = "trust page: seen"
_GROUPS: dict[PeerGroup, str] = {
    "near": "Its system or group, else England",
    "ics": "Its system or group",
    "region": "Its region",
    "england": "All of England",
    "similar": "Ten most similar trusts",
    "supplier": "Same EPR supplier",
    "own": "My own list",
}
_ACROSS = {"same": "Same care setting", "all": "All care settings"}

_PEERS_EXPLAINED = (
    "The trust's peers. Each of its returns is compared with the peers' returns of the same care setting."
)

index_of = per_publication(search_index)
trusts_held_by = per_publication(trusts_held)


@dataclass(frozen=True)
class Home:
    """A trust's name, and its system on the footprint."""

    name: str
    ics_code: str
    ics: str
    fictional: bool


@dataclass(frozen=True)
class Chosen:
    """A trust, and what it is compared with.

    settings: the care settings with pillar scores. setting: the one shown, or ALL_SETTINGS. without_list: the
    reader asked for an own list of peers, which is still empty.
    """

    code: str
    name: str
    settings: tuple[str, ...]
    setting: str
    peers: PeerChoice
    without_list: bool


@per_publication
def homes_of(publication: Publication, *, year: int, footprint: Footprint) -> dict[str, Home]:
    """ODS code -> the home of every trust that can be chosen; by name, fictional ones last."""
    found = trust_places(publication, year=year, footprint=footprint)
    columns = (found[name].tolist() for name in ("ods_code", "trust", "ics_code", "ics", "fictional"))
    return {code: Home(*home) for code, *home in zip(*columns, strict=True)}


@per_publication
def former_names(publication: Publication, *, year: int, footprint: Footprint) -> dict[str, tuple[str, ...]]:
    """ODS code -> former names of trusts, as 'once Warrington and Halton Teaching Hospitals'."""
    called = trust_names(publication, year=year, footprint=footprint)
    return {
        entry.match.code: tuple(
            f"once {without_form(name)}"
            for name in entry.former
            if name != bare_name(called[entry.match.code])
        )
        for entry in index_of(publication)
        if entry.match.kind == "trust" and entry.former
    }


def settle_system(publication: Publication) -> None:
    """Before the filters are drawn: choose the system of the link's trust.

    Not if the reader has just chosen another system or region; then the trust changes instead.
    """
    homes = _homes(publication)
    trust = wanted_value("trust")
    if trust is None or _system_was_changed(trust):
        return
    if trust not in homes:
        trust = _meant(publication, trust, homes)
    home = homes[trust]
    set_linked_value("trust", trust)
    if trust in _of_the_group(publication):
        return
    if wanted_value("group") is not None or wanted_value("ics") != home.ics_code:
        _say_elsewhere(publication, trust, home)
        set_linked_value("ics", home.ics_code)
        set_linked_value("region", ALL_REGIONS)


def _say_elsewhere(publication: Publication, trust: str, home: Home) -> None:
    """Note that the trust in the link is not in the system or group in the link; the trust counts."""
    its_own = f"{with_code(home.name, trust)} is in {with_code(home.ics, home.ics_code)}, which is shown."
    for name, label in (("group", "Group"), ("ics", "System")):
        place = st.query_params.get(name)
        if place is None or not is_from_link(name, place):
            continue
        systems = names_of_systems(publication) if name == "ics" else {}
        spelt = place.strip().casefold()
        meant = [code for code, called in systems.items() if spelt in (code.casefold(), called.casefold())]
        if home.ics_code not in meant:
            words = with_code(systems[meant[0]], meant[0]) if meant else f"“{place[:LONGEST_SAID]}”"
            note_instead(label, f"the link asks for {words} and for a trust that is not in it. {its_own}")


def chosen_trust(publication: Publication, filters: Filters) -> Chosen:
    """Draw the row of choices: the trust, its peers, its care setting."""
    unfolded = bool(st.session_state.get(UNFOLDED))  # whether all filters show on a narrow screen
    with st.container(key="trust-filters-unfolded" if unfolded else "trust-filters"):
        which, beside, more, where = st.columns([2.2, 1.5, 1, 1], gap="small", vertical_alignment="bottom")
        with which:
            trust = _trust(publication, filters)
        settings = settings_of_trust(publication, filters, ods_code=trust)
        with beside:
            group = _group()
        with where:
            setting = _setting(settings) if len(settings) > 1 else ALL_SETTINGS
        with more:
            peers = _peers(publication, group, trust=trust)
    return Chosen(
        trust,
        _homes(publication)[trust].name,
        settings,
        setting,
        peers,
        without_list=group == "own" and not peers.named,
    )


@per_publication
def settings_of_trust(publication: Publication, filters: Filters, *, ods_code: str) -> tuple[str, ...]:
    """The care settings in which a trust has pillar scores, in the definitions' order."""
    scope = filters.scope
    return settings_returned(
        publication, year=scope.assessment_year, footprint=scope.footprint, ods_code=ods_code
    )


def _trust(publication: Publication, filters: Filters) -> str:
    """Draw the choice of a trust, the system's first. Returns its code."""
    homes = _homes(publication)
    once = former_names(publication, year=filters.scope.assessment_year, footprint=filters.scope.footprint)
    held = trusts_held_by(publication, filters.scope)
    own = [code for code in homes if code in held]
    options = [*own, *(code for code in homes if code not in held)]
    trust = linked_value("trust", own or options, default=(own or options)[0])
    key = "select: trust"
    st.session_state[key] = trust

    def take() -> None:
        picked = st.session_state[key]
        if picked not in homes:  # a browser can send any value
            return
        set_linked_value("trust", picked)
        if picked not in own:
            set_linked_value("ics", homes[picked].ics_code)
            set_linked_value("region", ALL_REGIONS)

    def show(code: str) -> str:
        home = homes[code]
        # With the system and former names, so that a reader can find the trust by typing them.
        name = with_code(home.name, code, *once.get(code, ()))
        return f"{name}, {home.ics}{', fictional' if home.fictional else ''}"

    st.selectbox(
        "Trust: type a name, an ODS code or an ICS",
        options,
        format_func=show,
        key=key,
        on_change=take,
        filter_mode="contains",
    )
    st.session_state[_SEEN] = (trust, *_chosen_system())
    return trust


def _setting(settings: tuple[str, ...]) -> str:
    """Draw the choice of one of a trust's care settings, or ALL_SETTINGS."""
    return choice(
        "setting",
        "Care setting",
        [ALL_SETTINGS, *settings],
        default=ALL_SETTINGS,
        show=lambda value: "All its settings" if value == ALL_SETTINGS else value,
        explained=meaning("care setting"),
    )


def _group() -> PeerGroup:
    """Draw the choice of a peer group."""
    groups = list(_GROUPS)
    picked = choice(
        "peers",
        "Compare with",
        groups,
        default="near",
        show=lambda value: _GROUPS[value],  # type: ignore[index]
        explained=_PEERS_EXPLAINED,
    )
    return next(group for group in groups if group == picked)


def _peers(publication: Publication, group: PeerGroup, *, trust: str) -> PeerChoice:
    """Draw the choices of named peers and of care settings.

    They are behind a button and drawn only when it is open, as few readers need them. The button's words
    never change, because a button whose words change closes.
    """
    homes = _homes(publication)
    fictional = homes[trust].fictional
    options = [code for code, home in homes.items() if home.fictional == fictional and code != trust]
    known = set(options)
    codes = [code.strip() for code in (wanted_value(NAMED) or "").split(",") if code.strip()]
    spelt = [*dict.fromkeys(as_offered(code, options) or code for code in codes)]
    wanted = [code for code in spelt if code in known]
    others = [code for code in spelt if code not in known and code != trust]
    if others and NAMED in st.query_params:
        note_not_offered(
            "Named trusts", ", ".join(others), instead="the others" if wanted else "none of them"
        )
    if len(wanted) > MOST_NAMED and NAMED in st.query_params:
        note_instead("Named trusts", f"the link asks for {len(wanted)}. Shown: the first {MOST_NAMED}.")
    named, across = tuple(wanted[:MOST_NAMED]), linked_value("across", list(_ACROSS), default="same")
    more = st.popover("Name trusts", width="stretch", key="more-peers", on_change="rerun")
    if more.open:
        key = "select: with"
        st.session_state[key] = [*named]

        def take() -> None:
            set_linked_value(NAMED, ",".join(st.session_state[key]))

        with more:
            st.multiselect(
                "Your own list: up to five trusts, which the picture names",
                options,
                format_func=lambda code: with_code(homes[code].name, code),
                max_selections=MOST_NAMED,
                key=key,
                on_change=take,
                placeholder="Name or code",
                filter_mode="contains",
                select_all=False,
            )
            choice("across", "Returns compared", list(_ACROSS), default="same", show=_ACROSS.__getitem__)
    without_list = group == "own" and not named
    return PeerChoice("near" if without_list else group, named, all_settings=across == "all")


def _homes(publication: Publication) -> dict[str, Home]:
    footprint = as_footprint(wanted_value("footprint") or "assessed")
    return homes_of(publication, year=round_of_systems(publication), footprint=footprint)


def places_kept(publication: Publication) -> dict[str, str]:
    """The reader's place for a link: a system or group, and a trust if it belongs to it."""
    kept = {name: place for name in (*PLACE, "trust") if (place := wanted_value(name))}
    trust = kept.get("trust")
    if trust is not None:
        home = _homes(publication).get(trust)
        at_home = home is not None and home.ics_code == kept.get("ics")
        if not at_home and trust not in _of_the_group(publication):
            del kept["trust"]
    return kept


def _of_the_group(publication: Publication) -> Mapping[str, str]:
    """The trusts of the link's group; empty if it names none, or an unknown one."""
    text, footprint = wanted_value("group"), as_footprint(wanted_value("footprint") or "")
    if text is None or "ics" in st.query_params:
        return {}
    try:
        scope = group_scope(publication, text, year=round_of_systems(publication), footprint=footprint)
    except UnknownCode:
        return {}
    return trusts_held_by(publication, scope)


def _chosen_system() -> tuple[str | None, str | None, str]:
    """The link's system or group, its region, its footprint."""
    place = wanted_value("group") or wanted_value("ics")
    return place, wanted_value("region"), as_footprint(wanted_value("footprint") or "assessed")


def _system_was_changed(trust: str) -> bool:
    """Whether the reader has just chosen another system or region, so that the trust is an old choice."""
    seen = st.session_state.get(_SEEN)
    if seen is None or seen[0] != trust:
        return False
    ics, region, footprint = _chosen_system()
    return bool(seen[3] == footprint and (seen[1], seen[2]) != (ics, region))


def _meant(publication: Publication, wanted: str, homes: Mapping[str, Home]) -> str:
    """The trust that a link means by a code in any case, by a name, or by the code of a closed trust.

    Raises NotHere if there is none, or if it is in no system.
    """
    try:
        code, name, _ = named_trust(publication, wanted[:LONGEST_NAME])
    except UnknownCode as error:
        raise NotHere(str(error)) from error
    found = code if code in homes else _successor(publication, code)
    if found not in homes:
        raise NotHere(f"{name} ({code}) is in no system there, so this page has nothing about it.")
    if found != code and is_from_link("trust", wanted):
        heir = with_code(bare_name(homes[found].name), found)
        note_instead("Trust", f"{bare_name(name)} ({code}) has become part of {heir}, which is shown.")
    return found


def _successor(publication: Publication, code: str) -> str:
    """The trust that a closed one was merged into; the code itself if there is none."""
    matches = (entry.match for entry in index_of(publication))
    return next((match.leads_to for match in matches if match.kind == "trust" and match.code == code), code)
