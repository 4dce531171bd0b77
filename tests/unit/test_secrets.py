"""No file of the project holds a secret, and the search finds each kind of one."""

import importlib.util
from types import ModuleType

import pytest

from benchmark.core.settings import PROJECT_ROOT


def of_ci(name: str) -> ModuleType:
    """A program of .ci, which is no package."""
    made = importlib.util.spec_from_file_location(name, PROJECT_ROOT / ".ci" / f"{name}.py")
    assert made is not None and made.loader is not None
    module = importlib.util.module_from_spec(made)
    made.loader.exec_module(module)
    return module


SEARCH = of_ci("find_secrets")
LETTERS = "abcdefghij0123456789"
# Put together here: a whole one would be found in this file.
SECRETS = {
    "a private key": "-----BEGIN RSA " + "PRIVATE KEY-----",
    "a key of AWS": "AKIA" + "ABCDEFGHIJKLMNOP",
    "a token of GitHub or GitLab": "ghp_" + "a1" * 18,
    "a token of Slack": "xoxb-" + LETTERS,
    "a signed token": ".".join(("eyJ" + LETTERS, "eyJ" + LETTERS, LETTERS)),
    "a key of a storage account": "AccountKey=" + LETTERS * 3,
    "a password in an address": "postgresql://somebody:" + "hunter2000@db.nhs.uk/ledger",
    "a secret with a value": 'client_secret = "' + LETTERS + '"',
}


@pytest.mark.parametrize("kind", SEARCH.KINDS)
def test_each_kind_of_secret_is_found_where_it_is(kind):
    assert SECRETS.keys() == SEARCH.KINDS.keys()
    assert (3, kind) in list(SEARCH.found_in(f"one\ntwo\n{SECRETS[kind]}\n"))


@pytest.mark.parametrize(
    "text",
    [
        'cookie_secret = "EXAMPLE: replace it"',
        'client_secret = "of step 5"',
        "postgresql://user@host/database",
        "postgresql://user:hunter2000@db.example/ledger",
        "postgresql://user:hunter2000@127.0.0.1/ledger",
        "postgresql://{user}:{password}@host",
        'password = "' + LETTERS + "\"  # nobody's",
        "a" * 64,
    ],
)
def test_what_is_no_secret_is_passed(text):
    assert list(SEARCH.found_in(text)) == []


def test_the_project_holds_none(capsys):
    files = SEARCH.project_files()
    assert PROJECT_ROOT / "app.py" in files and len(files) > 500
    assert SEARCH.main() == 0, capsys.readouterr().out


def test_the_page_of_licences_is_that_of_the_list_of_parts():
    licences = of_ci("licences")
    assert licences.document() == licences.DOCUMENT.read_text(encoding="utf-8"), "run .ci/licences.py"


def test_a_part_without_a_licence_is_not_passed_over():
    licences = of_ci("licences")
    with pytest.raises(KeyError):
        licences.licence_of({"name": "of nobody"})
    assert licences.licence_of({"name": "x", "licenses": [{"license": {"id": "MIT"}}]}) == "MIT"
