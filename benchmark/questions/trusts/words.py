"""A trust in sentences: its peers, its strengths and gaps, its movement; never a rank."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

import pandas as pd

from benchmark.core.columns import pillar_name, rows_of
from benchmark.core.compare import at_least
from benchmark.core.definitions import definitions
from benchmark.core.wording import (
    MINUS,
    bare_name,
    beside,
    decimal,
    in_full,
    in_list,
    number,
    per_cent,
    plural,
    pounds,
    short_name,
    small_start,
)
from benchmark.questions.trusts.facts import Predecessors, TrustFacts
from benchmark.questions.trusts.measure import Position
from benchmark.questions.trusts.movement import TrustMovement
from benchmark.questions.trusts.suppliers import Supplier

ACROSS_SETTINGS = (
    "Returns of every care setting are compared here because you asked for it. "
    "A score means different work in each setting, so this is not like with like."
)


def peers_in_words(position: Position) -> str:
    """The peers as a phrase: 'the 11 other acute returns of Cheshire and Merseyside'."""
    return _group(position, len(position.peers.units))


def too_few_peers(position: Position) -> str:
    """Why there is no comparison, if there are too few peers, or too few returns of England."""
    n, few = len(position.peers.units), position.peers.too_few
    if few is not None:
        similar = position.peers.choice.group == "similar"
        what = "to say which are most similar" if similar else "for a national median"
        return f"In England {few.words}: too few {what}"
    group = _group(position, n)
    if n == 0:
        return f"There is {group}: nothing to compare with"
    there = f"There is only {group}" if n == 1 else f"There are only {group.removeprefix('the ')}"
    return f"{there}: too few for a median, so the scores stand side by side"


def position_lead(position: Position) -> str:
    """A unit's standing among its peers, and where it is below the standard, with its full stop."""
    standard = f"; {below_in_words(position)}" if position.held else ""
    if not position.comparable:
        return f"{position.care_setting}: {small_start(too_few_peers(position))}{standard}."
    against = f"the median of {peers_in_words(position)}"
    strong, weak = named_pillars(position.strengths), named_pillars(position.gaps)
    if strong and weak:
        standing = f"materially above {against} on {strong}, below it on {weak}"
    elif strong:
        standing = f"materially above {against} on {strong}, below on none"
    elif weak:
        standing = f"materially below {against} on {weak}, above on none"
    else:
        standing = f"no material difference from {against} on any pillar"
    return f"{position.care_setting}: {standing}{standard}."


def below_in_words(position: Position) -> str:
    """The pillars on which a unit is below the standard, as a clause: 'below level 3 on Well Led'."""
    below = named_pillars(position.below_standard)
    return f"below {position.standard.in_words} on {below or 'no pillar'}"


def against_peers(positions: Sequence[Position]) -> str:
    """For each care setting, the numbers of pillars materially above and below its peers' median."""
    return " ".join(map(_against_peers, positions)) or "No return, so nothing to compare."


def _against_peers(position: Position) -> str:
    if not position.comparable:
        return f"{position.care_setting}: {small_start(too_few_peers(position))}."
    above, below, total = len(position.strengths), len(position.gaps), len(position.pillars)
    median = f"the median of {peers_in_words(position)}"
    if not above and not below:
        return f"No material difference from {median}."
    if not above:
        return f"Materially below {median} on {of_pillars(below, total)}, above it on none."
    return f"Materially above {median} on {of_pillars(above, total)}, below it on {below or 'none'}."


