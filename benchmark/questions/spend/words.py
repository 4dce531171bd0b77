"""IT spend in sentences, for every surface: who returned, what share, how far to the references."""

from datetime import date
from typing import Final

from benchmark.core.columns import rows_of
from benchmark.core.definitions import definitions
from benchmark.core.wording import (
    Answer,
    counted,
    every,
    in_full,
    in_list,
    is_or_are,
    large_start,
    number,
    per_cent,
    plural,
    pounds,
    short_name,
    signed,
    signed_pounds,
    small_start,
)
from benchmark.questions.spend.amounts import (
    CAPITAL_MIX,
    RECOMMENDED,
    REPORTED,
    AgainstExpenditure,
    SpendTotals,
    reference,
)
from benchmark.questions.spend.columns import COVERS, DENOMINATORS
from benchmark.questions.spend.disclosed import Disclosed
from benchmark.questions.spend.measure import FEWEST_FOR_CORRELATION, RankCorrelation, Spend, SpendAndMaturity
from schemas.definitions import SpendReference

ACCOUNTS_SOURCE: Final = (
    "NHS England, Trust Accounts Consolidation. Shares of it: references of May 2020, not returns."
)
DISCLOSED_CAUTION: Final = (
    "These are figures that trusts gave in reports or when they were asked. Each trust counts in its own "
    "way, so they stand here in its words, are in no sum and no mean, and are not set beside returns."
)
DISCLOSED_ABSENT: Final = (
    "There is no national publication of what single trusts spend on IT. Some have disclosed a figure, in "
    "a report or when asked under freedom of information. None is here yet: it needs its address, its day "
    "and the trust's own words."
)
DISCLOSED_SOURCE: Final = "Figures that trusts disclosed, as they were submitted here: {}"
HELD_TO_NOTHING: Final = (
    "The standard and its level change nothing on this page: spend is compared with references, not with a "
    "standard."
)
NO_SOURCE: Final = "no return of IT spend yet, and no accounts."


def level(key: str) -> str:
    """A reference's level as text: '2%', '1.92%'."""
    return f"{round(100 * reference(key).value, 2):g}%"


def spend_answer(spend: Spend) -> Answer:
    """The share that was spent and by how many trusts; then the sum, and its distance to the references."""
    totals = spend.totals
    if totals is None:
        others = f" It has returned {in_list(spend.years)}." if spend.of == "trust" and spend.years else ""
        return Answer(returned_words(spend).removesuffix("."), f"{_accounts_lead(spend)}{others}")
    at = "" if spend.of == "trust" else f" at {small_start(_who_returned(totals))}"
    against, spent = totals.against_one, pounds(totals.it_total)
    if against is None:
        title = f"{spent} went to IT in {spend.financial_year}{at}"
        return Answer(title, "There is no share without expenditure.")
    its = "its" if against.trusts == 1 else "their"
    which = "" if against.trusts == totals.returned else f", {against.trusts} of which gave {its} expenditure"
    return Answer(
        f"IT took {share_of_one(totals, against)} in {spend.financial_year}{at}{which}",
        f"That was {spent} in all. {to_references(against)}",
    )


def spend_in_short(spend: Spend) -> str:
    """One trust's share and its distance to the references, for a line among others."""
    totals = spend.totals
    if totals is None:
        return "It has not returned what it spends on IT."
    spent, against = f"{spend.financial_year}: {pounds(totals.it_total)} in all", totals.against_one
    if against is None:
        return f"{spent}; there is no share without expenditure."
    return f"{spent}: {share_of_one(totals, against)}. {to_references(against)}"


def _accounts_lead(spend: Spend) -> str:
    """The references' shares of the accounts, for use without a return."""
    with_accounts = spend.without_return[spend.without_return["accounts_operating_expenditure"].notna()]
    if with_accounts.empty:
        return "There are no published accounts to take a reference from either."
    years = in_list(sorted(set(with_accounts["accounts_year"])))
    return (
        f"{level(REPORTED)} of operating expenditure in the accounts of {years} would be "
        f"{pounds(with_accounts['reported_of_accounts'].sum())} a year, {level(RECOMMENDED)} would be "
        f"{pounds(with_accounts['recommended_of_accounts'].sum())}: references, not spend."
    )


