"""Who writes faster than an agent answers waits, and nothing they wrote is lost; on both
databases."""

import asyncio

from msgspec import structs
from sqlalchemy import Connection

from bot.allowances import Allowances
from bot.chat_messages import Caller
from bot.errors import TooFast
from bot.messages import Colleague
from storage import people, visitors
from tests.house import ANN, BEN, House, echo, open_house

PATIENCE = "Please give me a minute"
TRIED_AGAIN = f"SELECT count(*) FROM lanes WHERE address = '{ANN}' AND fence >= 5"


def slow(house: House, per_minute: int, burst: int) -> None:
    limits = {"customer": (per_minute, burst), "staff": (per_minute, burst)}
    house.rules = structs.replace(house.rules, limits=limits)


async def test_texts_over_the_limit_wait_and_are_answered_together(database_url: str) -> None:
    async with open_house(database_url, echo) as house:
        slow(house, 60, 2)
        for words in ("1", "2"):
            await house.text(ANN, words)
            await house.quiet()
        await house.text(ANN, "3")
        sent = "SELECT count(*) FROM outbox WHERE status = 'sent'"
        await house.until(sent, [3])
        await house.text(ANN, "4")
        await house.text(BEN, "hello")  # another person's allowance is their own
        await house.until(sent, [4])
        await house.until(TRIED_AGAIN, [1])  # and not told again
        house.clock.move(seconds=5)
        await house.quiet()
        one, two, patience, together = house.said_to(ANN)
        assert (one[0], two, together) == ("1", "2", "3 / 4")
        assert PATIENCE in patience


async def test_one_person_has_one_allowance_by_phone_and_web(database_url: str) -> None:
    async with open_house(database_url, echo) as house:
        slow(house, 1, 2)
        allowances = Allowances(house.clock, lambda: house.rules.limits)
        ann = Caller("visitor-ann", "192.0.2.1")
        sam = Caller("token:sam", "192.0.2.1", Colleague("token:sam", "Sam"))
        await house.text(ANN, "1")
        await house.quiet()

        def prove(tx: Connection) -> None:
            customer_id, _ = people.ensure_by_phone(tx, ANN, "web", house.clock.now())
            visitors.prove(tx, "visitor-ann", customer_id, ANN, house.clock.now())

        await house.database.write(prove)

        async def takes(caller: Caller, agent: str) -> bool:
            try:
                await house.database.write(allowances.take, caller, agent)
            except TooFast:
                return False
            return True

        answers = await asyncio.gather(*(takes(ann, "customer") for _ in range(4)))
        assert sorted(answers) == [False, False, False, True]  # the other was a text
        assert sorted([await takes(sam, "staff") for _ in range(3)]) == [False, True, True]
