"""The files that the benchmark of returns measures are what it takes them for."""

import pytest

from benchmark.returns import check_return
from tests.bench.made_returns import make_file
from tests.bench.peers import ACROSS, AGAINST, CELLS, found_by_check

ROWS = 20_000


@pytest.mark.parametrize("wrong", [False, True])
def test_each_rule_is_broken_where_it_should_be_and_nowhere_else(wrong, publication, tmp_path):
    file = make_file(tmp_path / "made.csv", publication, rows=ROWS, wrong=wrong)
    found = found_by_check(check_return(file, file.name, publication=publication))
    assert {*found} == ({*CELLS, *ACROSS, *AGAINST} if wrong else set())
