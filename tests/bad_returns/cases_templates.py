"""Templates that come back: filled in, in part, not at all, changed, or with a stamp that is broken."""

import hashlib
from collections.abc import Sequence

from making import book, case, lines, long

STAMP = "Stamp of a template for returns of digital maturity. Leave this sheet as it is."
SAID = (
    "sheet",
    "kind",
    "layout",
    "version",
    "digest",
    "header line",
    "first data line",
    "headings",
    "filled in",
)
HEADINGS = ("ODS code", "Trust name", "Care setting", "Pillar", "Target", "Reason")
GIVEN = HEADINGS[:4]
MEANING = (
    "Reliable, modern and secure infrastructure, well-run teams and a plan for replacing what is out of date."
)
MEANINGS = ("The trust's ODS code", "Its name", "Its setting", MEANING, "The level aimed at", "Why")
ABOVE = (("Trusts' own targets",), ("The trust's ODS code. Needed.", "Its name", "Its setting"))


def digest_of(*names: str) -> str:
    """The digest of a row of the stamp."""
    return hashlib.sha256("\n".join(name.casefold() for name in names).encode()).hexdigest()[:16]


def stamp(sheet: str, kind: str = "own_targets", digest: str = "") -> list[Sequence[object]]:
    """The rows of a stamp for one sheet of own targets, beside the sheet that is read first."""
    own_digest = digest_of(*HEADINGS, *GIVEN)
    row = (sheet, kind, kind, "1", digest or own_digest, "3", "4", "\n".join(HEADINGS), "\n".join(GIVEN))
    return [(STAMP,), SAID, ("Read me", "", "", "1"), row]


def template(
    *rows: Sequence[object], headings: Sequence[str] = HEADINGS, about: str = "", **stamped: str
) -> bytes:
    """A template of own targets with these rows, its front sheet and its stamp. about: whose its title is."""
    title = (f"{ABOVE[0][0]}: {about}",) if about else ABOVE[0]
    return book(
        {
            "Read me": [("What to do",), ("Pillar", "Well Led", "The board owns digital.")],
            "Own targets": [title, *ABOVE[1:], headings, *rows],
            "Trust context": [("Trust context",), ("Told",), ("Financial year", "ODS code", "Average WTE")],
            "maturity_template": [
                *stamp("Own targets", **stamped),
                ("Trust context", "trust_context", "trust_context", "1", *CONTEXT),
            ],
        },
        hidden=["maturity_template"],
    )


_CONTEXT_HEADINGS = ("Financial year", "ODS code", "Average WTE")
_TOLD = digest_of(*_CONTEXT_HEADINGS, *_CONTEXT_HEADINGS[:2])
CONTEXT = (_TOLD, "3", "4", "\n".join(_CONTEXT_HEADINGS), "Financial year\nODS code")
WHO = ("DEMO1", "Quorrelby University Hospitals NHS Foundation Trust", "")
FILLED = (*WHO, "Well Led", 4, "A new record in 2027")
OPEN = (*WHO, "Safe Practice", None, None)
NOTES = ("heading_compared:3", "template_sheet_empty")


