"""Templates escape what is put into them, and the one style sheet has the colours of the charts."""

import re

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from benchmark.charts import theme
from benchmark.charts.distance import STEPS
from benchmark.charts.markup import piece, render, style_sheet
from benchmark.core.settings import PROJECT_ROOT

PACKAGE = PROJECT_ROOT / "benchmark"
PARTS = "surfaces/web/parts.html"
STYLE = "surfaces/web/style.css"
NASTY = "<script>alert(\"1\")</script> & 'so'"


def test_a_text_is_escaped_in_content_and_in_attributes():
    drawn = piece(PARTS, "link", words=NASTY, address=NASTY)
    assert drawn.count("<") == 4  # of the paragraph and of the link alone
    assert '"1"' not in drawn and "'so'" not in drawn and "&lt;script&gt;" in drawn


def test_what_a_template_made_is_not_escaped_again():
    inside = piece(PARTS, "text", words=NASTY, kind="note", role="")
    assert str(inside) in piece(PARTS, "folded", summary="More", inside=inside)


def test_a_value_that_is_missing_is_an_error_and_no_empty_text():
    with pytest.raises(UndefinedError, match="caption"):
        render("surfaces/files/table.html", columns=[], rows=[], stacked=False)
    with pytest.raises(UndefinedError, match="address"):
        piece(PARTS, "link", words="Here")


def test_every_template_can_be_read():
    found = [file.relative_to(PACKAGE).as_posix() for file in PACKAGE.rglob("*.html")]
    assert PARTS in found and "questions/gaps/grid.html" in found
    for name in found:
        assert "safe" not in re.findall(r"\|\s*(\w+)", (PACKAGE / name).read_text(encoding="utf-8")), name


def test_the_style_sheet_has_the_colours_of_the_charts_and_writes_none_of_them_itself():
    style, rules = style_sheet(STYLE), (PACKAGE / STYLE).read_text(encoding="utf-8")
    assert isinstance(style, Markup) and style.count("<") == 2
    for step in STEPS:
        assert f"--{step.key}: {step.background};" in style and f"--{step.key}-text: {step.text};" in style
    colours = {value for name, value in vars(theme).items() if name.isupper() and str(value).startswith("#")}
    colours |= {step.background for step in STEPS}
    assert theme.BLUE in colours
    assert {colour.lower() for colour in colours} & set(re.findall(r"#[0-9a-f]{6}\b", rules.lower())) == set()


def test_every_colour_that_a_rule_names_is_there():
    style = style_sheet(STYLE)
    named, given = set(re.findall(r"var\(--([\w-]+)\)", style)), set(re.findall(r"--([\w-]+):", style))
    assert named and named <= given


def test_every_class_of_the_style_sheet_is_one_that_something_drawn_has():
    rules = re.sub(
        r"/\*.*?\*/|\{[^{}]*\}", "", (PACKAGE / STYLE).read_text(encoding="utf-8"), flags=re.DOTALL
    )
    ruled = {name.removeprefix("st-key-") for name in re.findall(r"\.([a-z][\w-]*)", rules)}
    drawn = [*PACKAGE.rglob("*.html"), *PACKAGE.rglob("*.py")]
    words = set(re.findall(r"[a-z][\w-]*", " ".join(file.read_text(encoding="utf-8") for file in drawn)))
    made = {f"is-{step.key}" for step in STEPS} | {f"pt-{tint}" for tint in range(5)} | {"cg-grid", "cg-list"}
    made |= {f"step-{state}" for state in ("done", "open", "stopped")}
    made |= {f"theme-{answer}" for answer in ("yes", "partly", "no", "none")}
    assert len(ruled) > 80 and ruled - words == made & (ruled - words)
