"""A conversation with the embedded model: the real loop and tools on a real database, without the
engine. Each turn is as the engine would run it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import structs
from sqlalchemy import Connection, select

from agents.knowledge.library import Knowledge
from agents.knowledge.lists import read_lists
from agents.loop import Loop
from agents.models.embedded.model import EmbeddedModel
from agents.models.fallback import Chain
from agents.ports import Effect
from agents.prompts import Prompt
from agents.situation import read_back_of, situation_of
from agents.tools.customer import CUSTOMER_TOOLS
from agents.tools.toolbox import Toolbox
from bot.business.cards import mask_cards
from bot.business.knowledge import load_sections
from bot.business.profile import Profile
from bot.business.profile_files import load_profile
from bot.business.scope import Scope
from bot.messages import Event, Message, Picture, PlannedCall, ToolCall, Usage
from storage import conversations, people
from storage.connect import open_database
from storage.database import Database
from storage.tables import leads
from tests.unit.agents.begun import begin_conversation

BUSINESS = Path(__file__).parents[4] / "business"
PHONE = "+13105550142"
_BETWEEN_TEXTS = timedelta(seconds=1)
_BETWEEN_TURNS = timedelta(minutes=1)


@cache
def profile() -> Profile:
    return load_profile(BUSINESS)


@cache
def knowledge() -> Knowledge:
    folder = BUSINESS / "knowledge"
    return Knowledge(load_sections(folder), read_lists(folder))


class NoMeter:
    """The embedded model costs nothing: nobody may ask for a budget."""

    async def reserve(self, call: PlannedCall) -> int:
        raise AssertionError("the embedded model needs no budget")

    async def settle(
        self, reservation: int, usage: Usage | None, failed: str | None = None
    ) -> None:
        raise AssertionError("the embedded model needs no budget")


class TalkTurn:
    """One turn of a Talk, for the loop."""

    def __init__(self, talk: "Talk") -> None:
        self._talk, self.scope, self.messages = talk, talk.scope, talk.messages

    async def look_again(self) -> bool:
        return await self._talk.late_texts()

    async def record(self, step: Message) -> None:
        self.messages.append(step)

    async def act(self, call: ToolCall, work: Effect) -> str:
        result = await self._talk.database.write(work, self.scope)
        self.messages.append(_result(self.scope, call, result))
        return result

    async def read(self, work: Effect) -> str:
        return await self._talk.database.read(work, self.scope)

    recall = read

    async def pictures(self) -> tuple[Picture, ...]:
        return ()

    def emit(self, event: Event) -> None:
        self._talk.events.append(event)


class Talk:
    """A customer's conversation. replies: what they got. notices: what staff were told.
    late: texts that arrive while the next turn is at work."""

    def __init__(self, database: Database, scope: Scope, *, tool_calling: bool = True) -> None:
        self.database, self.scope = database, scope
        self.messages: list[Message] = []
        self.events: list[Event] = []
        self.replies: list[str] = []
        self.late: list[str] = []
        self.notices: list[tuple[str, dict[str, Any]]] = []
        self.called: list[str] = []
        tools = Toolbox({"customer": CUSTOMER_TOOLS}, knowledge(), self._notify)
        chain = Chain([], EmbeddedModel(), NoMeter(), len)
        self._loop = Loop(
            Prompt("You answer.", "You have no tools."), chain, tools, situation_of, read_back_of,
            lambda: self.scope.received_at, tool_calling=tool_calling,
        )  # fmt: skip

    def _notify(self, tx: Connection, scope: Scope, kind: str, fields: dict[str, Any]) -> None:
        self.notices.append((kind, fields))

    async def say(self, *texts: str) -> str:
        """The customer writes, and gets one reply."""
        self._move(_BETWEEN_TURNS)
        self.scope = structs.replace(self.scope, turn_id=self.scope.turn_id + 1)
        await self._hear(texts)
        reply = await self._loop.run(TalkTurn(self))
        self.called = list(reply.metadata["tools"])
        shown = await self._line("assistant", "agent:customer", self._introduced(reply.text))
        if reply.read_back is not None:
            read_back = {"versions": reply.read_back, "message_id": shown.id}
            await self.database.write(_keep_read_back, self.scope.conversation_id, read_back)
        self.replies.append(reply.text)
        await self._remember_name()
        return reply.text

    async def late_texts(self) -> bool:
        new, self.late = self.late, []
        await self._hear(new)
        return bool(new)

    async def known_as(self, name: str) -> None:
        """The customer has told us their name once before."""
        customer, now = self.scope.customer_id or 0, self.scope.received_at
        await self.database.write(people.name_customer, customer, name, now)
        await self._remember_name()

    async def leads(self) -> list[Any]:
        def rows(tx: Connection) -> list[Any]:
            return list(tx.execute(select(leads).order_by(leads.c.id)).all())

        return await self.database.read(rows)

    @property
    def person_wanted(self) -> bool:
        return any(kind == "person_wanted" for kind, _ in self.notices)

    async def _hear(self, texts: Sequence[str]) -> None:
        for text in texts:
            self._move(_BETWEEN_TEXTS)
            await self._line("user", "customer", mask_cards(text))  # as the inbox does

    def _move(self, time: timedelta) -> None:
        self.scope = structs.replace(self.scope, received_at=self.scope.received_at + time)

    def _introduced(self, text: str) -> str:
        first = self.scope.channel == "sms" and not self.replies
        return f"{text}\n\n{profile().wording.first_message}" if first else text

    async def _line(self, role: Any, author: str, text: str) -> Message:
        scope, now = self.scope, self.scope.received_at
        row = {
            "role": role,
            "author": author,
            "visibility": "customer",
            "content": text,
            "channel": scope.channel,
            "turn_id": scope.turn_id,
        }
        ids = await self.database.write(conversations.append, scope.conversation_id, [row], now)
        line = Message(role, text, author, scope.channel, now, id=ids[0], turn_id=scope.turn_id)
        self.messages.append(line)
        return line

    async def _remember_name(self) -> None:
        if self.scope.phone is not None:
            found = await self.database.write(
                people.ensure_by_phone, self.scope.phone, "sms", self.scope.received_at
            )
            self.scope = structs.replace(self.scope, name=found[1])


def _keep_read_back(tx: Connection, conversation_id: int, read_back: dict[str, Any]) -> None:
    conversations.set_fields(tx, conversation_id, read_back=read_back)


def _result(scope: Scope, call: ToolCall, text: str) -> Message:
    return Message(
        "tool", text, "tool", scope.channel, scope.received_at,
        turn_id=scope.turn_id, tool_call_id=call.id,
    )  # fmt: skip


@asynccontextmanager
async def talking(
    url: str, now: datetime, *, channel: str = "sms", tool_calling: bool = True
) -> AsyncIterator[Talk]:
    """A new conversation on the database of a URL."""
    database = await open_database(url)
    try:
        phone = PHONE if channel == "sms" else None
        scope = await database.write(begin_conversation, channel, phone, profile(), now)
        yield Talk(database, scope, tool_calling=tool_calling)
    finally:
        await database.close()
