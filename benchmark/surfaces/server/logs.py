"""Logs as one JSON object per line, without personal data: where an error was, but not with which values."""

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
"""Loggers with handlers of their own, which must be removed. So has each logger of Streamlit."""


def set_up_logs() -> None:
    """Write every log as JSON if MATURITY_LOG is "json"; else leave logs as text with all values.

    SettingWrong for another value.
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
    """Let Streamlit's loggers, also later ones, write like all others, and send errors of pages to them.
    Otherwise Streamlit prints such an error in colour with all its text.
    """
    streamlit.logger.setup_formatter = _without_own_handler
    streamlit.logger.update_formatter()
    config.set_option("logger.enableRich", False)


def _without_own_handler(logger: logging.Logger) -> None:
    logger.handlers.clear()
    logger.propagate = True
    logger.setLevel(logging.WARNING)


class Structured(logging.Formatter):
    """A log record as JSON: time, level, place in the code, our own message without its values; for an error
    its type, and the lines of code that it passed.

    Values are left out, as one may be a file's or person's name, and an error's text may quote a row.
    Messages of other libraries are left out for that reason too; the place in the code identifies them.
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
