"""How much of a round came, in words: for the head of a page and the notes of a command."""

from benchmark.measures.coming import Came, Coming
from benchmark.wording import in_list

ANOTHER_STANDARD = "Choose a fixed level as the standard."


def round_words(found: Coming, *, ics_code: str | None, name: str = "", fictional: bool = False) -> str:
    """What came of a round that is not complete, in a system and in England; empty where all came.

    ics_code: None for England alone. A fictional system has nothing to do with how much of England came.
    """
    counts = [] if ics_code is None else [(name, found.of(ics_code))]
    if not fictional:
        counts.append(("England", found.england))
    if all(came.complete for _, came in counts):
        return ""
    said = "; ".join(f"{place} {came.words}" for place, came in counts)
    return " ".join(filter(None, [f"Round {found.assessment_year}: {said}.", too_few_words(found)]))


def begun(found: Coming, *, ics_code: str | None, fictional: bool = False) -> bool:
    """Whether so little of the round came that a reader should see it before anything else."""
    return not (found.of(ics_code).enough and (fictional or found.england.enough))


def too_few_words(found: Coming) -> str:
    """Which care settings have no national figure yet, and why; empty where none lacks one."""
    few = found.too_few
    if not few:
        return ""
    settings = "" if few.keys() == _returned(found) else f" of {in_list([*few])}"
    return f"Too few for a national median or quartile{settings}: England's figures are left out."


def no_national_standard(found: Coming, care_settings: list[str], *, standard: str) -> str:
    """Why a standard that England gives does not exist for some care settings, and what to do instead."""
    few = [
        f"{setting} {found.settings.get(setting, Came()).words}"
        for setting in care_settings
        if not found.carries(setting)
    ]
    return (
        f"In England {in_list(few)} in {found.assessment_year}: too few for {standard}. {ANOTHER_STANDARD}"
        if few
        else ""
    )


def _returned(found: Coming) -> set[str]:
    return {setting for setting, came in found.settings.items() if came.returned}
