"""Somebody who writes on the website and from a phone, and how their turns are held."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import count
from typing import Any

from sqlalchemy import Connection

from bot.joining import join, show_joined
from bot.messages import Inbound, LaneAddress, Reply
from bot.turn import LiveTurn
from storage import history, people, threads, visitors
from storage.joining import Joined
from tests.house import ANN, House, echo, heard, open_house, reply

_numbers = count(1)
VERA, WEB = "visitor-vera", "thread-vera"
Agent = Callable[[LiveTurn], Awaitable[Reply]]


class Person:
    """Somebody who writes on the website and from a phone, and can prove that it is one."""

    def __init__(self, house: House, visitor: str = VERA, thread: str = WEB, phone: str = ANN):
        self.house, self.visitor, self.thread, self.phone = house, visitor, thread, phone

    async def begin(self) -> None:
        now = self.house.clock.now()
        await self.house.database.write(threads.begin, self.thread, self.visitor, now)

    async def write(self, words: str) -> None:
        event_id = f"{self.thread}:{next(_numbers)}"
        lane = LaneAddress("web", self.thread)
        await self.house.inbox.accept(Inbound(lane, event_id, words, self.house.clock.now()))

    async def text(self, words: str) -> None:
        await self.house.text(self.phone, words)

    async def prove(self) -> Joined:
        joined = await self.house.database.write(self._prove)
        show_joined(joined, self.house.live, self.house.bells)
        return joined

    def _prove(self, tx: Connection) -> Joined:
        now = self.house.clock.now()
        lane = visitors.thread_of(tx, self.thread, self.visitor)
        assert lane is not None
        customer_id, _ = people.ensure_by_phone(tx, self.phone, "web", now)
        visitors.prove(tx, self.visitor, customer_id, self.phone, now)
        return join(tx, customer_id, [lane.id], now)

    async def sees(self) -> list[str]:
        """What the website shows of the history."""
        return await self.house.database.read(self._sees)

    def _sees(self, tx: Connection) -> list[str]:
        standing = history.standing(tx, self.thread, self.visitor)
        assert standing is not None
        lines = history.before(tx, standing.mailbox_id, None, 100)
        return [line.content.split("\n")[0] for line in lines]


@asynccontextmanager
async def person(url: str, agent: Agent = echo, **options: Any) -> AsyncIterator[Person]:
    async with open_house(url, agent, **options) as house:
        someone = Person(house)
        await someone.begin()
        yield someone


class Gate:
    """An agent that stops at words in its way until they are let through."""

    def __init__(self, *stops: str) -> None:
        self.reached = {words: asyncio.Event() for words in stops}
        self.open = asyncio.Event()
        self.runs: list[str] = []

    async def __call__(self, turn: LiveTurn) -> Reply:
        words = " / ".join(heard(turn))
        self.runs.append(words)
        if words in self.reached and not self.open.is_set():
            self.reached[words].set()
            await self.open.wait()
        return reply(f"re: {words}")
