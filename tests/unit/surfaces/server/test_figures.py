"""Who looks after a server learns how it does, by figures and logs that name nobody; others learn nothing."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import streamlit.logger
from starlette.requests import Request
from streamlit import config, error_util

from benchmark.core.errors import SettingWrong, StoreError
from benchmark.core.settings import STORE_VARIABLE
from benchmark.surfaces.server.figures import TOKEN_VARIABLE, figures, figures_token, live, written
from benchmark.surfaces.server.logs import LOG_VARIABLE, Structured, set_up_logs, take_over_streamlits
from benchmark.surfaces.server.sign_in.visitors import TOO_MANY, count_refusal
from benchmark.surfaces.web.counted import counted, one_run
from tests.awaiting import finished

TOKEN = "0123456789abcdef" * 2


def asked(authorization: str | None) -> tuple[int, str]:
    headers = [] if authorization is None else [(b"authorization", authorization.encode())]
    answer = finished(figures(Request({"type": "http", "headers": headers})))
    return answer.status_code, bytes(answer.body).decode()


@pytest.mark.parametrize(
    "sent", [None, "", "Bearer ", f"Bearer {TOKEN}x", TOKEN, f"bearer {TOKEN}", "Bearer é"]
)
@pytest.mark.parametrize("token", [TOKEN, ""])
def test_without_the_token_there_is_nothing(sent, token, monkeypatch):
    monkeypatch.setenv(TOKEN_VARIABLE, token)
    assert asked(sent) == (404, "Not found")


@pytest.mark.parametrize("token", ["short", "é" * 40])
def test_a_token_that_can_be_guessed_or_not_be_sent_is_refused_at_the_start(token, monkeypatch):
    monkeypatch.setenv(TOKEN_VARIABLE, token)
    with pytest.raises(SettingWrong, match="too short, or holds other letters"):
        figures_token()


def test_the_figures_are_those_of_the_store_and_of_the_runs(published_settings, publication, monkeypatch):
    monkeypatch.setenv(TOKEN_VARIABLE, TOKEN)
    monkeypatch.setenv(STORE_VARIABLE, str(published_settings.store))
    before = counted()
    with one_run("progress"):
        assert counted().running == before.running + 1
    for error in (StoreError("It is said."), ValueError("Nobody foresaw it.")):
        with pytest.raises(type(error)), one_run("progress"):
            raise error
    after = counted()
    assert after.running == before.running
    assert after.ended - before.ended == {"shown": 1, "said": 1, "unforeseen": 1}
    count_refusal(TOO_MANY)
    status, text = asked(f"Bearer {TOKEN}")
    found = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    assert status == 200
    assert found['maturity_reruns_total{ended="unforeseen"}'] == str(after.ended["unforeseen"])
    assert int(found[f'maturity_refusals_total{{why="{TOO_MANY}"}}']) >= 1
    (submissions,) = publication.rows("select count(*) from publication.submissions")
    assert int(found["maturity_submissions_total"]) >= submissions[0] > 0
    assert (found["maturity_entries_not_shown"], found["maturity_behind"]) == ("0", "0")
    assert float(found["maturity_publication_age_seconds"]) > 0
    monkeypatch.setenv(STORE_VARIABLE, "/nowhere")
    assert "\nmaturity_store_readable 0\n" in asked(f"Bearer {TOKEN}")[1]


def test_figures_of_one_name_are_under_one_heading():
    found = [('a{b="1"}', "gauge", "What.", 1.0), ('a{b="2"}', "gauge", "What.", 2.5)]
    assert written(found) == '# HELP a What.\n# TYPE a gauge\na{b="1"} 1\na{b="2"} 2.5\n'


def test_a_process_that_answers_is_alive():
    assert finished(live(Request({"type": "http"}))).status_code == 200


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What loggers write, each line as JSON."""
    written_to = io.StringIO()
    handler = logging.StreamHandler(written_to)
    handler.setFormatter(Structured())
    logging.getLogger().addHandler(handler)
    yield written_to
    logging.getLogger().removeHandler(handler)


def test_a_log_says_where_it_went_wrong_and_never_with_what(log):
    ours, theirs = logging.getLogger("benchmark.surfaces.anything"), logging.getLogger("streamlit.anything")
    try:
        raise ValueError("row 3: Nora Nobody")
    except ValueError:
        ours.exception("Checking a file failed: %s", "Nora Nobody.csv")
        theirs.exception("It failed for Nora Nobody")
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert "Nora" not in log.getvalue()
    assert [line["error"] for line in lines] == ["ValueError"] * 2
    assert lines[0]["message"] == "Checking a file failed: %s"
    assert "message" not in lines[1]
    assert "test_figures.py" in lines[1]["through"][0]


def test_what_streamlit_says_is_written_alike(log, capfd, monkeypatch):
    """Each of its loggers has a handler of its own, and what fails on a page it prints in colours."""
    of_errors = error_util._LOGGER
    for name in ("handlers", "propagate", "level"):
        monkeypatch.setattr(of_errors, name, getattr(of_errors, name))
    monkeypatch.setattr(of_errors, "handlers", [*of_errors.handlers])
    monkeypatch.setattr(streamlit.logger, "_loggers", {of_errors.name: of_errors})
    monkeypatch.setattr(streamlit.logger, "setup_formatter", streamlit.logger.setup_formatter)
    before = config.get_option("logger.enableRich")
    try:
        take_over_streamlits()
        error_util._log_uncaught_app_exception(KeyError("Nora Nobody"))
    finally:
        config.set_option("logger.enableRich", before)
    streamlit.logger.get_logger("streamlit.made_later").error("Error during authentication: %s", "Nora")
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert [line["logger"] for line in lines] == ["streamlit.error_util", "streamlit.made_later"]
    assert lines[0]["error"] == "KeyError"
    assert "Nora" not in log.getvalue() + "".join(capfd.readouterr())


def test_a_run_is_one_line_with_its_page(log, monkeypatch):
    monkeypatch.setattr(logging.getLogger("benchmark"), "level", logging.INFO)
    logging.getLogger("benchmark.surfaces.web.counted").manager._clear_cache()
    with one_run("levelling-up"):
        pass
    line = json.loads(log.getvalue())
    assert (line["page"], line["ended"], line["level"]) == ("levelling-up", "shown", "info")


def test_another_way_of_writing_logs_is_refused(monkeypatch):
    monkeypatch.setenv(LOG_VARIABLE, "xml")
    with pytest.raises(SettingWrong, match="MATURITY_LOG is 'xml'"):
        set_up_logs()
