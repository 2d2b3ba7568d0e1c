"""The day's budget is a wall, on both databases."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, select

from bot.budget import Budget, Wall, micros
from bot.business.profile_files import load_profile
from bot.clock import ManualClock
from bot.errors import BudgetExhausted
from bot.messages import Scope, Usage
from storage import spend
from storage.connect import open_database
from storage.database import Database
from storage.tables import ai_conversations, model_calls

BUSINESS = Path(__file__).parents[2] / "business"
EVENING = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)  # the evening before, where the business is
DAY = date(2026, 11, 21)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = await open_database(database_url)
    await database.write(_conversation)
    yield database
    await database.close()


def _conversation(tx: Connection) -> None:
    row = {"id": 1, "thread_id": "t", "agent_type": "customer", "channel": "sms"}
    tx.execute(insert(ai_conversations), row | {"created_at": EVENING, "updated_at": EVENING})


@pytest.fixture(scope="module")
def scope() -> Scope:
    return Scope(
        conversation_id=1,
        thread_id="t",
        lane_id=1,
        turn_id=4,
        channel="sms",
        agent="customer",
        customer_id=None,
        phone=None,
        name=None,
        received_at=EVENING,
        profile=load_profile(BUSINESS),
        profile_version=1,
    )


def price(model: str, tokens_in: int, cached: int, tokens_out: int) -> int:
    """A micro-dollar a token, ten of them a token out."""
    return tokens_in - cached + 10 * tokens_out


class Told:
    """Keeps what staff are told, once it is durable."""

    def __init__(self) -> None:
        self.days: list[tuple[date, int]] = []

    def __call__(self, tx: Connection, day: date, spent: int) -> None:
        self.days.append((day, spent))


def budget(
    database: Database, limit: int, *, clock: ManualClock | None = None, told: Told | None = None
) -> Budget:
    wall = Wall(limit, alert_at=limit * 3 // 4)
    return Budget(database, clock or ManualClock(EVENING), price, lambda: wall, told or Told())


async def spent(database: Database, day: date = DAY) -> int:
    return await database.read(spend.of_day, day)


async def written(database: Database) -> list[tuple[object, ...]]:
    columns = ("turn_id", "model", "day", "tokens_in", "tokens_cached", "tokens_out")
    query = select(*(model_calls.c[name] for name in (*columns, "reserved", "settled")))
    return await database.read(lambda tx: [tuple(row) for row in tx.execute(query)])


async def test_a_call_is_held_at_its_most_and_settled_at_its_cost(
    database: Database, scope: Scope
) -> None:
    money = budget(database, 10_000)
    call = await money.reserve(scope, "luna", 1000, 500)
    assert await spent(database) == 6000
    assert await written(database) == [(4, "luna", DAY, None, None, None, 6000, None)]
    await money.settle(call, Usage(900, 20, 400))
    assert await spent(database) == 700
    assert await written(database) == [(4, "luna", DAY, 900, 400, 20, 6000, 700)]


async def test_two_hundred_at_once_do_not_climb_the_wall(database: Database, scope: Scope) -> None:
    money = budget(database, 100 * 137 + 136)
    tries = await asyncio.gather(
        *(money.reserve(scope, "luna", 127, 1) for _ in range(200)), return_exceptions=True
    )
    held = [call for call in tries if isinstance(call, int)]
    refused = [error for error in tries if isinstance(error, BudgetExhausted)]
    assert (len(held), len(refused)) == (100, 100)
    assert await spent(database) == 100 * 137
    assert len(await written(database)) == 100


async def test_settling_at_once_loses_nothing_and_makes_room_to_the_micro(
    database: Database, scope: Scope
) -> None:
    money = budget(database, 100 * 1010)
    held = await asyncio.gather(*(money.reserve(scope, "luna", 1000, 1) for _ in range(100)))
    with pytest.raises(BudgetExhausted):
        await money.reserve(scope, "luna", 1, 0)
    usages = [Usage(n, 0) for n in range(100)]
    await asyncio.gather(*(money.settle(*pair) for pair in zip(held, usages, strict=True)))
    assert await spent(database) == sum(range(100))
    left = 100 * 1010 - sum(range(100))
    with pytest.raises(BudgetExhausted):
        await money.reserve(scope, "luna", left + 1, 0)
    await money.reserve(scope, "luna", left, 0)
    assert await spent(database) == 100 * 1010


async def test_two_processes_share_one_wall(database: Database, scope: Scope) -> None:
    one, other = budget(database, 5000), budget(database, 5000)
    tries = await asyncio.gather(
        *(money.reserve(scope, "luna", 1000, 0) for money in (one, other) for _ in range(5)),
        return_exceptions=True,
    )
    assert sum(isinstance(call, int) for call in tries) == 5


async def test_a_call_of_unknown_usage_costs_what_was_held(
    database: Database, scope: Scope
) -> None:
    money = budget(database, 10_000)
    await money.settle(await money.reserve(scope, "luna", 1000, 0), None)
    assert await spent(database) == 1000
    assert await written(database) == [(4, "luna", DAY, None, None, None, 1000, 1000)]


async def test_a_call_that_was_never_made_costs_nothing(database: Database, scope: Scope) -> None:
    money = budget(database, 10_000)
    await money.settle(await money.reserve(scope, "luna", 1000, 0), Usage(0, 0))
    assert await spent(database) == 0


async def test_a_call_dearer_than_held_is_counted_whole(database: Database, scope: Scope) -> None:
    money = budget(database, 1000)
    await money.settle(await money.reserve(scope, "luna", 900, 0), Usage(1200, 0))
    assert await spent(database) == 1200


async def test_settling_twice_changes_nothing(database: Database, scope: Scope) -> None:
    money = budget(database, 10_000)
    call = await money.reserve(scope, "luna", 1000, 0)
    for usage in (Usage(10, 0), Usage(500, 0), None):
        await money.settle(call, usage)
    await database.write(spend.settle, call, spend.Settled(700))
    assert await spent(database) == 10


async def test_what_a_dead_process_held_stays_spent(database: Database, scope: Scope) -> None:
    await budget(database, 1000).reserve(scope, "luna", 900, 0)
    with pytest.raises(BudgetExhausted, match="AI_MAX_COST_PER_DAY"):
        await budget(database, 1000).reserve(scope, "luna", 200, 0)


async def test_a_new_day_of_the_business_has_its_own_budget(
    database: Database, scope: Scope
) -> None:
    clock = ManualClock(EVENING)
    money = budget(database, 1000, clock=clock)
    late = await money.reserve(scope, "luna", 1000, 0)
    clock.move(hours=4)  # midnight in UTC is past already; where the business is, not yet
    with pytest.raises(BudgetExhausted):
        await money.reserve(scope, "luna", 1, 0)
    clock.move(hours=4)
    await money.reserve(scope, "luna", 600, 0)
    await money.settle(late, Usage(100, 0))
    assert await spent(database) == 100
    assert await spent(database, date(2026, 11, 22)) == 600


async def test_a_call_dearer_than_a_whole_day_is_refused(database: Database, scope: Scope) -> None:
    with pytest.raises(BudgetExhausted):
        await budget(database, 1000).reserve(scope, "luna", 1001, 0)
    assert await spent(database) == 0


async def test_staff_are_told_once_a_day_when_most_of_it_is_spent(
    database: Database, scope: Scope
) -> None:
    told, clock = Told(), ManualClock(EVENING)
    money = budget(database, 1000, clock=clock, told=told)
    for _ in range(4):
        await money.reserve(scope, "luna", 250, 0)
    with pytest.raises(BudgetExhausted):
        await money.reserve(scope, "luna", 250, 0)
    assert told.days == [(DAY, 750)]
    clock.move(days=1)
    await money.reserve(scope, "luna", 800, 0)
    assert told.days == [(DAY, 750), (date(2026, 11, 22), 800)]


async def test_staff_are_told_of_a_wall_that_is_reached_without_nearing_it(
    database: Database, scope: Scope
) -> None:
    told = Told()
    money = budget(database, 1000, told=told)
    await money.reserve(scope, "luna", 700, 0)
    with pytest.raises(BudgetExhausted):
        await money.reserve(scope, "luna", 400, 0)
    assert told.days == [(DAY, 700)]


def test_dollars_become_whole_micro_dollars() -> None:
    assert micros(100.0) == 100_000_000
    assert micros(0.1) == 100_000
    assert micros(0.0000019) == 1
