"""A shared dashboard that would not be shut does not start, and says why in a sentence."""

import os
import subprocess
import sys

import pytest
import streamlit as st
from streamlit import config

from benchmark.core import people
from benchmark.core.errors import BenchmarkError, SettingWrong
from benchmark.core.settings import MODE_VARIABLE, PROJECT_ROOT
from benchmark.surfaces.server.edge import PUBLIC_WORDS
from benchmark.surfaces.server.server import _SAFE, _prepare, refuse_open_address
from tests.unit.surfaces.server.test_signed_in import SIGN_IN

UNSAFE = {
    "server.trustedUserHeaders": {"X-User": "sub"},
    "server.enableXsrfProtection": False,
    "server.enableAgentApi": True,
    "server.enableStaticServing": True,
    "server.scriptHealthCheckEnabled": True,
    "server.baseUrlPath": "below",
    "global.developmentMode": True,
}


def test_half_a_sign_in_ends_with_a_sentence_and_no_server():
    command = [sys.executable, "-c", "import app"]
    environment = os.environ | {MODE_VARIABLE: "shared"}
    ended = subprocess.run(
        command, cwd=PROJECT_ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1
    assert ended.stderr.splitlines()[-1].startswith("MATURITY_MODE is shared, but signing in lacks")
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(("option", "value"), UNSAFE.items())
def test_an_option_that_goes_round_signing_in_stops_it(option, value, monkeypatch):
    assert UNSAFE.keys() == _SAFE.keys()
    assert st.get_option(option) in _SAFE[option]
    monkeypatch.setattr(people, "SHARED_READY", True)
    monkeypatch.setattr(st, "get_option", lambda name: value if name == option else config.get_option(name))
    with pytest.raises(SettingWrong, match=option.replace(".", r"\.")):
        _prepare(SIGN_IN)


def test_as_long_as_it_may_not_be_shared_it_is_not(monkeypatch):
    monkeypatch.setattr(people, "SHARED_READY", False)
    with pytest.raises(SettingWrong, match="cannot be shared yet"):
        _prepare(SIGN_IN)


@pytest.mark.parametrize(
    ("mode", "address", "words", "refused"),
    [
        ("local", "127.0.0.1", "", None),
        ("local", "localhost", "", None),
        ("local", "0.0.0.0", "", "no sign-in and would listen on 0.0.0.0"),
        ("local", None, "", "no sign-in and would listen on every address"),
        ("local", "0.0.0.0", PUBLIC_WORDS, None),
        ("shared", "0.0.0.0", "", None),
        ("shared", "127.0.0.1", PUBLIC_WORDS, "opens the dashboard to everybody"),
    ],
)
def test_an_open_address_needs_a_sign_in_or_words(mode, address, words, refused, monkeypatch):
    monkeypatch.setenv(MODE_VARIABLE, mode)
    if refused is None:
        refuse_open_address(address, words)
    else:
        with pytest.raises(BenchmarkError, match=refused):
            refuse_open_address(address, words)