def peers_lead(positions: Sequence[Position]) -> str:
    """The pillar on which a trust is strongest, the one furthest behind, and its peers; empty without peers.

    positions: each of its care settings.
    """
    comparable_units = [unit for unit in positions if unit.comparable]
    if not comparable_units:
        return ""
    strong = _furthest([(unit, unit.strengths) for unit in comparable_units])
    weak = _furthest([(unit, unit.gaps) for unit in comparable_units])
    if not strong and not weak:
        peers = peers_in_words(comparable_units[0]) if len(comparable_units) == 1 else "its peers"
        return f"It differs materially from the median of {peers} on no pillar."
    if not strong or not weak:
        where, other = ("strongest", "behind") if strong else ("furthest behind", "ahead of")
        them = "them" if len(comparable_units) == 1 else "its peers"
        return f"It is {where} {''.join(strong or weak)}, and materially {other} {them} on no pillar."
    if strong[1] == weak[1]:
        return f"It is strongest {strong[0]} and furthest behind {weak[0]}{weak[1]}."
    return f"It is strongest {''.join(strong)}, and furthest behind {''.join(weak)}."


def _furthest(by_setting: Sequence[tuple[Position, pd.DataFrame]]) -> tuple[str, str] | tuple[()]:
    """(pillars furthest from the peers with their figures, words for the peers), over all care settings.

    All pillars that are as far are named. The peers are named only if all are of one care setting.
    """
    every = [(position, row) for position, rows in by_setting for row in rows_of(rows)]
    if not every:
        return ()
    most = max(round(abs(row.difference), 9) for _, row in every)
    tied = [(position, row) for position, row in every if round(abs(row.difference), 9) == most]
    position, row = tied[0]
    least = definitions().material(row.pillar, row.care_setting)
    score, median, apart = beside(row.score, row.median, decimals=1, threshold=least)
    settings: dict[str, list[str]] = {}
    for at, each in tied:
        settings.setdefault(at.care_setting, []).append(each.pillar)
    alone = len(settings) == 1
    named: dict[str, list[str]] = {}
    for setting, pillars in settings.items():
        named.setdefault(named_pillars(pd.DataFrame({"pillar": pillars})), []).append(setting)
    where = f"on {next(iter(named))}" if alone else in_settings(named)
    side = "above" if row.difference > 0 else "below"
    figures = (
        f"{score} beside a median of {median}"
        if len(tied) == 1
        else f"each {apart.lstrip(f'+{MINUS}')} {side} the median{'' if alone else ' of its peers'}"
    )
    return f"{where} ({figures})", f" against {peers_in_words(position)}" if alone else ""


def in_settings(said: Mapping[str, Sequence[str]]) -> str:
    """Pillars with their care settings: 'in Acute on Well Led and in Community on ...'.

    The care setting comes first: after a list of pillars it would seem to belong to the last one only.
    """
    return in_list([f"in {in_list(own)} on {pillars}" for pillars, own in said.items()])


def movement_in_short(moved: TrustMovement | None, settings: Collection[str]) -> str:
    """The change of each care setting's overall score, or why there is none. moved: None without an earlier
    round.
    """
    if moved is None:
        return "There is no earlier round to compare this one with."
    if not moved.known:
        return f"No return of it for {moved.year_from or moved.pillars_from} or {moved.year_to} is held here."
    said = movement_sentences(moved, settings)
    return " ".join(said) or pillars_moved(moved) or "It did not return in both rounds."


def targets_in_short(positions: Sequence[Position], targets: pd.DataFrame) -> str:
    """How many scores are below the targets that the trust has set itself, by more than one answer.

    targets: from `targets_of_trust`.
    """
    if targets.empty:
        return "It has set none yet."
    count = plural(len(targets), "target")
    rows = [unit.pillars[unit.pillars["own_target"].notna()] for unit in positions]
    scores = pd.concat(rows) if rows else targets.head(0)
    if scores.empty:
        return f"It has set {count}, and has no score of this round to hold against that."
    units = zip(scores["pillar"], scores["care_setting"], strict=True)
    least = pd.Series([definitions().material(*unit) for unit in units], scores.index)
    below = int(at_least(scores["own_target"] - scores["score"], least).sum())
    lie = "is materially below its target" if below < 2 else "are materially below theirs"
    return f"It has set {count}; {below or 'none'} of {plural(len(scores), 'score')} {lie}."


