"""A turn's messages, sorted out: what the customer wrote, what was said before, what was done."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from agents.tools.said import is_reply
from bot.messages import Message, ToolCall

# Words the network answers by itself on SMS; beside other texts they are no part of the talk.
_NETWORK_WORDS = frozenset(
    "STOP STOPALL UNSUBSCRIBE CANCEL END QUIT REVOKE OPTOUT START UNSTOP HELP INFO".split()
)


class Call(Struct, frozen=True):
    """A tool to call, and with what."""

    tool: str
    arguments: dict[str, Any]

    def as_written(self) -> ToolCall:
        return ToolCall("", self.tool, msgspec.json.encode(self.arguments).decode())


class Done(Struct, frozen=True):
    """A call of this turn that was carried out, and its result."""

    call: Call
    result: dict[str, Any]

    def covers(self, wanted: Call) -> bool:
        """Whether it did what is wanted; details noted together with others are noted too."""
        mine = self.call.arguments
        if self.call == wanted:
            return True
        return self.call.tool == wanted.tool == "note_details" and all(
            mine.get(name) == value for name, value in wanted.arguments.items()
        )


class Exchange(Struct, frozen=True):
    """said: the customer's messages since our last reply. shown: that one; None: there was none.
    reply_before: the text of the one before it. done: this turn's calls, the newest first.
    said_before: what the customer wrote before our last reply."""

    said: tuple[Message, ...]
    shown: Message | None
    reply_before: str
    done: tuple[Done, ...]
    said_before: str = ""

    @property
    def reply(self) -> str:
        """The text of our last reply, empty where there was none."""
        return self.shown.content if self.shown else ""

    @property
    def offered(self) -> list[Message]:
        """Our last reply, for what it offered; empty where there was none."""
        return [self.shown] if self.shown else []

    def result_of(self, call: Call) -> dict[str, Any] | None:
        """What became of a call in this turn; None: it was not carried out."""
        return next((done.result for done in self.done if done.covers(call)), None)


def exchange_of(messages: Sequence[Message]) -> Exchange:
    """Reads a conversation, oldest line first."""
    at = _last_reply(messages, len(messages))
    said = [message for message in messages[at + 1 :] if message.role == "user"]
    before = _last_reply(messages, at) if at > 0 else -1
    return Exchange(
        said=tuple(_talk(said)),
        shown=messages[at] if at >= 0 else None,
        reply_before=messages[before].content if before >= 0 else "",
        done=tuple(_done(messages[at + 1 :])),
        said_before=_written(messages[before + 1 : max(at, 0)]),
    )


def _written(messages: Sequence[Message]) -> str:
    return " ".join(message.content for message in messages if message.role == "user")


def _last_reply(messages: Sequence[Message], end: int) -> int:
    return next((at for at in range(end - 1, -1, -1) if is_reply(messages[at])), -1)


def _talk(said: list[Message]) -> list[Message]:
    talk = [
        message
        for message in said
        if message.channel != "sms" or message.content.strip().upper() not in _NETWORK_WORDS
    ]
    return talk or said


def _done(messages: Sequence[Message]) -> list[Done]:
    results = {line.tool_call_id: line.content for line in messages if line.role == "tool"}
    calls = [call for step in messages for call in step.tool_calls if call.id in results]
    done = [Done(_call(call), _object(results[call.id])) for call in reversed(calls)]
    # What the customer overtook was not carried out: it is still to be done.
    return [one for one in done if one.result.get("error") != "superseded"]


def _call(call: ToolCall) -> Call:
    return Call(call.name, _object(call.arguments))


def _object(text: str) -> dict[str, Any]:
    """A JSON object; what another model wrote badly counts as an empty one."""
    try:
        value = msgspec.json.decode(text)
    except msgspec.DecodeError:
        return {}
    return dict(value) if isinstance(value, Mapping) else {}
