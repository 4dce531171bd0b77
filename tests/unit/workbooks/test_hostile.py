"""No workbook harms the process that it is given to: not by memory, not by time, and not unsaid."""

import json
import subprocess
import sys

import pytest

from benchmark.core.settings import PROJECT_ROOT

MOST_GROWN_MB = 300
LONGEST_SECONDS = 60
SCRIPT = """
import json, sys, time
from benchmark.returns import check_return
from tests.unit.returns.made import TARGETS, workbook_of
from tests.unit.workbooks.hostile import shapes

def memory(what):
    lines = open("/proc/self/status").readlines()
    return int(next(line for line in lines if line.startswith(what)).split()[1]) / 1024

check_return(workbook_of(A=[TARGETS, ("DEMO1", "Acute", "well_led", 3, "")]), "x.xlsx", publication=None)
for name, content, codes in shapes():
    open("/proc/self/clear_refs", "w").write("5")
    before, start = memory("VmRSS"), time.monotonic()
    found = check_return(content, "x.xlsx", publication=None).findings
    print(json.dumps({
        "name": name,
        "missing": not {entry.code for entry in found} & {*codes},
        "found": [f"{entry.code}: {entry.message}" for entry in found][:3],
        "grown": memory("VmHWM") - before,
        "seconds": time.monotonic() - start,
    }))
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux gives the highest memory so far")
def test_every_hostile_workbook_is_refused_in_words_and_the_parent_stays_as_small_as_it_was():
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=PROJECT_ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    outcomes = [json.loads(line) for line in ran.stdout.splitlines()]
    assert len(outcomes) >= 25
    for outcome in outcomes:
        assert not outcome["missing"], outcome
        assert outcome["grown"] < MOST_GROWN_MB, outcome
        assert outcome["seconds"] < LONGEST_SECONDS + 5, outcome
