"""Groups: members that are unknown, closed, repeated or in each other; names that others bear; days."""

from making import GROUPS, case, lines

TWO = (
    "DEMO-NEW,Made-up Pair,own,DEMO1,2026-01-01,,words",
    "DEMO-NEW,Made-up Pair,own,DEMO2,2026-01-01,,words",
)


def make() -> None:
    """Every case of this file."""
    _members()
    _names_and_codes()
    _days()
    _kinds()


def _row(code: str = "DEMO-NEW", member: str = "DEMO3", *, name: str = "Made-up Pair", **cells: str) -> str:
    kind, first, last = cells.get("kind", "own"), cells.get("first", "2026-01-01"), cells.get("last", "")
    return f"{code},{name},{kind},{member},{first},{last},words"


def _two(name: str, row: str, *expected: str, valid: int = 3, before: tuple[str, ...] = TWO) -> None:
    """A row below two that hold."""
    case(f"groups_{name}.csv", lines(GROUPS, *before, row), *expected, read=len(before) + 1, valid=valid)


def _members() -> None:
    case("groups_good.csv", lines(GROUPS, *TWO), read=2)
    _two("member_by_name", _row(member="Pellindrake Community Health NHS Trust"), "name_matched:4")
    _two("member_unknown", _row(member="XX9"), "member_unknown:4", valid=2)
    _two("member_missing", _row(member=""), "value_missing:4", valid=2)
    _two("member_lower_case", _row(member="demo3"), "code_capitals:4")
    _two("member_repeated", TWO[1], "row_repeated:4", valid=2)
    _two("member_overlaps", _row(member="DEMO2", first="2026-03-01"), "member_overlaps:4")
    _two(
        "member_left_and_back",
        _row(member="DEMO3", first="2026-03-01"),
        before=(*TWO, _row(last="2026-02-28")),
        valid=4,
    )
    _two(
        "member_left_the_day_it_came_back",
        _row(member="DEMO3", first="2026-02-28"),
        "member_overlaps:5",
        before=(*TWO, _row(last="2026-02-28")),
        valid=4,
    )
    _two("real_and_fictional", _row(member="RBS"), "real_and_fictional:2")
    of_systems = tuple(_row("TEST-SYS", code, name="Made-up Systems") for code in ("QYG", "QF7"))
    _two(
        "system_and_its_trust",
        _row("TEST-SYS", "RBS", name="Made-up Systems"),
        "system_and_its_trust:4",
        before=of_systems,
    )
    _two(
        "trust_closed",
        _row("TEST-SYS", "RNK", name="Made-up Systems"),
        "member_closed:4",
        before=of_systems,
    )
    _two(
        "trust_closed_after_its_last_day",
        _row("TEST-SYS", "RNK", name="Made-up Systems", first="2025-01-01", last="2026-03-31"),
        before=of_systems,
    )
    _two(
        "system_split",
        _row("TEST-SYS", "QNQ", name="Made-up Systems"),
        "member_closed:4",
        before=of_systems,
    )
    case("groups_of_one.csv", lines(GROUPS, _row()), "group_of_one:2")


def _names_and_codes() -> None:
    _two("code_small", _row("demo-new"), "code_capitals:4")
    _two("code_of_spaces", _row("DEMO NEW"), "bad_group_code:4", valid=2)
    _two("code_too_long", _row("DEMO-" + "X" * 20), "bad_group_code:4", valid=2)
    _two("two_names", _row(name="Made-up Three"), "group_two_names:4")
    _two("two_kinds", _row(kind="collaborative"), "group_two_names:4")
    case(
        "groups_code_of_a_trust.csv",
        lines(GROUPS, *(row.replace("DEMO-NEW", "DEMO8") for row in TWO)),
        "group_code_taken:2",
        read=2,
    )
    for number, name in enumerate(
        (
            "Tarrowquist Ambulance Service NHS Trust",
            "Oxtrelby Mind and Community Collaborative",
            "oxtrelby mind-and-community collaborative",
            "DEMO4",
            "demo acute",
        )
    ):
        case(
            f"groups_name_of_another_{number}.csv",
            lines(GROUPS, *(row.replace("Made-up Pair", name) for row in TWO)),
            "group_name_taken:2",
            read=2,
        )
    case(
        "groups_renamed.csv",
        lines(GROUPS, *(row.replace("DEMO-NEW", "DEMO-ACUTE") for row in TWO)),
        "group_renamed:2",
        "group_renamed:2",
        "member_overlaps:2",
        "member_overlaps:3",
        read=2,
    )


def _days() -> None:
    _two("end_before_start", _row(last="2025-12-31"), "ends_before_start:4", valid=2)
    _two("of_one_day", _row(last="2026-01-01"))
    _two("in_the_future", _row(first="2099-01-01"), "starts_in_future:4")
    _two("end_in_the_future", _row(last="2099-01-01"))
    _two("day_of_uk", _row(first="01/02/2026"), "date_respelt:4")
    _two("day_unreadable", _row(first="soon"), "bad_date:4", valid=2)


def _kinds() -> None:
    _two("kind_unknown", _row(kind="club"), "not_in_list:4", valid=2)
    _two(
        "cluster_of_trusts",
        _row("DEMO-CL", "DEMO4", name="Made-up Cluster", kind="cluster"),
        "cluster_of_trusts:4",
        "group_of_one:4",
    )
    of_two = tuple(_row("TEST-CL", code, name="Made-up Cluster", kind="cluster") for code in ("QYG", "QJ2"))
    case("groups_in_two_clusters.csv", lines(GROUPS, *of_two), "in_two_clusters:3", read=2)
