"""What the pages for who runs a server say is so: files, variables, commands, limits and tests."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from benchmark.core.definitions import finding_codes
from benchmark.core.errors import SettingWrong
from benchmark.core.people import SHARED_READY
from benchmark.core.policy import policy_rows
from benchmark.core.settings import HEADS_VARIABLE, MODE_VARIABLE, PROJECT_ROOT, STORE_VARIABLE
from benchmark.core.sign_in import FILE_VARIABLE, HOURS_VARIABLE, IDLE_VARIABLE, VARIABLES, SignIn
from benchmark.returns.read.files import MAX_BYTES
from benchmark.surfaces.cli.main import main
from benchmark.surfaces.cli.options import OPERATOR_VARIABLE
from benchmark.surfaces.server import limits
from benchmark.surfaces.server.edge import HOSTS_VARIABLE, MAX_UPLOAD
from benchmark.surfaces.server.sign_in.entrance import SIGN_INS_A_MINUTE
from tests.apart import Apart

TEXT = (PROJECT_ROOT / "docs" / "deploy-shared.md").read_text(encoding="utf-8")
BESIDE = {
    name: (PROJECT_ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
    for name in ("security", "assurance", "accessibility")
}
"""What a governance board asks for."""
ALL = "\n".join([TEXT, *BESIDE.values()])
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)


def blocks(language: str) -> list[str]:
    return [text for named, text in BLOCKS if named == language]


def test_the_table_of_who_sees_what_is_the_policy_s():
    """A sort of data is a row, a role is a column."""
    heads, *rows = (
        [cell.strip() for cell in line.strip("|").split("|")] for line in _table("| Data | Trust |")
    )
    assert rows[1:] == [[row[name.lower()] for name in heads] for row in policy_rows()]


def _table(begins: str) -> list[str]:
    return TEXT[TEXT.index(begins) :].partition("\n\n")[0].splitlines()


def test_a_reader_learns_whether_it_can_be_used_yet():
    assert ("**Not open yet.**" in TEXT) is not SHARED_READY


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file as it is shown, where the variable that names it says."""
    for variable in VARIABLES.values():
        monkeypatch.delenv(variable, raising=False)
    (shown,) = blocks("toml")
    file = tmp_path / "sign-in.toml"
    file.write_text(shown, encoding="utf-8")
    file.chmod(0o600)
    monkeypatch.setenv(MODE_VARIABLE, "shared")
    monkeypatch.setenv(FILE_VARIABLE, str(file))
    return file


def test_the_file_that_is_shown_is_refused_as_long_as_its_secret_is_the_examples(file):
    with pytest.raises(SettingWrong, match=VARIABLES["cookie_secret"]):
        SignIn.from_environment()


def test_with_a_secret_made_as_it_says_the_file_is_taken(file):
    (line,) = [line for text in blocks("sh") for line in text.splitlines() if "token_hex" in line]
    _, *arguments = shlex.split(line, comments=True)
    made = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=True).stdout
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("EXAMPLE: replace it", made.strip()), encoding="utf-8")
    found = SignIn.from_environment()
    assert found is not None
    assert found.origin == "https://maturity.demo.example"


def test_every_variable_is_documented_and_no_other():
    found = set(re.findall(r"MATURITY_[A-Z_]+", TEXT))
    known = {
        MODE_VARIABLE,
        FILE_VARIABLE,
        HEADS_VARIABLE,
        HOURS_VARIABLE,
        IDLE_VARIABLE,
        HOSTS_VARIABLE,
        OPERATOR_VARIABLE,
        STORE_VARIABLE,
        *VARIABLES.values(),
    }
    assert found == known
    listed = dict(re.findall(r"^\| `(MATURITY_\w+)` \| `(\w+)` \|", TEXT, re.MULTILINE))
    assert listed == {variable: name for name, variable in VARIABLES.items()}


