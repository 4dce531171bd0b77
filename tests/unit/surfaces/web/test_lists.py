"""Every list of choices is looked through in the same way."""

import ast

from benchmark.core.settings import PROJECT_ROOT
from benchmark.surfaces.web.choices.lists import TYPED_FROM, typed_in

LISTS = {"selectbox", "multiselect"}


def test_a_long_list_is_typed_into_and_found_anywhere_a_short_one_is_chosen_from():
    assert typed_in(range(TYPED_FROM)) == "contains"
    assert typed_in(range(TYPED_FROM - 1)) is None


def test_every_list_says_how_it_is_looked_through():
    drawn, silent = 0, []
    for file in sorted((PROJECT_ROOT / "benchmark").rglob("*.py")):
        text = file.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)) if any(name in text for name in LISTS) else ():
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute | ast.Name):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
            if name in LISTS:
                drawn += 1
                if not any(given.arg == "filter_mode" for given in node.keywords):
                    silent.append(f"{file.name}:{node.lineno}")
    assert drawn > 10
    assert silent == []
