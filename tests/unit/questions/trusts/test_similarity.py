"""Which trusts are alike in context: against a twin on the data files, and by what any distance must hold."""

import math
from collections.abc import Iterable
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from pandas.testing import assert_frame_equal

from benchmark.core.definitions import likeness
from benchmark.core.errors import UnknownCode
from benchmark.questions.trusts.similarity import (
    PARTS,
    contexts,
    focus_of,
    focus_steps,
    most_similar,
    nearness,
    tables_of,
    type_steps,
)
from schemas.returns import TrustContext
from tests.unit.questions.country import pillars, publish_country, system, trust
from tests.unit.questions.frames import FEW, SETTINGS, pairs_of
from tests.unit.questions.trusts.naive_similarity import (
    WEIGHTS,
    Context,
    naive_contexts,
    naive_distances,
    naive_nearest,
)


def frame_of(trusts: Iterable[Context], *, fictional: bool = False) -> pd.DataFrame:
    columns = ["ods_code", "operating_expenditure", "average_wte", "care_settings", "eric_type"]
    frame = pd.DataFrame([*trusts], columns=columns)
    types = {"operating_expenditure": float, "average_wte": float, "eric_type": "str"}
    kinds = zip(frame["ods_code"], frame["eric_type"], strict=True)
    focus = pd.Series([focus_of(*kind) for kind in kinds], dtype="str", index=frame.index)
    return frame.astype(types).assign(trust="Trust " + frame["ods_code"], fictional=fictional, focus=focus)


def of_one_type(*trusts: tuple[str, float | None, float | None, int]) -> list[Context]:
    return [(*one, "Community") for one in trusts]


def distances(known: pd.DataFrame) -> pd.DataFrame:
    return pairs_of(tables_of(known))


def nearest(known: pd.DataFrame, code: str, *, count: int = 10) -> list[str]:
    """The codes of the nearest to a trust, nearest first."""
    (table,) = [table for table in tables_of(known) if code in table.codes]
    return [table.codes[other] for other in table.nearest_to(table.codes.index(code), count=count)]


def check_against_twin(found: pd.DataFrame, trusts: Iterable[Context]) -> None:
    expected = naive_distances(tuple(trusts))
    assert list(zip(found["ods_code"], found["other"], strict=True)) == sorted(expected)
    wanted = [[distance, *parts] for _, (distance, parts) in sorted(expected.items())]
    figures = found[["distance", *PARTS]].to_numpy(float)
    assert_allclose(figures, np.array(wanted, dtype=float).reshape(figures.shape), atol=1e-9)


@pytest.mark.parametrize("year", [2024, 2025])
@pytest.mark.parametrize("setting", SETTINGS)
def test_the_published_distances_are_those_of_the_twin(publication, year, setting):
    found = distances(contexts(publication, year=year, care_setting=setting))
    real = ~found["ods_code"].str.startswith("DEMO")
    check_against_twin(found[real], naive_contexts(year, setting))


@pytest.mark.parametrize("code", ["RBS", "RX2", "RRU", "G6V2S"])
def test_the_most_similar_are_those_of_the_twin(publication, code):
    setting = {"RBS": "Acute", "RRU": "Ambulance"}.get(code, "Mental Health")
    found = most_similar(publication, year=2025, ods_code=code, care_setting=setting)
    assert set(found.rows["ods_code"]) == naive_nearest(naive_contexts(2025, setting), code, 10)


# --- what must hold of any distance -----------------------------------------------------------------

SIZE = st.one_of(st.none(), st.sampled_from([0.0, 5e7, 3e8]), st.floats(1e6, 3e9))
STAFF = st.one_of(st.none(), st.sampled_from([900.0, 4100.0]), st.floats(50, 30_000))

TYPE = st.one_of(st.none(), st.sampled_from(sorted(likeness().family_of)))
CODES = ("RBS", "RCU", "RBV", "T3A", "T4A", "T5A", "T6A", "T7A")
"""Two of one focus, one of another, and those that no definition names."""


@st.composite
def some_trusts(draw: st.DrawFn, *, least: int = 0) -> list[Context]:
    number = draw(st.integers(least, 7))
    codes = draw(st.permutations([*CODES]))
    return [(codes[i], draw(SIZE), draw(STAFF), draw(st.integers(1, 3)), draw(TYPE)) for i in range(number)]


@FEW
@given(some_trusts(least=1), st.integers(1, 4))
def test_distances_and_the_nearest_are_those_of_the_twin_with_figures_missing(trusts, count):
    known = frame_of(trusts)
    found = distances(known)
    check_against_twin(found, trusts)
    turned = found.rename(columns={"ods_code": "other", "other": "ods_code"})[[*found]]
    assert_frame_equal(turned.sort_values(["ods_code", "other"], ignore_index=True), found)
    for row in found.to_dict("records"):
        shared = [(WEIGHTS[part], row[part]) for part in PARTS if not math.isnan(row[part])]
        whole = math.fsum(weight for weight, _ in shared)
        assert row["distance"] ** 2 * whole == pytest.approx(math.fsum(w * part for w, part in shared))
    for code, *_ in trusts:
        assert {*nearest(known, code, count=count)} == naive_nearest(trusts, code, count)


