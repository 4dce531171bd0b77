"""What the product is deployed with names files, ports, settings and versions that there are."""

import json
import re
import subprocess
import sys
import threading
import tomllib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from benchmark.core.settings import PROJECT_ROOT
from benchmark.core.sign_in import VARIABLES
from benchmark.store.storage.postgresql import _address
from benchmark.surfaces.cli.main import main
from benchmark.surfaces.server.figures import LIVE
from benchmark.surfaces.server.workers import nginx_configuration

DEPLOY = PROJECT_ROOT / "deploy"
FILES = sorted(DEPLOY.iterdir())
PORTS = [8601, 8602]
PROJECT = tomllib.loads((PROJECT_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NAMED = "\n".join(file.read_text(encoding="utf-8") for file in FILES)
DOCUMENT = (PROJECT_ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
SHARED = (PROJECT_ROOT / "docs" / "deploy-shared.md").read_text(encoding="utf-8")


def text(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def pins(name: str) -> dict[str, str]:
    """Package -> version, of a file of requirements."""
    lines = (PROJECT_ROOT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==([^\s;\\]+)", lines, re.MULTILINE))


def test_the_image_takes_all_that_runs_and_it_is_there():
    copied = {
        source
        for line in re.findall(r"^COPY (?!--from)(.+) \S+$", text("Dockerfile"), re.MULTILINE)
        for source in line.split()
    }
    let_in = set(re.findall(r"^!(.+)$", text("Dockerfile.dockerignore"), re.MULTILINE))
    assert copied == let_in
    assert [name for name in copied if not (PROJECT_ROOT / name).exists()] == []
    imported = set(
        re.findall(r"^from (\w+)", (PROJECT_ROOT / "app.py").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert imported & {folder.name for folder in PROJECT_ROOT.iterdir()} <= copied


def test_versions_agree():
    (python,) = set(re.findall(r"^FROM python:(\d+\.\d+)-", text("Dockerfile"), re.MULTILINE))
    locked = re.search(
        r"--python-version (\d+\.\d+)", (PROJECT_ROOT / "Makefile").read_text(encoding="utf-8")
    )
    assert locked is not None and PROJECT["requires-python"] == f">={locked[1]}"
    assert [*map(int, python.split("."))] >= [*map(int, locked[1].split("."))]
    assert set(re.findall(r"image: maturity:(\S+)", NAMED)) == {PROJECT["version"]}
    assert pins("requirements.txt").items() <= pins("requirements.lock").items()
    (postgres,) = re.findall(r"image: postgres:(\d+)", text("compose.yaml"))
    assert int(postgres) >= 13


def test_nginx_is_before_the_processes_of_the_compose_file():
    assert text("nginx.conf") == nginx_configuration(
        Path("/tmp"), 8080, PORTS, address="0.0.0.0", log="stderr"
    )
    compose = text("compose.yaml")
    assert [int(port) for port in re.findall(r'PORT: "(\d+)"', compose)] == PORTS
    assert 'ports: ["127.0.0.1:8501:8080"]' in compose  # no other computer comes in here
    # They live in its network.
    assert re.search(r"nginx:\n +condition: service_started\n +restart: true", compose)
    (database,) = re.findall(r"MATURITY_LEDGER: (\S+)", compose)
    assert _address(database)["host"] == "postgres"


def test_who_asks_whether_it_lives_asks_where_it_answers():
    asked = set(re.findall(r"path: (/\w+)", text("kubernetes.yaml")))
    assert asked == {LIVE, "/health"}
    assert "/health'" in text("Dockerfile")


def test_the_service_starts_what_there_is(capsys):
    (command,) = re.findall(r"^ExecStart=\S+ -m benchmark (.+)$", text("maturity.service"), re.MULTILINE)
    assert main([*command.split(), "--help"]) == 0
    assert "in several processes" in capsys.readouterr().out


def test_every_setting_that_is_named_is_one():
    code = "\n".join(file.read_text(encoding="utf-8") for file in (PROJECT_ROOT / "benchmark").rglob("*.py"))
    for name in set(re.findall(r"\bMATURITY_[A-Z_]+", NAMED + DOCUMENT)):
        assert f'"{name}"' in code, name


def test_a_pod_has_the_settings_of_sign_in_without_which_it_does_not_start():
    assert {name for name in VARIABLES.values() if name not in text("kubernetes.yaml")} == set()


def test_nothing_runs_as_root_or_writes_but_where_it_may():
    assert re.search(r"^USER 10001:10001$", text("Dockerfile"), re.MULTILINE)
    for part in ("runAsNonRoot: true", "readOnlyRootFilesystem: true", "allowPrivilegeEscalation: false"):
        assert part in text("kubernetes.yaml")
    assert text("compose.yaml").count("read_only: true") == 2  # of the dashboards and of nginx
    shown = re.search(r"```ini\n(.*?)```", SHARED, re.DOTALL)
    assert shown is not None
    for unit, folder in (
        (text("maturity.service"), "/opt/maturity"),
        (shown[1], "/srv/digital-maturity/app"),
    ):
        assert "ProtectSystem=strict" in unit
        # Of a folder made with git clone: its history and its tests are nothing that a server needs.
        assert f"InaccessiblePaths=-{folder}/.git -{folder}/tests" in unit
        stores = re.findall(r"MATURITY_STORE=(\S+)", unit)
        assert re.findall(r"^ReadWritePaths=(.*)$", unit, re.MULTILINE) in ([], stores)


def test_the_image_is_readable_for_who_runs_it_and_holds_nothing_that_installs():
    """A folder that is its owner's alone is copied with its rights: user 10001 would read none of it."""
    build = text("Dockerfile").rpartition("\nFROM ")[0]
    assert re.search(r"compileall .+ && chmod -R a\+rX \.$", build, re.MULTILINE)
    assert "pip uninstall --yes --quiet pip setuptools" in build


def test_the_health_check_says_what_the_dashboard_says(monkeypatch):
    """An engine keeps what it prints: the first that an administrator looks at."""
    (command,) = re.findall(r"^    CMD (\[.+\])$", text("Dockerfile"), re.MULTILINE)
    _, *arguments = json.loads(command)

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(self.server.status)
            self.end_headers()
            self.wfile.write(f"why {self.path}".encode())

        def log_message(self, *arguments: object) -> None:
            """Nothing is logged."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("PORT", str(server.server_address[1]))
        for server.status, code in ((200, 0), (503, 1)):
            asked = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False)
            assert (asked.returncode, asked.stdout, asked.stderr) == (code, "why /health\n", "")
        server.shutdown()


def test_the_document_names_every_file():
    named = set(re.findall(r"\(\.\./deploy/([\w.]+)\)", DOCUMENT))
    assert {file.name for file in FILES} - named == {"nginx.conf", "Dockerfile.dockerignore"}
