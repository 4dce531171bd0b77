"""What is said about a name that is not known."""

from benchmark.core.errors import nearest


def test_the_nearest_are_found_whatever_their_capitals():
    assert nearest("liverpol", ["LIVERPOOL", "DLN"]) == "Nearest: LIVERPOOL. Known: DLN, LIVERPOOL."
    assert nearest("Gaps", ["gap", "trust"]) == "Nearest: gap. Known: gap, trust."
    assert nearest("zzz", ["DLN"]) == "Known: DLN."
    called = {"DLN": "Derby, Lincoln", "TEES": "Tees"}
    assert nearest("derby lincoln", called, called=called) == "Nearest: DLN (Derby, Lincoln)."
    assert nearest("zzz", called, called=called) == "Known: DLN (Derby, Lincoln); TEES (Tees)."
