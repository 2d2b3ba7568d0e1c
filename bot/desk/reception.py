"""Staff are received: who asks, and which agent is to answer them."""

from collections.abc import Sequence
from typing import Any, Protocol

import orjson
from msgspec import structs
from sqlalchemy import Connection

from bot.desk.access import ROLES
from bot.desk.routing import agent_for
from bot.desk.staffroom import REFUSED
from bot.messages import Colleague, Message
from bot.opened import Talk
from storage import conversations
from storage.database import dumps

_NOT_YOURS = "Only admins may ask the {agent} agent. Nothing was done."
_OF_ADMINS = "agent:admin"
_KEPT = ("result", "personal")  # a result's name stays taken


class Room(Protocol):
    """Where it is remembered who was here."""

    def seen(self, tx: Connection, who: Colleague) -> None: ...


def seat(tx: Connection, talk: Talk, who: Colleague | None, room: Room) -> None:
    """Makes a turn that of the one who asks, and of the agent they ask; or turns them away."""
    if who is None:
        talk.turned_away = REFUSED
        return
    room.seen(tx, who)
    talk.messages[:] = as_seen_by(who, talk.messages)
    agent = _agent(talk, who.role)
    if agent is None:
        talk.turned_away = _NOT_YOURS.format(agent=talk.last.payload["meta"].get("agent"))
        return
    if agent != talk.conversation.agent_type:
        conversations.set_fields(tx, talk.conversation.id, agent_type=agent)
    talk.scope = structs.replace(talk.scope, staff=who, agent=agent)


def _agent(talk: Talk, role: str) -> str | None:
    """Who answers; None: one whom this role may not speak with was asked for."""
    present, asked = talk.conversation.agent_type, talk.last.payload["meta"].get("agent")
    if _is_begun(talk) and present in ROLES[role]:
        return present
    return agent_for(role, asked, talk.last.payload["text"], present)


def _is_begun(talk: Talk) -> bool:
    """Whether an agent took steps in this turn: it goes on where a process left it."""
    steps = (line for line in talk.messages if line.role in ("assistant", "tool"))
    return any(line.turn_id == talk.scope.turn_id for line in steps)


def as_seen_by(who: Colleague | None, messages: Sequence[Message]) -> list[Message]:
    """A conversation of several of the staff, without what tools told admins alone. who: None, a
    customer, in whose conversations there is nothing of theirs."""
    if who is None or who.role == "admin":
        return list(messages)
    steps = (line for line in messages if line.author == _OF_ADMINS)
    calls = {call.id for step in steps for call in step.tool_calls}
    return [_blanked(line, calls) if line.role == "tool" else line for line in messages]


def _blanked(line: Message, of_admins: set[str]) -> Message:
    told = _told(line.content)
    if line.tool_call_id not in of_admins and not told.get("personal"):
        return line
    kept = {name: told[name] for name in _KEPT if name in told}
    return structs.replace(line, content=dumps({"error": "not_for_you", **kept}))


def _told(content: str) -> dict[str, Any]:
    try:
        told = orjson.loads(content)
    except orjson.JSONDecodeError:
        return {}
    return told if isinstance(told, dict) else {}
