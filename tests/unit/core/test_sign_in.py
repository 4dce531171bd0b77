"""Half a sign-in, or one that lets in more than it seems to, stops the product before it starts."""

import secrets
from pathlib import Path

import pytest

from benchmark.core.errors import SettingWrong
from benchmark.core.settings import MODE_VARIABLE, PROJECT_ROOT
from benchmark.core.sign_in import FILE_VARIABLE, HOURS_VARIABLE, IDLE_VARIABLE, VARIABLES, SignIn

TENANT = "https://login.microsoftonline.com/9b2f1c9e-0000-4000-8000-000000000001/v2.0"
WHOLE = {
    "redirect_uri": "https://maturity.demo.example/oauth2callback",
    "cookie_secret": secrets.token_hex(32),
    "client_id": "digital-maturity",
    "client_secret": "from-the-provider",
    "server_metadata_url": f"{TENANT}/.well-known/openid-configuration",
    "contact": "the digital team, digital@demo.example",
}


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch):
    """Sets the environment of shared mode, with what a test says otherwise; None takes a value away."""
    for variable in (*VARIABLES.values(), FILE_VARIABLE, HOURS_VARIABLE, IDLE_VARIABLE):
        monkeypatch.delenv(variable, raising=False)

    def say(mode: str = "shared", **otherwise: str | None) -> None:
        monkeypatch.setenv(MODE_VARIABLE, mode)
        for name, value in (WHOLE | otherwise).items():
            if value is None:
                monkeypatch.delenv(VARIABLES[name], raising=False)
            else:
                monkeypatch.setenv(VARIABLES[name], value)

    return say


def test_without_a_word_the_product_is_for_this_computer(monkeypatch, say):
    monkeypatch.delenv(MODE_VARIABLE, raising=False)
    assert SignIn.from_environment() is None


def test_a_whole_configuration_is_taken(say):
    say()
    found = SignIn.from_environment()
    assert found is not None
    assert (found.origin, found.host, found.is_https) == (
        "https://maturity.demo.example",
        "maturity.demo.example",
        True,
    )
    assert found.issuer == TENANT
    assert found.secrets()["auth"] == {name: WHOLE[name] for name in WHOLE if name != "contact"}


def test_sign_in_without_shared_mode_is_half_set(say):
    say(mode="local")
    with pytest.raises(SettingWrong, match="nobody is asked to"):
        SignIn.from_environment()


@pytest.mark.parametrize("mode", ["Shared", "public", "shared,local", "1"])
def test_a_mode_that_there_is_not_is_refused(mode, say):
    say(mode=mode)
    with pytest.raises(SettingWrong, match=MODE_VARIABLE):
        SignIn.from_environment()


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("value", [None, "", "  "], ids=["not set", "empty", "blank"])
def test_each_part_must_be_there_and_is_named(name, value, say):
    say(**{name: value})
    with pytest.raises(SettingWrong, match=f"lacks {name} .{VARIABLES[name]}"):
        SignIn.from_environment()


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("cookie_secret", "a" * 64, "too plain"),
        ("cookie_secret", "5a5995871c6195092b47ef05f2a0f4", "too short"),
        ("cookie_secret", "replace-this-with-random-letters-1234567890", "an example's"),
        ("cookie_secret", "my-secret-of-many-different-letters-0123", "an example's"),
        (
            "server_metadata_url",
            "http://login.demo.example/.well-known/openid-configuration",
            "begins with http",
        ),
        ("server_metadata_url", "https://login.demo.example/", "ends in"),
        ("server_metadata_url", "ftp://127.0.0.1/.well-known/openid-configuration", "begins with ftp"),
        (
            "server_metadata_url",
            "https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration",
            "any organisation",
        ),
        (
            "server_metadata_url",
            "https://login.microsoftonline.com/organizations/v2.0/.well-known/openid-configuration",
            "any organisation",
        ),
        ("redirect_uri", "http://maturity.demo.example/oauth2callback", "begins with http"),
        ("redirect_uri", "https://maturity.demo.example/", "ends in"),
        ("redirect_uri", "https://maturity.demo.example/below/oauth2callback", "below"),
        ("redirect_uri", "https://who:w@maturity.demo.example/oauth2callback", "whole address"),
        ("redirect_uri", "https://maturity.demo.example/oauth2callback?next=x", "whole address"),
        ("redirect_uri", "https://maturity.demo.example:http/oauth2callback", "whole address"),
        ("redirect_uri", "/oauth2callback", "whole address"),
    ],
)
def test_what_would_let_in_more_than_it_seems_to_is_refused(name, value, words, say):
    say(**{name: value})
    with pytest.raises(SettingWrong, match=words):
        SignIn.from_environment()


