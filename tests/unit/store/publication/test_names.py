"""A publication read under other names: whatever holds a trust's name or code holds the other one."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.store.publication import Names, Publication, per_publication

NAMES = Names(
    {"DEMO1": "T-A", "DEMO2": "T-B"},
    {"Quorrelby Hospitals NHS Trust": "Trust A", "Quorrelby Hospitals": "Trust A", "Vexwold": "Trust B"},
    frozenset({"DEMO1,DEMO2"}),
)


@pytest.mark.parametrize(
    ("own", "shown"),
    [
        ("DEMO1", "T-A"),
        ("Vexwold", "Trust B"),
        ("scores_DEMO1.csv by DEMO2", "scores_T-A.csv by T-B"),
        ("Vexwold asks Quorrelby Hospitals NHS Trust", "Trust B asks Trust A"),
        ("VEXWOLD", "Trust B"),
        ("DEMO12 and Vexwolds", "DEMO12 and Vexwolds"),
        ("Quorrelby Hospitals (now Quorrelby Hospitals NHS Trust)", "Trust A"),
        ("DEMO1,DEMO2", "DEMO1,DEMO2"),
        (["DEMO1", 3], ["T-A", 3]),
        (("DEMO1", None), ("T-A", None)),
        (2.5, 2.5),
        ("", ""),
    ],
)
def test_a_value_that_holds_a_name_or_a_code(own, shown):
    assert NAMES.shown(own) == shown


def test_a_frame_keeps_its_types_and_what_is_missing():
    lists = pd.Series([np.array(["DEMO1", "x"], dtype=object), None], dtype=object)
    frame = pd.DataFrame({"code": pd.array(["DEMO1", None], dtype="str"), "score": [1.5, None], "of": lists})
    found = NAMES.frame(frame.copy())
    assert [*found.dtypes] == [*frame.dtypes]
    assert found["code"].tolist()[0] == "T-A"
    assert found["code"].isna().tolist() == [False, True]
    assert found["of"][0].tolist() == ["T-A", "x"]


@given(st.lists(st.sampled_from(["DEMO1", "DEMO2", "QYG", "Acute"])))
def test_what_is_asked_for_is_what_was_shown(codes):
    assert NAMES.own_codes(NAMES.shown(codes)) == codes


def test_a_query_takes_and_gives_the_other_names_and_nothing_is_remembered_for_both(publication):
    names = Names({"DEMO1": "T-A"}, {})
    lettered = publication.under(names)
    query = "select ods_code from publication.trusts where ods_code = $code"
    assert lettered.rows(query, code="T-A") == [("T-A",)]
    assert lettered.frame(query, code="T-A")["ods_code"].tolist() == ["T-A"]

    @per_publication
    def first(of: Publication) -> str:
        return str(of.rows(query, code="DEMO1")[0][0])

    assert (first(publication), first(lettered), first(publication)) == ("DEMO1", "T-A", "DEMO1")