def profile_message(position: Position) -> str:
    """The numbers of pillars materially above and below the peers' median, without a full stop."""
    name, total = short_name(position.subject.name), len(position.pillars)
    if not position.comparable:
        n = len(position.peers.units)
        beside = {0: "by itself: nobody to compare it with", 1: "beside the one other return"}
        return f"{name} {beside.get(n, f'beside {number(n).lower()} other returns: too few for a median')}"
    above, below = len(position.strengths), len(position.gaps)
    if above == below == 0:
        return f"{name} differs materially from its peers' median on no pillar"
    if not below:
        return f"{name} is materially above its peers' median on {of_pillars(above, total)}"
    if not above:
        return f"{name} is materially below its peers' median on {of_pillars(below, total)}"
    return (
        f"{name} is materially above its peers' median on {of_pillars(above, total)} and below it on {below}"
    )


def profile_subtitle(position: Position) -> str:
    """The meaning of the marks."""
    parts = ["The large dark mark is this trust."]
    n = len(position.peers.units)
    if n:
        marks = (
            f"The other marks are {peers_in_words(position)}."
            if n > 1
            else (f"The other mark is {peers_in_words(position)}.")
        )
        parts.append(marks)
    if position.peers.choice.all_settings:
        parts.append(ACROSS_SETTINGS)
    return " ".join(parts)


def counts_in_words(row: Any) -> str:
    """The numbers of peers higher, within the threshold and lower: '2 of 11 score materially higher, ...'."""
    if pd.isna(row.higher):
        return ""
    higher, within, lower, n = int(row.higher), int(row.within), int(row.lower), int(row.n)
    if within == n:
        return f"all {n} are within one answer of it"
    parts = [f"none of {n} scores" if higher == 0 else f"{higher} of {n} score{'s' if higher == 1 else ''}"]
    parts[0] += " materially higher"
    if within:
        parts.append(f"{within} {'is' if within == 1 else 'are'} within one answer")
    if lower:
        parts.append(f"{lower} materially lower")
    return ", ".join(parts)


def counts_in_short(row: Any) -> str:
    """The number of higher peers, above a strip: '2 of 11 materially higher'; empty with too few peers."""
    if pd.isna(row.higher):
        return ""
    higher = int(row.higher)
    return f"{higher or 'none'} of {int(row.n)} materially higher"


def pillar_sentence(row: Any) -> str:
    """A pillar's score against its peers' median, and how many are higher, with its full stop."""
    least = definitions().material(row.pillar, row.care_setting)
    score, median, apart = beside(row.score, row.median, decimals=1, threshold=least)
    return (
        f"{pillar_name(row.pillar)}: {score} against a median of {median} ({apart}); {counts_in_words(row)}."
    )


def named_pillars(rows: pd.DataFrame) -> str:
    """The pillars in a list; 'all seven pillars' if none is left out; empty for none."""
    names = [pillar_name(key) for key in rows["pillar"]]
    if not names:
        return ""
    if len(names) == len(definitions().framework.pillars):
        return f"all {number(len(names)).lower()} pillars"
    return in_list(names)


def cautions(position: Position) -> list[str]:
    """What a reader must know of the peers before comparing, a sentence each."""
    sentences = [ACROSS_SETTINGS] if position.peers.choice.all_settings else []
    if position.peers.absent:
        there = in_list([*position.peers.absent])
        sentences.append(f"No {position.care_setting.lower()} return to compare with: {there}.")
    return sentences


HOW_ALIKE: Final = (
    "Alike in what they are, never in how mature they are or what they spend on IT: type, what specialist "
    "trusts are for, size and number of care settings. What is not known of one of the two is not compared, "
    "and such a trust comes after all others."
)


def lacking_context(position: Position) -> str:
    """The missing parts of a trust's context, and that its likeness uses the rest; empty if none."""
    similar = position.peers.similar
    if similar is None or not similar.missing:
        return ""
    return (
        f"{short_name(position.subject.name)} has nothing published on {in_list([*similar.missing])}. "
        "The rest is compared, so many trusts are equally near."
    )