def test_the_clients_secret_does_not_sign_cookies(say):
    one = secrets.token_hex(32)
    say(cookie_secret=one, client_secret=one)
    with pytest.raises(SettingWrong, match="the client's own"):
        SignIn.from_environment()


@pytest.mark.parametrize("host", ["127.0.0.1:8501", "localhost:8501", "[::1]:8501"])
def test_plain_http_is_for_trying_it_on_one_computer(host, say):
    say(redirect_uri=f"http://{host}/oauth2callback")
    found = SignIn.from_environment()
    assert found is not None
    assert (found.is_https, found.host) == (False, host)


@pytest.mark.parametrize(("hours", "taken"), [("1", 1), ("24", 24), ("0", None), ("25", None), ("8h", None)])
def test_a_sign_in_lasts_a_day_at_most(hours, taken, say, monkeypatch):
    say()
    monkeypatch.setenv(HOURS_VARIABLE, hours)
    if taken is None:
        with pytest.raises(SettingWrong, match=HOURS_VARIABLE):
            SignIn.from_environment()
    else:
        found = SignIn.from_environment()
        assert found is not None
        assert (found.hours, found.idle_minutes) == (taken, 60)


def test_how_long_a_sign_in_may_rest_is_set_in_minutes(say, monkeypatch):
    say()
    for minutes, taken in (("5", 5), ("1440", 1440), ("4", None), ("for ever", None)):
        monkeypatch.setenv(IDLE_VARIABLE, minutes)
        if taken is None:
            with pytest.raises(SettingWrong, match=IDLE_VARIABLE):
                SignIn.from_environment()
        else:
            found = SignIn.from_environment()
            assert found is not None and found.idle_minutes == taken


class TestFile:
    """The same from a file, as a service reads it."""

    @pytest.fixture
    def written(self, tmp_path: Path, say, monkeypatch) -> Path:
        file = tmp_path / "sign-in.toml"
        parts = "\n".join(f'{name} = "{value}"' for name, value in WHOLE.items() if name != "contact")
        file.write_text(f'contact = "{WHOLE["contact"]}"\n[auth]\n{parts}\n', encoding="utf-8")
        file.chmod(0o600)
        monkeypatch.setenv(MODE_VARIABLE, "shared")
        monkeypatch.setenv(FILE_VARIABLE, str(file))
        return file

    def test_it_is_read(self, written):
        found = SignIn.from_environment()
        assert found is not None
        assert {name: getattr(found, name) for name in WHOLE} == WHOLE

    def test_the_environment_wins(self, written, monkeypatch):
        monkeypatch.setenv(VARIABLES["client_id"], "another")
        found = SignIn.from_environment()
        assert found is not None
        assert found.client_id == "another"

    def test_a_file_that_everybody_may_read_is_refused(self, written):
        written.chmod(0o644)
        with pytest.raises(SettingWrong, match="chmod 600"):
            SignIn.from_environment()

    @pytest.mark.parametrize("content", [b"[auth", b"\xff\xfe", None], ids=["half", "no text", "gone"])
    def test_a_file_that_cannot_be_read_is_reported(self, content, written):
        written.unlink() if content is None else written.write_bytes(content)
        with pytest.raises(SettingWrong, match="cannot be read"):
            SignIn.from_environment()

    def test_a_file_in_the_products_folder_is_refused(self, written, monkeypatch):
        monkeypatch.setenv(FILE_VARIABLE, str(PROJECT_ROOT / "sign-in.toml"))
        with pytest.raises(SettingWrong, match="own folder"):
            SignIn.from_environment()

    def test_what_is_no_text_counts_as_missing(self, written):
        written.write_text("contact = 1\nauth = 2\n", encoding="utf-8")
        with pytest.raises(SettingWrong, match="lacks redirect_uri"):
            SignIn.from_environment()
