"""What docs/shared-server.md says is so: its file, its variables, its commands, its limits and its tests."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from benchmark.core.errors import SettingWrong
from benchmark.core.people import SHARED_READY
from benchmark.core.policy import policy_rows
from benchmark.core.settings import MODE_VARIABLE, PROJECT_ROOT, STORE_VARIABLE
from benchmark.core.sign_in import FILE_VARIABLE, HOURS_VARIABLE, VARIABLES, SignIn
from benchmark.surfaces.cli.main import main
from benchmark.surfaces.server.edge import HOSTS_VARIABLE, MAX_UPLOAD
from benchmark.surfaces.server.entrance import SIGN_INS_A_MINUTE
from tests.apart import Apart

TEXT = (PROJECT_ROOT / "docs" / "shared-server.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)


def blocks(language: str) -> list[str]:
    return [text for named, text in BLOCKS if named == language]


def test_the_table_of_who_sees_what_is_the_policy_s() -> None:
    """A sort of data is a row, a role is a column."""
    heads, *rows = (
        [cell.strip() for cell in line.strip("|").split("|")] for line in _table("| Data | Trust |")
    )
    assert rows[1:] == [[row[name.lower()] for name in heads] for row in policy_rows()]


def _table(begins: str) -> list[str]:
    return TEXT[TEXT.index(begins) :].partition("\n\n")[0].splitlines()


def test_a_reader_is_told_whether_it_can_be_used_yet() -> None:
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


def test_the_file_that_is_shown_is_refused_as_long_as_its_secret_is_the_examples(file: Path) -> None:
    with pytest.raises(SettingWrong, match=VARIABLES["cookie_secret"]):
        SignIn.from_environment()


def test_with_a_secret_made_as_it_says_the_file_is_taken(file: Path) -> None:
    (line,) = [line for text in blocks("sh") for line in text.splitlines() if "token_hex" in line]
    _, *arguments = shlex.split(line, comments=True)
    made = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=True).stdout
    told = file.read_text(encoding="utf-8")
    file.write_text(told.replace("EXAMPLE: replace it", made.strip()), encoding="utf-8")
    found = SignIn.from_environment()
    assert found is not None
    assert found.origin == "https://maturity.demo.example"


def test_every_variable_is_told_and_none_that_there_is_not() -> None:
    told = set(re.findall(r"MATURITY_[A-Z_]+", TEXT))
    known = {
        MODE_VARIABLE,
        FILE_VARIABLE,
        HOURS_VARIABLE,
        HOSTS_VARIABLE,
        STORE_VARIABLE,
        *VARIABLES.values(),
    }
    assert told == known
    listed = dict(re.findall(r"^\| `(MATURITY_\w+)` \| `(\w+)` \|", TEXT, re.MULTILINE))
    assert listed == {variable: name for name, variable in VARIABLES.items()}


def test_every_command_is_one_that_there_is(tmp_path: Path) -> None:
    commands = set(re.findall(r"python -m benchmark ([a-z-]+)", TEXT))
    assert {"verify", "backup", "restore"} <= commands
    for command in commands:
        ended = Apart(main, [command, "--help"]).ended()
        assert f"python -m benchmark {command}" in ended.out, command
    makefile = (PROJECT_ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^make ([a-z-]+)$|`make ([a-z-]+)`", TEXT, re.MULTILINE):
        assert f"\n{''.join(target)}:" in makefile


def test_every_test_that_it_names_is_there() -> None:
    files = {file.name: file for file in (PROJECT_ROOT / "tests").rglob("test_*.py")}
    for name in set(re.findall(r"`(test_\w+\.py)`", TEXT)):
        assert name in files, name
    for name, group in re.findall(r"`(test_\w+\.py)`, `(Test\w+)`", TEXT):
        assert f"class {group}:" in files[name].read_text(encoding="utf-8"), group


def test_a_proxy_lets_through_what_may_be_uploaded_and_a_pages_line() -> None:
    (caddy,), (nginx,) = blocks("caddy"), blocks("nginx")
    assert "max_size 101MB" in caddy and MAX_UPLOAD <= 101 * 1_000_000
    assert "client_max_body_size 101m" in nginx and MAX_UPLOAD <= 101 * 1024 * 1024
    for header in ("Upgrade", "Connection", "Host", "X-Forwarded-Proto", "X-Forwarded-For"):
        assert f"proxy_set_header {header} " in nginx
    assert nginx.count("{") == nginx.count("}") and caddy.count("{") == caddy.count("}")


def test_its_numbers_are_the_products() -> None:
    assert f"{SIGN_INS_A_MINUTE} a minute" in TEXT
    assert "8 hours at most" in TEXT and SignIn.__dataclass_fields__["hours"].default == 8


def test_the_way_to_try_it_says_what_it_takes() -> None:
    command = [sys.executable, "-m", "tests.openid.try_it", "--help"]
    ended = subprocess.run(
        command, cwd=PROJECT_ROOT, env=os.environ, capture_output=True, text=True, check=True
    )
    assert "--port" in ended.stdout
