"""A pack with every kind of block, whose texts try to be something else than text."""

from benchmark.charts.distance import STEPS, step_meaning
from benchmark.charts.figure import Figure
from benchmark.common.subject import Subject
from benchmark.core.columns import SCORED, TRUST, Table
from benchmark.documents import model
from benchmark.documents.model import Axis, Cell, Chart, Cover, Drawn, Grid, GridGroup, GridRow, Series, Words

HOSTILE = (
    '=cmd|"/c calc"!A1',
    "<script>alert(1)</script> & <b>bold</b>",
    '#import "x.typ": *; #panic() $x$ _it_ *b* @label <lab> \\ // /* `raw`',
    "{{ 7*7 }} {% raw %} ${7*7}",
    "bell\x07 null\x00 turned \u202eback, ]]> &amp; &#x41;",
    '=HYPERLINK("http://example.org";"x")',
)
"""As a name or a note may come: a formula, markup, code of Typst or of a template, what cannot be seen."""
SEEN = ("alert(1)", "#panic()", "{{ 7*7 }}", "turned back", "HYPERLINK")
"""What of them must be read in every finished file, as the letters that they are."""
TABLE = Table("example", "An example", "one row per trust", (TRUST, SCORED))


def pack(
    *, texts: tuple[str, ...] = HOSTILE, rows: int = 30, fictional: str = "", compact: bool = False
) -> model.Pack:
    """Every kind of block, with so many rows; the texts stand wherever a text can."""
    names = [f"{texts[place % len(texts)]} {place}" for place in range(rows)]
    filled = TABLE.of({"trust": name, "score": 1 + place % 5} for place, name in enumerate(names))
    spec = {"$schema": "https://vega.github.io/schema/vega-lite/v6.json", "width": 300, "height": 80}
    spec |= {"data": {"values": [{"name": name} for name in names]}, "mark": "text"}
    spec |= {"encoding": {"text": {"field": "name"}, "y": {"field": "name", "type": "nominal"}}}
    figure = Figure(texts[0], texts[1], texts[2], spec, filled)
    values = tuple(float(1 + place % 5) for place in range(rows))
    bars = Drawn("bars", tuple(names), (Series(texts[0], values, "#005EB8"),), Axis(0.0, 6.0))
    lines = Drawn(
        "lines", ("a", texts[1]), (Series(texts[2], (1.0, 2.0), "#005EB8", line=True),), Axis(1.0, 5.0)
    )
    points = Drawn("points", (), (Series(texts[3], (1.0, 2.0), "#005EB8", across=(0.1, 0.2), mark="circle"),))
    cells = tuple(Cell("2.0", step, f"cell.{step.key}") for step in STEPS)
    grid = Grid(
        "grid",
        texts[0],
        texts[1],
        ("Trust", *(step.label for step in STEPS)),
        (GridGroup(texts[2], tuple(GridRow(name, cells) for name in names)),),
        tuple((step, step_meaning(step)) for step in STEPS),
    )
    blocks = (
        model.Paragraph(Words(texts[0], "one")),
        model.Paragraph(Words(texts[1], "two", was=texts[2]), caution=True),
        model.Bullets(tuple(Words(text, f"bullet.{place}") for place, text in enumerate(texts)), texts[3]),
        model.Statements((Words(texts[3], "figure", "12 of 16"), Words("fell", "fell", "2", was=""))),
        model.DataTable("table", texts[1], filled, ("trust",), texts[2], was={(names[0], "score"): "9.0"}),
        grid,
    )
    charts = tuple(Chart(f"chart-{drawn.kind}", figure, drawn) for drawn in (bars, lines, points))
    return model.Pack(
        cover=Cover(texts[1], texts[2], texts[3], texts[0], "1 April 2026", tuple(map(Words, texts))),
        sections=(
            model.Section("first", "First", Words(texts[1], "first.title"), blocks, texts),
            model.Section("second", "Second", Words(texts[2], "second.title", was="other"), charts, texts),
        ),
        provenance=tuple((f"What {place}", text) for place, text in enumerate(texts)),
        running=texts[1],
        source=texts[2],
        fictional=fictional,
        subject=Subject("DEMO", "Demonstration ICS", fictional=bool(fictional), when="2025"),
        compact=compact,
    )
