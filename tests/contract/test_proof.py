"""How many codes are sent, and to whom; on both databases."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count

import pytest

from agents.tools.contacts import read_phone
from bot.chat_messages import Caller
from bot.errors import TooFast, WrongCode
from bot.proof import Proof
from storage import threads
from tests.house import ANN, US, House, echo, open_house

_numbers = count(1)


class Website:
    """Whose visitors prove their phones. A day has so many codes."""

    def __init__(self, house: House, codes_per_day: int) -> None:
        self.house = house
        texting = house.rules.profile.texting.model_copy(update={"codes_per_day": codes_per_day})
        profile = house.rules.profile.model_copy(update={"texting": texting})
        self.proof = Proof(
            house.database,
            house.clock,
            house.bells,
            house.live,
            house.desk,
            lambda: profile,
            read_phone,
            texts=True,
            ours=US,
            answer_seconds=0,
        )

    async def wish(self, phone: str, address: str | None = None, visitor: str = "") -> str:
        """A new visitor of a new address has a code sent; their thread."""
        number = next(_numbers)
        thread, visitor = f"thread-{number}", visitor or f"visitor-{number}"
        await self.house.database.write(threads.begin, thread, visitor, self.house.clock.now())
        caller = Caller(visitor, address or f"192.0.2.{number}")
        await self.proof.send(thread, caller, phone)
        return thread

    async def sent(self) -> int:
        """How many codes went out."""
        query = "SELECT count(*) FROM outbox WHERE kind = 'code' AND status = 'pending'"
        await self.house.quiet()
        assert await self.house.rows(query) == [0]
        return len([sent for sent in self.house.vendor.sent if sent.kind == "code"])


@asynccontextmanager
async def website(url: str, codes_per_day: int = 200) -> AsyncIterator[Website]:
    async with open_house(url, echo) as house:
        yield Website(house, codes_per_day)


async def test_a_block_of_numbers_is_not_texted_one_by_one(database_url: str) -> None:
    async with website(database_url) as site:
        for i in range(25):
            await site.wish(f"+1415555{4000 + i}")
        assert await site.sent() == 20
        await site.wish("+14155564000")
        assert await site.sent() == 21


async def test_a_day_has_so_many_codes_and_staff_hear_when_they_are_used_up(
    database_url: str,
) -> None:
    async with website(database_url, codes_per_day=3) as site:
        for i in range(5):
            await site.wish(f"+1415555{4000 + i}")
        assert await site.sent() == 3
        told = [sent.payload["notice"] for sent in site.house.staff.sent if sent.payload]
        assert told == ["codes"]
        site.house.clock.move(days=1)
        await site.wish("+14155554009")
        assert await site.sent() == 4


async def test_an_address_asks_for_so_many(database_url: str) -> None:
    async with website(database_url) as site:
        for i in range(10):
            await site.wish(f"+1415555{4000 + i}", "198.51.100.7")
        with pytest.raises(TooFast):
            await site.wish("+14155554010", "198.51.100.7")
        await site.wish("+14155554010", "198.51.100.8")
        assert await site.sent() == 11


async def test_what_was_not_sent_cannot_be_guessed(database_url: str) -> None:
    """Its digest is of no six digits at all."""
    async with website(database_url, codes_per_day=1) as site:
        await site.wish(ANN)
        thread = await site.wish(ANN, visitor="visitor-eve")
        await site.house.quiet()
        [sent] = [each for each in site.house.vendor.sent if each.kind == "code"]
        with pytest.raises(WrongCode):
            await site.proof.prove(thread, "visitor-eve", sent.body[:6])


async def test_a_code_that_comes_too_late_is_not_sent(database_url: str) -> None:
    async with open_house(database_url, echo) as house:
        await house.outbox.stop(1)
        site = Website(house, 200)
        await site.wish(ANN)
        house.clock.move(minutes=11)
        async with open_house(database_url, echo) as later:
            later.clock.move(minutes=11)
            await later.quiet()
            assert await later.rows("SELECT status FROM outbox") == ["expired"]