@FEW
@given(some_trusts(least=1), st.permutations(range(7)), st.floats(0.1, 10))
def test_names_and_the_unit_of_money_do_not_matter_and_a_double_is_at_no_distance(trusts, order, rate):
    # Codes that no focus lists, or a label would change what a trust is.
    trusts = [(f"T{i}A", *rest) for i, (_, *rest) in enumerate(trusts)]
    trusts.append(("T7A", *trusts[0][1:]))
    label = {f"T{i}A": f"X{place}B" for i, place in enumerate([*order, 7])}
    found = distances(frame_of(trusts))
    expected = found.assign(ods_code=found["ods_code"].map(label), other=found["other"].map(label))
    assert_frame_equal(
        distances(frame_of((label[code], *rest) for code, *rest in trusts)),
        expected.sort_values(["ods_code", "other"], ignore_index=True),
        check_dtype=False,
    )
    rated = [(code, spent and spent * rate, *rest) for code, spent, *rest in trusts]
    assert_frame_equal(distances(frame_of(rated)), found, atol=1e-6, rtol=1e-6)
    double = found.set_index(["ods_code", "other"]).loc[("T0A", "T7A")]
    assert (double[PARTS].dropna() == 0).all() and double["distance"] == 0


def test_twice_the_size_is_the_same_step_for_small_and_for_large():
    trusts = of_one_type(("T1A", 1e7, None, 1), ("T2A", 2e7, None, 1), ("T3A", 4e7, None, 1))
    part = distances(frame_of(trusts)).set_index(["ods_code", "other"])["operating_expenditure"]
    assert part["T1A", "T2A"] == pytest.approx(part["T2A", "T3A"])


def test_trusts_that_share_no_figure_have_no_distance():
    none = frame_of([("T1A", 1e7, None, 1, None), ("T2A", None, 900.0, 1, "Community")]).assign(
        care_settings=math.nan
    )
    assert distances(none)["distance"].isna().all()
    assert nearest(none, "T1A") == []


class TestNearest:
    def test_a_trust_that_ties_with_the_last_is_included(self):
        trusts = of_one_type(("T0A", 1e8, 900.0, 1), *((f"T{i}A", 2e8, 900.0, 1) for i in range(1, 5)))
        assert nearest(frame_of(trusts), "T0A", count=2) == ["T1A", "T2A", "T3A", "T4A"]

    def test_one_that_lacks_a_figure_comes_after_those_that_have_it(self):
        trusts = of_one_type(
            ("T0A", 1e8, 900.0, 2),
            ("T1A", 9e8, 9000.0, 2),
            ("T2A", 2e8, 1000.0, 1),
            ("T3A", None, None, 2),
        )
        known = frame_of(trusts)
        assert distances(known).set_index(["ods_code", "other"]).loc[("T0A", "T3A"), "distance"] == 0
        assert nearest(known, "T0A", count=2) == ["T2A", "T1A"]
        assert nearest(known, "T0A", count=3)[-1] == "T3A"


class TestKinds:
    def test_types_of_one_family_are_one_step_apart_and_all_others_two(self):
        assert type_steps("Acute - small", "Acute - small") == 0
        assert type_steps("Acute - small", "Acute - teaching") == 1
        assert type_steps("Acute - small", "Acute - specialist") == 2
        assert type_steps("A type to come", "Community") == 2
        assert (focus_steps("cancer", "cancer"), focus_steps("cancer", "none")) == (0, 2)

    def test_what_is_not_known_is_not_alike(self):
        trusts = [
            ("T1A", 1e8, 900.0, 1, None),
            ("T2A", 1e8, 900.0, 1, None),
            ("T3A", 1e8, 900.0, 1, "Community"),
        ]
        found = distances(frame_of(trusts))
        assert found[["eric_type", "focus"]].isna().all(axis=None)
        assert set(found["distance"]) == {0}

    def test_a_specialist_trust_that_no_list_names_has_no_known_focus(self):
        assert focus_of("T1A", "Acute - specialist") is None
        assert focus_of("T1A", None) is None
        assert focus_of("T1A", "Acute - large") == "none"
        assert focus_of("RBS", "Acute - specialist") == "children's hospital"

    def test_how_near_a_part_is(self):
        assert [nearness(part) for part in (0, 0.25, 0.26, 1, 2.25, 2.26, 4, math.nan)] == [
            *("near", "near", "apart", "apart", "apart", "far", "far", "unknown"),
        ]


