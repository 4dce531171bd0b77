"""What an answer says that it rests on: a return whose figures stand in it, and none whose figures do not."""

FILES = {
    "scores.csv": (
        "assessment_year,ods_code,care_setting,pillar,score\n2025,RFF,Acute,smart_foundations,2.6\n"
    ),
    "spend.csv": (
        "financial_year,ods_code,operating_expenditure,capital_expenditure,it_revenue,it_capital\n"
        "2023/24,RFF,350000000,20000000,7000000,3500000\n"
    ),
    "conditions.csv": "assessment_year,ods_code,section,item,answer\n2025,RFF,capability,patient_portal,no\n",
}
"""Returns of Barnsley alone, invented."""
RESTS_ON_THEM = {
    ("spend", "--ics", "QF7"): {"spend.csv"},
    ("spend", "--trust", "RFF"): {"spend.csv"},
    ("conditions", "--ics", "QF7"): {"scores.csv", "conditions.csv"},
    ("evidence", "--ics", "QF7"): {"scores.csv"},
    ("gaps", "--ics", "QF7"): {"scores.csv"},
    ("position", "--trust", "RFR", "--setting", "Acute"): {"scores.csv"},
    ("position", "--trust", "RBS", "--setting", "Acute", "--peers", "england"): {"scores.csv"},
    ("peers", "--trust", "RBS", "--setting", "Acute", "--peers", "own", "--with", "RFF"): {"scores.csv"},
}
RESTS_ON_NONE = (
    ("spend", "--ics", "QYG"),
    ("spend", "--trust", "RBS"),
    ("conditions", "--ics", "QYG"),
    ("conditions", "--trust", "RBS"),
    ("evidence", "--ics", "QYG"),
    ("gaps", "--ics", "QYG"),
    ("plan", "--ics", "QYG", "--fund", "1m", "--cost-per-point", "1m"),
    ("position", "--trust", "RBS"),
    ("position", "--trust", "RBS", "--setting", "Acute", "--peers", "similar"),
    ("position", "--trust", "RBS", "--setting", "Acute", "--peers", "own", "--with", "REM"),
    ("position", "--trust", "RBS", "--setting", "Acute", "--peers", "supplier"),
    ("peers", "--trust", "RBS", "--setting", "Acute", "--peers", "similar"),
)


def test_a_return_is_named_only_where_its_figures_are(run, own_store, tmp_path):
    store = ("--store", own_store.store)
    who = ("--by", "A tester", "--note", "Invented")
    for name, content in FILES.items():
        (tmp_path / name).write_text(content)
        answers = ("--answer", "published_replaced=A trial") if name == "scores.csv" else ()
        assert run("submit", tmp_path / name, *store, *who, *answers).exit_code == 0, name
    for asked, files in RESTS_ON_THEM.items():
        said = run(*asked, *store).out.splitlines()[-1]
        assert {name for name in FILES if name in said} == files, asked
    for asked in RESTS_ON_NONE:
        assert "submitted here" not in run(*asked, *store).out.splitlines()[-1], asked
