"""IT spend in sentences, for every surface: who returned, what share, how far to the references."""

from benchmark.measures.association import FEWEST_FOR_CORRELATION, RankCorrelation, SpendAndMaturity
from benchmark.measures.spend import Spend
from benchmark.measures.spend_figures import DENOMINATORS, RECOMMENDED, REPORTED, reference
from benchmark.measures.spend_totals import AgainstExpenditure, SpendTotals
from benchmark.wording import counted, number, per_cent, pounds, short_name, signed


def level(key: str) -> str:
    """A reference's level as a sentence says it: '2%', '1.92%'."""
    return f"{round(100 * reference(key).value, 2):g}%"


def returned_words(spend: Spend) -> str:
    """Who has returned their IT spend for the year."""
    if spend.of == "trust":
        if spend.totals is None:
            return f"{spend.name} has not returned its IT spend{_for_year(spend)}."
        return f"{spend.name} has returned its IT spend for {spend.financial_year}."
    if spend.totals is None:
        return f"No trust of {spend.name} has returned its IT spend{_for_year(spend)}."
    returned, trusts = spend.totals.returned, spend.totals.trusts
    verb, its = ("has", "its") if returned == 1 else ("have", "their")
    if returned == trusts:
        who = "The only trust" if trusts == 1 else "Both trusts" if trusts == 2 else f"All {counted(trusts)}"
    else:
        who = f"{number(returned)} of {counted(trusts)}"
    return f"{who} of {spend.name} {verb} returned {its} IT spend for {spend.financial_year}."


def _for_year(spend: Spend) -> str:
    return "" if spend.financial_year is None else f" for {spend.financial_year}"


def share_words(totals: SpendTotals) -> str:
    """What was spent and what share that is, with the denominator named."""
    denominator = totals.denominator
    against = totals.against(denominator)
    if against is None:
        return f"{pounds(totals.it_total)} in all; no share can be told without expenditure."
    return f"{pounds(totals.it_total)} in all: {per_cent(against.share)} of {DENOMINATORS[denominator]}."


def reached_words(totals: SpendTotals) -> list[str]:
    """For each denominator that was given: the share, and the pounds to each reference."""
    sentences = []
    for denominator in DENOMINATORS:
        against = totals.against(denominator)
        if against is not None:
            sentences.append(
                f"Of {DENOMINATORS[denominator]} ({counted(against.trusts)}): {per_cent(against.share)}, "
                f"{way_to(REPORTED, against.to_reported)}, {way_to(RECOMMENDED, against.to_recommended)}."
            )
    return sentences


def to_references(against: AgainstExpenditure, *, trusts: int) -> str:
    """How far to the two references, as a sentence; trusts: 1 where it is of one trust alone."""
    reported, recommended = level(REPORTED), level(RECOMMENDED)
    if trusts == 1:
        if not against.below_recommended:
            return f"That is at or above the {recommended} recommended in 2020."
        if not against.below_reported:
            return (
                f"That is above the {reported} of 2020; {pounds(against.to_recommended)} a year more would "
                f"reach the {recommended} recommended then."
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


def way_to(key: str, amount: float) -> str:
    """Pounds to a reference, or that it is reached: '£3.1m to 2%', 'not below 2%'."""
    return f"{pounds(amount)} to {level(key)}" if amount > 0 else f"not below {level(key)}"


def correlation_words(found: RankCorrelation) -> str:
    """A rank correlation with its interval, or why there is none; without a full stop."""
    if found.n < FEWEST_FOR_CORRELATION:
        verb = "is" if found.n == 1 else "are"
        return f"{counted(found.n)} {verb} too few for a correlation"
    if found.correlation is None:
        return f"no correlation can be told, because {counted(found.n)} do not differ"
    told = f"rank correlation {signed(found.correlation)}"
    if found.lower is None or found.upper is None:
        return f"{told}, {counted(found.n)}, all in one order"
    return f"{told} (95% interval {signed(found.lower)} to {signed(found.upper)}), {counted(found.n)}"


def association_words(beside: SpendAndMaturity) -> str:
    """What goes together, with its caution."""
    told = correlation_words(beside.association)
    return (
        f"IT spend of {beside.financial_year} against the overall score of {beside.assessment_year}, "
        f"association only: {told}."
    )


def spender(spend: Spend) -> str:
    """Who spends, where it is one trust: its name without its legal form."""
    name = spend.name if spend.of == "trust" or spend.rows.empty else str(spend.rows["trust"].iloc[0])
    return short_name(name)
