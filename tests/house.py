"""An engine with a scripted agent and a recording vendor, over a real database."""

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import select, text

from bot.business.profile_files import load_profile
from bot.clock import ManualClock
from bot.delivery import Outbound, SendError, SendTrouble, Sent
from bot.desk.handoff import Handoff
from bot.desk.notices import Desk
from bot.desk.staffroom import StaffRoom
from bot.engine import Engine
from bot.followups import followups
from bot.inbox import Inbox
from bot.live import Live
from bot.media import Files
from bot.messages import FetchError, File, Inbound, LaneAddress, Media, Message, Reply
from bot.opened import Rules
from bot.outbox import Outbox
from bot.ports import Carrier, Door
from bot.schedule import Schedule
from bot.turn import LiveTurn
from bot.wake import Bells
from bot.worker import Worker, process_name
from channels.sms.errors import trouble_of
from storage import profiles
from storage.connect import open_database
from storage.database import Database
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
        self.times: list[float] = []
        self.faults: list[Exception] = []
        self.lists_everything = self.cannot_tell = False
        self.why_not = SendTrouble.DOUBT
        self.known: list[list[str]] = []
        self._name, self._ids = secrets.token_hex(4), count(1)

    async def send(self, message: Outbound) -> Sent:
        if self.faults:
            raise self.faults.pop(0)
        self.sent.append(message)
        self.times.append(time.monotonic())
        return self._new()

    async def find_sent(self, message: Outbound, claimed: frozenset[str]) -> Sent | None:
        self.known.append(sorted(claimed))
        if self.cannot_tell:
            raise SendError(self.why_not)
        return self._new() if self.lists_everything else None

    async def close(self) -> None: ...

    def _new(self) -> Sent:
        return Sent(f"SM-{self._name}-{next(self._ids)}")


class Shelf:
    """Where the files lie that messages came with: {url: file, or what goes wrong}. open: until
    it is, nobody gets one."""

    def __init__(self) -> None:
        self.files: dict[str, File | FetchError] = {}
        self.asked: list[str] = []
        self.open = asyncio.Event()
        self.open.set()

    async def fetch(self, url: str, most: int) -> File:
        self.asked.append(url)
        await self.open.wait()
        found = self.files[url]
        if isinstance(found, FetchError):
            raise found
        return found


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
        carrier: Carrier | None = None,
    ) -> None:
        self.database, self.clock = database, ManualClock(NOON)
        self.vendor, self.staff, self.live = Recorder(), Recorder(), Live()
        self.shelf = Shelf()
        self.bells = Bells(database, self.live.answered)
        self.desk = Desk(LaneAddress("console", "staff"))
        doors = {
            "sms": Door(
                "sms",
                "customer",
                self.vendor,
                quiet,
                quiet * 4,
                introduces=True,
                fetcher=self.shelf,
            ),
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
            StaffRoom(self.clock, {}),
        )
        self.handoff = Handoff(database, self.clock, self.bells, self.live, lambda: self.rules)
        me = process_name()
        self.worker = Worker(database, self.engine, self.bells.inbox, me, room)
        self.outbox = Outbox(
            database,
            self.clock,
            self.bells.outbox,
            self.desk,
            {"sms": self.vendor, "console": self.staff},
            {"sms": carrier or Carrier(trouble_of)},
            me,
            64,
            settled_after,
        )
        self.files = Files(database, self.bells.media, {"sms": self.shelf}, me, (0.01, 0.01))
        self.schedule = Schedule(database, self.clock, self.bells, me)
        self._ids = count(1)

    async def text(
        self,
        phone: str,
        words: str,
        sid: str | None = None,
        media: Sequence[Media] = (),
        ours: str = US,
    ) -> int | None:
        """A text from a phone."""
        return await self.inbox.accept(
            Inbound(
                LaneAddress("sms", phone, ours),
                sid or f"SM-in-{id(self)}-{next(self._ids)}",
                words,
                self.clock.now(),
                phone=phone,
                media=tuple(media),
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
    parts = (house.worker, house.outbox, house.files)
    tasks = [asyncio.create_task(part.run()) for part in parts]
    try:
        yield house
    finally:
        for part in parts:
            await part.stop(1)
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
