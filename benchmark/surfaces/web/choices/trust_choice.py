"""Which trust a page is about, and what it is compared with: chosen on the page, held in the link."""

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
    came_with,
    linked_value,
    say_in_vain,
    say_instead,
    set_linked_value,
    wanted_value,
)
from benchmark.surfaces.web.choices.offered import ALL_REGIONS
from benchmark.surfaces.web.terms import meaning

ALL_SETTINGS = "all"
NAMED = "with"
"""The link's name of the trusts that a reader named, parted by commas."""
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
    "The trusts beside which this one stands, its peers: a return is compared with theirs of the same care "
    "setting."
)

index_of = per_publication(search_index)
trusts_held_by = per_publication(trusts_held)


@dataclass(frozen=True)
class Home:
    """A trust and its system on the footprint."""

    name: str
    ics_code: str
    ics: str
    fictional: bool


@dataclass(frozen=True)
class Chosen:
    """A trust, and what it is compared with.

    settings: those in which it has pillar scores; setting: the one that is shown, or ALL_SETTINGS.
    without_list: an own list of peers was asked for and is still empty.
    """

    code: str
    name: str
    settings: tuple[str, ...]
    setting: str
    peers: PeerChoice
    without_list: bool


@per_publication
def homes_of(publication: Publication, *, year: int, footprint: Footprint) -> dict[str, Home]:
    """Every trust that can be looked at, ODS code -> where it is found; by name, the fictional ones last."""
    found = trust_places(publication, year=year, footprint=footprint)
    columns = (found[name].tolist() for name in ("ods_code", "trust", "ics_code", "ics", "fictional"))
    return {code: Home(*home) for code, *home in zip(*columns, strict=True)}


@per_publication
def former_names(publication: Publication, *, year: int, footprint: Footprint) -> dict[str, tuple[str, ...]]:
    """'once Warrington and Halton Teaching Hospitals': the names of trusts that they do not bear there."""
    called = trust_names(publication, year=year, footprint=footprint)
    return {
        entry.match.code: tuple(
            f"once {without_form(name)}"
            for name in entry.former
            if name != bare_name(called[entry.match.code])
        )
        for entry in index_of(publication).entries
        if entry.match.kind == "trust" and entry.former
    }


def settle_system(publication: Publication) -> None:
    """Before the filters are drawn: a link that names a trust means the trust's own system.

    Unless the reader has just chosen another system or region; the trust then follows.
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
    """Say that a link came with a system or a group that the trust is not in: the trust counts."""
    its_own = f"{with_code(home.name, trust)} is in {with_code(home.ics, home.ics_code)}, which is shown."
    for name, label in (("group", "Group"), ("ics", "System")):
        asked = st.query_params.get(name)
        if asked is None or not came_with(name, asked):
            continue
        systems = names_of_systems(publication) if name == "ics" else {}
        spelt = asked.strip().casefold()
        meant = [code for code, called in systems.items() if spelt in (code.casefold(), called.casefold())]
        if home.ics_code not in meant:
            words = with_code(systems[meant[0]], meant[0]) if meant else f"“{asked[:LONGEST_SAID]}”"
            say_instead(label, f"the link asks for {words} and for a trust that is not in it. {its_own}")


def chosen_trust(publication: Publication, filters: Filters) -> Chosen:
    """Draw the row of choices: the trust, its peers and its care setting."""
    unfolded = bool(st.session_state.get(UNFOLDED))  # whether a narrow screen shows all of the filters
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
    """The care settings in which a trust has pillar scores, in the usual order."""
    scope = filters.scope
    return settings_returned(
        publication, year=scope.assessment_year, footprint=scope.footprint, ods_code=ods_code
    )


def _trust(publication: Publication, filters: Filters) -> str:
    """The choice of a trust among all, those of the system first; its code."""
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
        if picked not in homes:  # a browser can send what was not offered
            return
        set_linked_value("trust", picked)
        if picked not in own:
            set_linked_value("ics", homes[picked].ics_code)
            set_linked_value("region", ALL_REGIONS)

    def show(code: str) -> str:
        home = homes[code]
        # The system too, of its own trusts as well: a reader may type it to see who is in it. Or an old name.
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
    """The choice among a trust's care settings: one of them, or ALL_SETTINGS."""
    return choice(
        "setting",
        "Care setting",
        [ALL_SETTINGS, *settings],
        default=ALL_SETTINGS,
        show=lambda value: "All its settings" if value == ALL_SETTINGS else value,
        explained=meaning("care setting"),
    )


