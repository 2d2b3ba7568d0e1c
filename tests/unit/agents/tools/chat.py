"""A conversation on a real database, without model and engine: each line is a row, each tool call
runs in a transaction as a turn of the engine's would run it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from msgspec import structs
from sqlalchemy import Connection, Executable, select

from agents.knowledge.library import Knowledge
from agents.knowledge.lists import read_lists
from agents.ports import Effect
from agents.situation import Standing, read_back_of, situation_of
from agents.tools.customer import CUSTOMER_TOOLS
from agents.tools.toolbox import Toolbox
from bot.business.knowledge import load_sections
from bot.business.profile import Profile
from bot.business.profile_files import load_profile
from bot.business.scope import Scope
from bot.messages import Event, Message, Picture, ToolCall
from storage import conversations
from storage.connect import open_database
from storage.database import Database, dumps
from storage.tables import ai_conversations, leads, timers
from tests.unit.agents.begun import begin_conversation

BUSINESS = Path(__file__).parents[4] / "business"
MONDAY = datetime(2026, 6, 1, 19, 0, tzinfo=UTC)  # noon of 1 June in Los Angeles
PHONE = "+12135550188"

Notice = tuple[str, dict[str, Any]]


@cache
def profile() -> Profile:
    return load_profile(BUSINESS)


@cache
def knowledge() -> Knowledge:
    folder = BUSINESS / "knowledge"
    return Knowledge(load_sections(folder), read_lists(folder))


class Chat:
    """One customer's conversation. notices: what staff were told, in order."""

    def __init__(self, database: Database, scope: Scope) -> None:
        self.database, self.scope = database, scope
        self.messages: list[Message] = []
        self.notices: list[Notice] = []
        self._tools = Toolbox({"customer": CUSTOMER_TOOLS}, knowledge(), self._notify)

    def _notify(self, tx: Connection, scope: Scope, kind: str, fields: dict[str, Any]) -> None:
        self.notices.append((kind, fields))

    async def look_again(self) -> bool:
        return False

    async def record(self, step: Message) -> None:
        self.messages.append(step)

    async def act(self, call: ToolCall, work: Effect) -> str:
        return await self.database.write(work, self.scope)

    async def read(self, work: Effect) -> str:
        return await self.database.read(work, self.scope)

    recall = read

    async def pictures(self) -> tuple[Picture, ...]:
        return ()

    def emit(self, event: Event) -> None:
        raise AssertionError("a tool shows nothing")

    async def says(self, text: str) -> None:
        """The customer writes, a minute after whatever was last said."""
        at = self.scope.received_at + timedelta(minutes=1)
        self.scope = structs.replace(self.scope, received_at=at)
        await self._line("user", "customer", text)

    async def hears(self, text: str) -> dict[str, int] | None:
        """The assistant replies; what it read back is kept as the engine keeps it."""
        told = read_back_of(text, await self.situation())
        message = await self._line("assistant", "agent:customer", text)
        if told is not None:
            read_back = {"versions": told, "message_id": message.id}
            await self.set(read_back=read_back)
        return told

    async def _line(self, role: Any, author: str, text: str) -> Message:
        now = self.scope.received_at
        row = {"role": role, "author": author, "visibility": "customer", "content": text}
        row["channel"] = self.scope.channel
        ids = await self.database.write(
            conversations.append, self.scope.conversation_id, [row], now
        )
        message = Message(role, text, author, self.scope.channel, now, id=ids[0])
        self.messages.append(message)
        return message

    async def set(self, **values: Any) -> None:
        """Changes columns of the conversation."""
        rows = ai_conversations.update().where(ai_conversations.c.id == self.scope.conversation_id)
        await self.execute(rows.values(values))

    async def execute(self, statement: Executable) -> None:
        await self.database.write(_execute, statement)

    async def situation(self) -> Standing:
        return await situation_of(self)

    async def call(self, tool: str, **arguments: Any) -> dict[str, Any]:
        """The tool's answer to a call of the model's."""
        return await self.call_with(tool, dumps(arguments))

    async def call_with(self, tool: str, arguments: str) -> dict[str, Any]:
        answer: dict[str, Any] = orjson.loads(
            await self._tools.call(self, ToolCall("call_1", tool, arguments))
        )
        return answer

    async def leads(self) -> list[Any]:
        return await self.database.read(_rows, leads)

    async def timers(self) -> dict[str, Any]:
        return {row.key: row for row in await self.database.read(_rows, timers)}


def _execute(tx: Connection, statement: Executable) -> None:
    tx.execute(statement)


def _rows(tx: Connection, table: Any) -> list[Any]:
    return list(tx.execute(select(table).order_by(table.c.id)).all())


@asynccontextmanager
async def chatting(
    url: str, *, channel: str = "sms", phone: str | None = PHONE, now: datetime = MONDAY
) -> AsyncIterator[Chat]:
    """A new conversation on the database of a URL."""
    database = await open_database(url)
    try:
        yield Chat(
            database, await database.write(begin_conversation, channel, phone, profile(), now)
        )
    finally:
        await database.close()


INQUIRY = {"name": "Maria Lopez", "phone": PHONE, "guest_count": 30}


async def noted(chat: Chat) -> dict[str, Any]:
    """The customer tells all that an inquiry needs (on the web, a phone but); it is noted."""
    await chat.says("Hi, Maria Lopez here. Saturday June 13 at 6pm, 30 people in Pasadena")
    return await chat.call(
        "note_details",
        name="Maria Lopez",
        event_date="2026-06-13",
        event_time="6pm",
        guest_count=30,
        location="Pasadena",
    )


async def read_back(chat: Chat) -> None:
    """The same, and the assistant reads it back."""
    answer = await noted(chat)
    assert await chat.hears(answer["read_back"]) is not None


async def booked(chat: Chat) -> dict[str, Any]:
    """Makes an inquiry of what was read back, by a yes; what its tool answered."""
    await read_back(chat)
    await chat.says("yes please")
    return await chat.call("create_booking_inquiry", **INQUIRY)
