"""Why a trust is suggested as a helper, in words."""

from benchmark.definitions import definitions
from benchmark.measures.candidates import Candidate
from benchmark.measures.learning import Learning, Need
from benchmark.measures.similarity import FEATURES
from benchmark.wording import in_list


def reasons(need: Need, candidate: Candidate, *, year_from: int | None) -> tuple[str, ...]:
    """What speaks for a candidate, the strongest first, each a clause that starts with its verb.

    year_from: the round that a rise is counted from.
    """
    pillar = definitions().framework.pillar(need.pillar).name
    found = [f"scores {candidate.score:.1f} on {pillar}, {candidate.lead:.1f} points higher"]
    if candidate.supplier is not None:
        found.append(f"has the same EPR supplier, {candidate.supplier.name} ({candidate.supplier.as_of})")
    if candidate.rise is not None:
        found.append(f"rose by {candidate.rise:.2f} overall since {year_from}")
    if candidate.similar:
        like = "what is known of both" if candidate.parts_missing else "size and care settings"
        found.append(f"is among the trusts most like it in {like}")
    if candidate.offer is not None:
        found.append("has offered help on this pillar")
    return tuple(found)


def where(candidate: Candidate) -> str:
    """Where a candidate is, as it stands after its name: its system, and how near that is."""
    match candidate.tier:
        case "ics":
            return "in the same ICS"
        case "similar":
            return f"{candidate.ics}, one of the most similar"
        case "region":
            return f"{candidate.ics}, same region"
        case "england":
            return candidate.ics


def why_unmatched(found: Learning, need: Need) -> str:
    """Why nobody inside the system is asked about a need, as a sentence."""
    if need.inside:
        able = len(need.inside)
        few = {1: "The one trust here that could help is", 2: "Both trusts here that could help are"}
        who = few.get(able, f"All {able} trusts here that could help are")
        return f"{who} already asked {times(found.most)}."
    if need.elsewhere:
        return "Nobody in this ICS scores a level higher and reaches the standard."
    among = "Nobody among the fictional trusts" if found.system.fictional else "Nobody in England"
    return f"{among} scores a level higher and reaches the standard in this care setting."


def lacking_words(trust: str, missing: tuple[str, ...]) -> str:
    """What a trust's likeness to others does not rest on, as a sentence."""
    rest = [feature.words for feature in FEATURES if feature.words not in missing]
    known = f"rests on {in_list(rest)} alone" if rest else "cannot be told"
    return f"No published {' and no '.join(missing)} for {trust}: its likeness to others {known}."


def times(count: int) -> str:
    """How often, as a sentence has it."""
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