class TestPublished:
    def test_only_specialist_trusts_have_a_focus_and_all_of_them(self, publication):
        rows = publication.rows(
            "select ods_code from publication.eric_types where eric_type = 'Acute - specialist'"
        )
        assert {code for (code,) in rows} == likeness().focus_of.keys()

    def test_every_published_type_is_in_a_family(self, publication):
        rows = publication.rows("select distinct eric_type from publication.eric_types")
        assert {one for (one,) in rows} == likeness().family_of.keys()

    @pytest.mark.parametrize(
        ("code", "setting", "alike"),
        [
            ("RBS", "Acute", {"RCU", "RP4", "RQ3"}),
            ("RCU", "Acute", {"RBS", "RP4", "RQ3"}),
            ("RBV", "Acute", {"RPY", "REN"}),
            ("RL1", "Acute", {"RRJ", "RAN"}),
            ("RBQ", "Acute", {"RGM"}),
        ],
    )
    def test_specialist_trusts_come_first_to_their_like(self, publication, code, setting, alike):
        found = most_similar(publication, year=2025, ods_code=code, care_setting=setting)
        assert set(found.rows["ods_code"].head(len(alike))) == alike

    @pytest.mark.parametrize(
        ("setting", "family"),
        [
            ("Acute", "specialist acute"),
            ("Ambulance", "ambulance"),
            ("Mental Health", "mental health and care"),
            ("Community", "community"),
            ("Acute", "general acute"),
        ],
    )
    def test_peers_are_of_the_trust_s_own_family(self, publication, setting, family):
        """All ten, where the setting has ten others of the family; else the family's come first."""
        known = contexts(publication, year=2025, care_setting=setting)
        typed = known.dropna(subset=["eric_type"])
        of = dict(zip(typed["ods_code"], typed["eric_type"].map(likeness().family_of), strict=True))
        real = [code for code in of if not code.startswith("DEMO")]
        members = sorted(code for code in real if of[code] == family)
        others = 0
        for code in members[:15]:
            peers = [of.get(other) for other in nearest(known, code)]
            own = peers.count(family)
            others += len(peers) - own
            assert own >= min(6, len(members) - 1)
        assert others <= 25

    def test_a_trust_without_accounts_says_so_and_uses_the_rest(self, publication):
        found = most_similar(publication, year=2025, ods_code="G6V2S", care_setting="Mental Health")
        assert found.missing == ("operating expenditure", "staff (whole-time equivalents)")
        assert found.rows[["operating_expenditure", "average_wte"]].isna().all(axis=None)
        assert found.contexts["care_settings"].nunique() == 1

    def test_it_is_near_no_trust_that_has_ten_others(self, publication):
        known = contexts(publication, year=2025, care_setting="Mental Health")
        (table, _) = tables_of(known)
        own = table.codes.index("G6V2S")
        assert not any(own in table.nearest_to(other) for other in range(len(table.codes)))

    def test_the_trust_itself_is_never_among_its_most_similar(self, publication):
        found = most_similar(publication, year=2025, ods_code="RBS", care_setting="Acute")
        assert found.missing == ()
        assert len(found.rows) == 10
        assert "RBS" not in set(found.rows["ods_code"])
        assert found.contexts["ods_code"].tolist() == ["RBS", *found.rows["ods_code"]]
        assert all(one <= other for one, other in pairwise(found.rows["distance"]))

    @pytest.mark.parametrize("code", ["RRU", "QYG", "RVN"])
    def test_a_trust_without_a_return_of_the_setting_is_an_error(self, publication, code):
        with pytest.raises(UnknownCode, match=f"{code} has no return for Acute in 2025"):
            most_similar(publication, year=2025, ods_code=code, care_setting="Acute")


def test_real_and_fictional_trusts_are_never_paired(tmp_path):
    def sized(code: str, pounds: float) -> TrustContext:
        return TrustContext(financial_year="2023/24", ods_code=code, operating_expenditure=pounds)

    real = [
        system("QZ1"),
        *(row for code in ("T1A", "T2A") for row in trust(code, "QZ1")),
        *(row for code in ("T1A", "T2A") for row in pillars(code, "Acute", 2.0)),
        sized("T1A", 1e8),
        sized("T2A", 2e8),
    ]
    invented = [
        *(row for code in ("T8A", "T9A") for row in trust(code, "QZ1", fictional=True)),
        *(row for code in ("T8A", "T9A") for row in pillars(code, "Acute", 2.0)),
        sized("T8A", 1e8),
        sized("T9A", 9e8),
    ]
    without = publish_country(tmp_path / "real", *real)
    mixed = publish_country(tmp_path / "mixed", *real, *invented)
    found = distances(contexts(mixed, year=2025, care_setting="Acute"))
    pairs = set(zip(found["ods_code"], found["other"], strict=True))
    assert pairs == {("T1A", "T2A"), ("T2A", "T1A"), ("T8A", "T9A"), ("T9A", "T8A")}
    own = found[found["ods_code"].isin(["T1A", "T2A"])].reset_index(drop=True)
    assert_frame_equal(own, distances(contexts(without, year=2025, care_setting="Acute")))