def make() -> None:
    """Add the cases."""
    case(
        "template_in_part.xlsx",
        template(FILLED, OPEN, (*WHO, "Improve Care", None, None)),
        *(*NOTES, "template_rows_empty:5", "pillar_alias:4"),
    )
    for whose, asked in (
        ("Zantlemere Hospitals NHS Trust (DEMO2)", ["title_of_another_organisation:3"]),
        (f"{WHO[1]} (DEMO1)", []),
        ("Demonstration ICS (DEMO)", []),
    ):
        case(
            f"template_of_{whose.split()[0].lower()}.xlsx",
            template(FILLED, about=whose),
            *(*NOTES, *asked, "pillar_alias:4"),
        )
    case("template_untouched.xlsx", template(OPEN, OPEN), "template_untouched", read=0)
    case(
        "template_heading_renamed.xlsx",
        template(FILLED, headings=(*HEADINGS[:5], "Why this level")),
        *(*NOTES, "template_changed:3", "heading_ignored:3", "column_missing:3", "pillar_alias:4"),
        valid=0,
    )
    case(
        "template_column_added.xlsx",
        template((*FILLED, "for the board"), headings=(*HEADINGS, "My remarks")),
        *(*NOTES, "template_changed:3", "heading_ignored:3", "pillar_alias:4"),
    )
    case(
        "template_stamp_broken.xlsx",
        template(FILLED, digest="0123456789abcdef"),
        *(*NOTES, "template_stamp_unreadable", "lines_above_header", "pillar_alias:4"),
    )
    case(
        "template_totals_below.xlsx",
        template(FILLED, ("", "Total", "", "", "=SUM(E4:E4)|4", None)),
        *(*NOTES, "summary_row:5", "formulas", "pillar_alias:4"),
    )
    _unstamped()
    _named_as_shown()


def _unstamped() -> None:
    """One sheet of a template saved as CSV, and sheets moved into another workbook: no stamp comes along."""
    title, header = "Trusts' own targets,,,,,", ",".join(HEADINGS)
    meanings = ",".join(f'"{meaning}"' for meaning in MEANINGS)
    row, empty = (f"DEMO1,,,{pillar},{{}}".format for pillar in ("Well Led", "Safe Practice"))
    findings = ["lines_above_header", "heading_compared:3", "pillar_alias:4"]
    case(
        "template_saved_as_csv_in_part.csv",
        lines(title, meanings, header, row("4,A new record in 2027"), empty(",")),
        *(*findings, "template_rows_empty:5"),
    )
    case(
        "template_saved_as_csv_untouched.csv",
        lines(title, meanings, header, row(","), empty(",")),
        *("lines_above_header", "template_untouched"),
        read=0,
    )
    case(
        "template_saved_as_csv_words_for_nothing.csv",
        lines(title, meanings, header, row("4,A new record in 2027"), empty("tbc,")),
        *(*findings, "pillar_alias:5", "words_for_nothing:5", "value_missing:5"),
        read=2,
        valid=1,
    )
    targets = [("Own targets",), MEANINGS, HEADINGS, FILLED, OPEN]
    amounts = ("Operating expenditure", "Capital expenditure", "Average WTE")
    context = [
        ("Trust context",),
        ("ODS code", "Trust name", "Financial year", *amounts),
        (*WHO[:2], "2024/25"),
    ]
    guide = [
        ("What to do",),
        ("Choose one of: yes; partly; no; not known; 1; 2", "", "4"),
        ("Pillar", "Well Led"),
    ]
    case(
        "template_without_its_stamp.xlsx",
        book({"Read me": guide, "Own targets": targets, "Trust context": context}),
        *("sheet_ignored", "template_sheet_empty", *["lines_above_header"] * 3, *findings[1:]),
        "template_rows_empty:5",
    )


def _named_as_shown() -> None:
    """A trust with words behind its name: its newer name, as pages and tables write it, or its initials."""
    now = "Vexwold District Hospitals NHS Trust"
    for name, trust, found in (
        ("formerly", f"{now} (formerly Vexwold General Hospital)", ["name_renamed:2"]),
        ("initials", f"{now} (VDH)", ["name_renamed:2"]),
        ("other_initials", f"{now} (VHD)", ["name_unknown:2"]),
        (
            "its_own",
            "Vexwold General Hospital NHS Trust (now Vexwold District Hospitals)",
            ["name_renamed:2"],
        ),
        ("anothers", "Vexwold General Hospital NHS Trust (now Zantlemere Hospitals)", ["name_unknown:2"]),
        ("nobodys", "Vexwold General Hospital NHS Trust (now Alder Vale)", ["name_unknown:2"]),
    ):
        row = f"2025,{trust},Acute,safe_practice,,1.5"
        case(f"trust_now_called_{name}.csv", long(row), *found, valid=int("name_renamed:2" in found))
