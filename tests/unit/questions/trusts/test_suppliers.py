"""Trusts on the same supplier of records: against a twin on the data files, and what is said of few."""

from collections import defaultdict
from statistics import fmean, median
from typing import ClassVar

import pandas as pd
import pytest

from benchmark.questions.trusts.peers import placed_scores
from benchmark.questions.trusts.suppliers import NO_SUPPLIER, Supplier, by_supplier, suppliers
from benchmark.questions.trusts.words import between_suppliers, supplier_sentence
from benchmark.store.publication import Publication
from tests.unit.questions import naive
from tests.unit.questions.trusts.test_profile import ask

NO_PRODUCT = ("No EPR", "Generic")


def naive_suppliers() -> dict[str, str]:
    return {
        row["ods_code"]: row["supplier"]
        for row in naive.table("reference/epr_suppliers.csv")
        if not row["supplier"].startswith(NO_PRODUCT)
    }


def naive_overall() -> dict[tuple[str, str], float]:
    scores = defaultdict(list)
    for (code, setting, _), score in naive.pillar_scores(2025).items():
        scores[code, setting].append(float(score))
    return {unit: fmean(own) for unit, own in scores.items()}


def units_of(publication: Publication) -> pd.DataFrame:
    scores = placed_scores(publication, year=2025, footprint="assessed").scores
    real = scores[~scores["fictional"]]
    return real.groupby(["ods_code", "care_setting"], as_index=False)["score"].mean()


def made(*units: tuple[str, str, float]) -> pd.DataFrame:
    return pd.DataFrame([*units], columns=["ods_code", "care_setting", "score"])


@pytest.mark.parametrize(("code", "setting"), [("RBS", "Acute"), ("RA7", "Acute"), ("RXG", "Community")])
def test_peers_on_the_same_supplier_are_those_of_the_twin(publication, code, setting):
    found = ask(publication, code, setting, "supplier")
    known = naive_suppliers()
    others = {
        other
        for other, its, _ in naive.pillar_scores(2025)
        if its == setting and other != code and known.get(other) == known[code]
    }
    assert set(found.peers.units["ods_code"]) == others
    assert found.peers.place == known[code]
    for row in found.pillars.itertuples():
        scores = [float(naive.pillar_scores(2025)[other, setting, row.pillar]) for other in others]
        assert (row.n, row.minimum, row.maximum) == (len(scores), min(scores), max(scores))
        assert row.median == pytest.approx(median(scores))
    said = supplier_sentence(found, suppliers(publication)[code])
    assert known[code] in said
    assert said.endswith("The same supplier, and results this far apart; the list names no products.")


def test_a_trust_without_a_named_supplier_shares_one_with_nobody(publication):
    known = suppliers(publication)
    code, setting = next(
        (code, setting) for code, setting, _ in sorted(naive.pillar_scores(2025)) if code not in known
    )
    found = ask(publication, code, setting, "supplier")
    assert found.peers.units.empty
    assert "names no supplier" in supplier_sentence(found, known.get(code))


def test_the_published_table_is_the_twin_s_and_no_ranking(publication):
    found = by_supplier(units_of(publication), suppliers(publication))
    known, overall = naive_suppliers(), naive_overall()
    of: dict[tuple[str, str], list[float]] = defaultdict(list)
    for (code, setting), score in overall.items():
        of[setting, known.get(code, NO_SUPPLIER)].append(score)
    large = found.rows[found.rows["median"].notna()]
    assert {(row.care_setting, row.supplier) for row in large.itertuples()} == {
        key for key, scores in of.items() if len(scores) >= 3 and key[1] != NO_SUPPLIER
    }
    for row in large.itertuples():
        scores = of[row.care_setting, row.supplier]
        assert row.units == len(scores)
        assert [row.lowest, row.median, row.highest] == pytest.approx(
            [min(scores), median(scores), max(scores)]
        )
        assert row.range == pytest.approx(max(scores) - min(scores))
    assert found.rows["units"].sum() == len(overall)
    for _, own in large.groupby("care_setting"):
        order = list(zip(-own["units"], own["supplier"], strict=True))
        assert order == sorted(order)


def test_the_share_between_suppliers_is_the_twin_s(publication):
    found = by_supplier(units_of(publication), suppliers(publication))
    known, overall = naive_suppliers(), naive_overall()
    groups: dict[str, list[float]] = defaultdict(list)
    for (code, setting), score in overall.items():
        if setting == "Acute" and code in known:
            groups[known[code]].append(score)
    large = [scores for scores in groups.values() if len(scores) >= 3]
    every = [score for scores in large for score in scores]
    mean = fmean(every)
    between = sum(len(scores) * (fmean(scores) - mean) ** 2 for scores in large)
    split = found.split("Acute")
    assert (split["units"], split["suppliers"]) == (len(every), len(large))
    assert split["between"] == pytest.approx(between / sum((score - mean) ** 2 for score in every))
    assert "yet the choice of supplier explains the smaller part" in between_suppliers(split)
    assert "the choice of supplier explains little" in between_suppliers(found.split("Mental Health"))
    assert "too few" in between_suppliers(found.split("Ambulance"))


class TestFew:
    """With two returns nothing is said of a supplier by itself."""

    KNOWN: ClassVar = {f"T{i}A": Supplier("Ash" if i < 3 else "Elm", "October 2024") for i in range(5)}

    def test_small_suppliers_are_pooled_and_trusts_without_a_supplier_are_separate(self):
        units = made(*((f"T{i}A", "Acute", 2.0 + i / 10) for i in range(6)))
        found = by_supplier(units, self.KNOWN)
        assert found.rows["supplier"].tolist() == [
            "Ash",
            "Suppliers with fewer than three returns each",
            NO_SUPPLIER,
        ]
        assert found.rows["units"].tolist() == [3, 2, 1]
        assert found.rows["median"].isna().tolist() == [False, True, True]
        assert found.splits["between"].isna().all()

    def test_no_median_is_given_where_too_few_of_england_came(self):
        units = made(*((f"T{i}A", "Acute", 2.0) for i in range(3)))
        assert by_supplier(units, self.KNOWN, carried=False).rows["median"].isna().all()

    def test_nothing_is_an_empty_table(self):
        found = by_supplier(made(), self.KNOWN)
        assert found.rows.empty and found.splits.empty
        with pytest.raises(KeyError):
            found.split("Acute")
