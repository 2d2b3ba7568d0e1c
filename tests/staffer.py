"""One of the staff at work, without model and desk: tools called as an agent calls them, proposals
approved as a click does, over a house with a real database."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date, time
from itertools import count
from typing import Any

import orjson
from msgspec import structs
from sqlalchemy import Connection

from agents.knowledge.library import Knowledge
from agents.ports import Effect
from agents.tools.staff.commands import command_tools
from agents.tools.staff.tools import STAFF_TOOLS
from agents.tools.toolbox import Toolbox
from bot.business.leads import UNTOUCHED_AFTER
from bot.business.scope import Scope
from bot.commands.bookings import booking_commands
from bot.commands.changes import change_commands
from bot.commands.conversations import Talks, conversation_commands
from bot.commands.days import DAY_COMMANDS
from bot.commands.deposits import deposit_commands
from bot.commands.leads import lead_commands
from bot.commands.messages import message_commands
from bot.commands.notes import NOTE_COMMANDS
from bot.commands.texting import Texting
from bot.commands.todos import todo_commands
from bot.desk.approvals import Approvals
from bot.desk.direct import Direct
from bot.desk.reminders import DUE, Reminders
from bot.joining import show_joined
from bot.messages import Colleague, Message, ToolCall
from storage import colleagues, conversations, lanes, leads, people, timers
from storage.database import dumps
from storage.inbox import Stored
from storage.leads import Wish
from tests.house import US, House, echo, open_house

SAM, KIM = Colleague("slack:U1", "Sam"), Colleague("slack:U2", "Kim")
ZONE = "America/Los_Angeles"
DAY = date(2027, 6, 12)  # a Saturday, eleven days after the house's noon

Told = dict[str, Any]


class Staffer:
    """Sam, who asks for things. whispered: what was said to somebody alone."""

    def __init__(self, house: House) -> None:
        self.house, self.database, self.who = house, house.database, SAM
        self.whispered: list[str] = []
        self.messages: list[Message] = []
        reminders = Reminders(house.desk, house.clock, lambda: house.rules.profile)
        house.on_timer[DUE] = reminders.remind
        talks = Talks(lambda: house.handoff, lambda: None, house.desk)
        texting = Texting(True, US, lambda joined: show_joined(joined, house.live, house.bells))
        commands = [
            *lead_commands(Direct(house.desk)),
            *NOTE_COMMANDS,
            *todo_commands(reminders),
            *conversation_commands(talks),
            *booking_commands(house.desk.notify),
            *change_commands(house.desk.notify),
            *deposit_commands(house.desk.notify),
            *message_commands(talks, texting),
            *DAY_COMMANDS,
        ]
        self.approvals = Approvals(
            lambda: commands, house.desk, house.clock, lambda: house.rules, self._whisper
        )
        tools = (*STAFF_TOOLS, *command_tools(self.approvals, admin=False))
        self._tools = Toolbox({"staff": tools}, Knowledge([]), lambda *told: None)
        self._scope: Scope | None = None
        self._ids = count(1)

    def _whisper(self, tx: Connection, event: Stored, words: str) -> None:
        self.whispered.append(words)

    @property
    def scope(self) -> Scope:
        assert self._scope is not None
        return Scope(
            conversation_id=self._scope.conversation_id,
            thread_id=self._scope.thread_id,
            lane_id=self._scope.lane_id,
            turn_id=1,
            channel="web",
            agent="staff",
            customer_id=None,
            phone=None,
            name=None,
            received_at=self.house.clock.now(),
            profile=self.house.rules.profile,
            profile_version=1,
            staff=self.who,
        )

    async def begin(self) -> None:
        self._scope = await self.database.write(self._begin)

    def _begin(self, tx: Connection) -> Scope:
        now = self.house.clock.now()
        for one in (SAM, KIM):
            colleagues.see(tx, one.id, one.name, one.role, now)
        lane_id = lanes.ensure(tx, "web", "staff-thread", "", now)
        begun = conversations.begin(tx, mailbox_id=lane_id, channel="web", agent="staff", now=now)
        profile = self.house.rules.profile
        return Scope(
            begun.id, begun.thread_id, lane_id, 1, "web", "staff", None, None, None, now, profile, 1
        )

    async def act(self, call: ToolCall, work: Effect) -> str:
        return await self.database.write(work, self.scope)

    async def read(self, work: Effect) -> str:
        return await self.database.read(work, self.scope)

    def hears(self, words: str, before: str = "") -> None:
        """From now on a turn runs in which its one wrote these words to this answer."""
        now = self.house.clock.now()
        answer = Message("assistant", before, "agent:staff", "web", now)
        self.messages = [answer, Message("user", words, f"staff:{self.who.id}", "web", now)]
        self.messages[-1] = structs.replace(self.messages[-1], turn_id=1)

    async def asks(self, words: str, tool: str, **arguments: Any) -> Told:
        """A tool's answer to a call that these words are a yes to."""
        self.hears(words)
        answer = await self.call(tool, **arguments)
        assert "done" in answer, answer
        return answer

    async def call(self, tool: str, **arguments: Any) -> Told:
        """A tool's answer to a call of the model's."""
        call = ToolCall(f"call_{next(self._ids)}", tool, dumps(arguments))
        answer: Told = orjson.loads(await self._tools.call(self, call))  # type: ignore[arg-type]
        return answer

    async def refused(self, tool: str, **arguments: Any) -> str:
        """Why a tool did nothing."""
        answer = await self.call(tool, **arguments)
        assert answer.get("error") == "refused", answer
        return str(answer["message"])

    async def proposes(self, tool: str, **arguments: Any) -> tuple[str, dict[str, str]]:
        """A proposal's public id, and what its card shows: {label: how it would be}."""
        answer = await self.call(tool, **arguments)
        assert "proposal" in answer, answer
        query = "SELECT facts FROM proposals WHERE public_id = :id"
        [facts] = await self.house.rows(query, id=answer["proposal"])
        facts = orjson.loads(facts) if isinstance(facts, str) else facts
        return answer["proposal"], {"title": answer["proposed"]} | {f[0]: f[1] for f in facts}

    async def approves(self, proposal: str, who: Colleague = KIM) -> str:
        """What came of a proposal that somebody says yes to."""
        event = Stored(
            1,
            self.scope.lane_id,
            "web::staff-thread",
            "web",
            "staff-thread",
            "",
            "staff",
            {"meta": {"act": "approve", "proposal": proposal, "user": who.id}},
            self.house.clock.now(),
            "open",
            None,
        )
        after = await self.database.write(self.approvals.act, event, who)
        after()
        query = "SELECT result FROM proposals WHERE public_id = :id"
        [result] = await self.house.rows(query, id=proposal)
        return str(result)

    async def does(self, tool: str, **arguments: Any) -> str:
        """Proposes and approves; what came of it."""
        proposal, _ = await self.proposes(tool, **arguments)
        return await self.approves(proposal)

    async def write(self, work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return await self.database.write(work, *args, **kwargs)

    async def has_lead(self, name: str, phone: str | None = None, **wish: Any) -> str:
        """An inquiry that came by the website, of nobody proved; its public id."""
        known = {"event_date": DAY, "event_time": time(18), "guest_count": 30, "place": "Pasadena"}
        made = await self.write(
            _lead, self.house, Wish(name=name, phone=phone, **{**known, **wish})
        )
        return str(made)

    async def customer(self, name: str, phone: str) -> int:
        """A customer with a proved phone; the row's id."""
        return int(await self.write(_customer, self.house, name, phone))


def _lead(tx: Connection, house: House, wish: Wish) -> str:
    now = house.clock.now()
    lane_id = lanes.ensure(tx, "web", f"thread-{wish.name}", "", now)
    begun = conversations.begin(tx, mailbox_id=lane_id, channel="web", agent="customer", now=now)
    made = leads.add(
        tx,
        wish,
        conversation_id=begun.id,
        customer_id=None,
        lane_id=lane_id,
        source="web",
        status="new",
        profile_version=1,
        now=now,
    )
    due_at = now + UNTOUCHED_AFTER
    timers.schedule(tx, f"lead:{made.id}", "lead_untouched", lane_id, due_at, {"lead_id": made.id})
    return made.public_id


def _customer(tx: Connection, house: House, name: str, phone: str) -> int:
    now = house.clock.now()
    customer_id, _ = people.ensure_by_phone(tx, phone, "sms", now)
    people.name_customer(tx, customer_id, name, now)
    return customer_id


@asynccontextmanager
async def at_work(url: str) -> AsyncIterator[Staffer]:
    """Sam at work in a house of their own."""
    async with open_house(url, echo) as house:
        staffer = Staffer(house)
        await staffer.begin()
        yield staffer