def returned_words(spend: Spend) -> str:
    """Who has returned IT spend for the year."""
    name, totals = spend.subject.name, spend.totals
    if totals is None:
        who = f"{name} has not" if spend.of == "trust" else f"No trust of {name} has"
        of_year = "" if spend.financial_year is None else f" for {spend.financial_year}"
        return f"{who} returned its IT spend{of_year}."
    who = name if spend.of == "trust" else f"{_who_returned(totals)} of {name}"
    verb, its = ("has", "its") if totals.returned == 1 else ("have", "their")
    return f"{who} {verb} returned {its} IT spend for {spend.financial_year}."


def _who_returned(totals: SpendTotals) -> str:
    """'Seven of eight trusts', 'Both trusts', 'The only trust'."""
    returned, trusts = totals.returned, totals.trusts
    if returned < trusts:
        return f"{number(returned)} of {counted(trusts)}"
    return large_start(every(trusts, "trust"))


def share_of_one(totals: SpendTotals, against: AgainstExpenditure) -> str:
    """The one share for all, with its denominator named. against: `totals.against_one`."""
    return f"{per_cent(against.share)} of {DENOMINATORS[totals.denominator]}"


def reached_words(totals: SpendTotals) -> list[str]:
    """For each denominator that was returned: the share, and the pounds to each reference."""
    sentences = []
    for denominator in DENOMINATORS:
        against = totals.against(denominator)
        if against is not None:
            sentences.append(
                f"Of {DENOMINATORS[denominator]} ({counted(against.trusts)}): {per_cent(against.share)}, "
                f"{ways_to(against)}."
            )
    return sentences


def to_references(against: AgainstExpenditure) -> str:
    """The distance to the two references, as a sentence."""
    reported, recommended = level(REPORTED), level(RECOMMENDED)
    if against.trusts == 1:
        if not against.below_recommended:
            return f"That is {_at_or_above(against, RECOMMENDED)} the {recommended} recommended in 2020."
        if not against.below_reported:
            return (
                f"That is {_at_or_above(against, REPORTED)} the {reported} of 2020; "
                f"{pounds(against.to_recommended)} a year more would reach the {recommended} recommended "
                "then."
            )
        return (
            f"{pounds(against.to_reported)} a year more would reach {reported}, and "
            f"{pounds(against.to_recommended)} the {recommended} recommended in 2020."
        )
    if not against.below_recommended:
        return f"Each of them is at or above the {recommended} recommended in 2020."
    to_recommended = f"{pounds(against.to_recommended)}"
    if not against.below_reported:
        return f"None is below {reported}; {to_recommended} a year more would bring each to {recommended}."
    return (
        f"{pounds(against.to_reported)} a year more would bring each of them to {reported}, "
        f"{to_recommended} to {recommended}."
    )


def _at_or_above(against: AgainstExpenditure, key: str) -> str:
    """'at' or 'above' for a share that is not below a reference, in agreement with the figures shown."""
    return "at" if per_cent(against.share) == per_cent(reference(key).value) else "above"


def ways_to(against: AgainstExpenditure) -> str:
    """Pounds to both references: '£3.1m to 2%, £9.3m to 5%'; for several trusts '... to bring each to 2%'.

    One trust's surplus lowers no other's distance, so there can be pounds to 2% although the sum is above it.
    """
    amounts = ((REPORTED, against.to_reported), (RECOMMENDED, against.to_recommended))
    return ", ".join(_way_to(key, amount, several=against.trusts > 1) for key, amount in amounts)


def _way_to(key: str, amount: float, *, several: bool) -> str:
    if amount > 0:
        return f"{pounds(amount)} to {'bring each to ' if several else ''}{level(key)}"
    return f"{'none' if several else 'not'} below {level(key)}"


def correlation_words(correlation: RankCorrelation) -> str:
    """A rank correlation with its interval, or why there is none; without a full stop."""
    if correlation.n < FEWEST_FOR_CORRELATION:
        verb = is_or_are(correlation.n)
        return f"{counted(correlation.n)} {verb} too few for a correlation"
    if correlation.correlation is None:
        return f"there is no correlation, because {counted(correlation.n)} do not differ"
    coefficient = f"rank correlation {signed(correlation.correlation)}"
    if correlation.lower is None or correlation.upper is None:
        return f"{coefficient}, {counted(correlation.n)}, all in one order"
    interval = f"{signed(correlation.lower)} to {signed(correlation.upper)}"
    return f"{coefficient} (95% interval {interval}), {counted(correlation.n)}"


