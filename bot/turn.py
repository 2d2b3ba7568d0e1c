"""A turn as its agent sees it: one piece of work, of one worker, on one conversation.

Its steps are its journal. What an effect comes to is written in the effect's own transaction; a
step without one that took next to no time is written with whatever is written next, since a turn
that died does it again sooner than a commit of its own takes.
"""

import asyncio
from collections.abc import Sequence

from msgspec.structs import replace
from sqlalchemy import Connection

from bot.album import Album
from bot.business.scope import Scope
from bot.chat_messages import Line, message_event
from bot.journal import Effect, carry_out, keep_steps, write_down
from bot.latecomers import join
from bot.live import Live
from bot.messages import Event, Message, Picture, Superseded, ToolCall
from bot.opened import Rules, Talk
from bot.ports import Clock
from storage import lanes
from storage.database import Database

MOST_RESTARTS = 2
_QUICK_S = 0.05


class LiveTurn:
    """Implements what agents know as Turn. Everything it writes checks the mailbox's fence in the
    same transaction, so a worker that overslept its lease changes nothing."""

    def __init__(
        self, database: Database, clock: Clock, live: Live, rules: Rules, talk: Talk
    ) -> None:
        self._database, self._clock, self._live, self._rules = database, clock, live, rules
        self.talk = talk
        self.restarts = 0
        self._unwritten: list[Message] = []
        self._overtaken = False  # there is something new for sure
        self._recalled: dict[Effect, str] = {}
        self._in_touch = _time()
        self._album = Album(database)

    @property
    def scope(self) -> Scope:
        return self.talk.scope

    @property
    def messages(self) -> list[Message]:
        return self.talk.messages

    @property
    def patient(self) -> bool:
        """Whether a late text may still join this turn."""
        return self.restarts < MOST_RESTARTS

    async def look_again(self) -> bool:
        """Takes in what the customer wrote meanwhile; whether there was something. Right after the
        last time it asks nobody: each effect and the end of the turn find it out."""
        if not self.patient or (self._is_quick() and not self._overtaken):
            return False
        self._overtaken = False
        # Asked by a read first: there is seldom anything, and a write costs a commit.
        gen = await self._database.read(lanes.gen_of, self.talk.claim.mailbox_id)
        self._in_touch = _time()
        if gen == self.talk.seen:
            return False
        now = self._clock.now()
        joined = await self._database.write(join, self.talk, self._rules, self._unwritten, now)
        if joined is None:
            return False
        joined.apply(self.talk)
        self._recalled = {}
        self._unwritten = []
        self.show(joined.heard)
        self.restarts += bool(joined.late)
        return bool(joined.late)

    async def record(self, step: Message) -> None:
        """Writes a step down, at once where it took its time. Raises Fenced."""
        step = replace(step, turn_id=self.talk.scope.turn_id)
        self._unwritten.append(step)
        self.talk.messages.append(step)
        if not self._is_quick():
            unwritten, now = self._unwritten, self._clock.now()
            self._written(await self._database.write(keep_steps, self.talk, unwritten, now))

    async def act(self, call: ToolCall, work: Effect) -> str:
        """Does a tool's work and records its result, together and once. Raises Superseded."""
        unwritten, now = self._unwritten, self._clock.now()
        try:
            *steps, stored = await self._database.write(
                carry_out, self.talk, unwritten, call, work, now, patient=self.patient
            )
        except Superseded:
            self._overtaken = True
            raise
        self._written(steps)
        self._recalled = {}
        self.talk.messages.append(stored)
        return stored.content

    def overtaken(self) -> None:
        """The end of the turn found that there is something new."""
        self._overtaken = True

    def write_down(self, tx: Connection) -> None:
        """Writes what is not written yet, in the transaction that ends the turn."""
        write_down(tx, self.talk, self._unwritten, self._clock.now())

    def _is_quick(self) -> bool:
        return _time() - self._in_touch < _QUICK_S

    def _written(self, steps: Sequence[Message]) -> None:
        self.talk.with_ids(steps)
        self._unwritten = []
        self._in_touch = _time()

    async def read(self, work: Effect) -> str:
        """Reads for a tool."""
        return await self._database.read(work, self.scope)

    async def recall(self, work: Effect) -> str:
        """As read; what was read since the last effect is good as long as the turn is quick."""
        if not self._is_quick() or work not in self._recalled:
            self._recalled[work] = await self.read(work)
        return self._recalled[work]

    async def pictures(self) -> tuple[Picture, ...]:
        """The pictures of the messages that this turn answers."""
        return await self._album.of(self.talk)

    def pass_to(self, agent: str) -> None:
        """From now on another agent answers."""
        self.talk.scope = replace(self.talk.scope, agent=agent)

    def show(self, heard: list[Line]) -> None:
        """Shows what customers said to whoever watches."""
        for line in heard:
            self.emit(message_event(line))

    def emit(self, event: Event) -> None:
        """Shows something to whoever watches."""
        self._live.publish(self.talk.claim.mailbox_id, event)


def _time() -> float:
    """The event loop's: how long something took is no business time."""
    return asyncio.get_running_loop().time()