def movement_sentences(moved: TrustMovement, settings: Collection[str]) -> list[str]:
    """The change of each care setting's overall score, or why there is none. settings: if empty, all."""
    sentences, least = [], definitions().threshold("overall")
    for row in moved.overall.to_dict("records"):
        if row["care_setting"] in settings or not settings:
            now, before, change = beside(row["score_to"], row["score_from"], decimals=2, threshold=least)
            sentences.append(
                f"{row['care_setting']}: {before} in {moved.year_from} to {now} in {moved.year_to} "
                f"({change}), {_moved(row['change'], material=row['material'])}."
            )
    return sentences + unmatched_sentences(moved)


def unmatched_sentences(moved: TrustMovement) -> list[str]:
    """Why a care setting has no change, a sentence each."""
    return [
        f"{row.care_setting}: no change to tell. In {row.year} it returned; {row.reason}."
        for row in moved.unmatched.itertuples()
    ]


def _moved(change: float, *, material: bool) -> str:
    if not material:
        return "no material change"
    return "a material rise" if change > 0 else "a material fall"


def _rose_and_fell(rows: pd.DataFrame) -> tuple[int, int]:
    """The numbers of rows that rose and that fell materially. rows: material, change."""
    return (
        int((rows["material"] & (rows["change"] > 0)).sum()),
        int((rows["material"] & (rows["change"] < 0)).sum()),
    )


def settings_moved(moved: TrustMovement, name: str) -> str:
    """The number of care settings whose overall score changed materially, without a full stop."""
    rows, name = moved.overall, short_name(name)
    rose, fell = _rose_and_fell(rows)
    since = f"since {moved.year_from}"
    if not rose and not fell:
        return f"{name} has not changed materially {since}"
    if len(rows) == 1:
        return f"{name} has {'risen' if rose else 'fallen'} materially {since}"
    if not rose or not fell:
        moves, count = "risen" if rose else "fallen", rose or fell
        where = "each of its" if count == len(rows) else f"{count} of {len(rows)}"
        return f"{name} has {moves} materially in {where} care settings {since}"
    return f"{name} has risen materially in {rose} of {len(rows)} care settings {since} and fallen in {fell}"


def pillars_moved(moved: TrustMovement) -> str:
    """The number of pillar scores in two rounds that changed materially, as a sentence; empty without any."""
    rows = moved.pillars
    if rows.empty:
        return ""
    rose, fell = _rose_and_fell(rows)
    if not rose and not fell:
        return f"None of {len(rows)} pillar scores returned in both rounds changed materially."
    return (
        f"Of {len(rows)} pillar scores returned in both rounds, {rose or 'none'} rose and "
        f"{fell or 'none'} fell materially since {moved.pillars_from}."
    )


def silent_before(before: Predecessors) -> str:
    """The trusts that became part of another without a return of their own; empty if there are none."""
    if not before.silent:
        return ""
    listed = in_list([f"{name} ({code}, merged on {in_full(day)})" for code, name, day in before.silent])
    return (
        f"Without a return of their own in any round known here: {listed}. "
        "Where the publication has an earlier score for them, it is listed under the merged trust."
    )


def supplier_sentence(position: Position, supplier: Supplier | None) -> str:
    """The other returns on a unit's supplier of records, and their spread, in a sentence or two."""
    setting, name = position.care_setting, short_name(bare_name(position.subject.name))
    if supplier is None:
        return f"{setting}: what is published names no supplier of {name}'s electronic patient record."
    n = len(position.peers.units)
    if not position.comparable:
        return f"{setting}: {small_start(too_few_peers(position))}."
    rows = position.pillars.dropna(subset=["minimum"])
    widest = rows.assign(range=rows["maximum"] - rows["minimum"]).sort_values("range", kind="stable").iloc[-1]
    return (
        f"{setting}: {plural(n, 'other return')} on {supplier.name} (as of {supplier.as_of}). On "
        f"{pillar_name(widest['pillar'])} they score from {decimal(widest['minimum'], 1)} to "
        f"{decimal(widest['maximum'], 1)}, median {decimal(widest['median'], 1)}; {name} scores "
        f"{decimal(widest['score'], 1)}. {NO_PRODUCTS}"
    )


