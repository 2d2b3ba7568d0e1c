"""Logs: JSON for machines, colours for a terminal; never a body, a name, a phone or a secret."""

import logging
import re
import sys
import traceback
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

_PHONE = re.compile(r"(?<![\w.:-])\+?\d[\d ().-]{7,}\d(?![\w:-])")
# What a value under such a name holds is a person's, whoever wrote the log line.
_PRIVATE = {"body", "text", "content", "message", "name", "phone", "email", "address"} | {
    "token",
    "secret",
    "key",
    "password",
}


def set_up_logging(format_: str, level: str) -> None:
    """Once, at the start of a process. format_: auto, json or console."""
    coloured = format_ == "console" or (format_ == "auto" and sys.stderr.isatty())
    renderer: Any = (
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
        if coloured
        else structlog.processors.JSONRenderer()
    )
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        where_it_broke,
        mask,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
            foreign_pre_chain=shared,
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # They log phone numbers, query strings and bodies at their INFO and DEBUG.
    for name in ("twilio", "slack_sdk", "slack_bolt", "openai", "httpx2", "httpcore2", "aiosqlite"):
        logging.getLogger(name).setLevel(logging.ERROR)
    for name in ("aiohttp.access", "apscheduler", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)


def where_it_broke(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """An exception as its type and its frames: its own text may hold what a customer wrote."""
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    error = info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event["error"] = _chain(error)
        event["at"] = _frames(error.__traceback__)
    return event


def _chain(error: BaseException) -> str:
    names = [type(error).__name__]
    while (error := error.__cause__ or error.__context__) is not None:  # type: ignore[assignment]
        names.append(type(error).__name__)
    return " from ".join(names)


def _frames(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace)[-8:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]


def mask(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Takes out what is private, by the name it stands under and by how it looks."""
    for name, value in event.items():
        if name in _PRIVATE and value is not None:
            event[name] = "***"
        elif isinstance(value, str) and name not in ("timestamp", "level"):
            event[name] = _PHONE.sub("***", value)
    return event
