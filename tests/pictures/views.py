"""Which views of the product are pictured: systems that differ, every page, choices that draw otherwise."""

from collections.abc import Iterator
from dataclasses import dataclass

from benchmark.core.definitions import definitions
from benchmark.questions.systems.page import MEASURE_NAMES
from benchmark.surfaces.web.site.sitemap import PAGES

SYSTEMS = {
    "QSL": {},  # one trust
    "QYG": {},  # the most trusts
    "QF7": {},
    "QHL": {},
    "QMJ": {},  # a trust made of three, and one that took over another
    "QRL": {},  # a trust under a new code
    "QNQ": {},  # split among three systems of today
    "Z9B2Z": {"footprint": "current"},  # two systems that became one
    "DEMO": {},  # the fictional one: every page is full
}
"""ICS code -> what else its links hold."""
LARGEST, FULL = "QYG", "DEMO"
A_TRUST = "DEMO1"
A_PLAN = {"fund": "10000000", "years": "3", "cost": "250000", "pioneers": "10"}
OF_A_SYSTEM = ("The system", "A trust")
"""The groups of pages that each system has for itself; the others are the same for all."""


@dataclass(frozen=True)
class View:
    """A page as somebody opens it. name: of its folder, 'QSL/levelling-up'."""

    name: str
    address: str
    query: dict[str, str]


def views() -> Iterator[View]:
    """Every view, pages in the order of the navigation, so that a page added later is pictured too."""
    for system, more in SYSTEMS.items():
        for place in PAGES:
            if place.group not in OF_A_SYSTEM and system != FULL:
                continue
            whole = {"ics": system} | more if place.address else {}
            page = f"{system}/{place.address or 'home'}"
            yield View(page, place.address, whole)
            if place.group in OF_A_SYSTEM:
                for name, chosen in _choices(place.address, system):
                    yield View(f"{page}, {name}", place.address, whole | chosen)


def _choices(address: str, system: str) -> Iterator[tuple[str, dict[str, str]]]:
    """What a reader chooses on a page, each with a name."""
    if address == "planner":
        yield "a plan", A_PLAN
    if address == "trust-position":
        yield "similar trusts", {"peers": "similar"}
        yield "England", {"peers": "england"}
    if system == FULL and address in {"it-spend", "conditions", "peer-learning"}:
        yield "one trust", {"focus": A_TRUST}
    if system == LARGEST and address == "compare-systems":
        for measure in MEASURE_NAMES:
            yield measure, {"measure": measure, "order": "measure"}
    if system in {LARGEST, FULL} and address != "it-spend":
        for baseline in definitions().baselines:
            if not baseline.takes_level:
                yield baseline.id, {"standard": baseline.id}
        yield "level 4", {"level": "4"}
    if system == LARGEST:
        yield "round 2024", {"round": "2024"}