def _group() -> PeerGroup:
    """The choice of a peer group."""
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
    """The choices of trusts by name, and of care settings: what the trust is compared with.

    They fold into one button: few readers need them and every run would pay for them, so they are drawn when
    it is open. A button whose words change closes, so its words say nothing of what is chosen.
    """
    homes = _homes(publication)
    fictional = homes[trust].fictional
    options = [code for code, home in homes.items() if home.fictional == fictional and code != trust]
    known = set(options)
    asked = [code.strip() for code in (wanted_value(NAMED) or "").split(",") if code.strip()]
    spelt = [*dict.fromkeys(as_offered(code, options) or code for code in asked)]
    wanted = [code for code in spelt if code in known]
    others = [code for code in spelt if code not in known and code != trust]
    if others and NAMED in st.query_params:
        say_in_vain("Named trusts", ", ".join(others), instead="the others" if wanted else "none of them")
    if len(wanted) > MOST_NAMED and NAMED in st.query_params:
        say_instead("Named trusts", f"the link asks for {len(wanted)}. Shown: the first {MOST_NAMED}.")
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
    """Where the reader was, as a link names it: a system or a group, and a trust unless it is of another."""
    kept = {name: place for name in (*PLACE, "trust") if (place := wanted_value(name))}
    trust = kept.get("trust")
    if trust is not None:
        home = _homes(publication).get(trust)
        at_home = home is not None and home.ics_code == kept.get("ics")
        if not at_home and trust not in _of_the_group(publication):
            del kept["trust"]
    return kept


def _of_the_group(publication: Publication) -> Mapping[str, str]:
    """The trusts of the group that the link names; none where it names none, or one that is not there."""
    text, footprint = wanted_value("group"), as_footprint(wanted_value("footprint") or "")
    if text is None or "ics" in st.query_params:
        return {}
    try:
        scope = group_scope(publication, text, year=round_of_systems(publication), footprint=footprint)
    except UnknownCode:
        return {}
    return trusts_held_by(publication, scope)


def _chosen_system() -> tuple[str | None, str | None, str]:
    """Where the link is: its system or group, its region, its footprint."""
    place = wanted_value("group") or wanted_value("ics")
    return place, wanted_value("region"), as_footprint(wanted_value("footprint") or "assessed")


def _system_was_changed(trust: str) -> bool:
    """Whether this run comes from a choice of another system or region, with the trust still the old one."""
    seen = st.session_state.get(_SEEN)
    if seen is None or seen[0] != trust:
        return False
    ics, region, footprint = _chosen_system()
    return bool(seen[3] == footprint and (seen[1], seen[2]) != (ics, region))


def _meant(publication: Publication, asked: str, homes: Mapping[str, Home]) -> str:
    """The trust that a link means by a code in small letters, by a name, or by the code of one that closed.

    NotHere where there is none, or none that is in a system.
    """
    try:
        code, name, _ = named_trust(publication, asked[:LONGEST_NAME])
    except UnknownCode as error:
        raise NotHere(str(error)) from error
    found = code if code in homes else _successor(publication, code)
    if found not in homes:
        raise NotHere(f"{name} ({code}) is in no system there, so this page has nothing about it.")
    if found != code and came_with("trust", asked):
        heir = with_code(bare_name(homes[found].name), found)
        say_instead("Trust", f"{bare_name(name)} ({code}) has become part of {heir}, which is shown.")
    return found


def _successor(publication: Publication, code: str) -> str:
    """The trust that took over from a closed one; the code itself where none did."""
    matches = (entry.match for entry in index_of(publication).entries)
    return next((match.leads_to for match in matches if match.kind == "trust" and match.code == code), code)
