"""The rules of the house that import contracts cannot see: pages, files, paths and fresh processes."""

import ast
import filecmp
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from benchmark.core.settings import PROJECT_ROOT

LONGEST_FILE = 500
LONGEST_PAGE = 130
NOT_OURS = re.compile(r"^(\.git|\.venv|var|.*_cache|\.hypothesis|__pycache__|node_modules)$")
PAGE_MAY_IMPORT = (
    "streamlit",
    "benchmark.surfaces",
    "benchmark.charts",
    "benchmark.common",
    "benchmark.questions",
    "benchmark.core.definitions",
)
COMES_WITH = {
    "pydantic_core": "pydantic",
    "pptx": "python-pptx",
    "lxml": "python-pptx",
    "PIL": "python-pptx",
    "vl_convert": "vl-convert-python",
}
"""Packages that one of the requirements brings along, or that are imported under another name."""

PAGES = sorted((PROJECT_ROOT / "pages").glob("*.py"))


def project_files() -> Iterator[Path]:
    """Every file of the project, without environments, caches and the store."""
    for folder, subfolders, names in os.walk(PROJECT_ROOT):
        subfolders[:] = [name for name in subfolders if not NOT_OURS.match(name)]
        yield from (Path(folder) / name for name in names if not NOT_OURS.match(name))


def relative(file: Path) -> str:
    return file.relative_to(PROJECT_ROOT).as_posix()


TEXT_FILES = sorted(
    file for file in project_files() if file.suffix not in {".pyc", ".png", ".xlsx", ".ico", ".ttf"}
)
CODE_FILES = [file for file in TEXT_FILES if file.suffix in {".py", ".sql", ".css", ".js"}]


class TestLayers:
    def test_commands_are_imported_without_charts_and_all_but_the_web_without_streamlit(self):
        script = """
            import importlib, pkgutil, sys
            import benchmark, benchmark.questions, schemas

            def inside(*packages):
                for package in packages:
                    found = pkgutil.walk_packages(package.__path__, package.__name__ + ".")
                    yield from (module.name for module in found)

            for name in inside(benchmark.questions):
                drawn = name == "benchmark.questions.board.command"  # what it makes holds charts
                if not drawn and name.split(".")[-1] in ("measure", "columns", "words", "command"):
                    importlib.import_module(name)
            print(*({"altair", "starlette", "benchmark.charts.marks"} & sys.modules.keys()), end="")
            web = ("benchmark.surfaces.web", "benchmark.surfaces.server")
            for name in inside(benchmark, schemas):
                if not name.startswith(web) and not {*name.split(".")} & {"page", "__main__"}:
                    importlib.import_module(name)
            assert {"benchmark.questions", "benchmark.charts", "benchmark.store"} <= sys.modules.keys()
            print(*(name for name in sys.modules if name.split(".")[0] == "streamlit"))
        """
        assert run_fresh(script) == ""


def run_fresh(script: str) -> str:
    """What a script prints in a process that has imported nothing yet."""
    lines = [line[12:] for line in script.strip("\n").splitlines()]
    finished = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout.strip()


def page_faults(source: str) -> list[str]:
    """What a page's source does that a page must not: 'line: what'."""
    faults = []
    for node in ast.walk(ast.parse(source)):
        for name in imported(node):
            standard = name.split(".")[0] in sys.stdlib_module_names and name != "sqlite3"
            if not standard and not any(name == ok or name.startswith(f"{ok}.") for ok in PAGE_MAY_IMPORT):
                faults.append(f"{node.lineno}: imports {name}")
        if isinstance(node, ast.BinOp) and not isinstance(node.op, ast.BitOr):
            faults.append(f"{node.lineno}: computes {ast.unparse(node)}")
        if isinstance(node, ast.Compare) and any(is_number(part) for part in [node.left, *node.comparators]):
            faults.append(f"{node.lineno}: holds a threshold, {ast.unparse(node)}")
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.search(node.value):
            faults.append(f"{node.lineno}: holds SQL")
        if isinstance(node, ast.Attribute) and node.attr in {
            "groupby",
            "merge",
            "pivot",
            "mean",
            "median",
            "agg",
        }:
            faults.append(f"{node.lineno}: works on a table with .{node.attr}")
    return faults


SQL = re.compile(r"\bselect\b.+\bfrom\b", re.IGNORECASE | re.DOTALL)


