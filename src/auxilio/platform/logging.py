"""The technical log: one line for each thing worth a keeper's eye, as JSON or for a terminal.

A log goes where case files may not: to disks, to vendors, into tickets. So its fields are a closed list, and none
of them can hold a person: no name, number, address, position, words said. A field that is not in the list is
dropped and its name is counted in `dropped`, which a test would notice. `event` is a code, never a sentence with
values in it; what happened in the world is in the event log, where permissions guard it.
"""

import json
import logging
import re
import sys
import traceback
from datetime import UTC, datetime
from typing import IO, Any
from uuid import UUID

FIELDS = frozenset(
    {
        # which part, which thing (ids are for machines: they say nothing without the database)
        "process", "part", "kind", "code", "command", "event_id", "stream", "case", "call", "desk", "task", "unit",
        "reaction", "watch", "board", "partner", "region", "content", "route", "method", "status", "error", "reason_code",
        # how much, how long
        "count", "bytes", "attempt", "attempts", "restarts", "pid", "port", "version", "position", "epoch", "lag",
        "duration_ms", "delay_ms", "retry_s", "age_s", "after_s", "path", "signal", "mode", "state", "source",
    }
)  # fmt: skip
"""Every field a log line may carry. Adding one is a decision about personal data: it is reviewed as such."""

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}
_CODE = re.compile(r"^[a-z][a-z0-9_.]*$")


def _plain(value: object) -> object:
    if isinstance(value, bool | int | float | None):
        return value
    if isinstance(value, UUID | str):
        return str(value)[:200]
    return type(value).__name__


def fields_of(record: logging.LogRecord) -> dict[str, object]:
    """The allowed fields of a record; `dropped` names those that were not."""
    given = {name: value for name, value in vars(record).items() if name not in _STANDARD}
    kept = {name: _plain(value) for name, value in given.items() if name in FIELDS}
    if dropped := sorted(given.keys() - FIELDS):
        kept["dropped"] = ",".join(dropped)
    return kept


def _fault(record: logging.LogRecord) -> dict[str, object]:
    """Type and place of an exception, never its text: a text quotes what it choked on."""
    kind, error, trace = record.exc_info if isinstance(record.exc_info, tuple) else (None, None, None)
    if kind is None:
        return {}
    frames = traceback.extract_tb(trace)[-12:]
    chain = [
        type(cause).__name__ for cause in (error and error.__cause__, error and error.__context__) if cause
    ]
    return {
        "error": kind.__name__,
        "error_cause": ",".join(chain),
        "error_at": [
            f"{frame.filename.rpartition('/src/')[2]}:{frame.lineno} {frame.name}" for frame in frames
        ],
    }


def _at(record: logging.LogRecord) -> str:
    return (
        datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    )


def _event(record: logging.LogRecord) -> str:
    """A code of ours as it is; a sentence of a library without its values."""
    return record.msg if isinstance(record.msg, str) else type(record.msg).__name__


class JsonFormatter(logging.Formatter):
    """One JSON object for each line."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line of JSON."""
        line: dict[str, Any] = {
            "at": _at(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _event(record),
        }
        return json.dumps(line | fields_of(record) | _fault(record), ensure_ascii=False)


class TerminalFormatter(logging.Formatter):
    """The same, for eyes: `12:00:01.123 WARNING platform.postgres postgres_lost restarts=1`."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line of words."""
        more = fields_of(record) | _fault(record)
        words = [_at(record)[11:-1], record.levelname, record.name.removeprefix("auxilio."), _event(record)]
        words += [f"{name}={value}" for name, value in more.items() if name != "error_at" and value != ""]
        places = more.get("error_at")
        below = [f"    {place}" for place in places] if isinstance(places, list) else []
        return "\n".join([" ".join(words), *below])


def set_up_logging(
    level: str = "INFO", *, as_json: bool | None = None, stream: IO[str] | None = None
) -> None:
    """Send all logs of this process to `stream` (stderr by default); JSON unless it is a terminal.

    Called once, first of all, by each process. Libraries log from WARNING on.
    """
    out = stream if stream is not None else sys.stderr
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        TerminalFormatter() if (out.isatty() if as_json is None else not as_json) else JsonFormatter()
    )
    root = logging.getLogger()
    for old in tuple(root.handlers):
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(max(logging.WARNING, logging.getLevelNamesMapping()[level]))
    logging.getLogger("auxilio").setLevel(level)
    # uvicorn brings handlers of its own, and an access log with addresses of people in it.
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = name != "uvicorn.access"


def is_code(event: str) -> bool:
    """Whether a log message is a code (`postgres_lost`), as ours must be."""
    return _CODE.match(event) is not None