def association_words(beside: SpendAndMaturity) -> str:
    """The association of spend and maturity, with its caution."""
    said = correlation_words(beside.association)
    return (
        f"IT spend of {beside.financial_year} against the overall score of {beside.assessment_year}, "
        f"association only: {said}."
    )


def spender(spend: Spend) -> str:
    """The name of the one trust that spends, without its legal form."""
    name = spend.subject.name if spend.of == "trust" or spend.rows.empty else str(spend.rows["trust"].iloc[0])
    return short_name(name)


def spend_facts(spend: Spend) -> list[tuple[str, str]]:
    """The figures of a year as pairs (name, words); empty if nobody returned."""
    totals = spend.totals
    if totals is None:
        return []
    lines = [("IT spend", f"{pounds(totals.it_total)}, {spend.financial_year}")]
    for denominator, words in DENOMINATORS.items():
        against = totals.against(denominator)
        if against is None:
            lacking = "capital expenditure" if denominator == "total" else "expenditure"
            lines.append((f"Share of {words}", f"no {lacking} returned"))
            continue
        of_how_many = "" if spend.of == "trust" else f" ({plural(against.trusts, 'trust')})"
        lines.append(
            (
                f"Share of {words}",
                f"{per_cent(against.share)} of {pounds(against.expenditure)}{of_how_many}; "
                f"{ways_to(against)}",
            )
        )
    if totals.capital_share is not None:
        lines.append(
            (
                "Capital and revenue",
                f"{per_cent(totals.capital_share)} capital to {per_cent(1 - totals.capital_share)} revenue; "
                f"estimate of need {level(CAPITAL_MIX)} to {100 - 100 * reference(CAPITAL_MIX).value:g}%",
            )
        )
    if totals.per_wte is not None:
        lines.append(("IT spend per whole-time equivalent", f"{pounds(totals.per_wte)}{_staff_of(spend)}"))
    if totals.change is not None:
        change = totals.change
        ratio = "" if change.ratio is None else f" ({signed(100 * change.ratio, decimals=1)}%)"
        who = "" if spend.of == "trust" else f", {plural(change.trusts, 'trust')} that returned in both years"
        lines.append(
            (f"Since {change.year_before}", f"{signed_pounds(change.change)}{ratio} in cash of the day{who}")
        )
    return lines


def staff_note(spend: Spend) -> str:
    """The number of trusts whose staff is of another year than the spend, and which years; empty if none."""
    other = spend.rows[spend.rows["average_wte"].notna() & (spend.rows["wte_year"] != spend.financial_year)]
    if other.empty:
        return ""
    years = in_list(sorted(set(other["wte_year"])))
    return (
        f"Per whole-time equivalent: the staff of {plural(len(other), 'trust')} is of {years}, the nearest "
        f"accounts to {spend.financial_year}."
    )


def _staff_of(spend: Spend) -> str:
    """The number of trusts with known staff, and its years if they differ from the spend's."""
    assert spend.totals is not None
    known = spend.rows[spend.rows["average_wte"].notna()]
    others = sorted(set(known["wte_year"]) - {spend.financial_year})
    parts = [] if spend.of == "trust" else [plural(spend.totals.trusts_with_wte, "trust")]
    parts += [f"staff of {in_list(others)}"] if others else []
    return f" ({', '.join(parts)})" if parts else ""


def questions_list(spend: Spend) -> list[str]:
    """The unlikely figures in the returns, a sentence for each."""
    if spend.of == "trust":
        return spend.questions["explanation"].tolist()
    pairs = zip(spend.questions["trust"], spend.questions["explanation"], strict=True)
    return [f"{trust}: {words}" for trust, words in pairs]


def disclosed_list(disclosed: Disclosed) -> list[tuple[str, str, str]]:
    """Triples for each disclosed figure: our description, the trust's own words, and the address."""
    return [
        (
            f"{row.trust}, {row.financial_year}, {COVERS[row.covers]}: {pounds(row.amount)}, disclosed on "
            f"{in_full(date.fromisoformat(row.disclosed_on))}.",
            row.quote,
            row.address,
        )
        for row in rows_of(disclosed.rows)
    ]


def source_words(reference: SpendReference) -> str:
    """The publisher, title and date of a reference's source."""
    return f"{reference.source.publisher}, {reference.source.title}, {reference.source.published}"


def references_list() -> list[str]:
    """Every reference with its date and source, a sentence each."""
    return [
        f"{found.name} ({found.as_of}): {found.note} {source_words(found)}."
        for found in definitions().spend_references
    ]
