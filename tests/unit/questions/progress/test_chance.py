"""What chance says: against a twin that shares no code, and by what must not matter."""

import random
from collections import Counter, defaultdict
from fractions import Fraction
from statistics import fmean, pstdev

import numpy as np
import pandas as pd
import pytest

from benchmark.common.scope import Footprint, Scope
from benchmark.core.definitions import definitions
from benchmark.questions.progress.chance import Dealt, chance_of, deal, nation_of
from benchmark.questions.progress.measure import nation, placed_units, progress
from benchmark.store.publication import Publication
from tests.unit.questions import naive

pytestmark = pytest.mark.slow

DRAWS = 400
"""Of the twin, which is slow: a share of its draws is right to within about 0.05."""


class Twin:
    """Deals out what happened to England's trusts, in plain Python, with a chance of its own."""

    def __init__(self, footprint: str) -> None:
        self.systems: dict[str, list[str]] = {}
        self.returns: dict[str, list[tuple[str, float, float]]] = {}
        for ics in naive.systems(2025, footprint):
            for (code, setting), (start, later) in naive.matched(ics, 2024, 2025, footprint).items():
                if setting != "Ambulance":
                    self.returns.setdefault(code, []).append((setting, float(start), float(later)))
            self.systems[ics] = [*naive.trust_pairs(ics, 2024, 2025, footprint)]
        of_setting = defaultdict(list)
        for returns in self.returns.values():
            returns.sort()
            for setting, start, later in returns:
                of_setting[setting].append((start, later - start))
        self.lines = {}
        for setting, pairs in of_setting.items():
            x, y = fmean(start for start, _ in pairs), fmean(change for _, change in pairs)
            slope = sum((start - x) * (change - y) for start, change in pairs) / sum(
                (start - x) ** 2 for start, _ in pairs
            )
            self.lines[setting] = (slope, y - slope * x)

    def draws(self, seed: int) -> list[dict[str, float]]:
        """Later scores of every trust, once for each draw."""
        chance = random.Random(seed)
        alike = defaultdict(list)
        for code, returns in self.returns.items():
            alike[len(returns)].append(code)
        expected = {
            code: [
                start + self.lines[setting][0] * start + self.lines[setting][1]
                for setting, start, _ in returns
            ]
            for code, returns in self.returns.items()
        }
        found = []
        for _ in range(DRAWS):
            later = {}
            for codes in alike.values():
                for code, giver in zip(codes, chance.sample(codes, len(codes)), strict=True):
                    given = [
                        to - level
                        for (_, _, to), level in zip(self.returns[giver], expected[giver], strict=True)
                    ]
                    later[code] = fmean(
                        min(5.0, max(1.0, level + extra))
                        for level, extra in zip(expected[code], given, strict=True)
                    )
            found.append(later)
        return found

    def start(self, code: str) -> float:
        return fmean(start for _, start, _ in self.returns[code])


def test_every_system_agrees_with_a_twin_within_what_chance_allows(publication):
    footprint: Footprint = "current"  # not the one that is taken where none is asked for
    twin = Twin(footprint)
    draws = twin.draws(seed=7)
    levelled = [0] * DRAWS
    judged = 0
    for ics, codes in twin.systems.items():
        found = progress(publication, Scope(ics, 2025, footprint))
        if len(codes) < 3:
            assert found.chance is None
            continue
        judged += 1
        start = [twin.start(code) for code in codes]
        spread = pstdev(start)
        keys, changes = [], []
        for place, later in enumerate(draws):
            now = [later[code] for code in codes]
            floor, ceiling = (Fraction(end(now)) - Fraction(end(start)) for end in (min, max))
            keys.append(naive.verdict(floor, ceiling))
            levelled[place] += keys[-1].startswith("levelled_up")
            changes.append(pstdev(now) - spread)
        assert found.chance is not None
        shares = Counter(keys)
        for key, share in found.chance.verdicts.items():
            assert share == pytest.approx(shares[key] / DRAWS, abs=0.12), (ics, key)
        low, *_, high = np.quantile(changes, [0.05, 0.5, 0.95])
        assert found.chance.sd_band == pytest.approx((low, high), abs=0.06), ics
    known = nation(publication, year=2025, footprint=footprint, year_from=2024)
    assert known is not None and known.systems == judged
    assert known.levelled_up == pytest.approx(fmean(levelled), abs=0.7)


@pytest.fixture(scope="module")
def units(publication: Publication) -> pd.DataFrame:
    found, _ = placed_units(publication, year_from=2024, year_to=2025, footprint="assessed")
    return found[found["counted"]]


@pytest.fixture(scope="module")
def real(units: pd.DataFrame) -> set[str]:
    return {code for code in units["ods_code"] if not code.startswith("DEMO")}


def dealt_to(units: pd.DataFrame, real: set[str]) -> Dealt:
    dealt = deal(units, real)
    assert dealt is not None
    return dealt


@pytest.fixture(scope="module")
def dealt(units: pd.DataFrame, real: set[str]) -> Dealt:
    return dealt_to(units, real)


def test_shares_add_up_and_neither_the_order_of_returns_nor_of_trusts_matters(dealt, units, real):
    codes = sorted(real)[:9]
    found = chance_of(dealt, codes)
    assert found is not None and sum(found.verdicts.values()) == pytest.approx(1.0)
    assert dealt.score_to.shape[0] == definitions().count("draws")
    turned = chance_of(dealt_to(units.iloc[::-1], real), codes[::-1])
    assert turned is not None
    assert found.verdicts == turned.verdicts
    assert found.sd_band == pytest.approx(turned.sd_band)


def test_fictional_trusts_are_dealt_to_and_change_nothing_for_real_ones(dealt, units, real):
    without = dealt_to(units[units["ods_code"].isin(real)], real)
    assert {code for code in dealt.place if code.startswith("DEMO")}
    assert not {code for code in without.place if code.startswith("DEMO")}
    for code in real:
        one, other = (found.score_to[:, found.place[code]] for found in (dealt, without))
        assert (one == other).all()


def test_what_is_dealt_stays_on_the_scale(units, real):
    high = units.assign(score_from=units["score_from"].clip(upper=4.5) + 0.4)
    dealt = dealt_to(high.assign(score_to=high["score_from"].clip(upper=5.0)), real)
    assert dealt.score_to.min() >= 1.0 and dealt.score_to.max() <= 5.0


def test_a_handful_of_trusts_is_not_dealt(units, real):
    fewest = definitions().count("fewest_to_deal")
    few = set(sorted(real)[: fewest - 1])
    assert deal(units[units["ods_code"].isin(few)], few) is None
    enough = set(sorted(real)[:fewest])
    assert deal(units[units["ods_code"].isin(enough)], enough) is not None


def test_too_few_trusts_have_no_chance_and_count_nowhere(dealt, real):
    assert chance_of(dealt, sorted(real)[:2]) is None
    assert chance_of(dealt, [*sorted(real)[:3], "NOBODY"]) is None
    assert nation_of(dealt, [sorted(real)[:2]]).systems == 0


def test_scores_that_all_stay_level_up_nowhere(units, real):
    found = chance_of(dealt_to(units.assign(score_to=units["score_from"]), real), sorted(real)[:9])
    assert found is not None
    assert found.verdicts["little_change"] == 1.0
    assert found.sd_band == pytest.approx((0.0, 0.0), abs=1e-9)
