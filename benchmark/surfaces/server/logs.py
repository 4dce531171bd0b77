"""Logs as one JSON object a line, which hold no personal data: where it went wrong, and never with what."""

import json
import logging
import os
import sys
import traceback
from datetime import UTC, datetime
from typing import Any

import streamlit.logger
from streamlit import config

from benchmark.core.errors import SettingWrong

LOG_VARIABLE = "MATURITY_LOG"
_JSON = "json"
_OURS = "benchmark"
_OWN_HANDLERS = ("streamlit", "uvicorn", "uvicorn.error", "uvicorn.access")
"""Loggers that write by a handler of their own unless it is taken from them. So does each of Streamlit's."""


def write_as_asked() -> None:
    """Write every log as JSON where MATURITY_LOG says so; else leave it as it is, in words with all values.

    SettingWrong for another word.
    """
    written = os.environ.get(LOG_VARIABLE, "").strip()
    if written not in ("", _JSON):
        raise SettingWrong(
            f"{LOG_VARIABLE} is '{written[:40]}'.", fix=f"Set it to {_JSON}, or leave it empty."
        )
    if not written:
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Structured())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger(_OURS).setLevel(logging.INFO)
    for name in _OWN_HANDLERS:
        _without_own_handler(logging.getLogger(name))
    take_over_streamlits()


def take_over_streamlits() -> None:
    """Let each logger of Streamlit's, also one that it makes later, write as all others do, and an error of a
    page go to it: else it is printed in colours with all that it says.
    """
    streamlit.logger.setup_formatter = _without_own_handler
    streamlit.logger.update_formatter()
    config.set_option("logger.enableRich", False)


def _without_own_handler(logger: logging.Logger) -> None:
    logger.handlers.clear()
    logger.propagate = True
    logger.setLevel(logging.WARNING)


class Structured(logging.Formatter):
    """A record as JSON: when, how grave, which code says it, our own sentence without the values in it; of an
    error its type, and the lines of code that it came through.

    A value may be a file's or a person's name, and an error's own words may quote a row. What another library
    says is left out for that reason too: its line of code says which sentence it was.
    """

    def format(self, record: logging.LogRecord) -> str:
        ours = record.name.partition(".")[0] == _OURS
        entry: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "process": record.process,
            "at": f"{record.module}:{record.lineno}",
        }
        if ours and isinstance(record.msg, str):
            entry["message"] = record.msg
            entry |= getattr(record, "facts", {})
        if record.exc_info and record.exc_info[0] is not None:
            kind, _, trace = record.exc_info
            entry["error"] = kind.__name__
            entry["through"] = [
                f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)
            ]
        return json.dumps(entry)
