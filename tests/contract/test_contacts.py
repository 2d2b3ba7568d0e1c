"""What visitors type into the form, while the agent is at work and after; on both databases."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import count
from typing import Any

import orjson
import pytest

from agents.tools.contacts import read_phone
from agents.understanding.contact import find_email
from bot.contacts import Contact, Contacts
from bot.errors import NoSuchThread
from bot.messages import Inbound, LaneAddress, Reply
from bot.turn import LiveTurn
from storage import details, threads
from storage.joining import join
from tests.house import ANN, BEN, House, echo, open_house, reply

VERA, WEB = "visitor-vera", "thread-vera"

Agent = Callable[[LiveTurn], Awaitable[Reply]]
_numbers = count(1)


class Site:
    """A visitor on the website, with a form."""

    def __init__(self, house: House) -> None:
        self.house = house
        self._contacts = Contacts(
            house.database, house.clock, lambda: house.rules.profile, read_phone, find_email
        )

    async def write(self, words: str) -> None:
        event_id = f"{WEB}:{next(_numbers)}"
        inbound = Inbound(LaneAddress("web", WEB), event_id, words, self.house.clock.now())
        await self.house.inbox.accept(inbound)

    async def type(self, visitor: str = VERA, **said: str | None) -> Contact:
        given = {"name": None, "phone": None, "email": None} | said
        return await self._contacts.note(WEB, visitor, **given)

    async def noted(self) -> dict[str, Any]:
        rows = await self.house.rows("SELECT details FROM ai_conversations ORDER BY id")
        newest = rows[-1]
        state = orjson.loads(newest) if isinstance(newest, str) else newest
        return details.values(state)

    async def asked(self) -> list[list[str] | None]:
        """What the form was asked for with each reply."""
        query = "SELECT metadata FROM ai_messages WHERE role = 'assistant' ORDER BY id"
        rows = await self.house.rows(query)
        metadata = [orjson.loads(row) if isinstance(row, str) else row for row in rows]
        return [(more or {}).get("contact_request") for more in metadata]


@asynccontextmanager
async def site(url: str, agent: Agent = echo) -> AsyncIterator[Site]:
    async with open_house(url, agent) as house:
        await house.database.write(threads.begin, WEB, VERA, house.clock.now())
        yield Site(house)


async def test_a_turn_under_way_takes_a_new_phone_in(database_url: str) -> None:
    """What it was about to read back is read back no more."""
    thinking, go_on, runs = asyncio.Event(), asyncio.Event(), 0

    async def agent(turn: LiveTurn) -> Reply:
        nonlocal runs
        runs += 1
        state = await vera.noted()
        if runs == 1:
            thinking.set()
            await go_on.wait()
        return Reply(f"is {state.get('phone')} right?", "agent:customer", "1", {"phone": 1})

    async with site(database_url, agent) as vera:
        await vera.write("hello")
        await thinking.wait()
        await vera.type(phone=ANN)
        go_on.set()
        await vera.house.quiet()
        said = "SELECT content FROM ai_messages WHERE role = 'assistant'"
        assert await vera.house.rows(said) == [f"is {ANN} right?"]
        assert runs == 2


async def test_the_same_again_disturbs_nobody(database_url: str) -> None:
    async with site(database_url) as vera:
        await vera.write("hello")
        await vera.house.quiet()
        await vera.type(name="Vera", phone=ANN)
        [before] = await vera.house.rows("SELECT gen FROM lanes WHERE channel = 'web'")
        await vera.type(name="Vera", phone=ANN)
        assert await vera.house.rows("SELECT gen FROM lanes WHERE channel = 'web'") == [before]
        assert await vera.noted() == {"name": "Vera", "phone": ANN}


async def test_what_was_typed_first_is_there_when_the_conversation_begins(
    database_url: str,
) -> None:
    names: list[str | None] = []

    async def agent(turn: LiveTurn) -> Reply:
        names.append(turn.scope.name)
        return reply("hello")

    async with site(database_url, agent) as vera:
        await vera.type(name="Vera Lee", phone=ANN, email="vera@example.com")
        for _ in range(2):
            await vera.write("hello")
            await vera.house.quiet()
            known = {"name": "Vera Lee", "phone": ANN, "email": "vera@example.com"}
            assert await vera.noted() == known
            vera.house.clock.move(hours=25)
        assert names == ["Vera Lee", "Vera Lee"]
        assert await vera.house.rows("SELECT count(*) FROM customers") == [0]


async def test_another_visitors_thread_takes_nothing(database_url: str) -> None:
    async with site(database_url) as vera:
        with pytest.raises(NoSuchThread):
            await vera.type("visitor-eve", name="Eve")
        assert await vera.house.rows("SELECT count(*) FROM visitors") == [0]


async def test_a_phone_that_is_typed_is_a_claim_beside_the_proved_one(database_url: str) -> None:
    async with site(database_url) as vera:
        await vera.house.text(ANN, "hello")
        await vera.house.quiet()
        typed = await vera.type(phone=ANN)
        assert (typed.phone, typed.phone_national, typed.proved) == (ANN, "(415) 555-0101", False)
        assert (await vera.type(phone=BEN)).proved is False


async def test_the_form_asks_after_two_messages_and_once_for_each(database_url: str) -> None:
    async with site(database_url) as vera:
        for words in ("one", "two", "three"):
            await vera.write(words)
            await vera.house.quiet()
        await vera.type(name="Vera")
        for words in ("four", "five"):
            await vera.write(words)
            await vera.house.quiet()
        await vera.type(phone=ANN)
        await vera.write("six")
        await vera.house.quiet()
        assert await vera.asked() == [None, ["name", "phone"], None, ["phone"], None, None]


async def test_who_texts_is_asked_by_no_form(database_url: str) -> None:
    async with site(database_url) as vera:
        for words in ("one", "two", "three"):
            await vera.house.text(ANN, words)
            await vera.house.quiet()
        assert await vera.asked() == [None, None, None]


async def test_a_form_typed_in_the_middle_of_a_joining_is_kept(database_url: str) -> None:
    async with site(database_url) as vera:
        await vera.house.text(ANN, "hello")
        await vera.write("hello")
        await vera.house.quiet()
        [customer_id] = await vera.house.rows("SELECT id FROM customers")
        [lane_id] = await vera.house.rows("SELECT id FROM lanes WHERE channel = 'web'")
        now = vera.house.clock.now()
        await asyncio.gather(
            vera.type(email="vera@example.com"),
            vera.house.database.write(join, customer_id, [lane_id], now, now),
        )
        active = "SELECT details FROM ai_conversations WHERE status = 'active'"
        [state] = await vera.house.rows(active)
        state = orjson.loads(state) if isinstance(state, str) else state
        assert details.values(state) == {"email": "vera@example.com"}
