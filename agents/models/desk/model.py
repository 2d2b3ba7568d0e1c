"""The embedded model of the agents that serve staff: a pure function of the request."""

import traceback
from collections.abc import Callable

import structlog

from agents.models.embedded.exchange import Call
from agents.ports import Answer, ModelRequest
from bot.messages import Usage

_FAILED = "That went wrong on my side. Nothing more was done; please ask it another way."

log = structlog.get_logger(__name__)


class DeskModel:
    """Implements Model. It remembers nothing of a conversation."""

    name = "embedded"
    sees = False

    async def answer(self, request: ModelRequest, say: Callable[[str], None]) -> Answer:
        """Calls tools as long as some are to be called, then says one text. Never raises."""
        answer = _answered(request)
        if answer.text:
            say(answer.text)
        return answer


def _answered(request: ModelRequest) -> Answer:
    """What is called or said next; where a result has not the shape that it should, the fault is
    noted and told."""
    from agents.models.desk.hearing import (
        hear,
    )  # here: the grammar is large, and not all have staff

    try:
        heard = hear(request)
        if isinstance(heard, Call):
            return Answer("", (heard.as_written(),), Usage(0, 0))
        return Answer(heard.text or _FAILED, (), Usage(0, 0))
    except Exception as bug:
        place = traceback.extract_tb(bug.__traceback__)[-1]
        where = f"{place.filename}:{place.lineno}"
        log.error("desk model failed", error=type(bug).__name__, where=where)
        return Answer(_FAILED, (), Usage(0, 0))
