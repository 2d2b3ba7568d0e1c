"""Carrying out what a model called, and writing down what came of it."""

import secrets
import traceback
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Protocol

import orjson
import structlog
from msgspec import structs
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError

from agents.ports import ToolSpec, Turn
from bot.errors import BotError
from bot.messages import Event, Message, Superseded, ToolCall
from storage.database import StorageError, dumps

_SUPERSEDED = dumps(
    {
        "error": "superseded",
        "message": "The customer wrote again before this was carried out. Nothing was changed. "
        "Read what they wrote last; if the call still holds, call again.",
    }
)
_FAILED = dumps(
    {"error": "failed", "message": "This tool does not work now. Say so, and offer a person."}
)

_LONGEST_ID = 80

log = structlog.get_logger(__name__)


class Toolbox(Protocol):
    """The tools of the agents."""

    def specs(self, agent: str) -> tuple[ToolSpec, ...]:
        """What an agent's model is offered; always the same, in the same order."""

    async def call(self, turn: Turn, call: ToolCall) -> str:
        """Carries a call out: the JSON text of its answer, or of what is wrong with the call.
        Raises Superseded, then nothing was done."""


class Calls:
    """The calls of one turn. Only what is offered is ever carried out."""

    def __init__(
        self,
        tools: Toolbox,
        turn: Turn,
        offered: Sequence[ToolSpec],
        now: Callable[[], datetime],
    ) -> None:
        self._tools, self._turn, self._now = tools, turn, now
        self._offered = [tool.name for tool in offered]

    async def resume(self) -> None:
        """Carries out what a process left that died: the calls without a result. Where the
        customer wrote since, they are not carried out any more."""
        missing, overtaken = _left(self._turn.messages)
        if overtaken:
            await self._leave(missing)
        else:
            await self.carry_out(missing)

    async def carry_out(self, calls: Sequence[ToolCall]) -> bool:
        """Carries calls out in their order. False: the customer wrote again, the rest is left."""
        for place, call in enumerate(calls):
            try:
                result = await self._result(call)
            except Superseded:
                await self._leave(calls[place:])
                return False
            if not self._is_recorded(call):
                await self._record(call, result)
        return True

    async def _result(self, call: ToolCall) -> str:
        if call.name not in self._offered:
            return dumps({"error": "unknown_tool", "tools": self._offered})
        self._show(call, "running")
        status = "failed"
        try:
            result = await self._tools.call(self._turn, call)
            status = "failed" if "error" in orjson.loads(result) else "done"
            return result
        except (IntegrityError, DataError, ProgrammingError) as bug:
            return _failed(call, bug)
        except (BotError, StorageError, DBAPIError, OSError):
            # The turn was lost to another worker, or the database: it is tried again as a whole.
            raise
        except Exception as bug:
            return _failed(call, bug)
        finally:
            self._show(call, status)

    def _show(self, call: ToolCall, status: str) -> None:
        self._turn.emit(Event("tool", {"name": call.name, "status": status}))

    async def _leave(self, calls: Sequence[ToolCall]) -> None:
        for call in calls:
            await self._record(call, _SUPERSEDED)

    async def _record(self, call: ToolCall, result: str) -> None:
        scope = self._turn.scope
        await self._turn.record(
            Message(
                role="tool",
                content=result,
                author="tool",
                channel=scope.channel,
                created_at=self._now(),
                turn_id=scope.turn_id,
                tool_call_id=call.id,
            )
        )

    def _is_recorded(self, call: ToolCall) -> bool:
        """An effect's result was recorded with it."""
        return any(line.tool_call_id == call.id for line in reversed(self._turn.messages))


def _left(messages: Sequence[Message]) -> tuple[list[ToolCall], bool]:
    """The last step's calls that have no result, and whether anything was said after it."""
    later: list[Message] = []
    for message in reversed(messages):
        if message.tool_calls:
            done = {line.tool_call_id for line in later}
            missing = [call for call in message.tool_calls if call.id not in done]
            return missing, any(line.role != "tool" for line in later)
        later.append(message)
    return [], False


def _failed(call: ToolCall, bug: Exception) -> str:
    """A bug's text may hold what a customer wrote: neither model nor log gets to see it."""
    place = traceback.extract_tb(bug.__traceback__)[-1]
    where = f"{place.filename}:{place.lineno}"
    log.error("tool failed", tool=call.name, error=type(bug).__name__, where=where)
    return _FAILED


def identified(calls: Iterable[ToolCall], messages: Iterable[Message]) -> tuple[ToolCall, ...]:
    """The calls, each with an id of its own in the conversation: what was done is known by it,
    and some servers give none, or the same ones in each answer."""
    taken = {call.id for message in messages for call in message.tool_calls} | {""}
    own: list[ToolCall] = []
    for call in calls:
        if call.id in taken or len(call.id) > _LONGEST_ID:
            call = structs.replace(call, id=f"call_{secrets.token_hex(12)}")
        taken.add(call.id)
        own.append(call)
    return tuple(own)
