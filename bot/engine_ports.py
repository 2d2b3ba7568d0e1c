"""What the engine is given of those who put it together: agents, timers, the staff's room."""

from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from sqlalchemy import Connection

from bot.messages import Colleague, Reply
from bot.opened import Talk
from bot.turn import LiveTurn
from storage.inbox import Stored

Run = Callable[[LiveTurn], Awaitable[Reply]]
OnTimer = Callable[[Connection, dict[str, Any]], None]
SlowTimer = Callable[[dict[str, Any]], Awaitable[Callable[[Connection], None]]]
"""What a timer comes to that takes queries or pictures: made first, then a part of the transaction
that ends it."""

Deed = Callable[[Connection], Callable[[], None]]
"""A part of a transaction; what it returns is called once that is durable."""


class StaffRoom(Protocol):
    """Where staff ask, follow conversations and act in them."""

    async def who(self, event: Stored) -> Colleague | None:
        """Who of the staff an event comes from; None: nobody of theirs. Raises Away."""

    def seen(self, tx: Connection, who: Colleague) -> None:
        """Remembers that somebody is here."""

    async def read(self, event: Stored) -> Deed:
        """What something that a member of staff did comes to. Raises Away."""

    def heard(self, tx: Connection, conversation_id: int) -> None:
        """Tells staff what was said in a conversation that one of them has."""

    def asked(self, talk: Talk) -> None:
        """A turn of one of them begins, that an agent answers."""

    def waits(self, conversation_id: int) -> None:
        """A customer waits for the one who has the conversation."""
