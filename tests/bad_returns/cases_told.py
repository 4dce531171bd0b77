"""Words that say nothing, things that are named twice, and places of one file that contradict each other."""

import io
import tarfile

from making import (
    CONDITIONS,
    DEMO_ROW,
    LONG,
    TARGETS,
    case,
    lines,
    long,
)

EXCHANGE = "ods_code,pillar,offers_or_asks,contact,note"


def make() -> None:
    """Every case of this file."""
    _says_nothing()
    _named_twice()
    _formats()
    _headings()


def _says_nothing() -> None:
    """A reason, a contact or a note that is no more than a sign."""
    for name, reason in (("stop", "."), ("dash", "-"), ("na", "n/a"), ("figure", "3.5"), ("none", "None")):
        case(
            f"reason_{name}.csv",
            lines(TARGETS, f"DEMO1,,well_led,4.6,{reason}"),
            "says_nothing:2",
            read=1,
            valid=0,
        )
    case(
        "offer_says_nothing.csv",
        lines(EXCHANGE, "DEMO5,well_led,offer,?,.", "DEMO5,safe_practice,offer,020 7946 0000,Hazard logs"),
        *["says_nothing:2"] * 2,
        read=2,
        valid=1,
    )


def _named_twice() -> None:
    """Programmes whose names differ by capitals, spaces, signs or a plural alone."""
    programme = "2025,DEMO2,programme,{},,,,,,,improve_care,{},idea,"
    case(
        "programmes_alike.csv",
        lines(
            CONDITIONS,
            programme.format("EPR roll-out", 11),
            programme.format("epr rollouts", 12),
            programme.format("EPR optimisation", 13),
        ),
        "items_alike:3",
        read=3,
        valid=3,
    )
    standing = "2025,DEMO2,programme,First Electronic Patient Records,,,,,,,improve_care,11,idea,"
    case("programme_like_one_that_stands.csv", lines(CONDITIONS, standing), "items_alike:2", read=1, valid=1)


def _formats() -> None:
    """What is no table, told as what it is."""
    table = long(DEMO_ROW)
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w") as pack:
        about = tarfile.TarInfo("return.csv")
        about.size = len(table)
        pack.addfile(about, io.BytesIO(table.encode()))
    bitmap = b"BM" + (154).to_bytes(4, "little") + bytes(4) + (54).to_bytes(4, "little") + bytes(100)
    photograph = b"\x00\x00\x00\x18ftypheic" + bytes(50)
    for name, content in (("pack.tar", tar.getvalue()), ("scan.bmp", bitmap), ("photo.heic", photograph)):
        case(name, content, "format_refused", read=0, valid=0)
    case("appointment.csv", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "format_refused", read=0, valid=0)
    for name in ("utf-32-le", "utf-32-be"):
        case(f"{name}_without_mark.csv", table.encode(name), "not_text", read=0, valid=0)


def _headings() -> None:
    """Columns of another return, beside those of this one."""
    case(
        "year_of_another_return.csv",
        lines(f"{LONG},Financial year", f"{DEMO_ROW},2024/25"),
        "heading_unknown:1",
        read=1,
        valid=1,
    )
