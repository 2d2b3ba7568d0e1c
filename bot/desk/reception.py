"""Staff are received: who asks, and which agent is to answer them."""

from typing import Protocol

from msgspec import structs
from sqlalchemy import Connection

from bot.desk.routing import agent_for
from bot.desk.staffroom import REFUSED
from bot.messages import Colleague
from bot.opening import Talk
from storage import conversations

_NOT_YOURS = "Only admins may ask the {agent} agent. Nothing was done."


class Room(Protocol):
    """Where it is remembered who was here."""

    def seen(self, tx: Connection, who: Colleague) -> None: ...


def seat(tx: Connection, talk: Talk, who: Colleague | None, room: Room) -> None:
    """Makes a turn that of the one who asks, and of the agent they ask; or turns them away."""
    if who is None:
        talk.turned_away = REFUSED
        return
    room.seen(tx, who)
    asked = talk.last.payload["meta"].get("agent")
    begun = talk.events[0].status == "open"  # a turn goes on where a process left it
    present = talk.conversation.agent_type
    agent = present if begun else agent_for(who.role, asked, talk.last.payload["text"], present)
    if agent is None:
        talk.turned_away = _NOT_YOURS.format(agent=asked)
        return
    if agent != present:
        conversations.set_fields(tx, talk.conversation.id, agent_type=agent)
    talk.scope = structs.replace(talk.scope, staff=who, agent=agent)