NO_PRODUCTS: Final = "The same supplier, and results this far apart; the list names no products."


def between_suppliers(split: Mapping[Any, Any]) -> str:
    """The share of a care setting's variance between suppliers. split: a row of SUPPLIER_SPLITS."""
    setting, units = split["care_setting"], plural(int(split["units"]), "return")
    if pd.isna(split["between"]) or pd.isna(split["by_chance"]):
        return (
            f"{setting}: {units} on {plural(int(split['suppliers']), 'supplier')} that can be told apart: "
            "too few to say how much lies between suppliers."
        )
    beyond = split["between"] - split["by_chance"]
    if split["p"] >= definitions().threshold("by_chance"):
        shown = "no more than chance gives, so the choice of supplier explains little"
    elif beyond < definitions().threshold("little_between"):
        shown = "more than chance gives, yet the choice of supplier explains little"
    else:
        shown = "more than chance gives, yet the choice of supplier explains the smaller part"
    between, inside = per_cent(split["between"]), per_cent(1 - split["between"])
    return (
        f"{setting}: of the difference between {units}, {between} lies between "
        f"{plural(int(split['suppliers']), 'supplier')} and {inside} among trusts on the same one. Put "
        f"on suppliers at random, {per_cent(split['by_chance'])} would lie between them: {shown}."
    )


def facts_in_words(
    facts: TrustFacts, positions: Sequence[Position], doubts: Sequence[str] = ()
) -> list[tuple[str, str]]:
    """A trust's systems, settings, size, supplier and relatives, as pairs (name, words).

    positions: each of its care settings. doubts: the questions that its returns raise.
    """
    size = "no published accounts for this trust"
    if facts.operating_expenditure is not None:
        staff = facts.average_wte
        of_staff = "" if staff is None else f", {decimal(staff, 0)} whole-time equivalent staff"
        size = (
            f"{pounds(facts.operating_expenditure)} operating expenditure{of_staff}, {facts.financial_year}"
        )
    supplier = (
        "not published" if facts.epr_supplier is None else f"{facts.epr_supplier}, as of {facts.epr_as_of}"
    )
    lines = [
        ("System", " then ".join(facts.systems)),
        (
            "Care settings",
            in_list([unit.care_setting for unit in positions]) if positions else "none returned",
        ),
        ("Size", size),
        ("Electronic patient record", supplier),
        ("Names", facts.history),
        ("Took over from", ", ".join(facts.predecessors)),
        ("Now part of", ", ".join(facts.successors)),
        ("To ask about", " ".join(doubts)),
    ]
    return [(name, words) for name, words in lines if words or name == "System"]


def of_pillars(count: int, total: int) -> str:
    """A number of pillars out of all: 'all seven pillars', '5 of 7 pillars'."""
    return f"all {number(total).lower()} pillars" if count == total else f"{count} of {total} pillars"


def _group(position: Position, n: int) -> str:
    choice, fictional = position.peers.choice, "fictional " if position.subject.fictional else ""
    setting = "" if choice.all_settings else f"{position.care_setting.lower()} "
    noun = f"{fictional}{setting}return{'s' if n > 1 else ''}"
    count = {0: "no", 1: "one"}.get(n, f"the {n}")
    place = position.peers.place
    every = " across all care settings" if choice.all_settings else ""
    match choice.group:
        case "ics":
            where = f"of {place}" if place else "of its ICS"
        case "region":
            where = f"of the {place} region" if place else "of its region"
        case "own":
            return f"{count} {noun} on your own list{every}"
        case "similar":
            return f"{count} {noun} of the trusts most like it in kind, size and settings{every}"
        case "supplier":
            where = f"of England on the same EPR supplier ({place})" if place else "on the same EPR supplier"
            if position.subject.fictional:
                where = where.replace("of England ", "")
        case "england" | "near":
            where = "" if position.subject.fictional else "of England"
    return f"{count} other {noun} {where}".rstrip() + every