def imported(node: ast.AST) -> list[str]:
    """The modules that an import statement reaches: `from benchmark import store` reaches benchmark.store."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        module = node.module or "."
        return [f"{module}.{alias.name}" for alias in node.names] if module == "benchmark" else [module]
    return []


def is_number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, float)


class TestPages:
    def test_a_page_only_draws(self):
        assert PAGES
        found = {relative(page): page.read_text(encoding="utf-8") for page in PAGES}
        assert {page: faults for page, source in found.items() if (faults := page_faults(source))} == {}
        assert [page for page, source in found.items() if len(source.splitlines()) > LONGEST_PAGE] == []

    @pytest.mark.parametrize(
        ("source", "fault"),
        [
            ("import duckdb", "1: imports duckdb"),
            ("import pandas as pd", "1: imports pandas"),
            ("from benchmark.store.ledger import Ledger", "1: imports benchmark.store.ledger"),
            ("from benchmark import store", "1: imports benchmark.store"),
            ("import sqlite3", "1: imports sqlite3"),
            ("share = below / units", "1: computes below / units"),
            ("if gap >= 0.3: pass", "1: holds a threshold, gap >= 0.3"),
            ("query = '''select *\nfrom units'''", "1: holds SQL"),
            ("rows.groupby('pillar')", "1: works on a table with .groupby"),
        ],
    )
    def test_what_a_page_must_not_do_is_noticed(self, source, fault):
        assert fault in page_faults(source)

    def test_what_a_page_may_do_is_let_through(self):
        source = (
            "import streamlit as st\nfrom benchmark.questions.gaps.measure import gaps\nst.columns([2, 1])\n"
        )
        assert page_faults(source) == []


@cache
def text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


@cache
def parsed(file: Path) -> ast.Module:
    return ast.parse(text(file))


def is_query_as_ours(query: str) -> bool:
    """Whether a query begins with its grain, and is written in small letters."""
    lines = query.splitlines()
    code = re.sub(r"'[^']*'", "", "\n".join(line.split("--")[0] for line in lines))
    return bool(re.match(r"-- grain: one row\b", lines[0])) and code == code.lower()


class TestFiles:
    @pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
    def test_a_copy_made_on_windows_has_the_same_bytes(self, tmp_path):
        """Git there writes other line ends. The published data would have another digest, and a store that
        was made elsewhere would take all of it in once more.
        """

        def git(*words: object) -> None:
            settings = ("-c", "user.name=Test", "-c", "user.email=test@demo.example")
            subprocess.run(["git", *settings, *map(str, words)], check=True, capture_output=True)

        original, copy = tmp_path / "original", tmp_path / "copy"
        git("init", original)
        for name in (".gitattributes", "data/published/maturity_scores.csv"):
            (original / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(PROJECT_ROOT / name, original / name)
        git("-C", original, "add", ".")
        git("-C", original, "commit", "-m", "As it is")
        git("-c", "core.autocrlf=true", "clone", original, copy)
        assert filecmp.cmp(original / name, copy / name, shallow=False)

    def test_a_file_is_short_enough_to_read(self):
        assert CODE_FILES
        lengths = {relative(file): len(text(file).splitlines()) for file in CODE_FILES}
        assert {file: lines for file, lines in lengths.items() if lines > LONGEST_FILE} == {}

    def test_a_query_states_its_grain_first(self):
        queries = [file for file in CODE_FILES if file.suffix == ".sql" and "sql" in file.parts]
        assert queries
        assert [relative(file) for file in queries if not is_query_as_ours(text(file))] == []

    def test_only_the_wording_rounds_figures(self):
        """A format's own way with halves is another: the same figure would be two beside each other."""
        showing = re.compile(r"benchmark/(charts|common|questions|surfaces)/")
        found = [
            f"{relative(file)}: {line.strip()}"
            for file in CODE_FILES
            if file.suffix == ".py" and showing.match(relative(file))
            for line in text(file).splitlines()
            if re.search(r":,?\.[1-9]f\}", line)
        ]
        assert found == []

    def test_no_file_names_a_place_of_one_machine(self):
        """Nor a package registry: each reader's own configuration says where packages come from."""
        # Put together here, so that this file does not hold what it looks for.
        folders = "|".join(("home", "root", "work", "Users"))
        places = re.compile(
            rf"(?<![\w.~-])/({folders})/|[A-Za-z]:\\\\?Users"
            rf"|pypi\.(org|python)|pythonhosted|--(extra-)?index-url|registry\.npmjs|proxy\.golang"
        )
        found = [
            f"{relative(file)}:{number}: {line.strip()}"
            for file in TEXT_FILES
            if file != Path(__file__)
            if places.search(whole := file.read_text(encoding="utf-8", errors="replace"))
            for number, line in enumerate(whole.splitlines(), start=1)
            if places.search(line)
        ]
        assert found == []

    @pytest.mark.parametrize("package", ["benchmark", "schemas"])
    def test_each_package_says_what_lives_there(self, package):
        folders = {
            file.parent
            for file in CODE_FILES
            if relative(file).startswith(f"{package}/") and file.suffix == ".py"
        }
        for folder in folders:
            module = ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))
            assert ast.get_docstring(module), f"{relative(folder)}/__init__.py says nothing"


