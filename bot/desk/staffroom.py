"""What staff do at their desk: who did it, and which part of the house carries it out."""

from collections.abc import Callable, Mapping
from functools import partial

import msgspec
from sqlalchemy import Connection

from bot.desk.access import may_act
from bot.desk.screens import Screens
from bot.desk.threads import Threads
from bot.errors import ConfigurationError
from bot.messages import Colleague
from bot.opened import Talk
from bot.ports import Clock, Directory
from storage import colleagues, inbox, lanes, outbox
from storage.inbox import Stored

Act = Callable[[Connection, Stored, Colleague], Callable[[], None]]
"""Carries out what somebody did, in the transaction that ends its event; what it returns is called
once that is durable."""

BY = "staff"  # in the meta of what came with a staff's token: who, as the door proved it
REFUSED = "Only members of the staff's channel may do this; guests may not. Nothing was done."


class StaffRoom:
    """Implements bot.engine.StaffRoom. acts: by the name that the doors give them. directory,
    threads: None where staff have no desk. suggest: wants a reply suggested for a conversation.
    screens: where turns are shown while they run."""

    def __init__(
        self,
        clock: Clock,
        acts: Mapping[str, Act],
        directory: Directory | None = None,
        threads: Threads | None = None,
        suggest: Callable[[int], None] | None = None,
        screens: Screens | None = None,
    ) -> None:
        self._clock, self._acts, self._screens = clock, acts, screens
        self._directory, self._threads, self._suggest = directory, threads, suggest

    async def who(self, event: Stored) -> Colleague | None:
        """Who of the staff an event comes from; None: nobody of theirs. Raises Away, and
        ConfigurationError where their desk was switched off."""
        meta = event.payload["meta"]
        if proved := meta.get(BY):
            return msgspec.convert(proved, Colleague)
        if self._directory is None:
            # Nobody who is away: this counts as a failure, and the event is given up in the end.
            raise ConfigurationError("staff acted in Slack, which is switched off: set it up again")
        return await self._directory.find(meta["user"])

    async def read(self, event: Stored) -> Callable[[Connection], Callable[[], None]]:
        """What is to be done for something that somebody did, as a part of the transaction that
        ends it. Raises as who does."""
        return partial(self._act, event=event, colleague=await self.who(event))

    def _act(
        self, tx: Connection, event: Stored, colleague: Colleague | None
    ) -> Callable[[], None]:
        if colleague is None or not may_act(colleague.role, "staff"):
            if not event.payload["meta"].get("unasked"):
                whisper(tx, event, REFUSED)
            return _nothing
        self.seen(tx, colleague)
        return self._acts[event.payload["meta"]["act"]](tx, event, colleague)

    def seen(self, tx: Connection, who: Colleague) -> None:
        """Remembers that somebody is here."""
        colleagues.see(tx, who.id, who.name, who.role, self._clock.now())

    def heard(self, tx: Connection, conversation_id: int) -> None:
        """Tells staff what was said in a conversation that one of them has."""
        if self._threads is not None:
            self._threads.heard(tx, conversation_id)

    def asked(self, talk: Talk) -> None:
        """A turn of one of them begins: it is shown where they look on."""
        if self._screens is not None:
            self._screens.follow(talk)

    def waits(self, conversation_id: int) -> None:
        """A customer waits for the one who has the conversation: a reply is suggested."""
        if self._suggest is not None:
            self._suggest(conversation_id)


def whisper(tx: Connection, event: Stored, words: str) -> None:
    """A word to whoever did something, where they did it, for nobody else to see."""
    if BY in event.payload["meta"]:
        inbox.tell(tx, event, words)  # no door takes it out: the program waits for it
        return
    outbox.put(
        tx,
        **lanes.place_of(tx, event.lane_id),
        kind="whisper",
        body=words,
        payload={"ephemeral": event.payload["meta"]["user"]},
        created_at=event.received_at,
    )


def _nothing() -> None:
    return
