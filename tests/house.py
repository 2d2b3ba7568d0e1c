"""An engine with a scripted agent and a recording vendor, over a real database."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import select, text

from bot.business.profile_files import load_profile
from bot.clock import ManualClock
from bot.engine import Engine
from bot.followups import followups
from bot.inbox import Inbox
from bot.live import Live
from bot.messages import Inbound, LaneAddress, Message, Outbound, Reply, Sent
from bot.notices import Desk
from bot.opening import Rules
from bot.outbox import Outbox
from bot.ports import Door
from bot.schedule import Schedule
from bot.turn import LiveTurn
from bot.wake import Bells
from bot.worker import Worker, process_name
from channels.sms.errors import trouble_of
from storage import profiles
from storage.database import Database, open_database
from storage.tables import inbox, outbox
from tests.polling import until

BUSINESS = Path(__file__).parent.parent / "business"
NOON = datetime(2027, 6, 1, 19, 0, tzinfo=UTC)
ANN, BEN, US = "+14155550101", "+14155550102", "+14155550100"

Agent = Callable[[LiveTurn], Awaitable[Reply]]


class Recorder:
    """A vendor that takes everything, and can be told not to."""

    def __init__(self) -> None:
        self.sent: list[Outbound] = []
        self.faults: list[Exception] = []
        self.lists_everything = False
        self._name, self._ids = secrets.token_hex(4), count(1)

    async def send(self, message: Outbound) -> Sent:
        if self.faults:
            raise self.faults.pop(0)
        self.sent.append(message)
        return self._new()

    async def find_sent(self, message: Outbound, claimed: frozenset[str]) -> Sent | None:
        return self._new() if self.lists_everything else None

    def _new(self) -> Sent:
        return Sent(f"SM-{self._name}-{next(self._ids)}")


class House:
    """One process's engine room. Several may share a database."""

    def __init__(
        self,
        database: Database,
        agent: Agent,
        *,
        quiet: float = 0.0,
        attempts: int = 3,
        settled_after: float = 20.0,
        room: int = 64,
    ) -> None:
        self.database, self.clock = database, ManualClock(NOON)
        self.vendor, self.staff, self.live = Recorder(), Recorder(), Live()
        self.bells = Bells(database, self.live.answered)
        self.desk = Desk(LaneAddress("console", "staff"))
        doors = {
            "sms": Door("sms", "customer", self.vendor, quiet, quiet * 4, introduces=True),
            "web": Door("web", "customer", None, limited=True),
            "timer": Door("timer", "customer", None),
        }
        self.rules = Rules(
            profile=load_profile(BUSINESS),
            profile_version=1,
            doors=doors,
            limits={"customer": (600, 600)},
            attempts=attempts,
            chatbot=True,
        )
        self.inbox = Inbox(database, self.bells, doors, lambda text: "stop texting" in text)
        self.on_timer = dict(followups(self.clock, self.desk, lambda: self.rules))
        self.engine = Engine(
            database,
            self.clock,
            self.bells,
            self.live,
            self.desk,
            lambda: self.rules,
            {"customer": agent},
            self.on_timer,
        )
        me = process_name()
        self.worker = Worker(database, self.engine, self.bells.inbox, me, room)
        self.outbox = Outbox(
            database,
            self.clock,
            self.bells.outbox,
            self.desk,
            {"sms": self.vendor, "console": self.staff},
            {"sms": trouble_of},
            me,
            64,
            settled_after,
        )
        self.schedule = Schedule(database, self.clock, self.bells, me)
        self._ids = count(1)

    async def text(self, phone: str, words: str, sid: str | None = None) -> int | None:
        """A text from a phone."""
        return await self.inbox.accept(
            Inbound(
                LaneAddress("sms", phone, US),
                sid or f"SM-in-{id(self)}-{next(self._ids)}",
                words,
                self.clock.now(),
                phone=phone,
            )
        )

    async def quiet(self) -> None:
        """Waits until everything that came in is worked through and everything sent."""
        self.bells.inbox.ring()
        self.bells.outbox.ring()
        await until(self._idle)

    async def until(self, sql: str, rows: list[Any]) -> None:
        """Waits until a query answers so."""

        async def so() -> bool:
            return await self.rows(sql) == rows

        await until(so)

    async def _idle(self) -> bool:
        return not await self.database.read(_busy)

    def said_to(self, phone: str) -> list[str]:
        return [message.body for message in self.vendor.sent if message.lane.address == phone]

    async def rows(self, sql: str, **values: Any) -> list[Any]:
        return await self.database.read(lambda tx: list(tx.execute(text(sql), values).scalars()))


def _busy(tx: Any) -> bool:
    waiting = select(inbox.c.id).where(inbox.c.status.in_(["pending", "open"])).limit(1)
    unsent = select(outbox.c.id).where(outbox.c.status.in_(["pending", "sending"])).limit(1)
    return tx.execute(waiting).first() is not None or tx.execute(unsent).first() is not None


@asynccontextmanager
async def open_house(url: str, agent: Agent, **options: Any) -> AsyncIterator[House]:
    """A house at work, and all its tasks ended after."""
    database = await open_database(url)
    house = House(database, agent, **options)
    profile = house.rules.profile
    await database.write(profiles.ensure, profile.content_hash, profile.to_json(), "test", NOON)
    tasks = [asyncio.create_task(house.worker.run()), asyncio.create_task(house.outbox.run())]
    try:
        yield house
    finally:
        await house.worker.stop(1)
        await house.outbox.stop(1)
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await database.close()


def reply(words: str) -> Reply:
    return Reply(words, "agent:customer", "1")


def heard(turn: LiveTurn) -> list[str]:
    """What the customer said in this turn."""
    return [
        m.content for m in turn.messages if m.role == "user" and m.turn_id == turn.scope.turn_id
    ]


async def echo(turn: LiveTurn) -> Reply:
    return reply(" / ".join(heard(turn)))


def step(role: Any, content: str, turn: LiveTurn, **more: Any) -> Message:
    scope = turn.scope
    return Message(role, content, "agent:customer", scope.channel, scope.received_at, **more)