def test_every_command_is_one_that_there_is(tmp_path):
    commands = set(re.findall(r"python -m benchmark ([a-z-]+)", ALL))
    assert {"verify", "backup", "restore"} <= commands
    for command in commands:
        ended = Apart(main, [command, "--help"]).ended()
        assert f"python -m benchmark {command}" in ended.out, command
    makefile = (PROJECT_ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^make ([a-z-]+)$|`make ([a-z-]+)`", TEXT, re.MULTILINE):
        assert f"\n{''.join(target)}:" in makefile


def test_every_test_that_they_name_is_there():
    files: dict[str, list[str]] = {}
    for file in (PROJECT_ROOT / "tests").rglob("test_*.py"):
        files.setdefault(file.name, []).append(file.read_text(encoding="utf-8"))
    named = set(re.findall(r"`(test_\w+\.py)`", ALL))
    assert len(named) > 25 and named - files.keys() == set()
    for name, group in re.findall(r"`(test_\w+\.py)`, `(Test\w+)`", ALL):
        assert any(f"class {group}:" in text for text in files[name]), group


def test_every_file_and_finding_that_they_name_is_there():
    written = set(re.findall(r"`([\w./-]+\.(?:toml|json|lock|md))`", "\n".join(BESIDE.values())))
    assert written and [name for name in written if not (PROJECT_ROOT / name).exists()] == []
    found = set(re.findall(r"`(patient_\w+)`", ALL))
    assert found and found <= finding_codes().keys()


OF_LEVEL_1_AND_2 = {
    1: (2, 9, 11, 3, 2), 2: (3, 3, 4, 1), 3: (0, 2, 4, 6, 5, 0, 2), 4: (3, 1, 2, 4), 5: (1, 3, 2, 3),
    7: (3, 4, 2, 5, 2, 2), 8: (2, 3, 1, 1), 9: (3, 4), 10: (2, 2, 4, 0, 5), 11: (2, 3, 3, 3, 1, 1),
    12: (3, 2, 4), 13: (1, 5, 2, 5), 14: (2, 4, 3), 15: (3, 3, 7), 16: (1, 5, 4, 3, 3),
}  # fmt: skip
"""How many requirements of these levels each section of a chapter of ASVS 5.0.0 has, numbered from 1.

Without what is the provider's (6, 10.4, 10.6 and 10.7), and what is of another kind of product (17).
"""


def test_each_requirement_of_the_standard_is_answered_once_with_a_test_or_why_there_is_none():
    table = BESIDE["security"].partition("\n## ASVS")[2].partition("\n\n| Numbers |")[2].partition("\n\n")[0]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines()[2:]]
    numbers = [number for row in rows for part in row[0].split(", ") for number in _from_to(part)]
    assert sorted({*numbers}) == sorted(numbers)
    wanted = {
        f"{chapter}.{section}.{number}"
        for chapter, counts in OF_LEVEL_1_AND_2.items()
        for section, count in enumerate(counts, start=1)
        for number in range(1, count + 1)
    }
    assert {number for number in wanted if not {number, number.rpartition(".")[0]} & {*numbers}} == set()
    for number, what, state, tried in rows:
        assert what and state
        reasons = ("not met", "yours", "provider's", "met: it asks", "none of these", "mypy")
        assert "`test_" in tried or any(word in state for word in reasons), number


def test_the_product_s_own_code_begins_no_connection_that_is_not_listed():
    """Sign-in is Streamlit's, and the database's connection is the driver's."""
    reach = re.compile(
        r"^\s*(?:import|from) (?:socket|ssl|http\.client|urllib\.request|urllib3|requests|httpx\d?|aiohttp|"
        r"websockets|smtplib|ftplib|xmlrpc|psycopg)\b",
        re.MULTILINE,
    )
    found = {
        file.stem
        for file in (PROJECT_ROOT / "benchmark").rglob("*.py")
        if reach.search(file.read_text(encoding="utf-8"))
    }
    assert found == {"postgresql", "database", "workers"}  # workers: to find free ports of this computer
    listed = BESIDE["security"].partition("\n### Connections")[2].partition("\n## ")[0]
    assert "PostgreSQL" in listed and VARIABLES["server_metadata_url"] in listed


def _from_to(part: str) -> list[str]:
    """'1.2.1 to 1.2.3' in full; '17' as it stands."""
    first, *last = re.findall(r"\d+(?:\.\d+)*", part)
    if not last:
        return [first]
    section, _, begin = first.rpartition(".")
    return [f"{section}.{number}" for number in range(int(begin), int(last[0].rpartition(".")[2]) + 1)]


def test_a_control_says_where_it_is_tried():
    tables = re.findall(r"^\| Somebody .*?\n\n", BESIDE["security"], re.MULTILINE | re.DOTALL)
    rows = [row for table in tables for row in table.strip().splitlines()[2:]]
    assert len(rows) > 20
    assert [row for row in rows if "`test_" not in row.rsplit("|", 2)[1]] == []


def test_a_proxy_lets_through_what_may_be_uploaded_and_a_pages_line():
    (caddy,), (nginx,) = blocks("caddy"), blocks("nginx")
    assert "max_size 101MB" in caddy and MAX_UPLOAD <= 101 * 1_000_000
    assert "client_max_body_size 101m" in nginx and MAX_UPLOAD <= 101 * 1024 * 1024
    for header in ("Upgrade", "Connection", "Host", "X-Forwarded-Proto", "X-Forwarded-For"):
        assert f"proxy_set_header {header} " in nginx
    assert nginx.count("{") == nginx.count("}") and caddy.count("{") == caddy.count("}")


def test_its_numbers_are_the_products():
    assert f"{SIGN_INS_A_MINUTE} a minute" in BESIDE["security"]
    shares = (MAX_BYTES, limits.MOST_WAITING_OF_ONE, limits.MOST_WAITING)
    for text in (TEXT, BESIDE["security"]):
        assert all(f"{size // 1_000_000:,} MB" in text for size in shares)
        assert all(
            f"{pages} p" in text or f"process {pages}" in text or f"{pages} of a process" in text
            for pages in (limits.MOST_PAGES_OF_ONE, limits.MOST_PAGES)
        )
    assert f"{limits.UPLOADS_A_MINUTE} files a minute" in BESIDE["security"]
    assert "8 hours at most" in TEXT and SignIn.__dataclass_fields__["hours"].default == 8


def test_the_way_to_try_it_says_what_it_takes():
    command = [sys.executable, "-m", "tests.openid.try_it", "--help"]
    ended = subprocess.run(
        command, cwd=PROJECT_ROOT, env=os.environ, capture_output=True, text=True, check=True
    )
    assert "--port" in ended.stdout
