"""The prompts that served: each version is kept with the first reply that it made."""

from msgspec import structs
from sqlalchemy import Connection

from bot.messages import Reply
from bot.ports import Clock
from storage import prompts


class ServedPrompts:
    """Remembers which versions are kept already, so that a reply costs no statement more."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: set[tuple[str, str]] = set()

    def keep(self, tx: Connection, reply: Reply | None) -> None:
        """Keeps a reply's prompt, in the transaction that keeps the reply."""
        told = reply.prompt if reply else None
        if told is not None and (told.agent, told.version) not in self._kept:
            prompts.keep(tx, structs.asdict(told), self._clock.now())

    def kept(self, reply: Reply | None) -> None:
        """That transaction is durable."""
        if reply is not None and reply.prompt is not None:
            self._kept.add((reply.prompt.agent, reply.prompt.version))