TAG = re.compile(
    r"(?<!\?P)</?(a|b|br|caption|code|d[dlt]|details|div|em|footer|form|h[1-6]|head|html|i|img|li|nav|ol|p|script|section"
    r"|span|strong|style|summary|t[rhd]|table|tbody|tfoot|thead|ul|wbr)(?=[\s/>]|$)"
)
RULE = re.compile(r"(^|[{;\s])[a-z-]{4,}:\s*[^;{}:]+;\s*([a-z-]+:|\}|$)|style=")
"""A property with its value, followed by another, by the end of its rule or of the text."""
OWN_MARKUP = {
    "benchmark/charts/markup.py",  # what templates and the style sheet give is HTML
    "benchmark/surfaces/server/middleware.py",  # adds a line to Streamlit's own page, as bytes
}


def markup_faults(tree: ast.Module) -> list[str]:
    """Where a module writes HTML or CSS in a text, or says of a text that it is HTML: 'line: what'."""
    faults = []
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
    for node in ast.walk(tree):
        if isinstance(node, (ast.Constant, ast.JoinedStr)) and id(node) not in said:
            if TAG.search(text_of(node)):
                faults.append(f"{node.lineno}: HTML")
            elif RULE.search(text_of(node)):
                faults.append(f"{node.lineno}: CSS")
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Markup") and node.args:
            faults.append(f"{node.lineno}: Markup")
        if isinstance(node, ast.ImportFrom) and "escape" in [alias.name for alias in node.names]:
            faults.append(f"{node.lineno}: escape")
    return faults


def text_of(node: ast.expr) -> str:
    """What a literal says, with a word for each value that an f-string puts in; empty for what is no text."""
    if isinstance(node, ast.JoinedStr):
        return "".join(text_of(part) if isinstance(part, ast.Constant) else "value" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


class TestMarkup:
    def test_html_is_in_templates_and_css_in_the_style_sheet(self):
        ours = re.compile(r"(app\.py|benchmark/|pages/).*(?<=\.py)$")
        modules = {name: file for file in CODE_FILES if ours.match(name := relative(file))}
        assert modules.keys() > OWN_MARKUP
        assert {
            name: faults
            for name, file in modules.items()
            if name not in OWN_MARKUP and (faults := markup_faults(parsed(file)))
        } == {}

    @pytest.mark.parametrize(
        ("source", "fault"),
        [
            ("said = f'<p class=\"{kind}\">{words}</p>'", "1: HTML"),
            ("said = '<td>' + words", "1: HTML"),
            ("row = ''.join(['<tr', '>'])", "1: HTML"),
            ("rule = f'.mg td {{ color: {TEXT}; }}'", "1: CSS"),
            ("rules = '''\n.mg {\n  margin: 0;\n}\n'''", "1: CSS"),
            ("bar = f'style=\"width:{width}%\"'", "1: CSS"),
            ("shown = Markup(words)", "1: Markup"),
            ("from html import escape", "1: escape"),
        ],
    )
    def test_markup_in_a_module_is_noticed(self, source, fault):
        assert fault in markup_faults(ast.parse(source))

    @pytest.mark.parametrize(
        "source",
        [
            'def f():\n    """Gives <p>words</p>."""',
            "said = 'below <3 or > 4; then: this'",
            "key = 'table of <trust>'",
            "said = f'Leave out: {names}; the rest is read.'",
        ],
    )
    def test_a_sentence_is_no_markup(self, source):
        assert markup_faults(ast.parse(source)) == []


class TestRequirements:
    @pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
    def test_each_is_pinned(self, name):
        lines = (PROJECT_ROOT / name).read_text(encoding="utf-8").splitlines()
        wanted = [line for line in lines if line and not line.startswith(("#", "-r "))]
        assert wanted
        pinned = re.compile(r"[a-z0-9-]+==[0-9][0-9.]*(post[0-9]+)?")
        assert [line for line in wanted if not pinned.fullmatch(line)] == []

    def test_what_the_product_imports_is_listed(self):
        listed = (PROJECT_ROOT / "requirements.txt").read_text(encoding="utf-8").lower()
        ours = {"benchmark", "schemas", *sys.stdlib_module_names}
        product = [
            f for f in CODE_FILES if relative(f).startswith(("app.py", "benchmark/", "schemas/", "pages/"))
        ]
        reached = {
            name.split(".")[0]
            for file in product
            if file.suffix == ".py"
            for node in ast.walk(parsed(file))
            for name in imported(node)
        }
        reached = {COMES_WITH.get(name, name) for name in reached}
        missing = [
            name
            for name in sorted(reached - ours)
            if not re.search(rf"^{name.replace('_', '-')}==", listed, re.MULTILINE)
        ]
        assert missing == []
